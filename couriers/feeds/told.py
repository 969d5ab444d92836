"""One line of a parcel's trace: as a provider sent it, and as we understand it, valid or refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from couriers.feeds import phrases
from couriers.feeds.carriers import ours
from couriers.feeds.masking import mask
from couriers.feeds.meanings import NO_STEP, Meaning, Words
from trace.errors import Malformed
from trace.event import County
from trace.identity.characters import shown
from trace.identity.waybill import Waybill
from trace.moments import BadTime, offset_minutes
from trace.words import Stage

LONGEST_TEXT = 1_000
_TIME = re.compile(
    r"([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})[ T]([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:\.([0-9]{1,6})[0-9]*)?)?"
    r"\s?(Z|[+-][0-9]{2}:?[0-9]{2})?"
)
_CODE = re.compile(r"[^\s\x00-\x1f\x7f]{1,60}")
_YEARS = range(2000, 2200)


class BadFeed(Malformed):
    """A delivery of a tracking feed, or a line of it, that is not what its provider says it sends."""

    code = "bad-feed"


class TimeWithoutZone(Malformed):
    """A time that names no zone, from a provider whose times are of many zones."""

    code = "time-without-zone"


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it came. An empty `code` says that the provider gave none; `zone` is that of the whole delivery."""

    carrier: str
    number: str
    time: str
    code: str = ""
    text: str = ""
    place: str = ""
    county: County | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """One line understood. `code` is what identifies it beside waybill and instant: a word of a table, never free text.

    Not `known`: the status is in no table. Known and without a stage: it is no step of a parcel. Neither makes an event.
    """

    waybill: Waybill
    at: datetime
    offset: str
    code: str
    known: bool
    stage: Stage | None
    facts: Mapping[str, str] = field(default_factory=dict)
    text: str = ""
    place: str = ""
    county: County | None = None


def understand(line: Line, provider: str, words: Words, zone: str | None) -> Told:
    """What `line` says, with every name and telephone masked. `zone` is that of this provider's bare times, if all have one."""
    code, meaning = _meaning(line, words)
    at, offset = moment(line.time, line.zone or zone)
    found = meaning or NO_STEP
    return Told(
        waybill=Waybill.parse(ours(provider, line.carrier), line.number.strip()),
        at=at,
        offset=offset,
        code=code,
        known=meaning is not None,
        stage=found.stage,
        facts=found.facts,
        text=_masked(line.text),
        place=_masked(line.place),
        county=line.county,
    )


def _masked(text: str) -> str:
    # Cut after masking: half a telephone is not found.
    return mask(text[: 2 * LONGEST_TEXT])[:LONGEST_TEXT]


def moment(text: str, zone: str | None) -> tuple[datetime, str]:
    """The instant that `text` names, and the offset from UTC where it happened; a bare time is read in `zone`."""
    found = _TIME.fullmatch(text.strip())
    if found is None:
        raise BadTime(
            f"{shown(text)} is not a time: expected one like 2026-11-23T19:40:00+08:00 or 2026-11-23 19:40:00"
        )
    offset = _offset(found[8]) or zone
    if offset is None:
        raise TimeWithoutZone(f"{shown(text)} names no time zone: send it with one, like 2026-11-23T19:40:00+08:00")
    year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
    try:
        local = datetime(
            year, month, day, hour, minute, int(found[6] or 0), int((found[7] or "0").ljust(6, "0")), tzinfo=UTC
        )
    except ValueError as error:
        raise BadTime(f"{shown(text)} is not a time: {error}") from None
    if year not in _YEARS:
        raise BadTime(f"{shown(text)} is not a time of a parcel: expected one of the years 2000 to 2199")
    return local - timedelta(minutes=offset_minutes(offset)), offset


def _offset(said: str | None) -> str | None:
    if said is None:
        return None
    return "+00:00" if said == "Z" else f"{said[:3]}:{said[-2:]}"


def _meaning(line: Line, words: Words) -> tuple[str, Meaning | None]:
    code = line.code.strip()
    if not code:
        phrase = phrases.read(line.text[:LONGEST_TEXT])
        return ("text", None) if phrase is None else (f"text/{phrase.name}", phrase.meaning)
    if not _CODE.fullmatch(code):
        raise BadFeed(f"{shown(code)} is not a status: expected one word of at most 60 characters")
    meaning = words.meaning(code)
    if meaning is None or not meaning.look:
        return code, meaning
    exact = phrases.read(line.text[:LONGEST_TEXT], meaning.look)
    return (code, meaning) if exact is None else (f"{code}/{exact.name}", exact.meaning)
