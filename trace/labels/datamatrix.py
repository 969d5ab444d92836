"""GS1 DataMatrix (ISO/IEC 16022, ECC 200): square symbols of one block, in ASCII encodation with digits in pairs.

Our own, since no well-kept encoder on PyPI writes FNC1; the tests compare it bit for bit with zint's, which zxing-cpp brings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from trace.identity.characters import shown
from trace.labels.marks import BadLabel, Modules

# ISO/IEC 16022 section 8.4: one module of white on each side.
QUIET = 1
# Codeword 232; as the first it makes the symbol a GS1 one, later it ends a value (General Specifications 5.6.3).
FNC1 = 232
_PAD = 129
# Modules on a side: codewords of data, codewords of error correction, regions on a side (table 7, up to one block).
_SIZES = {
    10: (3, 5, 1), 12: (5, 7, 1), 14: (8, 10, 1), 16: (12, 12, 1), 18: (18, 14, 1), 20: (22, 18, 1), 22: (30, 20, 1),
    24: (36, 24, 1), 26: (44, 28, 1), 32: (62, 36, 2), 36: (86, 42, 2), 40: (114, 48, 2), 44: (144, 56, 2), 48: (174, 68, 2),
}  # fmt: skip
_PIECE = re.compile(rb"[0-9]{2}|[ -~]")
_PRINTABLE = re.compile("[ -~]{1,90}")
# General Specifications, figure 7.8.5-2: what begins like this has a length that everybody knows.
_FIXED = re.compile("0[0-4]|1[1-9]|20|3[1-6]|41")


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a symbol: modules on a side."""

    side: int


def codewords(*pairs: tuple[str, str]) -> list[int]:
    """Identifiers and their values as codewords, with FNC1 before them and behind values of open length but the last."""
    found: list[int] = [FNC1]
    for at, (ai, value) in enumerate(pairs):
        if not _PRINTABLE.fullmatch(value):
            raise BadLabel(
                f"{shown(value)} cannot stand in a GS1 DataMatrix: expected 1 to 90 printable ASCII characters"
            )
        found += text_codewords(f"{ai}{value}".encode("ascii"))
        if at + 1 < len(pairs) and not _FIXED.match(ai):
            found.append(FNC1)
    return found


def text_codewords(text: bytes) -> list[int]:
    """Two digits in one codeword, any other character in one of its own (table 2)."""
    return [130 + int(one) if len(one) == 2 else one[0] + 1 for one in _PIECE.findall(text)]


def shape(many: int) -> Shape:
    """The smallest symbol that holds so many codewords."""
    for side, (data, _, _) in _SIZES.items():
        if many <= data:
            return Shape(side)
    raise BadLabel(f"a GS1 DataMatrix of {many} codewords was asked for: expected at most {max(_SIZES.values())[0]}")


def modules(data: list[int], shape: Shape) -> Modules:
    """The symbol, true for black, without its quiet zone."""
    room, correction, regions = _SIZES[shape.side]
    whole = np.array(_padded(data, room), np.uint8)
    words = np.concatenate([whole, _correction(whole, correction)])
    inner = shape.side - 2 * regions
    where = _placing(inner)
    bits = np.unpackbits(words.reshape(-1, 1), axis=1).ravel()
    # Below zero stand the two black modules of the corner that some sizes leave over.
    body = np.where(where >= 0, bits[np.maximum(where, 0)], where == -1).astype(np.bool_)
    return _framed(body, shape.side, regions)


def symbol(*pairs: tuple[str, str]) -> Modules:
    """The smallest symbol that says these identifiers and values: ]d2."""
    data = codewords(*pairs)
    return modules(data, shape(len(data)))


def _padded(data: list[int], room: int) -> list[int]:
    """Pads behind the first are scrambled by their place (annex B.1)."""
    found = [*data, *[_PAD] * (len(data) < room)]
    for at in range(len(found) + 1, room + 1):
        pad = _PAD + 149 * at % 253 + 1
        found.append(pad - 254 * (pad > 254))
    return found


@lru_cache(maxsize=1)
def _field() -> tuple[list[int], list[int]]:
    """Powers of two in GF(256) over x^8 + x^5 + x^3 + x^2 + 1 (section 8.5), and their logarithms."""
    powers, logs, value = [0] * 510, [0] * 256, 1
    for at in range(255):
        powers[at] = powers[at + 255] = value
        logs[value] = at
        value = value << 1 ^ (0x12D if value & 0x80 else 0)
    return powers, logs


