"""Named queries (EPCIS 2.0 section 8.2.7): a question that a party keeps under a name of its own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import BigInteger, ForeignKey, Text, UniqueConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace.epcis import contexts, query
from trace.epcis.asking import Query
from trace.epcis.values import BadParameter, Values
from trace.errors import Conflict, Malformed, Unknown
from trace.store import BigId, Record, UTCTime

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._~-]{0,99}")
MOST_BYTES = 65_536


class BadQuery(Malformed):
    """A named query without a name or a query, or with what cannot be one."""

    code = "bad-query"
    exception = "QueryValidationException"


class NoSuchQuery(Unknown):
    """No named query of this party has this name."""

    code = "no-such-query"


class QueryTaken(Conflict):
    """The party has a query of this name already."""

    code = "query-taken"


class NamedQuery(Record):
    """A question and its name; `said` is it as it came."""

    __tablename__ = "epcis_query"
    __table_args__ = (UniqueConstraint("party_id", "name"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"))
    name: Mapped[str] = mapped_column(Text)
    said: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UTCTime)

    def as_json(self) -> dict[str, Any]:
        """The definition as it came."""
        return {"name": self.name, "query": orjson.loads(self.said)}

    def asked(self) -> dict[str, Values]:
        """Its parameters."""
        return parameters(orjson.loads(self.said))

    def namespaces(self) -> Mapping[str, str]:
        """What its prefixes stand for."""
        return contexts.prefixes(orjson.loads(self.said).get("@context", contexts.STANDARD))

    def read(self, origin: str) -> Query:
        """The question itself."""
        return query.read(self.asked(), self.namespaces(), origin)


def create(session: Session, party_id: int, definition: object, origin: str, now: datetime) -> NamedQuery:
    """A new named query, from its definition in JSON."""
    if not isinstance(definition, dict) or not isinstance(name := definition.get("name"), str):
        raise BadQuery("a named query is an object with its name and its query: expected both")
    if not _NAME.fullmatch(name):
        raise BadQuery(f"{name[:80]!r} is no name of a query: expected up to 100 letters, digits and . _ ~ -")
    said = definition.get("query")
    if not isinstance(said, dict):
        raise BadQuery('the query is an object of parameters: expected one such as {"eventType": ["ObjectEvent"]}')
    text = orjson.dumps(said).decode()
    if len(text) > MOST_BYTES:
        raise BadQuery(f"this query has {len(text)} bytes: at most {MOST_BYTES} are kept")
    made = NamedQuery(party_id=party_id, name=name, said=text, created_at=now)
    made.read(origin)
    if find(session, party_id, name) is not None:
        raise QueryTaken(f"you have a query named {name!r}: delete it first, or take another name")
    session.add(made)
    session.flush()
    return made


def find(session: Session, party_id: int, name: str) -> NamedQuery | None:
    """A party's query of this name, if there is one."""
    wanted = select(NamedQuery).where(NamedQuery.party_id == party_id, NamedQuery.name == name)
    return session.scalars(wanted).one_or_none()


def get(session: Session, party_id: int, name: str) -> NamedQuery:
    """A party's query of this name."""
    if (found := find(session, party_id, name)) is None:
        raise NoSuchQuery(f"you have no query named {name[:80]!r}: make it by POST /epcis/queries")
    return found


def of(session: Session, party_id: int, most: int, after: str = "") -> list[NamedQuery]:
    """A party's queries by their names, behind the name `after`."""
    wanted = select(NamedQuery).where(NamedQuery.party_id == party_id)
    found = sorted(session.scalars(wanted), key=lambda one: one.name)
    return [one for one in found if one.name > after][:most]


def parameters(said: Mapping[str, Any]) -> dict[str, Values]:
    """Parameters in JSON: a value, or a list of them."""
    found: dict[str, Values] = {}
    for name, value in said.items():
        if name == "@context":
            continue
        values = value if isinstance(value, list) else [""] if value is None else [value]
        if not all(isinstance(one, str | int | float | bool) for one in values):
            raise BadParameter(f"{name[:80]}: expected a text, a number, true or false, or a list of them")
        found[name] = values
    return found
