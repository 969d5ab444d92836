"""Erasing what is due, class by class, so many pieces a transaction, until nothing is left that is due."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from datetime import datetime

from flask import Flask
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from app import retention
from app.access.attempts import Attempt
from app.clock import now
from app.db import transaction
from app.outbox import Message
from couriers import held
from couriers.devices import DeviceCode
from couriers.scanned import HeldScan, ScanBy
from credit import contacts, documents, transfers
from credit.casework import ANSWERING, STEP
from credit.measures import MEASURING
from credit.procedure import MOVES
from trace import keyring, ledger, tables
from trace.moments import to_ms
from trace.papers import Papers, State
from trace.reveals import Reveal
from trace.store import Record
from trace.words import Stage

AT_ONCE = 500
# A nonce and a tag of AES-256-GCM, with no text between.
_SEALED_NOTHING = 28
_CUSTODY = (
    Stage.ACCEPTED, Stage.HUB_IN, Stage.HUB_OUT, Stage.HANDED_OVER, Stage.OUT_FOR_DELIVERY, Stage.DEPOSITED,
    Stage.ATTEMPT_FAILED, Stage.SIGNED, Stage.REFUSED, Stage.RETURNED,
)  # fmt: skip
# Which private fields of which entries a class is. Reviews are in none: 电子商务法 39 forbids to delete them.
FIELDS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "sale_texts": ((Stage.SOLD, Stage.RETURNED), ("order", "payment")),
    "delivery_texts": ((Stage.SIGNED,), ("proxy",)),
    "feed_texts": (_CUSTODY, ("text", "place")),
    "case_texts": (
        (Stage.COMPLAINED, Stage.DISPUTED, Stage.DECIDED, ANSWERING, MEASURING, *(STEP + step for step in MOVES)),
        ("text", "about", "officer"),
    ),
}


def tidy(app: Flask) -> dict[str, int]:
    """Erase what is not to be kept any longer; how many pieces of each class, where there were any."""
    with app.app_context():
        return {name: count for name, count in sorted(work(now()).items()) if count}


def work(moment: datetime) -> dict[str, int]:
    """Erase all that is due; how many pieces of each class."""
    with transaction() as session:
        retention.begin(session, moment)
        due = retention.before(session, moment)
    return {name: _all(name, until) for name, until in due.items()}


def _all(name: str, moment: datetime) -> int:
    total = 0
    while True:
        with transaction() as session:
            count = _erase(session, name, moment)
        total += count
        if count < AT_ONCE:
            return total


def _erase(session: Session, name: str, moment: datetime) -> int:
    if name in FIELDS:
        return _fields(session, *FIELDS[name], moment)
    return _OTHERS[name](session, moment)


def _fields(session: Session, stages: tuple[str, ...], names: tuple[str, ...], moment: datetime) -> int:
    field, entry = tables.private_field.c, tables.entry.c
    due = (
        select(field.entry_id, field.name)
        .join(tables.entry, entry.id == field.entry_id)
        .where(entry.stage.in_([str(one) for one in stages]), field.name.in_(names), entry.record_ms < to_ms(moment))
        .order_by(field.entry_id)
        .limit(AT_ONCE)
    )
    found = session.execute(due).all()
    for entry_id, name in found:
        ledger.erase_field(session, entry_id, name)
    return len(found)


def _rows(
    table: type[Record], key: InstrumentedAttribute[int], at: InstrumentedAttribute[datetime]
) -> Callable[..., int]:
    """Rows that go whole."""

    def erase(session: Session, moment: datetime) -> int:
        found = session.scalars(select(key).where(at < moment).order_by(key).limit(AT_ONCE)).all()
        session.execute(delete(table).where(key.in_(found)))
        return len(found)

    return erase


def _places(session: Session, moment: datetime) -> int:
    due = select(ScanBy.entry_id).where(ScanBy.spot.is_not(None), ScanBy.received_ms < to_ms(moment))
    found = session.scalars(due.order_by(ScanBy.entry_id).limit(AT_ONCE)).all()
    session.execute(update(ScanBy).where(ScanBy.entry_id.in_(found)).values(spot=None))
    return len(found)


def _held(session: Session, moment: datetime) -> int:
    due = select(HeldScan.id).where(HeldScan.received_at < moment).order_by(HeldScan.id).limit(AT_ONCE)
    found = session.scalars(due).all()
    session.execute(delete(held.HeldDecision).where(held.HeldDecision.held_id.in_(found)))
    session.execute(delete(HeldScan).where(HeldScan.id.in_(found)))
    return len(found)


def _secrets(session: Session, moment: datetime) -> int:
    due = select(Message.id).where(Message.secret.is_not(None), Message.created_at < moment)
    found = session.scalars(due.order_by(Message.id).limit(AT_ONCE)).all()
    session.execute(update(Message).where(Message.id.in_(found)).values(secret=None))
    return len(found)


def _papers(session: Session, moment: datetime) -> int:
    """What was decided on long ago, unless it is what its merchant is verified by still."""
    stands = select(func.max(Papers.id)).where(Papers.state == State.VERIFIED).group_by(Papers.party_id)
    due = select(Papers).where(Papers.decided_at < moment, Papers.id.not_in(stands))
    found = session.scalars(
        due.where(func.length(Papers.licence) > _SEALED_NOTHING).order_by(Papers.id).limit(AT_ONCE)
    ).all()
    keys = keyring.of(session)
    for one in found:
        # Nothing, sealed: whoever opens it sees an empty page and not a fault.
        one.licence = keys.seal(b"", os.urandom(32), f"papers/{one.id}/licence")
        one.contact = keys.encrypt("", os.urandom(32), f"papers/{one.id}/contact")
    session.flush()
    return len(found)


def _one_time(session: Session, moment: datetime) -> int:
    codes = _rows(DeviceCode, DeviceCode.id, DeviceCode.expires_at)(session, moment)
    found = session.scalars(select(Attempt.key).where(Attempt.last_at < moment).limit(AT_ONCE)).all()
    session.execute(delete(Attempt).where(Attempt.key.in_(found)))
    return max(codes, len(found))


def _case_papers(session: Session, moment: datetime) -> int:
    pages, files = (
        documents.erase_before(session, moment, AT_ONCE), transfers.erase_before(session, moment, AT_ONCE),
    )  # fmt: skip
    return max(pages, files)


_OTHERS: Mapping[str, Callable[[Session, datetime], int]] = {
    "scan_places": _places,
    "held_scans": _held,
    "papers": _papers,
    "case_contacts": lambda session, moment: contacts.erase_before(session, moment, AT_ONCE),
    "case_papers": _case_papers,
    "reveals": _rows(Reveal, Reveal.id, Reveal.at),
    "message_secrets": _secrets,
    "messages": _rows(Message, Message.id, Message.created_at),
    "one_time_codes": _one_time,
}
