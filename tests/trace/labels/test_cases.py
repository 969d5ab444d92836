"""Labels of cases and lots: rendered from PDF and SVG, decoded, and measured by GS1's table."""

from __future__ import annotations

import io
from datetime import date

import numpy as np
import pytest
import zxingcpp
from barcode.itf import ITF
from hypothesis import given, settings, strategies as st

from tests.trace.labels import printed
from tests.trace.labels.kinds import BASE, GTIN
from tests.trace.labels.printed import Read
from tests.trace.labels.test_layout import check
from trace.identity.gtin import Gtin
from trace.identity.lot import Lot
from trace.labels import case, datamatrix, gs1, itf14, lot, pdf_marks, press, qr, serials, sheet, svg, xdimension
from trace.labels.case import Case
from trace.labels.gs1 import Elements
from trace.labels.item import Item
from trace.labels.lot import LotLabel
from trace.labels.marks import BadLabel, Bars, Matrix

CASE = gs1.case_of(GTIN, 1)
LOT, DAY = Lot("QH2609-03"), date(2028, 10, 1)
NAMES = st.text("集安生晒参特级礼盒装克，（） abcWM0159-.", min_size=1, max_size=80)
PLAIN = {
    Read("]I1", b"16901234567899"), Read("]d2", b"0116901234567899"), Read("]Q1", f"{BASE}/01/16901234567899".encode())
}  # fmt: skip
WHOLE = {
    Read("]C1", b"011690123456789915281001"), Read("]d2", b"01169012345678991528100110QH2609-03"),
    Read("]Q1", f"{BASE}/01/16901234567899/10/QH2609-03".encode()),
}  # fmt: skip


def pdf_of(drawing):
    out = io.BytesIO()
    pdf_marks.write(out, [drawing], sheet.roll(drawing.width, drawing.height), "labels")
    return out.getvalue()


def read(picture):
    kinds = (*printed.SYMBOLS, zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.ITF)
    found = zxingcpp.read_barcodes(np.ascontiguousarray(picture), formats=kinds)
    return {Read(one.symbology_identifier, one.bytes) for one in found if one.valid}


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(("elements", "expected"), [(Elements(CASE), PLAIN), (Elements(CASE, LOT, DAY), WHOLE)])
def test_a_case_is_read_from_pdf_and_svg(elements, expected, dpi):
    drawing = case.drawing(Case(elements, "集安生晒参 50 克", 24), BASE)
    assert read(printed.pdf(pdf_of(drawing), dpi)[0]) == expected
    assert read(printed.svg(svg.page([drawing], sheet.roll(drawing.width, drawing.height)), dpi)) == expected


@pytest.mark.parametrize("size", ["40x30", "60x40", "100x150", "a4"])
def test_a_lot_label_is_read_and_leads_to_the_lot(size):
    label = LotLabel(GTIN, LOT, "集安生晒参 50 克", "集安市清河镇")
    drawing = lot.drawing(label, size, BASE)
    check(drawing)
    expected = {Read("]Q1", f"{BASE}/01/06901234567892/10/QH2609-03".encode()), Read("]E0", b"6901234567892")}
    assert read(printed.pdf(pdf_of(drawing), 300)[0]) == expected


def test_a_lot_of_a_product_without_gtin_leads_to_its_own_name():
    assert LotLabel("JA-50", LOT).address(BASE) == f"{BASE}/id/JA-50/QH2609-03"


@pytest.mark.parametrize("size", ["60x40", "a4"])
def test_items_with_a_data_matrix_are_read(size):
    batch, drawn, out = (
        press.prepare(Item(GTIN, "参", "", LOT), size, BASE, "datamatrix"),
        serials.draw(2),
        io.BytesIO(),
    )
    press.to_pdf(out, batch, drawn)
    page = printed.pdf(out.getvalue())[0]
    picture = printed.crop(page, batch.sheet, 0, batch.layout.size.width, batch.layout.size.height)
    said = b"010690123456789210QH2609-03\x1d21" + drawn[0].tobytes()
    assert read(picture) == {Read("]d2", said), Read("]E0", b"6901234567892")}


def test_a_data_matrix_needs_a_gtin():
    with pytest.raises(BadLabel, match="no GTIN"):
        press.prepare(Item("JA-50", "参"), "60x40", BASE, "datamatrix")


def test_itf_14_is_python_barcodes_own_and_has_the_elements_of_zints():
    assert [itf14.modules(CASE)] == ITF(CASE.gtin14).build()
    made = zxingcpp.create_barcode(CASE.gtin14, zxingcpp.BarcodeFormat.ITF)
    row = np.array(made.to_image(scale=1, add_quiet_zones=False))[0] < 128

    def wide(bits):
        edges = np.flatnonzero(np.diff(np.concatenate(([not bits[0]], bits, [not bits[-1]])).astype(np.int8)))
        return [width > min(np.diff(edges)) for width in np.diff(edges)]

    assert wide(np.array(list(itf14.modules(CASE))) == "1") == wide(row)


@settings(deadline=None, max_examples=40)
@given(name=NAMES, number=st.sampled_from((None, Lot("W" * 20), LOT)), day=st.sampled_from((None, DAY)))
def test_everything_on_a_case_has_the_measures_of_the_table_and_meets_nothing(name, number, day):
    drawing = case.drawing(Case(Elements(CASE, number, day), name, 24), BASE)
    for mark in drawing.marks:
        if isinstance(mark, Matrix):
            module = mark.side / len(mark.modules)
            kind, white = ("QR", qr.QUIET) if len(mark.modules) % 2 else ("GS1 DataMatrix", datamatrix.QUIET)
            its = xdimension.TABLE["warehouse", kind]
            assert its.least <= module <= its.most
            assert min(mark.x, mark.y) >= white * module
        elif isinstance(mark, Bars) and len(mark.modules) > 1:
            # ITF-14 has two modules to an element.
            assert mark.module * (2 if number is None and day is None else 1) >= 0.495
            assert mark.height >= 31.75
            assert mark.x >= 10 * 0.495 - 0.01
    if number is not None or day is not None:
        check(drawing)


def test_the_number_of_a_case_has_a_level_and_its_own_check_digit():
    assert CASE.gtin14 == "16901234567899"
    for wrong in (0, 9):
        with pytest.raises(BadLabel, match="1 to 8"):
            gs1.case_of(GTIN, wrong)
    with pytest.raises(BadLabel, match="already"):
        gs1.case_of(Gtin.parse("16901234567899"), 2)


def test_modules_are_as_wide_as_the_room_within_what_the_table_allows():
    assert xdimension.module("till", "QR", 21, 33) == pytest.approx(21 / 33)
    assert xdimension.module("warehouse", "GS1-128", 500, 100) == 0.94
    with pytest.raises(BadLabel, match="too fine"):
        xdimension.module("till", "QR", 14.5, 37)
