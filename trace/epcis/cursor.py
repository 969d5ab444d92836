"""Tokens of the next page: where a page ended, for one question of one party, signed and for an hour."""

from __future__ import annotations

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from typing import Any, NamedTuple

import orjson

from trace.epcis.values import BadParameter

LASTS_MS = 3_600_000
_MAC = 16
_LABEL = b"suyuan epcis page v1"


class BadPageToken(BadParameter):
    """A nextPageToken that is not ours, belongs to another question, or has expired."""

    code = "bad-page-token"


class Place(NamedTuple):
    """Where to go on: behind this key, and how many events are left of an eventCountLimit."""

    key: tuple[Any, ...]
    left: int | None


def made(secret: bytes, question: bytes, place: Place, expires_ms: int) -> str:
    """The token for whoever asks the same question again."""
    payload = orjson.dumps([place.key, place.left, expires_ms])
    return urlsafe_b64encode(_mac(secret, question, payload) + payload).rstrip(b"=").decode()


def read(secret: bytes, question: bytes, token: str, now_ms: int) -> Place:
    """Where a token says to go on."""
    try:
        raw = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except (Error, ValueError):
        raw = b""
    mac, payload = raw[:_MAC], raw[_MAC:]
    if not hmac.compare_digest(mac, _mac(secret, question, payload)):
        raise BadPageToken("this nextPageToken is not of this question: ask with the address of the Link header")
    key, left, expires_ms = orjson.loads(payload)
    if now_ms >= expires_ms:
        raise BadPageToken("this nextPageToken has expired: ask for the first page again")
    return Place(tuple(key), left)


def _mac(secret: bytes, question: bytes, payload: bytes) -> bytes:
    own = hmac.digest(secret, _LABEL, "sha256")
    return hmac.digest(own, orjson.dumps([question.decode(), payload.decode("latin-1")]), "sha256")[:_MAC]
