"""From a complaint to what its thing's history suggests: read from the ledger, judged by credit/blame.py, written nowhere."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from couriers import rules as rule_sets
from couriers.rules import Rules
from couriers.scanned import ScanBy
from couriers.states import step_of
from credit import blame, cases
from credit.blame import Passed, Report
from credit.cases import Complaint
from trace import holding
from trace.history import Entry, life
from trace.moments import to_ms
from trace.words import Evidence, Standing


class Traced(NamedTuple):
    """A case, what is suggested for it, where its entries stand in the log, and the rules that were used."""

    complaint: Complaint
    report: Report
    leaves: dict[int, int | None]
    rules: Rules | None


def trace(session: Session, number: str) -> Traced:
    """What is suggested for the case with this number, by the rules of the day on which it came in."""
    complaint = cases.get(session, number)
    rules = rule_sets.of(to_ms(complaint.received_at))
    lived = life(session, complaint.about)
    leaves = {one.id: one.index for one in lived.entries}
    if rules is None:
        return Traced(complaint, Report(None, (), (), ()), leaves, None)
    found = blame.report(_history(session, lived.entries, holding.of(session, lived)), complaint.category, rules.blame)
    return Traced(complaint, found, leaves, rules)


def _history(session: Session, entries: list[Entry], held: list[holding.Holding]) -> list[Passed]:
    marked = select(ScanBy.entry_id, ScanBy.flags).where(ScanBy.entry_id.in_([one.id for one in entries]))
    flags: dict[int, str] = {row[0]: row[1] for row in session.execute(marked).all()}
    found = []
    for one in entries:
        public = one.public
        step = step_of(one.stage, public.get("facts"))
        if step is None:
            continue
        counts = public["standing"] != Standing.OUTSIDER and public["evidence"] != Evidence.CLAIM
        odd = (*flags.get(one.id, "").split(), *public.get("flags", ()))
        facts = public.get("facts", {})
        found.append(Passed(one.id, one.event_ms, step, _holder(held, one), public["evidence"], counts, facts, odd))
    return found


def _holder(held: list[holding.Holding], one: Entry) -> str:
    """Who had it when this was done: what takes it to its recipient was still done by whoever had it before."""
    before = [at for at in held if (at.since_ms, at.entry_id) <= (one.event_ms, one.id) and at.holder is not None]
    return str(before[-1].holder) if before else one.actor
