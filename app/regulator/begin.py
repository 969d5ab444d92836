"""Where people of an office begin."""

from __future__ import annotations

from flask import redirect, url_for
from werkzeug.wrappers import Response as Answer

from app.access.gate import allows
from app.regulator.door import BOTH, bp


@bp.get("/regulator/")
@allows(*BOTH)
def begin() -> Answer:
    """With what is to be done."""
    return redirect(url_for("regulator.cases"), 302)
