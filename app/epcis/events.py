"""GET /epcis/events, and what every other path that answers with events does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response

from app.clock import now
from app.db import reading
from app.epcis import following, pages
from app.epcis.asked import MOST_PAGE, Asked, asked, cbv_format, epc_format, hashed, namespaces
from app.epcis.door import reads
from app.epcis.pages import party
from trace import keyring
from trace.epcis import answer, find, query, xml_out
from trace.epcis.cursor import Place
from trace.epcis.values import Values
from trace.errors import Refusal, Unknown
from trace.moments import iso, to_ms

XML = ("application/xml", "text/xml")


class NoSuchEvent(Unknown):
    """No event of this id is there for this party."""

    code = "no-such-event"


class QueryTooLarge(Refusal):
    """The answer has more events than the question allows."""

    code = "query-too-large"
    exception = "QueryTooLargeException"


@reads("/events")
def events() -> Response:
    """The Simple Event Query over what the party may see."""
    return told(*found(asked(), namespaces()))


@reads("/events/<path:event_id>")
def event(event_id: str) -> Response:
    """The event of this id, with the declarations that it was wrong."""
    some, headers = found(Asked({"EQ_eventID": [event_id]}, MOST_PAGE, None), namespaces())
    if not some:
        raise NoSuchEvent(f"there is no event {event_id[:80]!r} that you may see: expected the id of one")
    return told(some, headers)


def told(some: list[dict[str, Any]], headers: dict[str, str], name: str = "SimpleEventQuery") -> Response:
    """The answer with these events."""
    document = answer.document(some, iso(to_ms(now())), name)
    media = pages.media_type(*XML)
    if media in XML:
        return Response(xml_out.document(document, cbv_format()), mimetype=media, headers=headers)
    return pages.answered(document, media, headers)


def found(
    question: Asked, prefixes: Mapping[str, str], also: Mapping[str, Values] | None = None
) -> tuple[list[dict[str, Any]], dict[str, str]]:
    """One page of the events that a question finds, and the headers to the next; `also` is what the path asks beside."""
    party_id, moment, wanted, with_hash = party(), to_ms(now()), epc_format(), hashed()
    following.caught_up()
    with reading() as session:
        keys = keyring.of(session)
        read = query.read({**question.parameters, **(also or {})}, prefixes, keys.origin)
        place = pages.begun(keys.signer.seed, question, moment, read.limit)
        if question.token is None and read.most is not None:
            _few(len(find.page(session, party_id, read, read.most + 1)), read.most)
        most = question.per_page if place.left is None else min(question.per_page, place.left)
        some = find.page(session, party_id, read, most + 1, place.key or None)
        shown = answer.events(session, party_id, some[:most], wanted, hashed=with_hash)
    left = None if place.left is None else place.left - most
    if len(some) <= most or left == 0:
        return shown, {}
    return shown, pages.linked(keys.signer.seed, question, moment, Place(some[most - 1].key, left))


def _few(many: int, most: int) -> None:
    if many > most:
        raise QueryTooLarge(
            f"more than {most} events match, which is the maxEventCount of this question: ask more closely"
        )
