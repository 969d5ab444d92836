"""The photos of products, by their hashes: what a hash names never changes, so whoever has it keeps it."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Response

from app.access.gate import PUBLIC, allows
from app.consumer import facts, phrases as p
from app.consumer.pages import Picture, filled
from app.consumer.words import Words
from app.db import reading
from trace import photos
from trace.bulk import Reads

_FOR_EVER = "public, max-age=31536000, immutable"


@allows(PUBLIC)
def photograph(digest: str) -> Response:
    """One of them, as a JPEG."""
    with reading() as session:
        data = photos.data(session, digest)
    answer = Response(data, mimetype="image/jpeg")
    answer.headers["Cache-Control"] = _FOR_EVER
    answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer


def sizes(session: Reads, named: object) -> dict[str, tuple[int, int]]:
    """Those of the photos that a card names which are still there, with width and height."""
    digests = [one for one in named if isinstance(one, str)] if isinstance(named, list) else []
    if not digests:
        return {}
    with facts.state(session) as state:
        found = photos.sizes(state, digests)
    return {digest: found[digest] for digest in digests if digest in found}


def shown(words: Words, found: dict[str, tuple[int, int]], name: str) -> Iterator[Picture]:
    """The photos as the page shows them."""
    for at, (digest, (width, height)) in enumerate(found.items(), 1):
        yield Picture(f"/photo/{digest}.jpg", width, height, filled(words, p.PHOTO_OF, count=str(at), name=name))
