"""What clients send: its length before anything else, then its media type, then its text."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import request

from app.epcis.limits import MOST_EVENTS, most_bytes
from trace.epcis import document, xml_in
from trace.epcis.document import Document
from trace.errors import Malformed, Refusal

JSON = frozenset({"application/json", "application/ld+json"})
XML = frozenset({"application/xml", "text/xml"})


class WrongMediaType(Refusal):
    """A body of a kind that is not read here."""

    code = "unsupported-media-type"


class TooManyEvents(Malformed):
    """A document with more events than are taken at once."""

    code = "too-many-events"


def received() -> bytes:
    """The body, if it is not too long."""
    request.max_content_length = most_bytes()
    return request.get_data(cache=False)


def json_value() -> Any:
    """A JSON body."""
    if request.mimetype not in JSON:
        raise _wrong_type(JSON)
    return document.loads(received())


def captured() -> Document:
    """A document to capture, in JSON-LD or XML."""
    if request.mimetype in XML:
        return _few(replace(document.read(xml_in.document(received())), xml=True))
    if request.mimetype not in JSON:
        raise _wrong_type(JSON | XML)
    return _few(document.read(json_value()))


def captured_event() -> Document:
    """A single event to capture."""
    return document.read_event(json_value())


def _few(found: Document) -> Document:
    if len(found.events) > MOST_EVENTS:
        raise TooManyEvents(
            f"this document has {len(found.events)} events: at most {MOST_EVENTS} are taken at once, send it in parts"
        )
    return found


def _wrong_type(expected: frozenset[str]) -> WrongMediaType:
    return WrongMediaType(f"the body is of kind {request.mimetype[:60]!r}: expected {', '.join(sorted(expected))}")
