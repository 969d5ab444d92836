"""Named queries: made, looked at, asked, deleted."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response

from app.access.roles import Scope
from app.clock import now
from app.db import reading, transaction
from app.epcis import bodies, events, pages
from app.epcis.asked import asked
from app.epcis.door import READERS, reads, serves
from app.epcis.pages import party
from trace import keyring
from trace.epcis import named
from trace.epcis.values import BadParameter

SCOPE = Scope.EVENTS_READ


@serves("/queries", "POST", READERS, SCOPE)
def make_query() -> Response:
    """Keep a question under a name."""
    definition = bodies.json_value()
    with transaction() as session:
        made = named.create(session, party(), definition, keyring.of(session).origin, now())
        shown, address = made.as_json(), f"/epcis/queries/{quote(made.name)}"
    return pages.answered(shown, status=201, headers={"Location": address})


@reads("/queries")
def queries() -> Response:
    """The party's named queries."""
    return pages.own(
        lambda session, many, after: [((one.name,), one.as_json()) for one in named.of(session, party(), many, *after)]
    )


@reads("/queries/<name>")
def one_query(name: str) -> Response:
    """What a named query asks."""
    with reading() as session:
        return pages.answered(named.get(session, party(), name).as_json())


@serves("/queries/<name>", "DELETE", READERS, SCOPE)
def delete_query(name: str) -> Response:
    """Forget a named query, and whoever subscribed to it."""
    with transaction() as session:
        session.delete(named.get(session, party(), name))
    return Response(status=204)


@reads("/queries/<name>/events")
def query_events(name: str) -> Response:
    """The events that a named query finds now."""
    question = asked()
    if question.parameters:
        given = ", ".join(question.parameters)
        raise BadParameter(
            f"a named query asks what it was made to ask: expected perPage and nextPageToken, got {given[:80]}"
        )
    with reading() as session:
        kept = named.get(session, party(), name)
        parameters, prefixes = kept.asked(), kept.namespaces()
    some, headers = events.found(question, prefixes, parameters)
    return events.told(some, headers, name)
