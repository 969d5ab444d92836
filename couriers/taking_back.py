"""A courier's own scan declared wrong after it was recorded: free as long as nobody has disputed it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from couriers import trail
from couriers.roster import Courier
from couriers.scanned import ScanBy
from couriers.signed import BadScan, Scan
from couriers.states import State
from trace import event as events, merkle, tables
from trace.errors import Conflict, Unknown
from trace.receipts import Receipt
from trace.stages import Deed, corrected

_REASON = "did_not_occur"


class NoSuchScan(Unknown):
    """No recorded scan of this courier has this id."""

    code = "no-such-scan"


class AlreadyDisputed(Conflict):
    """A sign-off that the recipient disputes is not taken back by whoever made it; the firm answers."""

    code = "already-disputed"


def deed(session: Session, courier: Courier, scan: Scan, at: datetime) -> Deed:
    """The declaration that an earlier scan of the same courier did not happen."""
    if scan.of is None:
        raise BadScan("this correction names no scan: choose the one that was wrong")
    wanted = select(ScanBy).where(ScanBy.courier_id == courier.id, ScanBy.scan_id == scan.of)
    if (found := session.scalars(wanted).first()) is None:
        raise NoSuchScan("there is no such scan of yours in the record: it may not have been sent yet")
    entry = tables.entry.c
    raw = session.execute(select(entry.event).where(entry.id == found.entry_id)).scalar_one()
    if raw is None:
        raise BadScan("the content of that scan is erased, so it cannot be repeated and declared wrong")
    event = events.stored(raw)
    for _, uri in events.things(event):
        if trail.custody(session, uri).state is State.DISPUTED:
            raise AlreadyDisputed("the recipient disputes this: your firm answers, and takes it back if it was wrong")
    return corrected(event, at, _REASON)


def receipt(session: Session, one: ScanBy) -> Receipt:
    """The receipt that a recorded scan was given, once more."""
    entry = tables.entry.c
    wanted = select(entry.record_ms, entry.log_entry).where(entry.id == one.entry_id)
    record_ms, log_entry = session.execute(wanted).one()
    return Receipt(f"urn:uuid:{one.scan_id}", merkle.leaf_hash(bytes(log_entry)), record_ms, True, one.entry_id)
