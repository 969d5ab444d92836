"""What comes in: two parts become two cases, the nearest office gets them, a reporter stays secret, duplicates go on as one."""

from __future__ import annotations

import pytest

from credit import cases, complaints, contacts, deadlines, holidays, hotlines, intake
from credit.contacts import CaseLink, Contact
from credit.procedure import Kind, WrongStep
from tests.credit.conftest import later
from tests.credit.test_holidays import YEAR
from tests.trace.logged import NOW, event, item
from trace import history

LIN = Contact("林岭", "13900000001", "通化市东昌区")


def test_one_submission_with_both_parts_becomes_two_cases_that_know_nothing_of_each_other(town):
    complaint, report = town.open(
        words={Kind.COMPLAINT: "要求退款。", Kind.REPORT: "仓库里都是过期的。"}, contact=LIN, about=item("A")
    )
    assert (complaint.kind, report.kind) == ("complaint", "report")
    assert complaint.code != report.code
    with town.world.sessions() as session:
        assert contacts.beside(session, town.case(session, report.case.number)) == complaint.case.id
        assert contacts.beside(session, town.case(session, complaint.case.number)) is None
        said = complaints.file(session, town.case(session, complaint.case.number))
        assert [one.text for one in said] == ["要求退款。"]
        assert contacts.reveal(session, town.case(session, report.case.number)) == LIN
        row = session.get(contacts.CaseContact, report.case.id)
        assert "林岭".encode() not in row.blob


def test_a_respondent_is_shown_no_report_and_the_items_chain_tells_of_none(town):
    town.world.record(event("retail_selling", item("A")))
    with town.world.sessions() as session:
        before = [(one.stage, one.touches[0].n) for one in history.life(session, item("A")).entries]
    (report,) = town.open(words={Kind.REPORT: "假货。"}, contact=LIN, about=item("A"))
    with town.world.sessions() as session:
        assert complaints.of(session, town.shop.id) == []
        with pytest.raises(complaints.NoSuchCase):
            complaints.case(session, report.case.number, town.shop.id)
        found = town.case(session, report.case.number)
        with pytest.raises(complaints.NoSuchCase):
            complaints.answer(session, found, town.shop.id, "不是我们。", NOW)
        assert [(one.stage, one.touches[0].n) for one in history.life(session, item("A")).entries] == before


def test_a_report_can_be_anonymous_and_a_complaint_cannot(town):
    (report,) = town.open(words={Kind.REPORT: "假货。"})
    with town.world.sessions() as session:
        assert contacts.known(session, town.case(session, report.case.number)) is None
        assert complaints.find(session, report.case.number, report.code).kind == "report"
    with pytest.raises(contacts.BadContact):
        contacts.parse("", "13900000001", needed=True)
    with pytest.raises(contacts.BadContact):
        contacts.parse("林", "12345")
    assert contacts.parse(" 林  岭 ", "139 0000 0001", needed=True).name == "林 岭"


@pytest.mark.parametrize(
    ("category", "division", "office"),
    [("K01", None, "county"), ("K01", "220503", "city"), ("K15", None, "post"), ("K01", "220202", None)],
)
def test_a_case_goes_to_the_nearest_office_that_is_for_it(town, category, division, office):
    (made,) = town.open(category=category, division=division)
    assert made.case.office_id == (None if office is None else getattr(town, office).id)


def test_the_office_has_a_term_from_the_first_day(town):
    (market,) = town.open()
    (postal,) = town.open(category="K15", respondent_id=town.firm.id)
    # NOW is Tuesday 24 November 2026: seven working days end on 3 December. The firm answers first, then the office.
    assert (market.case.due_on, market.case.due_clock) == ("2026-12-03", "accept")
    assert (postal.case.due_on, postal.case.due_clock) == (None, None)


def test_a_term_that_reaches_into_an_unpublished_year_is_settled_when_the_year_arrives(town):
    (made,) = town.open(at=later(30))
    assert (made.case.due_on, made.case.due_provisional) == ("2027-01-04", True)
    with town.world.sessions() as session:
        holidays.take_csv(session, YEAR, "office", NOW)
        assert deadlines.recompute(session, later(31), provisional_only=True) == [made.case.number]
        found = town.case(session, made.case.number)
        assert (found.due_on, found.due_provisional) == ("2027-01-05", False)


def test_duplicates_are_shown_and_go_on_as_one_while_both_codes_still_open_it(town):
    (first,) = town.open(about=item("A"))
    (second,) = town.open(about=item("A"), at=later(1))
    (other,) = town.open(about=item("B"))
    (report,) = town.open(about=item("A"), words={Kind.REPORT: "假货。"})
    with town.world.sessions() as session:
        found = town.case(session, second.case.number)
        assert [one.number for one in intake.alike(session, found)] == [first.case.number]
        hand = town.hand(town.county, 1)
        with pytest.raises(complaints.BadComplaint):
            intake.merge(session, found, town.case(session, report.case.number), hand, later(1))
        intake.merge(session, found, town.case(session, first.case.number), hand, later(1))
        session.commit()
    with town.world.sessions() as session:
        mine = complaints.find(session, second.case.number, second.code)
        assert (mine.state, intake.standing_for(session, mine).number) == ("merged", first.case.number)
        assert mine.due_on is None
        with pytest.raises(WrongStep):
            intake.merge(session, mine, town.case(session, other.case.number), hand, later(2))


ROWS = (
    "number,received,kind,category,division,respondent,text,name,phone\n"
    "A-1,2026-11-20 09:30,complaint,K01,220582,shop,坏的,林岭,13900000001\n"
    "A-2,2026-11-21,report,K02,,某某商行,假货,,\n"
    "A-3,yesterday,complaint,K01,,shop,坏的,,\n"
    "A-4,2026-11-21,rumour,K01,,shop,坏的,,\n"
    "A-5,2026-11-21,complaint,K55,,shop,坏的,,\n"
    "A-6,2026-11-21,complaint,K01,,shop,,,\n"
    "A-1,2026-11-20 09:30,complaint,K01,220582,shop,坏的,林岭,13900000001\n"
)


def test_a_hotlines_rows_keep_source_and_number_and_wrong_ones_are_told(town):
    rows, wrong = hotlines.parse("\ufeff" + ROWS)
    assert [one.line for one in wrong] == [4, 5, 6, 7]
    made = []
    for row in rows:
        with town.world.sessions() as session:
            made.append(hotlines.take(session, town.county, "12315", row, NOW))
            session.commit()
    assert made[2] is None
    with town.world.sessions() as session:
        first, second = (town.case(session, number) for number in made[:2])
        assert (first.source, first.external, first.respondent_id) == ("12315", "A-1", town.shop.id)
        # The term runs from the day on which the hotline had it.
        assert first.due_on == "2026-12-01"
        assert (second.kind, second.respondent_id) == ("report", town.operator.id)
        assert contacts.reveal(session, first).phone == "13900000001"
    with pytest.raises(hotlines.BadHotlineFile):
        hotlines.parse("number,text\n1,x\n")


def test_the_link_of_a_report_is_in_no_table_that_a_respondents_page_reads(town):
    assert CaseLink.__tablename__ not in {one.__tablename__ for one in (cases.Complaint, cases.CaseStep)}
    assert not {column.name for column in cases.Complaint.__table__.columns} & {"link", "report_id", "contact"}
