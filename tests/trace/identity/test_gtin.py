"""Trade item numbers."""

from __future__ import annotations

import biip.gtin
import pytest
from hypothesis import given, strategies as st

from tests.trace.identity.material import ANYTHING, FULL_WIDTH, barcodes, numbers, tried
from trace.identity.gtin import BadGtin, Gtin

TABLES = {
    "bad_check_or_length.csv.gz": 0,
    "cn_69x.csv.gz": 773,
    "duplicate_barcodes.csv.gz": 24,
    "restricted_2xx.csv.gz": 987,
    "world_sample.csv.gz": 19_903,
}


@pytest.mark.parametrize(
    ("text", "gtin14", "length", "prefix"),
    [
        ("96385074", "00000096385074", 8, "963"),
        ("614141000036", "00614141000036", 12, "061"),
        ("6901234567892", "06901234567892", 13, "690"),
        ("9520123456788", "09520123456788", 13, "952"),
        ("12312312312333", "12312312312333", 14, "231"),
        ("00614141000036", "00614141000036", 12, "061"),
    ],
)
def test_all_four_lengths_become_fourteen_digits(text, gtin14, length, prefix):
    gtin = Gtin.parse(text)
    assert (gtin.gtin14, gtin.length, gtin.prefix, str(gtin)) == (gtin14, length, prefix, gtin14)
    assert Gtin.parse(gtin.short) == gtin


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("123", "'123' is not a GTIN: expected 8, 12, 13 or 14 digits, got 3"),
        ("6901234567893", "'6901234567893' is not a GTIN: its check digit is 3 where 2 was expected"),
        ("690123456789X", "'690123456789X' is not a GTIN: expected digits 0-9 and nothing else"),
        ("", "'' is not a GTIN: expected digits 0-9 and nothing else"),
        ("6901234567892".translate(FULL_WIDTH), "is not a GTIN: expected digits 0-9 and nothing else"),
        ("6901234567892\n", "expected digits 0-9 and nothing else"),
        ("9" * 500, "9'... is not a GTIN: expected 8, 12, 13 or 14 digits, got 500"),
    ],
)
def test_what_is_no_gtin_is_refused_with_what_came_and_what_was_expected(text, said):
    with pytest.raises(BadGtin) as refused:
        Gtin.parse(text)
    assert said in refused.value.message


def test_a_gtin_cannot_be_built_past_its_check():
    for text in ("6901234567892", "06901234567893"):
        with pytest.raises(BadGtin):
            Gtin(text)


@pytest.mark.parametrize(
    ("text", "group", "restricted"),
    [
        ("6901234567892", "china", False),
        ("9520123456788", "demonstration", False),
        ("2600013021191", "restricted", True),
        ("20620417", "restricted", True),
        ("0200000000004", "restricted", True),
        ("9781492053743", "isbn", False),
        ("9771234567003", "issn", False),
        ("9910000000003", "coupon", True),
        ("5901234123457", "other", False),
        ("96385074", "other", False),
        ("69012341", "china", False),
    ],
)
def test_the_prefix_says_what_a_number_is_for(text, group, restricted):
    gtin = Gtin.parse(text)
    assert (gtin.group, gtin.restricted) == (group, restricted)


def test_a_packaging_level_has_no_ean_13_and_nine_means_a_measure():
    assert Gtin.parse("12312312312333").gtin13 is None
    assert Gtin.parse("6901234567892").gtin13 == "6901234567892"
    assert Gtin.parse("90614141000039").variable_measure
    assert not Gtin.parse("6901234567892").variable_measure


@pytest.mark.parametrize("name", TABLES)
def test_barcodes_as_people_typed_them_are_told_right_from_wrong(shared, name):
    found = list(barcodes(shared, name))
    assert [accepted(text) for text, _ in found] == [right for _, right in found]
    assert sum(right for _, right in found) == TABLES[name]


def test_chinese_and_shop_barcodes_are_in_their_groups(shared):
    assert {Gtin.parse(text).group for text, _ in barcodes(shared, "cn_69x.csv.gz")} == {"china"}
    assert all(Gtin.parse(text).restricted for text, _ in barcodes(shared, "restricted_2xx.csv.gz"))


def accepted(text: str) -> bool:
    try:
        return bool(Gtin.parse(text))
    except BadGtin:
        return False


@given(st.sampled_from((8, 12, 13, 14)).flatmap(numbers))
def test_biip_reads_the_same_numbers(text):
    theirs = biip.gtin.Gtin.parse(text)
    assert theirs.as_gtin_14() == Gtin.parse(text).gtin14
    # Biip keeps the length of 13 for a GTIN-13 with zeros in front where it is one; the check digit is what counts.
    assert str(theirs.check_digit) == text[-1]


@given(ANYTHING)
def test_no_text_does_worse_than_being_refused(text):
    found, refused = tried(Gtin.parse, text)
    assert refused.startswith("bad-gtin: ") or len(found.gtin14) == 14
