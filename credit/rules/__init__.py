"""The rules of cases as versioned data: clocks, legal reasons to refuse, kinds of documents, each with its source.

A set is a TOML file beside this one, or one that the operator has put in (credit/rulebook.py). It is chosen by the day
of what happened, never by the day on which somebody reckons.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from trace.errors import Malformed

_HERE = Path(__file__).parent
Days = Annotated[int, Meta(ge=1, le=3_650)]
Word = Annotated[str, Meta(pattern="^[a-z][a-z_]{0,39}$")]


class BadCaseRules(Malformed):
    """A set of rules of cases that lacks something, says what cannot be, or holds on the same day as another."""

    code = "bad-case-rules"


class Clock(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A term: so many days from a step of `begins` to one of `ends`. `whose` says who has to keep it."""

    key: Word
    days: Days
    unit: Literal["working", "calendar"]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    whose: Literal["office", "respondent", "complainant"] = "office"
    kinds: tuple[str, ...] = ("complaint",)
    procedures: tuple[str, ...] = ("market", "postal")
    extension: Annotated[int, Meta(ge=0, le=3_650)] = 0
    pausable: bool = False
    name: str
    name_zh: str
    source: str
    verified: bool
    source_zh: str = ""

    def fits(self, kind: str, procedure: str) -> bool:
        """Whether it runs in cases of this kind and procedure."""
        return kind in self.kinds and procedure in self.procedures


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reason for which the law lets an office refuse a complaint, or end a mediation."""

    code: Word
    text: str
    text_zh: str
    source: str


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, dict=True):
    """One set; `effective_to` is its last day, None while it holds. `appeal` says how many days a decision can be appealed."""

    name: Literal["cases"]
    version: Annotated[str, Meta(pattern="^[0-9A-Za-z][0-9A-Za-z.-]{0,39}$")]
    effective_from: date
    clocks: tuple[Clock, ...]
    refusals: tuple[Reason, ...]
    endings: tuple[Reason, ...]
    effective_to: date | None = None
    text: str = ""

    def held_on(self, day: date) -> bool:
        """Whether these rules held on a day."""
        return self.effective_from <= day <= (self.effective_to or date.max)

    def clock(self, key: str) -> Clock | None:
        """The clock with this key."""
        return self._clocks.get(key)

    @cached_property
    def _clocks(self) -> dict[str, Clock]:
        return {one.key: one for one in self.clocks}

    @cached_property
    def digest(self) -> str:
        """SHA-256 (hex) of its text, as the record has it."""
        return sha256(self.text.encode()).hexdigest()


def parse(text: str) -> Rules:
    """The set that this TOML says."""
    try:
        found = msgspec.structs.replace(msgspec.toml.decode(text, type=Rules), text=text)
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadCaseRules(f"this is no set of rules of cases: {error}") from None
    keys = [one.key for one in found.clocks]
    if len(set(keys)) < len(keys):
        raise BadCaseRules("two clocks have the same key: give each its own")
    if found.effective_to is not None and found.effective_to < found.effective_from:
        raise BadCaseRules("these rules end before they begin: expected effective_to on or after effective_from")
    return found


def ordered(sets: Iterable[Rules]) -> tuple[Rules, ...]:
    """Sets in the order of time; no day has two."""
    found = sorted(sets, key=lambda one: one.effective_from)
    for earlier, later in pairwise(found):
        if earlier.effective_to is None or earlier.effective_to >= later.effective_from:
            raise BadCaseRules(
                f"{earlier.version} and {later.version} hold on the same day: end the earlier one before"
            )
    return tuple(found)


@lru_cache(maxsize=1)
def shipped() -> tuple[Rules, ...]:
    """Every set that comes with the product, the oldest first."""
    return ordered(parse(one.read_text(encoding="utf-8")) for one in _HERE.glob("*.toml"))
