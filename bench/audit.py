"""The full audit, against reading the same rows by the driver alone and hashing them the same way, and nothing else."""

from __future__ import annotations

import hmac
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from bench import world
from bench.measure import Row, by_turns
from bench.places import Place
from bench.sizes import Size
from bench.world import World
from trace import audit

BATCH = 4_096
_WITHIN = "WHERE l.idx >= ? AND l.idx < ?"
ENTRIES = (
    "SELECT l.idx, e.id, e.record_ms, e.event_ms, e.actor_id, e.stage, e.v, e.event, e.event_salt, e.envelope, e.seed, "
    f"e.digests, e.log_entry FROM log_leaf l JOIN entry e ON e.id = l.entry_id {_WITHIN} ORDER BY l.idx"
)
LINKS = (
    "SELECT l.idx, k.role, t.uri, k.n, b.log_entry, b.record_ms, t.n, t.leaf FROM log_leaf l "
    "JOIN link k ON k.entry_id = l.entry_id JOIN thing t ON t.id = k.thing_id "
    "LEFT JOIN link p ON p.thing_id = k.thing_id AND p.n = k.n - 1 LEFT JOIN entry b ON b.id = p.entry_id "
    f"{_WITHIN} ORDER BY l.idx"
)
FIELDS = (
    f"SELECT l.idx, f.name, f.salt, f.blob FROM log_leaf l JOIN private_field f ON f.entry_id = l.entry_id {_WITHIN}"
)


def rows(place: Place, size: Size) -> Iterator[Row]:
    """The one row, over a world of `size.audited` entries."""
    world_ = world.begin(place.installation("audited"))
    world_.fill(size.audited)
    driver = world_.at.driver()
    turns, limits = by_turns(lambda: _audit(world_), lambda: _read_and_hash(driver), size.times, place.cpu)
    driver.close()
    yield Row("audit the whole log", place.kind, "entries/s", 1 / 2, turns, limits, "limit: reading and hashing")


def _audit(world_: World) -> int:
    counted: list[int] = []
    keys = world_.at.keyring
    with world_.at.reading() as session:
        wrong = audit.verify(session, keys, keys.signer.verifier, done=counted.append)
    if wrong is not None:
        raise RuntimeError(f"the log does not verify: {wrong.sentence}")
    return sum(counted)


def _read_and_hash(driver: Any) -> int:
    """Every hash that the audit works out again, over the bytes as they lie there; compared with nothing."""
    mark = "%s" if "psycopg" in type(driver).__module__ else "?"
    (size,) = driver.execute("SELECT max(idx) + 1 FROM log_leaf").fetchone()
    for start in range(0, size, BATCH):
        entries, links, fields = (
            driver.execute(statement.replace("?", mark), (start, start + BATCH)).fetchall()
            for statement in (ENTRIES, LINKS, FIELDS)
        )
        touched: dict[int, list[bytes]] = {}
        for index, role, uri, n, before, *_ in links:
            if before is not None:
                sha256(b"\x00" + before).digest()
            touched.setdefault(index, []).append(f'["{role}","{uri}",{n},null]'.encode())
        hashes = [_hash(row, touched[row[0]]) for row in entries]
        for _, _, salt, blob in fields:
            hmac.digest(salt, blob, "sha256")
        _tree(hashes)
    return int(size)


def _hash(row: tuple[Any, ...], disclosures: list[bytes]) -> bytes:
    """The three layers of one entry: digests and their root, the event, the envelope; then the leaf."""
    event, salt, envelope, seed, log_entry = row[7], row[8], row[9], row[10], row[12]
    found = [sha256(hmac.digest(seed, one, "sha256") + one).digest() for one in disclosures]
    width = max(4, 1 << (len(found) - 1).bit_length())
    found += [hmac.digest(seed, b"pad", "sha256") for _ in range(width - len(found))]
    _tree([sha256(b"\x00" + one).digest() for one in found])
    if event is not None:
        sha256(salt + event.encode()).digest()
    sha256(hmac.digest(seed, b"envelope", "sha256") + envelope.encode()).digest()
    return sha256(b"\x00" + log_entry).digest()


def _tree(hashes: list[bytes]) -> None:
    while len(hashes) > 1:
        pairs = iter(hashes)
        hashes = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=False)]
