"""The rules of cases of one installation: those that come with the product, and what its operator has changed since.

A change is an event: the record has the SHA-256 of each text, so that nobody changes a term in silence.
"""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import msgspec
from sqlalchemy import BigInteger, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from credit import rules as shelf
from credit.rules import BadCaseRules, Rules
from trace import keyring, ledger
from trace.errors import Conflict
from trace.event import Event
from trace.identity.own import Own
from trace.ledger import Draft
from trace.moments import iso, to_ms
from trace.standing import Actor
from trace.store import BigId, Record, UTCTime
from trace.words import VOC, Evidence

PUBLISHING = VOC + "publishing_rules"
LONGEST = 65_536


class RulesTaken(Conflict):
    """A set of rules with this version stands there with another text."""

    code = "rules-taken"


class RuleText(Record):
    """A set that the operator has put in, or one that came with the product and was recorded as it is."""

    __tablename__ = "rule_text"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[str] = mapped_column(Text, unique=True)
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Text)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    by_account: Mapped[int | None] = mapped_column(BigInteger)
    recorded_at: Mapped[datetime] = mapped_column(UTCTime)


class Book:
    """Every set of an installation by the days on which it holds."""

    def __init__(self, sets: tuple[Rules, ...]) -> None:
        self.sets = sets

    def at(self, day: date) -> Rules | None:
        """The set that held on a day; None before the first."""
        return next((one for one in self.sets if one.held_on(day)), None)


def book(session: Session) -> Book:
    """The sets of this installation."""
    own = [shelf.parse(row.text) for row in session.scalars(select(RuleText))]
    return Book(together(shelf.shipped(), own))


def together(shipped: tuple[Rules, ...], own: list[Rules]) -> tuple[Rules, ...]:
    """Sets of both kinds: the operator's text of a version takes the place of ours; a later set ends the one before it."""
    by_version = {one.version: one for one in shipped} | {one.version: one for one in own}
    found = sorted(by_version.values(), key=lambda one: one.effective_from)
    for at, later in enumerate(found[1:]):
        earlier = found[at]
        if earlier.effective_to is None:
            last = later.effective_from - timedelta(days=1)
            found[at] = msgspec.structs.replace(earlier, effective_to=last)
    return shelf.ordered(found)


def recorded(session: Session) -> dict[str, RuleText]:
    """What of it stands in the record, by version."""
    return {row.version: row for row in session.scalars(select(RuleText))}


def record(session: Session, actor: Actor, text: str, account_id: int | None, now: datetime) -> RuleText:
    """Put a set in from here on, and its digest into the record.

    A version that is recorded never changes: what is to hold from another day on is a new version.
    """
    if len(text) > LONGEST:
        raise BadCaseRules(f"the text has {len(text)} characters: expected at most {LONGEST}")
    rules = shelf.parse(text)
    stands = recorded(session).get(rules.version)
    if stands is not None and stands.sha256 == rules.digest:
        return stands
    if stands is not None:
        raise RulesTaken(
            f"version {rules.version} is recorded with another text: give the changed set a version of its own"
        )
    own = [shelf.parse(row.text) for row in session.scalars(select(RuleText))]
    together(shelf.shipped(), [*own, rules])
    event = Event(
        type="ObjectEvent", action="OBSERVE", biz_step=PUBLISHING, epc_list=(uri(session),),
        event_time=iso(to_ms(now)), event_time_zone_offset="+08:00", event_id=f"urn:uuid:{uuid.uuid4()}",
        facts={"card": rules.digest, "reason": rules.version},
    )  # fmt: skip
    (receipt,) = ledger.append(session, [Draft(event, actor, Evidence.PARTY)], now)
    made = RuleText(
        version=rules.version, text=text, sha256=rules.digest, entry_id=receipt.entry_id, by_account=account_id,
        recorded_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def uri(session: Session) -> str:
    """The name in the record of the rules of cases, whose chain has every change of them."""
    return Own("case", ("rules-cases",)).uri(keyring.of(session).origin)
