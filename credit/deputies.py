"""Who does whose cases while they are away."""

from __future__ import annotations

from datetime import date

from sqlalchemy import BigInteger, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace.errors import Malformed
from trace.store import BigId, Record

LONGEST = 366


class BadDeputy(Malformed):
    """A deputy of oneself, or for days that run backwards or are too many."""

    code = "bad-deputy"


class Deputy(Record):
    """From one day to another (ISO 8601, both included) somebody's cases are another's too, for the same office."""

    __tablename__ = "case_deputy"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, index=True)
    account_id: Mapped[int] = mapped_column(BigInteger)
    deputy_id: Mapped[int] = mapped_column(BigInteger)
    since: Mapped[str] = mapped_column(Text)
    until: Mapped[str] = mapped_column(Text)


def name(session: Session, party_id: int, account_id: int, deputy_id: int, since: date, until: date) -> Deputy:
    """Somebody names their deputy; a later naming takes the place of the one before."""
    if deputy_id == account_id:
        raise BadDeputy("nobody is their own deputy: choose a colleague")
    if not 0 <= (until - since).days <= LONGEST:
        raise BadDeputy(f"from {since} to {until} cannot be: expected days in their order, at most {LONGEST} of them")
    end(session, party_id, account_id)
    made = Deputy(
        party_id=party_id, account_id=account_id, deputy_id=deputy_id, since=since.isoformat(), until=until.isoformat()
    )
    session.add(made)
    session.flush()
    return made


def end(session: Session, party_id: int, account_id: int) -> None:
    """Somebody is back."""
    session.execute(delete(Deputy).where(Deputy.party_id == party_id, Deputy.account_id == account_id))


def of(session: Session, party_id: int, account_id: int) -> Deputy | None:
    """Whom somebody has named."""
    wanted = select(Deputy).where(Deputy.party_id == party_id, Deputy.account_id == account_id)
    return session.scalars(wanted).first()


def accounts(session: Session, party_id: int, account_id: int, today: date) -> tuple[int, ...]:
    """For whom somebody works today: themselves first, then those who have named them."""
    at = today.isoformat()
    wanted = select(Deputy.account_id).where(
        Deputy.party_id == party_id, Deputy.deputy_id == account_id, Deputy.since <= at, Deputy.until >= at
    )
    return (account_id, *sorted(set(session.scalars(wanted)) - {account_id}))
