"""The way of a case: its kinds, its states, which step may follow in which state, and who may see it. Pure.

Three things that are not each other: an inquiry (no effect on anybody), a complaint (may be withdrawn, has no effect
before it is upheld), a report (a lead; whoever made it stays secret).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from trace.errors import Conflict


class Kind(StrEnum):
    """What came in."""

    INQUIRY = "inquiry"
    COMPLAINT = "complaint"
    REPORT = "report"


class Procedure(StrEnum):
    """By which law: that of market supervision, or that of the post (K11 to K19)."""

    MARKET = "market"
    POSTAL = "postal"


class State(StrEnum):
    """How a case stands."""

    RECEIVED = "received"
    ANSWERED = "answered"
    ACCEPTED = "accepted"
    NEGOTIATING = "negotiating"
    MEDIATING = "mediating"
    FILED = "filed"
    PROPOSED = "proposed"
    DECIDED = "decided"
    APPEALED = "appealed"
    FINAL = "final"
    SETTLED = "settled"
    ENDED = "ended"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    CLOSED = "closed"


class WrongStep(Conflict):
    """A step that does not follow in the state in which the case is."""

    code = "wrong-step"


class SamePerson(Conflict):
    """Somebody who is to look at their own work: who proposes does not approve, who decided does not review."""

    code = "own-work"


_OPEN = (State.RECEIVED, State.ANSWERED)
_WORK = (State.ACCEPTED, State.NEGOTIATING, State.MEDIATING, State.FILED)
_ALIVE = (*_OPEN, *_WORK, State.PROPOSED)
_ENDED = (State.FINAL, State.SETTLED, State.ENDED, State.REFUSED, State.DECIDED)
OVER = frozenset({State.WITHDRAWN, State.MERGED, State.CLOSED})
_NOT_OVER = tuple(state for state in State if state not in OVER)
_BOTH = (Kind.COMPLAINT, Kind.REPORT)


class Move(NamedTuple):
    """A step: from which states, into which (None: it stays), for which kinds, and who may see it on the case.

    `seen` names the sides that see it beside the office: "complainant", "respondent".
    """

    sources: tuple[State, ...]
    into: State | None
    kinds: tuple[Kind, ...] = tuple(Kind)
    seen: frozenset[str] = frozenset()


_EACH = frozenset({"complainant", "respondent"})
_MAKER, _OTHER, _OFFICE = frozenset({"complainant"}), frozenset({"respondent"}), frozenset[str]()
MOVES: Mapping[str, Move] = {
    "answered": Move((*_OPEN, *_WORK), None, (Kind.INQUIRY, Kind.COMPLAINT), _EACH),
    "escalated": Move(_OPEN, None, (Kind.COMPLAINT,), _EACH),
    "accepted": Move(_OPEN, State.ACCEPTED, (Kind.COMPLAINT,), _EACH),
    "filed": Move(_OPEN, State.FILED, (Kind.REPORT,), _MAKER),
    "refused": Move(_OPEN, State.REFUSED, _BOTH, _MAKER),
    "extended": Move(_OPEN, None, (Kind.REPORT,), _MAKER),
    "negotiation": Move((State.ACCEPTED, State.MEDIATING), State.NEGOTIATING, (Kind.COMPLAINT,), _EACH),
    "mediation": Move((State.ACCEPTED, State.NEGOTIATING), State.MEDIATING, (Kind.COMPLAINT,), _EACH),
    "paused": Move(_WORK, None, (Kind.COMPLAINT,), _EACH),
    "resumed": Move(_WORK, None, (Kind.COMPLAINT,), _EACH),
    "asked": Move((*_OPEN, *_WORK), None, (Kind.COMPLAINT,), _OTHER),
    "stated": Move((*_OPEN, *_WORK), None, (Kind.COMPLAINT,), _OTHER),
    "settled": Move(_WORK[:3], State.SETTLED, (Kind.COMPLAINT,), _EACH),
    "ended": Move(_WORK[:3], State.ENDED, (Kind.COMPLAINT,), _EACH),
    "proposed": Move((*_WORK, State.PROPOSED), State.PROPOSED, _BOTH, _OFFICE),
    "sent_back_draft": Move((State.PROPOSED,), State.ACCEPTED, _BOTH, _OFFICE),
    "decided": Move((State.PROPOSED,), State.DECIDED, _BOTH, _EACH),
    "appealed": Move((State.DECIDED,), State.APPEALED, _BOTH, _EACH),
    "reviewed": Move((State.APPEALED,), State.FINAL, _BOTH, _EACH),
    "closed": Move((*_ENDED, *_OPEN), State.CLOSED, tuple(Kind), _EACH),
    "withdrawn": Move(_ALIVE, State.WITHDRAWN, (Kind.INQUIRY, Kind.COMPLAINT), _EACH),
    "merged": Move((*_OPEN, *_WORK), State.MERGED, tuple(Kind), _MAKER),
    "transferred": Move(_NOT_OVER, None, tuple(Kind), _MAKER),
    "taken_over": Move(_NOT_OVER, None, tuple(Kind), _MAKER),
    "sent_back": Move(_NOT_OVER, None, tuple(Kind), _OFFICE),
    "named": Move((*_OPEN, *_WORK), None, tuple(Kind), _OFFICE),
    "assigned": Move(_NOT_OVER, None, tuple(Kind), _OFFICE),
    "noted": Move(tuple(State), None, tuple(Kind), _OFFICE),
    "issued": Move(tuple(State), None, tuple(Kind), _OFFICE),
    "told": Move(tuple(State), None, tuple(Kind), _OFFICE),
    "followed_up": Move((State.CLOSED,), None, _BOTH, _OFFICE),
}
COMPLAINED = "complained"
RECEIVED = "received"


def move(kind: str, state: str, step: str) -> State:
    """The state after a step, or why it cannot be taken."""
    found = MOVES.get(step)
    if found is None or kind not in found.kinds:
        raise WrongStep(
            f"{step[:40]!r} is no step of {_a(kind)}: expected one of {', '.join(possible(kind, state)) or 'none'}"
        )
    if state not in found.sources:
        raise WrongStep(
            f"the case is {state}: {step} cannot follow; expected one of {', '.join(possible(kind, state)) or 'none'}"
        )
    if step == "answered" and state == State.RECEIVED:
        return State.ANSWERED
    if step == "sent_back_draft" and kind == Kind.REPORT:
        return State.FILED
    # An inquiry needs no decision: it is closed once answered. A complaint that nobody has accepted is not.
    if step == "closed" and kind != Kind.INQUIRY and state in _OPEN:
        raise WrongStep(f"{_a(kind)} is accepted, refused or withdrawn before it is closed")
    return found.into or State(state)


def possible(kind: str, state: str) -> list[str]:
    """The steps that may follow."""
    found = [name for name, one in MOVES.items() if kind in one.kinds and state in one.sources]
    return [name for name in found if not (name == "closed" and kind != Kind.INQUIRY and state in _OPEN)]


def visible(step: str, side: str) -> bool:
    """Whether a side sees this step; what came in is the complainant's own, and the respondent's to answer."""
    found = MOVES.get(step)
    return side in found.seen if found else step in (COMPLAINED, RECEIVED)


def apart(step: str, account_id: int, before: Iterable[tuple[str, int | None]]) -> None:
    """Refuse what somebody would do to their own work; `before` are the steps of the case with who took them."""
    forbidden: dict[str, Collection[str]] = {"decided": ("proposed",), "reviewed": ("proposed", "decided")}
    mine = {name for name, who in before if who == account_id}
    for name in forbidden.get(step, ()):
        if name in mine:
            raise SamePerson(f"whoever has {name} is another person than who has {step}: ask a colleague")


def of_category(category: str) -> Procedure:
    """K11 to K19 go the way of the post, whatever else that of market supervision."""
    postal = len(category) == 3 and category[1:].isdigit() and 11 <= int(category[1:]) <= 19
    return Procedure.POSTAL if postal else Procedure.MARKET


def _a(kind: str) -> str:
    return f"an {kind}" if kind[:1] in "aeiou" else f"a {kind}"
