"""Canonical JSON (RFC 8785) for everything that is hashed or signed.

What we hash holds only strings, integers, booleans, null, arrays and objects with ASCII keys. Within
that, sorted orjson output equals RFC 8785 byte for byte (a test compares it with the `rfc8785` package)
at some twenty times the speed; outside of it the two differ, so `checked` and `decode` refuse the rest.
"""

from __future__ import annotations

import json

import orjson

from trace.errors import Malformed

# RFC 7493 (I-JSON) section 2.2: beyond this a JavaScript reader would silently see another number.
LARGEST = 2**53 - 1


class NotCanonical(Malformed):
    """A JSON text that is not the one canonical spelling of what it says."""

    code = "not-canonical"


def encode(value: object) -> bytes:
    """The canonical bytes of `value`; the caller built it of strings, integers, booleans and null."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)


def checked(value: object) -> bytes:
    """`encode` for values that came from outside: floats, huge integers and non-ASCII keys are refused."""
    try:
        _inspect(value)
        return encode(value)
    except (TypeError, RecursionError) as error:
        # orjson's own refusals are TypeErrors: half of a surrogate pair, or more than 254 levels.
        raise NotCanonical(f"this cannot be written as canonical JSON (RFC 8785): {error}") from None


def decode(text: bytes | str) -> object:
    """Read canonical JSON; anything that is not its own canonical spelling raises NotCanonical."""
    try:
        raw = text.encode() if isinstance(text, str) else text
        value = json.loads(raw, object_pairs_hook=_unique, parse_float=_no_float, parse_constant=_no_float)
        again = checked(value)
    except (ValueError, RecursionError) as error:
        raise NotCanonical(f"this is not canonical JSON (RFC 8785): {error}") from None
    if again != raw:
        raise NotCanonical("this JSON is not in canonical form (RFC 8785): keys unsorted, spaces, or needless escapes")
    return value


def _unique(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise NotCanonical("an object names the same key twice; I-JSON (RFC 7493) forbids it")
    return found


def _no_float(text: str) -> object:
    raise NotCanonical(f"{text[:40]} is not an integer; the record holds no other numbers")


def _inspect(value: object) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical(f"an integer of {value.bit_length()} bits is beyond 2^53 - 1; write it as a string")
    elif isinstance(value, list | tuple):
        for member in value:
            _inspect(member)
    elif isinstance(value, dict):
        for key, member in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise NotCanonical(f"the key {str(key)[:40]!r} is not ASCII")
            _inspect(member)
    else:
        raise NotCanonical(f"{type(value).__name__} has no place in the record")
