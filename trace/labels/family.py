"""QR codes by the million: addresses that differ in their last characters alone, learnt from qrcode and then added up.

For one version, level, mask and length a symbol is an affine function over GF(2) of the bits that it says: Reed-Solomon
codes are linear, the placing is a permutation, and the mask is a constant that is added. So the symbol of any tail is the
symbol of the zero tail, plus one learnt difference for each of its bits; those of a byte are summed up beforehand.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trace.labels import qr
from trace.labels.marks import Modules
from trace.labels.qr import Shape

Bytes = NDArray[np.uint8]
_Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Family:
    """All symbols that say `stem` and so many characters behind it."""

    stem: bytes
    shape: Shape
    zero: _Words
    # One row for each value of each byte of the tail.
    tables: tuple[_Words, ...]

    @classmethod
    def learn(cls, stem: bytes, sample: bytes) -> Family:
        """The symbols of `stem` and as many characters as `sample` has, which also decides on the mask of them all."""
        shape = qr.shape(stem + sample)
        first = _packed(stem + sample, shape)
        zero, tables = first, []
        for at, byte in enumerate(sample):
            table = np.zeros((256, len(first)), np.uint64)
            for bit in range(8):
                # One bit of the sample is turned over; qrcode fails where a whole block of zeros is to be corrected.
                said = sample[:at] + bytes([byte ^ 1 << bit]) + sample[at + 1 :]
                difference = _packed(stem + said, shape) ^ first
                # The values with this bit as their highest are those below it, plus the difference.
                table[1 << bit : 2 << bit] = table[: 1 << bit] ^ difference
            zero = zero ^ table[byte]
            tables.append(table)
        return cls(stem, shape, zero, tuple(tables))

    @property
    def row_bytes(self) -> int:
        """How many bytes a row of modules takes, the last ones of it filled up with white."""
        return -(-self.shape.side // 8)

    def rows(self, tails: Bytes) -> Bytes:
        """The symbols of the tails (one a row): 1 for black, row after row of modules, each padded to whole bytes."""
        words = np.empty((len(tails), len(self.zero)), np.uint64)
        words[:] = self.zero
        for at, table in enumerate(self.tables):
            words ^= table.take(tails[:, at], axis=0)
        return words.view(np.uint8)[:, : self.shape.side * self.row_bytes]

    def modules(self, tail: bytes) -> Modules:
        """One symbol as a matrix, true for black."""
        row = self.rows(np.frombuffer(tail, np.uint8).reshape(1, -1))
        bits = np.unpackbits(row.reshape(self.shape.side, self.row_bytes), axis=1)
        return bits[:, : self.shape.side].astype(np.bool_)


def _packed(data: bytes, shape: Shape) -> _Words:
    rows = np.packbits(qr.modules(data, shape), axis=1).ravel()
    # Eight bytes are added at once, so the end is filled up.
    return np.pad(rows, (0, -len(rows) % 8)).view(np.uint64)
