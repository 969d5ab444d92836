"""What of an event everybody may see, for ever: nothing that names a person, and no minute of a delivery."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from tests.trace.made import event
from trace import event as events
from trace.event import At, County, ErrorDeclaration, Event, Quantity, Transaction
from trace.moments import instant
from trace.words import PUBLIC_FACTS, TERMS, WITH_CLOCK, Stage

BEFORE_THE_SALE = {"serialised", "listed", "delisted", "card", "recalled"}


def shown(one: Event, standing: str = "owner", evidence: str = "party"):
    return events.public_part(events.check(one), standing, evidence, instant(one.event_time))


@pytest.mark.parametrize("stage", [*TERMS, None], ids=str)
def test_the_clock_is_shown_up_to_the_sale_and_only_the_day_from_it_on(stage):
    one = event(stage=stage) if stage else event(biz_step="storing", disposition="in_progress")
    time = shown(one)["eventTime"]
    assert time == ("2026-11-24T17:00:00.000+08:00" if stage in BEFORE_THE_SALE else "2026-11-24")
    assert {str(one) for one in WITH_CLOCK} == BEFORE_THE_SALE


def test_the_day_is_the_one_where_it_happened():
    late = event(stage=Stage.SIGNED, event_time="2026-11-24T23:30:00Z", event_time_zone_offset="+08:00")
    assert shown(late)["eventTime"] == "2026-11-25"


def test_a_correction_does_not_tell_the_minute_of_the_delivery_that_it_corrects():
    error = ErrorDeclaration(declaration_time="2026-11-24T09:00:00Z", reason="Wang was not at home")
    found = shown(event(stage=Stage.SIGNED, error_declaration=error))
    assert (found["step"], found["eventTime"]) == ("corrected", "2026-11-24")
    assert "Wang" not in json.dumps(found)


WORDS = st.text(st.sampled_from("ab王"), min_size=1, max_size=6)
SECRET = st.builds(lambda word: f"SECRET-{word}", WORDS)
PLAIN = st.builds(lambda word: f"urn:SECRET:{ascii(word)[1:-1]}", WORDS)


@given(
    st.builds(
        event, stage=st.sampled_from(list(TERMS)), event_id=PLAIN, read_point=st.builds(At, id=SECRET),
        biz_location=st.builds(At, id=SECRET), case=PLAIN, device_time=SECRET,
        quantity_list=st.tuples(st.builds(Quantity, epc_class=PLAIN)),
        biz_transaction_list=st.tuples(st.builds(Transaction, biz_transaction=SECRET)),
        ilmd=st.dictionaries(WORDS, SECRET), commitments=st.dictionaries(WORDS, SECRET),
        facts=st.dictionaries(SECRET, SECRET),
        error_declaration=st.none() | st.builds(ErrorDeclaration, declaration_time=st.just("2026-11-24T09:00:00Z"), reason=SECRET),
    )
)  # fmt: skip
def test_nothing_but_what_is_meant_for_everybody_stands_in_the_public_part(one):
    found = shown(one)
    assert "SECRET" not in json.dumps(found)
    assert found.keys() <= {"type", "step", "eventTime", "offset", "standing", "evidence", "action", "disposition"}


def test_the_public_part_holds_place_lot_flags_and_the_public_facts_alone():
    facts = dict.fromkeys(sorted(PUBLIC_FACTS), "x") | {"phone": "13800138000", "orderNumber": 7}
    found = shown(
        event(
            place=County(code="CN-220582", name="集安市"), ilmd={"cbvmda:lotNumber": "L1", "cbvmda:x": "y"},
            flags=("late",), facts=facts,
        ),
        "holder", "both",
    )  # fmt: skip
    assert found == {
        "type": "ObjectEvent", "step": "serialised", "eventTime": "2026-11-24T17:00:00.000+08:00", "offset": "+08:00",
        "standing": "holder", "evidence": "both", "action": "ADD", "disposition": "active",
        "place": {"code": "CN-220582", "name": "集安市"}, "lot": "L1", "flags": ["late"],
        "facts": dict.fromkeys(PUBLIC_FACTS, "x"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("ilmd", "number"),
    [
        (None, None),
        ({}, None),
        ({"cbvmda:lotNumber": "L1/2"}, "L1/2"),
        ({"cbvmda:lotNumber": 5}, None),
        ({"cbvmda:lotNumber": "x" * 21}, None),
        ({"cbvmda:lotNumber": "Wang, 13800138000"}, None),
        ({"cbvmda:lotNumber": ["L1"]}, None),
    ],
)
def test_a_lot_is_named_where_gs1_would_take_it_for_one(ilmd, number):
    assert event(ilmd=ilmd).lot == number
    assert shown(event(ilmd=ilmd)).get("lot") == number
