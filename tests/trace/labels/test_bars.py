"""EAN, Code 128 and GS1-128, and the traps that they hold."""

from __future__ import annotations

import numpy as np
import pytest
from barcode.codex import Code128, Gs1_128
from barcode.ean import EuropeanArticleNumber8, EuropeanArticleNumber13
from hypothesis import given, settings, strategies as st

from tests.trace.labels.printed import Read, read
from trace.identity import checkdigit
from trace.identity.characters import CSET_82
from trace.identity.gtin import Gtin
from trace.identity.sscc import Sscc
from trace.labels import code128, ean
from trace.labels.marks import LEAST_TEXT, BadLabel, Bars, Text

VALUES = st.from_regex(f"[{CSET_82}]{{1,14}}", fullmatch=True)
DIGITS = st.text("0123456789", min_size=12, max_size=12)


def picture(modules, module=3, quiet=11, height=60):
    row = np.repeat([one == "0" for one in "0" * quiet + modules + "0" * quiet], module)
    return np.tile(np.where(row, 255, 0).astype(np.uint8), (height, 1))


@settings(deadline=None)
@given(DIGITS)
def test_ean_13_is_python_barcodes_own_and_is_decoded(body):
    number = body + checkdigit.digit(body)
    assert [ean.modules(number)] == EuropeanArticleNumber13(number).build()
    assert read(picture(ean.modules(number))) == {Read("]E0", number.encode())}


def test_a_gtin_8_is_printed_as_ean_8():
    number = ean.digits(Gtin.parse("96385074"))
    assert [ean.modules(number)] == EuropeanArticleNumber8(number).build()
    assert read(picture(ean.modules(number))) == {Read("]E4", b"96385074")}


def test_a_gtin_12_is_printed_with_a_zero_before_it():
    assert ean.digits(Gtin.parse("036000291452")) == "0036000291452"


def test_the_number_of_a_case_has_no_ean_13():
    with pytest.raises(BadLabel, match="number of a case"):
        ean.digits(Gtin.parse("16901234567899"))


@pytest.mark.parametrize("number", ["6901234567892", "96385074"])
@pytest.mark.parametrize("scale", [0.85, 1.5])
def test_modules_are_wide_enough_and_quiet_zones_stay_white(number, scale):
    marks = list(ean.marks(number, 10, 20, 14, scale))
    bars = [mark for mark in marks if isinstance(mark, Bars)]
    left, right = {13: (11, 7), 8: (7, 7)}[len(number)]
    for one in bars:
        assert one.module >= 0.264
        assert one.x - 10 == pytest.approx(left * one.module)
        assert one.x + one.width + right * one.module == pytest.approx(10 + ean.width(number, scale))
    assert all(mark.size >= LEAST_TEXT and mark.y <= 34 for mark in marks if isinstance(mark, Text))
    # What is longer is the guard bars alone.
    assert all(ean.modules(number)[at] == "1" for at, one in enumerate(bars[1].modules) if one == "1")
    assert bars[1].modules.count("1") == 6


def test_the_bars_of_a_symbol_are_its_runs_of_black():
    assert Bars(0, 0, 1, 1, "1101000111").runs == [(0, 2), (3, 1), (7, 3)]
    assert Bars(0, 0, 1, 1, "0010").runs == [(2, 1)]


@settings(deadline=None, max_examples=30)
@given(st.text("0123456789", min_size=17, max_size=17))
def test_an_sscc_is_python_barcodes_own_and_is_decoded_without_its_brackets(body):
    sscc = Sscc.of(body).sscc
    assert [code128.gs1(("00", sscc))] == Gs1_128(f"00{sscc}").build()
    assert read(picture(code128.gs1(("00", sscc)))) == {Read("]C1", f"00{sscc}".encode())}


@settings(deadline=None, max_examples=60)
@given(lot=VALUES, serial=VALUES)
def test_a_value_of_any_length_is_ended_by_fnc1_unless_it_is_the_last(lot, serial):
    modules = code128.gs1(("01", "06901234567892"), ("10", lot), ("21", serial))
    assert read(picture(modules)) == {Read("]C1", f"010690123456789210{lot}\x1d21{serial}".encode())}


def test_brackets_would_be_data_and_are_another_symbol():
    sscc = "106141412345678908"
    wrong = Gs1_128(f"(00){sscc}").build()[0]
    assert read(picture(wrong)) == {Read("]C1", f"(00){sscc}".encode())}
    assert code128.gs1(("00", sscc)) != wrong


def test_the_same_symbol_twice_is_the_same_although_python_barcodes_object_is_not():
    assert code128.plain("SF1234567890123") == code128.plain("SF1234567890123")
    one = Code128("SF1234567890123")
    assert one.build() == [code128.plain("SF1234567890123")]


@pytest.mark.parametrize("number", ["9900", "990011", "9999", "99A"])
def test_a_waybill_number_that_begins_with_two_nines_keeps_them(number):
    assert read(picture(code128.plain(number))) == {Read("]C0", number.encode())}


@settings(deadline=None, max_examples=60)
@given(st.from_regex("[A-Z0-9][A-Z0-9-]{3,29}", fullmatch=True))
def test_a_waybill_number_is_decoded_as_plain_code_128(number):
    assert read(picture(code128.plain(number))) == {Read("]C0", number.encode())}


@pytest.mark.parametrize("text", ["", "顺丰1", "A\n", "A" * 81])
def test_what_code_128_cannot_hold_is_refused(text):
    with pytest.raises(BadLabel):
        code128.plain(text)
    with pytest.raises(BadLabel):
        code128.gs1(("10", text)) if text else code128.gs1()
