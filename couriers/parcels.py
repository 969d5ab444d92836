"""Parcels: who carries each, and the token on its label that opens its page."""

from __future__ import annotations

import hmac
import secrets
from base64 import b32encode
from datetime import datetime
from hashlib import sha256

from sqlalchemy import BigInteger, ForeignKey, LargeBinary, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import keyring, ledger
from trace.errors import Conflict, Malformed, Unknown
from trace.identity import thing
from trace.identity.own import Own
from trace.identity.waybill import Waybill
from trace.store import BigId, Record, UTCTime

# 80 random bits, in 16 characters that a QR code holds in its dense alphanumeric mode. DESIGN section 2 asks for 64.
TOKEN_BYTES = 10


class NotAParcel(Malformed):
    """A name that is no parcel's."""

    code = "not-a-parcel"


class ParcelTaken(Conflict):
    """A parcel of this name is registered: waybills are never used again (快递市场管理办法 36)."""

    code = "parcel-taken"


class NoSuchParcel(Unknown):
    """No parcel is registered under this name."""

    code = "no-such-parcel"


class Parcel(Record):
    """One parcel, on behalf of `sender_id` with `carrier_id`; of the token on its label only the SHA-256 is kept."""

    __tablename__ = "parcel"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    uri: Mapped[str] = mapped_column(Text, unique=True)
    # The number that stands on the label: what people have who cannot scan it.
    number: Mapped[str] = mapped_column(Text, index=True)
    carrier_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    sender_id: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    token_digest: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UTCTime)


def register(
    session: Session,
    carrier_id: int,
    now: datetime,
    *,
    uri: str | None = None,
    sender_id: int | None = None,
    token: str | None = None,
) -> tuple[Parcel, str]:
    """A new parcel and the token for its label, which is told this once.

    `uri` is its canonical name, an SSCC's or a waybill's; without one it gets a name of its own. `token` is given for a
    label that is printed already, and is as random as ours.
    """
    name = _own_name(session) if uri is None else uri
    if thing.kind(name) != "parcel":
        raise NotAParcel(f"{name[:80]} is not a parcel: expected an SSCC, a waybill or a parcel's own name")
    ledger.lock(session, {name})
    if find(session, name) is not None:
        raise ParcelTaken(f"{name} is registered already; for a new label ask for a new token")
    token = token or _token()
    parcel = Parcel(uri=name, carrier_id=carrier_id, sender_id=sender_id, token_digest=_digest(token), created_at=now)
    parcel.number = name.rsplit("/", 1)[1]
    session.add(parcel)
    session.flush()
    return parcel, token


def relabel(session: Session, parcel: Parcel) -> str:
    """The token for a new label; the old one opens nothing any more."""
    token = _token()
    parcel.token_digest = _digest(token)
    session.flush()
    return token


def find(session: Session, uri: str) -> Parcel | None:
    """The parcel of this name."""
    return session.scalars(select(Parcel).where(Parcel.uri == uri)).first()


def get(session: Session, uri: str) -> Parcel:
    """The same, or a refusal."""
    if (found := find(session, uri)) is None:
        raise NoSuchParcel(f"no parcel is registered under {uri}")
    return found


def by_number(session: Session, number: str) -> str | None:
    """The name of the parcel with this number on its label; None where there is none, or two carriers have one each."""
    found = session.scalars(select(Parcel.uri).where(Parcel.number == number).limit(2)).all()
    return found[0] if len(found) == 1 else None


def opens(session: Session, uri: str, token: str) -> bool:
    """Whether this is the token on the parcel's label; how long that takes tells nothing of it."""
    parcel = find(session, uri)
    digest = _digest(token)
    return hmac.compare_digest(parcel.token_digest if parcel else bytes(len(digest)), digest) and parcel is not None


def waybill(session: Session, carrier: str, number: str) -> str:
    """The name in the record of a carrier's waybill, from what was typed or scanned."""
    return Waybill.parse(carrier, number).uri(keyring.of(session).origin)


def _own_name(session: Session) -> str:
    return Own("parcel", (b32encode(secrets.token_bytes(TOKEN_BYTES)).decode(),)).uri(keyring.of(session).origin)


def _token() -> str:
    return b32encode(secrets.token_bytes(TOKEN_BYTES)).decode()


def _digest(token: str) -> bytes:
    # Typed in small letters or with spaces it is the same token. It is random, so it needs no salt.
    return sha256("".join(token.split()).upper().encode()).digest()
