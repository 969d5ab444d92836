"""`GET /api/v1/cases/{number}/responsibility`: whose hands, what is missing, suggested shares. A person decides."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify

from app.access.gate import allows
from app.access.roles import Role
from app.db import reading
from credit import tracing_back
from credit.tracing_back import Traced
from trace.moments import iso

bp = Blueprint("responsibility", __name__)


@bp.get("/api/v1/cases/<number>/responsibility")
@allows(Role.REGULATOR, Role.OPERATOR)
def responsibility(number: str) -> Response:
    """What the record suggests for a case; it decides nothing and names no consumer."""
    with reading() as session:
        body = shown(tracing_back.trace(session, number))
    answer = jsonify(body)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def shown(traced: Traced) -> dict[str, Any]:
    """The report as JSON: the parties by their names in the record, entries by their leaves."""
    report, rules = traced.report, traced.rules
    return {
        "case": traced.complaint.number,
        "category": traced.complaint.category,
        "about": traced.complaint.about,
        "status": "suggested",
        "cause": report.cause,
        "rules": None if rules is None else {"version": rules.version, "verified": rules.blame.verified},
        "segments": [
            {
                "holder": one.holder, "since": iso(one.since_ms), "until": None if one.until_ms is None else iso(one.until_ms),
                "takenBy": one.taken_by, "share": share, "leaves": [traced.leaves[entry.entry_id] for entry in one.entries],
            }
            for one, share in zip(report.segments, report.shares, strict=True)
        ],
        "findings": [
            {
                "segment": one.segment, "code": one.code, "counts": one.counts, "weight": one.weight,
                "leaves": [traced.leaves[entry] for entry in one.entries],
            }
            for one in report.findings
        ],
    }  # fmt: skip
