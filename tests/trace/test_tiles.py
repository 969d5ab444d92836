"""The tree in tiles is the tree of RFC 6962, however the leaves came in."""

from hashlib import sha256

import pytest
from hypothesis import given, strategies as st

from trace import merkle, tiles
from trace.tiles import Forest

LEAVES = [sha256(str(n).encode()).digest() for n in range(70_000)]
STEPS = (1, 2, 253, 1, 255, 256, 257, 1000, 60_000, 3_000)


def grow(batches):
    stored, edge, size = {}, {}, 0
    for many in batches:
        changed, edge = tiles.grown(edge, size, LEAVES[size : size + many])
        stored |= changed
        size += many
        yield size, stored, edge


def test_the_root_of_every_size_is_that_of_the_leaves():
    for size, _, edge in grow(STEPS):
        assert tiles.root(edge, size) == merkle.fold(LEAVES[:size])


def test_a_tree_of_70000_has_the_tiles_that_the_specification_counts():
    # C2SP tlog-tiles: 273 full tiles of level 0 and one of width 112, one full of level 1 and one of 17, one of level 2.
    *_, (size, stored, _) = grow([70_000])
    assert size == 70_000
    wide = {tile: len(raw) // 32 for tile, raw in stored.items()}
    assert sum(level == 0 and width == 256 for (level, _), width in wide.items()) == 273
    assert [wide[tile] for tile in ((0, 273), (1, 0), (1, 1), (2, 0))] == [112, 256, 17, 1]
    assert len(wide) == 277


@pytest.mark.parametrize("index", [0, 1, 255, 256, 12_345, 61_700, 64_768, 64_772])
def test_paths_out_of_the_needed_tiles_alone_lead_to_the_root(index):
    *_, (size, stored, edge) = grow(STEPS)
    forest = Forest({tile: stored[tile] for tile in tiles.needed([index], size)})
    path = merkle.inclusion_path(index, size, forest.node)
    assert merkle.includes(LEAVES[index], index, size, path, tiles.root(edge, size))
    assert not merkle.includes(LEAVES[index + 1], index, size, path, tiles.root(edge, size))


@pytest.mark.parametrize("old", [1, 2, 255, 256, 257, 512, 61_767, 64_775])
def test_consistency_out_of_the_needed_tiles_alone(old):
    *_, (size, stored, edge) = grow(STEPS)
    around = [old - 1, old] if old < size else [old - 1]
    forest = Forest({tile: stored[tile] for tile in tiles.needed(around, size)})
    path = merkle.consistency_path(old, size, forest.node)
    assert merkle.consistent(old, size, merkle.fold(LEAVES[:old]), tiles.root(edge, size), path)


@given(st.lists(st.integers(1, 700), min_size=1, max_size=6))
def test_a_partial_tile_is_the_beginning_of_its_fuller_self(batches):
    before = {}
    for _, stored, _ in grow(batches):
        assert all(stored[tile].startswith(raw) for tile, raw in before.items())
        before = dict(stored)


def test_the_edge_of_a_full_tree_is_empty():
    assert tiles.edge_of(65_536) == [(2, 0)]
    assert tiles.edge_of(0) == []
    assert tiles.root({}, 0) == merkle.EMPTY_ROOT
