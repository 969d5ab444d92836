"""One EPCIS 2.0 event: what, when, where, why, who. Valid, or refused with a sentence.

Fields are those of the EPCIS 2.0 JSON binding; what EPCIS has no field for stands in `syn:` extensions.
No event that we make holds personal data: texts, names and payment references enter as commitments.
"""

from __future__ import annotations

from typing import Any

import msgspec

from trace.errors import Malformed
from trace.moments import instant, local_day, offset_minutes
from trace.words import DAY_ONLY, PUBLIC_FACTS, Stage, stage

MAX_THINGS = 10_000
MAX_URI = 2_048
MAX_EVENT = 1_048_576
TYPES = ("ObjectEvent", "AggregationEvent", "TransactionEvent", "TransformationEvent", "AssociationEvent")
ACTIONS = ("ADD", "OBSERVE", "DELETE")


class BadEvent(Malformed):
    """An event that lacks something EPCIS demands, or holds what cannot be."""

    code = "bad-event"


class _Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What the parts of an event share: EPCIS member names, absent members left out."""


class Quantity(_Part, frozen=True):
    """So many of a class: `epcClass`, `quantity`, and `uom` where it is measured and not counted."""

    epc_class: str
    quantity: int | float | None = None
    uom: str | None = None


class At(_Part, frozen=True):
    """A read point or business location."""

    id: str


class Transaction(_Part, frozen=True, kw_only=True):
    """A business transaction by type (po, inv, rma ...) and URI."""

    type: str | None = None
    biz_transaction: str


class Source(_Part, frozen=True):
    """Where custody, ownership or place comes from."""

    type: str
    source: str


class Destination(_Part, frozen=True):
    """Where custody, ownership or place goes to."""

    type: str
    destination: str


class ErrorDeclaration(_Part, frozen=True):
    """The event of this eventID was wrong (EPCIS 2.0 section 7.4.1.3)."""

    declaration_time: str
    reason: str | None = None
    corrective_event_ids: tuple[str, ...] = msgspec.field(default=(), name="correctiveEventIDs")


class County(_Part, frozen=True):
    """The place that the public part shows: a division code and its name, or a business's own."""

    code: str
    name: str


class Event(_Part, frozen=True):
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
        """The lot number that the master data of this event names (CBV `lotNumber`)."""
        found = (self.ilmd or {}).get("cbvmda:lotNumber")
        return found if isinstance(found, str) else None


_ENCODER = msgspec.json.Encoder(order="sorted")
_DECODER = msgspec.json.Decoder(Event)


def encode(event: Event) -> bytes:
    """The event's bytes as they are stored and committed to."""
    return _ENCODER.encode(event)


def decode(raw: bytes | str) -> Event:
    """Read and check an event's bytes."""
    if len(raw) > MAX_EVENT:
        raise BadEvent(f"this event has {len(raw)} bytes; at most {MAX_EVENT} are taken")
    try:
        return check(_DECODER.decode(raw))
    except (msgspec.MsgspecError, UnicodeError) as error:
        raise BadEvent(f"this is not an EPCIS event: {error}") from None


def stored(raw: bytes | str) -> Event:
    """Read an event back that was checked when it came in."""
    return _DECODER.decode(raw)


def check(event: Event) -> Event:
    """`event` itself, or BadEvent with the first thing that is wrong."""
    if event.type not in TYPES:
        raise BadEvent(f"{event.type!r} is not an EPCIS event type: expected one of {', '.join(TYPES)}")
    if event.type == "TransformationEvent":
        if event.action is not None:
            raise BadEvent("a TransformationEvent has no action (EPCIS 2.0 section 7.4.6)")
    elif event.action not in ACTIONS:
        raise BadEvent(f"{event.action!r} is not an action: expected ADD, OBSERVE or DELETE")
    instant(event.event_time)
    offset_minutes(event.event_time_zone_offset)
    found = things(event)
    if not found:
        raise BadEvent("this event touches no thing: give an epcList, a parentID, or another list of identifiers")
    if len(found) > MAX_THINGS:
        raise BadEvent(f"this event touches {len(found)} things; at most {MAX_THINGS} fit in one")
    for _, uri in found:
        # Lengths are cheap to look at; the spelling was settled by trace.identity when the event was built.
        if len(uri) > MAX_URI or ":" not in uri:
            raise BadEvent(
                f"{uri[:80]!r} is not a name for a thing: expected an absolute URI of at most {MAX_URI} characters"
            )
    return event


def things(event: Event) -> list[tuple[str, str]]:
    """What the event is about: (role, URI), each thing once, the first role holding.

    Counts of a class among the children are no event of that class: lot and product chains take only
    events about the lot or product itself (DESIGN section 2, Thing).
    """
    if len(event.epc_list) == 1 and event.parent_id is None and not event.quantity_list and event.case is None:
        return [("epc", event.epc_list[0])]
    found: dict[str, str] = {}
    if event.parent_id is not None:
        found[event.parent_id] = "parent"
    for role, uris in (
        ("epc", event.epc_list),
        ("child", event.child_epcs),
        ("input", event.input_epc_list),
        ("output", event.output_epc_list),
    ):
        for uri in uris:
            found.setdefault(uri, role)
    for role, quantities in (
        ("class", event.quantity_list),
        ("input", event.input_quantity_list),
        ("output", event.output_quantity_list),
    ):
        for quantity in quantities:
            found.setdefault(quantity.epc_class, role)
    if event.case is not None:
        found.setdefault(event.case, "case")
    return [(role, uri) for uri, role in found.items()]


def public_part(event: Event, standing: str, evidence: str, event_ms: int) -> dict[str, Any]:
    """What the item page may show of an event, and nothing else (DESIGN section 2, the envelope)."""
    step = event.stage
    offset = event.event_time_zone_offset
    shown: dict[str, Any] = {
        "type": event.type,
        "step": step,
        "eventTime": local_day(event_ms, offset) if step in DAY_ONLY else event.event_time,
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
