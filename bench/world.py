"""The invented goods that are measured with: items, each in a parcel of its own, told stage by stage, in documents."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count

from sqlalchemy import text

from bench.places import Installation
from couriers import steps
from trace import goods, ledger, logdir, parties, products, sequencer
from trace.event import County
from trace.ledger import Draft
from trace.stages import Deed, Stamp
from trace.standing import Actor
from trace.words import Evidence

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
GTIN = "9520123456788"
PATH = f"/01/0{GTIN}/21/"
JIAN, CHAOYANG = County(code="220582", name="集安市"), County(code="220104", name="长春市朝阳区")
DOCUMENT = 100
# Items that go from stage to stage together: an item's entries then lie in different tiles, as over its real days.
WAVE = 1_000


@dataclass
class World:
    """A merchant with a product, a carrier, and as many items as were filled in."""

    at: Installation
    merchant: Actor
    carrier: Actor
    items: int = 0
    # Entries in the log.
    size: int = 0

    def name(self, number: int) -> str:
        """The name of an item."""
        return f"https://id.gs1.org{PATH}{number:010d}"

    def path(self, number: int) -> str:
        """Where its page is."""
        return f"{PATH}{number:010d}"

    def parcel(self, number: int) -> str:
        """The name of an item's parcel."""
        return f"https://{self.at.keyring.origin}/id/parcel/P{number:010d}"

    def record(self, drafts: Sequence[Draft]) -> int:
        """One document, in a transaction of its own; how many events it had."""
        with self.at.sessions() as session:
            ledger.append(session, drafts, NOW)
            session.commit()
        return len(drafts)

    def integrate(self) -> int:
        """One step of the sequencer, committed and published; how many entries it took."""
        with self.at.sessions() as session:
            note = sequencer.integrate(session, self.at.keyring, NOW, self.at.log_dir)
            session.commit()
        if note is None:
            return 0
        logdir.publish(self.at.log_dir, self.at.keyring, note)
        before, self.size = self.size, int(note.split("\n")[1])
        return self.size - before

    def made(self, first: int, many: int) -> list[Draft]:
        """Items that get their codes."""
        return [self._draft(self._made(number), self.merchant) for number in range(first, first + many)]

    def listed(self, first: int, many: int) -> list[Draft]:
        """Items that are put on sale."""
        return [self._draft(self._listed(number), self.merchant) for number in range(first, first + many)]

    def fill(self, events: int) -> None:
        """Tell the whole lives of so many events' worth of items, and take them into the log."""
        stages = self._stages()
        while self.items * len(stages) < events:
            wave = range(self.items, min(self.items + WAVE, -(-events // len(stages))))
            for tell, actor in stages:
                for start in range(wave.start, wave.stop, DOCUMENT):
                    numbers = range(start, min(start + DOCUMENT, wave.stop))
                    self.record([self._draft(tell(number), actor) for number in numbers])
            self.items = wave.stop
            while self.integrate():
                pass
        with self.at.sessions() as session:
            # PostgreSQL does this by itself within a minute or two; until then it plans as if every table were tiny.
            session.execute(text("ANALYZE"))
            session.commit()

    def _stages(self) -> list[tuple[Callable[[int], Deed], Actor]]:
        merchant, carrier = self.merchant, self.carrier
        return [
            (self._made, merchant),
            (self._listed, merchant),
            (lambda n: goods.sold(self.name(n), self._stamp(), order=f"order-{n}", payment=f"pay-{n}"), merchant),
            (
                lambda n: goods.packed(self.parcel(n), [self.name(n)], self._stamp(JIAN), carrier=carrier.uri),
                merchant,
            ),
            (lambda n: steps.accepted(self.parcel(n), self._stamp(JIAN), weight=412, by=carrier.uri), carrier),
            (lambda n: steps.hub_in(self.parcel(n), self._stamp(JIAN)), carrier),
            (lambda n: steps.hub_out(self.parcel(n), self._stamp(JIAN)), carrier),
            (lambda n: steps.out_for_delivery(self.parcel(n), self._stamp(CHAOYANG)), carrier),
            (lambda n: steps.signed(self.parcel(n), self._stamp(CHAOYANG), method="code"), carrier),
            (lambda n: goods.reviewed(self.name(n), self._stamp(), 5, text=f"review {n}"), merchant),
        ]

    def _made(self, number: int) -> Deed:
        return goods.serialised(self.name(number), self._stamp(JIAN))

    def _listed(self, number: int) -> Deed:
        return goods.listed(self.name(number), self._stamp(), price=12_800)

    def _draft(self, deed: Deed, actor: Actor) -> Draft:
        return Draft(deed.event, actor, Evidence.DEVICE, deed.texts)

    def _stamp(self, place: County | None = None) -> Stamp:
        number = next(_told)
        at = NOW - timedelta(days=30) + timedelta(seconds=number % 2_000_000)
        return Stamp(at, event_id=f"urn:uuid:00000000-0000-4000-8000-{number:012d}", place=place)


_told: Iterator[int] = count()


def begin(at: Installation) -> World:
    """A world without items, its product's card published and in the log."""
    with at.sessions() as session:
        merchant = parties.register(session, "merchant", "集安岭上参业有限公司", NOW, verified=True)
        carrier = parties.register(session, "carrier", "通达快运", NOW)
        made = World(at, parties.actor(session, merchant.id), parties.actor(session, carrier.id))
        products.register(
            session, made.merchant, "集安生晒参 50 克", "ginseng", "item", NOW, gtin=GTIN,
            more={"brand": "岭上", "net": "50 克"}, origin={"place": "吉林省通化市集安市清河镇"},
        )  # fmt: skip
        session.commit()
    made.integrate()
    return made
