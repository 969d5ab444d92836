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


def salt(seed: bytes, label: str) -> bytes:
    """HMAC-SHA-256(seed, label): one secret a record, a separate salt for each thing it hides."""
    return hmac.digest(seed, label.encode(), "sha256")


_INNER, _OUTER = (bytes(byte ^ pad for byte in range(256)) for pad in (0x36, 0x5C))


class _Salts:
    """`salt` for the half dozen labels of one entry: RFC 2104 written out, so that the key's blocks are made once."""

    __slots__ = ("_inner", "_outer")

    def __init__(self, seed: bytes) -> None:
        block = seed.ljust(64, b"\0")
        self._inner, self._outer = block.translate(_INNER), block.translate(_OUTER)

    def of(self, label: str) -> bytes:
        return sha256(self._outer + sha256(self._inner + label.encode()).digest()).digest()


def digest(seed: bytes, touch: Touch) -> bytes:
    """SHA-256(salt || JCS(disclosure)), the way of SD-JWT (RFC 9901)."""
    return _digest(_Salts(seed), touch)


def _digest(salts: _Salts, touch: Touch) -> bytes:
    return sha256(salts.of("thing\n" + touch.thing) + canon.encode(touch.value())).digest()


def digests(seed: bytes, touches: Sequence[Touch]) -> list[bytes]:
    """Sorted digests of the things touched, padded so that their number says little (DESIGN section 2)."""
    salts = _Salts(seed)
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
    found = digests(seed, touches)
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
    entry = log_entry(seed, envelope)
    return Sealed(envelope, found, entry, merkle.leaf_hash(entry))


def disclose(seed: bytes, touch: Touch, sorted_digests: Sequence[bytes]) -> dict[str, Any]:
    """What opens one thing of an entry and nothing else: value, salt, place and path in the padded tree."""
    index = sorted_digests.index(digest(seed, touch))
    path = merkle.path_in([merkle.leaf_hash(one) for one in sorted_digests], index)
    return {
        "value": touch.value(),
        "salt": b64(salt(seed, "thing\n" + touch.thing)),
        "index": index,
        "path": [b64(step) for step in path],
    }


def commitment(field_salt: bytes, text: str) -> str:
    """What an event holds instead of a personal text: HMAC-SHA-256 under the field's own random salt."""
    return b64(hmac.digest(field_salt, text.encode(), "sha256"))
