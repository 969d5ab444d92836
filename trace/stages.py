"""From what somebody did to the EPCIS event that says so: the one builder behind trace/goods.py and couriers/steps.py.

Names come in canonical (trace.identity.thing.canonical); a lot or a product stands in the quantityList, as EPCIS 2.0
section 7.3.3 wants it for classes, everything else in the epcList. docs/flow.md has the table of stages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec

from trace.errors import Malformed
from trace.event import At, County, Destination, ErrorDeclaration, Event, Quantity, Source, Transaction
from trace.identity import thing
from trace.moments import iso, to_ms
from trace.standing import POSSESSING
from trace.words import TERMS, Stage

Things = str | Quantity | Sequence[str | Quantity]
Facts = Mapping[str, str | int | bool | None]

_POSSESSING = f"urn:epcglobal:cbv:sdt:{POSSESSING}"
_CERTIFICATE = "urn:epcglobal:cbv:btt:cert"
_WORD = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_ACTIONS = {
    Stage.SERIALISED: "ADD",
    Stage.PACKED: "ADD",
    Stage.UNPACKED: "DELETE",
    Stage.DECOMMISSIONED: "DELETE",
}


class BadStep(Malformed):
    """A step that says too little, or in words that there are not."""

    code = "bad-step"


@dataclass(frozen=True, slots=True)
class Stamp:
    """When and where a step happened, and its id: what every step says beside what was done.

    `at` is the event time; `device_at` what the device's own clock showed, uncorrected. `place` is what everybody may
    see, no finer than the county; `location` names a business's own place (a GLN or one of our place names).
    """

    at: datetime
    event_id: str | None = None
    place: County | None = None
    location: str | None = None
    device_at: datetime | None = None
    offset: str = "+08:00"


@dataclass(frozen=True, slots=True)
class Deed:
    """An event, and the personal texts that it only commits to (names of fields -> texts)."""

    event: Event
    texts: Mapping[str, str] = field(default_factory=dict)


def build(
    stage: Stage,
    things: Things,
    stamp: Stamp,
    *,
    facts: Facts | None = None,
    texts: Mapping[str, str | None] | None = None,
    giver: str | None = None,
    taker: str | None = None,
    case: str | None = None,
    ilmd: dict[str, str] | None = None,
    certificates: Sequence[str] = (),
) -> Deed:
    """An ObjectEvent: `things` were seen doing `stage`, passing from the party `giver` to `taker` where these are named."""
    named, classes = _sorted(things)
    if not named and not classes:
        if case is None:
            raise BadStep(f"a {stage} step names no thing: expected at least one")
        # EPCIS wants something in the lists of an ObjectEvent, and a case is a thing (a digital one).
        named = (case,)
    biz_step, disposition = TERMS[stage]
    event = Event(
        type="ObjectEvent",
        action=_ACTIONS.get(stage, "OBSERVE"),
        biz_step=biz_step,
        disposition=disposition,
        epc_list=named,
        quantity_list=classes,
        case=case,
        ilmd=ilmd or None,
        biz_transaction_list=tuple(Transaction(type=_CERTIFICATE, biz_transaction=one) for one in certificates),
        **_circumstances(stamp, facts, giver, taker),
    )
    return Deed(event, _said(texts))


def aggregate(
    stage: Stage,
    parent: str,
    children: Things,
    stamp: Stamp,
    *,
    facts: Facts | None = None,
    texts: Mapping[str, str | None] | None = None,
    taker: str | None = None,
) -> Deed:
    """An AggregationEvent: `children` went into `parent` or came out of it; counts of a class are no event of that class."""
    named, classes = _sorted(children)
    if not named and not classes:
        raise BadStep(f"nothing is {stage} here: expected at least one thing beside {parent!r}")
    if parent in named:
        raise BadStep(f"{parent!r} cannot be {stage} in itself")
    biz_step, disposition = TERMS[stage]
    event = Event(
        type="AggregationEvent",
        action=_ACTIONS[stage],
        biz_step=biz_step,
        disposition=disposition,
        parent_id=parent,
        child_epcs=named,
        child_quantity_list=classes,
        **_circumstances(stamp, facts, None, taker),
    )
    return Deed(event, _said(texts))


def transform(
    stage: Stage, inputs: Things, outputs: Things, stamp: Stamp, *, ilmd: dict[str, str] | None = None
) -> Deed:
    """A TransformationEvent: `inputs` were used up, wholly or in the amount that is said, and `outputs` came of them."""
    taken, taken_classes = _sorted(inputs)
    made, made_classes = _sorted(outputs)
    biz_step, disposition = TERMS[stage]
    event = Event(
        type="TransformationEvent",
        biz_step=biz_step,
        disposition=disposition,
        input_epc_list=taken,
        input_quantity_list=taken_classes,
        output_epc_list=made,
        output_quantity_list=made_classes,
        ilmd=ilmd or None,
        **_circumstances(stamp, None, None, None),
    )
    return Deed(event)


def corrected(event: Event, declared_at: datetime, reason: str, *, by: Sequence[str] = ()) -> Deed:
    """The declaration that a recorded event was wrong; `by` names the events that tell it right.

    It repeats all of the event, its id and time included (EPCIS 2.0 section 7.4.1.3). `reason` is one of CBV's,
    `did_not_occur` or `incorrect_data`.
    """
    if event.event_id is None or event.error_declaration is not None:
        raise BadStep("only a recorded event, which has an id and is no declaration itself, can be declared wrong")
    if reason not in ("did_not_occur", "incorrect_data"):
        raise BadStep(f"{reason!r} is not why an event is wrong: expected did_not_occur or incorrect_data")
    declaration = ErrorDeclaration(
        declaration_time=iso(to_ms(declared_at)), reason=reason, corrective_event_ids=tuple(by)
    )
    return Deed(msgspec.structs.replace(event, error_declaration=declaration))


def word(value: str, of: str) -> str:
    """`value` itself if it is a bare word, so that nobody's free text can stand in the public part."""
    if not _WORD.fullmatch(value):
        raise BadStep(
            f"{value[:60]!r} is not {of}: expected 1 to 40 letters, digits and _ . -, and free text in a text of its own"
        )
    return value


