"""Check digits of GS1 keys (GS1 General Specifications, section 7.9) and check pairs of model numbers (7.9.5)."""

from __future__ import annotations

import re

from trace.identity.characters import CSET_82, only_digits

# The order in which GS1 counts character set 82 and the 32 characters of a check pair (table 7.9.5-1).
_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83)
_CSET_82 = re.compile(f"[{CSET_82}]{{0,23}}")
_ZERO = ord("0")


def digit(body: str) -> str:
    """The check digit that belongs behind `body`; ValueError where that is not ASCII digits."""
    if not only_digits(body):
        raise ValueError("a check digit is computed over ASCII digits only")
    return str(-_weighed(body + "0") % 10)


def fits(number: str) -> bool:
    """Whether `number` is ASCII digits of which the last is the check digit of the others."""
    return len(number) > 1 and only_digits(number) and _weighed(number) % 10 == 0


def _weighed(number: str) -> int:
    # Weights 1, 3, 1, 3 ... from the right; sums over bytes are several times faster than over single digits.
    octets = number.encode()
    ones, threes = octets[-1::-2], octets[-2::-2]
    return sum(ones) + 3 * sum(threes) - _ZERO * (len(ones) + 3 * len(threes))


def pair(body: str) -> str:
    """The check pair that belongs behind `body`, at most 23 characters of set 82; ValueError for anything else."""
    if not _CSET_82.fullmatch(body):
        raise ValueError("a check pair is computed over at most 23 characters of GS1's set 82")
    total = sum(prime * _82.index(character) for prime, character in zip(_PRIMES, reversed(body), strict=False)) % 1021
    return _32[total >> 5] + _32[total & 31]


def pair_fits(number: str) -> bool:
    """Whether the last two characters of `number` are the check pair of the others."""
    return _CSET_82.fullmatch(number[:-2]) is not None and pair(number[:-2]) == number[-2:]
