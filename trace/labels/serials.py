"""Serials that nobody can guess: whoever has one can open its item's page, so 64 random bits are the least."""

from __future__ import annotations

import secrets

import numpy as np
from numpy.typing import NDArray

from trace.labels.marks import BadLabel

# The 32 characters that GS1 takes for check pairs (General Specifications 7.9.5): no 0, 1, I and O to be mistaken.
ALPHABET = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
# Five bits each: 65. AI (21) holds 20.
LENGTH = 13
MOST = 1_000_000
_GROUPS = (slice(0, 4), slice(4, 8), slice(8, LENGTH))


def draw(count: int) -> NDArray[np.uint8]:
    """So many serials of 13 ASCII characters, one a row, from the system's source of secrets."""
    if not 0 < count <= MOST:
        raise BadLabel(f"{count} labels were asked for: expected 1 to {MOST:,}; print more in several files")
    drawn = np.frombuffer(secrets.token_bytes(count * LENGTH), np.uint8).reshape(count, LENGTH)
    return np.frombuffer(ALPHABET, np.uint8).take(drawn & 31)


def text(serial: NDArray[np.uint8]) -> str:
    """One serial as text."""
    return serial.tobytes().decode("ascii")


def lines(serial: str) -> tuple[str, str]:
    """A serial as it is printed, in groups and two lines: the widest letters must fit below the QR code too."""
    first, second, third = (serial[group] for group in _GROUPS)
    return f"{first} {second}", third
