"""Symbols by the million: texts that differ in their last characters alone, learnt one by one and then added up.

For one version, level, mask and length a symbol is an affine function over GF(2) of the bits that it says: Reed-Solomon
codes are linear, the placing is a permutation, and the mask is a constant that is added. So the symbol of any tail is the
symbol of the zero tail, plus one learnt difference for each of its bits; those of a byte are summed up beforehand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trace.labels import datamatrix, qr
from trace.labels.marks import Modules

Bytes = NDArray[np.uint8]
_Words = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Family:
    """All symbols that say `stem` and so many characters behind it; `side` modules high and wide."""

    stem: bytes
    side: int
    zero: _Words
    # One row for each value of each byte of the tail.
    tables: tuple[_Words, ...]
    # Modules of white around it.
    quiet: int

    @classmethod
    def learn(cls, stem: bytes, sample: bytes) -> Family:
        """QR codes that say `stem` and as many characters as `sample` has, which also decides on the mask of them all."""
        shape = qr.shape(stem + sample)
        zero, tables = _learnt(sample, lambda tail: _packed(qr.modules(stem + tail, shape)))
        return cls(stem, shape.side, zero, tables, qr.QUIET)

    @classmethod
    def learn_datamatrix(cls, pairs: tuple[tuple[str, str], ...], ai: str, sample: bytes) -> Family:
        """GS1 DataMatrix symbols of `pairs` and then the identifier `ai` with as many characters as `sample` has.

        Each character of the tail has a codeword of its own, digits too: in pairs they would move what comes behind.
        """
        ahead = datamatrix.codewords(*pairs, (ai, "0"))[:-1]
        shape = datamatrix.shape(len(ahead) + len(sample))
        # The codeword of a character is its number plus one (ISO/IEC 16022, table 2), so the tables are moved by one row.
        zero, tables = _learnt(
            bytes(byte + 1 for byte in sample), lambda tail: _packed(datamatrix.modules([*ahead, *tail], shape))
        )
        text = "".join(f"{one}{value}" for one, value in pairs) + ai
        return cls(text.encode(), shape.side, zero, tuple(np.roll(one, -1, 0) for one in tables), datamatrix.QUIET)

    @property
    def row_bytes(self) -> int:
        """How many bytes a row of modules takes, the last ones of it filled up with white."""
        return -(-self.side // 8)

    def rows(self, tails: Bytes) -> Bytes:
        """The symbols of the tails (one a row): 1 for black, row after row of modules, each padded to whole bytes."""
        words = np.empty((len(tails), len(self.zero)), np.uint64)
        words[:] = self.zero
        for at, table in enumerate(self.tables):
            words ^= table.take(tails[:, at], axis=0)
        return words.view(np.uint8)[:, : self.side * self.row_bytes]

    def modules(self, tail: bytes) -> Modules:
        """One symbol as a matrix, true for black."""
        row = self.rows(np.frombuffer(tail, np.uint8).reshape(1, -1))
        bits = np.unpackbits(row.reshape(self.side, self.row_bytes), axis=1)
        return bits[:, : self.side].astype(np.bool_)


def _learnt(sample: bytes, made: Callable[[bytes], _Words]) -> tuple[_Words, tuple[_Words, ...]]:
    """The symbol of the zero tail, and for each byte of the tail what each of its values adds."""
    first = made(sample)
    zero, tables = first, []
    for at, byte in enumerate(sample):
        table = np.zeros((256, len(first)), np.uint64)
        for bit in range(8):
            # One bit of the sample is turned over; qrcode fails where a whole block of zeros is to be corrected.
            difference = made(sample[:at] + bytes([byte ^ 1 << bit]) + sample[at + 1 :]) ^ first
            # The values with this bit as their highest are those below it, plus the difference.
            table[1 << bit : 2 << bit] = table[: 1 << bit] ^ difference
        zero = zero ^ table[byte]
        tables.append(table)
    return zero, tuple(tables)


def _packed(modules: Modules) -> _Words:
    rows = np.packbits(modules, axis=1).ravel()
    # Eight bytes are added at once, so the end is filled up.
    return np.pad(rows, (0, -len(rows) % 8)).view(np.uint64)
