"""The Merkle tree in tiles (C2SP tlog-tiles): 256 hashes a tile, level L+1 over the full tiles of level L. Pure.

A tile is kept in one piece that only grows until it is full, so a partial tile of width W is its first W hashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from trace import merkle
from trace.merkle import HASH, node_hash

WIDTH = 256
FULL = WIDTH * HASH
Tile = tuple[int, int]


def grown(edge: Mapping[int, bytes], size: int, leaves: Sequence[bytes]) -> tuple[dict[Tile, bytes], dict[int, bytes]]:
    """The tiles that change when `leaves` (leaf hashes) follow a tree of `size`, and the new right edge.

    `edge` is the last tile of each level where it is partial; an edge leaves out what is empty or full.
    """
    changed: dict[Tile, bytes] = {}
    after = dict(edge)
    level, row, count = 0, b"".join(leaves), size
    while row:
        number = count // WIDTH
        row = after.pop(level, b"") + row
        # A partial tile is never hashed into the level above (tlog-tiles, "Merkle tree").
        above = []
        for start in range(0, len(row) - FULL + 1, FULL):
            whole = row[start : start + FULL]
            changed[level, number] = whole
            above.append(_nodes(whole)[8][0])
            number += 1
        if rest := row[len(above) * FULL :]:
            changed[level, number] = after[level] = rest
        level, row, count = level + 1, b"".join(above), count // WIDTH
    return changed, after


def edge_of(size: int) -> list[Tile]:
    """The partial tiles at the right edge of a tree of `size`."""
    found, level = [], 0
    while size:
        if size % WIDTH:
            found.append((level, size // WIDTH))
        size, level = size // WIDTH, level + 1
    return found


def root(edge: Mapping[int, bytes], size: int) -> bytes:
    """The root of a tree of `size`, from its right edge alone: its perfect subtrees, joined from the smallest up."""
    found: bytes | None = None
    level = 0
    while size:
        hashes, count = edge.get(level, b""), size % WIDTH
        for height in range(8):
            if count >> height & 1:
                start = (count >> height) - 1 << height
                peak = merkle.fold(_split(hashes[start * HASH : (start + (1 << height)) * HASH]))
                found = peak if found is None else node_hash(peak, found)
        size, level = size // WIDTH, level + 1
    return merkle.EMPTY_ROOT if found is None else found


def needed(indexes: Iterable[int], size: int) -> set[Tile]:
    """The tiles that the paths of these leaves to the root of `size` are made of."""
    found = set(edge_of(size))
    for index in indexes:
        level = 0
        while size >> 8 * level > 1:
            found.add((level, index >> 8 * (level + 1)))
            level += 1
    return found


class Forest:
    """The nodes of the tree, out of the tiles that were read."""

    def __init__(self, read: Mapping[Tile, bytes]) -> None:
        self._read = read

    def node(self, level: int, index: int) -> bytes:
        """The hash of a perfect subtree, as trace/merkle.py asks for it."""
        tile_level, height = divmod(level, 8)
        number, at = divmod(index << height, WIDTH)
        return _nodes(self._read[tile_level, number])[height][at >> height]


def packed(hashes: bytes) -> bytes:
    """The nodes of a full tile below its root, row after row, the hashes first."""
    return b"".join(b"".join(row) for row in _rows(hashes)[:8])


@lru_cache(maxsize=512)
def _nodes(hashes: bytes) -> tuple[tuple[bytes, ...], ...]:
    """The same as `_rows`, kept, because what is full never changes."""
    return _rows(hashes)


def _rows(hashes: bytes) -> tuple[tuple[bytes, ...], ...]:
    """Every row of perfect subtrees over a tile, its hashes first."""
    row = tuple(_split(hashes))
    rows = [row]
    while len(row) > 1:
        pairs = iter(row)
        row = tuple([node_hash(left, right) for left, right in zip(pairs, pairs, strict=False)])
        rows.append(row)
    return tuple(rows)


def _split(hashes: bytes) -> list[bytes]:
    return [hashes[at : at + HASH] for at in range(0, len(hashes), HASH)]
