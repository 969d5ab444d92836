"""Into a case or onto a pallet, and out of it again; what is recorded is the packing and unpacking of each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from couriers import containers, scans
from couriers.containers import Container, Kind
from couriers.packing import MOST, NothingScanned, NotPackable, Piece
from trace import goods, ledger, nesting, telling
from trace.errors import Conflict
from trace.event import County, Quantity
from trace.identity import thing
from trace.standing import Actor
from trace.words import Evidence


class NotInside(Conflict):
    """Something is to be taken out that does not lie in it."""

    code = "not-inside"


def put_in(
    session: Session,
    merchant: Actor,
    container: Container,
    pieces: Sequence[Piece],
    cases: Sequence[Container],
    now: datetime,
    place: County | None = None,
) -> None:
    """Goods, and onto a pallet cases, go in; a single thing that lies in another one is taken out of that first."""
    if not 0 < len(pieces) + len(cases) <= MOST:
        raise NothingScanned(f"{len(pieces) + len(cases)} things were scanned: expected 1 to {MOST}")
    if cases and (container.kind != Kind.PALLET or any(one.kind != Kind.CASE for one in cases)):
        raise NotPackable("only cases go onto a pallet, and nothing but goods into a case", why="nesting")
    singles = {*(one.uri for one in pieces if one.single), *(one.uri for one in cases)}
    ledger.lock(session, {container.uri, *singles, *(one.uri for one in pieces)})
    empty = [one for one in cases if not nesting.contents(session, one.uri)]
    if empty:
        raise NotPackable("an empty case was scanned: put its goods in first", why="empty")
    lying = {uri: one for uri, one in containers.around(session, singles).items() if one.id != container.id}
    inside: list[str | Quantity] = []
    inside += sorted(singles - nesting.contents(session, container.uri).keys())
    counted = Counter(one.uri for one in pieces if not one.single)
    inside += [goods.count(uri, many) for uri, many in sorted(counted.items())]
    if not inside:
        raise NotPackable("all of it lies in there already", why="inside")
    deeds = containers.taken_out(lying, now, place)
    deeds.append(goods.packed(container.uri, inside, telling.stamp(now, place), site=container.kind))
    scans.accept_all(session, merchant, deeds, Evidence.PARTY, now)


def take_out(
    session: Session, merchant: Actor, container: Container, wanted: Counter[str] | None, now: datetime,
    place: County | None = None,
) -> None:  # fmt: skip
    """These things come out again; without any named, everything."""
    ledger.lock(session, {container.uri})
    there = nesting.contents(session, container.uri)
    out = there if wanted is None else wanted
    if not out or out - there:
        raise NotInside("not all of this lies in there: look at what does", what=sorted(out - there))
    things: list[str | Quantity] = [
        goods.count(uri, many) if thing.kind(uri) in ("lot", "product") else uri for uri, many in sorted(out.items())
    ]
    deed = goods.unpacked(container.uri, things, telling.stamp(now, place), site=container.kind)
    scans.accept_all(session, merchant, [deed], Evidence.PARTY, now)
