"""How a subscriber knows that a call is ours: Standard Webhooks, with the token that they gave when they subscribed."""

from __future__ import annotations

import os
from base64 import b64encode

from sqlalchemy.orm import Session

from app import outgoing
from app.epcis.door import VERSION
from trace import keyring
from trace.epcis.subscriptions import Subscription
from trace.errors import Malformed

LEAST, MOST = 16, 200


class BadSignatureToken(Malformed):
    """A signatureToken that anybody could guess, or that is no text."""

    code = "bad-signature-token"
    exception = "SubscriptionControlsException"


def token(said: object) -> str:
    """The token that a subscriber gives; a fresh one where they give none."""
    if said is None:
        return "whsec_" + b64encode(os.urandom(32)).decode()
    if not isinstance(said, str) or not LEAST <= len(said) <= MOST or not said.isascii():
        raise BadSignatureToken(f"the signatureToken is a secret text: expected {LEAST} to {MOST} characters of ASCII")
    return said


def keep(session: Session, one: Subscription, said: str) -> None:
    """Keep it encrypted."""
    one.secret = keyring.of(session).encrypt(said, os.urandom(32), f"epcis_subscription/{one.id}")


def key(session: Session, one: Subscription) -> bytes:
    """What calls are signed with: the bytes of a secret of Standard Webhooks, of any other token its characters."""
    assert one.secret is not None
    said = keyring.of(session).decrypt(one.secret, f"epcis_subscription/{one.id}")
    try:
        return outgoing.secret(said)
    except ValueError:
        return said.encode()


def headers(signing_key: bytes, webhook_id: str, at: int, body: bytes) -> dict[str, str]:
    """The headers of a call; EPCIS wants the signature under a name of its own as well."""
    sent = outgoing.headers(signing_key, webhook_id, at, body)
    return sent | {"GS1-Signature": sent["webhook-signature"], "GS1-EPCIS-Version": VERSION, "GS1-CBV-Version": VERSION}
