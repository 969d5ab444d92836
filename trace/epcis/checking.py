"""Whether an event or a document is EPCIS 2.0, and where not: a JSON pointer (RFC 6901) and a sentence for each mistake."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

import jsonschema_rs
from jsonschema_rs import ValidationError, ValidationErrorKind

from trace.epcis import joins, shape
from trace.errors import Malformed
from trace.event import MAX_EVENT
from trace.moments import instant, offset_minutes

# A document of a thousand events with one mistake in each is not answered with a thousand sentences.
MOST_WRONGS = 100
_SHOWN = 80


class Wrong(NamedTuple):
    """One mistake: where, and what was expected there."""

    pointer: str
    sentence: str


@cache
def _validator(type_: str, xml: bool) -> Any:
    shapes = shape.EVENTS_OF_XML if xml else shape.EVENTS
    return jsonschema_rs.validator_for(shapes.get(type_, shape.EXTENSION), validate_formats=True)


@cache
def _document_validator(type_: str) -> Any:
    return jsonschema_rs.validator_for(shape.DOCUMENTS[type_], validate_formats=True)


def of_event(event: object, *, xml: bool = False) -> list[Wrong]:
    """Everything that is wrong with one event; one that came as XML is held to what XML may say."""
    if not isinstance(event, dict):
        return [Wrong("", f"an event is an object: got {_kind(event)}")]
    if not isinstance(type_ := event.get("type"), str):
        return [Wrong("/type", f"an event has a type: expected one of {', '.join(shape.EVENTS)}, or a URI")]
    validator = _validator(type_, xml)
    if not _holds(validator, event):
        return list(_told(validator, event))
    found = [Wrong(*one) for one in joins.broken(event)]
    return found or _times(event)


def of_document(document: Mapping[str, Any]) -> list[Wrong]:
    """Everything that is wrong with a document, its events left aside."""
    type_ = document.get("type")
    if type_ not in shape.DOCUMENTS:
        return [Wrong("/type", f"{_quoted(type_)} is no document: expected {' or '.join(shape.DOCUMENTS)}")]
    validator = _document_validator(type_)
    return [] if _holds(validator, document) else list(_told(validator, document))


def _holds(validator: Any, value: object) -> bool:
    try:
        found: bool = validator.is_valid(value)
    except ValueError:
        # Deeper than anything that could be stored; the text of it is refused where it is read.
        return False
    return found


def _times(event: Mapping[str, Any]) -> list[Wrong]:
    """What RFC 3339 lets pass and the record does not: leap seconds, and years that nobody lives in."""
    found: list[Wrong] = []
    wrong = event.get("errorDeclaration")
    for pointer, text in (
        ("/eventTime", event["eventTime"]),
        ("/errorDeclaration/declarationTime", wrong["declarationTime"] if wrong else None),
    ):
        try:
            if text is not None:
                instant(text)
        except Malformed as refusal:
            found.append(Wrong(pointer, refusal.message))
    offset_minutes(event["eventTimeZoneOffset"])
    return found


def _told(validator: Any, value: object) -> Iterator[Wrong]:
    try:
        for number, error in enumerate(validator.iter_errors(value)):
            if number >= MOST_WRONGS:
                return
            yield _wrong(error)
    except ValueError as problem:
        yield Wrong("", f"this cannot be read: {problem}")


def _wrong(error: ValidationError) -> Wrong:
    at, kind = pointer(error.instance_path), error.kind
    if isinstance(kind, ValidationErrorKind.PropertyNames):
        name = str(kind.error.instance)
        return Wrong(f"{at}/{escaped(name)}", _NAME.format(name=name[:_SHOWN]))
    if isinstance(kind, ValidationErrorKind.AdditionalProperties):
        name = str(kind.unexpected[0])
        return Wrong(f"{at}/{escaped(name)}", f"{name[:_SHOWN]!r} does not belong here: no other members are expected")
    if isinstance(kind, ValidationErrorKind.Required):
        return Wrong(at, f"{kind.property!r} is missing: expected it beside the other members")
    got, member = _quoted(error.instance), _member(error.instance_path)
    return Wrong(at, f"{got} is no {member}: expected {_expected(kind, member)}")


_NAME = (
    "{name!r} is no member of EPCIS here: expected an extension's name to be a URI, or to have a prefix that the context "
    "defines"
)
_WORDS = {
    "bizStep": "a business step of CBV as a bare word, such as shipping, or a URI of somebody else's",
    "disposition": "a disposition of CBV as a bare word, such as in_transit, or a URI of somebody else's",
    "set": "dispositions of CBV as bare words, or URIs of somebody else's",
    "unset": "dispositions of CBV as bare words, or URIs of somebody else's",
    "reason": "did_not_occur, incorrect_data, or a URI of somebody else's",
    "component": "a component of CBV as a bare word, such as x, or a URI of somebody else's",
    "exception": "ALARM_CONDITION, ERROR_CONDITION, or a URI of somebody else's",
    "type": "a word of CBV or of the GS1 Web Vocabulary as a bare word, or a URI of somebody else's",
}


def _expected(kind: object, member: str) -> str:
    if isinstance(kind, ValidationErrorKind.Format):
        return "a time of RFC 3339 with its zone" if kind.format == "date-time" else "a URI, or a name with a prefix"
    if isinstance(kind, ValidationErrorKind.AnyOf):
        return _WORDS.get(member, "a URI, or what EPCIS 2.0 allows beside one")
    if isinstance(kind, ValidationErrorKind.Enum):
        return f"one of {', '.join(map(str, kind.options))}"
    if isinstance(kind, ValidationErrorKind.Pattern):
        return f"a text like {kind.pattern}"
    if isinstance(kind, ValidationErrorKind.Type):
        types = kind.types
        return f"a value of type {' or '.join(map(str, types)) if isinstance(types, list | tuple) else types}"
    if isinstance(kind, ValidationErrorKind.MinItems):
        return f"at least {kind.limit}"
    if isinstance(kind, ValidationErrorKind.UniqueItems):
        return "each of them only once"
    return "what EPCIS 2.0 allows"


def _member(path: Sequence[str | int]) -> str:
    return next((part for part in reversed(path) if isinstance(part, str)), "event")


def pointer(path: Sequence[str | int]) -> str:
    """A path as a JSON pointer."""
    return "".join(f"/{escaped(str(part))}" for part in path)


def escaped(name: str) -> str:
    """A member's name as a JSON pointer has it (RFC 6901 section 3)."""
    return name.replace("~", "~0").replace("/", "~1")


def _quoted(value: object) -> str:
    if isinstance(value, str):
        return repr(value) if len(value) <= _SHOWN else f"{value[:_SHOWN]!r}..."
    return _kind(value) if isinstance(value, dict | list) else str(value)


def _kind(value: object) -> str:
    names = {dict: "an object", list: "an array", str: "a text", type(None): "null", bool: "true or false"}
    return names.get(type(value), "a number")


def too_long(text: bytes) -> Wrong | None:
    """Whether one event is larger than is kept."""
    if len(text) <= MAX_EVENT:
        return None
    return Wrong("", f"this event has {len(text)} bytes: at most {MAX_EVENT} are taken")
