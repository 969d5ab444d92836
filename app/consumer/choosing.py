"""Which of several links of one kind suits a reader: by language, then by context, then by media type.

Languages and media types are weighed as RFC 9110 (sections 12.4 and 12.5) says, q-values and all; tags are compared as
RFC 4647 does. What a reader or a link says nothing of decides nothing; where more than one is left, the reader chooses.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from trace.target import Target

Ranges = tuple[tuple[str, float], ...]
# A quality, and how closely the range that gave it fits; what is refused or not named at all is NONE.
Fit = tuple[float, int]
NONE: Fit = (0.0, 0)
# What a link is worth that says no language: less than any that was asked for, more than one that was not.
UNSAID: Fit = (0.0005, 0)
_MOST = 32
_QVALUE = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


@dataclass(frozen=True, slots=True)
class Wish:
    """What a reader asked for: two headers as they came, and the word behind ?context=."""

    languages: str = ""
    media_types: str = ""
    context: str = ""


def best(targets: Sequence[Target], wish: Wish) -> list[Target]:
    """Those that suit equally well, each address once; several mean that the reader has to choose."""
    left = list(targets)
    for narrow in (_by_language, _by_context, _by_media_type):
        if len(left) > 1:
            left = narrow(left, wish)
    return list({target.href: target for target in reversed(left)}.values())[::-1]


def _by_language(targets: list[Target], wish: Wish) -> list[Target]:
    ranges = read(wish.languages)
    if not ranges:
        return [target for target in targets if not target.languages] or targets
    return _best_of(
        targets,
        lambda target: max((language_fit(tag, ranges) for tag in target.languages), default=UNSAID),
    )


def _by_context(targets: list[Target], wish: Wish) -> list[Target]:
    word = wish.context.casefold()
    meant = [one for one in targets if word and word in (context.casefold() for context in one.contexts)]
    return meant or [target for target in targets if not target.contexts] or targets


def _by_media_type(targets: list[Target], wish: Wish) -> list[Target]:
    ranges = read(wish.media_types)
    if not ranges or all(name == "*/*" for name, _ in ranges):
        return [target for target in targets if not target.media_type] or targets
    # A link without a type leads, most likely, to a page.
    return _best_of(targets, lambda target: media_fit(target.media_type or "text/html", ranges))


def _best_of(targets: list[Target], fit: Callable[[Target], Fit]) -> list[Target]:
    fits = [fit(target) for target in targets]
    most = max(fits)
    return [target for target, its in zip(targets, fits, strict=True) if its == most]


def language_fit(tag: str, ranges: Ranges) -> Fit:
    """How well a language is liked. Exact, then a range it is one of, one that is one of it, one of the same language."""
    tag = tag.lower()
    exact = max(((q, 4) for name, q in ranges if name == tag), default=None)
    wider = max(((q, 3) for name, q in ranges if name != "*" and tag.startswith(f"{name}-")), default=None)
    named = exact or wider
    if named is not None and named[0] == 0:
        return NONE
    narrower = [(q, 2) for name, q in ranges if name.startswith(f"{tag}-")]
    cousins = [(q, 1) for name, q in ranges if name.split("-")[0] == tag.split("-")[0]]
    found = [fit for fit in (*([named] if named else []), *narrower, *cousins) if fit[0] > 0]
    if found:
        return max(found)
    return max(((q, 0) for name, q in ranges if name == "*"), default=NONE)


def media_fit(media_type: str, ranges: Ranges) -> Fit:
    """How well a media type is liked: by the closest range that names it (RFC 9110 section 12.5.1)."""
    main = media_type.partition("/")[0]
    for fits, name in ((2, media_type), (1, f"{main}/*"), (0, "*/*")):
        qualities = [q for said, q in ranges if said == name]
        if qualities:
            return (max(qualities), fits) if max(qualities) > 0 else NONE
    return NONE


@lru_cache(maxsize=4_096)
def read(header: str) -> Ranges:
    """The ranges of an Accept or Accept-Language header with their qualities; one that cannot be read counts for nothing."""
    found: list[tuple[str, float]] = []
    for part in header.split(",")[:_MOST]:
        name, *parameters = (word.strip() for word in part.split(";"))
        if name:
            found.append((name.lower(), _quality(parameters)))
    return tuple(found)


def _quality(parameters: Sequence[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return float(value) if _QVALUE.fullmatch(value.strip()) else 0.0
    return 1.0
