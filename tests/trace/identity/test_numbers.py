"""SSCCs and GLNs, serials and lots."""

from __future__ import annotations

import biip.gln
import biip.sscc
import pytest
from hypothesis import given

from tests.trace.identity.material import ANYTHING, FULL_WIDTH, numbers, rows, texts, tried
from trace.identity.gln import BadGln, Gln
from trace.identity.lot import BadLot, Lot
from trace.identity.serial import BadSerial, Serial
from trace.identity.sscc import BadSscc, Sscc

ALL = (Sscc, Gln, Serial, Lot)


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        (Sscc, "123", "'123' is not an SSCC: expected 18 digits, got 3"),
        (Sscc, "952012345678912346", "its check digit is 6 where 5 was expected"),
        (Sscc, "00952012345678912345", "expected 18 digits, got 20"),
        (Sscc, "952012345678912345".translate(FULL_WIDTH), "expected 18 digits 0-9 and nothing else"),
        (Gln, "9520123456789", "its check digit is 9 where 8 was expected"),
        (Gln, "952012345678", "'952012345678' is not a GLN: expected 13 digits, got 12"),
        (Gln, "９520123456788", "expected 13 digits 0-9 and nothing else"),
        (Serial, "", "'' is not a serial number: expected 1 to 20 characters"),
        (Serial, "x" * 21, "got 21"),
        (Serial, "AB C", "'AB C' is not a serial number: ' ' at position 3 is not in GS1's set 82"),
        (Serial, "人参", "'人' at position 1"),
        (Serial, "..", "is not a serial number"),
        (Lot, "A\nB", r"'\n' at position 2"),
        (Lot, "A#1", "'#' at position 2"),
        (Lot, ".", "is not a lot number"),
        (Lot, "x" * 21, "expected 1 to 20 characters other than . and .., got 21"),
    ],
)
def test_what_is_none_is_refused_with_what_came_and_what_was_expected(kind, text, said):
    with pytest.raises((BadSscc, BadGln, BadSerial, BadLot)) as refused:
        kind.parse(text)
    assert said in refused.value.message


@given(numbers(18))
def test_biip_reads_the_same_ssccs(text):
    assert biip.sscc.Sscc.parse(text).value == str(Sscc.parse(text)) == text
    assert Sscc.of(text[:17]).sscc == text


@given(numbers(13))
def test_biip_reads_the_same_glns(text):
    assert biip.gln.Gln.parse(text).value == str(Gln.parse(text)) == text


@pytest.mark.parametrize("body", ["123", "９" * 17, "95201234567891234x"])
def test_an_sscc_is_made_of_seventeen_digits_only(body):
    with pytest.raises(BadSscc, match="17 digits"):
        Sscc.of(body)


@given(texts(20))
def test_serials_and_lots_keep_every_byte(text):
    assert str(Serial.parse(text)) == str(Lot.parse(text)) == text


@given(ANYTHING)
def test_no_text_does_worse_than_being_refused(text):
    for kind in ALL:
        found, refused = tried(kind.parse, text)
        assert refused.startswith("bad-") or str(found) == text


def test_gs1s_own_linter_allows_the_same_characters(shared):
    told = {
        row["value"]: row["valid"] for row in rows(shared, "ai_component_linters.jsonl") if row["linter"] == "cset82"
    }
    for value, valid in told.items():
        if value in (".", ".."):
            continue
        characters = [accepted(character) or character == "." for character in value]
        assert all(characters) is valid, value


def accepted(text: str) -> bool:
    try:
        return bool(Lot.parse(text))
    except BadLot:
        return False
