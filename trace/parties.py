"""Who acts: merchants, carriers, stations, regulators and the others, with the names the trade knows them by."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import Text, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import bulk, keyring
from trace.errors import Malformed, Unknown
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime

LONGEST_NAME = 200


class Kind(StrEnum):
    """What a party is."""

    OPERATOR = "operator"
    MERCHANT = "merchant"
    CARRIER = "carrier"
    STATION = "station"
    PLATFORM = "platform"
    REGULATOR = "regulator"
    INSTITUTION = "institution"


class NoSuchParty(Unknown):
    """No party has this id."""

    code = "no-such-party"


class BadParty(Malformed):
    """A party without a name, or of a kind that there is not."""

    code = "bad-party"


class Party(Record):
    """A business or an office. `verified_at` says when somebody looked at its papers; null: nobody has."""

    __tablename__ = "party"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    name: Mapped[str] = mapped_column(Text, index=True)
    # The unified social credit code (GB 32100), the location number (GLN), the division (GB/T 2260) it is in.
    uscc: Mapped[str | None] = mapped_column(Text, unique=True)
    gln: Mapped[str | None] = mapped_column(Text, unique=True)
    division: Mapped[str | None] = mapped_column(Text)
    verified_at: Mapped[datetime | None] = mapped_column(UTCTime)
    created_at: Mapped[datetime] = mapped_column(UTCTime)


def register(
    session: Session,
    kind: str,
    name: str,
    now: datetime,
    *,
    uscc: str | None = None,
    gln: str | None = None,
    division: str | None = None,
    id: int | None = None,  # noqa: A002 (it is the column's name)
    verified: bool = False,
) -> Party:
    """A new party; an `id` is given only where one was agreed on outside."""
    if kind not in set(Kind):
        raise BadParty(f"{kind!r} is not a kind of party: expected one of {', '.join(Kind)}")
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadParty(f"a party's name has {len(name)} characters: expected 1 to {LONGEST_NAME}")
    party = Party(kind=str(kind), name=name.strip(), uscc=uscc, gln=gln, division=division, created_at=now)
    party.verified_at = now if verified else None
    if id is not None:
        party.id = id
    session.add(party)
    session.flush()
    if id is not None and session.get_bind().dialect.name == "postgresql":
        # The next party that gets its id from the sequence must not meet this one.
        session.execute(
            text("SELECT setval(pg_get_serial_sequence('party', 'id'), :most)"),
            {"most": session.scalar(select(func.max(Party.id)))},
        )
    return party


def get(session: Session, party_id: int) -> Party:
    """The party with this id."""
    if (found := session.get(Party, party_id)) is None:
        raise _missing(party_id)
    return found


def find(
    session: Session,
    *,
    uscc: str | None = None,
    gln: str | None = None,
    name: str | None = None,
    kind: str | None = None,
) -> Party | None:
    """The first party that has all of what is given, or None."""
    wanted = {"uscc": uscc, "gln": gln, "name": name, "kind": kind}
    found = select(Party).filter_by(**{key: value for key, value in wanted.items() if value is not None})
    return session.scalars(found.order_by(Party.id).limit(1)).first()


def actor(session: Session, party_id: int) -> Actor:
    """The party as it stands in the record."""
    # By the driver: every event that is recorded asks it.
    found = bulk.run(session, "SELECT kind FROM party WHERE id = ?", (party_id,))
    if not found:
        raise _missing(party_id)
    return Actor(party_id, uri(session, party_id), found[0][0])


def uri(session: Session, party_id: int) -> str:
    """A party's name in the record: constant, under the log's origin."""
    return f"https://{keyring.of(session).origin}/id/party/{party_id}"


def _missing(party_id: int) -> NoSuchParty:
    return NoSuchParty(f"there is no party {party_id}: expected the id of a registered one")
