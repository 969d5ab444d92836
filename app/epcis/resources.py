"""The top-level resources: which event types, things, steps, places and dispositions there are, and the events of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response

from app.access.gate import allows
from app.access.roles import Scope
from app.clock import now
from app.db import reading
from app.epcis import events, following, pages, refusals
from app.epcis.asked import asked, epc_format, namespaces
from app.epcis.door import READERS, bp, reads
from app.epcis.pages import party
from trace import event as record, keyring
from trace.epcis import formats, listing, query
from trace.epcis.asking import Among
from trace.epcis.formats import EpcFormat
from trace.epcis.rendering import OWN_CONTEXT
from trace.epcis.terms import BIZ_STEPS, DISPOSITIONS
from trace.epcis.values import BadParameter
from trace.errors import Unknown
from trace.moments import to_ms

TOP = ("capture", "events", "eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints", "dispositions", "queries")


class NoSuchResource(Unknown):
    """Nothing of this name is in the events that the party may see."""

    code = "no-such-resource"


@dataclass(frozen=True, slots=True)
class Resource:
    """One top-level resource: the facts that its members stand in, the parameter that finds their events, those of its
    members that are there from the beginning, and whether they are names that come in the wanted format."""

    names: tuple[str, ...]
    parameter: str
    always: frozenset[str] = frozenset()
    named: bool = False


RESOURCES = {
    "eventTypes": Resource(("type",), "eventType", frozenset(record.TYPES)),
    "epcs": Resource(listing.THINGS, "MATCH_anyEPC", named=True),
    "bizSteps": Resource(("bizStep",), "EQ_bizStep", BIZ_STEPS.words),
    "bizLocations": Resource(("bizLocation",), "EQ_bizLocation", named=True),
    "readPoints": Resource(("readPoint",), "EQ_readPoint", named=True),
    "dispositions": Resource(("disposition",), "EQ_disposition", DISPOSITIONS.words),
}


@reads("/")
def top() -> Response:
    """Which resources there are."""
    return pages.answered(_collection(TOP))


@bp.delete("/nextPageToken/<token>")
@allows(*READERS, scope=Scope.EVENTS_READ)
def forget_page(token: str) -> Response:
    """A page token is signed and not kept: it ends by itself (EPCIS 2.0 lets this be)."""
    return refusals.answer(
        501, "not-kept", "Page tokens are not kept", "a nextPageToken ends by itself, within an hour"
    )


def _serve(name: str, resource: Resource) -> None:
    """The three paths of one resource; each view needs a name of its own."""

    def members() -> Response:
        """What there is of it."""
        return _members(resource)

    def member(value: str) -> Response:
        """What there is below one member: its events."""
        return _member(resource, value)

    def of_member(value: str) -> Response:
        """The events of one member."""
        question = asked()
        if resource.parameter in question.parameters:
            # Both must hold, and one parameter holds any of its values.
            raise BadParameter(f"{resource.parameter} is what the path says: leave it out of the question")
        return events.told(*events.found(question, namespaces(), {resource.parameter: [value]}))

    for view, path in ((members, ""), (of_member, "/<path:value>/events"), (member, "/<path:value>")):
        view.__name__ = f"{name}_{view.__name__}"
        reads(f"/{name}{path}")(view)


for _name, _resource in RESOURCES.items():
    _serve(_name, _resource)


def _members(resource: Resource) -> Response:
    question, moment = asked(), to_ms(now())
    following.caught_up()
    with reading() as session:
        seed = keyring.of(session).signer.seed
        after = str((pages.begun(seed, question, moment).key or ("",))[0])
        found = listing.values(session, party(), resource.names, question.per_page + 1, after)
    known = {one for one in resource.always if one > after}
    some = sorted({*found, *known})[: question.per_page + 1]
    wanted = epc_format() if resource.named else EpcFormat.AS_CAPTURED
    shown, headers = pages.listed(seed, question, moment, [((one,), formats.named(one, wanted)) for one in some])
    return pages.answered(_collection(shown), pages.media_type(), headers)


def _member(resource: Resource, value: str) -> Response:
    following.caught_up()
    with reading() as session:
        read = query.read({resource.parameter: [value]}, namespaces(), keyring.of(session).origin)
        wanted = read.conditions[0]
        assert isinstance(wanted, Among)
        there = any(
            text in resource.always or listing.has(session, party(), resource.names, text) for text in wanted.texts
        )
    if not there:
        raise NoSuchResource(f"{value[:80]!r} is in no event that you may see")
    return pages.answered(_collection(["events"]), pages.media_type())


def _collection(members: Sequence[str]) -> dict[str, object]:
    return {"@context": OWN_CONTEXT, "type": "Collection", "member": list(members)}
