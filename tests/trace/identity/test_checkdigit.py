"""Check digits and check pairs."""

from __future__ import annotations

import biip.checksums
import pytest
from hypothesis import given, strategies as st

from tests.trace.identity.material import FULL_WIDTH, SET_82, rows
from trace.identity import checkdigit

DIGITS = st.text("0123456789", min_size=1, max_size=30)


@pytest.mark.parametrize(
    "number", ["09520123456788", "6901234567892", "96385074", "614141000036", "952012345678912345"]
)
def test_numbers_that_were_printed_fit(number):
    assert checkdigit.fits(number)
    assert checkdigit.digit(number[:-1]) == number[-1]


@given(DIGITS)
def test_biip_computes_the_same_digit(body):
    assert checkdigit.digit(body) == str(biip.checksums.gs1_standard_check_digit(body))


@given(DIGITS, st.data())
def test_any_one_wrong_digit_is_noticed(body, data):
    number = body + checkdigit.digit(body)
    at = data.draw(st.integers(0, len(number) - 1))
    wrong = str((int(number[at]) + data.draw(st.integers(1, 9))) % 10)
    assert checkdigit.fits(number)
    assert not checkdigit.fits(number[:at] + wrong + number[at + 1 :])


@pytest.mark.parametrize(
    "text", ["", "0", "6901234567892".translate(FULL_WIDTH), "⁰⁰⁰", "12a", "٠٠", " 96385074", "-1"]
)
def test_only_ascii_digits_are_digits(text):
    assert not checkdigit.fits(text)


@given(DIGITS)
def test_full_width_digits_never_fit(body):
    assert not checkdigit.fits((body + checkdigit.digit(body)).translate(FULL_WIDTH))


@pytest.mark.parametrize("text", ["", "abc", "⁰⁰⁰", "９"])
def test_there_is_no_check_digit_of_what_is_no_number(text):
    with pytest.raises(ValueError, match="ASCII"):
        checkdigit.digit(text)


@given(st.text(SET_82, min_size=1, max_size=23))
def test_a_check_pair_fits_behind_what_it_was_computed_over(body):
    assert checkdigit.pair_fits(body + checkdigit.pair(body))


@pytest.mark.parametrize("body", ["x" * 24, "中"])
def test_there_is_no_check_pair_of_what_is_no_model_number(body):
    with pytest.raises(ValueError, match="set 82"):
        checkdigit.pair(body)


def test_the_check_pairs_of_gs1s_own_linter_come_out_the_same(shared):
    told = {
        row["value"]: row["valid"] for row in rows(shared, "ai_component_linters.jsonl") if row["linter"] == "csumalpha"
    }
    assert len(told) > 20
    assert {value: checkdigit.pair_fits(value) for value in told if len(value) <= 25} == {
        value: valid for value, valid in told.items() if len(value) <= 25
    }


def test_the_check_digits_of_gs1s_own_linter_come_out_the_same(shared):
    told = {row["value"]: row["valid"] for row in rows(shared, "ai_component_linters.jsonl") if row["linter"] == "csum"}
    assert {value: checkdigit.fits(value) for value in told} == told