@lru_cache(maxsize=32)
def _generator(many: int) -> tuple[int, ...]:
    """The polynomial with the roots 2^1 to 2^many, its highest coefficient first and left out."""
    powers, logs = _field()
    found = [1]
    for root in range(1, many + 1):
        raised = [*found, 0]
        for at, one in enumerate(found):
            raised[at + 1] ^= powers[logs[one] + root] if one else 0
        found = raised
    return tuple(found[1:])


def _correction(data: NDArray[np.uint8], many: int) -> NDArray[np.uint8]:
    powers, logs = _field()
    generator, rest = _generator(many), [0] * many
    for word in data.tolist():
        lead = word ^ rest[0]
        rest = [*rest[1:], 0]
        if lead:
            rest = [one ^ powers[logs[lead] + logs[by]] for one, by in zip(rest, generator, strict=True)]
    return np.array(rest, np.uint8)


@lru_cache(maxsize=16)
def _placing(side: int) -> NDArray[np.int32]:
    """Which bit of the codewords stands where within the regions (annex F): -1 is black and -2 white for good."""
    found = np.full((side, side), -2, np.int32)
    taken = np.zeros((side, side), np.bool_)

    def put(row: int, column: int, bit: int) -> None:
        if row < 0:
            row, column = row + side, column + 4 - (side + 4) % 8
        if column < 0:
            row, column = row + 4 - (side + 4) % 8, column + side
        found[row, column], taken[row, column] = bit, True

    word, row, column = 0, 4, 0
    while row < side or column < side:
        for places in _corners(row, column, side):
            for at, (down, right) in enumerate(places):
                put(down % side, right % side, 8 * word + at)
            word += 1
        # Diagonally upwards and then downwards, two places at a time.
        for step, (next_row, next_column) in ((-2, (1, 3)), (2, (3, 1))):
            while True:
                if 0 <= row < side and 0 <= column < side and not taken[row, column]:
                    for at, (down, right) in enumerate(_UTAH):
                        put(row + down, column + right, 8 * word + at)
                    word += 1
                row, column = row + step, column - step
                if not (row >= 0 and column < side if step < 0 else row < side and column >= 0):
                    break
            row, column = row + next_row, column + next_column
    if not taken[-1, -1]:
        found[-1, -1] = found[-2, -2] = -1
    return found


# The eight bits of a codeword around its last, the highest first (figure F.1).
_UTAH = ((-2, -2), (-2, -1), (-1, -2), (-1, -1), (-1, 0), (0, -2), (0, -1), (0, 0))
_CORNERS = (
    ((-1, 0), (-1, 1), (-1, 2), (0, -2), (0, -1), (1, -1), (2, -1), (3, -1)),
    ((-3, 0), (-2, 0), (-1, 0), (0, -4), (0, -3), (0, -2), (0, -1), (1, -1)),
    ((-3, 0), (-2, 0), (-1, 0), (0, -2), (0, -1), (1, -1), (2, -1), (3, -1)),
    ((-1, 0), (-1, -1), (0, -3), (0, -2), (0, -1), (1, -3), (1, -2), (1, -1)),
)


def _corners(row: int, column: int, side: int) -> list[tuple[tuple[int, int], ...]]:
    """The codewords that are bent around the corners, where they come in the order of placing (figures F.3 to F.6)."""
    at = (
        row == side and column == 0,
        row == side - 2 and column == 0 and side % 4 != 0,
        row == side - 2 and column == 0 and side % 8 == 4,
        row == side + 4 and column == 2 and side % 8 == 0,
    )
    return [places for places, here in zip(_CORNERS, at, strict=True) if here]


def _framed(body: Modules, side: int, regions: int) -> Modules:
    """The regions with their borders: black to the left and below, by turns above and to the right (section 8.2)."""
    found = np.zeros((side, side), np.bool_)
    each, inner = side // regions, len(body) // regions
    for down in range(regions):
        for right in range(regions):
            region = found[down * each : (down + 1) * each, right * each : (right + 1) * each]
            region[0, ::2] = True
            region[1::2, -1] = True
            region[:, 0] = True
            region[-1, :] = True
            region[1:-1, 1:-1] = body[down * inner : (down + 1) * inner, right * inner : (right + 1) * inner]
    return found
