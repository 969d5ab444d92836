"""What a thing was made of, as anybody may read it: kinds of goods and where they are from.

Amounts stay in the event. Of goods that somebody else made neither lot nor merchant is named, since who buys from whom is
theirs to tell; and never a single piece, whose code opens its own page.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import orjson

from app.consumer import facts
from trace import lineage
from trace.bulk import Reads
from trace.identity import thing

MOST = 30


class Ingredient(NamedTuple):
    """A kind of goods that went in, so many processings ago; `code` is its lot and `href` its name, where they may be told."""

    name: str
    place: str
    code: str
    href: str
    steps: int


def ingredients(
    session: Reads, uris: Collection[str], owner: int | None
) -> tuple[tuple[Ingredient, ...], dict[str, int]]:
    """What these were made of, the nearest first; and the lives that this was read of, by how many entries they have."""
    found: dict[Ingredient, None] = {}
    heads: dict[str, int] = {}
    for kin in lineage.upstream(session, uris).kin:
        if kin.uri in uris or len(found) == MOST:
            continue
        known = facts.read(session, kin.uri)
        heads |= {kin.uri: kin.n, **known.made_of}
        said = {kind: orjson.loads(card.text) for kind, card in known.cards.items()}
        name = known.product.name if known.product else str(said.get("product", {}).get("name", ""))
        mine, lot = kin.owner_id == owner and owner is not None, thing.kind(kin.uri) == "lot"
        code = kin.uri.rsplit("/", 1)[1] if mine and lot else ""
        href = kin.uri if mine and lot else (thing.class_of(kin.uri) or "") if mine else ""
        if name or code:
            place = str(said.get("origin", {}).get("place", ""))
            found[Ingredient(name or code, place, code if name else "", href, kin.steps)] = None
    return tuple(found), heads
