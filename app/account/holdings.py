"""Everything that is kept of one account, section by section: what its export holds (PIPL 45)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import revealing
from app.access.accounts import Account, memberships
from app.outbox import Message
from couriers import devices, leaving, roster
from couriers.held import HeldDecision
from couriers.roster import Courier, LocationConsent
from couriers.scanned import HeldScan, ScanBy
from trace import parties
from trace.moments import iso, to_ms
from trace.papers import Papers
from trace.reveals import Reveal

Row = Mapping[str, Any]


def of(session: Session, account: Account) -> dict[str, list[Row]]:
    """The rows of each section; a section without rows is there all the same, so that its absence is no question."""
    return {name: list(rows(session, account)) for name, rows in SECTIONS.items()}


def _account(session: Session, account: Account) -> Iterator[Row]:
    yield {"id": account.id, "login": account.login, "created": _at(account.created_at), "password": "hash (argon2)"}


def _memberships(session: Session, account: Account) -> Iterator[Row]:
    for one in memberships(session, account.id):
        party = parties.get(session, one.party_id).name
        yield {"party": party, "role": one.role, "division": one.division, "since": _at(one.created_at)}


def _courier(session: Session, account: Account) -> Iterator[Row]:
    if (one := roster.of_account(session, account.id)) is not None:
        yield {
            "id": one.id, "firm": parties.get(session, one.carrier_id).name, "alias": one.alias,
            "name": roster.name_of(session, one), "enrolled": _at(one.enrolled_at), "suspended": _at(one.suspended_at),
        }  # fmt: skip


def _consents(session: Session, courier: Courier) -> Iterator[Row]:
    wanted = select(LocationConsent).where(LocationConsent.courier_id == courier.id).order_by(LocationConsent.id)
    for one in session.scalars(wanted):
        yield {"given": _at(one.given_at), "ended": _at(one.ended_at)}


def _phones(session: Session, courier: Courier) -> Iterator[Row]:
    for one in devices.of_courier(session, courier.id):
        yield {
            "name": one.name, "key": one.key.hex(), "enrolled": _at(one.enrolled_at), "revoked": _at(one.revoked_at),
            "heard of last": _at(one.last_seen_at),
        }  # fmt: skip


def _scans(session: Session, courier: Courier) -> Iterator[Row]:
    for one in session.scalars(select(ScanBy).where(ScanBy.courier_id == courier.id).order_by(ScanBy.entry_id)):
        place = leaving.place(session, one)
        yield {
            "entry": one.entry_id, "step": one.step, "signed text": one.text, "signature": one.signature,
            "corrected time": iso(one.corrected_ms), "received": iso(one.received_ms), "place": place, "flags": one.flags,
        }  # fmt: skip


def _held(session: Session, courier: Courier) -> Iterator[Row]:
    for one in session.scalars(select(HeldScan).where(HeldScan.courier_id == courier.id).order_by(HeldScan.id)):
        yield {"signed text": one.text, "reason": one.reason, "received": _at(one.received_at)}


def _messages(session: Session, account: Account) -> Iterator[Row]:
    for one in session.scalars(select(Message).where(Message.account_id == account.id).order_by(Message.id)):
        yield {
            "kind": one.kind, "facts": one.facts, "written": _at(one.created_at), "shown": _at(one.served_at),
            "read": _at(one.read_at),
        }  # fmt: skip


def _looked_at(session: Session, courier: Courier) -> Iterator[Row]:
    wanted = select(Reveal).where(Reveal.what == revealing.courier_name(courier.id)).order_by(Reveal.id)
    for one in session.scalars(wanted):
        yield {"what": one.what, "by": parties.get(session, one.viewer_id).name, "at": _at(one.at)}


def _looks(session: Session, account: Account) -> Iterator[Row]:
    for one in session.scalars(select(Reveal).where(Reveal.account_id == account.id).order_by(Reveal.id)):
        yield {"what": one.what, "of": parties.get(session, one.subject_id).name, "at": _at(one.at)}


def _decisions(session: Session, account: Account) -> Iterator[Row]:
    for one in session.scalars(select(Papers).where(Papers.decided_by == account.id).order_by(Papers.id)):
        yield {"of": f"papers {one.id}", "decision": one.state, "at": _at(one.decided_at)}
    for held in session.scalars(select(HeldDecision).where(HeldDecision.account_id == account.id)):
        yield {"of": f"held scan {held.held_id}", "decision": "taken" if held.taken else "refused", "at": _at(held.at)}


def _as_courier(rows: Callable[[Session, Courier], Iterator[Row]]) -> Callable[[Session, Account], Iterator[Row]]:
    """A section that only an account has that is a courier's."""

    def found(session: Session, account: Account) -> Iterator[Row]:
        courier = roster.of_account(session, account.id)
        return rows(session, courier) if courier is not None else iter(())

    return found


def _at(when: Any) -> str | None:
    return None if when is None else iso(to_ms(when))


SECTIONS: Mapping[str, Callable[[Session, Account], Iterator[Row]]] = {
    "account": _account,
    "memberships": _memberships,
    "courier": _courier,
    "location-consents": _as_courier(_consents),
    "phones": _as_courier(_phones),
    "scans": _as_courier(_scans),
    "held-scans": _as_courier(_held),
    "messages": _messages,
    "looks-at-my-name": _as_courier(_looked_at),
    "looks-by-me": _looks,
    "decisions-by-me": _decisions,
}
