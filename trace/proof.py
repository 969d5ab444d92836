"""The proof file: what lets anybody check a life without us (docs/record.md tells its format)."""

from __future__ import annotations

from binascii import b2a_base64, hexlify
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import orjson

from trace import chain, log, merkle, paths
from trace.bulk import Reads
from trace.chain import b64
from trace.history import Entry
from trace.keyring import Keyring
from trace.log import Newest, NotInLog

base64 = partial(b2a_base64, newline=False)


def file(
    session: Reads,
    keyring: Keyring,
    thing: str,
    entries: Sequence[Entry],
    *,
    old: int | None = None,
    cards: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """What `text` says, as an object."""
    found: dict[str, Any] = orjson.loads(text(session, keyring, thing, entries, old=old, cards=cards))
    return found


def text(
    session: Reads,
    keyring: Keyring,
    thing: str,
    entries: Sequence[Entry],
    *,
    old: int | None = None,
    cards: Mapping[str, str] | None = None,
    newest: Newest | None = None,
) -> bytes:
    """The proof file of entries against the newest checkpoint; with `old`, also that the log only grew since that size.

    `entries` are the life of `thing` in log order, with those of its public cards; `cards` are their texts by SHA-256.
    `newest` is that checkpoint where it was read already: what came into the log behind it still waits for this reader.
    """
    newest = newest or log.newest(session)
    # Written out and not built of dictionaries: most of the texts are at hand already as they go into the file.
    within = [one.index for one in entries if one.index is not None and one.index < newest.size]
    inclusion = paths.as_json(session, within, newest.size)
    parts = [
        b'{"thing":%b,"origin":%b' % (orjson.dumps(thing), orjson.dumps(keyring.origin)),
        b',"key":%b,"checkpoint":%b' % (orjson.dumps(keyring.public_key), orjson.dumps(newest.note)),
        b',"entries":[%b]' % b",".join([_entry(one, inclusion) for one in entries]),
    ]
    if old is not None:
        if not 0 < old <= newest.size:
            raise NotInLog(f"the log has {newest.size} entries: a proof that it grew from {old} cannot be given")
        path = [b64(step) for step in log.consistency(session, old, newest.size)]
        parts.append(b',"consistency":%b' % orjson.dumps({"old": old, "path": path}))
    if cards:
        parts.append(b',"cards":%b' % orjson.dumps(dict(cards)))
    return b"".join(parts) + b"}"


def _entry(entry: Entry, inclusion: Mapping[int, bytes]) -> bytes:
    if entry.index is None or (path := inclusion.get(entry.index)) is None:
        return b'{"index":null,%b,"inclusion":null}' % _opened(entry)
    return b'{"index":%d,%b,"inclusion":%b}' % (entry.index, _opened(entry), path)


def keep(entries: Sequence[Entry]) -> None:
    """Write out now, and once, what is the same in every file that these entries go into."""
    for one in entries:
        one.text = _opened(one)


def _opened(entry: Entry) -> bytes:
    """All of an entry but its place in the log."""
    if entry.text is not None:
        return entry.text
    raw, width = entry.digests, merkle.HASH
    digests = [raw[at : at + width] for at in range(0, len(raw), width)]
    salt, openings = chain.openings(entry.seed, entry.touches, digests)
    disclosures = [
        b'{"value":%b,"salt":"%b","index":%d,"path":[%b]}'
        % (one.value, base64(one.salt), one.at, b",".join([b'"%b"' % base64(step) for step in one.path]))
        for one in openings
    ]
    return b'"leaf":"%b","envelope":%b,"salt":"%b","disclosures":[%b]' % (
        hexlify(entry.leaf), orjson.dumps(entry.envelope), base64(salt), b",".join(disclosures)
    )  # fmt: skip
