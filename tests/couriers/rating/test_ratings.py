"""Ratings follow the log, and come out the same from the first entry on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from couriers import ratings, rulings, scans, steps
from couriers.conduct import Kind, Subject
from couriers.rated import Rating, rating_count
from couriers.rulings import BadRuling, Ruling
from couriers.scanned import ScanGap
from tests.couriers.cast import NOW
from tests.couriers.phone import Phone, id_of
from trace import parties, tables
from trace.moments import to_ms
from trace.stages import Stamp
from trace.words import Evidence

CASE = "https://log.example/id/case/C1"


def rows(session):
    return {(one.kind, one.subject_id): (one.score, one.low, one.grade, one.parcels, one.day, one.leaf, one.area)
            for one in session.scalars(select(Rating))}  # fmt: skip


def mine(session, days) -> Rating:
    return session.get(Rating, (str(days.me.kind), days.me.id))


def entry_of(session, uri, stage):
    found = (
        select(tables.entry.c.id)
        .join(tables.link, tables.link.c.entry_id == tables.entry.c.id)
        .join(tables.thing, tables.thing.c.id == tables.link.c.thing_id)
    )
    return session.scalars(found.where(tables.thing.c.uri == uri, tables.entry.c.stage == stage)).one()


def rule(session, days, outcome="upheld", *, code="V4", share=100, at=NOW, case=CASE, **more):
    """A regulator decides a case about the courier."""
    office = parties.actor(session, parties.register(session, "regulator", "Postal office", NOW).id)
    said = Ruling(days.me.kind, days.me.id, code, share, to_ms(NOW - timedelta(days=3)), **more)
    return rulings.record(session, office, case, outcome, said, Stamp(at), at)


def caught(session, days):
    days.integrate()
    ratings.catch_up(session)
    return ratings.of(session, days.me)


def test_a_courier_is_rated_by_what_the_phone_has_signed(session, days):
    for day in (3, 2, 1):
        days.deliver(day)
    days.deliver(0, hours=13)
    found = caught(session, days)
    assert found.inputs.seniority.parcels == 4
    assert found.grade == "NR"
    tallies = {key: (round(one.n, 6), round(one.k, 6)) for key, one in found.inputs.tallies.items()}
    assert tallies["on_time"][0] - tallies["on_time"][1] == 1.0
    assert tallies["signoff_ok"][0] == tallies["signoff_ok"][1]
    row = mine(session, days)
    assert (row.score, row.parcels, row.area) == (round(found.score.score * 10), 4, "220502")


def test_the_firm_is_rated_by_its_couriers(session, days):
    days.deliver(1)
    caught(session, days)
    firm, me = session.get(Rating, ("firm", days.firm.id)), mine(session, days)
    assert (firm.score, firm.low, firm.parcels) == (me.score, me.low, me.parcels)


def test_in_pieces_in_whatever_order_and_from_the_beginning_it_comes_out_the_same(session, days):
    for day in (9, 5, 2):
        _, item = days.deliver(day)
        days.integrate()
        ratings.catch_up(session)
    days.review(item, 5, at=NOW - timedelta(days=1))
    days.integrate()
    for _ in range(100):
        if not ratings.follow(session, 1):
            break
    ratings.settle(session)
    stood = rows(session)
    assert len(stood) == 2
    ratings.catch_up(session, 0)
    assert rows(session) == stood
    ratings.catch_up(session, 4)
    assert rows(session) == stood
    assert ratings.recompute(session) == []


def test_a_rating_that_somebody_has_altered_is_found(session, days):
    days.deliver(1)
    caught(session, days)
    session.execute(update(Rating).where(Rating.kind == "courier").values(score=999))
    (found,) = [one for one in ratings.recompute(session) if one.subject.kind == Kind.COURIER]
    assert found.subject == days.me
    assert found.stood[0] == 999
    assert mine(session, days).score < 999


def test_votes_are_of_whoever_delivered_and_of_one_rater_the_next_weighs_half(session, days):
    uri, item = days.deliver(3)
    days.review(item, 5, at=NOW - timedelta(days=2))
    days.review(item, 1, at=NOW - timedelta(days=1))
    merchant = days.cast.merchant
    days.review(uri, 4, merchant, Evidence.PARTY, at=NOW - timedelta(days=1))
    days.review(uri, 1, days.cast.rival, Evidence.PARTY, at=NOW - timedelta(days=1))
    found = caught(session, days)
    assert [(one.side, one.stars, one.weight) for one in found.inputs.votes] == [
        ("consumer", 5, 1.0), ("consumer", 1, 0.5), ("merchant", 4, 1.0),
    ]  # fmt: skip


def test_stars_before_the_delivery_are_nobodys(session, days):
    _, item = days.deliver(3)
    days.review(item, 1, at=NOW - timedelta(days=9))
    assert caught(session, days).inputs.votes == []


def test_thirty_one_star_votes_of_one_merchant_move_a_good_courier_by_less_than_a_grade(session, days):
    for day in range(60):
        uri, _ = days.deliver(day)
    before = caught(session, days)
    for minute in range(30):
        days.review(uri, 1, days.cast.merchant, Evidence.PARTY, at=NOW - timedelta(minutes=minute + 1))
    after = caught(session, days)
    assert before.grade != "NR"
    assert after.grade == before.grade
    assert 0 < before.score.score - after.score.score < 5


def test_an_upheld_case_costs_what_the_rule_says_once_it_is_final(session, days):
    days.deliver(3)
    before = caught(session, days)
    rule(session, days)
    pending = caught(session, days)
    assert pending.score.score == before.score.score
    rule(session, days, final=True)
    after = caught(session, days)
    assert after.score.deduction == pytest.approx(6.0)
    assert after.score.score == pytest.approx(before.score.score - 6, abs=0.11)
    rule(session, days, "rejected", at=NOW + timedelta(minutes=1), final=True)
    assert caught(session, days).score.score == before.score.score
    assert ratings.recompute(session) == []


def test_a_share_of_a_loss_lowers_the_indicator_and_is_no_deduction(session, days):
    days.deliver(3)
    days.parcel(NOW)
    before = caught(session, days)
    rule(session, days, code="K12", share=50, final=True)
    after = caught(session, days)
    assert after.score.deduction == 0
    assert after.inputs.tallies["intact"].k == pytest.approx(before.inputs.tallies["intact"].k - 0.5)
    assert after.score.score < before.score.score


def test_a_case_about_a_disputed_sign_off_lets_it_count_again_or_takes_it_out(session, days):
    uri, _ = days.deliver(3)
    deed = steps.disputed(uri, Stamp(NOW, "urn:dispute:1"))
    scans.accept(session, parties.actor(session, days.cast.rival.id), deed, Evidence.CLAIM, NOW)
    assert "signoff_ok" not in caught(session, days).inputs.tallies
    about = entry_of(session, uri, "signed")
    rule(session, days, "rejected", about=about, final=True)
    settled = caught(session, days).inputs.tallies["signoff_ok"]
    assert settled.n == settled.k > 0
    rule(session, days, "upheld", at=NOW + timedelta(minutes=1), about=about, final=True)
    assert "signoff_ok" not in caught(session, days).inputs.tallies


def test_a_theft_bars_whatever_the_score_is(session, days):
    days.deliver(1)
    rule(session, days, code="V10", final=True)
    assert caught(session, days).grade == "D"


def test_only_what_the_rules_of_that_day_know_can_be_found_of_somebody(session, days):
    with pytest.raises(BadRuling, match="V99"):
        rule(session, days, code="V99")
    with pytest.raises(BadRuling, match="share"):
        rule(session, days, share=0)


def test_a_number_that_a_phone_left_out_counts_as_missing_after_three_days(session, days):
    days.deliver(6)
    days.ma.seq += 1
    days.deliver(5)
    young = caught(session, days).inputs.tallies["scan_complete"]
    assert young.n == young.k
    days.parcel(NOW)
    before = caught(session, days)
    gap = session.scalars(select(ScanGap)).one()
    assert before.inputs.tallies["scan_complete"].n > before.inputs.tallies["scan_complete"].k
    session.delete(gap)
    session.flush()
    filled = ratings.of(session, days.me)
    assert filled.inputs.tallies["scan_complete"].n == filled.inputs.tallies["scan_complete"].k


def test_what_is_declared_wrong_counts_no_more(session, days):
    _, number, _ = days.parcel(NOW - timedelta(hours=9))
    phone, at = days.ma, NOW - timedelta(hours=8)
    wrong = phone.scan("deposited", number, at=at + timedelta(hours=2), site="station", consent="none")
    phone.send(session, phone.scan("accepted", number, at=at), phone.scan("out_for_delivery", number, at=at + timedelta(hours=1)),
               wrong, clock=NOW, now=NOW)  # fmt: skip
    assert caught(session, days).inputs.tallies["signoff_ok"].k == 0
    phone.send(session, phone.scan("corrected", None, at=at + timedelta(hours=3), of=id_of(wrong)), clock=NOW, now=NOW)
    assert "signoff_ok" not in caught(session, days).inputs.tallies


def test_from_twenty_peers_on_failures_are_counted_in_units_of_what_is_usual_there(session, days):
    others = [Phone(session, days.cast.carrier.id, f"peer {n}", now=NOW - timedelta(days=200)) for n in range(19)]
    for phone in others:
        days.deliver(1, phone, hours=13)
        days.deliver(2, phone)
    days.deliver(1, hours=13)
    days.deliver(2)
    found = caught(session, days)
    assert {one.key: one.mu for one in found.score.marks}["on_time"] == pytest.approx(1 - 0.07 * 4)
    assert ratings.recompute(session) == []


def test_nobody_is_rated_by_an_import_or_a_feed(session, days):
    uri, _, _ = days.parcel(NOW - timedelta(hours=9))
    carrier = days.cast.carrier.uri
    told = [
        steps.accepted(uri, Stamp(NOW - timedelta(hours=8), "urn:a"), weight=1, by=carrier),
        steps.out_for_delivery(uri, Stamp(NOW - timedelta(hours=7), "urn:b")),
        steps.signed(uri, Stamp(NOW - timedelta(hours=1), "urn:c"), method="recipient"),
    ]
    for deed in told:
        scans.accept(session, days.cast.carrier, deed, Evidence.CARRIER, NOW)
    assert caught(session, days) is None
    firm = ratings.of(session, days.firm)
    assert firm.inputs.tallies["on_time"].n > 0
    assert set(session.scalars(select(rating_count.c.kind))) == {"firm"}
    assert ratings.of(session, Subject(Kind.COURIER, 999)) is None
