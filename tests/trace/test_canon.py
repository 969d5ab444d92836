"""Canonical JSON: one spelling, that of RFC 8785, and a refusal of whatever has none."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given, strategies as st

from tests.trace import made
from trace import canon, chain, event as events
from trace.canon import LARGEST, NotCanonical

texts = st.text(st.characters(exclude_categories=["Cs"]))
keys = st.text(st.characters(max_codepoint=127), max_size=8)
scalars = st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | texts
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=5) | st.dictionaries(keys, inner, max_size=5))


@given(values)
def test_what_we_write_is_what_rfc8785_writes(value):
    assert canon.checked(value) == canon.encode(value) == rfc8785.dumps(value)


@given(values)
def test_what_was_written_reads_back(value):
    assert canon.decode(canon.encode(value)) == value
    assert canon.decode(canon.encode(value).decode()) == value


@given(
    st.dictionaries(st.sampled_from(["rating", "reason", "consent"]), st.booleans() | st.integers(0, 5) | texts),
    texts, st.lists(texts, max_size=3), st.integers(0, LARGEST), st.none() | st.binary(min_size=32, max_size=32),
)  # fmt: skip
def test_every_envelope_and_disclosure_is_canonical_whatever_stands_in_the_event(facts, place, flags, n, prev):
    event = made.event(facts=facts, flags=tuple(flags), place=events.County(code="CN-220582", name=place))
    public = events.public_part(event, "owner", "party", 0)
    touch = chain.Touch("epc", made.item(), n, prev)
    sealed = chain.seal(
        b"s" * 32, b"e" * 32, b"{}", [touch], "2026-11-24T09:00:00.000Z", made.HALL.uri, "urn:x", public
    )
    assert sealed.envelope == rfc8785.dumps(json.loads(sealed.envelope))
    assert canon.encode(touch.value()) == rfc8785.dumps(touch.value())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ('{"a":1,"a":2}', "same key twice"),
        ("1.0", "1.0 is not an integer"),
        ("1e3", "1e3 is not an integer"),
        ("NaN", "NaN is not an integer"),
        ("-Infinity", "-Infinity is not an integer"),
        ('{"ä":1}', "'ä' is not ASCII"),
        ("9007199254740992", "beyond 2\\^53"),
        ("-9007199254740992", "beyond 2\\^53"),
        ("9" * 5_000, "not canonical JSON"),
        ('{"b":1,"a":2}', "not in canonical form"),
        ('{"a": 1}', "not in canonical form"),
        ('"\\u0041"', "not in canonical form"),
        ('"\\/"', "not in canonical form"),
        ("-0", "not in canonical form"),
        ("1\n", "not in canonical form"),
        ('"\\ud800"', "cannot be written as canonical"),
        ('"\ud800"', "not canonical JSON"),
        ("[" * 300 + "]" * 300, "cannot be written as canonical"),
        ("[" * 100_000, "not canonical JSON"),
        ("", "not canonical JSON"),
        ("{", "not canonical JSON"),
        (b"\xff", "not canonical JSON"),
        ("[1]".encode("utf-16"), "not in canonical form"),
        (b"\xef\xbb\xbf[1]", "not in canonical form"),
    ],
    ids=lambda value: ascii(value[:20]),
)
def test_what_is_not_its_own_canonical_spelling_is_refused(text, sentence):
    with pytest.raises(NotCanonical, match=sentence):
        canon.decode(text)


NO_PLACE = [1.5, {"a": [2.0]}, {1: 2}, {"ä": 1}, 2**53, 1 << 20_000, "\ud800", b"x", {1, 2}, made.NOW]


@pytest.mark.parametrize("value", NO_PLACE, ids=map(str, range(len(NO_PLACE))))
def test_values_that_have_no_place_in_the_record_are_refused(value):
    with pytest.raises(NotCanonical):
        canon.checked(value)


def test_the_largest_numbers_are_still_taken():
    assert canon.decode(str(LARGEST)) == LARGEST
    assert canon.decode(str(-LARGEST)) == -LARGEST
