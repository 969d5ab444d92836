"""How long each class of personal data is kept, as rows that an operator changes; and erasing what is due.

Of the rules for one class the longest holds. A value that nobody has checked against its source says so (`verified`).
Only texts and salts go: every proof stays valid, because the log holds nothing but commitments to them.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import BigInteger, Boolean, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.texts import N_
from trace.errors import Malformed, Unknown
from trace.store import BigId, Record, UTCTime

LONGEST = 36_500


class BadRule(Malformed):
    """A rule of retention with a number of days that cannot be, or without a source."""

    code = "bad-retention-rule"


class NoSuchClass(Unknown):
    """No class of records has this name."""

    code = "no-such-record-class"


class RetentionRule(Record):
    """One rule for one class of records: so many days from the record on, after which source, from when to when in force."""

    __tablename__ = "retention_rule"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    record_class: Mapped[str] = mapped_column(Text, index=True)
    days: Mapped[int] = mapped_column(BigInteger)
    source: Mapped[str] = mapped_column(Text)
    verified: Mapped[bool] = mapped_column(Boolean)
    effective_from: Mapped[str] = mapped_column(Text)
    effective_to: Mapped[str | None] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(UTCTime)


class First(NamedTuple):
    """The rule that an installation begins with."""

    record_class: str
    what: str
    days: int
    source: str
    verified: bool


_THREE_YEARS = 1_096
_COMMERCE = "电子商务法 31：商品和服务信息、交易信息自交易完成之日起不少于三年"
# In the order in which they are shown. A law in force is one that was read; the others are proposals.
FIRST = (
    First("sale_texts", N_("Order numbers and payment references"), _THREE_YEARS, _COMMERCE, True),
    First("delivery_texts", N_("Names of those who took a parcel for somebody else"), _THREE_YEARS, _COMMERCE, True),
    First("feed_texts", N_("What carriers' feeds wrote about a parcel"), 365, "快递暂行条例 34：定期销毁，法规没有天数", False),
    First("case_texts", N_("Complaints, disputes and answers to them"), _THREE_YEARS, "投诉时效三年，本项目的设定", False),
    First("case_contacts", N_("Who complained or reported"), _THREE_YEARS, "投诉时效三年，本项目的设定", False),
    First("case_papers", N_("Documents of cases, and files that were handed over"), 3_653, "本项目的设定：十年", False),
    First("scan_places", N_("Where couriers scanned, if they agreed to keep it"), 180, "评分窗口 180 天，本项目的设定", False),
    First("held_scans", N_("Scans of phones that were taken out of use"), _THREE_YEARS, _COMMERCE, True),
    First("papers", N_("Licences and contacts that were replaced or rejected"), _THREE_YEARS,
          "网络交易监督管理办法 31：退出后三年", False),
    First("reveals", N_("Who looked at hidden data"), _THREE_YEARS, "个人信息保护法 56：处理情况记录至少三年", True),
    First("message_secrets", N_("Pick-up codes in messages"), 30, "本项目的设定", False),
    First("messages", N_("Messages"), _THREE_YEARS, "本项目的设定", False),
    First("one_time_codes", N_("One-time codes and counts of wrong attempts"), 1, "本项目的设定", False),
)  # fmt: skip
CLASSES = {one.record_class: one for one in FIRST}


def begin(session: Session, now: datetime) -> None:
    """Give each class that has no rule yet the one that it begins with."""
    there = set(session.scalars(select(RetentionRule.record_class)))
    for one in FIRST:
        if one.record_class not in there:
            add(session, one.record_class, one.days, one.source, now, verified=one.verified)


def add(session: Session, record_class: str, days: int, source: str, now: datetime, *, verified: bool) -> RetentionRule:
    """A further rule for a class, in force from today."""
    if record_class not in CLASSES:
        raise NoSuchClass(f"{record_class[:40]!r} is no class of records: expected one of {', '.join(CLASSES)}")
    if not 0 < days <= LONGEST or not source.strip():
        raise BadRule(f"a rule needs 1 to {LONGEST} days and a source: got {days} days and {source[:40]!r}")
    rule = RetentionRule(
        record_class=record_class, days=days, source=source.strip(), verified=verified,
        effective_from=now.date().isoformat(), added_at=now,
    )  # fmt: skip
    session.add(rule)
    session.flush()
    return rule


def end(session: Session, rule_id: int, now: datetime) -> RetentionRule:
    """A rule that is not in force any more from today on; the last one of a class stays."""
    found = session.get(RetentionRule, rule_id)
    if found is None:
        raise NoSuchClass(f"there is no rule {rule_id}: look at the list")
    if len([one for one in rules(session, now.date()) if one.record_class == found.record_class]) < 2:
        raise BadRule(f"rule {rule_id} is the only one for {found.record_class}: add another one first")
    found.effective_to = now.date().isoformat()
    session.flush()
    return found


def rules(session: Session, day: date) -> list[RetentionRule]:
    """The rules in force on a day."""
    text = day.isoformat()
    found = session.scalars(select(RetentionRule).order_by(RetentionRule.id))
    return [
        one for one in found if one.effective_from <= text and (one.effective_to is None or text < one.effective_to)
    ]


def before(session: Session, now: datetime) -> dict[str, datetime]:
    """Of each class the moment before which nothing is kept; a class without a rule is kept."""
    days: dict[str, int] = {}
    for one in rules(session, now.date()):
        days[one.record_class] = max(one.days, days.get(one.record_class, 0))
    return {name: now - timedelta(days=many) for name, many in days.items()}
