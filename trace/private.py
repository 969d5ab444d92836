"""Personal texts beside the record, opened for somebody who is entitled to them; whoever calls this has seen to that."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy.orm import Session

from trace import bulk, keyring


def texts(session: Session, entry_ids: Collection[int]) -> dict[int, dict[str, str]]:
    """The texts of each of these entries by their names; what is erased is not among them."""
    statement = "SELECT entry_id, name, blob FROM private_field WHERE entry_id"
    keys = keyring.of(session)
    found: dict[int, dict[str, str]] = {}
    for entry_id, name, blob in bulk.select_in(session, statement, sorted(set(entry_ids)), "bigint"):
        found.setdefault(entry_id, {})[name] = keys.decrypt(bytes(blob), f"{entry_id}/{name}")
    return found
