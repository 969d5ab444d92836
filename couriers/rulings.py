"""Decisions of persons that name who answers, for what and with which share: entries of the case, and what ratings read.

The outcome is public; whom it names is committed to and lies encrypted beside it, because no event names a person.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Annotated

import msgspec
import orjson
from msgspec import Meta
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from couriers import rules as rule_sets
from couriers.conduct import Kind, Subject
from couriers.rated import Ruled
from trace import bulk, canon, goods, ledger, private
from trace.errors import Malformed
from trace.ledger import Draft
from trace.receipts import Receipt
from trace.stages import Stamp, Things
from trace.standing import Actor
from trace.words import VOC, Evidence, Stage, Standing

FIELD = "ruling"
# CBV has no word for it: whoever a decision is about, or whoever complained, asks for another person's review.
APPEALED = VOC + "case_appealed"
STAGES = frozenset({Stage.DECIDED.value, APPEALED})
DAY_MS = 86_400_000


class BadRuling(Malformed):
    """A decision for something that the rules of that day do not know, or without a share."""

    code = "bad-ruling"


class Ruling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom a decision names. `happened` is ms since 1970, `share` per cent; `about` is the entry that was wrong.

    `final` says that nobody can appeal any more; without it a decision is final when the days for that are over.
    """

    kind: Kind
    id: int
    code: str
    share: Annotated[int, Meta(ge=1, le=100)]
    happened: int
    final: bool = False
    about: int | None = None


def record(
    session: Session,
    actor: Actor,
    case: str,
    outcome: str,
    ruling: Ruling,
    stamp: Stamp,
    now: datetime,
    things: Things = (),
    texts: Mapping[str, str] = MappingProxyType({}),
) -> Receipt:
    """Record a decision on a case, with `texts` committed to; a later one on it, such as an appeal's, takes its place."""
    check(ruling)
    deed = goods.decided(case, stamp, outcome, things=things)
    said = canon.encode(msgspec.to_builtins(ruling)).decode()
    deed = replace(deed, texts={**deed.texts, **texts, FIELD: said})
    (receipt,) = ledger.append(session, [Draft(deed.event, actor, Evidence.PARTY, deed.texts)], now)
    return receipt


def check(ruling: Ruling) -> None:
    """Refuse what the rules of the day on which it happened do not know, or a share that cannot be."""
    known = rule_sets.of(ruling.happened)
    if known is None or ruling.code not in known.by_code:
        said = ", ".join(known.by_code) if known else "none, because no rule set held on that day"
        raise BadRuling(f"{ruling.code[:20]!r} is no finding of the rules of that day: expected one of {said}")
    if not 1 <= ruling.share <= 100:
        raise BadRuling(f"a share of {ruling.share} per cent cannot be: expected 1 to 100")


_DECIDED = (
    "SELECT e.id, l.idx, e.event_ms, e.envelope, t.uri FROM entry e JOIN log_leaf l ON l.entry_id = e.id "
    "JOIN link k ON k.entry_id = e.id JOIN thing t ON t.id = k.thing_id "
    f"WHERE e.stage = '{Stage.DECIDED}' AND k.role IN ('case', 'epc') AND e.id"
)


def read(session: Session, entry_ids: Collection[int]) -> set[Subject]:
    """Take the decisions among these entries into the table of rulings; everybody whose rating that touches.

    A text that was erased names nobody any more.
    """
    found: dict[int, Ruled] = {}
    rows = [row for row in bulk.select_in(session, _DECIDED, sorted(entry_ids), "bigint") if "/id/case/" in row[4]]
    texts = private.texts(session, [row[0] for row in rows])
    for entry_id, leaf, at_ms, envelope, case in rows:
        text, public = texts.get(entry_id, {}).get(FIELD), orjson.loads(envelope)["public"]
        if text is None or public["standing"] == Standing.OUTSIDER:
            continue
        said = msgspec.json.decode(text, type=Ruling)
        found[entry_id] = Ruled(
            entry_id=entry_id, case=case, kind=said.kind, subject_id=said.id, leaf=leaf, decided_ms=at_ms,
            happened_ms=said.happened, code=said.code, share=said.share, outcome=public["facts"]["outcome"],
            final=said.final, about=said.about,
        )  # fmt: skip
    if found:
        session.execute(delete(Ruled).where(Ruled.entry_id.in_(found)))
        session.add_all(found.values())
        session.flush()
    appealed = _appeals(session, entry_ids)
    return _named(session, {one.case for one in found.values()} | appealed)


_APPEALS = (
    "SELECT l.idx, e.record_ms, t.uri FROM entry e JOIN log_leaf l ON l.entry_id = e.id JOIN link k ON k.entry_id = e.id "
    f"JOIN thing t ON t.id = k.thing_id WHERE e.stage = '{APPEALED}' AND e.id"
)


def _appeals(session: Session, entry_ids: Collection[int]) -> set[str]:
    """Keep decisions from becoming final that were appealed in time; the cases. The time is the record's, which nobody forges."""
    cases = set()
    for leaf, at_ms, case in sorted(bulk.select_in(session, _APPEALS, sorted(entry_ids), "bigint")):
        wanted = select(Ruled).where(Ruled.case == case, Ruled.leaf < leaf).order_by(Ruled.leaf.desc()).limit(1)
        ruled = session.scalars(wanted).first()
        rules = rule_sets.of(ruled.decided_ms) if ruled else None
        if ruled is None or rules is None or ruled.final:
            continue
        if rules.day(at_ms) <= rules.day(ruled.decided_ms + rules.deductions.appeal_days * DAY_MS):
            ruled.appealed = True
            cases.add(case)
    session.flush()
    return cases


def _named(session: Session, cases: Collection[str]) -> set[Subject]:
    """Everybody whom any decision on these cases has named: a later one may take a case from somebody."""
    rows = session.execute(select(Ruled.kind, Ruled.subject_id).where(Ruled.case.in_(cases)))
    return {Subject(kind, number) for kind, number in rows}
