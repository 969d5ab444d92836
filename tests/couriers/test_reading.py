"""What a label says, as each kind of reader tells it."""

from __future__ import annotations

import pytest

from couriers import reading
from couriers.signed import Code
from tests.couriers.cast import PARCEL
from tests.trace.logged import SSCC
from trace.errors import Refusal

DIGITS = "095201234567891235"


@pytest.mark.parametrize(
    ("text", "symbology", "name"),
    [
        (f"00{DIGITS}", "]C1", SSCC),
        (f"00{DIGITS}420134000", "]C1", SSCC),
        (f"\x1d00{DIGITS}", "]d2", SSCC),
        (f"https://ship.example/00/{DIGITS}?k=ABC", "]Q1", SSCC),
        (f"https://id.gs1.org/00/{DIGITS}", "", SSCC),
        (f"(00) {DIGITS[:1]} {DIGITS[1:8]} {DIGITS[8:]}", "", SSCC),
        (f"00{DIGITS}", "]C0", SSCC),
        (DIGITS, "", SSCC),
        ("PN20261124001", "]C0", PARCEL),
        (" pn20261124001 ", "", PARCEL),
        ("https://ship.example/id/waybill/pony/PN20261124001?k=ABC", "]Q1", PARCEL),
        ("/id/waybill/pony/pn20261124001", "", PARCEL),
    ],
)
def test_a_label_names_its_parcel(session, cast, text, symbology, name):
    assert reading.parcel(session, Code(text, symbology)) == name


@pytest.mark.parametrize(
    ("text", "symbology", "code"),
    [
        ("0109520123456788" + "21A7K2", "]C1", "goods-code"),
        ("https://id.gs1.org/01/09520123456788/21/A7K2", "]Q1", "goods-code"),
        ("9520123456788", "]E0", "unknown-label"),
        ("00095201234567891236", "]C1", "bad-key"),
        ("0009520123456789", "]C1", "bad-elements"),
        ("", "]C1", "bad-elements"),
        ("PN20261124009", "]C0", "unknown-label"),
        ("https://evil.example/", "]Q1", "goods-code"),
        ("https://", "]Q1", "bad-name"),
    ],
)
def test_what_is_no_parcels_label_is_refused_with_a_code(session, cast, text, symbology, code):
    with pytest.raises(Refusal) as refused:
        reading.parcel(session, Code(text, symbology))
    assert refused.value.code == code
