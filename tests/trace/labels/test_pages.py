"""Every kind of label as a printer makes it, from PDF and from SVG, read by a decoder that is not ours."""

from __future__ import annotations

import io

import numpy as np
import pypdfium2
import pytest

from tests.trace.labels import printed
from tests.trace.labels.kinds import BASE, CODE, GINSENG, SIZES, SLIP, TOKEN, parcel
from tests.trace.labels.printed import Read
from trace.identity.gtin import Gtin
from trace.identity.own import Own
from trace.identity.sscc import Sscc
from trace.identity.waybill import Waybill
from trace.labels import parcel as parcels, pdf_marks, press, serials, sheet, slip, svg
from trace.labels.item import Item

EAN = Read("]E0", b"6901234567892")
PARCELS = {
    "sscc": (Sscc.of("10614141234567890"), "/00/106141412345678908", Read("]C1", b"00106141412345678908")),
    "waybill": (Waybill("sf", "SF1234567890123"), "/id/waybill/sf/SF1234567890123", Read("]C0", b"SF1234567890123")),
    "own": (Own("parcel", ("MFRGG43FMZXW6YTB",)), "/id/parcel/MFRGG43FMZXW6YTB", Read("]C0", b"MFRGG43FMZXW6YTB")),
}


def pdf_of(drawings, pages):
    out = io.BytesIO()
    pdf_marks.write(out, drawings, pages, "labels")
    return out.getvalue()


def items(what, size, count, base=BASE):
    """A batch, its serials, and the PDF of it."""
    batch, drawn, out = press.prepare(what, size, base), serials.draw(count), io.BytesIO()
    pages = press.to_pdf(out, batch, drawn)
    return batch, drawn, out.getvalue(), pages


