"""Paying a consumer first, and getting it back from whoever is liable (消费者权益保护法 44, 食品安全法 148).

A claim belongs to a case. It is accepted by one person and paid by another: out of the merchant's deposit as far as that
goes, the rest out of the pool, which the merchant then owes. What is paid is paid outside; here stands that it was.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from credit import fund
from credit.fund import CLAIMS, OUTSIDE, POOL, BadPosting, Move
from credit.gate import SamePerson
from trace import parties
from trace.errors import Conflict, Unknown
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime


class State(StrEnum):
    """How a claim stands."""

    FILED = "filed"
    REFUSED = "refused"
    ACCEPTED = "accepted"
    PAID = "paid"
    RECOVERING = "recovering"
    RECOVERED = "recovered"
    WRITTEN_OFF = "written_off"


# Why the fund pays first: the merchant cannot be reached, does not do what was decided, or sold food that harmed somebody.
GROUNDS = ("unreachable", "not_done", "food")


class NoSuchClaim(Unknown):
    """No claim on the fund has this number."""

    code = "no-such-claim"


class ClaimNotNow(Conflict):
    """A claim on the fund that does not stand so that this could be done."""

    code = "claim-not-now"


class Compensation(Record):
    """One claim on the fund; `owed` is what the merchant has not paid back yet. Amounts in fen."""

    __tablename__ = "compensation"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case: Mapped[str] = mapped_column(Text, unique=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    ground: Mapped[str] = mapped_column(Text)
    amount: Mapped[int] = mapped_column(BigInteger)
    owed: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[str] = mapped_column(Text, index=True)
    filed_at: Mapped[datetime] = mapped_column(UTCTime)
    accepted_by: Mapped[int | None] = mapped_column(BigInteger)
    paid_at: Mapped[datetime | None] = mapped_column(UTCTime)


def deposit(
    session: Session, actor: Actor, account_id: int, party_id: int, amount: int, agreement: str, now: datetime
) -> None:
    """A party has deposited money under an agreement."""
    parties.get(session, party_id)
    fund.post(session, actor, account_id, agreement, [Move("deposit", OUTSIDE, fund.deposit_of(party_id), amount)], now)


def contribute(session: Session, actor: Actor, account_id: int, amount: int, case: str, now: datetime) -> None:
    """Money for the pool that everybody's claims are paid from."""
    fund.post(session, actor, account_id, case, [Move("contribution", OUTSIDE, POOL, amount)], now)


def give_back(
    session: Session, actor: Actor, account_id: int, party_id: int, amount: int, agreement: str, now: datetime
) -> None:
    """A deposit, or part of it, goes back to whoever leaves; not while a claim is open or a debt stands."""
    if any(one.state in (State.FILED, State.ACCEPTED, State.RECOVERING) for one in of(session, party_id)):
        raise ClaimNotNow("a claim against this party is open or not paid back: the deposit stays")
    fund.post(session, actor, account_id, agreement, [Move("refund", fund.deposit_of(party_id), OUTSIDE, amount)], now)


def file(session: Session, case: str, party_id: int, ground: str, amount: int, now: datetime) -> Compensation:
    """A claim for a case, once."""
    parties.get(session, party_id)
    if ground not in GROUNDS or not 0 < amount <= fund.MOST or not 0 < len(case.strip()) <= fund.LONGEST_CASE:
        raise BadPosting(f"a claim has a case, an amount, and a ground: expected one of {', '.join(GROUNDS)}")
    if session.scalars(select(Compensation).where(Compensation.case == case.strip())).first() is not None:
        raise ClaimNotNow(f"case {case[:20]} has a claim on the fund already")
    made = Compensation(
        case=case.strip(), party_id=party_id, ground=ground, amount=amount, owed=0, state=State.FILED, filed_at=now
    )
    session.add(made)
    session.flush()
    return made


def judge(session: Session, claim: Compensation, account_id: int, accepted: bool) -> None:
    """A person accepts a claim, or refuses it."""
    _stands(claim, State.FILED)
    claim.state, claim.accepted_by = State.ACCEPTED if accepted else State.REFUSED, account_id
    session.flush()


def pay(session: Session, actor: Actor, claim: Compensation, account_id: int, now: datetime) -> None:
    """Another person pays it: the deposit first, the rest from the pool, which the merchant owes from then on."""
    _stands(claim, State.ACCEPTED)
    if claim.accepted_by == account_id:
        raise SamePerson("you accepted this claim: let somebody else pay it")
    own = fund.deposit_of(claim.party_id)
    first = min(fund.balance(session, own), claim.amount)
    rest = claim.amount - first
    moves = [Move("paid", own, OUTSIDE, first)] if first else []
    if rest:
        moves += [Move("advanced", POOL, OUTSIDE, rest), Move("debt", CLAIMS, fund.debt_of(claim.party_id), rest)]
    fund.post(session, actor, account_id, claim.case, moves, now)
    claim.owed, claim.paid_at = rest, now
    claim.state = State.RECOVERING if rest else State.PAID
    session.flush()


def recover(session: Session, actor: Actor, claim: Compensation, account_id: int, amount: int, now: datetime) -> None:
    """The merchant pays back what the pool advanced, or a part of it."""
    _stands(claim, State.RECOVERING)
    if not 0 < amount <= claim.owed:
        raise BadPosting(f"{claim.owed} fen are owed, and {amount} cannot be paid back of them")
    moves = [Move("recovered", OUTSIDE, POOL, amount), Move("debt_paid", fund.debt_of(claim.party_id), CLAIMS, amount)]
    fund.post(session, actor, account_id, claim.case, moves, now)
    _owes(session, claim, claim.owed - amount, State.RECOVERED)


def write_off(session: Session, actor: Actor, claim: Compensation, account_id: int, now: datetime) -> None:
    """What is owed will not come; the pool bears it. Not by whoever accepted the claim."""
    _stands(claim, State.RECOVERING)
    if claim.accepted_by == account_id:
        raise SamePerson("you accepted this claim: let somebody else write it off")
    move = Move("written_off", fund.debt_of(claim.party_id), CLAIMS, claim.owed)
    fund.post(session, actor, account_id, claim.case, [move], now)
    _owes(session, claim, 0, State.WRITTEN_OFF)


def get(session: Session, claim_id: int) -> Compensation:
    """A claim, held until the transaction ends: of two who pay at once the second sees that it is paid."""
    wanted = select(Compensation).where(Compensation.id == claim_id).with_for_update()
    found = session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()
    if found is None:
        raise NoSuchClaim(f"there is no claim {claim_id} on the fund")
    return found


def of(session: Session, party_id: int | None = None) -> list[Compensation]:
    """Claims against a party, or all, the newest first."""
    wanted = select(Compensation).order_by(Compensation.id.desc()).limit(500)
    return list(session.scalars(wanted if party_id is None else wanted.where(Compensation.party_id == party_id)))


def _stands(claim: Compensation, state: State) -> None:
    if claim.state != state:
        raise ClaimNotNow(f"this claim is {claim.state}: expected {state}")


def _owes(session: Session, claim: Compensation, owed: int, ended: State) -> None:
    claim.owed = owed
    if not owed:
        claim.state = ended
    session.flush()
