"""Whose case it is to see and to do: divisions, departments, deputies, handing over with a list and a receipt."""

from __future__ import annotations

from datetime import date

import pytest

from credit import deputies, documents, folder, queue, transfers
from credit.casework import BadCaseText, take
from credit.paper_texts import Paper
from credit.procedure import Kind
from credit.queue import Filter
from tests.credit.conftest import later
from tests.trace.logged import NOW, item

TODAY = date(2026, 11, 25)


def who(session, actor, kind="regulator", accounts=(1,)):
    return queue.scope(session, actor.id, kind, None, accounts)


def numbers(session, scope, **more):
    return {one.number for one in queue.listed(session, scope, Filter(**more), TODAY)}


@pytest.fixture
def three(town):
    """A case of the county's office, one of the city's, and one of the postal administration."""
    (county,), (city,), (post,) = (
        town.open(),
        town.open(division="220503"),
        town.open(category="K15", respondent_id=town.firm.id),
    )
    return [one.case.number for one in (county, city, post)]


def test_a_city_sees_its_counties_a_county_itself_and_each_department_its_own(town, three):
    county, city, post = three
    with town.world.sessions() as session:
        assert numbers(session, who(session, town.county)) == {county}
        assert numbers(session, who(session, town.city)) == {county, city}
        assert numbers(session, who(session, town.post)) == {post}
        assert numbers(session, who(session, town.operator, "operator")) == set(three)
        with pytest.raises(queue.NoSuchCase):
            queue.get(session, who(session, town.county), city)
        seen = queue.get(session, who(session, town.city), county)
        assert not queue.may_act(who(session, town.city), seen)
        assert queue.may_act(who(session, town.county), seen)


def test_the_queue_is_by_term_and_says_what_is_overdue_near_and_nobodys(town, three):
    with town.world.sessions() as session:
        scope = who(session, town.city)
        for number, due in zip(three[:2], ("2026-11-24", "2026-11-27"), strict=True):
            town.case(session, number).due_on = due
        session.flush()
        assert queue.counts(session, scope, TODAY) == (2, 1, 1, 2)
        assert numbers(session, scope, which="overdue") == {three[0]}
        assert numbers(session, scope, which="near") == {three[1]}
        assert [one.number for one in queue.listed(session, scope, Filter(), TODAY)] == three[:2]
        assert numbers(session, scope, division="220503") == {three[1]}
        assert numbers(session, scope, kind="report") == set()
        town.case(session, three[0]).officer_id = 7
        assert numbers(session, scope, whose="nobody") == {three[1]}
        assert numbers(session, scope, whose="mine") == set()


def test_a_deputy_has_anothers_cases_for_the_days_that_were_named(town, three):
    with town.world.sessions() as session:
        town.case(session, three[0]).officer_id = 7
        deputies.name(session, town.county.id, 7, 8, date(2026, 11, 25), date(2026, 11, 27))
        assert deputies.accounts(session, town.county.id, 8, date(2026, 11, 24)) == (8,)
        mine = deputies.accounts(session, town.county.id, 8, TODAY)
        assert numbers(session, who(session, town.county, accounts=mine), whose="mine") == {three[0]}
        for account, deputy, until in (
            (7, 7, date(2026, 11, 27)),
            (7, 8, date(2026, 11, 20)),
            (7, 8, date(2028, 1, 1)),
        ):
            with pytest.raises(deputies.BadDeputy):
                deputies.name(session, town.county.id, account, deputy, TODAY, until)
        deputies.end(session, town.county.id, 7)
        assert deputies.accounts(session, town.county.id, 8, TODAY) == (8,)


