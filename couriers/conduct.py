"""From the custody history of one parcel to what counts for whoever carried it: done well, done badly, or not theirs. Pure.

Only what two devices or one have signed counts for a person; feeds count for the firm, a station's own word for the station.
What is disputed and not decided counts for nobody, and a distance alone never does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from couriers import rules as rule_sets
from couriers.rules import Rules
from couriers.states import Step


class Kind(StrEnum):
    """Whom a rating is of."""

    COURIER = "courier"
    FIRM = "firm"
    OUTLET = "outlet"


class State(StrEnum):
    """Whether something counts: excused is not theirs to answer for, pending waits for a person's decision."""

    COUNTED = "counted"
    EXCUSED = "excused"
    PENDING = "pending"


class Subject(NamedTuple):
    """Somebody who is rated: a courier's id, or that of a firm's or station's party."""

    kind: str
    id: int


class Seen(NamedTuple):
    """One entry of a parcel's life. `firm` carries the parcel, `outlet` is the station that recorded this, if one did."""

    entry_id: int
    leaf: int
    at_ms: int
    step: Step
    evidence: str
    stands: bool
    facts: Mapping[str, object]
    flags: tuple[str, ...] = ()
    courier_id: int | None = None
    firm: int | None = None
    outlet: int | None = None
    place: str = ""


class Counted(NamedTuple):
    """One entry under one indicator for somebody: `bad` is how much of it was not done well, in per cent; `why` a word."""

    subject: Subject
    indicator: str
    entry_id: int
    leaf: int
    at_ms: int
    day: int
    bad: int
    state: str
    why: str
    place: str


ENDS = frozenset({Step.SIGNED, Step.DEPOSITED, Step.REFUSED, Step.ATTEMPT_FAILED})
DELIVERS = frozenset({Step.SIGNED, Step.DEPOSITED})
HOUR_MS = 3_600_000


def fold(life: Iterable[Seen]) -> list[Counted]:
    """What a parcel's life comes to, in whatever order its entries arrived; each entry by the rules of its own day."""
    walk = _Walk()
    for seen in sorted(life, key=lambda one: (one.at_ms, one.entry_id)):
        rules = rule_sets.of(seen.at_ms)
        if rules is None:
            continue
        if seen.step is Step.DISPUTED:
            walk.dispute()
        elif seen.step is Step.CONFIRMED:
            walk.confirm()
        else:
            for subject in subjects(seen, rules):
                walk.take(subject, seen, rules)
    return walk.rows()


def subjects(seen: Seen, rules: Rules) -> list[Subject]:
    """For whom an entry counts: for nobody where an outsider says it."""
    if not seen.stands:
        return []
    found = []
    if seen.courier_id is not None and seen.evidence in rules.evidence.person:
        found.append(Subject(Kind.COURIER, seen.courier_id))
    if seen.firm is not None and seen.evidence in rules.evidence.firm:
        found.append(Subject(Kind.FIRM, seen.firm))
    if seen.outlet is not None and seen.evidence in rules.evidence.outlet:
        found.append(Subject(Kind.OUTLET, seen.outlet))
    return found


_Key = tuple[Subject, str, int]


