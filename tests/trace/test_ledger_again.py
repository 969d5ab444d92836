"""Sent twice, recorded once: what counts as the same, and what happens to what is not."""

from __future__ import annotations

from datetime import timedelta

import msgspec
import pytest

from tests.trace.made import HALL, NOW, STRANGER, draft, item, lot, rows
from trace import ledger, tables
from trace.event import ErrorDeclaration
from trace.ledger import Draft, EventIdReused
from trace.words import Stage

LATER = NOW + timedelta(hours=1)
TABLES = (tables.entry, tables.link, tables.private_field, tables.pending, tables.submission, tables.lot_item)


def everything(session):
    """All rows of the record, and of things only those that have a life."""
    found = [[tuple(row) for row in rows(session, table)] for table in TABLES]
    return [*found, [tuple(row) for row in rows(session, tables.thing) if row.n]]


def test_the_same_event_again_gives_the_old_leaf_and_time_and_records_nothing(session):
    first = ledger.append(session, [draft(event_id="urn:x:1"), draft(item(2), event_id="urn:x:2")], NOW)
    before = everything(session)
    again = ledger.append(session, [draft(item(2), event_id="urn:x:2"), draft(event_id="urn:x:1")], LATER)
    assert again == [first[1]._replace(duplicate=True), first[0]._replace(duplicate=True)]
    assert everything(session) == before


def test_a_new_event_among_old_ones_is_recorded(session):
    (first,) = ledger.append(session, [draft(event_id="urn:x:1")], NOW)
    new, old = ledger.append(session, [draft(event_id="urn:x:2", stage=Stage.LISTED), draft(event_id="urn:x:1")], LATER)
    assert (new.duplicate, old) == (False, first._replace(duplicate=True))
    assert [row.n for row in rows(session, tables.thing)] == [2]


@pytest.mark.parametrize(
    "other",
    [
        {"stage": Stage.LISTED},
        {"event_time": "2026-11-24T17:00:00.001+08:00"},
        {"facts": {"weight": 1}},
        {"facts": {"consent": True}},
        {"texts": {"text": "new"}},
        {"texts": {"text": "old", "more": ""}},
        {"texts": {}},
        {"epc_list": (item("elsewhere"),)},
        {"epc_list": (item(), item("elsewhere"))},
        {"commitments": {"other": "x"}},
    ],
)
def test_another_content_under_the_same_id_is_refused_and_nothing_of_the_call_is_recorded(sessions, other):
    stood = {"event_id": "urn:x:1", "facts": {"consent": 1}, "texts": {"text": "old"}}
    with sessions() as session:
        ledger.append(session, [draft(**stood)], NOW)
        session.commit()
    with sessions() as session:
        before = everything(session)
        with pytest.raises(EventIdReused, match="'urn:x:1' is already recorded with another content") as refused:
            ledger.append(session, [draft(item("new"), event_id="urn:x:new"), draft(**stood | other)], LATER)
        assert refused.value.detail == {"event_id": "urn:x:1"}
        # Even for somebody who catches the refusal and goes on.
        session.commit()
        assert everything(session) == before
        assert not ledger.append(session, [draft(item("new"), event_id="urn:x:new")], LATER)[0].duplicate


def test_the_same_draft_twice_in_one_call_is_one_entry(session):
    one, two, three = ledger.append(
        session, [draft(event_id="urn:x:1"), draft(event_id="urn:x:1"), draft(item(2), event_id="urn:x:2")], NOW
    )
    assert two == one._replace(duplicate=True)
    assert not three.duplicate
    assert len(rows(session, tables.entry)) == 2


@pytest.mark.parametrize("other", [{"stage": Stage.LISTED}, {"texts": {"text": "x"}}, {"facts": {"consent": True}}])
def test_one_id_for_two_contents_in_one_call_is_refused(session, other):
    stood = {"event_id": "urn:x:1", "facts": {"consent": 1}}
    with pytest.raises(EventIdReused):
        ledger.append(session, [draft(**stood), draft(**stood | other)], NOW)
    assert everything(session) == [[]] * 7


def test_the_same_id_from_another_source_is_another_event(session):
    one, two = ledger.append(session, [draft(event_id="urn:x:1"), draft(event_id="urn:x:1", by=STRANGER)], NOW)
    assert not one.duplicate
    assert not two.duplicate