def qr(serial, base=BASE):
    return Read("]Q1", f"{base}/01/06901234567892/21/{serials.text(serial)}".encode())


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("size", SIZES)
def test_item_labels_are_read_at_the_resolution_of_a_thermal_printer_and_of_an_office(size, dpi):
    batch, drawn, data, count = items(GINSENG, size, 23)
    per = len(batch.sheet.slots)
    pages = printed.pdf(data, dpi)
    assert len(pages) == count == -(-23 // per)
    for at, serial in enumerate(drawn):
        one = printed.crop(
            pages[at // per], batch.sheet, at % per, batch.layout.size.width, batch.layout.size.height, dpi
        )
        assert printed.read(one) == {qr(serial), EAN}, at


@pytest.mark.parametrize("size", SIZES)
def test_item_labels_are_read_from_svg(size):
    batch = press.prepare(GINSENG, size, BASE)
    drawn = serials.draw(3)
    per = len(batch.sheet.slots)
    pages = [printed.svg(page) for page in press.to_svg(batch, drawn)]
    for at, serial in enumerate(drawn):
        one = printed.crop(pages[at // per], batch.sheet, at % per, batch.layout.size.width, batch.layout.size.height)
        assert printed.read(one) == {qr(serial), EAN}


def test_a_batch_over_several_thousand_is_right_at_its_seams():
    batch, drawn, data, _ = items(GINSENG, "a4", 4100)
    document = pypdfium2.PdfDocument(data)
    for at in (0, 20, 21, 4094, 4095, 4096, 4099):
        page = document[at // 21].render(scale=300 / 72, grayscale=True).to_numpy()
        assert printed.read(printed.crop(page, batch.sheet, at % 21, 63.5, 38.1)) == {qr(drawn[at]), EAN}
    assert len(document) == 196
    document.close()


def test_what_people_read_is_text_that_can_be_copied_from_the_file():
    _, drawn, data, _ = items(GINSENG, "60x40", 2)
    document = pypdfium2.PdfDocument(data)
    text = document[1].get_textpage().get_text_bounded()
    first, second = serials.lines(serials.text(drawn[1]))
    for line in ("集安生晒参 50 克", "产地 集安市清河镇", "批次 QH2609-03", "扫码看来历", first, second):
        assert line in text
    document.close()


@pytest.mark.parametrize("size", SIZES)
def test_the_fast_way_paints_what_the_slow_way_paints(size):
    batch, drawn, data, _ = items(GINSENG, size, 3)
    drawings = [batch.layout.drawing(batch.family.modules(one.tobytes()), serials.text(one)) for one in drawn]
    fast, slow = printed.pdf(data), printed.pdf(pdf_of(drawings, batch.sheet))
    assert all(np.array_equal(one, other) for one, other in zip(fast, slow, strict=True))


@pytest.mark.parametrize("size", SIZES)
def test_pdf_and_svg_show_the_same(size):
    batch, drawn, data, _ = items(GINSENG, size, 1)
    one, other = printed.pdf(data, 600)[0], printed.svg(next(press.to_svg(batch, drawn)), 600)
    rows, columns = min(one.shape[0], other.shape[0]), min(one.shape[1], other.shape[1])
    apart = (one[:rows, :columns] < 128) != (other[:rows, :columns] < 128)
    # Two renderers differ along edges, by a dot.
    assert apart.mean() < 0.02


def test_black_is_pure_and_there_is_no_grey_but_along_edges():
    _, _, data, _ = items(GINSENG, "60x40", 1)
    (page,) = printed.pdf(data, 1200)
    assert (page == 0).any()
    assert ((page > 0) & (page < 255)).mean() < 0.04


def test_a_longer_address_makes_a_finer_symbol_that_is_still_read():
    base = "https://suyuan.tonghua.gov.cn"
    batch, drawn, data, _ = items(GINSENG, "60x40", 2, base)
    assert batch.family.side == 37
    assert [printed.read(page) for page in printed.pdf(data)] == [{qr(one, base), EAN} for one in drawn]


def test_a_gtin_8_and_a_product_without_gtin_are_read():
    batch, drawn, data, _ = items(Item(Gtin.parse("96385074"), "参"), "60x40", 1)
    stem = batch.family.stem
    assert printed.read(printed.pdf(data)[0]) == {Read("]E4", b"96385074"), Read("]Q1", stem + drawn[0].tobytes())}
    _, drawn, data, _ = items(Item("JA-50", "参"), "60x40", 1)
    (page,) = printed.pdf(data)
    assert printed.read(page) == {Read("]Q1", f"{BASE}/id/JA-50/-/{serials.text(drawn[0])}".encode())}


@pytest.mark.parametrize("dpi", [203, 300])
def test_slips_are_read(dpi):
    drawings = [slip.drawing(SLIP)] * 11
    expected = {Read("]Q1", f"{BASE}/claim#{CODE}".encode())}
    pages = printed.pdf(pdf_of(drawings, sheet.roll(slip.WIDTH, slip.HEIGHT)), dpi)
    assert [printed.read(page) for page in pages] == [expected] * 11
    a4 = sheet.a4(slip.WIDTH, slip.HEIGHT)
    pages = printed.pdf(pdf_of(drawings, a4), dpi)
    assert len(pages) == 2
    assert printed.read(printed.crop(pages[0], a4, 9, slip.WIDTH, slip.HEIGHT, dpi)) == expected
    assert printed.read(printed.svg(svg.page(drawings[:1], sheet.roll(slip.WIDTH, slip.HEIGHT)), dpi)) == expected


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize("kind", PARCELS)
def test_parcel_labels_are_read(kind, dpi):
    number, path, bars = PARCELS[kind]
    expected = {Read("]Q1", f"{BASE}{path}?k={TOKEN}".encode()), bars}
    drawing = parcels.drawing(parcel(number), BASE)
    roll, a4 = sheet.roll(parcels.WIDTH, parcels.HEIGHT), sheet.a4(parcels.WIDTH, parcels.HEIGHT)
    assert printed.read(printed.pdf(pdf_of([drawing], roll), dpi)[0]) == expected
    second = printed.pdf(pdf_of([drawing] * 2, a4), dpi)[0]
    assert printed.read(printed.crop(second, a4, 1, parcels.WIDTH, parcels.HEIGHT, dpi)) == expected
    assert printed.read(printed.svg(svg.page([drawing], roll), dpi)) == expected


def test_a_svg_asks_for_no_font_and_nothing_from_outside():
    page = svg.page([slip.drawing(SLIP)], sheet.roll(slip.WIDTH, slip.HEIGHT))
    assert "font" not in page
    assert "<text" not in page
    assert [part for part in page.split('"') if "://" in part] == ["http://www.w3.org/2000/svg"]
