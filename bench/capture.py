"""Capturing over HTTP: documents of a hundred events against COPY of the same rows, single events against a bare endpoint.

The log is not followed meanwhile: what that costs is a row of its own (bench/sequencing.py).
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import orjson

from app.access import tokens
from app.access.roles import Role
from bench import copies, world
from bench.copies import Copier
from bench.measure import Row, Turn, timed
from bench.places import Installation, Place
from bench.posting import post
from bench.servers import Server, both
from bench.sizes import Size
from bench.world import DOCUMENT, NOW
from trace.epcis.contexts import STANDARD

THIRD = 1 / 3


def rows(place: Place, size: Size) -> Iterator[Row]:
    """Both rows for one kind of database."""
    ours, copier = world.begin(place.installation("captured")), Copier(place.installation("copied"))
    token = _token(ours.at, ours.merchant.id)
    with both(place, ours.at, SEQUENCER="none") as (server, bare):
        turns = [_documents(place, ours.at, server, copier, token, size) for _ in range(size.times + 1)]
        yield _row("capture documents of 100 events over HTTP", place, turns)
        turns = [_singles(server, bare, token, size) for _ in range(size.times + 1)]
        yield _row("capture single events over HTTP", place, turns)
    copier.close()


def event() -> dict[str, object]:
    """An item is shipped; each has a name of its own."""
    return {
        "type": "ObjectEvent",
        "eventID": f"urn:uuid:{uuid.uuid4()}",
        "eventTime": "2026-11-24T17:00:00.000+08:00",
        "eventTimeZoneOffset": "+08:00",
        "action": "OBSERVE",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "epcList": [f"https://id.gs1.org{world.PATH}{uuid.uuid4().hex[:16]}"],
        "readPoint": {"id": "urn:epc:id:sgln:9520123.45678.0"},
    }


def document() -> bytes:
    """An EPCISDocument of a hundred of them."""
    return orjson.dumps({
        "@context": STANDARD, "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-11-24T09:00:00Z",
        "epcisBody": {"eventList": [event() for _ in range(DOCUMENT)]},
    })  # fmt: skip


def single() -> bytes:
    """One of them alone."""
    return orjson.dumps({"@context": STANDARD, **event()})


def _documents(
    place: Place, at: Installation, server: Server, copier: Copier, token: str, size: Size
) -> tuple[Turn, Turn]:
    after = copies.last_entry(at)
    bodies = [document() for _ in range(size.documents)]
    turn = post(server, "/epcis/capture", bodies, min(size.connections, size.documents), token, DOCUMENT)
    copied = list(copies.documents(at, after, DOCUMENT))

    def copy() -> int:
        for one in copied:
            copier.bulk(one)
        return len(copied) * DOCUMENT

    return turn, timed(copy, place.cpu)


def _singles(server: Server, bare: Server, token: str, size: Size) -> tuple[Turn, Turn]:
    def turn(at: Server, path: str) -> Turn:
        return post(at, path, [single() for _ in range(size.singles)], size.connections, token)

    return turn(server, "/epcis/events"), turn(bare, "/capture")


def _row(work: str, place: Place, turns: list[tuple[Turn, Turn]]) -> Row:
    return Row(work, place.kind, "events/s", THIRD, [one for one, _ in turns[1:]], [other for _, other in turns[1:]])


def _token(at: Installation, party_id: int) -> str:
    with at.sessions() as session:
        _, secret = tokens.create(session, Role.MERCHANT, party_id, NOW)
        session.commit()
    return secret
