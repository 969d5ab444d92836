"""Verify everything that is recorded: every entry from its bytes, every life, the tree, every signed checkpoint.

Nothing in the database is believed for standing there: hashes, tiles and roots are worked out again, and what they
lead to must be what the log's key has signed, and what was kept outside the database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from sqlalchemy.orm import Session

from trace import bulk, event as events, log, merkle, note, rederive, tiles
from trace.chain import b64
from trace.errors import Refusal
from trace.keyring import Keyring
from trace.note import Checkpoint, Verifier
from trace.rederive import Place, Stored

BATCH = 4_096
# A size, the root that is claimed for it, and who claims it: a signed note, or the name of a kept checkpoint.
Named = tuple[int, bytes, str]


@dataclass(frozen=True, slots=True, order=True)
class Bad:
    """The first entry that something is wrong with, the check that found it, and a sentence."""

    index: int
    check: str
    sentence: str


def verify(
    session: Session,
    keyring: Keyring,
    verifier: Verifier,
    first: int = 0,
    kept: Sequence[tuple[str, Checkpoint]] = (),
    done: Callable[[int], object] = lambda count: None,
) -> Bad | None:
    """None where everything from entry `first` on is intact, else the first thing that is wrong.

    `kept` are checkpoints from elsewhere with where they come from; `done` is told how many entries were checked.
    """  # fmt: skip
    return next(problems(session, keyring, verifier, first, kept, done), None)


def problems(
    session: Session, keyring: Keyring, verifier: Verifier, first: int,
    kept: Sequence[tuple[str, Checkpoint]], done: Callable[[int], object],
) -> Iterator[Bad]:  # fmt: skip
    """Everything that is wrong, in the order of the log, then what stands beside it."""
    newest = log.newest(session)
    for where, one in kept:
        if one.size > newest.size:
            yield Bad(
                newest.size,
                "checkpoint",
                f"{where} is of {one.size} entries and the log has {newest.size}: it was rewound",
            )
    tree = _Tree(session, verifier, first, kept)
    for start in range(first, newest.size, BATCH):
        end = min(start + BATCH, newest.size)
        rows = _entries(session, start, end)
        places = _places(session, start, end)
        found: list[Bad] = []
        leaves = []
        for index in range(start, end):
            row = rows.get(index)
            if row is None:
                yield Bad(index, "missing", "the log has an entry here that the ledger lacks")
                return
            leaves.append(merkle.leaf_hash(row.log_entry))
            found += [Bad(index, *wrong) for wrong in rederive.wrongs(row, places.get(index, []), keyring.origin)]
        found += _texts(session, keyring, start, end, rows)
        yield from sorted(found)
        yield from tree.grow(start, leaves)
        done(end - start)
    yield from tree.ends(newest.size)
    yield from _leftovers(session, keyring, newest.size)


def _entries(session: Session, start: int, end: int) -> dict[int, Stored]:
    statement = (
        "SELECT l.idx, e.id, e.record_ms, e.event_ms, e.actor_id, e.stage, e.v, e.event, e.event_salt, e.envelope, "
        "e.seed, e.digests, e.log_entry FROM log_leaf l JOIN entry e ON e.id = l.entry_id WHERE l.idx >= ? AND l.idx < ?"
    )
    return {row[0]: Stored(*row[1:]) for row in bulk.run(session, statement, (start, end))}


def _places(session: Session, start: int, end: int) -> dict[int, list[Place]]:
    statement = (
        "SELECT l.idx, k.role, t.uri, k.n, b.log_entry, b.record_ms, t.n, t.leaf FROM log_leaf l "
        "JOIN link k ON k.entry_id = l.entry_id JOIN thing t ON t.id = k.thing_id "
        "LEFT JOIN link p ON p.thing_id = k.thing_id AND p.n = k.n - 1 LEFT JOIN entry b ON b.id = p.entry_id "
        "WHERE l.idx >= ? AND l.idx < ?"
    )
    found: dict[int, list[Place]] = {}
    for index, *place in bulk.run(session, statement, (start, end)):
        found.setdefault(index, []).append(Place(*place))
    return found


def _texts(session: Session, keyring: Keyring, start: int, end: int, rows: dict[int, Stored]) -> Iterator[Bad]:
    """Personal texts that are not the ones their events commit to; erased ones are gone and say nothing."""
    statement = (
        "SELECT l.idx, f.name, f.salt, f.blob FROM log_leaf l JOIN private_field f ON f.entry_id = l.entry_id "
        "WHERE l.idx >= ? AND l.idx < ?"
    )
    for index, name, salt, blob in bulk.run(session, statement, (start, end)):
        row = rows[index]
        if row.event is None:
            continue
        try:
            text = keyring.decrypt(bytes(blob), f"{row.entry_id}/{name}")
        except InvalidTag:
            yield Bad(index, "text", f"the personal text {name!r} cannot be decrypted: it was altered")
            continue
        if rederive.text_is_wrong(events.stored(row.event), name, bytes(salt), text):
            yield Bad(index, "text", f"the personal text {name!r} is not the one that the event commits to")


class _Tree:
    """The tree as it grows again from the entries, compared with tiles, checkpoints and what was kept elsewhere."""

    def __init__(
        self, session: Session, verifier: Verifier, first: int, kept: Sequence[tuple[str, Checkpoint]]
    ) -> None:
        self._session, self._verifier, self._good = session, verifier, first
        read = log.read_tiles(session, tiles.edge_of(first))
        wide = {level: (first >> 8 * level) % tiles.WIDTH * merkle.HASH for level, _ in tiles.edge_of(first)}
        self._edge = {level: raw[: wide[level]] for (level, _), raw in read.items()}
        self._kept = sorted((one.size, one.root, where) for where, one in kept)

    def grow(self, size: int, leaves: Sequence[bytes]) -> Iterator[Bad]:
        """Put leaves behind the first `size`, stopping at every size that somebody has signed or kept.

        What a tile says comes first: it names the entry, where a root only names the stretch that it lies in.
        """
        statement = "SELECT size, root, note FROM checkpoint WHERE size > ? AND size <= ? ORDER BY size"
        signed = [
            (row[0], bytes(row[1]), row[2]) for row in bulk.run(self._session, statement, (size, size + len(leaves)))
        ]
        kept = [one for one in self._kept if size < one[0] <= size + len(leaves)]
        changed: dict[tiles.Tile, bytes] = {}
        wrong: list[Bad] = []
        at = size
        for stop in sorted({one[0] for one in signed} | {one[0] for one in kept} | {size + len(leaves)}):
            grown, self._edge = tiles.grown(self._edge, at, leaves[at - size : stop - size])
            changed |= grown
            at = stop
            root = tiles.root(self._edge, at)
            here = [one for one in signed if one[0] == at], [one for one in kept if one[0] == at]
            wrong += self._compare(at, root, *here)
        yield from self._tiles(changed)
        yield from wrong

    def _compare(self, size: int, root: bytes, signed: list[Named], kept: list[Named]) -> Iterator[Bad]:
        for _, stored, text in signed:
            try:
                said = note.checkpoint(text, self._verifier)
            except Refusal as refusal:
                yield Bad(self._good, "signature", f"the checkpoint of {size} entries: {refusal.message}")
                continue
            if (said.size, said.root) != (size, root) or stored != root:
                yield Bad(self._good, "root", self._between(size, f"signed was the root {b64(said.root)}", root))
            else:
                self._good = size
        for _, wanted, where in kept:
            if wanted != root:
                yield Bad(
                    min(self._good, size - 1),
                    "checkpoint",
                    self._between(size, f"{where} has the root {b64(wanted)}", root),
                )

    def _between(self, size: int, said: str, root: bytes) -> str:
        return f"of the first {size} entries {said}, and they lead to {b64(root)}: an entry up to here was altered, put in or moved"

    def _tiles(self, changed: dict[tiles.Tile, bytes]) -> Iterator[Bad]:
        stored = log.read_tiles(self._session, set(changed))
        for (level, number), hashes in changed.items():
            if stored.get((level, number), b"")[: len(hashes)] == hashes:
                continue
            raw = stored.get((level, number), b"")
            at = (
                next(i for i in range(0, len(hashes), merkle.HASH) if raw[i : i + 32] != hashes[i : i + 32])
                // merkle.HASH
            )
            index = (number * tiles.WIDTH + at) << 8 * level
            yield Bad(
                index,
                "tile",
                f"tile {number} of level {level} does not hold what the entries lead to, from hash {at} on",
            )

    def ends(self, size: int) -> Iterator[Bad]:
        """What was kept of sizes before the first entry that was looked at; a log without a checkpoint at its end."""
        for at, wanted, where in self._kept:
            if 0 < at <= min(self._good, size) and log.root_at(self._session, at) != wanted:
                yield Bad(at - 1, "checkpoint", f"{where} has another root at {at} entries than this log")


def _leftovers(session: Session, keyring: Keyring, size: int) -> Iterator[Bad]:
    """Rows beside the log: entries that nobody will integrate, forged pending rows, leaves beyond the checkpoint."""
    lost = (
        "SELECT e.id FROM entry e LEFT JOIN log_leaf l ON l.entry_id = e.id LEFT JOIN pending p ON p.entry_id = e.id "
        "WHERE l.entry_id IS NULL AND p.entry_id IS NULL LIMIT 1"
    )
    for (entry_id,) in bulk.run(session, lost):
        yield Bad(
            size, "pending", f"entry {entry_id} is neither in the log nor waiting for it: it was put in or held back"
        )
    beyond = bulk.run(session, "SELECT idx FROM log_leaf WHERE idx >= ? ORDER BY idx LIMIT 1", (size,))
    for (index,) in beyond:
        yield Bad(index, "root", "the log has an entry beyond its newest checkpoint: a checkpoint was removed")
    waiting = "SELECT p.entry_id, p.leaf, p.mac, e.log_entry FROM pending p LEFT JOIN entry e ON e.id = p.entry_id"
    for entry_id, leaf, mac, entry in bulk.run(session, waiting):
        if (
            keyring.pending_mac(entry_id, bytes(leaf)) != bytes(mac)
            or entry is None
            or merkle.leaf_hash(bytes(entry)) != leaf
        ):
            yield Bad(
                size, "pending", f"entry {entry_id} waits for the log, and its row was not written by this service"
            )
    heads = (
        "SELECT t.uri, t.n, coalesce(m.n, 0) FROM thing t LEFT JOIN "
        "(SELECT thing_id, max(n) + 1 AS n FROM link GROUP BY thing_id) m ON m.thing_id = t.id "
        "WHERE t.n <> coalesce(m.n, 0) LIMIT 1"
    )
    for uri, wanted, there in bulk.run(session, heads):
        yield Bad(size, "head", f"{uri} has {there} entries and its head says {wanted}: its newest were removed")
