"""What the record understands of an event that somebody else wrote: things by their one name, CBV's words bare.

The event itself is kept as it came (trace/epcis/document.py); this is worked out from its bytes again whenever it is
needed, by the audit too. So what stands here must give the same for ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

import orjson

from trace import event as events
from trace.epcis import contexts, terms
from trace.epcis.contexts import expanded
from trace.errors import Malformed
from trace.event import At, Destination, ErrorDeclaration, Event, Quantity, Transaction
from trace.identity.thing import canonical

# Keys are sorted, and no member's name sorts before this one; the events that we make ourselves have no context.
KEPT = '{"@context":'
EPC_LISTS = ("epcList", "childEPCs", "inputEPCList", "outputEPCList")
CLASS_LISTS = ("quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList")
_NOTHING: tuple[Any, ...] = ()


def is_kept(raw: str) -> bool:
    """Whether stored bytes are an event as somebody else wrote it."""
    return raw.startswith(KEPT)


def recorded(raw: str, origin: str) -> Event:
    """The event that stored bytes say, whoever wrote them."""
    if not is_kept(raw):
        return events.stored(raw)
    said = orjson.loads(raw)
    return event_of(said, contexts.prefixes(said["@context"]), origin)


def event_of(said: Mapping[str, Any], namespaces: Mapping[str, str], origin: str) -> Event:
    """The event in the record's own words; raises Malformed where a name cannot be one of GS1's that it seems to be."""
    get = said.get
    type_ = said["type"]
    step, state = get("bizStep"), get("disposition")
    parent, wrong = get("parentID"), get("errorDeclaration")
    ilmd = get("ilmd")

    def name(text: str) -> str:
        return canonical(text if text.startswith(("https://", "urn:")) else expanded(text, namespaces), origin)

    def names(member: str) -> tuple[str, ...]:
        found = get(member)
        return tuple([name(text) for text in found]) if found else _NOTHING

    def classes(member: str) -> tuple[Quantity, ...]:
        found = get(member)
        return tuple([Quantity(epc_class=name(one["epcClass"])) for one in found]) if found else _NOTHING

    return Event(
        type=type_ if type_ in events.TYPES else expanded(type_, namespaces),
        event_time=said["eventTime"],
        event_time_zone_offset=said["eventTimeZoneOffset"],
        event_id=get("eventID"),
        action=get("action"),
        biz_step=None if step is None else terms.step(expanded(step, namespaces)),
        disposition=None if state is None else terms.disposition(expanded(state, namespaces)),
        epc_list=names("epcList"),
        quantity_list=classes("quantityList"),
        parent_id=None if parent is None else name(parent),
        child_epcs=names("childEPCs"),
        child_quantity_list=classes("childQuantityList"),
        transformation_id=get("transformationID"),
        input_epc_list=names("inputEPCList"),
        input_quantity_list=classes("inputQuantityList"),
        output_epc_list=names("outputEPCList"),
        output_quantity_list=classes("outputQuantityList"),
        read_point=_at(get("readPoint"), namespaces, origin),
        biz_location=_at(get("bizLocation"), namespaces, origin),
        biz_transaction_list=tuple(
            [
                Transaction(biz_transaction=leniently(expanded(one["bizTransaction"], namespaces), origin))
                for one in get("bizTransactionList", _NOTHING)
            ]
        ),
        destination_list=tuple(
            [
                Destination(
                    type=terms.PARTIES.bare(expanded(one["type"], namespaces)),
                    destination=leniently(expanded(one["destination"], namespaces), origin),
                )
                for one in get("destinationList", _NOTHING)
            ]
        ),
        error_declaration=None if wrong is None else ErrorDeclaration(declaration_time=wrong["declarationTime"]),
        ilmd={"cbvmda:lotNumber": ilmd["cbvmda:lotNumber"]} if ilmd and "cbvmda:lotNumber" in ilmd else None,
    )


def _at(place: Mapping[str, Any] | None, namespaces: Mapping[str, str], origin: str) -> At | None:
    return None if place is None else At(id=leniently(expanded(place["id"], namespaces), origin))


@lru_cache(maxsize=16_384)
def leniently(uri: str, origin: str) -> str:
    """The canonical name where there is one; places, parties and orders need not be GS1 keys that are right."""
    try:
        return canonical(uri, origin)
    except Malformed:
        return uri


def misnamed(said: Mapping[str, Any], namespaces: Mapping[str, str], origin: str) -> str:
    """A pointer to the first thing whose name cannot be one; empty where all can."""
    for pointer, text in _named(said):
        try:
            canonical(expanded(text, namespaces), origin)
        except Malformed:
            return pointer
    return ""


def _named(said: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for member in EPC_LISTS:
        yield from ((f"/{member}/{at}", text) for at, text in enumerate(said.get(member, _NOTHING)))
    for member in CLASS_LISTS:
        yield from ((f"/{member}/{at}/epcClass", one["epcClass"]) for at, one in enumerate(said.get(member, _NOTHING)))
    if "parentID" in said:
        yield "/parentID", said["parentID"]
