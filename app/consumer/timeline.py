"""From the public parts of a thing's life to its line of stops, its sentence and its route: pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from app.consumer import vocabulary as v
from app.consumer.pages import Stop
from app.consumer.route import Halt, Route, route
from app.consumer.words import Words
from trace.whereabouts import TELLING

# A stop that says something of a thing without moving it; what comes out of its parcel is where the parcel was.
_TELLING = TELLING | {"unpacked"}
# What happens on paper: it says where somebody sat, and not where the thing was.
_STILL = _TELLING | {"listed", "delisted", "sold", "disputed", "recalled", "decommissioned"}
# The fact by which a step has more than one meaning.
_TELLS_APART = {"disputed": "reason", "returned": "outcome", "decommissioned": "reason"}
# What stays true whatever comes after it.
_STICKY = frozenset({"recalled", "decommissioned"})


@dataclass(frozen=True, slots=True)
class Seen:
    """One entry of a life as this reader may see it: its public part, or None where a code is needed.

    `entry` is where it stands in the proof's list; `at_ms` when it happened, where that is known more closely than
    the public part tells; a closed stop that `moves` nothing is somebody else's business.
    """

    public: Mapping[str, Any] | None
    entry: int | None = None
    at_ms: int | None = None
    moves: bool = True


@dataclass(frozen=True, slots=True)
class State:
    """Where a thing stands: step, evidence, variant and place of the entry that says so, and its position."""

    step: str = ""
    evidence: str = ""
    variant: str | None = None
    place: str = ""
    title: str = ""
    at: int | None = None


def state(words: Words, life: Sequence[Seen]) -> State:
    """The state that a life leaves the thing in; outsiders' entries move nothing, late ones fall into their place."""
    found = State()
    for at, seen in _happened(life):
        public = seen.public
        if public is None:
            # What the closed stops are is hidden here; that it is on its way is not.
            if found.step not in _STICKY and seen.moves:
                found = State("hub_in", at=at)
            continue
        step = public["step"]
        claim = step == "disputed" and public["evidence"] == "claim"
        if (public["standing"] == "outsider" and not claim) or (found.step in _STICKY and step not in _STICKY):
            continue
        # What comes out of a parcel is where the parcel was; what comes out of a case is on hand again.
        if step in _TELLING and found.step and not (step == "unpacked" and _variant(public)):
            continue
        found = State(step, public["evidence"], _variant(public), words.where(public), words.title(public), at)
    return found


def _happened(life: Sequence[Seen]) -> Iterator[tuple[int, Seen]]:
    """A life by the time things happened, each with its position in the record; one without a time follows the one before."""
    newest = 0
    placed: list[tuple[int, int]] = []
    for at, seen in enumerate(life):
        newest = newest if seen.at_ms is None else seen.at_ms
        placed.append((newest, at))
    return ((at, life[at]) for _, at in sorted(placed))


def _variant(public: Mapping[str, Any]) -> str | None:
    """The fact that makes a difference to what a step is called."""
    facts = public.get("facts") or {}
    return facts.get("site") or facts.get(_TELLS_APART.get(public["step"], ""))


def sentence(words: Words, now: State) -> tuple[Markup, str]:
    """The page's sentence for a state, and the line under it."""
    return words.status(now.step, now.evidence, now.variant, now.place, now.title)


def stops(words: Words, life: Sequence[Seen], now: State) -> tuple[Stop, ...]:
    """The line of stops, newest first: what comes next, what was, and gaps where a code is needed."""
    found: list[Stop] = []
    hidden = 0
    for at, seen in enumerate(life):
        if seen.public is None:
            hidden += 1
            continue
        if hidden:
            found.append(_gap(words, hidden))
            hidden = 0
        found.append(_stop(words, seen, at == now.at, at == 0))
    if hidden:
        found.append(_gap(words, hidden))
    if (then := v.NEXT.get(now.step)) is not None and not (now.step == "packed" and now.variant):
        found.append(Stop("next", words.steps[then], words.script["next"]))
    found.reverse()
    return tuple(found)


def way(words: Words, life: Sequence[Seen]) -> Route | None:
    """The route through the places of a life, with gaps where stops are hidden."""
    halts: list[Halt] = []
    hidden = 0
    for seen in life:
        public = seen.public
        if public is None:
            hidden += 1
        elif public["step"] in _STILL or public["standing"] == "outsider":
            continue
        elif place := words.where(public):
            halts.append(Halt(place, words.short(public), words.day_only(public), hidden))
            hidden = 0
    return route(halts, hidden, words.t("{count} stops not public"))


def _stop(words: Words, seen: Seen, is_now: bool, is_first: bool) -> Stop:
    public = seen.public
    assert public is not None
    # Everything starts as a veil: the reader's browser draws it solid once it has proved it.
    kind = "veil"
    if is_now:
        kind += " now"
    if is_first:
        kind += " src"
    elif public["step"] in v.SWAPS:
        kind += " swap"
    place = words.where(public)
    line = f"{words.day(public)}{words.script['join']}{place}" if place else words.day(public)
    evidence = public["evidence"]
    return Stop(
        kind, words.title(public), words.script["first"] if is_first else "", line, evidence,
        evidence in v.HARD, words.voucher(public), words.notes(public), words.odd(public), seen.entry,
    )  # fmt: skip


def _gap(words: Words, count: int) -> Stop:
    return Stop("skip", "", words.script["skip"].replace("{count}", str(count)))
