"""What a courier has done: the parcels of a day, and of one parcel everything, as proof in their own hand."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from couriers import trail
from couriers.custody import fold
from couriers.devices import Device
from couriers.roster import Courier
from couriers.scanned import ScanBy
from couriers.signed import good
from couriers.states import State
from couriers.taking_back import NoSuchScan
from trace import merkle, tables

MOST = 500


@dataclass(frozen=True, slots=True)
class Handled:
    """A parcel, the courier's newest scan of it, and where it is by now."""

    uri: str
    scan: ScanBy
    state: State


@dataclass(frozen=True, slots=True)
class Done:
    """One scan with what stands recorded of it: `index` is its place in the log, None while it waits for that.

    `signed` says whether the text that was kept still bears the signature of the phone that made it.
    """

    scan: ScanBy
    place: str
    evidence: str
    leaf: str
    index: int | None
    signed: bool
    by: bool


def since(session: Session, courier: Courier, begin_ms: int) -> list[Handled]:
    """The parcels that the courier has scanned since a moment (ms since 1970), the newest scan first."""
    rows = session.execute(
        _scans().where(ScanBy.courier_id == courier.id, ScanBy.corrected_ms >= begin_ms)
        .order_by(ScanBy.corrected_ms.desc(), ScanBy.entry_id.desc()).limit(MOST)
    ).all()  # fmt: skip
    newest: dict[str, ScanBy] = {}
    for scan, uri in rows:
        newest.setdefault(uri, scan)
    lives = trail.trails(session, list(newest))
    return [Handled(uri, scan, fold(lives[uri]).state) for uri, scan in newest.items()]


def proof(session: Session, courier: Courier, scan_id: str) -> tuple[str, list[Done]]:
    """The parcel of one of the courier's scans, and all that they did to it, or gave out of their hands, in order."""
    mine = (ScanBy.courier_id == courier.id) | (ScanBy.giver_id == courier.id)
    found = session.execute(_scans().where(mine, ScanBy.scan_id == scan_id)).first()
    if found is None:
        raise NoSuchScan("there is no such scan of yours in the record: it may not have been sent yet")
    uri: str = found[1]
    rows = session.execute(
        _scans().where(mine, tables.thing.c.uri == uri).order_by(ScanBy.corrected_ms, ScanBy.entry_id)
    )
    return uri, [_done(session, courier, scan) for scan, _ in rows]


def _scans() -> Select[ScanBy, str]:
    return (
        select(ScanBy, tables.thing.c.uri)
        .join(tables.link, tables.link.c.entry_id == ScanBy.entry_id)
        .join(tables.thing, tables.thing.c.id == tables.link.c.thing_id)
    )


def _done(session: Session, courier: Courier, scan: ScanBy) -> Done:
    entry, leaf = tables.entry.c, tables.log_leaf.c
    row = session.execute(
        select(entry.envelope, entry.log_entry, leaf.idx)
        .outerjoin(tables.log_leaf, leaf.entry_id == entry.id)
        .where(entry.id == scan.entry_id)
    ).one()
    public = orjson.loads(row.envelope)["public"]
    device = session.get_one(Device, scan.device_id)
    place = public.get("place", {}).get("name", "")
    return Done(
        scan, place, public["evidence"], merkle.leaf_hash(bytes(row.log_entry)).hex(), row.idx,
        good(device.key, scan.text.encode(), scan.signature), scan.courier_id == courier.id,
    )  # fmt: skip
