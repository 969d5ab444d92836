"""Reading what a program sends: each thing that is wrong names its place, as a JSON pointer or a parameter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import msgspec
from flask import request
from msgspec import Struct
from sqlalchemy.orm import Session
from werkzeug.exceptions import RequestEntityTooLarge, UnsupportedMediaType

from app.api.shapes import Query, Raw
from trace import keyring
from trace.errors import Malformed, Refusal
from trace.identity import thing
from trace.identity.ai import BadPairing
from trace.identity.compression import BadCompression
from trace.identity.elements import BadElements
from trace.identity.epc import BadEpc
from trace.identity.gtin import BadGtin
from trace.identity.keys import BadKey
from trace.identity.link import BadLink
from trace.identity.lot import BadLot
from trace.identity.own import BadOwnName
from trace.identity.serial import BadSerial
from trace.identity.sscc import BadSscc
from trace.identity.thing import BadName
from trace.identity.waybill import BadWaybill

B = TypeVar("B", bound=Struct)
Q = TypeVar("Q", bound=Query)

MOST_BYTES = 1_048_576
# What a text may be refused with that is to name a thing.
NAMING: tuple[type[Refusal], ...] = (
    BadCompression, BadElements, BadEpc, BadGtin, BadKey, BadLink, BadLot, BadName, BadOwnName, BadPairing, BadSerial, BadSscc,
    BadWaybill,
)  # fmt: skip
_AT = re.compile(r"(.*?)(?: - at `(?:key in )?\$(.*)`)?", re.DOTALL)
_MEMBER = re.compile(r"(missing required|contains unknown) field `([^`]*)`")
_PART = re.compile(r"\.([^.\[]+)|\[([^\]]*)\]")


class BadBody(Malformed):
    """A body that is not the JSON that was expected."""

    code = "bad-body"


class BadQuery(Malformed):
    """A parameter in an address that there is not, or with a value that cannot be."""

    code = "bad-parameter"


def json_body(form: type[B]) -> B:
    """The body as this form has it."""
    if request.mimetype != "application/json":
        raise UnsupportedMediaType(f"the body is of kind {request.mimetype[:60]!r}: expected application/json")
    return read(received(MOST_BYTES), form)


def read(raw: bytes, form: type[B]) -> B:
    """The same, of bytes."""
    try:
        found = msgspec.json.decode(raw, type=form)
        _without_nul(msgspec.json.decode(raw) if b"\\u0000" in raw else None, "")
    except (msgspec.DecodeError, UnicodeError, RecursionError) as wrong:
        # A ValidationError is a DecodeError that knows the place.
        pointer, sentence = _place(str(wrong))
        raise BadBody(
            f"the body cannot be read at {pointer or 'its top'}: {sentence}",
            errors=[{"pointer": pointer, "detail": sentence}],
        ) from None
    return found


def raw_body(media: tuple[str, ...], most: int) -> Raw:
    """The body as a file."""
    if request.mimetype not in media:
        raise UnsupportedMediaType(f"the body is of kind {request.mimetype[:60]!r}: expected {', '.join(media)}")
    return Raw(received(most))


def received(most: int) -> bytes:
    """The body, if it is not too long."""
    request.max_content_length = most
    if (request.content_length or 0) > most:
        raise RequestEntityTooLarge()
    # Kept for the digest that an Idempotency-Key stands for.
    return request.get_data()


def query(form: type[Q]) -> Q:
    """The parameters of the address."""
    for name, values in request.args.lists():
        if len(values) > 1 or "\x00" in name + values[0]:
            raise _bad_query(name, f"{name[:40]!r} comes {len(values)} times, or with a NUL in it: expected it once")
    try:
        return msgspec.convert(request.args.to_dict(), form, strict=False)
    except msgspec.ValidationError as wrong:
        pointer, sentence = _place(str(wrong))
        raise _bad_query(pointer.removeprefix("/"), sentence) from None


@contextmanager
def at(pointer: str) -> Iterator[None]:
    """Whatever is refused within is about the member of the body that `pointer` names."""
    try:
        yield
    except Refusal as refusal:
        refusal.detail.setdefault("errors", [{"pointer": pointer, "detail": refusal.message}])
        raise


def wrong(pointer: str, sentence: str) -> BadBody:
    """The refusal of one member of the body."""
    return BadBody(f"{pointer}: {sentence}", errors=[{"pointer": pointer, "detail": sentence}])


def named(session: Session, pointer: str, text: str) -> str:
    """The name in the record of the thing that a member of the body names."""
    with at(pointer):
        return thing.canonical(text, keyring.of(session).origin)


def _bad_query(name: str, sentence: str) -> BadQuery:
    return BadQuery(f"the parameter {name[:40]!r}: {sentence}", errors=[{"parameter": name[:40], "detail": sentence}])


def _place(said: str) -> tuple[str, str]:
    """Where and what, of a sentence such as "Expected `int`, got `str` - at `$.orders[0].pieces`"."""
    whole = _AT.fullmatch(said)
    sentence, path = (whole[1], whole[2] or "") if whole else (said, "")
    parts = [one[1] or one[2] for one in _PART.finditer(path)]
    if (member := _MEMBER.search(sentence)) is not None:
        parts.append(member[2])
    pointer = "".join("/" + part.replace("~", "~0").replace("/", "~1") for part in parts if part != "...")
    return pointer[:200], sentence


def _without_nul(value: Any, at_: str) -> None:
    # Neither database keeps this character in a text, and nobody writes it.
    if isinstance(value, str) and "\x00" in value:
        raise msgspec.ValidationError(f"a NUL character - at `${at_}`")
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, one in pairs:
        _without_nul(one, f"{at_}[{key}]" if isinstance(key, int) else f"{at_}.{key}")
