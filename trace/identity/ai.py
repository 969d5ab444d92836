"""GS1 application identifiers: whether a value has the form of its identifier, and whether a label's identifiers agree.

After the GS1 General Specifications, chapter 3 and section 4.14, by the table of trace/identity/ai_table.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from trace.errors import Malformed
from trace.identity.ai_checks import CHECKS
from trace.identity.ai_table import ROWS
from trace.identity.characters import CSET_39, CSET_82, shown
from trace.identity.keys import BadKey
from trace.identity.link import Link

_CLASSES = {
    "N": ("[0-9]", "digits"),
    "X": (f"[{CSET_82}]", "characters of GS1's set 82"),
    "Y": (f"[{CSET_39}]", "characters of GS1's set 39"),
    "Z": ("[A-Za-z0-9_=-]", "characters of base64url"),
}
# Filling is only there at the end, two at most (RFC 4648 section 3.2).
_FILLED = re.compile("[A-Za-z0-9_-]*={0,2}")
_PART = re.compile(r"(\()?([NXYZ])(\.\.)?([0-9]+)((?::\w+)*)\)?")


class BadPairing(Malformed):
    """Application identifiers that cannot stand on one label, or lack what they need there."""

    code = "bad-ai-pairing"


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a value: what it is made of, its lengths, whether it may be missing, and what it is checked for."""

    of: str
    least: int
    most: int
    optional: bool
    checks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Identifier:
    """One application identifier. `fixed`: no separator follows; `in_query`: it may stand behind a question mark."""

    ai: str
    title: str
    parts: tuple[Part, ...]
    fixed: bool
    in_query: bool
    needs: tuple[tuple[str, ...], ...]
    bars: tuple[str, ...]


def _rows() -> Iterator[Identifier]:
    for line in ROWS.strip().splitlines():
        said, _, title = line.partition("|")
        codes, *words = said.split()
        lists = {name: value for name, _, value in (word.partition("=") for word in words if "=" in word)}
        parts = tuple(_part(word) for word in words if _PART.fullmatch(word))
        flags = words[0] if words[0][0] in "*?" else ""
        needs = tuple(tuple(group.split("+")) for group in lists.get("needs", "").split(",") if group)
        for ai in _spelled_out(codes):
            bars = tuple(one.replace("@", f"{ai[:3]}n") for one in lists.get("bars", "").split(",") if one)
            yield Identifier(ai, title.strip(), parts, "*" in flags, "?" in flags, needs, bars)


def _part(word: str) -> Part:
    found = _PART.fullmatch(word)
    assert found is not None, word
    optional, of, open_, length, checks = found.groups()
    return Part(of, 1 if open_ else int(length), int(length), bool(optional), tuple(checks.split(":")[1:]))


def _spelled_out(codes: str) -> Iterator[str]:
    for digits in product(*(several or one for several, one in re.findall(r"\[([0-9]+)\]|([0-9])", codes))):
        yield "".join(digits)


TABLE = {row.ai: row for row in _rows()}


def get(ai: str) -> Identifier:
    """The identifier, or a refusal where there is none with these digits."""
    if (found := TABLE.get(ai)) is None:
        raise BadKey(f"({ai[:10]}) is not an application identifier that GS1 has given out")
    return found


def check(ai: str, value: str) -> None:
    """Refuse a value that does not have the form of its identifier, part by part."""
    row = get(ai)
    rest = value
    for part in row.parts:
        if part.optional and not rest:
            break
        piece, rest = rest[: part.most], rest[part.most :]
        _check_part(row, value, part, piece)
    if rest:
        raise BadKey(f"{_named(row, value)} it has {len(rest)} characters more than expected")


def _check_part(row: Identifier, value: str, part: Part, piece: str) -> None:
    of, words = _CLASSES[part.of]
    length = str(part.most) if part.least == part.most else f"{part.least} to {part.most}"
    if not re.fullmatch(f"{of}{{{part.least},{part.most}}}", piece):
        raise BadKey(f"{_named(row, value)} expected {length} {words}, got {shown(piece)}")
    if part.of == "Z" and not _FILLED.fullmatch(piece):
        raise BadKey(f"{_named(row, value)} expected base64url, got {shown(piece)}")
    for name in part.checks:
        holds, sentence = CHECKS[name]
        if not holds(piece):
            raise BadKey(f"{_named(row, value)} its part {shown(piece)} is not {sentence}")


def _named(row: Identifier, value: str) -> str:
    return f"{shown(value)} is not a value of AI ({row.ai}), {row.title}:"


def check_together(pairs: Iterable[tuple[str, str]]) -> None:
    """Refuse identifiers that say two things, bar each other, or lack one that they need (section 4.14)."""
    given: dict[str, str] = {}
    for ai, value in pairs:
        if given.setdefault(ai, value) != value:
            raise BadPairing(f"AI ({ai}) is given twice: {shown(given[ai])} and {shown(value)}")
    for ai in given:
        check_beside(get(ai), given)
    if "8030" in given:
        # A signature is of one thing, so its key must have a serial (General Specifications, AI 8030).
        for ai, bare in (("253", 13), ("255", 13), ("8003", 14)):
            if len(given.get(ai, "")) == bare:
                raise BadPairing(f"AI (8030), a signature, needs a serial in AI ({ai})")


def check_beside(row: Identifier, given: Iterable[str]) -> None:
    """Refuse what the identifier bars, or that nothing of what it needs is there."""
    others = [ai for ai in given if ai != row.ai]
    for barred in row.bars:
        if (found := _first(barred, others)) is not None:
            raise BadPairing(f"AI ({row.ai}), {row.title}, and AI ({found}) cannot stand on one label")
    if row.needs and not any(all(_first(ai, others) for ai in group) for group in row.needs):
        wanted = " or ".join(" with ".join(f"({ai})" for ai in group) for group in row.needs)
        raise BadPairing(f"AI ({row.ai}), {row.title}, cannot stand without {wanted}")


def _first(pattern: str, given: Iterable[str]) -> str | None:
    """The first identifier that a pattern means, in which n is any digit."""
    form = pattern.replace("n", "[0-9]")
    return next((ai for ai in given if re.fullmatch(form, ai)), None)


def check_link(link: Link) -> None:
    """Refuse a Digital Link whose attributes are unknown, malformed, not allowed there, or do not go with its key.

    A path that walks up to a key alone lacks what the key needs by itself (415 needs 8020); that is not looked at.
    """
    if not link.attributes:
        return
    pairs = ((link.key, link.value), *link.qualifiers, *link.attributes)
    given = [ai for ai, _ in pairs]
    for ai, value in link.attributes:
        row = get(ai)
        if not row.in_query:
            raise BadPairing(f"AI ({ai}), {row.title}, is not allowed behind the question mark of a Digital Link")
        check(ai, value)
        check_beside(row, given)
    for ai, _ in (pairs[0], *link.qualifiers):
        for barred in get(ai).bars:
            if (found := _first(barred, [other for other in given if other != ai])) is not None:
                raise BadPairing(f"AI ({ai}) and AI ({found}) cannot stand in one link")
