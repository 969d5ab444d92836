"""GS1 Digital Links: a GS1 key with its qualifiers as a web address, on any host, with one canonical spelling.

After GS1 Digital Link standard, URI syntax 1.6. Short names (/gtin/) and GTINs of fewer than 14 digits are not
read: the standard dropped them. What is compressed is read by trace/identity/compression.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote_plus, unquote_plus

from trace.errors import Malformed
from trace.identity import keys
from trace.identity.characters import escaped, shown, unescaped
from trace.identity.gtin import Gtin
from trace.identity.lot import Lot
from trace.identity.serial import Serial

STEM = "https://id.gs1.org"
MAX = 2_048
_HEAD = re.compile(r"(?:https?|HTTPS?)://([A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?(?=/)|(?=/)")
# RFC 3986's path, query and fragment; brackets are let in so that `read` can say what is wrong with them.
_TAIL = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@%/-]*(?:\?[A-Za-z0-9._~!$&'()*+,;=:@%/?\[\]-]*)?(?:#[!-~]*)?")
_AI = re.compile("[0-9]{2,4}")
Pairs = tuple[tuple[str, str], ...]


class BadLink(Malformed):
    """A text that is no GS1 Digital Link."""

    code = "bad-link"


@dataclass(frozen=True, slots=True)
class Link:
    """A primary key, its qualifiers in the standard's order, and GS1 attributes, which are no part of the name."""

    key: str
    value: str
    qualifiers: Pairs = ()
    attributes: Pairs = ()

    def __post_init__(self) -> None:
        if self.key not in keys.PRIMARY:
            raise BadLink(f"AI {shown(self.key)} names no thing: expected one of {', '.join(keys.PRIMARY)}")
        order = tuple(ai for ai, _ in self.qualifiers)
        if not keys.in_order(self.key, order):
            allowed = " or ".join(", ".join(row) or "none" for row in keys.PRIMARY[self.key])
            raise BadLink(
                f"AIs {', '.join(map(ascii, order))} cannot follow ({self.key}) like this: expected {allowed}"
            )
        qualifying = {ai for row in keys.PRIMARY[self.key] for ai in row}
        seen = {self.key, *order}
        for ai, _ in self.attributes:
            if not _AI.fullmatch(ai):
                raise BadLink(f"{shown(ai)} is not a GS1 application identifier: expected 2 to 4 digits")
            if ai in seen:
                raise BadLink(f"AI ({ai}) is given twice: expected each only once")
            if ai in qualifying:
                raise BadLink(
                    f"AI ({ai}) stands behind the question mark: it belongs into the path behind ({self.key})"
                )
            seen.add(ai)
        for ai, value in ((self.key, self.value), *self.qualifiers, *self.attributes):
            keys.check(ai, value)

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, str]]) -> Link:
        """The link that says these identifiers and values, which may come in any order."""
        given: dict[str, str] = {}
        for ai, value in pairs:
            if given.setdefault(ai, value) != value:
                raise BadLink(f"AI ({ai}) is given twice: {shown(given[ai])} and {shown(value)}")
        key = next((ai for ai in keys.PRIMARY if ai in given), None)
        if key is None:
            raise BadLink(f"none of these AIs names a thing: expected one of {', '.join(keys.PRIMARY)}")
        ordered = dict.fromkeys(ai for row in keys.PRIMARY[key] for ai in row if ai in given)
        rest = [ai for ai in given if ai != key and ai not in ordered]
        return cls(key, given[key], tuple((ai, given[ai]) for ai in ordered), tuple((ai, given[ai]) for ai in rest))

    @property
    def path(self) -> str:
        """Key and qualifiers as the path that a resolver serves."""
        return "".join(f"/{ai}/{escaped(value)}" for ai, value in ((self.key, self.value), *self.qualifiers))

    def uri(self, stem: str = STEM) -> str:
        """All of it as an address below `stem`."""
        query = "&".join(f"{ai}={quote_plus(value)}" for ai, value in self.attributes)
        return f"{stem.rstrip('/')}{self.path}{'?' if query else ''}{query}"

    @property
    def canonical(self) -> str:
        """The thing's name in the record: under id.gs1.org, without attributes, and only the finest qualifier.

        A serial is unique for its GTIN and a lot is too (General Specifications, AIs 21 and 10), so a serial drops
        the lot and both drop the variant.
        """
        said = dict(self.qualifiers)
        finest = next((ai for ai in keys.FINEST if ai in said), None)
        kept = self.qualifiers if finest is None else ((finest, said[finest]),)
        return STEM + "".join(f"/{ai}/{escaped(value)}" for ai, value in ((self.key, self.value), *kept))

    @property
    def gtin(self) -> Gtin | None:
        """The product's number, where the link names one."""
        return Gtin(self.value[:14]) if self.key in ("01", "8006") else None

    @property
    def lot(self) -> Lot | None:
        """The lot, where the link names one."""
        return Lot(said["10"]) if "10" in (said := dict(self.qualifiers)) else None

    @property
    def serial(self) -> Serial | None:
        """The serial, where the link names one."""
        return Serial(said["21"]) if "21" in (said := dict(self.qualifiers)) else None


