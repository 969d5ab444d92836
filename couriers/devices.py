"""The phones that sign for couriers: enrolled with a one-time code, replaced, revoked.

The private key is made in the phone's browser and cannot leave it; here is only the public one.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import BigInteger, Boolean, ForeignKey, LargeBinary, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import signed
from couriers.roster import Courier
from trace.errors import Conflict, Unknown
from trace.store import BigId, Record, UTCTime

# 50 random bits in ten characters, read out over the telephone; more guesses than that fit in no quarter of an hour.
CODE_CHARACTERS = 10
CODE_LASTS = timedelta(minutes=15)
ENROL = b"suyuan-enrol/v1\n"


class DeviceTaken(Conflict):
    """A key that another enrolment has used already."""

    code = "device-taken"


class NoSuchDevice(Unknown):
    """No device has this name."""

    code = "no-such-device"


class Device(Record):
    """One phone, named after its key. `last_seq` is the highest number that a scan of it bore."""

    __tablename__ = "device"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    name: Mapped[str] = mapped_column(Text, unique=True)
    courier_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("courier.id"), index=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)
    enrolled_at: Mapped[datetime] = mapped_column(UTCTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UTCTime)
    last_seq: Mapped[int] = mapped_column(BigInteger, default=0)
    last_seen_at: Mapped[datetime | None] = mapped_column(UTCTime)


class DeviceCode(Record):
    """A code that enrols one phone, once and soon; only its SHA-256 is kept."""

    __tablename__ = "device_code"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    courier_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("courier.id"), index=True)
    replaces: Mapped[bool] = mapped_column(Boolean)
    expires_at: Mapped[datetime] = mapped_column(UTCTime)
    used_at: Mapped[datetime | None] = mapped_column(UTCTime)


def offer(session: Session, courier: Courier, now: datetime, *, replaces: bool = False) -> str:
    """A one-time code for a phone of this courier; with `replaces` the new phone revokes the older ones."""
    letters = b32encode(secrets.token_bytes(8)).decode()[:CODE_CHARACTERS]
    code = DeviceCode(digest=_digest(letters), courier_id=courier.id, replaces=replaces, expires_at=now + CODE_LASTS)
    session.add(code)
    session.flush()
    return f"{letters[:5]}-{letters[5:]}"


def redeem(session: Session, code: str, key: bytes, now: datetime) -> Device | None:
    """The new device with this public key, or None for a code that is wrong, used or too old.

    None is no exception, so that the wrong guess that the door counts is committed.
    """
    wanted = select(DeviceCode).where(DeviceCode.digest == _digest(code)).with_for_update()
    found = session.scalars(wanted).one_or_none()
    if found is None or found.used_at is not None or found.expires_at <= now:
        return None
    signed.key(key)
    name = name_of(key)
    if by_name(session, name) is not None:
        raise DeviceTaken("this key is enrolled already: let the phone make a new one")
    if found.replaces:
        for old in of_courier(session, found.courier_id):
            revoke(session, old, now)
    found.used_at = now
    device = Device(name=name, courier_id=found.courier_id, key=key, enrolled_at=now, last_seq=0)
    session.add(device)
    session.flush()
    return device


def enrolment(code: str) -> bytes:
    """What a phone signs to show that the key it enrols is its own."""
    return ENROL + _plain(code).encode()


def revoke(session: Session, device: Device, now: datetime) -> None:
    """Nothing that this device signs is recorded by itself any more; revoking again changes nothing."""
    device.revoked_at = device.revoked_at or now
    session.flush()


def by_name(session: Session, name: str) -> Device | None:
    """The device of this name."""
    return session.scalars(select(Device).where(Device.name == name)).one_or_none()


def get(session: Session, name: str) -> Device:
    """The same, or a refusal."""
    if (found := by_name(session, name)) is None:
        raise NoSuchDevice(f"no phone is enrolled under {name[:40]!r}: enrol it with a code from your firm")
    return found


def of_courier(session: Session, courier_id: int) -> Sequence[Device]:
    """A courier's phones, the oldest first."""
    return session.scalars(select(Device).where(Device.courier_id == courier_id).order_by(Device.id)).all()


def locked(session: Session, device: Device) -> Device:
    """The same device, held until the transaction ends: of two uploads at once the second sees what the first recorded."""
    wanted = select(Device).where(Device.id == device.id).with_for_update().execution_options(populate_existing=True)
    return session.scalars(wanted).one()


def name_of(key: bytes) -> str:
    """The name of a device: the beginning of its key's SHA-256, so nobody can claim another's."""
    return sha256(key).hexdigest()[:32]


def _plain(code: str) -> str:
    # Typed in small letters, with a dash or spaces it is the same code; base32 has no 0 and 1, which people type all the same.
    return "".join(one for one in code.upper() if one.isalnum()).replace("0", "O").replace("1", "I")


def _digest(code: str) -> bytes:
    return sha256(_plain(code).encode()).digest()
