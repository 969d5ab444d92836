"""The protection fund: what merchants have deposited, what was paid out of it for them, and what they owe it.

Each posting moves money from one account to another, so it is double entry and money is conserved. Accounts inside are never
below zero; the two at the edge are: `outside`, where money comes from and goes to, and `claims`, against which debts are
written. Every posting belongs to a case (or the agreement of a deposit), names a person, and is an entry of the log whose
text holds all of it. Amounts are fen (CNY/100).
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, CheckConstraint, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import bulk, canon, keyring, ledger
from trace.errors import Conflict, Malformed
from trace.event import Event
from trace.identity.own import Own
from trace.ledger import Draft
from trace.moments import iso, to_ms
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime
from trace.words import VOC, Evidence

POSTING = VOC + "posting"
OUTSIDE, CLAIMS, POOL = "outside", "claims", "pool"
EDGE = frozenset({OUTSIDE, CLAIMS})
MOST = 10**11
LONGEST_CASE = 40
_NEW = "INSERT INTO fund_account (name, balance) VALUES (?, 0) ON CONFLICT DO NOTHING"


class BadPosting(Malformed):
    """A posting without a case, of no money, or from an account to itself."""

    code = "bad-posting"


class NotEnough(Conflict):
    """An account has not what is to be taken from it."""

    code = "not-enough-money"


class FundAccount(Record):
    """One account and what lies in it; it can be made again from the postings."""

    __tablename__ = "fund_account"
    __table_args__ = (CheckConstraint("balance >= 0 OR name IN ('outside', 'claims')", name="ck_fund_account_balance"),)

    name: Mapped[str] = mapped_column(Text, primary_key=True)
    balance: Mapped[int] = mapped_column(BigInteger)


class Posting(Record):
    """Money that went from one account to another, for a case."""

    __tablename__ = "fund_posting"
    __table_args__ = (CheckConstraint("amount > 0", name="ck_fund_posting_amount"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    kind: Mapped[str] = mapped_column(Text)
    case: Mapped[str] = mapped_column(Text, index=True)
    source: Mapped[str] = mapped_column(Text, index=True)
    target: Mapped[str] = mapped_column(Text, index=True)
    amount: Mapped[int] = mapped_column(BigInteger)
    account_id: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(UTCTime)
    entry_id: Mapped[int] = mapped_column(BigInteger)


class Move(NamedTuple):
    """What is to be moved."""

    kind: str
    source: str
    target: str
    amount: int


class Trouble(NamedTuple):
    """An account whose balance is not what its postings come to, or below zero."""

    account: str
    stands: int
    comes_to: int


def deposit_of(party_id: int) -> str:
    """The account of a party's deposit."""
    return f"deposit/{party_id}"


def debt_of(party_id: int) -> str:
    """The account of what a party owes the pool."""
    return f"owed/{party_id}"


def post(
    session: Session, actor: Actor, account_id: int, case: str, moves: Sequence[Move], now: datetime
) -> list[Posting]:
    """Make these moves for a case, all or none."""
    if not 0 < len(case.strip()) <= LONGEST_CASE:
        raise BadPosting("every posting belongs to a case: give its number, or that of the agreement of a deposit")
    for move in moves:
        if not 0 < move.amount <= MOST or move.source == move.target:
            raise BadPosting(f"{move.amount} fen cannot be moved from {move.source} to {move.target}")
    accounts = _locked(session, {name for move in moves for name in (move.source, move.target)})
    after = {name: account.balance for name, account in accounts.items()}
    for move in moves:
        if move.source not in EDGE and after[move.source] < move.amount:
            raise NotEnough(f"{move.source} has {after[move.source]} fen, and {move.amount} are to be taken from it")
        after[move.source] -= move.amount
        after[move.target] += move.amount
    for name, account in accounts.items():
        account.balance = after[name]
    made = [_note(session, actor, account_id, case.strip(), move, now) for move in moves]
    session.flush()
    return made


def balance(session: Session, name: str) -> int:
    """What lies in an account."""
    found = session.get(FundAccount, name)
    return 0 if found is None else found.balance


def balances(session: Session) -> dict[str, int]:
    """Every account with what lies in it."""
    return {one.name: one.balance for one in session.scalars(select(FundAccount).order_by(FundAccount.name))}


def postings(
    session: Session, *, case: str | None = None, account: str | None = None, most: int = 200
) -> list[Posting]:
    """The newest postings: all, of a case, or of an account."""
    wanted = select(Posting).order_by(Posting.id.desc()).limit(most)
    if case is not None:
        wanted = wanted.where(Posting.case == case)
    if account is not None:
        wanted = wanted.where((Posting.source == account) | (Posting.target == account))
    return list(session.scalars(wanted))


def audit(session: Session) -> list[Trouble]:
    """Make every balance again from the postings; those that stand otherwise, or below zero."""
    found: Counter[str] = Counter()
    for one in session.scalars(select(Posting)):
        found[one.source] -= one.amount
        found[one.target] += one.amount
    stand = balances(session)
    return [
        Trouble(name, stand.get(name, 0), found[name])
        for name in sorted(stand.keys() | found.keys())
        if stand.get(name, 0) != found[name] or (name not in EDGE and found[name] < 0)
    ]


def _locked(session: Session, names: set[str]) -> dict[str, FundAccount]:
    """The accounts, locked in the order of their names, so that two postings never wait for each other."""
    for name in sorted(names):
        bulk.run(session, _NEW, (name,))
    wanted = select(FundAccount).where(FundAccount.name.in_(names)).order_by(FundAccount.name).with_for_update()
    return {one.name: one for one in session.scalars(wanted.execution_options(populate_existing=True))}


def _note(session: Session, actor: Actor, account_id: int, case: str, move: Move, now: datetime) -> Posting:
    said = {"case": case, "kind": move.kind, "from": move.source, "to": move.target, "amount": move.amount}
    uri = Own("case", ("fund",)).uri(keyring.of(session).origin)
    event = Event(
        type="ObjectEvent", action="OBSERVE", biz_step=POSTING, epc_list=(uri,), case=uri,
        event_time=iso(to_ms(now)), event_time_zone_offset="+08:00", event_id=f"urn:uuid:{uuid.uuid4()}",
        facts={"category": move.kind},
    )  # fmt: skip
    text = {"text": canon.encode(said).decode()}
    (receipt,) = ledger.append(session, [Draft(event, actor, Evidence.PARTY, text)], now)
    made = Posting(
        kind=move.kind, case=case, source=move.source, target=move.target, amount=move.amount, account_id=account_id,
        at=now, entry_id=receipt.entry_id,
    )  # fmt: skip
    session.add(made)
    return made
