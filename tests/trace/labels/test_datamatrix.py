"""GS1 DataMatrix beside zint's, an encoder that is not ours, and as zxing-cpp decodes it."""

from __future__ import annotations

import numpy as np
import pytest
import zxingcpp
from hypothesis import given, settings, strategies as st

from tests.trace.labels.printed import Read
from trace.identity.characters import CSET_82
from trace.labels import datamatrix, serials
from trace.labels.family import Family
from trace.labels.marks import BadLabel

KIND = zxingcpp.BarcodeFormat.DataMatrix
VALUES = st.from_regex(f"[{CSET_82}]{{1,20}}", fullmatch=True)
GTIN = ("01", "06901234567892")


def zint(*pairs):
    made = zxingcpp.create_barcode("".join(f"({ai}){value}" for ai, value in pairs), KIND, gs1=True, force_square=True)
    return np.array(made.to_image(scale=1, add_quiet_zones=False)) < 128


def read(modules):
    picture = np.where(np.kron(np.pad(modules, datamatrix.QUIET), np.ones((4, 4), bool)), 0, 255).astype(np.uint8)
    found = zxingcpp.read_barcodes(picture, formats=KIND, is_pure=True)
    return [Read(one.symbology_identifier, one.bytes) for one in found if one.valid]


@pytest.mark.parametrize(
    ("side", "digits"),
    [(12, 4), (14, 10), (16, 18), (18, 28), (20, 40), (22, 54), (24, 66), (26, 82), (32, 110), (36, 160), (40, 200),
     (44, 270), (48, 330)],
)  # fmt: skip
def test_a_symbol_of_every_size_is_zints_own_bit_for_bit(side, digits):
    values = ["3" * min(90, digits - at) for at in range(0, digits, 90)]
    pairs = [(str(91 + at), value) for at, value in enumerate(values)]
    made = datamatrix.symbol(*pairs)
    assert len(made) == side
    assert np.array_equal(made, zint(*pairs))


@settings(deadline=None, max_examples=60)
@given(lot=st.from_regex("([0-9]{2}){1,10}", fullmatch=True), serial=st.from_regex("([0-9]{2}){1,10}", fullmatch=True))
def test_digits_with_fnc1_between_them_are_zints_own(lot, serial):
    pairs = (GTIN, ("10", lot), ("21", serial))
    assert np.array_equal(datamatrix.symbol(*pairs), zint(*pairs))


@settings(deadline=None, max_examples=60)
@given(lot=VALUES, serial=VALUES)
def test_every_value_is_decoded_as_gs1_with_its_end_marked_only_where_one_is_needed(lot, serial):
    said = f"010690123456789210{lot}\x1d21{serial}".encode()
    assert read(datamatrix.symbol(GTIN, ("10", lot), ("21", serial))) == [Read("]d2", said)]


def test_by_the_thousand_they_are_what_each_is_alone():
    drawn = serials.draw(500)
    family = Family.learn_datamatrix((GTIN, ("10", "QH-1")), "21", drawn[0].tobytes())
    ahead = datamatrix.codewords(GTIN, ("10", "QH-1"), ("21", "0"))[:-1]
    for one in drawn[::25]:
        alone = datamatrix.modules([*ahead, *(byte + 1 for byte in one.tobytes())], datamatrix.Shape(family.side))
        assert np.array_equal(family.modules(one.tobytes()), alone)
        assert read(alone) == [Read("]d2", b"010690123456789210QH-1\x1d21" + one.tobytes())]


def test_what_it_cannot_hold_is_refused():
    with pytest.raises(BadLabel, match="printable"):
        datamatrix.symbol(("10", "参"))
    with pytest.raises(BadLabel, match="at most 174"):
        datamatrix.symbol(("91", "a" * 90), ("92", "a" * 90))
