"""Scans that wait for a person of the firm, because the phone was revoked or the courier suspended: taken or refused.

A scan of a suspended courier is still signed by his own phone. One of a revoked phone may be a thief's: if the firm takes it
all the same, the firm itself vouches (`party`), and it counts for nobody's score.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import clock, deeds, divisions, reading, release, scanned, scans, signed, taking_back
from couriers.deeds import Hands
from couriers.devices import Device
from couriers.giving import given
from couriers.roster import Courier
from couriers.scanned import HeldScan, ScanBy
from couriers.signed import BadScan, Scan
from couriers.verdicts import HELD_COURIER
from trace import parties
from trace.errors import Conflict, Unknown
from trace.moments import from_ms, to_ms
from trace.receipts import Receipt
from trace.stages import Deed, Stamp
from trace.store import Record, UTCTime
from trace.words import Evidence

TAKEN = "taken_by_firm"


class NoSuchHeld(Unknown):
    """No scan with this number waits for this firm."""

    code = "no-such-held-scan"


class HeldDecided(Conflict):
    """Somebody has decided on this scan already."""

    code = "held-scan-decided"


class HeldDecision(Record):
    """What a person of the firm made of a scan that waited: which account, when, and the entry where it was taken."""

    __tablename__ = "held_decision"

    held_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("held_scan.id"), primary_key=True)
    taken: Mapped[bool] = mapped_column(Boolean)
    account_id: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int | None] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UTCTime)


def waiting(session: Session, carrier_id: int, most: int = 200) -> Sequence[HeldScan]:
    """What waits for a firm, the oldest first."""
    wanted = (
        select(HeldScan)
        .join(Courier, Courier.id == HeldScan.courier_id)
        .outerjoin(HeldDecision, HeldDecision.held_id == HeldScan.id)
        .where(Courier.carrier_id == carrier_id, HeldDecision.held_id.is_(None))
    )
    return session.scalars(wanted.order_by(HeldScan.id).limit(most)).all()


def get(session: Session, held_id: int, carrier_id: int) -> HeldScan:
    """One that waits for this firm, held until the transaction ends; refused where it is decided."""
    found = session.get(HeldScan, held_id, with_for_update=True)
    if found is None or session.get_one(Courier, found.courier_id).carrier_id != carrier_id:
        raise NoSuchHeld(f"no scan {held_id} waits for you: look at the list again")
    if session.get(HeldDecision, held_id) is not None:
        raise HeldDecided("somebody has decided on this scan already: look at the list again")
    return found


def take(session: Session, held: HeldScan, account_id: int, now: datetime) -> Receipt:
    """The firm says that it is right: it is recorded as at the time when it was made, or refused like any other."""
    scan, device = signed.parse(held.text), session.get_one(Device, held.device_id)
    courier = session.get_one(Courier, held.courier_id)
    actor = parties.actor(session, courier.carrier_id)
    at_ms = _when(scan, device, held)
    deed = _deed(session, courier, held, scan, actor.uri, at_ms)
    evidence = Evidence.DEVICE if held.reason == HELD_COURIER else Evidence.PARTY
    receipt = scans.accept(session, actor, deed, evidence, now)
    session.merge(
        ScanBy(
            entry_id=receipt.entry_id, scan_id=scan.id, device_id=device.id, courier_id=courier.id, step=scan.step,
            seq=scan.seq, device_ms=scan.at, corrected_ms=at_ms, received_ms=to_ms(held.received_at), text=held.text,
            signature=held.signature, flags=TAKEN,
        )
    )  # fmt: skip
    _decide(session, held, account_id, now, receipt.entry_id)
    return receipt


def refuse(session: Session, held: HeldScan, account_id: int, now: datetime) -> None:
    """The firm says that it is wrong: it is kept as it came, and never recorded."""
    _decide(session, held, account_id, now, None)


def _when(scan: Scan, device: Device, held: HeldScan) -> int:
    """The phone's own time where it can be: how far its clock was off was not kept with a scan that was held."""
    received = to_ms(held.received_at)
    return scan.at if to_ms(device.enrolled_at) <= scan.at <= received else received


def _deed(session: Session, courier: Courier, held: HeldScan, scan: Scan, firm: str, at_ms: int) -> Deed:
    if scan.step == "corrected":
        return taking_back.deed(session, courier, scan, from_ms(at_ms))
    if scan.code is None:
        raise BadScan("this scan names no parcel")
    uri, giver = reading.parcel(session, scan.code), None
    texts = scanned.said(session, held)
    if scan.step == "signed" and scan.method == "code":
        # A thief may guess codes on a lost phone: a wrong one is refused here as at the door, and a person sees each.
        release.check(session, uri, texts.get("release", ""))
    if scan.step == "handed_over" and scan.manifest is not None:
        hands = given(session, courier, scan.manifest, scan.code.text, uri)
        giver = hands.firm if hands.holds else None
    stamp = Stamp(from_ms(at_ms), scan.event_id, divisions.county(session, scan.place), device_at=clock.shown(scan.at))
    return deeds.deed(scan, uri, stamp, Hands(firm, giver), texts)


def _decide(session: Session, held: HeldScan, account_id: int, now: datetime, entry_id: int | None) -> None:
    held.texts = None
    session.add(
        HeldDecision(held_id=held.id, taken=entry_id is not None, account_id=account_id, entry_id=entry_id, at=now)
    )
    session.flush()
