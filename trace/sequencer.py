"""From pending rows to leaves, tiles and a signed checkpoint, all in one transaction: the only writer of the log.

Whoever integrates waits for one lock. A second sequencer that got past it would meet the primary keys on index
and size, and fail rather than fork.
"""

from __future__ import annotations

import hmac
import logging
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from trace import bulk, log, logdir, merkle, tables, tiles
from trace.keyring import Keyring
from trace.moments import to_ms
from trace.note import Checkpoint

logger = logging.getLogger(__name__)
# At most so many entries a transaction: 30 ms of work, and a checkpoint that bounds their time closely.
BATCH = 5_000
LOCK = 0x53_59_4C_4F_47  # "SYLOG", the advisory lock of the sequencer


class Pending(NamedTuple):
    """An entry that waits, and its leaf."""

    entry_id: int
    leaf: bytes


def integrate(session: Session, keyring: Keyring, now: datetime, log_dir: Path) -> str | None:
    """Take the oldest pending entries into the log; the signed note to publish after the commit, or None.

    Raises logdir.Rewound or logdir.AnotherLog where the database does not continue what was published.
    """
    if bulk.is_postgresql(session):
        # On SQLite BEGIN IMMEDIATE is this lock already.
        bulk.run(session, "SELECT pg_advisory_xact_lock(?)", (LOCK,))
    taken = _take(session, keyring)
    if not taken:
        return None
    before = log.newest(session)
    published = logdir.read(log_dir, keyring.signer.verifier)
    logdir.check(published, before.size, lambda size: log.root_at(session, size))
    edge = _edge(session, before.size)
    changed, edge = tiles.grown(edge, before.size, [one.leaf for one in taken])
    size = before.size + len(taken)
    root = tiles.root(edge, size)
    note = keyring.signer.sign(Checkpoint(keyring.origin, size, root).text())
    _write(session, taken, before.size, changed)
    bulk.insert(session, tables.checkpoint, [(size, root, note, to_ms(now))])
    return note


def unpublished(session: Session, keyring: Keyring, log_dir: Path) -> str | None:
    """The newest signed note, where it is newer than what was published; `session` has read nothing before."""
    published = logdir.read(log_dir, keyring.signer.verifier)
    newest = log.newest(session)
    logdir.check(published, newest.size, lambda size: log.root_at(session, size))
    return newest.note if newest.size > (published.size if published else 0) else None


def _take(session: Session, keyring: Keyring) -> list[Pending]:
    """The next pending rows in the order of their ids, which is that of every thing's life; forged ones stay behind.

    All from one statement: between two of them an entry and the one after it in a life could both be committed, and
    only the second be seen.
    """
    wide = BATCH
    while True:
        rows = bulk.run(session, "SELECT entry_id, leaf, mac FROM pending ORDER BY entry_id LIMIT ?", (wide,))
        found = [Pending(entry_id, bytes(leaf)) for entry_id, leaf, mac in rows if _ours(keyring, entry_id, leaf, mac)]
        if len(found) >= BATCH or len(rows) < wide:
            break
        wide *= 2
    for entry_id in sorted({row[0] for row in rows} - {one.entry_id for one in found}):
        # Only somebody who writes the database without our key leaves such a row; `verify` names it too.
        logger.error("entry %d is not ours: its pending row was forged, and it is kept out of the log", entry_id)
    return found[:BATCH]


def _ours(keyring: Keyring, entry_id: int, leaf: bytes, mac: bytes) -> bool:
    return hmac.compare_digest(keyring.pending_mac(entry_id, bytes(leaf)), bytes(mac))


def _edge(session: Session, size: int) -> dict[int, bytes]:
    found = log.read_tiles(session, tiles.edge_of(size))
    # A row may be wider than this size only where somebody has written into it; the root then tells.
    return {
        level: found[level, number][: (size >> 8 * level) % tiles.WIDTH * merkle.HASH]
        for level, number in tiles.edge_of(size)
    }


def _write(session: Session, taken: Sequence[Pending], first: int, changed: dict[tiles.Tile, bytes]) -> None:
    rows = [(first + at, one.entry_id, log.prefix(one.leaf)) for at, one in enumerate(taken)]
    bulk.insert(session, tables.log_leaf, rows)
    ids = [one.entry_id for one in taken]
    if bulk.is_postgresql(session):
        bulk.run(session, "DELETE FROM pending WHERE entry_id = ANY(?::bigint[])", (ids,))
    else:
        bulk.run(session, "DELETE FROM pending WHERE entry_id = ?", [(entry_id,) for entry_id in ids])
    statement = (
        "INSERT INTO tile (level, number, hashes) VALUES (?, ?, ?) "
        "ON CONFLICT (level, number) DO UPDATE SET hashes = excluded.hashes"
    )
    bulk.run(session, statement, [(level, number, hashes) for (level, number), hashes in changed.items()])
