"""A rating as a file that its subject can recompute: rules, every counted entry with leaf and reason, votes, findings.

Who voted and for which parcel stays hidden: both are salted commitments, which a reviewer who has the salts can open.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from hmac import digest
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from couriers import account as accounts, ratings, rules as rule_sets
from couriers.account import Account, Rated
from couriers.conduct import Subject
from couriers.rated import rating_count, rating_vote
from couriers.rules import Rules
from trace import canon, keyring, log, merkle, tables
from trace.chain import b64

VERSION = 1
KIND = "suyuan-rating"


def build(session: Session, subject: Subject) -> dict[str, Any] | None:
    """The file of somebody's rating as far as ratings have followed the log; None where nothing is known of them."""
    account, at = ratings.account(session, subject), ratings.position(session)
    if account is None or at.rules is None:
        return None
    made, newest = accounts.rate(account, at.day, at.rules), log.newest(session)
    return {
        "v": VERSION,
        "kind": KIND,
        "subject": {"kind": str(subject.kind), "id": subject.id},
        "asOf": {"day": date.fromordinal(at.day).isoformat(), "leaf": at.leaf},
        "log": {"origin": keyring.of(session).origin, "size": newest.size, "checkpoint": newest.note},
        "rules": at.rules.as_json(),
        "rulesDigest": at.rules.digest,
        "entries": _entries(session, subject, made),
        "missing": [date.fromordinal(day).isoformat() for day in account.gaps],
        "firstDay": None if account.first_day is None else date.fromordinal(account.first_day).isoformat(),
        "usual": dict(account.priors),
        "votes": _votes(session, subject),
        "findings": _findings(account),
        "result": result(made),
    }


def result(made: Rated) -> dict[str, Any]:
    """What the recomputation must come to."""
    return {
        "score": made.score.score,
        "low": made.score.low,
        "grade": made.grade,
        "reached": made.score.grade,
        "parcels": made.inputs.seniority.parcels,
        "points": {one.key: round(one.points, made.rules.grading.decimals) for one in made.score.marks},
        "deduction": round(made.score.deduction, made.rules.grading.decimals),
    }


def _entries(session: Session, subject: Subject, made: Rated) -> list[dict[str, Any]]:
    rules, count, entry = made.rules, rating_count.c, tables.entry.c
    oldest = made.day - rules.time.window_days - 7 * rules.grading.look_back_weeks
    wanted = (
        select(
            count.entry_id,
            count.leaf,
            count.indicator,
            count.day,
            count.bad,
            count.state,
            count.why,
            entry.stage,
            entry.log_entry,
        )
        .join(tables.entry, entry.id == count.entry_id)
        .where(count.kind == subject.kind, count.subject_id == subject.id, count.day >= oldest)
        .order_by(count.leaf, count.indicator, count.thing_id)
    )
    return [
        {
            "id": row.entry_id,
            "leaf": {"index": row.leaf, "hash": merkle.leaf_hash(bytes(row.log_entry)).hex()},
            "step": row.stage,
            "indicator": row.indicator,
            "day": date.fromordinal(row.day).isoformat(),
            "bad": row.bad,
            "state": row.state,
            "why": row.why,
        }
        for row in session.execute(wanted)
    ]


def _votes(session: Session, subject: Subject) -> list[dict[str, Any]]:
    """Votes in the order of their commitments: stars and the day, which the window needs, but not whose or for which parcel."""
    vote, key = rating_vote.c, keyring.of(session).data_key
    wanted = select(vote.entry_id, vote.side, vote.rater, vote.stars, vote.day).where(
        vote.kind == subject.kind, vote.subject_id == subject.id
    )
    places: dict[str, list[int]] = defaultdict(list)
    found = []
    for entry_id, side, rater, stars, day in session.execute(wanted.order_by(vote.at_ms, vote.entry_id)):
        rules = rule_sets.at(date.fromordinal(day))
        recent = [one for one in places[rater] if rules is None or day - one < rules.votes.repeat_days]
        places[rater].append(day)
        found.append(
            {
                "side": side, "stars": stars, "k": len(recent) + 1, "day": date.fromordinal(day).isoformat(),
                "rater": commitment(key, subject, {"rater": rater}),
                "commitment": commitment(key, subject, {"entry": entry_id, "rater": rater, "stars": stars}),
            }
        )  # fmt: skip
    return sorted(found, key=lambda one: str(one["commitment"]))


def commitment(data_key: bytes, subject: Subject, value: dict[str, Any]) -> str:
    """HMAC-SHA-256 of a value under a salt of its own, which is worked out from the installation's key."""
    said = canon.encode(value)
    salt = digest(data_key, f"rating vote v1\n{subject.kind}/{subject.id}\n".encode() + said, "sha256")
    return b64(digest(salt, said, "sha256"))


def _findings(account: Account) -> list[dict[str, Any]]:
    """The decision that holds of each case, with what the rules of its day make of it."""
    found = []
    for one in accounts.newest(account.decisions).values():
        rules: Rules | None = rule_sets.of(one.happened_ms)
        what = rules.by_code.get(one.code) if rules else None
        signoff = account.signoffs.get(one.about) if one.about is not None else None
        found.append(
            {
                "case": one.case, "code": one.code, "share": one.share, "outcome": one.outcome,
                "final": date.fromordinal(one.final).isoformat(), "entry": one.entry_id, "about": one.about,
                "severity": what.severity if what else 0, "halfLifeDays": what.half_life_days if what else 0,
                "feeds": what.feeds if what else None, "redLine": what.red_line if what else False,
                "signoff": None if signoff is None
                else {"day": date.fromordinal(signoff.day).isoformat(), "counted": signoff.counted, "bad": signoff.bad},
            }
        )  # fmt: skip
    return sorted(found, key=lambda one: str(one["case"]))
