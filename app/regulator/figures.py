"""The figures of offices and counties: a table, bars beside it drawn here, and the same as CSV."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import Response, render_template, request
from sqlalchemy.orm import Session

from app.access.gate import allows, person
from app.clock import now
from app.db import reading
from app.regulator.door import BOTH, bp, scope
from app.regulator.handing import attached
from app.texts import _
from couriers import divisions
from credit import deadlines, figures
from credit.figures import Line
from trace import parties

USUAL = timedelta(days=90)
LONGEST = timedelta(days=366)


@bp.get("/regulator/figures")
@allows(*BOTH)
def shown() -> str:
    """The table and the pictures."""
    since, until, rows = _read()
    pictures = [
        _picture(_("Came in"), [(name, line.received, str(line.received)) for line, name in rows], None),
        _picture(
            _("Decided in time"), [(name, line.decided_in_time, f"{line.decided_in_time}%") for line, name in rows], 100
        ),
        _picture(_("Overdue now"), [(name, line.overdue, str(line.overdue)) for line, name in rows], None),
    ]
    return render_template("regulator/figures.html", rows=rows, since=since, until=until, pictures=pictures)


@bp.get("/regulator/figures.csv")
@allows(*BOTH)
def table() -> Response:
    """The table for a spreadsheet."""
    since, until, rows = _read()
    data = figures.as_csv([line for line, _name in rows], [name for _line, name in rows])
    return attached(data, "text/csv", f"figures-{since}-{until}.csv")


def _read() -> tuple[date, date, list[tuple[Line, tuple[str, str]]]]:
    who, today = person(), deadlines.day(now())
    until = _day("until", today)
    since = max(_day("since", until - USUAL), until - LONGEST)
    with reading() as session:
        found = figures.lines(figures.read(session, scope(session, who), since, until, today), today)
        return since, until, [(line, _names(session, line)) for line in found]


def _day(name: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return otherwise


def _names(session: Session, line: Line) -> tuple[str, str]:
    office = parties.get(session, line.office_id).name if line.office_id else _("the operator")
    county = divisions.county(session, line.division)
    return office, county.name if county else line.division or _("unknown")


def _picture(title: str, rows: list[tuple[tuple[str, str], int | None, str]], most: int | None) -> dict[str, Any]:
    """Bars as SVG attributes: the policy lets no style in; the longest is whole, or all are of `most`."""
    counted = [(" · ".join(name), value, label) for name, value, label in rows if value is not None]
    top = most or max((value for _name, value, _label in counted), default=0) or 1
    bars = [
        {"name": name, "label": label, "width": round(300 * value / top, 1), "y": 40 * at}
        for at, (name, value, label) in enumerate(counted)
    ]
    return {"title": title, "bars": bars, "height": 40 * len(bars)}
