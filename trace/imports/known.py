"""What earlier imports of the same export made known: which party a merchant is, which number an offer has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import msgspec
from sqlalchemy import BigInteger, Column, Table, Text, insert
from sqlalchemy.orm import Session

from trace import bulk
from trace.identity.link import STEM
from trace.imports.names import DEMONSTRATION
from trace.imports.orders import Named
from trace.store import Record

# The export's own names for merchants, products and offers (a merchant's product), never changed once written.
import_name = Table(
    "import_name",
    Record.metadata,
    Column("profile", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("ref", Text, primary_key=True),
    # The party of a shop or merchant, the demonstration number of an offer; nothing for a product as such.
    Column("target", BigInteger),
    # What the export said of it when it was first seen, as JSON.
    Column("said", Text, nullable=False),
)


class Name(NamedTuple):
    """One row of `import_name` without its profile."""

    kind: str
    ref: str
    target: int | None
    said: str


@dataclass
class Known:
    """The names of one profile, by kind."""

    targets: dict[str, dict[str, int]] = field(default_factory=lambda: {"shop": {}, "merchant": {}, "offer": {}})
    merchants: dict[str, Named] = field(default_factory=dict)
    products: dict[str, Named] = field(default_factory=dict)


def read(session: Session, profile: str) -> Known:
    """Everything that earlier imports of this profile made known."""
    known = Known()
    for kind, ref, target, said in bulk.run(
        session, "SELECT kind, ref, target, said FROM import_name WHERE profile = ?", (profile,)
    ):
        if target is not None:
            known.targets[kind][ref] = target
        if kind == "merchant":
            known.merchants[ref] = named(said)
        elif kind == "product":
            known.products[ref] = named(said)
    return known


def write(session: Session, profile: str, names: Iterable[Name]) -> None:
    """Remember new names; raises SQLAlchemy's IntegrityError where another import has just given one of them."""
    rows = [{"profile": profile, **name._asdict()} for name in names]
    if rows:
        session.execute(insert(import_name), rows)


def taken(session: Session) -> dict[int, str]:
    """The demonstration numbers that products have, with what names them: offers of any profile, and others."""
    start = f"{STEM}/01/0{DEMONSTRATION}"
    registered = bulk.run(
        session, "SELECT coalesce(gtin_uri, uri) FROM product WHERE uri LIKE ? OR gtin_uri LIKE ?", (start + "%",) * 2
    )
    found = bulk.run(session, "SELECT target, profile, ref FROM import_name WHERE kind = 'offer'")
    return {int(uri[len(start) : -1]): uri for (uri,) in registered} | {
        target: offer_ref(profile, ref) for target, profile, ref in found
    }


def offer_ref(profile: str, ref: str) -> str:
    """What names an offer among those of all profiles."""
    return f"{profile}\n{ref}"


def offer(merchant: str, product: str) -> str:
    """What names an offer among those of its profile; names hold no line breaks."""
    return f"{merchant}\n{product}"


_decoder = msgspec.json.Decoder(Named)


def named(said: str) -> Named:
    """What was said, back from its JSON."""
    return _decoder.decode(said)


def say(one: Named) -> str:
    """What is said of a merchant or product, as JSON."""
    return msgspec.json.encode(one).decode()


def merged(early: Mapping[str, Named], later: Mapping[str, Named]) -> dict[str, Named]:
    """Both, what was said first holding: the events that were told by it must come out the same again."""
    return {**later, **early}
