"""What goes in and out as JSON: a struct both reads (or writes) it and makes its JSON schema, so the two cannot differ."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar

from msgspec import Meta, Struct

T = TypeVar("T")

Id = Annotated[int, Meta(ge=1, le=2**63 - 1)]
# Something that can be seen: spaces alone are no name.
Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"\S")]
Uri = Annotated[
    str, Meta(min_length=1, max_length=2_048, description="A Digital Link, an EPC or a name of ours; or its path.")
]
Words = Annotated[str, Meta(min_length=1, max_length=2_000, pattern=r"\S")]


class Body(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What is sent: a member that is not known is refused, for it is a mistake in writing."""


class Query(Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What stands behind the question mark of an address."""


class Shown(Struct, frozen=True, kw_only=True, rename="camel"):
    """What is answered. Members may be added later, and none is taken away within v1."""


class Paging(Query, frozen=True, kw_only=True):
    """Which page of a list, and how long it is at most."""

    limit: Annotated[int, Meta(ge=1, le=200, description="Members of one page.")] = 50
    cursor: (
        Annotated[str, Meta(min_length=1, max_length=1_000, description="From the page before; signed, for a day.")]
        | None
    ) = None


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, and the key behind which the next one goes on; None at the end."""

    items: list[T]
    key: int | None


@dataclass(frozen=True, slots=True)
class Created(Generic[T]):
    """Something new and where it is from now on; `fresh` is False where the very same was there before."""

    value: T
    location: str
    fresh: bool = True


@dataclass(frozen=True, slots=True)
class Accepted(Generic[T]):
    """It will be done; where to look how far it is."""

    value: T
    location: str


@dataclass(frozen=True, slots=True)
class Raw:
    """A body that is a file."""

    data: bytes


@dataclass(frozen=True, slots=True)
class File:
    """An answer that is a file."""

    data: bytes
    media: str
    name: str


@dataclass(frozen=True, slots=True)
class Said:
    """An answer ready to be sent, or to be kept for whoever asks the same again."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


View = Callable[..., Any]
