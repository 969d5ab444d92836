"""Recorded events as answers show them: whole to whoever recorded them, to others by their public part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from trace.epcis import contexts, terms
from trace.epcis.naming import is_kept
from trace.identity.thing import kind
from trace.moments import iso
from trace.words import TERMS, VOC, Stage

# An event of somebody else's, of which only the public part is shown, is of a type of our own (EPCIS 2.0 section 7.4).
PUBLIC_PART = f"{VOC}PublicPart"
OWN_CONTEXT: list[object] = [contexts.STANDARD, contexts.OURS]
_VOCABULARIES = {"source": terms.PARTIES, "destination": terms.PARTIES, "bizTransaction": terms.TRANSACTIONS}
# Under which member a thing stands that an event touched in this role; classes have lists of their own.
_MEMBERS = {
    "epc": "epcList",
    "parent": "parentID",
    "child": "childEPCs",
    "input": "inputEPCList",
    "output": "outputEPCList",
}
_CLASS_MEMBERS = {"class": "quantityList", "input": "inputQuantityList", "output": "outputQuantityList"}
_FACTS = {
    "epcList": "epc", "parentID": "parentID", "childEPCs": "epc", "inputEPCList": "inputEPC",
    "outputEPCList": "outputEPC", "quantityList": "epcClass", "inputQuantityList": "inputEPCClass",
    "outputQuantityList": "outputEPCClass", "readPoint": "readPoint",
}  # fmt: skip


def whole(raw: str) -> dict[str, Any]:
    """An event with its own context, as whoever wrote it may read it back."""
    said: dict[str, Any] = orjson.loads(raw)
    if is_kept(raw):
        return said
    for member, vocabulary in _VOCABULARIES.items():
        for one in said.get(f"{member}List", ()):
            if "type" in one:
                one["type"] = vocabulary.bare(one["type"])
    return {"@context": OWN_CONTEXT, **said}


def member_of(role: str, thing: str) -> str:
    """The member of an event that a thing stands under, by the role that it was touched in."""
    if role in _CLASS_MEMBERS and (role == "class" or kind(thing) in ("product", "lot")):
        return _CLASS_MEMBERS[role]
    return "readPoint" if role == "place" else _MEMBERS.get(role, "epcList")


def fact_of(role: str, thing: str) -> str:
    """The fact that a thing is in an event in this role (trace/epcis/facts.py)."""
    return _FACTS[member_of(role, thing)]


def public_part(envelope: Mapping[str, Any], things: Iterable[tuple[str, str]]) -> dict[str, Any]:
    """What of an event is shown to whoever owns or held `things` (role, name), and of nobody else's."""
    public = envelope["public"]
    said: dict[str, Any] = {
        "@context": OWN_CONTEXT,
        "type": "syn:PublicPart",
        "eventID": envelope["eventID"],
        "eventTime": event_time(public),
        "eventTimeZoneOffset": public["offset"],
        "syn:actor": envelope["actor"],
        "syn:public": public,
    }
    if (step := biz_step(public["step"])) is not None:
        said["bizStep"] = step
    for member in ("action", "disposition"):
        if member in public:
            said[member] = public[member]
    for role, thing in things:
        _put(said, member_of(role, thing), thing)
    return said


def _put(said: dict[str, Any], member: str, thing: str) -> None:
    if member == "parentID":
        said[member] = thing
    elif member == "readPoint":
        said[member] = {"id": thing}
    else:
        said.setdefault(member, []).append(
            {"epcClass": thing} if member.endswith("QuantityList") or member == "quantityList" else thing
        )


def event_time(public: Mapping[str, Any]) -> str:
    """The time of a public part; from the sale on it says the day alone, and that begins at midnight where it was."""
    told: str = public["eventTime"]
    return told if "T" in told else f"{told}T00:00:00.000{public['offset']}"


def biz_step(stage: str) -> str | None:
    """The business step that a stage of ours stands for; a step of somebody else's stands for itself."""
    if stage in (Stage.CORRECTED, "observed"):
        return None
    found = TERMS.get(Stage(stage)) if stage in set(Stage) else None
    return found[0] if found else stage


def timed(said: dict[str, Any], record_ms: int) -> dict[str, Any]:
    """The event with the time at which it was recorded here."""
    return {**said, "recordTime": iso(record_ms)}
