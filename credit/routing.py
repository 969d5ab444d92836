"""Which office has a case to handle: by its division and by what the office is for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import BigInteger, Text, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from credit.procedure import Procedure
from trace.errors import Malformed
from trace.parties import Kind, Party
from trace.store import Record


class BadOffice(Malformed):
    """A party that is no office, or a procedure that there is not."""

    code = "bad-office"


class Remit(Record):
    """A procedure that an office handles; one of which nothing is said handles market supervision."""

    __tablename__ = "office_remit"

    party_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    procedure: Mapped[str] = mapped_column(Text, primary_key=True)


class Office(NamedTuple):
    """An office as routing sees it."""

    party_id: int
    name: str
    division: str | None
    procedures: frozenset[str]


def covers(scope: str | None, division: str | None) -> bool:
    """Whether a division (GB/T 2260) lies in a scope: a city's 220500 has its counties in it, a province's 220000 its cities."""
    return bool(scope and division) and (division or "").startswith(prefix(scope or ""))


def prefix(scope: str) -> str:
    """What the codes of all divisions in a scope begin with."""
    while scope.endswith("00") and len(scope) > 2:
        scope = scope[:-2]
    return scope


def choose(offices: Iterable[Office], division: str | None, procedure: str) -> int | None:
    """The office for it: the nearest one above the division, the oldest of equals; None where there is none."""
    fit = [one for one in offices if procedure in one.procedures and covers(one.division, division)]
    return max(fit, key=lambda one: (len(prefix(one.division or "")), -one.party_id)).party_id if fit else None


def offices(session: Session) -> Sequence[Office]:
    """The offices of this installation."""
    remits: dict[int, set[str]] = {}
    for row in session.scalars(select(Remit)):
        remits.setdefault(row.party_id, set()).add(row.procedure)
    found = session.scalars(select(Party).where(Party.kind == Kind.REGULATOR).order_by(Party.id))
    return [
        Office(one.id, one.name, one.division, frozenset(remits.get(one.id, {Procedure.MARKET.value}))) for one in found
    ]


def remit(session: Session, party_id: int, procedures: Collection[str]) -> None:
    """Say what an office handles."""
    party = session.get(Party, party_id)
    if party is None or party.kind != Kind.REGULATOR or not set(procedures) <= set(Procedure):
        raise BadOffice(f"expected an office, and of {', '.join(Procedure)} what it handles")
    session.execute(delete(Remit).where(Remit.party_id == party_id))
    session.add_all(Remit(party_id=party_id, procedure=str(one)) for one in sorted(set(procedures)))
    session.flush()


def office_for(session: Session, division: str | None, procedure: str) -> int | None:
    """The office that gets a new case; the operator's people have those that none is for."""
    return choose(offices(session), division, procedure)
