"""`/document/{digest}`: whether this installation has issued the paper that somebody holds. It says nothing of what is in it."""

from __future__ import annotations

from flask import Response, make_response, render_template

from app.access.gate import PUBLIC, allows
from app.db import reading
from app.reporting.door import bp
from credit import documents
from trace import bulk, parties


@bp.get("/document/<digest>")
@allows(PUBLIC)
def document(digest: str) -> Response:
    """What was issued under this digest: number, office, day, the SHA-256 of the file, and where it stands in the log."""
    with reading() as session:
        found = documents.known(session, digest)
        office = parties.get(session, found.office_id).name
        rows = bulk.run(session, "SELECT idx FROM log_leaf WHERE entry_id = ?", (found.entry_id,))
    page = render_template("reporting/document.html", document=found, office=office, leaf=rows[0][0] if rows else None)
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer
