"""Compressed GS1 Digital Links: a thing's identifiers and values as bits, written in base64url as one segment of the path.

After GS1 Digital Link: Compression, 1.0. Each identifier comes as its digits, four bits each, or as a code that stands
for two or more which often go together; then its value, by the form of its parts. Names that are not GS1's may follow.
Optional parts and open lengths tell their length; text also tells which of five alphabets it is in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from math import ceil, log2
from urllib.parse import quote_plus

from trace.errors import Malformed
from trace.identity.ai import TABLE
from trace.identity.characters import shown, unescaped
from trace.identity.elements import width
from trace.identity.keys import PRIMARY
from trace.identity.link import MAX, Link, Pairs

_64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_VALUES = {character: f"{value:06b}" for value, character in enumerate(_64)}
_SEGMENT = re.compile("[A-Za-z0-9_-]{4,}")
# Four bits that say: a name follows that is not GS1's, as its length in seven bits and six bits a character.
_NAME = "F"
# The alphabets of text, by their number; digits are one whole number.
_DIGITS, _ASCII = 0, 4
_ALPHABETS = {1: "0123456789abcdef", 2: "0123456789ABCDEF", 3: _64, _ASCII: "".join(map(chr, range(128)))}

# Codes for identifiers that go together; their values follow in this order.
_TOGETHER: dict[str, tuple[str, ...]] = {
    "0A": ("01", "22"), "0B": ("01", "10"), "0C": ("01", "21"), "0D": ("01", "17"), "0E": ("01", "7003"),
    "0F": ("01", "30"), "1A": ("01", "10", "21", "17"), "1B": ("01", "15"), "1C": ("01", "11"), "1D": ("01", "16"),
    "1E": ("01", "91"), "1F": ("01", "10", "15"), "9A": ("8010", "8011"), "9B": ("8017", "8019"),
    "9C": ("8018", "8019"), "9D": ("414", "254"),
    **{f"2{'ABCDEF'[n]}": ("01", f"310{n}") for n in range(6)},
    **{f"3{'ABCDEF'[n]}": ("01", f"320{n}") for n in range(6)},
    **{f"A{n}": ("01", f"392{n}") for n in range(10)},
    **{f"C{n}": ("255", f"390{n}") for n in range(10)},
    **{f"C{'ABCD'[n]}": ("255", f"394{n}") for n in range(4)},
}  # fmt: skip
_MOST_FIRST = sorted(_TOGETHER, key=lambda code: -len(_TOGETHER[code]))


class BadCompression(Malformed):
    """A segment that is no compressed Digital Link, or one that names no thing."""

    code = "bad-compressed-link"


@dataclass(frozen=True, slots=True)
class Expanded:
    """What a compressed address says: the link, and names and values that are not GS1's."""

    link: Link
    others: Pairs = ()

    def address(self, query: str) -> str:
        """The path that says the same uncompressed, with what came behind the question mark at its end."""
        said = [f"{quote_plus(name)}={quote_plus(value)}" for name, value in self.others]
        behind = [self.link.uri("").partition("?")[2], *said, query]
        return self.link.path + "?" * any(behind) + "&".join(filter(None, behind))


@cache
def _fields(ai: str) -> tuple[tuple[bool, bool, int], ...]:
    """The value of an identifier in pieces: digits or text, of a fixed length or an open one, how long at most."""
    found: list[tuple[bool, bool, int]] = []
    for part in TABLE[ai].parts:
        digits, open_ = part.of == "N", part.optional or part.least != part.most
        # Pieces of one kind are one; a fixed length stays apart from an open one only where both are digits.
        if found and found[-1][0] == digits and (found[-1][1] == open_ or not digits):
            digits, before, most = found.pop()
            found.append((digits, open_ or before, most + part.most))
        else:
            found.append((digits, open_, part.most))
    return tuple(found)


@lru_cache(maxsize=256)
def _bits(digits: int) -> int:
    """How many bits hold any number of so many digits."""
    return ceil(digits * log2(10))


def expand(path: str) -> Expanded | None:
    """What the path of a compressed address says, wholly or behind a key in clear; None where it is nothing of the kind."""
    segments = path.removesuffix("/").split("/")
    if len(path) > MAX or len(segments) < 2 or not _SEGMENT.fullmatch(segments[-1]):
        return None
    clear: Pairs = ()
    if len(segments) > 3 and segments[-3] in PRIMARY:
        clear = ((segments[-3], unescaped(segments[-2])),)
    try:
        pairs, others = decompress(segments[-1])
        return Expanded(_link((*clear, *pairs)), others)
    except Malformed:
        return None


def decompress(text: str) -> tuple[Pairs, Pairs]:
    """The identifiers and values of a compressed segment, and the names and values that are not GS1's."""
    if not text or text.strip(_64):
        raise BadCompression(f"{shown(text)} is not a compressed Digital Link: expected base64url")
    reader = _Reader(text)
    pairs: list[tuple[str, str]] = []
    others: list[tuple[str, str]] = []
    while reader.more():
        code = reader.nibble() + reader.nibble()
        if code[0] == _NAME:
            reader.back(4)
            name = reader.text(3, reader.number(7))
            others.append((name, reader.value((False, True, 127))))
            continue
        for ai in _TOGETHER.get(code) or (reader.identifier(code),):
            if ai not in TABLE:
                raise BadCompression(
                    f"{shown(text)} is not a compressed Digital Link: ({ai}) is no identifier of GS1's"
                )
            pairs.append((ai, "".join(reader.value(field) for field in _fields(ai))))
    return tuple(pairs), tuple(others)


def compress(link: Link, others: Iterable[tuple[str, str]] = (), *, whole: bool = True, together: bool = True) -> str:
    """The path of a link compressed: `whole`, or with its key in clear; `together` uses codes for several identifiers."""
    pairs = dict(sorted((*link.qualifiers, *link.attributes, *(((link.key, link.value),) if whole else ()))))
    codes = [code for code in _MOST_FIRST if together and pairs.keys() >= set(_TOGETHER[code])][:1]
    bits = ""
    for code in [*codes, *(ai for ai in pairs if not codes or ai not in _TOGETHER[codes[0]])]:
        bits += "".join(f"{int(figure, 16):04b}" for figure in code)
        bits += "".join(_written(ai, pairs[ai]) for ai in _TOGETHER.get(code, (code,)))
    for name, value in others:
        bits += f"1111{len(name):07b}" + "".join(_VALUES[character] for character in name) + _text(value, 127)
    bits += "0" * (-len(bits) % 6)
    text = "".join(_64[int(bits[at : at + 6], 2)] for at in range(0, len(bits), 6))
    clear = "" if whole else Link(link.key, link.value).path
    return f"{clear}/{text}" if text else clear


def _link(pairs: Pairs) -> Link:
    key = next((ai for ai in PRIMARY if ai in dict(pairs)), None)
    if key is None:
        raise BadCompression("a compressed Digital Link names no thing: expected a key such as (01) in it")
    own = {ai for row in PRIMARY[key] for ai in row}
    # What can stand neither in this path nor behind a question mark is left out, as others do.
    return Link.of(pair for pair in pairs if pair[0] == key or pair[0] in own or TABLE[pair[0]].in_query)


class _Reader:
    """The bits that have not been read yet."""

    def __init__(self, text: str) -> None:
        self._bits = "".join(_VALUES[character] for character in text)
        self._at = 0

    def more(self) -> bool:
        """Whether anything but the filling of the last character is left."""
        return len(self._bits) - self._at >= 8 or "1" in self._bits[self._at :]

    def back(self, bits: int) -> None:
        """Read so many bits again."""
        self._at -= bits

    def number(self, bits: int) -> int:
        """The next bits as a number."""
        end = self._at + bits
        if end > len(self._bits):
            raise BadCompression("the compressed Digital Link is cut off: scan or copy it again")
        found = int(self._bits[self._at : end] or "0", 2)
        self._at = end
        return found

    def nibble(self) -> str:
        """The next four bits as a hexadecimal figure."""
        return f"{self.number(4):X}"

    def identifier(self, code: str) -> str:
        """The whole identifier that begins with these two figures."""
        return code + "".join(self.nibble() for _ in range(width(code) - 2))

    def value(self, field: tuple[bool, bool, int]) -> str:
        """The next piece of a value."""
        digits, open_, most = field
        alphabet = _DIGITS if digits else self.number(3)
        length = self.number(most.bit_length()) if open_ else most
        if length > most:
            raise BadCompression(
                f"the compressed Digital Link has a value of {length} characters: expected at most {most}"
            )
        return self.text(alphabet, length)

    def text(self, alphabet: int, length: int) -> str:
        """So many characters of an alphabet."""
        if alphabet == _DIGITS:
            found = f"{self.number(_bits(length)):0{length}d}" if length else ""
            if len(found) > length:
                raise BadCompression(f"the compressed Digital Link has the number {found}: expected {length} digits")
            return found
        if (characters := _ALPHABETS.get(alphabet)) is None:
            raise BadCompression(f"the compressed Digital Link is in alphabet {alphabet}: expected 0 to {_ASCII}")
        bits = len(characters).bit_length() - 1
        return "".join(characters[self.number(bits)] for _ in range(length))


def _written(ai: str, value: str) -> str:
    return "".join(_pieces(ai, value))


def _pieces(ai: str, value: str) -> Iterator[str]:
    at = 0
    for digits, open_, most in _fields(ai):
        piece = value[at : at + most]
        at += most
        if digits:
            yield (f"{len(piece):0{most.bit_length()}b}" if open_ else "") + _number(piece)
        else:
            yield _text(piece, most if open_ else None)


def _text(text: str, most: int | None) -> str:
    """Text in the alphabet that takes the fewest bits; its length too where that is not fixed."""
    length = "" if most is None else f"{len(text):0{most.bit_length()}b}"
    if not text.strip("0123456789"):
        return f"{_DIGITS:03b}{length}{_number(text)}"
    number, characters = next(
        (number, characters) for number, characters in _ALPHABETS.items() if not set(text) - set(characters)
    )
    bits = len(characters).bit_length() - 1
    return f"{number:03b}{length}" + "".join(f"{characters.index(character):0{bits}b}" for character in text)


def _number(digits: str) -> str:
    return f"{int(digits):0{_bits(len(digits))}b}" if digits else ""
