"""The log as it stands in the database: newest checkpoint, tiles, entries, proofs. Reading only."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from trace import bulk, merkle, tiles
from trace.bulk import Reads
from trace.errors import Unknown
from trace.merkle import HASH
from trace.tiles import WIDTH, Forest, Tile


class NotInLog(Unknown):
    """The log has no such entry, tile or size (yet)."""

    code = "not-in-log"


class Newest(NamedTuple):
    """The newest checkpoint: its size and root, and the signed note; size 0 before the first."""

    size: int
    root: bytes
    note: str


def newest(session: Reads) -> Newest:
    """The newest checkpoint."""
    found = bulk.run(session, "SELECT size, root, note FROM checkpoint ORDER BY size DESC LIMIT 1")
    return Newest(found[0][0], bytes(found[0][1]), found[0][2]) if found else Newest(0, merkle.EMPTY_ROOT, "")


def newest_with(session: Reads, uris: Collection[str]) -> tuple[Newest, dict[str, int]]:
    """The newest checkpoint, and how many entries each of these things had at the same moment."""
    if not uris:
        return newest(session), {}
    statement = (
        "SELECT * FROM (SELECT size, note, root FROM checkpoint ORDER BY size DESC LIMIT 1) AS newest "
        "UNION ALL SELECT n, uri, NULL FROM thing WHERE uri"
    )
    found, heads = Newest(0, merkle.EMPTY_ROOT, ""), dict[str, int]()
    for number, text, root in bulk.select_in(session, statement, uris, "text"):
        if root is not None:
            found = Newest(number, root, text)
        else:
            heads[text] = number
    return found, heads


def read_tiles(session: Reads, wanted: Sequence[Tile] | set[Tile]) -> dict[Tile, bytes]:
    """These tiles, as wide as they are now; what there is none of is left out."""
    found: dict[Tile, bytes] = {}
    for level in sorted({level for level, _ in wanted}):
        numbers = sorted(number for one, number in wanted if one == level)
        statement = f"SELECT number, hashes FROM tile WHERE level = {level} AND number"
        found.update(
            ((level, number), bytes(raw)) for number, raw in bulk.select_in(session, statement, numbers, "bigint")
        )
    return found


def tile(session: Reads, level: int, number: int, width: int) -> bytes:
    """`width` hashes of a tile (tlog-tiles): a partial one is the beginning of what the tile is now."""
    raw = read_tiles(session, [(level, number)]).get((level, number), b"")
    if len(raw) < width * HASH:
        raise NotInLog(f"tile {number} of level {level} has {len(raw) // HASH} hashes: asked for {width}")
    return raw[: width * HASH]


def bundle(session: Reads, number: int, width: int) -> list[bytes]:
    """The log entries of one entry bundle, `width` from index `number` * 256 on."""
    first = number * WIDTH
    statement = "SELECT e.log_entry FROM log_leaf l JOIN entry e ON e.id = l.entry_id WHERE l.idx >= ? AND l.idx < ? ORDER BY l.idx"
    found = [bytes(entry) for (entry,) in bulk.run(session, statement, (first, first + width))]
    if len(found) < width or not width:
        raise NotInLog(f"the log has {len(found)} entries from {first} on: asked for {width}")
    return found


def index_of(session: Reads, leaf: bytes) -> int | None:
    """Where this leaf hash stands; None where it is recorded but not yet in the log. Unknown ones raise NotInLog."""
    statement = (
        "SELECT l.idx, e.log_entry FROM log_leaf l JOIN entry e ON e.id = l.entry_id WHERE l.prefix = ? ORDER BY l.idx"
    )
    for index, entry in bulk.run(session, statement, (prefix(leaf),)):
        if merkle.leaf_hash(bytes(entry)) == leaf:
            return int(index)
    if bulk.run(session, "SELECT 1 FROM pending WHERE leaf = ? LIMIT 1", (leaf,)):
        return None
    raise NotInLog(f"no entry has the leaf {leaf.hex()}")


def prefix(leaf: bytes) -> int:
    """The narrow key that leaves are looked up by: their first eight bytes as a signed number."""
    return int.from_bytes(leaf[:8], "big", signed=True)


def inclusion(session: Reads, indexes: Sequence[int], size: int) -> list[list[bytes]]:
    """The inclusion paths of these leaves in the tree of `size`, out of one reading of tiles."""
    if any(not 0 <= index < size for index in indexes):
        raise NotInLog(f"the log has {size} entries: asked for {', '.join(map(str, indexes))}")
    forest = Forest(read_tiles(session, tiles.needed(indexes, size)))
    return [merkle.inclusion_path(index, size, forest.node) for index in indexes]


def consistency(session: Reads, old: int, size: int) -> list[bytes]:
    """The proof that the tree of `size` begins with the tree of `old`."""
    if not 0 < old <= size:
        raise NotInLog(f"no consistency proof from {old} to {size}: expected a size from 1 to {size}")
    around = [old - 1, old] if old < size else [old - 1]
    forest = Forest(read_tiles(session, tiles.needed(around, size)))
    return merkle.consistency_path(old, size, forest.node)


def root_at(session: Reads, size: int) -> bytes:
    """The root of the first `size` entries, by the tiles as they are now."""
    if size == 0:
        return merkle.EMPTY_ROOT
    forest = Forest(read_tiles(session, tiles.needed([size - 1], size)))
    return merkle.range_hash(0, size, forest.node)
