"""Once a day the terms of open cases are reckoned anew: a year's holidays may have arrived with the package that keeps them."""

from __future__ import annotations

from flask import Flask

from app.clock import now
from app.db import transaction
from credit import deadlines, holidays


def reckon(app: Flask) -> int:
    """Take in the years that the package knows, and set anew what was provisional; how many terms have moved."""
    with app.app_context(), transaction() as session:
        moment = now()
        holidays.take_packaged(session, moment)
        return len(deadlines.recompute(session, moment, provisional_only=True))
