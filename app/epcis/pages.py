"""Answers page by page: the Link to the next page with its expiry, and the media types that there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import orjson
from flask import Response, request
from sqlalchemy.orm import Session

from app.access.gate import caller
from app.clock import now
from app.db import reading
from app.epcis.asked import Asked, asked
from app.epcis.door import NotAcceptable
from trace import keyring
from trace.epcis import cursor
from trace.epcis.cursor import LASTS_MS, Place
from trace.moments import iso, to_ms

JSON, LD = "application/json", "application/ld+json"
Item = TypeVar("Item")


def party() -> int:
    """For whom the request is made."""
    found = caller().party_id
    assert found is not None
    return found


def media_type(*more: str) -> str:
    """The media type that the client likes best of those that there are."""
    offered = [JSON, LD, *more]
    if not request.accept_mimetypes:
        return JSON
    best = request.accept_mimetypes.best_match(offered)
    if best is None:
        raise NotAcceptable(
            f"the answer is not given as {request.headers['Accept'][:80]!r}: expected {', '.join(offered)}"
        )
    return best


def begun(secret: bytes, question: Asked, now_ms: int, left: int | None = None) -> Place:
    """Where this page begins, and how many events are left."""
    if question.token is None:
        return Place((), left)
    return cursor.read(secret, question.about(party()), question.token, now_ms)


def linked(secret: bytes, question: Asked, now_ms: int, place: Place) -> dict[str, str]:
    """Headers that lead to the next page, which goes on at `place`."""
    expires = now_ms + LASTS_MS
    token = cursor.made(secret, question.about(party()), place, expires)
    again = [(name, value) for name, value in request.args.items(multi=True) if name != "nextPageToken"]
    address = f"{quote(request.path, safe='/')}?{urlencode([*again, ('nextPageToken', token)])}"
    return {"Link": f'<{address}>; rel="next"', "GS1-Next-Page-Token-Expires": iso(expires)}


def listed(
    secret: bytes, question: Asked, now_ms: int, found: Sequence[tuple[tuple[Any, ...], Item]]
) -> tuple[list[Item], dict[str, str]]:
    """One page of `found` (key, item), of which one more than fits was looked up, and the headers to the next."""
    page = found[: question.per_page]
    more = len(found) > len(page)
    headers = linked(secret, question, now_ms, Place(page[-1][0], None)) if more else {}
    return [item for _, item in page], headers


def own(look: Callable[[Session, int, tuple[Any, ...]], Sequence[tuple[tuple[Any, ...], Item]]]) -> Response:
    """A page of what is the party's: `look` finds (key, item), so many of them, behind a key."""
    question, moment = asked(), to_ms(now())
    with reading() as session:
        seed = keyring.of(session).signer.seed
        found = look(session, question.per_page + 1, begun(seed, question, moment).key)
    some, headers = listed(seed, question, moment, found)
    return answered(some, headers=headers)


def answered(body: object, media: str = JSON, headers: dict[str, str] | None = None, status: int = 200) -> Response:
    """An answer in JSON."""
    return Response(orjson.dumps(body), status=status, mimetype=media, headers=headers or {})