@dataclass(frozen=True, slots=True)
class Found:
    """A place in an address where a GS1 key stands, not yet looked at closely."""

    host: str
    segments: tuple[str, ...]
    query: str

    @property
    def meant(self) -> bool:
        """Whether this can only have been meant as a Digital Link, and not as somebody's /2026/01/15."""
        return self.host.lower() == "id.gs1.org" or re.match("[0-9]{7}", unescaped(self.segments[1])) is not None


def find(text: str) -> Found | None:
    """Where the GS1 key stands in an address or path, read from its end; None where there is none."""
    head = _HEAD.match(text)
    if len(text) > MAX or head is None or not _TAIL.fullmatch(text, head.end()):
        return None
    path, _, query = text[head.end() :].partition("#")[0].partition("?")
    segments = path.split("/")[1:]
    # A slash at the end says nothing (the standard's resolver chapter: SHOULD tolerate).
    if len(segments) > 1 and segments[-1] == "":
        segments.pop()
    for at in range(len(segments) - 2, -1, -2):
        if segments[at] in keys.PRIMARY:
            return Found(head[1] or "", tuple(segments[at:]), query)
        if segments[at] not in keys.QUALIFIERS:
            return None
    return None


def respelled(path: str) -> str:
    """A path that was percent-decoded on its way, as web servers do, with every value encoded again.

    A slash in a value is told from one between two by what may follow: a lot of "A/21/B" cannot be.
    """
    key, *rest = path.strip("/").split("/")
    allowed = {ai for row in keys.PRIMARY.get(key, ()) for ai in row}
    parts: list[list[str]] = [[key]]
    for at, segment in enumerate(rest):
        if segment in allowed and len(parts[-1]) > 1 and at + 1 < len(rest):
            allowed.discard(segment)
            parts.append([segment])
        else:
            parts[-1].append(segment)
    return "".join(f"/{ai}/{escaped('/'.join(value))}" for ai, *value in parts)


def read(found: Found) -> Link:
    """The link that was found, or a refusal of what is wrong with it."""
    pairs = [(ai, unescaped(value)) for ai, value in zip(found.segments[::2], found.segments[1::2], strict=True)]
    if "[" in found.query or "]" in found.query:
        raise BadLink(
            f"{shown(found.query)} is not a query: expected brackets to be percent-encoded (RFC 3986 section 3.4)"
        )
    attributes: list[tuple[str, str]] = []
    for part in found.query.split("&"):
        name, _, value = part.partition("=")
        # A name that is not a number is nobody's business here; a resolver hands it on.
        if name.isdigit():
            attributes.append((name, unquote_plus(value, encoding="latin-1")))
    return Link(pairs[0][0], pairs[0][1], tuple(pairs[1:]), tuple(attributes))


def parse(text: str) -> Link:
    """The Digital Link that is written as an address on any host, or as its path alone."""
    found = find(text)
    if found is None:
        raise BadLink(
            f"{shown(text)} is not a GS1 Digital Link: expected https://, a host, and a path that ends like "
            f"/01/09520123456788/21/serial, in at most {MAX} characters of RFC 3986"
        )
    return read(found)
