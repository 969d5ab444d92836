"""One EPCIS 2.0 event: what, when, where, why, who. Valid, or refused with a sentence.

Fields are those of the EPCIS 2.0 JSON binding; what EPCIS has no field for stands in `syn:` extensions.
No event that we make holds personal data: texts, names and payment references enter as commitments.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import msgspec

from trace.canon import LARGEST
from trace.errors import Malformed
from trace.identity.lot import BadLot, Lot
from trace.moments import instant, local_day, offset_minutes
from trace.parts import At, County, Destination, ErrorDeclaration, Part, Quantity, Source, Transaction
from trace.touched import things
from trace.words import PUBLIC_FACTS, WITH_CLOCK, Stage, stage

__all__ = [
    "At", "BadEvent", "County", "Destination", "ErrorDeclaration", "Event", "Quantity", "Source", "Transaction",
    "check", "decode", "encode", "public_part", "stored", "things",
]  # fmt: skip

MAX_THINGS = 10_000
MAX_URI = 2_048
MAX_EVENT = 1_048_576
ACTIONS = ("ADD", "OBSERVE", "DELETE")
# The public part stays for ever, whatever is erased; so it has no room for a letter.
MAX_PUBLIC = 500
# Terms and names are URIs or CBV's bare words. A database's text takes no NUL, its index no 2,048 Chinese characters.
_TERM = re.compile(rf"[!-~]{{1,{MAX_URI}}}")
# Which lists of things each type has (EPCIS 2.0 sections 7.4.2 to 7.4.6).
_LISTS = {
    "ObjectEvent": ("epc_list", "quantity_list"),
    "AggregationEvent": ("parent_id", "child_epcs", "child_quantity_list"),
    "TransactionEvent": ("parent_id", "epc_list", "quantity_list"),
    "TransformationEvent": (
        "input_epc_list", "input_quantity_list", "output_epc_list", "output_quantity_list", "transformation_id",
    ),
    "AssociationEvent": ("parent_id", "child_epcs", "child_quantity_list"),
}  # fmt: skip
TYPES = tuple(_LISTS)
_FOREIGN = {
    type_: sorted({name for names in _LISTS.values() for name in names} - set(own)) for type_, own in _LISTS.items()
}


def is_extension(type_: str) -> bool:
    """Whether this is an event type of somebody's own, which EPCIS lets be any URI (EPCIS 2.0 section 7.4)."""
    return ":" in type_ and _TERM.fullmatch(type_) is not None


class BadEvent(Malformed):
    """An event that lacks something EPCIS demands, or holds what cannot be."""

    code = "bad-event"


class Event(Part, frozen=True):
    """An EPCIS event. Build it, then `check` it; `decode` does both for bytes."""

    type: str
    event_time: str
    event_time_zone_offset: str
    event_id: str | None = msgspec.field(default=None, name="eventID")
    action: str | None = None
    biz_step: str | None = None
    disposition: str | None = None
    epc_list: tuple[str, ...] = ()
    quantity_list: tuple[Quantity, ...] = ()
    parent_id: str | None = msgspec.field(default=None, name="parentID")
    child_epcs: tuple[str, ...] = msgspec.field(default=(), name="childEPCs")
    child_quantity_list: tuple[Quantity, ...] = ()
    transformation_id: str | None = msgspec.field(default=None, name="transformationID")
    input_epc_list: tuple[str, ...] = msgspec.field(default=(), name="inputEPCList")
    input_quantity_list: tuple[Quantity, ...] = ()
    output_epc_list: tuple[str, ...] = msgspec.field(default=(), name="outputEPCList")
    output_quantity_list: tuple[Quantity, ...] = ()
    read_point: At | None = None
    biz_location: At | None = None
    biz_transaction_list: tuple[Transaction, ...] = ()
    source_list: tuple[Source, ...] = ()
    destination_list: tuple[Destination, ...] = ()
    error_declaration: ErrorDeclaration | None = None
    ilmd: dict[str, Any] | None = None
    case: str | None = msgspec.field(default=None, name="syn:case")
    place: County | None = msgspec.field(default=None, name="syn:place")
    facts: dict[str, str | int | bool] | None = msgspec.field(default=None, name="syn:facts")
    flags: tuple[str, ...] = msgspec.field(default=(), name="syn:flags")
    device_time: str | None = msgspec.field(default=None, name="syn:deviceTime")
    commitments: dict[str, str] | None = msgspec.field(default=None, name="syn:commitments")

    @property
    def stage(self) -> str:
        """Our one word for what happened."""
        return Stage.CORRECTED.value if self.error_declaration else stage(self.biz_step, self.disposition)

    @property
    def lot(self) -> str | None:
        """The lot number that the master data of this event names (CBV `lotNumber`), where GS1 would take it for one."""
        found = self.ilmd.get("cbvmda:lotNumber") if self.ilmd else None
        return found if isinstance(found, str) and _is_lot(found) else None


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """The event's bytes as they are stored and committed to."""
    try:
        return _ENCODER.encode(event)
    except (UnicodeEncodeError, TypeError, RecursionError) as error:
        # Half of a surrogate pair comes through Python's own JSON reader, and is no text in any encoding.
        raise BadEvent(f"this event cannot be written as JSON: {error}") from None


