"""Recording an export: its merchants and products first, then its chains in batches. A second run adds nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar

import msgspec
from sqlalchemy.orm import Session

from trace import event as events, keyring, ledger, parties, replay
from trace.imports import known
from trace.imports.catalogue import merchant_name
from trace.imports.chains import Cast, Told
from trace.imports.known import Known, Name
from trace.imports.names import Secret, numbers
from trace.imports.orders import Export, Named
from trace.imports.profile import Profile
from trace.imports.report import Report
from trace.ledger import Draft
from trace.parties import Kind, Party
from trace.standing import Actor

BATCH = 1_000
One = TypeVar("One")


def cast(session: Session, profile: Profile, export: Export, now: datetime) -> Cast:
    """Register whoever and whatever the export names for the first time; refuse items that name what nobody knows."""
    keys, before = keyring.of(session), known.read(session, profile.name)
    export.merchants = known.merged(before.merchants, export.merchants)
    export.products = known.merged(before.products, _categorised(export))
    names = [
        Name("product", ref, None, known.say(one)) for ref, one in export.products.items() if ref not in before.products
    ]
    shop, merchants = _parties(session, profile, export, before, names, now)
    offers = _offers(session, profile, export, before, names)
    known.write(session, profile.name, names)
    actors = {ref: Actor(number, parties.uri(session, number)) for ref, number in merchants.items()}
    platform = Actor(shop, parties.uri(session, shop), Kind.PLATFORM)
    return Cast(keys.origin, platform, actors, offers, Secret.of(keys.data_key, profile.name))


def _categorised(export: Export) -> dict[str, Named]:
    """Products with what their category is called, where the export says it."""
    called = export.categories
    return {ref: Named(ref, one.name, called.get(one.category, one.category)) for ref, one in export.products.items()}


def _parties(
    session: Session, profile: Profile, export: Export, before: Known, names: list[Name], now: datetime
) -> tuple[int, dict[str, int]]:
    """The shop's id and those of its merchants by their names in the export."""
    merchants = dict(before.targets["merchant"])
    fresh = {ref: one for ref, one in export.merchants.items() if ref not in merchants}
    made = {
        ref: Party(kind=Kind.MERCHANT, name=merchant_name(profile, one), created_at=now) for ref, one in fresh.items()
    }
    shop = before.targets["shop"].get(profile.shop)
    platform = Party(kind=Kind.PLATFORM, name=profile.shop, created_at=now)
    session.add_all([*made.values(), *([platform] if shop is None else [])])
    session.flush()
    if shop is None:
        shop = platform.id
        names.append(Name("shop", profile.shop, shop, "{}"))
    merchants |= {ref: party.id for ref, party in made.items()}
    names += [Name("merchant", ref, merchants[ref], known.say(one)) for ref, one in fresh.items()]
    return shop, merchants


def _offers(
    session: Session, profile: Profile, export: Export, before: Known, names: list[Name]
) -> dict[tuple[str, str], int]:
    """The number of every offer that an item names, new ones given; items that name an unknown are refused."""
    offers: dict[str, tuple[str, str]] = {}
    items = profile.items.columns() if profile.items else {}
    for item in (item for order in export.orders.values() for item in order.items):
        known_merchant, known_product = item.merchant in export.merchants, item.product in export.products
        if known_merchant and known_product:
            offers[known.offer(item.merchant, item.product)] = (item.merchant, item.product)
        for field, ref, is_known in (
            ("merchant", item.merchant, known_merchant),
            ("product", item.product, known_product),
        ):
            if not is_known:
                where = f"line {item.row.line} of {item.row.table}: {items[field]} {ref[:60]!r}"
                export.refuse(item.row, f"unknown_{items[field]}", f"{where} is in no table, here or imported earlier")
    taken = known.taken(session)
    by_ref = {known.offer_ref(profile.name, ref): ref for ref in offers}
    given = numbers(by_ref, taken)
    fresh = {ref: given[full] for full, ref in by_ref.items() if ref not in before.targets["offer"]}
    names += [Name("offer", ref, number, "{}") for ref, number in fresh.items()]
    return {pair: given[known.offer_ref(profile.name, ref)] for ref, pair in offers.items()}


def batches(found: Iterable[One], size: int = BATCH) -> Iterator[list[One]]:
    """What was found in lists of `size`, one for each transaction."""
    batch: list[One] = []
    for one in found:
        batch.append(one)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def record(session: Session, told: Sequence[Told], now: datetime) -> tuple[list[Told], list[Told]]:
    """Record what is not recorded yet: (what was added, what stands recorded with another content)."""
    keys = [one.draft.key() for one in told]
    recorded = replay.recorded(session, keys)
    fresh = [one for one, key in zip(told, keys, strict=True) if key not in recorded]
    changed = [
        one for one, key in zip(told, keys, strict=True) if key in recorded and not _same(recorded[key], one.draft)
    ]
    receipts = ledger.append(session, [one.draft for one in fresh], now) if fresh else []
    # Another import of the same export may have been faster.
    return [one for one, receipt in zip(fresh, receipts, strict=True) if not receipt.duplicate], changed


def _same(stands: replay.Recorded, draft: Draft) -> bool:
    """Whether an entry says what the export says now; its flags are what could be told when it was recorded."""
    if replay.same(stands, draft.event, draft.texts):
        return True
    flags = events.stored(stands.event).flags if stands.event else ()
    return replay.same(stands, msgspec.structs.replace(draft.event, flags=flags), draft.texts)


def count(report: Report, export: Export, added: Sequence[Told], changed: Sequence[Told]) -> None:
    """Put the outcome of one batch into the report; what was changed is a refused row."""
    report.events.update(one.stage for one in added)
    for one in changed:
        sentence = f"line {one.row.line} of {one.row.table}: its {one.stage} entry was imported earlier and said something else"
        export.refuse(one.row, "recorded_otherwise", sentence)
