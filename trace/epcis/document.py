"""EPCIS documents in JSON-LD: read into events that can be recorded, each kept as it was written.

What is kept of an event is its JSON with sorted members, without the record time (that is ours to say) and with the
context it needs to be understood alone. Numbers may be fractions there: these bytes are hashed as bytes.
"""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from trace import event as events
from trace.epcis import checking, contexts, naming
from trace.epcis.checking import MOST_WRONGS, Wrong
from trace.errors import Malformed
from trace.event import Event, is_extension

_BOM = b"\xef\xbb\xbf"
# Where a whole number of more than 64 bits may stand; inside a text it is looked at in vain.
_LONG = re.compile(rb"[\[:,\s]-?[0-9]{19}")
_LARGEST = 2**64 - 1
LISTS = {
    "EPCISDocument": "/epcisBody/eventList",
    "EPCISQueryDocument": "/epcisBody/queryResults/resultsBody/eventList",
}


class BadDocument(Malformed):
    """A document or event that is not EPCIS 2.0; `errors` says where and why."""

    code = "bad-document"

    def __init__(self, wrongs: Sequence[Wrong]) -> None:
        first = wrongs[0]
        more = f" (and {len(wrongs) - 1} more)" if len(wrongs) > 1 else ""
        super().__init__(
            f"{first.pointer or '/'}: {first.sentence}{more}",
            errors=[{"pointer": one.pointer, "detail": one.sentence} for one in wrongs[:MOST_WRONGS]],
        )
        self.wrongs = list(wrongs)


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read, and not yet its events; `at` points to their list."""

    context: object
    events: list[Any]
    at: str = ""
    vocabularies: tuple[dict[str, Any], ...] = ()
    xml: bool = False


@dataclass(frozen=True, slots=True)
class Readied:
    """An event that is right: how it is kept, and what the record understands of it."""

    raw: str
    event: Event


def loads(body: bytes) -> Any:
    """A JSON text, in UTF-8 with or without a byte order mark.

    Of a member that comes twice the last one counts, as most readers have it and as a published example of GS1 needs it;
    only what was read is kept. A number that would be kept as another one is refused.
    """
    text = body.removeprefix(_BOM)
    try:
        value = orjson.loads(text)
        if _LONG.search(text):
            json.loads(text, parse_int=_whole)
    except ValueError as problem:
        raise BadDocument([Wrong("", f"this is not JSON: {problem}")]) from None
    return value


def _whole(digits: str) -> int:
    if abs(number := int(digits)) > _LARGEST:
        raise ValueError(f"{digits[:30]} is too large for a number, write it as a text")
    return number


def read(value: object) -> Document:
    """An EPCISDocument or EPCISQueryDocument from its JSON; its events are looked at with `ready`."""
    if not isinstance(value, dict):
        raise BadDocument([Wrong("", "a document is an object: expected an EPCISDocument")])
    if wrongs := checking.of_document(value):
        raise BadDocument(wrongs)
    at = LISTS[value["type"]]
    found: Any = value
    for member in at.split("/")[1:]:
        found = found[member]
    header = value.get("epcisHeader", {}).get("epcisMasterData", {}).get("vocabularyList", ())
    return Document(value["@context"], found, at, tuple(header))


def read_event(value: object) -> Document:
    """A bare event, which has its own context."""
    if not isinstance(value, dict) or "@context" not in value:
        raise BadDocument([Wrong("", "an event alone is an object with its '@context': expected both")])
    return Document(None, [value])


def ready(said: object, context: object, origin: str, *, xml: bool = False) -> Readied:
    """One event, ready to be recorded; raises BadDocument, with pointers below the event, where it is not right."""
    if wrongs := checking.of_event(said, xml=xml):
        raise BadDocument(wrongs)
    assert isinstance(said, dict)
    own = said.get("@context")
    if own is not None:
        context = own if context is None else [*_parts(context), *_parts(own)]
    told = {name: value for name, value in said.items() if name not in ("@context", "recordTime")}
    try:
        text = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    except TypeError as problem:
        raise BadDocument([Wrong("", f"this event cannot be kept: {problem}")]) from None
    if (long := checking.too_long(text)) is not None:
        raise BadDocument([long])
    if "eventID" not in told and is_extension(told["type"]):
        # It may touch nothing but itself, so it needs a name; the same event gets the same one.
        told["eventID"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, text.decode())}"
        text = orjson.dumps(told, option=orjson.OPT_SORT_KEYS)
    kept = contexts.STANDARD if context == contexts.STANDARD else contexts.kept(context, text.decode())
    raw = f"{naming.KEPT}{orjson.dumps(kept, option=orjson.OPT_SORT_KEYS).decode()},{text[1:].decode()}"
    namespaces = contexts.prefixes(kept)
    try:
        event = events.check(naming.event_of(told, namespaces, origin))
    except Malformed as refusal:
        raise BadDocument([Wrong(naming.misnamed(told, namespaces, origin), refusal.message)]) from None
    return Readied(raw, event)


def _parts(context: object) -> list[object]:
    return context if isinstance(context, list) else [context]
