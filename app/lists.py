"""The public lists: who stands in the red and the black list, and which firms are suspended; never a person."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, render_template, request

from app import measure_words
from app.access.gate import PUBLIC, allows
from app.db import reading
from credit import measures
from credit.measures import Measure
from trace import parties
from trace.moments import iso, to_ms
from trace.parties import Party

bp = Blueprint("lists", __name__)
ORDER = ("black_list", "refuse", "suspend", "red_list")


@bp.get("/lists")
@allows(PUBLIC)
def page() -> str:
    """Every entry that holds today, with its basis, source and last day."""
    rows = _rows(request.args.get("q", "").strip()[:100])
    by_kind = {kind: [row for row in rows if row[0].kind == kind] for kind in ORDER}
    return render_template(
        "lists/page.html", by_kind=by_kind, q=request.args.get("q", "")[:100], **measure_words.words()
    )


@bp.get("/lists.json")
@allows(PUBLIC)
def data() -> Response:
    """The same for programs."""
    answer = jsonify([_told(measure, party) for measure, party in _rows("")])
    answer.headers["Cache-Control"] = "max-age=60"
    return answer


def _rows(text: str) -> list[tuple[Measure, Party]]:
    with reading() as session:
        found = [(one, parties.get(session, one.party_id)) for one in measures.published(session)]
    wanted = text.lower()
    return [
        row for row in found if not wanted or wanted in row[1].name.lower() or wanted == (row[1].uscc or "").lower()
    ]


def _told(measure: Measure, party: Party) -> dict[str, str | None]:
    return {
        "number": measure.number, "list": measure.kind, "name": party.name, "uscc": party.uscc, "state": measure.state,
        "basis": measure.basis, "decision": measure.decision_no or None, "authority": measure.authority or None,
        "source": measure.source or None, "from": None if measure.since is None else iso(to_ms(measure.since)),
        "until": measure.until, "repairableFrom": measure.least,
    }  # fmt: skip