def one_of(value: str, words: Sequence[str], of: str) -> str:
    """`value` itself if it is among `words`."""
    if value not in words:
        raise BadStep(f"{value[:60]!r} is not {of}: expected one of {', '.join(words)}")
    return value


def _sorted(things: Things) -> tuple[tuple[str, ...], tuple[Quantity, ...]]:
    """Single things, and classes with how much of them; a lot or product given bare has no count."""
    given = (things,) if isinstance(things, str | Quantity) else tuple(things)
    named = tuple(one for one in given if isinstance(one, str) and thing.kind(one) not in ("lot", "product"))
    classes = tuple(
        Quantity(epc_class=one) if isinstance(one, str) else one
        for one in given
        if not isinstance(one, str) or thing.kind(one) in ("lot", "product")
    )
    return named, classes


def _said(texts: Mapping[str, str | None] | None) -> dict[str, str]:
    return {name: text for name, text in (texts or {}).items() if text is not None and text.strip()}


def _circumstances(stamp: Stamp, facts: Facts | None, giver: str | None, taker: str | None) -> dict[str, Any]:
    where = None if stamp.location is None else At(id=stamp.location)
    return {
        "event_id": stamp.event_id,
        "event_time": iso(to_ms(stamp.at)),
        "event_time_zone_offset": stamp.offset,
        "device_time": None if stamp.device_at is None else iso(to_ms(stamp.device_at)),
        "place": stamp.place,
        "read_point": where,
        "biz_location": where,
        "source_list": () if giver is None else (Source(type=_POSSESSING, source=giver),),
        "destination_list": () if taker is None else (Destination(type=_POSSESSING, destination=taker),),
        "facts": {name: value for name, value in (facts or {}).items() if value is not None} or None,
    }
