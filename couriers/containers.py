"""Cases and pallets of a merchant: goods go into cases, cases onto pallets, before anybody has bought them.

What lies in one is folded from the record (trace/nesting.py); this register knows only which ones there are.
"""

from __future__ import annotations

import secrets
from base64 import b32encode
from collections.abc import Collection, Mapping
from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from couriers import parcels
from trace import bulk, goods, keyring, ledger, nesting, telling
from trace.errors import Conflict, Unknown
from trace.event import County
from trace.identity.own import Own
from trace.stages import Deed
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime

_RANDOM_BYTES = 10


class Kind(StrEnum):
    """What a container is: a case holds goods, a pallet holds cases too."""

    CASE = "case"
    PALLET = "pallet"


class ContainerTaken(Conflict):
    """The number is another container's, or a parcel's."""

    code = "container-taken"


class NoSuchContainer(Unknown):
    """No container of this merchant has this number."""

    code = "no-such-container"


class Container(Record):
    """A case or a pallet, by its SSCC or a name of its own."""

    __tablename__ = "container"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    merchant_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    uri: Mapped[str] = mapped_column(Text, unique=True)
    kind: Mapped[str] = mapped_column(Text)
    begun_at: Mapped[datetime] = mapped_column(UTCTime)


def begin(session: Session, merchant: Actor, kind: Kind, uri: str | None, now: datetime) -> Container:
    """A new one, under this name or one that nobody can guess; nothing is recorded before something goes in."""
    if uri is None:
        text = b32encode(secrets.token_bytes(_RANDOM_BYTES)).decode()
        uri = Own("parcel", (text,)).uri(keyring.of(session).origin)
    head = ledger.lock(session, {uri})[uri]
    if (found := find(session, merchant.id, uri)) is not None and found.kind == kind:
        return found
    if head.n or parcels.find(session, uri) is not None or _any(session, uri) is not None:
        raise ContainerTaken("this number is in use already: take the number of an empty one", uri=uri)
    container = Container(merchant_id=merchant.id, uri=uri, kind=str(kind), begun_at=now)
    session.add(container)
    session.flush()
    return container


def get(session: Session, merchant_id: int, container_id: int) -> Container:
    """A container of this merchant."""
    found = session.get(Container, container_id)
    if found is None or found.merchant_id != merchant_id:
        raise NoSuchContainer(f"there is no case or pallet {container_id} of yours")
    return found


def find(session: Session, merchant_id: int, uri: str) -> Container | None:
    """The container of this name, if it is this merchant's."""
    found = _any(session, uri)
    return found if found is not None and found.merchant_id == merchant_id else None


def of(session: Session, merchant_id: int, most: int = 100) -> list[Container]:
    """A merchant's containers, the newest first."""
    found = select(Container).where(Container.merchant_id == merchant_id).order_by(Container.id.desc()).limit(most)
    return list(session.scalars(found))


def around(session: Session, uris: Collection[str]) -> dict[str, Container]:
    """The case or pallet that each of these things lies in; a parcel is none."""
    within = nesting.inside(session, uris)
    parents, known = sorted(set(within.values())), dict[str, Container]()
    for at in range(0, len(parents), bulk.CHUNK):
        rows = session.scalars(select(Container).where(Container.uri.in_(parents[at : at + bulk.CHUNK])))
        known |= {one.uri: one for one in rows}
    return {uri: known[parent] for uri, parent in within.items() if parent in known}


def taken_out(lying: Mapping[str, Container], now: datetime, place: County | None) -> list[Deed]:
    """That single things left what they lay in, as one deed a container."""
    found: dict[str, list[str]] = {}
    for uri, container in sorted(lying.items()):
        found.setdefault(container.uri, []).append(uri)
    kinds = {one.uri: one.kind for one in lying.values()}
    return [
        goods.unpacked(parent, uris, telling.stamp(now, place), site=kinds[parent]) for parent, uris in found.items()
    ]


def _any(session: Session, uri: str) -> Container | None:
    return session.scalars(select(Container).where(Container.uri == uri)).first()
