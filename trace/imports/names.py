"""What imported things are called: the same at every run, and nothing an outsider could work out from the export.

An export may be public (our first one is). So serials and event ids are derived with a secret of the installation:
whoever knows an order's number still cannot find the page of what was bought.
"""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from hmac import digest
from uuid import UUID, uuid5

# GS1's prefix for demonstrations: no such number was given to anybody, and none of ours can meet a real one.
DEMONSTRATION = "952"
SPACE = 10**9
# 16 letters of base 32 are 80 bits; a GTIN's serial may have 20 characters (GS1 General Specifications, AI 21).
SERIAL_BYTES = 10


@dataclass(frozen=True)
class Secret:
    """The installation's secret for one export; `of` derives it from the key for data at rest."""

    key: bytes

    @classmethod
    def of(cls, data_key: bytes, profile: str) -> Secret:
        """The secret for this profile's export."""
        return cls(digest(data_key, f"suyuan import names v1\n{profile}".encode(), "sha256"))

    def serial(self, *name: str) -> str:
        """A serial that is the same for the same name: capital letters and digits."""
        return b32encode(self._of("serial", name)[:SERIAL_BYTES]).decode()

    def event_id(self, *name: str) -> str:
        """The id of an event, the same at every run (RFC 9562 section 5.5, in a namespace that is secret)."""
        return f"urn:uuid:{uuid5(self._namespace, _one(name))}"

    @cached_property
    def _namespace(self) -> UUID:
        return UUID(bytes=self._of("namespace", ())[:16])

    def _of(self, kind: str, name: tuple[str, ...]) -> bytes:
        return digest(self.key, _one((kind, *name)).encode(), "sha256")


def _one(parts: tuple[str, ...]) -> str:
    # Names hold no line breaks (trace/imports/values.py), so no two lists of parts give the same text.
    return "\n".join(parts)


def number(ref: str, attempt: int = 0) -> int:
    """Which of the thousand million demonstration numbers a product asks for; another at each attempt."""
    text = ref if attempt == 0 else f"{ref}\n{attempt}"
    return int.from_bytes(sha256(text.encode()).digest(), "big") % SPACE


def numbers(refs: Iterable[str], taken: Mapping[int, str]) -> dict[str, int]:
    """A number for each product, in the order of their names; `taken` are those that products have already.

    The same products give the same numbers, and a number once given stays with its product.
    """
    mine = {ref: found for found, ref in taken.items()}
    used = set(taken)
    for ref in sorted(set(refs) - mine.keys()):
        attempt = 0
        while (found := number(ref, attempt)) in used:
            attempt += 1
        used.add(found)
        mine[ref] = found
    return mine


def gtin13(found: int) -> str:
    """The GTIN-13 of a demonstration number, with its check digit (GS1 General Specifications section 7.9)."""
    body = f"{DEMONSTRATION}{found:09d}"
    weighed = sum(int(figure) * (3 if place % 2 else 1) for place, figure in enumerate(body))
    return f"{body}{-weighed % 10}"
