"""Where things stand: nothing overflows, nothing meets, nothing is too small, whatever the texts are."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from tests.trace.labels.kinds import BASE, CODE, GINSENG, GTIN, SIZES, TOKEN, parcel
from trace.identity.gtin import Gtin
from trace.identity.lot import Lot
from trace.identity.own import Own
from trace.identity.sscc import Sscc
from trace.identity.waybill import Waybill
from trace.labels import code128, face, item, item_sizes, parcel as parcels, qr, sheet, slip
from trace.labels.item import Item
from trace.labels.marks import LEAST_TEXT, BadLabel, Bars, Matrix, Rule, Text
from trace.labels.slip import Slip

NAMES = st.text("集安生晒参特级礼盒装克，（） abcWM0159-.", min_size=1, max_size=80)
WIDEST = "W" * 13


def box(mark):
    """Left, top, right and bottom of a mark, with the white that belongs to it."""
    match mark:
        case Text():
            places = face.places(mark)
            width = places[-1] + face.width(mark.text[-1], mark.size, mark.weight)
            return mark.x, mark.y - 0.88 * mark.size, mark.x + width, mark.y + 0.12 * mark.size
        case Bars():
            return mark.x, mark.y, mark.x + mark.width, mark.y + mark.height
        case Matrix():
            quiet = qr.QUIET * mark.side / len(mark.modules)
            return mark.x - quiet, mark.y - quiet, mark.x + mark.side + quiet, mark.y + mark.side + quiet
        case Rule():
            return mark.x, mark.y, mark.x + mark.width, mark.y + mark.thick


def meet(one, other):
    a, b = box(one), box(other)
    # A tenth of a millimetre of the box around letters is white.
    return min(a[2], b[2]) - max(a[0], b[0]) > 0.1 and min(a[3], b[3]) - max(a[1], b[1]) > 0.1


def check(drawing):
    for mark in drawing.marks:
        left, top, right, bottom = box(mark)
        assert left >= -0.11, mark
        assert top >= -0.11, mark
        assert right <= drawing.width + 0.11, mark
        assert bottom <= drawing.height + 0.11, mark
        if isinstance(mark, Text):
            assert mark.size >= LEAST_TEXT
            assert right <= drawing.width - 1, mark
    for one, other in combinations(drawing.marks, 2):
        assert belong(one, other) or not meet(one, other), (one, other)


def belong(one, other):
    """Whether two marks are parts of one symbol: guard bars, and the figures between them."""
    text = next((mark for mark in (one, other) if not isinstance(mark, Bars)), None)
    return text is None or (isinstance(text, Text) and text.pitch is not None and text.text.isdigit())


def label(what, size, side=33, serial=WIDEST):
    return item.layout(what, item_sizes.find(size), side).drawing(np.ones((side, side), bool), serial)


@settings(deadline=None, max_examples=60)
@given(size=st.sampled_from(SIZES), name=NAMES, origin=NAMES, lot=st.sampled_from((None, Lot("W" * 20), Lot("A1"))))
def test_no_text_overflows_an_item_label_or_meets_another(size, name, origin, lot):
    check(label(Item(GTIN, name, origin, lot), size))


@pytest.mark.parametrize("size", SIZES)
def test_a_label_that_holds_as_many_lines_as_fit_is_in_order(size):
    rows = item_sizes.find(size).rows
    full = Item(GTIN, "集安生晒参" * 9, "集安市清河镇" * 9, Lot("W" * 20), ("加工 2026.10.26",) * (rows - 2))
    check(label(full, size))
    with pytest.raises(BadLabel, match=f"room for {rows} lines"):
        label(Item(GTIN, "参", "集安", Lot("1"), ("一",) * (rows - 1)), size)


@pytest.mark.parametrize("size", SIZES)
def test_an_ean_8_and_a_product_without_gtin_find_their_places(size):
    check(label(Item(Gtin.parse("96385074"), "参"), size))
    own = label(Item("JA-50", "参"), size)
    check(own)
    assert not any(isinstance(mark, Bars) for mark in own.marks)
    assert "自编码 JA-50" in [mark.text for mark in own.marks if isinstance(mark, Text)]


def test_the_label_of_the_look_has_its_measures():
    marks = label(GINSENG, "60x40").marks
    (code,) = (mark for mark in marks if isinstance(mark, Matrix))
    assert (code.side, len(code.modules)) == (21, 33)
    assert {mark.module for mark in marks if isinstance(mark, Bars)} == {0.33 * 0.85}


def test_a_long_name_is_shortened_with_an_ellipsis_and_a_short_one_is_whole():
    def name(what):
        return [mark.text for mark in label(what, "60x40").marks if isinstance(mark, Text) and mark.weight == 700]

    assert name(GINSENG) == ["集安生晒参 50 克"]
    assert name(Item(GTIN, "集安生晒参五十克特级礼盒装")) == ["集安生晒参五十克", "特级礼盒装"]
    assert name(Item(GTIN, "集安" * 50))[-1].endswith("…")


def test_modules_too_fine_to_print_are_refused():
    label(GINSENG, "40x30", 37)
    with pytest.raises(BadLabel, match="shorter BASE_URL"):
        label(GINSENG, "40x30", 41)


def test_an_unknown_size_is_refused_with_a_list():
    with pytest.raises(BadLabel, match="40x30, 60x40, 100x150, a4"):
        item_sizes.find("50x50")


def test_an_address_that_is_not_ascii_is_refused():
    with pytest.raises(BadLabel, match="xn--"):
        GINSENG.stem("https://溯源.cn")


def test_the_address_of_an_item_is_its_digital_link_without_the_lot():
    assert GINSENG.stem(BASE + "/") == b"https://id.example.cn/01/06901234567892/21/"
    assert Item("JA-50", lot=Lot("A/1")).stem(BASE) == b"https://id.example.cn/id/JA-50/A%2F1/"
    assert Item("JA-50").stem(BASE) == b"https://id.example.cn/id/JA-50/-/"


@pytest.mark.parametrize("code", [CODE, "W" * 13, "W" * 20])
def test_a_slip_asks_first_and_tells_nothing_else(code):
    drawing = slip.drawing(Slip(f"{BASE}/claim#{code}", code))
    check(drawing)
    texts = [mark for mark in drawing.marks if isinstance(mark, Text)]
    assert min(texts, key=lambda mark: mark.y).text == "货到你手里了吗？"
    printed = "".join(mark.text.replace(" ", "") for mark in texts)
    assert printed == slip.QUESTION + slip.PURPOSE + code + slip.WARNING


@pytest.mark.parametrize("code", ["9F4K", "9f4kq7tm2xwd8hrc", "9F4K Q7TM 2XWD 8HRC", "A" * 21])
def test_an_inside_code_of_another_form_is_refused_and_not_repeated(code):
    with pytest.raises(BadLabel) as refusal:
        Slip(f"{BASE}/claim", code)
    assert code not in refusal.value.message


@pytest.mark.parametrize("address", ["claim/1", "https://溯源.cn/claim"])
def test_a_slip_needs_an_address(address):
    with pytest.raises(BadLabel, match="https://"):
        Slip(address, CODE)


NUMBERS = [
    Sscc.of("10614141234567890"),
    Waybill("sf", "SF1234567890123"),
    Waybill("jd", "JDVA00012345678-1-1-"),
    Own("parcel", ("MFRGG43FMZXW6YTB",)),
]


@pytest.mark.parametrize("number", NUMBERS, ids=str)
@pytest.mark.parametrize("base", [BASE, "http://a.cn", "https://a-long-name-of-a-host.traceability.example.gov.cn"])
def test_a_parcel_label_is_in_order_and_its_bars_have_quiet_zones(number, base):
    drawing = parcels.drawing(parcel(number), base)
    check(drawing)
    (bars,) = (mark for mark in drawing.marks if isinstance(mark, Bars))
    assert bars.module * code128.QUIET <= bars.x + 0.01
    assert bars.x + bars.width + bars.module * code128.QUIET <= drawing.width + 0.01
    assert bars.height >= 31.75


def test_the_bars_of_an_sscc_are_as_wide_as_a_logistic_label_wants():
    drawing = parcels.drawing(parcel(NUMBERS[0]), BASE)
    assert {mark.module for mark in drawing.marks if isinstance(mark, Bars)} == {0.495}


def test_a_waybill_number_too_long_for_bars_is_refused():
    with pytest.raises(BadLabel, match="too many characters"):
        parcels.drawing(parcel(Waybill("sf", "A1" * 20)), BASE)


def test_a_guessable_token_and_what_is_no_parcel_are_refused():
    with pytest.raises(BadLabel, match="11 to 64"):
        parcels.Parcel(NUMBERS[0], "1234")
    with pytest.raises(BadLabel, match="not a parcel"):
        parcels.Parcel(Own("product", ("JA-50",)), TOKEN)


def test_a_sheet_of_a4_holds_what_fits_inside_its_rim():
    for width, height, many in ((60, 40, 21), (80, 50, 10), (100, 150, 2), (40, 30, 45)):
        made = sheet.a4(width, height)
        assert len(made.slots) == many
        assert min(x for x, _ in made.slots) >= 4.9
        assert max(x for x, _ in made.slots) + width <= 210 - 4.9
        assert max(y for _, y in made.slots) + height <= 297 - 4.9
    assert len(sheet.a4_of_21().slots) == 21
