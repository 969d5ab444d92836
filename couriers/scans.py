"""One scan, there and back: locked, compared with what is recorded already, judged by custody, recorded."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec
from sqlalchemy.orm import Session

from couriers import custody, trail
from couriers.custody import ImpossibleStep, MissingStep, Scan
from couriers.states import Step, step_of
from trace import event as events, ledger, replay
from trace.errors import Forbidden, Malformed, Refusal
from trace.event import Event
from trace.heads import own
from trace.identity import thing
from trace.ledger import Draft, EventIdReused
from trace.moments import instant, iso, to_ms
from trace.receipts import Receipt
from trace.stages import Deed
from trace.standing import Actor, Head, standing
from trace.words import Evidence, Standing

# Whoever stands before the thing can be told no. What another system reports has happened, whether it fits or not.
FROM_PERSONS = frozenset({Evidence.BOTH, Evidence.DEVICE, Evidence.CLAIM, Evidence.PARTY})
# Clocks of phones go wrong by minutes; a scan from further ahead would put all that follow before itself.
AHEAD = timedelta(minutes=10)


class ScanWithoutId(Malformed):
    """A scan without an id of its own, so that sending it twice could not be told from two scans."""

    code = "scan-without-id"


class ClockAhead(Malformed):
    """A scan from the future: the clock of the device is wrong."""

    code = "clock-ahead"


class NotInYourHands(Forbidden):
    """A scan by a party that neither owns nor holds the thing and was not offered it."""

    code = "not-in-your-hands"


def accept(session: Session, actor: Actor, deed: Deed, evidence: str, now: datetime) -> Receipt:
    """Record one scan, or refuse it with a reason; the same scan twice gives the same receipt, whatever came between."""
    return accept_all(session, actor, [deed], evidence, now)[0]


def accept_all(session: Session, actor: Actor, deeds: Sequence[Deed], evidence: str, now: datetime) -> list[Receipt]:
    """Record scans that belong together: all, or none.

    A person's scan that does not fit is refused; one of a carrier's feed or of an import is recorded as it came, with a
    flag. Custody asks only single things: parts of a lot can be in many hands at once.
    """
    drafts = [Draft(_whole(deed.event), actor, evidence, deed.texts) for deed in deeds]
    heads = ledger.lock(session, {uri for draft in drafts for _, uri in events.things(draft.event)})
    keys = [draft.key() for draft in drafts]
    recorded = replay.recorded(session, keys)
    trails = trail.trails(session, {uri for draft in drafts for uri in _single(draft.event)})
    given: dict[bytes, tuple[str, ...]] = {
        key: _ours(events.stored(one.event)) for key, one in recorded.items() if one.event is not None
    }
    for at, (draft, key) in enumerate(zip(drafts, keys, strict=True)):
        if key not in recorded and key not in given:
            _permit(draft, heads, now)
            given[key] = _judge(draft, trails)
        flags = (*(flag for flag in draft.event.flags if flag not in custody.FLAGS), *given.get(key, ()))
        drafts[at] = Draft(msgspec.structs.replace(draft.event, flags=flags), actor, evidence, draft.texts)
    return ledger.append(session, drafts, now)


def accept_each(
    session: Session, actor: Actor, told: Sequence[tuple[Deed, Evidence]], now: datetime
) -> list[Receipt | Refusal]:
    """Record scans of persons that came together, each with its own evidence: what is refused leaves the others alone.

    They are judged in the order given, so the earlier ones come first. One lock and one append for them all.
    """
    answers: dict[int, Receipt | Refusal] = {}
    drafts: dict[int, Draft] = {}
    for at, (deed, evidence) in enumerate(told):
        try:
            drafts[at] = Draft(_whole(deed.event), actor, evidence, deed.texts)
        except Refusal as refusal:
            answers[at] = refusal
    heads = ledger.lock(session, {uri for draft in drafts.values() for _, uri in events.things(draft.event)})
    keys = {at: draft.key() for at, draft in drafts.items()}
    recorded = replay.recorded(session, list(keys.values()))
    trails = trail.trails(session, {uri for draft in drafts.values() for uri in _single(draft.event)})
    for at, draft in list(drafts.items()):
        try:
            if (stands := recorded.get(keys[at])) is None:
                _permit(draft, heads, now)
                _judge(draft, trails)
            elif not replay.same(stands, draft.event, draft.texts):
                raise EventIdReused("this scan's id is recorded already with another content: scan it again")
        except Refusal as refusal:
            answers[at] = refusal
            del drafts[at]
    answers.update(zip(drafts, ledger.append(session, list(drafts.values()), now), strict=True))
    return [answers[at] for at in range(len(told))]


def _single(event: Event) -> list[str]:
    """The things whose custody the event moves: none for a step that moves nothing, and of things single ones only."""
    if step_of(event.stage, event.facts) is None:
        return []
    return [uri for _, uri in events.things(event) if thing.kind(uri) in ("item", "parcel", "other")]


def _whole(event: Event) -> Event:
    if event.event_id is None:
        raise ScanWithoutId(
            "this scan has no id: give each one a random URI, such as urn:uuid:..., and send it again with it"
        )
    return events.check(event)


def _ours(event: Event) -> tuple[str, ...]:
    return tuple(flag for flag in event.flags if flag in custody.FLAGS)


def _permit(draft: Draft, heads: dict[str, Head], now: datetime) -> None:
    """What is asked of a person before custody is: a clock that can be, and a thing that is theirs to scan."""
    if draft.evidence not in FROM_PERSONS:
        return
    if instant(draft.event.event_time) > to_ms(now + AHEAD):
        raise ClockAhead(
            f"this scan is of {draft.event.event_time}, and it is {iso(to_ms(now))}: set the device's clock right"
        )
    if draft.evidence == Evidence.CLAIM:
        return
    mine = [own(heads[uri], heads, draft.actor, draft.evidence) for _, uri in events.things(draft.event)]
    if standing(draft.actor, mine, draft.event, draft.evidence) is Standing.OUTSIDER:
        raise NotInYourHands(
            "this is in the hands of somebody else: let them hand it over to you, or scan it together on both devices"
        )


def _judge(draft: Draft, trails: dict[str, list[Scan]]) -> tuple[str, ...]:
    """The flags that the event gets for not fitting, and from now on a scan in each trail; a person's is refused."""
    event = draft.event
    step: Step | None = step_of(event.stage, event.facts)
    if step is None:
        return ()
    found: list[str] = []
    for _, uri in events.things(event):
        if uri not in trails:
            continue
        history = trails[uri]
        scan = Scan(step, instant(event.event_time), max((one.order for one in history), default=0) + 1)
        try:
            custody.fit(history, scan)
        except (ImpossibleStep, MissingStep) as refusal:
            if draft.evidence in FROM_PERSONS:
                raise type(refusal)(f"{uri}: {refusal.message}", thing=uri, **refusal.detail) from None
            found.append(custody.MISSING if isinstance(refusal, MissingStep) else custody.IMPOSSIBLE)
        history.append(scan)
    return tuple(dict.fromkeys(found))