@dataclass(slots=True)
class _Walk:
    """The fold's state: who is out with it since when, how it ended for each of them, and the last sign-off."""

    found: dict[_Key, Counted] = field(default_factory=dict)
    out: dict[Subject, Seen] = field(default_factory=dict)
    ended: dict[Subject, Counted] = field(default_factory=dict)
    signoffs: list[_Key] = field(default_factory=list)

    def take(self, subject: Subject, seen: Seen, rules: Rules) -> None:
        """One step of somebody."""
        wrong = next((flag for flag in seen.flags if flag in rules.conduct.implausible), None)
        self._count(subject, "scan_true", seen, rules, bad=wrong is not None, why=wrong or "plausible")
        lacks = next((flag for flag in seen.flags if flag in rules.conduct.incomplete), None)
        if lacks is not None:
            self._count(subject, "scan_complete", seen, rules, bad=True, why=lacks)
        if seen.step is Step.OUT_FOR_DELIVERY:
            self._set_out(subject, seen, rules)
        elif seen.step in ENDS:
            self._end(subject, seen, rules)

    def _set_out(self, subject: Subject, seen: Seen, rules: Rules) -> None:
        before = self.out.get(subject)
        if before is not None and seen.at_ms - before.at_ms <= rules.conduct.delivery_hours * HOUR_MS:
            # Scanned once more on the same round.
            return
        if before is not None:
            self._count(subject, "scan_complete", before, rules, bad=True, why="never_ended")
        self.out[subject] = seen

    def _end(self, subject: Subject, seen: Seen, rules: Rules) -> None:
        out = self.out.pop(subject, None)
        if out is not None:
            late = seen.at_ms - out.at_ms > rules.conduct.delivery_hours * HOUR_MS
            self._count(subject, "on_time", seen, rules, bad=late, why="late" if late else "in_time")
        if seen.step in rules.conduct.needs_setting_out and subject.kind != Kind.OUTLET:
            why = "complete" if out is not None else "not_set_out"
            self._count(subject, "scan_complete", seen, rules, bad=out is None, why=why)
        self.ended[subject] = _outcome(subject, seen, rules)
        if seen.step in DELIVERS:
            self._deliver(subject, seen, rules)

    def _deliver(self, subject: Subject, seen: Seen, rules: Rules) -> None:
        improper = seen.facts.get("consent") == "none"
        key = self._count(subject, "signoff_ok", seen, rules, bad=improper, why="no_consent" if improper else "proper")
        self.signoffs = [one for one in self.signoffs if one[2] == seen.entry_id] + [key]
        for indicator in ("intact", "minor_clear"):
            if not any(one[:2] == (subject, indicator) for one in self.found):
                self._count(subject, indicator, seen, rules, bad=False, why="delivered")

    def dispute(self) -> None:
        """The recipient denies the newest sign-off or deposit: until somebody decides, it counts for nobody."""
        for key in self.signoffs:
            if not self.found[key].bad:
                self.found[key] = self.found[key]._replace(state=State.PENDING, why="disputed")

    def confirm(self) -> None:
        """The recipient has it after all."""
        for key in self.signoffs:
            if self.found[key].state == State.PENDING:
                self.found[key] = self.found[key]._replace(state=State.COUNTED, why="confirmed")

    def rows(self) -> list[Counted]:
        """Everything that counts, in the order of the log."""
        return sorted(
            [*self.found.values(), *self.ended.values()], key=lambda one: (one.leaf, one.indicator, one.subject)
        )

    def _count(self, subject: Subject, indicator: str, seen: Seen, rules: Rules, *, bad: bool, why: str) -> _Key:
        key = (subject, indicator, seen.entry_id)
        if key not in self.found or bad:
            self.found[key] = _counted(subject, indicator, seen, rules, bad=bad, why=why)
        return key


def _outcome(subject: Subject, seen: Seen, rules: Rules) -> Counted:
    """How it ended for them, under completion; what the recipient or the address is to blame for is excused."""
    if seen.step in DELIVERS:
        return _counted(subject, "completion", seen, rules, bad=False, why="delivered")
    if seen.step is Step.REFUSED:
        return _counted(subject, "completion", seen, rules, bad=False, why="refused", state=State.EXCUSED)
    reason, attempt = str(seen.facts.get("reason", "")), seen.facts.get("attempt", 1)
    if reason in rules.conduct.excused_reasons:
        return _counted(subject, "completion", seen, rules, bad=False, why=reason, state=State.EXCUSED)
    tried = isinstance(attempt, int) and attempt >= rules.conduct.attempts
    if tried and reason in rules.conduct.absent_reasons:
        return _counted(subject, "completion", seen, rules, bad=False, why="absent", state=State.EXCUSED)
    return _counted(subject, "completion", seen, rules, bad=True, why="not_delivered")


def _counted(
    subject: Subject, indicator: str, seen: Seen, rules: Rules, *, bad: bool, why: str, state: State = State.COUNTED
) -> Counted:
    return Counted(
        subject, indicator, seen.entry_id, seen.leaf, seen.at_ms, rules.day(seen.at_ms), 100 if bad else 0, state, why,
        seen.place,
    )  # fmt: skip
