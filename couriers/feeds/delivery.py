"""What arrived over the wire, not yet believed: its bytes, its headers, and the two shapes that they may have."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

import msgspec

from couriers.feeds.told import BadFeed

# A form has three or four fields; a body full of ampersands should not become a million.
MOST_FIELDS = 20


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request of a provider; names of headers are in small letters."""

    body: bytes
    headers: Mapping[str, str]

    def field(self, name: str) -> str:
        """A field of the form that the body is; '' where there is none."""
        return self.form().get(name, "")

    def form(self) -> dict[str, str]:
        """The body as a form."""
        try:
            return dict(parse_qsl(self.body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))
        except ValueError:
            raise BadFeed("this body is no form: expected application/x-www-form-urlencoded in UTF-8") from None

    def json(self) -> dict[str, Any]:
        """The body as a JSON object."""
        return parsed(self.body, "the body")


def parsed(raw: bytes | str, what: str) -> dict[str, Any]:
    """A JSON object."""
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise BadFeed(f"{what} is no JSON: {error}") from None
    return inside(found, what)


def inside(value: object, what: str) -> dict[str, Any]:
    """`value`, if it is an object."""
    if not isinstance(value, dict):
        raise BadFeed(f"{what} is not what was expected: expected a JSON object")
    return value


def rows(value: object, what: str) -> list[dict[str, Any]]:
    """`value`, if it is a list of objects; nothing at all is an empty list."""
    if value is None:
        return []
    if not isinstance(value, list):
        raise BadFeed(f"{what} is not what was expected: expected a list")
    return [inside(one, f"an entry of {what}") for one in value]


def text(row: Mapping[str, Any], *names: str) -> str:
    """The first of these members that says something, as text."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
    return ""


def same(ours: str, theirs: str) -> bool:
    """Whether two signatures are the same; how long that takes tells nothing of ours."""
    return hmac.compare_digest(ours.encode(), theirs.encode("utf-8", "replace"))
