"""Who scanned what, on which phone, when by whose clock: what ratings and a courier's own proof are made of.

Beside the record and not in it: events name the firm alone.
"""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, UniqueConstraint, delete, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers.devices import Device
from couriers.places import Spot
from couriers.signed import Scan
from trace import keyring
from trace.store import BigId, Record, UTCTime

_ABOUT = "scan spot"
_HELD = "held scan"
# A jump of more numbers than this is a phone that was set back, and one row says it.
MOST_GAPS = 1_000


class ScanBy(Record):
    """One recorded scan: the entry, the courier and device, and the signed text itself, which holds nothing personal.

    Times are ms since 1970: the device's own, ours for it, and when it came. `distance` is how many metres at least
    it lay outside of the county it names, `travelled` and `seconds` what lay between it and the scan before.
    """

    __tablename__ = "scan_by"
    __table_args__ = (UniqueConstraint("device_id", "scan_id"),)

    entry_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    scan_id: Mapped[str] = mapped_column(Text, index=True)
    device_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("device.id"))
    courier_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("courier.id"), index=True)
    giver_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("courier.id"), index=True)
    step: Mapped[str] = mapped_column(Text)
    seq: Mapped[int] = mapped_column(BigInteger)
    device_ms: Mapped[int] = mapped_column(BigInteger)
    corrected_ms: Mapped[int] = mapped_column(BigInteger)
    received_ms: Mapped[int] = mapped_column(BigInteger)
    text: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(Text)
    spot: Mapped[bytes | None] = mapped_column(LargeBinary)
    datum: Mapped[str | None] = mapped_column(Text)
    distance: Mapped[int | None] = mapped_column(BigInteger)
    travelled: Mapped[int | None] = mapped_column(BigInteger)
    seconds: Mapped[int | None] = mapped_column(BigInteger)
    flags: Mapped[str] = mapped_column(Text)


class HeldScan(Record):
    """A scan of a revoked phone or a suspended courier: it waits for a person of the firm and counts for nothing."""

    __tablename__ = "held_scan"
    __table_args__ = (UniqueConstraint("device_id", "scan_id"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    device_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("device.id"))
    courier_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("courier.id"), index=True)
    scan_id: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    signature: Mapped[str] = mapped_column(Text)
    reason: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UTCTime)
    # What the recipient said, as JSON, encrypted: without it nobody could take a sign-off. Gone with the decision.
    texts: Mapped[bytes | None] = mapped_column(LargeBinary)


class ScanGap(Record):
    """A number that a device left out: a scan that was lost or deleted, or one that is still to come."""

    __tablename__ = "scan_gap"

    device_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("device.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    noticed_at: Mapped[datetime] = mapped_column(UTCTime)


def known(session: Session, device: Device, ids: Collection[str]) -> dict[str, ScanBy]:
    """The recorded scans of a device by their ids, those among `ids`."""
    wanted = select(ScanBy).where(ScanBy.device_id == device.id, ScanBy.scan_id.in_(ids))
    return {one.scan_id: one for one in session.scalars(wanted)}


def last_spot(session: Session, device: Device) -> tuple[Spot, int] | None:
    """Where the device was when it last said so, and when (ms since 1970, by our clock)."""
    wanted = select(ScanBy).where(ScanBy.device_id == device.id, ScanBy.spot.is_not(None))
    found = session.scalars(wanted.order_by(ScanBy.corrected_ms.desc()).limit(1)).first()
    if found is None or found.spot is None:
        return None
    lat, lon, accuracy = map(int, keyring.of(session).decrypt(found.spot, _ABOUT).split(","))
    return Spot(lat, lon, accuracy, found.datum or "unknown"), found.corrected_ms  # type: ignore[arg-type]


def hidden(session: Session, spot: Spot) -> bytes:
    """A place as it is kept: encrypted."""
    return keyring.of(session).encrypt(f"{spot.lat},{spot.lon},{spot.accuracy}", os.urandom(32), _ABOUT)


def forget_spots(session: Session, courier_id: int) -> None:
    """Forget every place that was kept of a courier; the distances that were judged by it stay."""
    session.execute(update(ScanBy).where(ScanBy.courier_id == courier_id).values(spot=None))


class Came(NamedTuple):
    """A scan as it came: what was signed, the signature, and the personal texts beside it."""

    text: str
    signature: str
    texts: Mapping[str, str] = {}


def hold(session: Session, device: Device, scan: Scan, came: Came, reason: str, now: datetime) -> None:
    """Keep a scan for a person to look at; the same scan again changes nothing."""
    wanted = select(HeldScan.id).where(HeldScan.device_id == device.id, HeldScan.scan_id == scan.id)
    if session.scalars(wanted).first() is None:
        held = HeldScan(device_id=device.id, courier_id=device.courier_id, scan_id=scan.id, text=came.text)
        held.signature, held.reason, held.received_at = came.signature, reason, now
        if came.texts:
            said = json.dumps(dict(came.texts), ensure_ascii=False)
            held.texts = keyring.of(session).encrypt(said, os.urandom(32), _HELD)
        session.add(held)
        session.flush()


def said(session: Session, held: HeldScan) -> dict[str, str]:
    """The personal texts that came with a scan that waits."""
    if held.texts is None:
        return {}
    found: dict[str, str] = json.loads(keyring.of(session).decrypt(held.texts, _HELD))
    return found


def held(session: Session, courier_ids: Collection[int]) -> Sequence[HeldScan]:
    """What waits for a person of the firm that these couriers are of, the oldest first."""
    return session.scalars(select(HeldScan).where(HeldScan.courier_id.in_(courier_ids)).order_by(HeldScan.id)).all()


def count_up(session: Session, device: Device, numbers: Collection[int], now: datetime) -> None:
    """Note which numbers have come, and which between them have not; a late one fills its gap."""
    session.execute(delete(ScanGap).where(ScanGap.device_id == device.id, ScanGap.seq.in_(numbers)))
    for number in sorted(numbers):
        missing = range(max(device.last_seq + 1, number - MOST_GAPS), number)
        session.add_all(ScanGap(device_id=device.id, seq=seq, noticed_at=now) for seq in missing)
        device.last_seq = max(device.last_seq, number)
    session.flush()


def gaps(session: Session, device: Device) -> Sequence[int]:
    """The numbers of a device that have not come."""
    return session.scalars(select(ScanGap.seq).where(ScanGap.device_id == device.id).order_by(ScanGap.seq)).all()


def digest(text: str) -> bytes:
    """What tells two texts of scans apart."""
    return sha256(text.encode()).digest()
