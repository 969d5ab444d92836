"""The secrets of an installation that the record needs; every session carries them in `session.info`."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from hmac import digest
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from trace.bulk import Reads
from trace.note import Signer


@dataclass(frozen=True)
class Keyring:
    """The log's signing key and the key for personal data at rest."""

    signer: Signer
    data_key: bytes = field(repr=False)
    pending_key: bytes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        derived = HKDF(SHA256(), 32, None, b"suyuan pending row v1").derive(self.signer.seed)
        object.__setattr__(self, "pending_key", derived)

    @cached_property
    def public_key(self) -> str:
        """The log's verifier key as note tools read it; made once, since every proof file names it."""
        return str(self.signer.verifier)

    @property
    def origin(self) -> str:
        """The log's name, fixed when its key was made."""
        return self.signer.name

    def pending_mac(self, entry_id: int, leaf: bytes) -> bytes:
        """Proof that this process's kind wrote the pending row, not somebody with the database alone."""
        return digest(self.pending_key, entry_id.to_bytes(8, "big", signed=True) + leaf, "sha256")

    def seal(self, data: bytes, nonce_from: bytes, about: str) -> bytes:
        """AES-256-GCM of personal data; `nonce_from` is its random salt, so no nonce ever repeats."""
        nonce = sha256(b"nonce" + nonce_from).digest()[:12]
        return nonce + AESGCM(self.data_key).encrypt(nonce, data, about.encode())

    def unseal(self, blob: bytes, about: str) -> bytes:
        """What `seal` hid; raises cryptography's InvalidTag when it was altered."""
        return AESGCM(self.data_key).decrypt(blob[:12], blob[12:], about.encode())

    def encrypt(self, text: str, nonce_from: bytes, about: str) -> bytes:
        """The same of a text."""
        return self.seal(text.encode(), nonce_from, about)

    def decrypt(self, blob: bytes, about: str) -> str:
        """The text that `encrypt` hid; raises InvalidTag as well."""
        return self.unseal(blob, about).decode()


def of(session: Reads) -> Keyring:
    """The keyring of the installation that `session` belongs to."""
    found: Any = session.info["keyring"]
    assert isinstance(found, Keyring)
    return found
