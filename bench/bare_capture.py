"""The rows of one captured event, written by the driver alone: no chain, no validation, nothing made sure of.

What the record works out is made up here in the size that it has there.
"""

from __future__ import annotations

import os
from typing import Any

import orjson

_ENVELOPE = "x" * 700
_SQLITE_ID = "SELECT coalesce(max(id), 0) + 1 FROM entry"
_POSTGRESQL_ID = "SELECT nextval('entry_id_seq')"
_THING = "INSERT INTO thing (uri, n, leaf, record_ms, owner_id, holder_id) VALUES (?, 1, ?, 0, 1, 1) RETURNING id"


def write(driver: Any, body: bytes, *, sqlite: bool) -> int:
    """Parse an event and write what the ledger writes for it, in one transaction; the entry's id."""
    said = orjson.loads(body)
    driver.execute("BEGIN IMMEDIATE" if sqlite else "BEGIN", ())
    entry_id: int = driver.execute(_SQLITE_ID if sqlite else _POSTGRESQL_ID, ()).fetchone()[0]
    leaf = os.urandom(32)
    things = [driver.execute(_THING, (uri, leaf)).fetchone()[0] for uri in said["epcList"]]
    driver.execute("INSERT INTO submission (key, entry_id) VALUES (?, ?)", (leaf, entry_id))
    driver.execute(
        "INSERT INTO entry (id, record_ms, event_ms, actor_id, stage, v, event, event_salt, envelope, seed, digests, log_entry)"
        " VALUES (?, 0, 0, 1, ?, 1, ?, ?, ?, ?, ?, ?)",
        (entry_id, said["bizStep"], body.decode(), leaf, _ENVELOPE, leaf, leaf * 4, leaf),
    )
    for thing in things:
        driver.execute("INSERT INTO link (thing_id, n, entry_id, role) VALUES (?, 0, ?, 'epc')", (thing, entry_id))
    driver.execute("INSERT INTO pending (entry_id, leaf, mac) VALUES (?, ?, ?)", (entry_id, leaf, leaf))
    driver.execute("COMMIT", ())
    return entry_id
