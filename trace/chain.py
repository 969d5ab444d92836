"""The record of version 1, as pure functions: salts, disclosures, envelope, log entry, leaf.

docs/record.md says the same in prose for somebody who writes another verifier; tests/vectors/v1 freezes
it. Whatever changes here needs a new version number and keeps the old functions.
"""

from __future__ import annotations

import hmac
from base64 import b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from trace import canon, merkle

VERSION = 1
LEAST_DIGESTS = 4


class Touch(NamedTuple):
    """One thing that an entry touches: its role, its name, its position there, the leaf before it."""

    role: str
    thing: str
    n: int
    prev: bytes | None

    def value(self) -> list[str | int | None]:
        """The disclosure as it is hashed and handed out: `[role, thing, n, prev]`."""
        return [self.role, self.thing, self.n, None if self.prev is None else self.prev.hex()]


class Sealed(NamedTuple):
    """What the ledger stores of one entry beside the event: all derived from seed, salt and event."""

    envelope: bytes
    digests: list[bytes]
    log_entry: bytes
    leaf: bytes


def b64(raw: bytes) -> str:
    """Standard base64 with padding, as C2SP writes it."""
    return b64encode(raw).decode("ascii")


_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


class _Salts:
    """HMAC-SHA-256 under an entry's seed, for the half dozen labels of one entry: RFC 2104 written out.

    The key's blocks are made once, and Python's own hmac costs three times as much for so little.
    """

    __slots__ = ("_inner", "_outer")

    def __init__(self, seed: bytes) -> None:
        block = seed.ljust(64, b"\0")
        self._inner, self._outer = block.translate(_INNER), block.translate(_OUTER)

    def of(self, label: str) -> bytes:
        return sha256(self._outer + sha256(self._inner + label.encode()).digest()).digest()


def salt(seed: bytes, label: str) -> bytes:
    """HMAC-SHA-256(seed, label): one secret a record, a separate salt for each thing it hides."""
    return _Salts(seed).of(label)


def digest(seed: bytes, touch: Touch) -> bytes:
    """SHA-256(salt || JCS(disclosure)), the way of SD-JWT (RFC 9901)."""
    return _digest(_Salts(seed), touch)


def _digest(salts: _Salts, touch: Touch) -> bytes:
    return sha256(salts.of("thing\n" + touch.thing) + canon.encode(touch.value())).digest()


def digests(seed: bytes, touches: Sequence[Touch]) -> list[bytes]:
    """Sorted digests of the things touched, padded so that their number says little (DESIGN section 2)."""
    return _digests(_Salts(seed), touches)


def _digests(salts: _Salts, touches: Sequence[Touch]) -> list[bytes]:
    found = [_digest(salts, touch) for touch in touches]
    width = max(LEAST_DIGESTS, 1 << (len(found) - 1).bit_length())
    found += [salts.of(f"pad\n{i}") for i in range(width - len(found))]
    return sorted(found)


def things_root(sorted_digests: Sequence[bytes]) -> bytes:
    """The RFC 6962 root over the digests as leaf inputs."""
    return merkle.fold([sha256(b"\x00" + one).digest() for one in sorted_digests])


def private_digest(event_salt: bytes, event: bytes) -> bytes:
    """SHA-256(salt || event bytes): the event can be erased with its salt, and this stays."""
    return sha256(event_salt + event).digest()


def log_entry(seed: bytes, envelope: bytes) -> bytes:
    """SHA-256(salt || envelope): the 32 bytes that the public log holds for an entry."""
    return sha256(salt(seed, "envelope") + envelope).digest()


def seal(
    seed: bytes,
    event_salt: bytes,
    event: bytes,
    touches: Sequence[Touch],
    record_time: str,
    actor: str,
    event_id: str,
    public: dict[str, Any],
) -> Sealed:
    """Build all three layers of one entry (DESIGN section 2, Entry)."""
    salts = _Salts(seed)
    found = _digests(salts, touches)
    envelope = canon.encode(
        {
            "v": VERSION,
            "recordTime": record_time,
            "actor": actor,
            "eventID": event_id,
            "public": public,
            "things": b64(things_root(found)),
            "private": b64(private_digest(event_salt, event)),
        }
    )
    entry = sha256(salts.of("envelope") + envelope).digest()
    return Sealed(envelope, found, entry, merkle.leaf_hash(entry))


class Opening(NamedTuple):
    """What opens one thing of an entry and nothing else: canonical disclosure, salt, place and path in the padded tree."""

    value: bytes
    salt: bytes
    at: int
    path: list[bytes]


def openings(seed: bytes, touches: Sequence[Touch], sorted_digests: Sequence[bytes]) -> tuple[bytes, list[Opening]]:
    """The salt of the envelope, and what opens each of these things."""
    salts, found = _Salts(seed), list[Opening]()
    for touch in touches:
        its, value = salts.of("thing\n" + touch.thing), canon.encode(touch.value())
        index = sorted_digests.index(sha256(its + value).digest())
        found.append(Opening(value, its, index, _path(sorted_digests, index)))
    return salts.of("envelope"), found


def _path(sorted_digests: Sequence[bytes], index: int) -> list[bytes]:
    """The path of one of these, whose number is a power of two: the subtree beside it at each height."""
    path, width = [], 1
    while width < len(sorted_digests):
        start = (index // width ^ 1) * width
        path.append(things_root(sorted_digests[start : start + width]))
        width *= 2
    return path


def disclose(seed: bytes, touch: Touch, sorted_digests: Sequence[bytes]) -> dict[str, Any]:
    """The same for one thing, as the proof file has it."""
    _, (opened,) = openings(seed, [touch], sorted_digests)
    return {
        "value": touch.value(),
        "salt": b64(opened.salt),
        "index": opened.at,
        "path": [b64(step) for step in opened.path],
    }


def commitment(field_salt: bytes, text: str) -> str:
    """What an event holds instead of a personal text: HMAC-SHA-256 under the field's own random salt."""
    return b64(hmac.digest(field_salt, text.encode(), "sha256"))
