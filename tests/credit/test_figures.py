"""The figures of offices: what was in time, what is overdue, and nobody's formula in a spreadsheet's cell."""

from __future__ import annotations

from datetime import date, timedelta

from credit import figures, queue
from credit.casework import take
from tests.credit.conftest import later
from tests.trace.logged import NOW

DAY = date(2026, 11, 24)


def test_terms_that_were_met_and_missed_are_counted_by_office_and_county(town):
    opened = [town.open()[0] for _ in range(3)]
    for one, days in zip(opened[:2], (2, 30), strict=True):
        with town.world.sessions() as session:
            take(session, town.case(session, one.case.number), "accepted", town.hand(town.county, 1), later(days))
            session.commit()
    town.open(category="K15", respondent_id=town.firm.id)
    with town.world.sessions() as session:
        who = queue.scope(session, town.operator.id, "operator", None, ())
        today = DAY + timedelta(31)
        found = figures.lines(figures.read(session, who, DAY, DAY, today), today)
        by_office = {one.office_id: one for one in found}
        county = by_office[town.county.id]
        # One in time, one late, and the third is late though nobody has accepted it yet.
        assert (county.received, county.open, county.overdue, county.accepted_in_time) == (3, 3, 1, 33)
        assert by_office[town.post.id].answered_in_time == 0
        assert county.days is None
        assert figures.lines(figures.read(session, who, DAY + timedelta(1), DAY + timedelta(1), today), today) == []
        mine = queue.scope(session, town.post.id, "regulator", None, ())
        assert [one.office_id for one in figures.lines(figures.read(session, mine, DAY, DAY, today), today)] == [
            town.post.id
        ]


def test_the_table_runs_nothing_in_a_spreadsheet_and_leaves_blank_what_is_not_counted(town):
    town.open()
    with town.world.sessions() as session:
        who = queue.scope(session, town.operator.id, "operator", None, ())
        found = figures.lines(figures.read(session, who, DAY, DAY, DAY), DAY)
    text = figures.as_csv(found, [("=cmd()", "集安市")]).decode("utf-8-sig")
    head, row = text.splitlines()
    assert head.startswith("office,county,received,")
    assert row.startswith("'=cmd(),集安市,1,0,1,0,1,0,,,,,,0,")
    assert NOW.year == 2026
