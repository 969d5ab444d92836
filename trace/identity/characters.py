"""The characters that GS1 and URIs allow, and how they are written in a URI and shown in a message."""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

# GS1 General Specifications, figures 7.11-1 and 7.11-2, as the inside of a class of a regular expression.
CSET_82 = "!\"%&'()*+,./0-9:;<=>?A-Z_a-z\\-"
CSET_39 = "#\\-/0-9A-Z"
_SHOWN = 60


def shown(text: str) -> str:
    """`text` as a message quotes it: escapes for what cannot be printed, and cut where it is long."""
    return repr(text) if len(text) <= _SHOWN else f"{text[:_SHOWN]!r}..."


def only_digits(text: str) -> bool:
    """Whether `text` is ASCII digits and nothing else; str.isdigit alone would let full-width digits in."""
    return text.isascii() and text.isdigit()


def escaped(value: str) -> str:
    """`value` as one segment of a URI: all but RFC 3986's unreserved characters percent-encoded in capitals."""
    return quote(value, safe="")


def unescaped(segment: str) -> str:
    """A segment's value; an octet above ASCII becomes the Latin-1 character, which no key allows.

    A percent sign that starts no escape stands for itself, as in GS1's own engine.
    """
    return unquote(segment, encoding="latin-1") if "%" in segment else segment


def first_outside(text: str, allowed: str) -> int | None:
    """The position, from 0, of the first character of `text` that is not in the class `allowed`."""
    found = re.search(f"[^{allowed}]", text)
    return found.start() if found else None
