"""Pages of lists: the newest first, each by the key behind which it goes on, in a cursor that is signed as EPCIS's are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import orjson
from flask import request
from sqlalchemy import Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.api.shapes import Page, Paging
from app.clock import now
from trace import keyring
from trace.epcis import cursor
from trace.epcis.cursor import BadPageToken, Place
from trace.errors import Malformed
from trace.moments import to_ms

LASTS = timedelta(days=1)
R = TypeVar("R")
T = TypeVar("T")


class BadCursor(Malformed):
    """A cursor that is not ours, belongs to another list or party, or has expired."""

    code = "bad-cursor"


def behind(session: Session, party_id: int, asked: Paging) -> int | None:
    """The key behind which the page that is asked for begins."""
    if asked.cursor is None:
        return None
    try:
        place = cursor.read(keyring.of(session).signer.seed, _about(party_id), asked.cursor, to_ms(now()))
    except BadPageToken:
        raise BadCursor(
            "this cursor is of another list, or has expired: follow the Link of the page before, or begin anew",
            errors=[{"parameter": "cursor", "detail": "not a cursor of this list"}],
        ) from None
    return int(place.key[0])


def rows(session: Session, party_id: int, asked: Paging, wanted: Select[R], key: InstrumentedAttribute[int]) -> Page[R]:
    """The page of a table that is asked for, the newest first: one statement, however long the list is."""
    if (last := behind(session, party_id, asked)) is not None:
        wanted = wanted.where(key < last)
    found = list(session.scalars(wanted.order_by(key.desc()).limit(asked.limit + 1)))
    more = len(found) > asked.limit
    some = found[: asked.limit]
    return Page(some, getattr(some[-1], key.key) if more else None)


def among(session: Session, party_id: int, asked: Paging, found: Sequence[T], key: Callable[[T], int]) -> Page[T]:
    """The same of a list that the domain gives whole, which is short."""
    last = behind(session, party_id, asked)
    kept = sorted((one for one in found if last is None or key(one) < last), key=key, reverse=True)
    some = kept[: asked.limit]
    return Page(some, key(some[-1]) if len(kept) > asked.limit else None)


def shown(page: Page[R], made: Sequence[T]) -> Page[T]:
    """The same page, as it is answered."""
    return Page(list(made), page.key)


def following(session: Session, party_id: int, key: int | None) -> str | None:
    """The address of the next page."""
    if key is None:
        return None
    made = cursor.made(keyring.of(session).signer.seed, _about(party_id), Place((key,), None), to_ms(now() + LASTS))
    again = [(name, value) for name, value in request.args.items() if name != "cursor"]
    return f"{quote(request.path, safe='/')}?{urlencode([*again, ('cursor', made)])}"


def _about(party_id: int) -> bytes:
    """What a cursor is bound to: who asks, which list, and how it is narrowed; not how long a page is."""
    narrowed: dict[str, Any] = {k: v for k, v in request.args.items() if k not in ("cursor", "limit")}
    return orjson.dumps(["api", party_id, request.path, narrowed], option=orjson.OPT_SORT_KEYS)
