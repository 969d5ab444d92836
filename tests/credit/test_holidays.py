"""Holidays come from the package that keeps them or from a CSV, and a year that arrives settles what was provisional."""

from __future__ import annotations

from datetime import date

import pytest

from credit import holidays, rulebook, rules
from credit.workdays import after
from tests.trace.logged import NOW
from trace import history

ROWS = "day,works,name\n" + "".join(
    f"2027-{day},no,off\n" for day in ("01-01", "02-08", "02-09", "02-10", "02-11", "02-12")
)
YEAR = ROWS + "2027-02-07,yes,worked\n"


def test_the_package_fills_the_table_once_and_a_csv_replaces_a_whole_year(session):
    assert 2026 in holidays.take_packaged(session, NOW)
    assert holidays.take_packaged(session, NOW) == []
    assert after(holidays.calendar(session), date(2026, 9, 21), 7, working=True) == (date(2026, 10, 8), False)
    assert holidays.take_csv(session, "\ufeff" + YEAR, "office", NOW) == [2027]
    assert holidays.take_csv(session, YEAR.replace("01-01", "01-04"), "office, again", NOW) == [2027]
    found = holidays.calendar(session)
    assert found.works(date(2027, 1, 1))
    assert not found.works(date(2027, 1, 4))
    assert found.works(date(2027, 2, 7))
    assert holidays.years(session)[0] == (2027, "office, again", 7)


def test_without_a_table_the_package_is_asked_and_an_operators_year_goes_before_it(session):
    assert not holidays.calendar(session).works(date(2026, 10, 1))
    rows = "".join(f"2026-11-{day:02d},no,flood\n" for day in range(2, 9))
    holidays.take_csv(session, "day,works,name\n" + rows, "office", NOW)
    found = holidays.calendar(session)
    assert found.works(date(2026, 10, 1))
    assert not found.works(date(2026, 11, 3))


@pytest.mark.parametrize(
    "text",
    ["", "day,works,name\n", YEAR.replace("yes", "maybe"), YEAR.replace("2027-01-01", "1.1.2027"), YEAR + "2027-01-01,no,x\n",
     ROWS, YEAR.replace("2027", "1927")],
)  # fmt: skip
def test_a_table_with_one_wrong_line_changes_nothing(session, text):
    with pytest.raises(holidays.BadHolidays):
        holidays.take_csv(session, text, "office", NOW)
    assert 2027 not in holidays.calendar(session).years


def test_a_change_of_the_rules_is_an_event_and_a_version_never_changes(world):
    shipped = rules.shipped()[-1]
    later = shipped.text.replace("2026-04-15", "2027-03-01").replace('version = "2026-04"', 'version = "2027-03"')
    with world.sessions() as session:
        first = rulebook.record(session, world.actor, shipped.text, 7, NOW)
        assert rulebook.record(session, world.actor, shipped.text, 7, NOW).id == first.id
        session.commit()
    with world.sessions() as session:
        rulebook.record(session, world.actor, later, 7, NOW)
        session.commit()
    with world.sessions() as session, pytest.raises(rulebook.RulesTaken):
        rulebook.record(session, world.actor, later.replace("days = 30", "days = 31", 1), 7, NOW)
    with world.sessions() as session:
        assert rulebook.book(session).at(date(2027, 3, 1)).version == "2027-03"
        assert rulebook.book(session).at(date(2027, 2, 28)).version == "2026-04"
        entries = history.life(session, rulebook.uri(session)).entries
        assert [one.public["facts"]["reason"] for one in entries] == ["2026-04", "2027-03"]
        assert entries[1].public["facts"]["card"] == rulebook.recorded(session)["2027-03"].sha256