@lru_cache(maxsize=4_096)
def _is_lot(text: str) -> bool:
    try:
        Lot(text)
    except BadLot:
        return False
    return True


def decode(raw: bytes | str) -> Event:
    """Read and check an event's bytes."""
    if len(raw) > MAX_EVENT:
        raise BadEvent(f"this event has {len(raw)} bytes; at most {MAX_EVENT} are taken")
    try:
        return check(_DECODER.decode(raw))
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadEvent(f"this is not an EPCIS event: {error}") from None


def stored(raw: bytes | str) -> Event:
    """Read an event back that was checked when it came in."""
    return _DECODER.decode(raw)


def check(event: Event) -> Event:
    """`event` itself, or BadEvent with the first thing that is wrong."""
    own = event.type not in TYPES
    if own and not is_extension(event.type):
        raise BadEvent(f"{event.type!r} is not an EPCIS event type: expected one of {', '.join(TYPES)}")
    if event.type == "TransformationEvent":
        if event.action is not None:
            raise BadEvent("a TransformationEvent has no action (EPCIS 2.0 section 7.4.6)")
    elif event.action not in ACTIONS and not (own and event.action is None):
        raise BadEvent(f"{event.action!r} is not an action: expected ADD, OBSERVE or DELETE")
    for name in _FOREIGN.get(event.type, ()):
        if getattr(event, name):
            raise BadEvent(f"{name} does not belong into {event.type}: expected {' or '.join(_LISTS[event.type])}")
    instant(event.event_time)
    offset_minutes(event.event_time_zone_offset)
    if event.error_declaration is not None:
        instant(event.error_declaration.declaration_time)
    for said, term in (("eventID", event.event_id), ("bizStep", event.biz_step), ("disposition", event.disposition)):
        if term is not None and not _TERM.fullmatch(term):
            raise BadEvent(f"{term[:80]!r} is no {said}: expected a URI or a word of CBV, in printable ASCII")
    _check_public(event)
    found = things(event)
    if not found:
        raise BadEvent("this event touches no thing: give an epcList, a parentID, or another list of identifiers")
    if len(found) > MAX_THINGS:
        raise BadEvent(f"this event touches {len(found)} things; at most {MAX_THINGS} fit in one")
    for _, uri in found:
        # Form and length are cheap to look at; the spelling was settled by trace.identity when the event was built.
        if ":" not in uri or not _TERM.fullmatch(uri):
            raise BadEvent(
                f"{uri[:80]!r} is not a name for a thing: expected an absolute URI of at most {MAX_URI} characters"
            )
    return event


def _check_public(event: Event) -> None:
    texts: list[str] = [*event.flags]
    if event.place is not None:
        texts += (event.place.code, event.place.name)
    for value in (event.facts or {}).values():
        if isinstance(value, str):
            texts.append(value)
        elif not isinstance(value, int) or abs(value) > LARGEST:
            raise BadEvent(
                f"{value!r} is not a fact: expected a text, an integer of at most 2^53 - 1, or true or false"
            )
    for text in texts:
        if len(text) > MAX_PUBLIC:
            raise BadEvent(
                f"{text[:80]!r}... has {len(text)} characters; what is public for ever has at most {MAX_PUBLIC}"
            )


def public_part(event: Event, standing: str, evidence: str, event_ms: int) -> dict[str, Any]:
    """What the item page may show of an event, and nothing else (DESIGN section 2, the envelope)."""
    step = event.stage
    offset = event.event_time_zone_offset
    shown: dict[str, Any] = {
        "type": event.type,
        "step": step,
        "eventTime": event.event_time if step in WITH_CLOCK else local_day(event_ms, offset),
        "offset": offset,
        "standing": standing,
        "evidence": evidence,
    }
    if event.action is not None:
        shown["action"] = event.action
    if event.disposition is not None:
        shown["disposition"] = event.disposition
    if event.place is not None:
        shown["place"] = {"code": event.place.code, "name": event.place.name}
    if event.lot is not None:
        shown["lot"] = event.lot
    if event.flags:
        shown["flags"] = list(event.flags)
    facts = {name: value for name, value in (event.facts or {}).items() if name in PUBLIC_FACTS}
    if facts:
        shown["facts"] = facts
    return shown
