"""Coupons of North America: AIs 8110 and 8112 (GS1 US, North American Coupon Application Guideline), read from left to right."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable

from trace.identity.characters import only_digits


class _Cut(Exception):
    """A field is missing, cut off, or not one of what it may be."""


class _Reader:
    """The digits that have not been read yet."""

    def __init__(self, text: str) -> None:
        self.rest = text

    def take(self, length: int) -> str:
        """The next so many digits."""
        if len(self.rest) < length:
            raise _Cut
        found, self.rest = self.rest[:length], self.rest[length:]
        return found

    def one_of(self, digits: str) -> str:
        """The next digit, which is one of these."""
        if (found := self.take(1)) not in digits:
            raise _Cut
        return found

    def counted(self, digits: str, plus: int = 0) -> None:
        """A field behind its own length, a digit to which `plus` is added."""
        self.take(int(self.one_of(digits)) + plus)

    def date(self) -> None:
        """A date that exists, in six digits."""
        found = self.take(6)
        year, month, day = 2000 + int(found[:2]), int(found[2:4]), int(found[4:])
        if not 1 <= month <= 12 or not 1 <= day <= monthrange(year, month)[1]:
            raise _Cut


def _purchase(reader: _Reader) -> None:
    """A requirement behind its length, what it counts, and the family of products."""
    reader.counted("12345")
    reader.one_of("012349")
    reader.take(3)


def _other_purchase(reader: _Reader) -> None:
    _purchase(reader)
    # 9 stands for "the same company".
    if (length := reader.one_of("01234569")) != "9":
        reader.take(int(length) + 6)


def _second_purchase(reader: _Reader) -> None:
    reader.one_of("0123")
    _other_purchase(reader)


def _flags(reader: _Reader) -> None:
    reader.one_of("01256")
    reader.one_of("012")
    reader.take(1)
    reader.one_of("01")


# What may follow the first purchase, each once and in this order, behind its own digit.
_OPTIONAL: dict[str, Callable[[_Reader], None]] = {
    "1": _second_purchase,
    "2": _other_purchase,
    "3": _Reader.date,
    "4": _Reader.date,
    "5": lambda reader: reader.counted("0123456789", 6),
    "6": lambda reader: reader.counted("1234567", 6),
    "9": _flags,
}


def _code(reader: _Reader) -> None:
    reader.counted("0123456", 6)
    reader.take(6)
    reader.counted("12345")
    _purchase(reader)
    for digit, read in _OPTIONAL.items():
        if reader.rest.startswith(digit):
            reader.take(1)
            read(reader)


def _offer(reader: _Reader) -> None:
    reader.one_of("01")
    reader.counted("0123456", 6)
    reader.take(6)
    reader.counted("0123456789", 6)


def _whole(text: str, read: Callable[[_Reader], None]) -> bool:
    reader = _Reader(text)
    try:
        read(reader)
    except _Cut:
        return False
    return not reader.rest


def code(text: str) -> bool:
    """Whether a coupon code (AI 8110) can be read whole."""
    return only_digits(text) and _whole(text, _code)


def offer(text: str) -> bool:
    """Whether a paperless coupon (AI 8112) can be read whole."""
    return only_digits(text) and _whole(text, _offer)
