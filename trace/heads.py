"""The heads of things: locking them, which is the only lock of the record, and moving them on."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from sqlalchemy.orm import Session

from trace import bulk, keyring
from trace.identity.thing import class_of
from trace.standing import Actor, Head, party_of
from trace.words import Evidence

# Feeds, which tell of parcels that somebody else sends.
REPORTED = frozenset({Evidence.CARRIER, Evidence.AGGREGATOR})
_COLUMNS = "id, uri, n, leaf, record_ms, owner_id, holder_id, offered_id"


def lock(session: Session, uris: Collection[str]) -> dict[str, Head]:
    """Heads by URI, made where missing and locked until the transaction ends, always in sorted order.

    A new thing belongs to the owner of its class (the registered product) where that is known; otherwise
    to nobody until its first entry.
    """
    if not uris:
        return {}
    ordered = sorted(uris)
    if bulk.is_postgresql(session):
        # The update that changes nothing is what locks a row that was there; one statement, one order.
        statement = (
            "INSERT INTO thing (uri, n, record_ms) SELECT u, 0, 0 FROM unnest(?::text[]) AS u "
            f"ON CONFLICT (uri) DO UPDATE SET uri = excluded.uri RETURNING {_COLUMNS}"
        )
        found = bulk.run(session, statement, (ordered,))
    else:
        # BEGIN IMMEDIATE has locked the whole file already.
        bulk.run(
            session, "INSERT OR IGNORE INTO thing (uri, n, record_ms) VALUES (?, 0, 0)", [(uri,) for uri in ordered]
        )
        found = list(bulk.select_in(session, f"SELECT {_COLUMNS} FROM thing WHERE uri", ordered, "text"))
    heads = {row[1]: Head(*row) for row in found}
    _own(session, [head for head in heads.values() if head.owner_id is None], heads)
    return heads


def _own(session: Session, fresh: list[Head], heads: dict[str, Head]) -> None:
    """Who owns what nobody has recorded anything of: a party its own name, a product's owner all that bears its number."""
    origin = keyring.of(session).origin
    classes: dict[str, str] = {}
    for head in fresh:
        if (name := class_of(head.uri)) is not None:
            classes[head.uri] = name
        elif (party := party_of(origin, head.uri)) is not None:
            # Whoever first mentions a party must not come to own what it publishes of itself.
            head.owner_id = head.holder_id = party
    if not classes:
        return
    wanted = sorted(set(classes.values()) - heads.keys())
    owners: dict[str, int] = dict(
        bulk.select_in(session, "SELECT uri, owner_id FROM thing WHERE owner_id IS NOT NULL AND uri", wanted, "text")
    )
    for head in fresh:
        if (name := classes.get(head.uri)) is not None:
            above = heads.get(name)
            head.owner_id = above.owner_id if above else owners.get(name)
            head.holder_id = head.holder_id or head.owner_id


def changes(heads: Iterable[Head]) -> list[bulk.Row]:
    """Where these lives stand now, as rows of the table."""
    return [(h.id, h.uri, h.n, h.leaf, h.record_ms, h.owner_id, h.holder_id, h.offered_id) for h in heads]


def move(session: Session, changed: list[bulk.Row]) -> None:
    """Write them."""
    if bulk.is_postgresql(session):
        # Every row is there; but a conflict goes through the index, whatever size the planner takes the table for.
        bulk.run(session, _MOVE_HEADS, tuple(list(column) for column in zip(*changed, strict=True)))
    else:
        bulk.run(session, _MOVE_HEAD, [(*change[2:], change[0]) for change in changed])


_MOVE_HEAD = "UPDATE thing SET n = ?, leaf = ?, record_ms = ?, owner_id = ?, holder_id = ?, offered_id = ? WHERE id = ?"
MOVED = (
    "ON CONFLICT (id) DO UPDATE SET n = excluded.n, leaf = excluded.leaf, record_ms = excluded.record_ms, "
    "owner_id = excluded.owner_id, holder_id = excluded.holder_id, offered_id = excluded.offered_id"
)
_MOVE_HEADS = (
    f"INSERT INTO thing ({_COLUMNS}) SELECT * FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bytea[], "
    f"?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) {MOVED}"
)


def own(head: Head, heads: dict[str, Head], actor: Actor, evidence: str) -> Head:
    """`head` with an owner: of a thing nobody has named before, its class's owner, else who names it first.

    Those who only report of other people's parcels hold what they report of, and come to own nothing.
    """
    if head.owner_id is None:
        name = class_of(head.uri)
        above = heads.get(name) if name else None
        owner = above.owner_id if above and above.owner_id else None if evidence in REPORTED else actor.id
        head.owner_id = owner
        if head.holder_id is None:
            head.holder_id = owner or actor.id
    return head
