"""Couriers: whose they are, by what name others know them, and whether they let their place be kept."""

from __future__ import annotations

import os
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import barred
from trace import keyring, parties
from trace.errors import Conflict, Malformed, Unknown
from trace.parties import Kind
from trace.store import BigId, Record, UTCTime

LONGEST_ALIAS = 40
LONGEST_NAME = 100
_ABOUT = "courier name"


class BadCourier(Malformed):
    """A courier without an alias, or of a party that has no couriers."""

    code = "bad-courier"


class AliasTaken(Conflict):
    """Another courier of the firm has this alias."""

    code = "alias-taken"


class NoSuchCourier(Unknown):
    """No courier has this id."""

    code = "no-such-courier"


class Courier(Record):
    """One person who carries for a firm. Others see the alias; the name is for the firm, and encrypted."""

    __tablename__ = "courier"
    __table_args__ = (UniqueConstraint("carrier_id", "alias"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    carrier_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"))
    alias: Mapped[str] = mapped_column(Text)
    name: Mapped[bytes | None] = mapped_column(LargeBinary)
    # The account that logs in as this courier. Accounts are the business of the doors, so it is a bare number here.
    account_id: Mapped[int | None] = mapped_column(BigInteger, unique=True)
    enrolled_at: Mapped[datetime] = mapped_column(UTCTime)
    suspended_at: Mapped[datetime | None] = mapped_column(UTCTime)


class LocationConsent(Record):
    """From when to when a courier let the places of scans be kept (PIPL 13, 15, 29: asked apart, withdrawn as easily)."""

    __tablename__ = "location_consent"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    courier_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("courier.id"), index=True)
    given_at: Mapped[datetime] = mapped_column(UTCTime)
    ended_at: Mapped[datetime | None] = mapped_column(UTCTime)


def enrol(session: Session, carrier_id: int, alias: str, now: datetime, *, name: str | None = None) -> Courier:
    """A new courier of a courier firm or pick-up station."""
    firm = parties.get(session, carrier_id)
    if firm.kind not in (Kind.CARRIER, Kind.STATION):
        raise BadCourier(f"party {carrier_id} is a {firm.kind}: expected a carrier or a station, which have couriers")
    barred.check(session, carrier_id, now)
    shown = alias.strip()
    if not 0 < len(shown) <= LONGEST_ALIAS or not shown.isprintable():
        raise BadCourier(f"an alias has {len(alias)} characters: expected 1 to {LONGEST_ALIAS} that can be printed")
    if name is not None and len(name) > LONGEST_NAME:
        raise BadCourier(f"a name has {len(name)} characters: expected at most {LONGEST_NAME}")
    if named(session, carrier_id, shown) is not None:
        raise AliasTaken(f"{firm.name} has a courier {shown!r} already: choose another alias")
    courier = Courier(carrier_id=carrier_id, alias=shown, enrolled_at=now)
    if name is not None:
        courier.name = keyring.of(session).encrypt(name, os.urandom(32), _ABOUT)
    session.add(courier)
    session.flush()
    return courier


def suspend(session: Session, courier: Courier, now: datetime) -> None:
    """From now on a person looks at every scan of this courier before it counts."""
    courier.suspended_at = courier.suspended_at or now
    session.flush()


def restore(session: Session, courier: Courier) -> None:
    """The courier's scans count again by themselves."""
    courier.suspended_at = None
    session.flush()


def get(session: Session, courier_id: int) -> Courier:
    """The courier with this id."""
    if (found := session.get(Courier, courier_id)) is None:
        raise NoSuchCourier(f"there is no courier {courier_id}: expected the id of an enrolled one")
    return found


def named(session: Session, carrier_id: int, alias: str) -> Courier | None:
    """The courier of a firm with this alias."""
    wanted = select(Courier).where(Courier.carrier_id == carrier_id, Courier.alias == alias)
    return session.scalars(wanted).one_or_none()


def of_account(session: Session, account_id: int | None) -> Courier | None:
    """The courier that an account logs in as."""
    return (
        session.scalars(select(Courier).where(Courier.account_id == account_id)).one_or_none() if account_id else None
    )


def name_of(session: Session, courier: Courier) -> str | None:
    """The real name, for the firm's own eyes."""
    return None if courier.name is None else keyring.of(session).decrypt(courier.name, _ABOUT)


def lets_locate(session: Session, courier: Courier) -> bool:
    """Whether places of this courier's scans may be kept now."""
    return _standing(session, courier) is not None


def let_locate(session: Session, courier: Courier, now: datetime) -> None:
    """The courier agrees that places of scans are kept."""
    if _standing(session, courier) is None:
        session.add(LocationConsent(courier_id=courier.id, given_at=now))
        session.flush()


def end_locating(session: Session, courier: Courier, now: datetime) -> None:
    """The courier does not agree any more; couriers/scanned.py forgets the places kept so far."""
    if (found := _standing(session, courier)) is not None:
        found.ended_at = now
        session.flush()


def _standing(session: Session, courier: Courier) -> LocationConsent | None:
    wanted = select(LocationConsent).where(LocationConsent.courier_id == courier.id, LocationConsent.ended_at.is_(None))
    return session.scalars(wanted).first()
