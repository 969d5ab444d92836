"""A scan as the device that made it has signed it: canonical JSON (RFC 8785), ECDSA with P-256 and SHA-256 over it.

It holds no personal text and no coordinates: those travel beside it, and each can be erased without it.
"""

from __future__ import annotations

import re
from base64 import b64decode
from typing import Annotated, Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, SECP256R1, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_public_key
from msgspec import Meta

from trace import canon
from trace.errors import Malformed

Step = Literal[
    "accepted", "hub_in", "hub_out", "handed_over", "out_for_delivery", "back", "signed", "deposited", "attempt_failed",
    "refused", "returned", "corrected", "undone",
]  # fmt: skip
_Short = Annotated[str, Meta(max_length=60)]
_Uuid = Annotated[str, Meta(pattern="^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
# A QR code holds 2,953 bytes at most, and that of a handover travels with each of its scans.
_Code = Annotated[str, Meta(min_length=1, max_length=3_000)]
_Ms = Annotated[int, Meta(ge=0, le=canon.LARGEST)]
Name = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]


class BadScan(Malformed):
    """A scan that cannot be read, or lacks what its step needs."""

    code = "bad-scan"


class BadSignature(Malformed):
    """What came was not signed by the device that it names."""

    code = "bad-signature"


class BadKey(Malformed):
    """A public key of a device that is not one of P-256, as SubjectPublicKeyInfo (RFC 5480)."""

    code = "bad-device-key"


class Code(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a reader saw: the text, the symbology identifier (ISO/IEC 15424) and its name; typed ones have only a text."""

    text: _Code
    symbology: _Short = ""
    format: _Short = ""


class Scan(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="camel"):
    """One scan: which device, its how-manieth, when by its own clock (ms since 1970), what was done to what."""

    v: Literal[1]
    id: _Uuid
    device: Name
    seq: Annotated[int, Meta(ge=1, le=2**53 - 1)]
    at: _Ms
    step: Step
    code: Code | None = None
    # The county (GB/T 2260) that the courier has chosen.
    place: Annotated[str, Meta(pattern="^[0-9]{6}$")] | None = None
    weight: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    checks: Annotated[tuple[_Short, ...], Meta(max_length=3)] = ()
    method: _Short | None = None
    consent: _Short | None = None
    site: _Short | None = None
    reason: _Short | None = None
    attempt: Annotated[int, Meta(ge=1, le=99)] | None = None
    # A handover's list, signed by the device of whoever gave.
    manifest: _Code | None = None
    # The scan that a correction takes back.
    of: _Uuid | None = None

    @property
    def event_id(self) -> str:
        """The id of its event, so that the same scan is never recorded twice."""
        return f"urn:uuid:{self.id}"


def parse(text: str) -> Scan:
    """The scan that this canonical JSON says."""
    try:
        return msgspec.convert(canon.decode(text), Scan)
    except (msgspec.ValidationError, canon.NotCanonical) as error:
        raise BadScan(f"this is not a scan: {error}") from None


def key(spki: bytes) -> EllipticCurvePublicKey:
    """The public key of a device as WebCrypto exports it."""
    try:
        found = load_der_public_key(spki)
    except ValueError:
        found = None
    if not isinstance(found, EllipticCurvePublicKey) or not isinstance(found.curve, SECP256R1):
        raise BadKey("this is not the public key of a device: expected a P-256 key as SubjectPublicKeyInfo")
    return found


def good(spki: bytes, message: bytes, signature: str) -> bool:
    """Whether the holder of the key signed `message`; `signature` is WebCrypto's r and s, 64 bytes in base64."""
    if not re.fullmatch("[A-Za-z0-9+/]{86}==", signature):
        return False
    raw = b64decode(signature)
    made = encode_dss_signature(int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big"))
    try:
        key(spki).verify(made, message, ECDSA(SHA256()))
    except InvalidSignature:
        return False
    return True
