"""GS1 element strings."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, strategies as st

from tests.trace.identity.material import rows, texts, tried
from trace.errors import Malformed
from trace.identity import ai
from trace.identity.elements import BadElements, parse, parse_bracketed, write, write_bracketed
from trace.identity.link import Link


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("00095201234567891235", [("00", "095201234567891235")]),
        ("010952012345678821A7K2", [("01", "09520123456788"), ("21", "A7K2")]),
        ("010952012345678810TH20\x1d21A7K2\x1d", [("01", "09520123456788"), ("10", "TH20"), ("21", "A7K2")]),
        ("\x1d3103000412", [("3103", "000412")]),
        ("4109520123000011420134000", [("410", "9520123000011"), ("420", "134000")]),
        ("80119\x1d10A", [("8011", "9"), ("10", "A")]),
    ],
)
def test_identifiers_and_values_are_told_apart(text, pairs):
    assert parse(text) == pairs


@pytest.mark.parametrize(
    "text", ["", "\x1d", "AB", "0", "01", "0109520", "01095201234567\x1d8", "10", "21\x1d10A", "٠١095"]
)
def test_what_is_cut_off_or_begins_with_no_identifier_is_refused(text):
    with pytest.raises(BadElements):
        parse(text)


@given(st.text(alphabet="0123456789AZ\x1d", max_size=60))
def test_any_text_is_read_back_to_the_same_or_refused(text):
    try:
        pairs = parse(text)
    except BadElements:
        return
    assert "".join(ai + value for ai, value in pairs) == text.replace("\x1d", "")


def test_what_gs1s_own_engine_takes_is_taken_apart(shared):
    text = (shared / "conformance" / "digital-link" / "ai_element_string.jsonl").read_text(encoding="utf-8")
    told = [row for row in map(json.loads, text.splitlines()) if row["valid"] and not row["flags"]]
    assert len(told) > 10
    for row in told:
        said = row["element_string"].replace("^", "\x1d")
        assert "".join(ai + value for ai, value in parse(said)) == said.replace("\x1d", ""), row


def test_an_sscc_with_more_around_it_names_the_parcel():
    assert Link.of(parse("00095201234567891235420134000")).canonical == "https://id.gs1.org/00/095201234567891235"


def test_a_refusal_is_malformed():
    with pytest.raises(Malformed, match="scan it again"):
        parse("0109")


def test_bracketed_texts_are_read_and_written_as_by_gs1s_own_engine(shared):
    for row in rows(shared, "ai_bracketed_parse.jsonl"):
        if not row["valid"]:
            with pytest.raises(Malformed):
                checked(parse_bracketed(row["bracketed_ai"]))
            continue
        pairs = checked(parse_bracketed(row["bracketed_ai"]))
        assert write(pairs) == row["element_string"][1:].replace("^", "\x1d")
        assert write_bracketed(pairs) == row["bracketed_ai"]


def test_element_strings_are_allowed_as_by_gs1s_own_engine(shared):
    for row in rows(shared, "ai_element_string.jsonl"):
        text = row["element_string"]
        # In its notation a caret stands for FNC1, and what does not begin with one is plain data.
        found = text.startswith("^") and tried(lambda said: checked(parse(said)), text.replace("^", "\x1d"))[0]
        if not row["flags"]:
            assert bool(found) == row["valid"], row


def checked(pairs):
    for code, value in pairs:
        ai.check(code, value)
    return pairs


@given(st.lists(st.tuples(st.sampled_from(["10", "21", "240", "8012", "91"]), texts(20)), min_size=1, max_size=5))
def test_what_was_written_is_read_back_the_same(pairs):
    assert parse(write(pairs)) == pairs
    assert parse_bracketed(write_bracketed(pairs)) == pairs
