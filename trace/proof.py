"""The proof file: what lets anybody check a life without us (docs/record.md tells its format)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from trace import chain, log, merkle
from trace.chain import b64
from trace.history import Entry
from trace.keyring import Keyring
from trace.log import NotInLog


def file(
    session: Session,
    keyring: Keyring,
    thing: str,
    entries: Sequence[Entry],
    *,
    old: int | None = None,
    cards: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The proof file of entries against the newest checkpoint; with `old`, also that the log only grew since that size.

    `entries` are the life of `thing` in log order, with those of its public cards; `cards` are their texts by SHA-256.
    """
    newest = log.newest(session)
    indexes = [one.index for one in entries if one.index is not None]
    paths = dict(zip(indexes, log.inclusion(session, indexes, newest.size), strict=True)) if indexes else {}
    found: dict[str, Any] = {
        "thing": thing,
        "origin": keyring.origin,
        "key": str(keyring.signer.verifier),
        "checkpoint": newest.note,
        "entries": [_entry(one, paths) for one in entries],
    }
    if old is not None:
        if not 0 < old <= newest.size:
            raise NotInLog(f"the log has {newest.size} entries: a proof that it grew from {old} cannot be given")
        found["consistency"] = {"old": old, "path": [b64(step) for step in log.consistency(session, old, newest.size)]}
    if cards:
        found["cards"] = dict(cards)
    return found


def _entry(entry: Entry, paths: Mapping[int, list[bytes]]) -> dict[str, Any]:
    width = merkle.HASH
    digests = [entry.digests[at : at + width] for at in range(0, len(entry.digests), width)]
    return {
        "index": entry.index,
        "leaf": entry.leaf.hex(),
        "envelope": entry.envelope,
        "salt": b64(chain.salt(entry.seed, "envelope")),
        "disclosures": [chain.disclose(entry.seed, touch, digests) for touch in entry.touches],
        "inclusion": None if entry.index is None else [b64(step) for step in paths[entry.index]],
    }
