"""The tree of RFC 6962, against the definitions of its section 2.1 written out naively."""

from __future__ import annotations

import os
from functools import cache
from hashlib import sha256

import pytest

from trace import merkle

MOST = 70
LEAVES = [sha256(bytes([0, size])).digest() for size in range(MOST)]


def split(size):
    k = 1
    while k * 2 < size:
        k *= 2
    return k


@cache
def naive_root(start, end):
    """MTH, section 2.1."""
    if end - start == 0:
        return sha256(b"").digest()
    if end - start == 1:
        return LEAVES[start]
    k = split(end - start)
    return sha256(b"\x01" + naive_root(start, start + k) + naive_root(start + k, end)).digest()


def naive_path(m, start, end):
    """PATH, section 2.1.1."""
    if end - start == 1:
        return []
    k = split(end - start)
    if m < k:
        return [*naive_path(m, start, start + k), naive_root(start + k, end)]
    return [*naive_path(m - k, start + k, end), naive_root(start, start + k)]


def naive_proof(m, start, end, whole=True):
    """SUBPROOF, section 2.1.2."""
    if m == end - start:
        return [] if whole else [naive_root(start, end)]
    k = split(end - start)
    if m <= k:
        return [*naive_proof(m, start, start + k, whole), naive_root(start + k, end)]
    return [*naive_proof(m - k, start + k, end, False), naive_root(start, start + k)]


def node(level, index):
    return naive_root(index << level, (index + 1) << level)


SIZES = range(1, MOST + 1)


def test_the_root_of_a_leaf_and_of_nothing_are_those_of_the_standard():
    assert merkle.leaf_hash(b"").hex() == "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert merkle.fold([]) == merkle.EMPTY_ROOT == sha256(b"").digest()


@pytest.mark.parametrize("size", SIZES)
def test_roots_and_inclusion_paths_are_those_of_the_standard(size):
    root = merkle.fold(LEAVES[:size])
    assert root == naive_root(0, size) == merkle.range_hash(0, size, node)
    for index in range(size):
        path = naive_path(index, 0, size)
        assert merkle.inclusion_path(index, size, node) == path == merkle.path_in(LEAVES[:size], index)
        assert merkle.includes(LEAVES[index], index, size, path, root)


@pytest.mark.parametrize("size", SIZES)
def test_consistency_paths_are_those_of_the_standard(size):
    for old in range(1, size + 1):
        path = naive_proof(old, 0, size)
        assert merkle.consistency_path(old, size, node) == path
        assert merkle.consistent(old, size, naive_root(0, old), naive_root(0, size), path)


@pytest.mark.parametrize("size", [1, 2, 3, 5, 8, 13, 33, 64, 70])
def test_an_inclusion_path_holds_for_nothing_else(size):
    root, other = naive_root(0, size), os.urandom(32)
    for index in range(size):
        leaf, path = LEAVES[index], naive_path(index, 0, size)
        assert not merkle.includes(other, index, size, path, root)
        assert not merkle.includes(leaf, index, size, path, other)
        assert merkle.root_from_inclusion(leaf, index, size, [*path, other]) is None
        for at in range(len(path)):
            assert not merkle.includes(leaf, index, size, path[:at] + [other] + path[at + 1 :], root)
            assert not merkle.includes(leaf, index, size, path[:at] + path[at + 1 :], root)
            assert not merkle.includes(leaf, index, size, [*path[:at], path[at][:31], *path[at + 1 :]], root)
        for wrong in {index - 1, index + 1, -1, size} - {index}:
            assert not merkle.includes(leaf, wrong, size, path, root), wrong


def test_no_path_leads_anywhere_from_a_leaf_that_is_no_hash():
    assert merkle.root_from_inclusion(b"", 0, 1, []) is None
    assert merkle.root_from_inclusion(LEAVES[0] + b"x", 0, 1, []) is None
    assert merkle.root_from_inclusion(LEAVES[0], 0, 0, []) is None
    assert merkle.root_from_inclusion(LEAVES[0], 0, 1, []) == LEAVES[0]


@pytest.mark.parametrize("size", [2, 3, 4, 7, 8, 12, 33, 64, 70])
def test_a_consistency_path_holds_for_nothing_else(size):
    root, other = naive_root(0, size), os.urandom(32)
    for old in range(1, size):
        before, path = naive_root(0, old), naive_proof(old, 0, size)
        assert not merkle.consistent(old, size, other, root, path)
        assert not merkle.consistent(old, size, before, other, path)
        assert not merkle.consistent(old, size, before, root, [*path, other])
        assert not merkle.consistent(old, size, before, root, [])
        assert not merkle.consistent(size, old, root, before, path)
        for at in range(len(path)):
            assert not merkle.consistent(old, size, before, root, path[:at] + path[at + 1 :])
            assert not merkle.consistent(old, size, before, root, [*path[:at], other, *path[at + 1 :]])


@pytest.mark.parametrize(
    ("old", "size", "wrong"), [(1, 2, 4), (2, 4, 8), (3, 4, 5), (4, 8, 64), (6, 8, 9), (8, 16, 70)]
)
def test_a_path_of_another_depth_is_no_path(old, size, wrong):
    path = naive_proof(old, 0, size)
    assert merkle.consistent(old, size, naive_root(0, old), naive_root(0, size), path)
    assert not merkle.consistent(old, wrong, naive_root(0, old), naive_root(0, size), path)


def test_equal_sizes_need_equal_roots_and_no_path():
    root = naive_root(0, 5)
    assert merkle.consistent(5, 5, root, root, [])
    assert not merkle.consistent(5, 5, root, naive_root(0, 6), [])
    assert not merkle.consistent(5, 5, root, root, [root])


@pytest.mark.parametrize(("size", "path"), [(0, []), (1, []), (5, []), (5, [LEAVES[0]])])
def test_nothing_is_consistent_with_a_tree_of_nothing(size, path):
    root = naive_root(0, size)
    assert not merkle.consistent(0, size, merkle.EMPTY_ROOT, root, path)
    assert not merkle.consistent(-1, size, merkle.EMPTY_ROOT, root, path)


def test_paths_outside_of_the_tree_are_not_made():
    for index, size in ((0, 0), (5, 5), (-1, 5)):
        with pytest.raises(ValueError, match="not in a tree"):
            merkle.inclusion_path(index, size, node)
    for old, size in ((0, 5), (6, 5)):
        with pytest.raises(ValueError, match="no consistency proof"):
            merkle.consistency_path(old, size, node)
