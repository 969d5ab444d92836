"""Waybills."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from tests.trace.identity.material import ANYTHING, tried
from trace.identity.waybill import BadWaybill, Waybill


def test_a_waybill_is_named_by_its_carrier_and_number():
    waybill = Waybill.parse("SF", "sf1234567890123")
    assert waybill.uri("log.example") == "https://log.example/id/waybill/sf/SF1234567890123"
    assert str(waybill) == "sf SF1234567890123"


@pytest.mark.parametrize("number", ["JDX000123456789-1-1-", "YT8877665544332", "4300", "EB000717618HK"])
def test_numbers_as_carriers_print_them_are_accepted(number):
    assert Waybill.parse("jd", number).number == number


@pytest.mark.parametrize(
    ("carrier", "number", "said"),
    [
        ("sf", "123", "'123' is not a waybill number: expected 4 to 40"),
        ("sf", "1" * 41, "got 41 characters"),
        ("sf", "SF 12345", "is not a waybill number"),
        ("sf", "-12345", "no dash first"),
        ("sf", "１２３４５６", "is not a waybill number"),
        ("sf", "1234ß", "is not a waybill number"),
        ("", "12345", "'' is not a carrier's code"),
        ("顺丰", "12345", "'顺丰' is not a carrier's code"),
        ("a/b", "12345", "is not a carrier's code"),
        ("sf-", "12345", "is not a carrier's code"),
    ],
)
def test_what_cannot_be_one_is_refused(carrier, number, said):
    with pytest.raises(BadWaybill) as refused:
        Waybill.parse(carrier, number)
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("number", "fits"),
    [
        ("EB000717618HK", True),
        ("EB000717595HK", True),
        ("EE471108151FR", True),
        # The two remainders for which 11 minus it is no single digit.
        ("EB000000005CN", True),
        ("EB000000080CN", True),
        ("EB000000000CN", False),
        ("EE471108152FR", False),
        ("EE47110815FR", None),
        ("SF1234567890123", None),
    ],
)
def test_the_check_digit_of_an_s10_number_is_a_fact_and_no_condition(number, fits):
    assert Waybill.parse("ems", number).s10_ok is fits


@given(st.text("0123456789", min_size=8, max_size=8))
def test_one_check_digit_in_ten_fits_an_s10_number(body):
    assert sum(Waybill("ems", f"EB{body}{figure}CN").s10_ok or False for figure in range(10)) == 1


@given(ANYTHING, ANYTHING)
def test_no_text_does_worse_than_being_refused(carrier, number):
    found, refused = tried(Waybill.parse, carrier, number)
    assert refused.startswith("bad-waybill: ") or found == Waybill.parse(found.carrier, found.number)
