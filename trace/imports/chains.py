"""From an order's history to the events of its chains: one for each item and step, one for each review.

Steps are recorded in the order in which they belong, each with the time that the export gives, however
impossible; the flags stand in the event they belong to. An order that never had items has a chain of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any

from trace import words
from trace.event import County, Destination, Event
from trace.identity.waybill import Waybill
from trace.imports.flags import Flag, Judge
from trace.imports.names import Secret, gtin13
from trace.imports.orders import Export, Item, Order, Place, Review
from trace.imports.profile import Profile, Step
from trace.imports.tables import Row
from trace.ledger import Draft
from trace.moments import iso, to_ms
from trace.standing import POSSESSING, Actor
from trace.words import Evidence, Stage

Times = Mapping[Stage, datetime | None]
Carried = Mapping[Stage, tuple[str, ...]]
DESTINATION_TYPE = f"urn:epcglobal:cbv:sdt:{POSSESSING}"


@dataclass(frozen=True)
class Cast:
    """Who acts under which name: the shop, its merchants, and the demonstration number of each offer."""

    origin: str
    shop: Actor
    merchants: Mapping[str, Actor]
    # (merchant, product) -> number; two merchants' goods are two products, each its owner's.
    offers: Mapping[tuple[str, str], int]
    secret: Secret


@dataclass(frozen=True, slots=True)
class Told:
    """A draft and the row it was told by, so that it can still be refused."""

    draft: Draft
    stage: str
    row: Row


class Teller:
    """Tells the chains of an export's orders."""

    def __init__(self, profile: Profile, export: Export, cast: Cast) -> None:
        self.profile, self.export, self.cast = profile, export, cast
        self.judge = Judge(export)

    def tell(self, order: Order) -> Iterator[Told]:
        """The events of one order; none where its items are there or may be there, and cannot be named."""
        items = [item for item in order.items if (item.merchant, item.product) in self.cast.offers]
        if not items and (order.items or "items" in self.export.broken | order.unclear):
            return
        uris = [(item, self.item_uri(order, item)) for item in items]
        things = tuple(uri for _, uri in uris) or (self.order_uri(order),)
        times = {step.step: self._when(step, order) for step in self.profile.steps}
        carried = _carried(self.judge.order(order), times)
        for step in self.profile.steps:
            if step.step is Stage.REVIEWED:
                for review in order.reviews:
                    yield self._review(step, order, review, things, carried)
            elif (moment := times[step.step]) is not None:
                if items:
                    yield from (self._item(step, order, item, uri, moment, carried, times) for item, uri in uris)
                elif step.step not in (Stage.SERIALISED, Stage.LISTED):
                    yield self._bare(step, order, things, moment, carried)

    def item_uri(self, order: Order, item: Item) -> str:
        """The item's name in the record."""
        gtin = gtin13(self.cast.offers[item.merchant, item.product])
        return f"https://id.gs1.org/01/0{gtin}/21/{self.cast.secret.serial('item', order.id, item.number)}"

    def order_uri(self, order: Order) -> str:
        """The name of an order that has no items: a parcel of which nobody knows what was in it."""
        return Waybill(self.profile.name, self.cast.secret.serial("order", order.id)).uri(self.cast.origin)

    def _when(self, step: Step, order: Order) -> datetime | None:
        return None if step.step is Stage.REVIEWED else getattr(order, step.at.partition(".")[2])

    def _item(
        self, step: Step, order: Order, item: Item, uri: str, moment: datetime, carried: Carried, times: Times
    ) -> Told:
        own = _carried(self.judge.item(order, item), times).get(step.step, ())
        actor = self.cast.shop if step.actor == "shop" else self.cast.merchants[item.merchant]
        event = self._event(
            step, moment, (uri,), ("item", order.id, item.number),
            flags=(*carried.get(step.step, ()), *own), place=self._place(step, order, item),
        )  # fmt: skip
        return Told(self._draft(step, event, actor, order), step.step.value, item.row)

    def _bare(self, step: Step, order: Order, things: tuple[str, ...], moment: datetime, carried: Carried) -> Told:
        event = self._event(
            step, moment, things, ("order", order.id),
            flags=carried.get(step.step, ()), place=self._place(step, order, None),
        )  # fmt: skip
        return Told(self._draft(step, event, self.cast.shop, order), step.step.value, order.row)

    def _review(self, step: Step, order: Order, review: Review, things: tuple[str, ...], carried: Carried) -> Told:
        flags = (*carried.get(step.step, ()), *(flag.kind for flag in self.judge.review(order, review)))
        event = self._event(
            step, review.created, things, ("review", review.id, order.id), flags=flags, facts={"rating": review.stars}
        )
        texts = {name: text for name, text in (("title", review.title), ("text", review.text)) if text.strip()}
        return Told(Draft(event, self.cast.shop, Evidence.IMPORT, texts), step.step.value, review.row)

    def _draft(self, step: Step, event: Event, actor: Actor, order: Order) -> Draft:
        # Whoever has the export can find the order's chain by its number; nobody else learns the number.
        return Draft(event, actor, Evidence.IMPORT, {"order": order.id} if step.step is Stage.SOLD else {})

    def _event(
        self, step: Step, moment: datetime, things: tuple[str, ...], name: tuple[str, ...], *,
        flags: tuple[str, ...], place: Place | None = None, facts: dict[str, str | int | bool] | None = None,
    ) -> Event:  # fmt: skip
        if step.step in words.WITH_CLOCK:
            # No export knows when a piece was made or listed, only that it was by the sale. A page shows these steps
            # with their clock time, and by the second of a sale whoever has the export would find the order.
            moment = moment.astimezone(self.export.zone).replace(hour=0, minute=0, second=0, microsecond=0)
        biz_step, disposition = words.TERMS[step.step]
        given = (Destination(type=DESTINATION_TYPE, destination=self.cast.shop.uri),) if step.to == "shop" else ()
        return Event(
            type="ObjectEvent",
            event_id=self.cast.secret.event_id(step.step.value, *name),
            event_time=iso(to_ms(moment)),
            event_time_zone_offset=offset(moment, self.export.zone),
            action="ADD" if step.step is Stage.SERIALISED else "OBSERVE",
            biz_step=biz_step,
            disposition=disposition,
            epc_list=things,
            destination_list=given,
            place=self._county(place),
            facts=facts,
            flags=flags,
        )

    def _place(self, step: Step, order: Order, item: Item | None) -> Place | None:
        if step.step is Stage.SIGNED:
            return self.export.destinations.get(order.destination)
        return self.export.merchants[item.merchant].place if item else None

    def _county(self, place: Place | None) -> County | None:
        if place is None or not place.town:
            return None
        code = f"{self.profile.country}-{place.region}" if place.region else self.profile.country
        return County(code=code, name=place.spelled)


def offset(moment: datetime, zone: tzinfo) -> str:
    """The zone's offset at that time as EPCIS spells it; a sub-minute one of old times is cut to minutes."""
    seconds = int(moment.astimezone(zone).utcoffset().total_seconds())  # type: ignore[union-attr]
    hours, minutes = divmod(abs(seconds) // 60, 60)
    return f"{'-' if seconds < 0 else '+'}{hours:02d}:{minutes:02d}"


def _carried(flags: list[Flag[Any]], times: Times) -> Carried:
    """Step -> the flags that its event carries: of each flag's steps the first that was recorded."""
    found: dict[Stage, tuple[str, ...]] = {}
    for flag in flags:
        step = next((one for one in flag.steps if one is Stage.REVIEWED or times.get(one) is not None), None)
        if step is not None:
            found[step] = (*found.get(step, ()), flag.kind)
    return found
