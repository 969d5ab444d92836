"""Signed notes and checkpoints (C2SP signed-note and tlog-checkpoint), Ed25519.

Key texts are those of Go's note package, so that other tools read them: the verifier key
`name+keyid+base64`, the private key `PRIVATE+KEY+name+keyid+base64`.
"""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from trace.chain import b64
from trace.errors import Malformed

ED25519 = b"\x01"
# A host name, as the origin also stands in the names of things (https://{origin}/id/...); a path may follow.
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,252}(:[0-9]{1,5})?(/[A-Za-z0-9._\-]{1,64}){0,4}")
MAX_NOTE = 65_536
# "ASCII control characters other than newline" are refused (signed-note, section Format).
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")


class BadNote(Malformed):
    """A note, checkpoint or key text that cannot be read, or whose signature is not good."""

    code = "bad-note"


@dataclass(frozen=True, slots=True)
class Verifier:
    """A public key with the name it signs for."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """SHA-256(name LF type key)[:4] (signed-note)."""
        return sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{b64(ED25519 + self.public)}"

    @classmethod
    def parse(cls, text: str) -> Verifier:
        """Read a verifier key text; its key id must agree with its key."""
        if text.strip().startswith("PRIVATE+KEY+"):
            # Never repeated in the sentence: it would end in a terminal or a log.
            raise BadNote("this is a private key, which belongs to nobody else: expected the verifier key")
        name, _, rest = text.strip().partition("+")
        key_id, _, key = rest.partition("+")
        raw = _b64(key, f"{text!r} is not a note verifier key: expected name+keyid+base64")
        if not NAME.fullmatch(name) or len(raw) != 33 or raw[:1] != ED25519:
            raise BadNote(f"{text!r} is not an Ed25519 note verifier key: expected name+keyid+base64 of 33 bytes")
        found = cls(name, raw[1:])
        if found.key_id.hex() != key_id:
            raise BadNote(f"{text!r} names key id {key_id}, but its key has {found.key_id.hex()}")
        return found

    def accepts(self, text: str, signature: bytes) -> bool:
        """Whether `signature` over the note's text is this key's."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, text.encode())
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with the name it signs for."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Verifier:
        """The public half."""
        return Verifier(self.name, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    def __str__(self) -> str:
        return f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}+{b64(ED25519 + self.seed)}"

    def __repr__(self) -> str:
        return f"Signer({self.name!r})"

    @classmethod
    def parse(cls, text: str) -> Signer:
        """Read a private key text."""
        parts = text.strip().split("+", 4)
        raw = _b64(parts[4], "the log key is not base64") if len(parts) == 5 else b""
        if parts[:2] != ["PRIVATE", "KEY"] or not NAME.fullmatch(parts[2]) or len(raw) != 33 or raw[:1] != ED25519:
            raise BadNote("this is not a note private key: expected PRIVATE+KEY+name+keyid+base64")
        found = cls(parts[2], raw[1:])
        if found.verifier.key_id.hex() != parts[3]:
            raise BadNote("the log key's id does not agree with its key")
        return found

    def sign(self, text: str) -> str:
        """The whole signed note over `text`, which ends in a line end."""
        private, key_id = _opened(self.name, self.seed)
        return f"{text}\n— {self.name} {b64(key_id + private.sign(text.encode()))}\n"


@lru_cache(maxsize=8)
def _opened(name: str, seed: bytes) -> tuple[Ed25519PrivateKey, bytes]:
    """The key and its id. Every receipt is signed with them, and working them out costs more than signing."""
    private = Ed25519PrivateKey.from_private_bytes(seed)
    return private, Verifier(name, private.public_key().public_bytes_raw()).key_id


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree head: origin, size and root."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        """The note's text, three lines (tlog-checkpoint)."""
        return f"{self.origin}\n{self.size}\n{b64(self.root)}\n"


def opened(note: str, verifier: Verifier) -> str:
    """The text of a note that `verifier` has signed; lines of unknown keys are passed over."""
    if len(note) > MAX_NOTE:
        raise BadNote(f"this note has {len(note)} characters; at most {MAX_NOTE} are read")
    if _CONTROL.search(note):
        raise BadNote("this note holds control characters; a note's text has lines and nothing else")
    text, found, signatures = note.rpartition("\n\n")
    if not found or not signatures.endswith("\n"):
        raise BadNote("this is not a signed note: expected a text, a blank line and signature lines")
    text += "\n"
    good = False
    for line in signatures[:-1].split("\n"):
        dash, name, blob = (line.split(" ") + ["", ""])[:3] if line.count(" ") == 2 else ("", "", "")
        raw = _b64(blob, f"{line!r} is not a signature line: expected '— name base64'")
        if dash != "—" or len(raw) < 5:
            raise BadNote(f"{line!r} is not a signature line: expected '— name base64'")
        if name == verifier.name and raw[:4] == verifier.key_id:
            if not verifier.accepts(text, raw[4:]):
                raise BadNote(f"the signature of {name} is not good: the note was altered, or another key signed it")
            good = True
    if not good:
        raise BadNote(f"the note carries no signature of {verifier.name} with key id {verifier.key_id.hex()}")
    return text


def checkpoint(note: str, verifier: Verifier) -> Checkpoint:
    """The checkpoint in a note signed by `verifier`, whose name must be the log's origin."""
    return parse_checkpoint(opened(note, verifier), verifier.name)


def parse_checkpoint(text: str, origin: str) -> Checkpoint:
    """Read the three lines of a checkpoint's text."""
    lines = text.split("\n")
    if len(lines) < 4 or not re.fullmatch(r"0|[1-9][0-9]{0,18}", lines[1]):
        raise BadNote("this is not a checkpoint: expected origin, size and root, a line each")
    if lines[0] != origin:
        raise BadNote(f"this checkpoint is of the log {lines[0]!r}, expected {origin!r}")
    root = _b64(lines[2], "the checkpoint's root is not base64")
    if len(root) != 32:
        raise BadNote(f"the checkpoint's root has {len(root)} bytes, expected 32")
    return Checkpoint(lines[0], int(lines[1]), root)


def _b64(text: str, sentence: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise BadNote(sentence) from None
