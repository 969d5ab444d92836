"""QR codes, one at a time and by the family."""

from __future__ import annotations

import numpy as np
import pytest
import qrcode
from hypothesis import given, settings, strategies as st
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, QRData

from tests.trace.labels.printed import Read, read
from trace.labels import qr, serials
from trace.labels.family import Family
from trace.labels.marks import BadLabel

STEM = b"https://id.example.cn/01/06901234567892/21/"

ADDRESSES = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=200).map(str.encode)


def by_qrcode(data, shape):
    code = qrcode.QRCode(shape.version, ERROR_CORRECT_M, border=0, mask_pattern=shape.mask)
    code.add_data(QRData(data, mode=MODE_8BIT_BYTE), optimize=0)
    code.make(fit=False)
    return np.array(code.get_matrix(), dtype=bool)


def picture(modules, module=4, quiet=qr.QUIET):
    return np.where(np.kron(np.pad(modules, quiet), np.ones((module, module), bool)), 0, 255).astype(np.uint8)


@pytest.fixture(scope="module")
def family():
    return Family.learn(STEM, b"K7QX2M9PTB4DV")


@settings(deadline=None, max_examples=150)
@given(st.binary(min_size=13, max_size=13))
def test_each_symbol_of_a_family_is_qrcodes_own_bit_for_bit(family, tail):
    assert np.array_equal(family.modules(tail), by_qrcode(STEM + tail, qr.shape(STEM + b"K7QX2M9PTB4DV")))


@settings(deadline=None, max_examples=12)
@given(stem=ADDRESSES, tail=st.binary(min_size=1, max_size=4))
def test_families_of_every_length_are_qrcodes_own(stem, tail):
    family = Family.learn(stem, b"K" * len(tail))
    assert np.array_equal(family.modules(tail), by_qrcode(stem + tail, qr.shape(stem + b"K" * len(tail))))


def test_thousands_made_at_once_are_the_same_as_one_by_one(family):
    drawn = serials.draw(3000)
    rows = family.rows(drawn)
    for at in range(0, 3000, 250):
        alone = np.packbits(by_qrcode(STEM + drawn[at].tobytes(), qr.shape(STEM + b"K7QX2M9PTB4DV")), axis=1).ravel()
        assert np.array_equal(rows[at], alone)


def test_they_are_decoded_byte_for_byte(family):
    for one in serials.draw(50):
        assert read(picture(family.modules(one.tobytes()))) == {Read("]Q1", STEM + one.tobytes())}


def test_an_address_of_a_usual_length_takes_version_4():
    assert qr.shape(STEM + bytes(13)).version == 4
    assert (qr.shape(b"a" * 62).version, qr.shape(b"a" * 63).version) == (4, 5)


def test_the_mask_is_the_one_that_qrcode_chooses():
    code = qrcode.QRCode(border=0, error_correction=ERROR_CORRECT_M)
    code.add_data(QRData(STEM, mode=MODE_8BIT_BYTE), optimize=0)
    code.make()
    assert np.array_equal(qr.symbol(STEM.decode()), np.array(code.get_matrix()))


@pytest.mark.parametrize("length", [0, 331])
def test_nothing_and_too_much_are_refused(length):
    with pytest.raises(BadLabel, match=f"{length} bytes"):
        qr.shape(bytes(length))