def test_a_case_is_handed_over_with_a_list_of_hashes_and_is_the_others_once_it_has_checked_them(town, three):
    county, post = town.hand(town.county, 1), town.hand(town.post, 2)
    with town.world.sessions() as session:
        found = town.case(session, three[0])
        with pytest.raises(BadCaseText):
            transfers.send(session, found, county, town.post.id, " ", later(1))
        sent = transfers.send(session, found, county, town.post.id, "属邮政管理部门。", later(1))
        session.commit()
    with town.world.sessions() as session:
        found = town.case(session, three[0])
        assert three[0] in numbers(session, who(session, town.post))
        assert found.office_id == town.county.id
        for wrong in (town.hand(town.city, 3), county):
            with pytest.raises(transfers.NotHanded):
                transfers.take_over(session, found, wrong, later(2))
        with pytest.raises(transfers.NotHanded):
            transfers.send(session, found, county, town.city.id, "再移送。", later(2))
        data = transfers.package(session, transfers.open_transfer(session, found))
        with pytest.raises(transfers.PackageAltered):
            transfers.check(data[:-40] + b"x" * 40, sent.digest)
        with pytest.raises(transfers.PackageAltered):
            transfers.check(folder.zipped({"manifest.json": b"{}"}), sent.digest)
        transfers.take_over(session, found, post, later(2))
        assert (found.office_id, found.officer_id, found.offered_id) == (town.post.id, None, None)
        assert found.due_clock == "accept"
        session.commit()


def test_what_does_not_belong_there_is_sent_back_with_reasons(town, three):
    with town.world.sessions() as session:
        found = town.case(session, three[0])
        transfers.send(session, found, town.hand(town.county, 1), town.post.id, "属邮政管理部门。", later(1))
        session.commit()
    with town.world.sessions() as session:
        found = town.case(session, three[0])
        transfers.send_back(session, found, town.hand(town.post, 2), "不是寄递问题。", later(2))
        assert (found.office_id, found.offered_id, transfers.open_transfer(session, found)) == (
            town.county.id,
            None,
            None,
        )


def test_a_package_holds_no_contact_and_a_reports_none_leads_to_the_complaint(town):
    from credit.contacts import Contact

    complaint, report = town.open(
        words={Kind.COMPLAINT: "要求退款。", Kind.REPORT: "过期。"},
        contact=Contact("林岭", "13900000001"),
        about=item("A"),
    )
    with town.world.sessions() as session:
        files = folder.files(session, town.case(session, report.case.number))
        everything = b"".join(files.values()).decode()
        assert "过期。" in everything
        for secret in ("林岭", "13900000001", complaint.case.number, "要求退款"):
            assert secret not in everything


def test_a_document_is_numbered_by_office_and_year_and_its_digest_stands_on_the_cases_chain(town, three):
    hand = town.hand(town.county, 1)
    made = []
    for at, number in enumerate(three[:2]):
        with town.world.sessions() as session:
            found = town.case(session, number)
            with pytest.raises(documents.NotIssuable):
                documents.issue(
                    session, found, hand, Paper.ACCEPTANCE, "质量不合格", "https://x.example/document/", NOW
                )
            take(session, found, "accepted", hand, later(1))
            session.commit()
        with town.world.sessions() as session:
            found = town.case(session, number)
            if at:
                documents.set_prefix(session, town.county.id, "集市监诉")
            made.append(
                documents.issue(
                    session, found, hand, Paper.ACCEPTANCE, "质量不合格 🙂", "https://x.example/document/", later(1)
                )
            )
            session.commit()
    with town.world.sessions() as session:
        first, second = (session.get(documents.CaseDocument, one.id) for one in made)
        assert (first.number, second.number) == ("溯案〔2026〕1号", "集市监诉〔2026〕2号")
        data = documents.pdf(session, first)
        assert data.startswith(b"%PDF-1.7")
        assert b"%PDF" not in first.blob
        assert documents.known(session, first.content[:32]).id == first.id
        with pytest.raises(documents.NoSuchDocument):
            documents.known(session, first.content[:8])
        documents.served(session, town.case(session, three[0]), first, hand, "邮寄", later(2))
        assert first.served_at == later(2)
