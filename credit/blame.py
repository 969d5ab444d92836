"""Who had it when it went wrong: segments, what is missing in them, and shares that are only suggested. Pure.

A person decides. Each finding says whether it counts: a distance alone never does, nor what an outsider says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple

from couriers.rules.parts import Blame
from couriers.states import Step


class Cause(StrEnum):
    """What a complaint says went wrong on the way, as far as custody can tell of it."""

    DELAY = "delay"
    LOSS = "loss"
    HARM = "harm"
    SIGN_OFF = "sign_off"
    CONSENT = "consent"


# K11 to K16: the categories of which the express company is the default respondent and custody knows something.
CAUSES: Mapping[str, Cause] = {
    "K11": Cause.DELAY,
    "K12": Cause.LOSS,
    "K13": Cause.HARM,
    "K14": Cause.HARM,
    "K15": Cause.SIGN_OFF,
    "K16": Cause.CONSENT,
}


class Passed(NamedTuple):
    """One entry of a history: `holder` has the thing after it, where it says so; `counts` is false for an outsider's."""

    entry_id: int
    at_ms: int
    step: Step
    holder: str
    evidence: str
    counts: bool = True
    facts: Mapping[str, object] = {}
    flags: tuple[str, ...] = ()


class Segment(NamedTuple):
    """A stretch in one pair of hands: from when to when (None: still), its entries, and how it was taken over."""

    holder: str
    since_ms: int
    until_ms: int | None
    entries: tuple[Passed, ...]

    @property
    def taken_by(self) -> str:
        """Who vouches that it was taken over."""
        return self.entries[0].evidence


class Finding(NamedTuple):
    """Something that speaks for or against a segment (its place in the order); `counts` says whether it moves a share."""

    segment: int
    code: str
    counts: bool
    weight: float
    entries: tuple[int, ...]


class Report(NamedTuple):
    """A suggestion: segments, findings, and per cent of the responsibility for each segment; all 0 where nothing tells."""

    cause: Cause | None
    segments: tuple[Segment, ...]
    findings: tuple[Finding, ...]
    shares: tuple[int, ...]


def report(history: Iterable[Passed], category: str, rules: Blame) -> Report:
    """What a history and a complaint of this category suggest."""
    cause = CAUSES.get(category)
    parts = segments(history)
    found = tuple(_findings(parts, cause, rules)) if cause is not None else ()
    return Report(cause, parts, found, shares(len(parts), found))


def segments(history: Iterable[Passed]) -> tuple[Segment, ...]:
    """The hands it went through, in the order of event time; what an outsider says passes nothing on."""
    runs: list[list[Passed]] = []
    for one in sorted(history, key=lambda one: (one.at_ms, one.entry_id)):
        if not one.counts:
            continue
        if runs and runs[-1][0].holder == one.holder:
            runs[-1].append(one)
        else:
            runs.append([one])
    ends: list[int | None] = [run[0].at_ms for run in runs[1:]]
    return tuple(
        Segment(run[0].holder, run[0].at_ms, end, tuple(run))
        for run, end in zip(runs, [*ends, None][: len(runs)], strict=True)
    )


def shares(count: int, findings: Sequence[Finding]) -> tuple[int, ...]:
    """Whole per cent for each segment that add up to 100, by the weight of what counts."""
    weights = [sum(one.weight for one in findings if one.counts and one.segment == at) for at in range(count)]
    total = sum(weights)
    if not total:
        return (0,) * count
    exact = [100 * weight / total for weight in weights]
    whole = [int(one) for one in exact]
    # What rounding down has left goes to the largest remainders, the earlier segment first.
    for at in sorted(range(count), key=lambda at: (whole[at] - exact[at], at))[: 100 - sum(whole)]:
        whole[at] += 1
    return tuple(whole)


def _findings(parts: Sequence[Segment], cause: Cause, rules: Blame) -> Iterable[Finding]:
    for at, part in enumerate(parts):
        yield from _told(at, part, rules)
        if at and part.taken_by != "both":
            # Nobody can show in what state it passed: both sides of the handover answer.
            entry = (part.entries[0].entry_id,)
            yield Finding(at - 1, "handover_one_sided", True, rules.one_sided, entry)
            yield Finding(at, "handover_one_sided", True, rules.one_sided, entry)
        if cause is Cause.DELAY:
            longest = max((b - a for a, b in _pauses(part)), default=0)
            if longest > rules.pause_hours * 3_600_000:
                yield Finding(at, "long_pause", True, rules.direct, (part.entries[0].entry_id,))
        for one in part.entries:
            if (code := _direct(one, cause)) is not None:
                yield Finding(at, code, True, rules.direct, (one.entry_id,))
    if cause is Cause.LOSS and parts and not _ended(parts[-1]):
        yield Finding(len(parts) - 1, "last_holder", True, rules.direct, (parts[-1].entries[-1].entry_id,))


def _told(at: int, part: Segment, rules: Blame) -> Iterable[Finding]:
    for one in part.entries:
        for flag in one.flags:
            if flag in rules.missing:
                yield Finding(at, flag, True, rules.missing_scan, (one.entry_id,))
            elif flag in rules.implausible:
                yield Finding(at, flag, True, rules.implausible_scan, (one.entry_id,))
            elif flag in rules.remarks:
                yield Finding(at, flag, False, 0.0, (one.entry_id,))


def _pauses(part: Segment) -> Iterable[tuple[int, int]]:
    times = [one.at_ms for one in part.entries]
    if part.until_ms is not None:
        times.append(part.until_ms)
    return pairwise(times)


def _direct(one: Passed, cause: Cause) -> str | None:
    """What an entry itself shows of the very thing that is complained of."""
    if cause is Cause.CONSENT and one.step is Step.DEPOSITED and one.facts.get("consent") in ("none", "courier"):
        return "no_consent_shown"
    if cause is Cause.SIGN_OFF and one.step is Step.SIGNED and one.facts.get("method") in ("recipient", "proxy"):
        return "signed_without_code"
    if cause is Cause.SIGN_OFF and one.step is Step.DEPOSITED:
        return "left_and_not_handed_over"
    return "refused_as_damaged" if cause is Cause.HARM and one.facts.get("reason") == "damaged" else None


def _ended(part: Segment) -> bool:
    return part.entries[-1].step in (Step.SIGNED, Step.CONFIRMED, Step.TAKEN_BACK)