def test_a_declaration_of_an_error_repeats_the_id_and_is_an_entry_of_its_own(session):
    wrong = draft(event_id="urn:x:1", stage=Stage.LISTED)
    declared = Draft(
        msgspec.structs.replace(wrong.event, error_declaration=ErrorDeclaration(declaration_time="2026-11-24T09:00:00Z")),
        HALL, "party",
    )  # fmt: skip
    (first,) = ledger.append(session, [wrong], NOW)
    (second,) = ledger.append(session, [declared], NOW)
    assert (second.event_id, second.duplicate) == ("urn:x:1", False)
    assert second.leaf != first.leaf
    assert [row.stage for row in rows(session, tables.entry)] == ["listed", "corrected"]
    assert ledger.append(session, [declared, wrong], LATER) == [one._replace(duplicate=True) for one in (second, first)]
    other = msgspec.structs.replace(
        declared.event, error_declaration=ErrorDeclaration(declaration_time="2026-11-24T10:00:00Z")
    )
    with pytest.raises(EventIdReused):
        ledger.append(session, [Draft(other, HALL, "party")], LATER)


def test_without_an_id_the_content_tells_what_is_the_same(session):
    (first,) = ledger.append(session, [draft(texts={"text": "a"})], NOW)
    assert first.event_id.startswith("urn:uuid:")
    again, other, longer = ledger.append(
        session,
        [draft(texts={"text": "a"}), draft(texts={"text": "b"}), draft(texts={"text": "a"}, flags=("x",))],
        LATER,
    )
    assert again == first._replace(duplicate=True)
    assert not other.duplicate
    assert not longer.duplicate
    assert len({first.event_id, other.event_id, longer.event_id}) == 3
    assert not ledger.append(session, [draft(texts={"text": "a"}, by=STRANGER)], LATER)[0].duplicate


def test_a_personal_text_is_compared_by_its_stored_salt(session):
    stood = {"event_id": "urn:x:1", "texts": {"phone": "13800138000", "text": "好"}, "commitments": {"photo": "c"}}
    (first,) = ledger.append(session, [draft(**stood)], NOW)
    assert ledger.append(session, [draft(**stood)], LATER) == [first._replace(duplicate=True)]
    with pytest.raises(EventIdReused):
        ledger.append(session, [draft(**stood | {"texts": {"phone": "13900139000", "text": "好"}})], LATER)


def test_an_erased_text_equals_any_text_and_the_others_still_count(session):
    stood = {"event_id": "urn:x:1", "texts": {"phone": "13800138000", "text": "好"}}
    (first,) = ledger.append(session, [draft(**stood)], NOW)
    ledger.erase_field(session, first.entry_id, "phone")
    for phone in ("13800138000", "13900139000"):
        again = ledger.append(session, [draft(event_id="urn:x:1", texts={"phone": phone, "text": "好"})], LATER)
        assert again == [first._replace(duplicate=True)]
    assert [row.name for row in rows(session, tables.private_field)] == ["text"]
    for texts in ({"phone": "13800138000", "text": "坏"}, {"text": "好"}, {"phone": "1", "text": "好", "more": "x"}):
        with pytest.raises(EventIdReused):
            ledger.append(session, [draft(event_id="urn:x:1", texts=texts)], LATER)


def test_an_erased_event_equals_any_event(session):
    (first,) = ledger.append(session, [draft(event_id="urn:x:1")], NOW)
    ledger.erase_event(session, first.entry_id)
    assert ledger.append(session, [draft(event_id="urn:x:1", stage=Stage.LISTED)], LATER) == [
        first._replace(duplicate=True)
    ]


def test_many_are_recognised_at_once(session):
    drafts = [draft(item(n), event_id=f"urn:x:{n}") for n in range(900)]
    first = ledger.append(session, drafts, NOW)
    assert ledger.append(session, drafts, LATER) == [one._replace(duplicate=True) for one in first]


def test_a_duplicate_joins_no_lot_a_second_time(session):
    one = draft(item(1), event_id="urn:x:1", ilmd={"cbvmda:lotNumber": "L1"})
    ledger.append(session, [one], NOW)
    before = everything(session)
    assert before[5]
    ledger.append(session, [one], LATER)
    assert everything(session) == before
    assert lot() in {row.uri for row in rows(session, tables.thing)}
