"""Small events and actors for the tests of the record."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from trace import heads, ledger, words
from trace.event import Destination, Event
from trace.identity.thing import kind
from trace.standing import Actor, Head
from trace.words import Stage

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ORIGIN = "log.example"


def actor(number: int, kind: str = "merchant") -> Actor:
    return Actor(number, f"https://{ORIGIN}/id/party/{number}", kind)


HALL, SWIFT, STRANGER, OFFICE = actor(1), actor(2, "carrier"), actor(3), actor(4, "regulator")
PRODUCT = "https://id.gs1.org/01/06901234567892"


def item(serial: object = "A1") -> str:
    return f"{PRODUCT}/21/{serial}"


def lot(number: str = "L1") -> str:
    return f"{PRODUCT}/10/{number}"


def event(*things: str, stage: Stage = Stage.SERIALISED, **members: Any) -> Event:
    """An ObjectEvent about these things (one item where none is named); `members` are any of an event's."""
    biz_step, disposition = words.TERMS[stage]
    given = {
        "type": "ObjectEvent",
        "event_time": "2026-11-24T17:00:00.000+08:00",
        "event_time_zone_offset": "+08:00",
        "action": "ADD" if stage is Stage.SERIALISED else "OBSERVE",
        "biz_step": biz_step,
        "disposition": disposition,
        "epc_list": things or (item(),),
    }
    return Event(**given | members)


def draft(*things: str, by: Actor = HALL, evidence: str = "party", texts: Any = (), **members: Any) -> ledger.Draft:
    return ledger.Draft(event(*things, **members), by, evidence, dict(texts))


def product_card() -> ledger.Draft:
    """What makes HALL the owner of the product."""
    assert kind(PRODUCT) == "product"
    return draft(PRODUCT, stage=Stage.CARD)


def to(party: Actor) -> tuple[Destination, ...]:
    """The destination that names who gets possession."""
    return (Destination(type="possessing_party", destination=party.uri),)


def rows(session: Any, table: Any, *order: Any) -> list[Any]:
    """Every row of a table, in the order of its primary key."""
    return list(session.execute(select(table).order_by(*(order or table.primary_key.columns))))


def head(session: Any, uri: str | None = None) -> Head:
    """Where the life of a thing stands."""
    return heads.lock(session, [uri or item()])[uri or item()]
