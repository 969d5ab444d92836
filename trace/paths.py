"""Inclusion paths as JSON, ready to be sent: what of the tree never changes again is kept by the process.

Eight steps of a path lie in the leaf's own tile, which is full for ever once it is full. The steps above it are the same
for every leaf of the tile, as long as the log has the same size.
"""

from __future__ import annotations

from binascii import b2a_base64
from collections.abc import Iterable, Sequence
from threading import Lock

from trace import log, merkle, tiles
from trace.bulk import Reads
from trace.merkle import HASH
from trace.tiles import WIDTH, Forest, Tile

# Of 16 kB each; and as many upper parts, of half a kilobyte.
MOST = 2_048
_ROWS = tuple((height, HASH * (2 * WIDTH - (2 * WIDTH >> height))) for height in range(8))


class Kept:
    """What a process keeps of one log: the nodes of full tiles, and of its newest size what lies above them."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.full: dict[int, bytes] = {}
        self.newest = Tree(0)

    def tree(self, size: int) -> Tree:
        """The tree of this size; that of the newest one is kept."""
        found = self.newest
        if found.size != size:
            found = Tree(size)
            if size > self.newest.size:
                self.newest = found
        return found

    def put(self, number: int, nodes: bytes) -> None:
        """Keep a full tile's nodes, and let go of those that came first."""
        with self._lock:
            self.full[number] = nodes
            while len(self.full) > MOST:
                del self.full[next(iter(self.full))]


class Tree:
    """The tree of one size: the tiles that were read of it, and the upper parts of paths by the leaf's tile."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.above: dict[int, bytes] = {}
        self._read: dict[Tile, bytes] = {}

    def path(self, session: Reads, index: int, least: int) -> bytes:
        """The steps from the subtree of `least` leaves that `index` is in up to the root."""
        wanted = tiles.needed([index], self.size)
        if least > 1:
            wanted.discard((0, index // WIDTH))
        if missing := wanted - self._read.keys():
            # What a tile has beyond this size is not of this tree; a path never asks for it.
            self._read |= log.read_tiles(session, missing)
        return _joined(merkle.inclusion_path(index, self.size, Forest(self._read).node, least))

    def keep(self, number: int, text: bytes) -> None:
        """Keep an upper part."""
        if len(self.above) >= MOST:
            self.above.clear()
        self.above[number] = text


def as_json(session: Reads, indexes: Iterable[int], size: int) -> dict[int, bytes]:
    """The inclusion path of each of these leaves in the tree of `size`, as a JSON array."""
    kept: Kept = session.info.setdefault("paths", Kept())
    tree, found = kept.tree(size), dict[int, bytes]()
    below = _full(session, kept, {index // WIDTH for index in indexes if index // WIDTH < size // WIDTH})
    for index in indexes:
        number, at = divmod(index, WIDTH)
        if (nodes := below.get(number)) is None:
            steps = tree.path(session, index, 1)
        else:
            if (above := tree.above.get(number)) is None:
                above = tree.path(session, index, WIDTH)
                tree.keep(number, above)
            starts = [row + ((at >> height) ^ 1) * HASH for height, row in _ROWS]
            steps = _joined([nodes[start : start + HASH] for start in starts])
            steps = b"%b,%b" % (steps, above) if above else steps
        found[index] = b"[%b]" % steps
    return found


def _full(session: Reads, kept: Kept, numbers: Iterable[int]) -> dict[int, bytes]:
    """The nodes of these full tiles."""
    found = {number: nodes for number in numbers if (nodes := kept.full.get(number)) is not None}
    missing = [(0, number) for number in numbers if number not in found]
    if missing:
        for (_, number), hashes in log.read_tiles(session, missing).items():
            found[number] = nodes = tiles.packed(hashes)
            kept.put(number, nodes)
    return found


def _joined(hashes: Sequence[bytes]) -> bytes:
    return b",".join([b'"%b"' % b2a_base64(one, newline=False) for one in hashes])
