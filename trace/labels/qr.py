"""QR codes by qrcode: level M, one segment of bytes, so that a symbol is an affine function of what it says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import qrcode
from qrcode.constants import ERROR_CORRECT_M
from qrcode.util import MODE_8BIT_BYTE, QRData

from trace.labels.marks import BadLabel, Modules

# ISO/IEC 18004 section 9.1: four modules of white on each side.
QUIET = 4
# Byte mode at version 40-M holds 2,331 bytes; a label has room for far less, and each kind says so in millimetres.
MOST_BYTES = 330


@dataclass(frozen=True, slots=True)
class Shape:
    """The version and mask of a symbol."""

    version: int
    mask: int

    @property
    def side(self) -> int:
        """How many modules it has on a side."""
        return 17 + 4 * self.version


def shape(data: bytes) -> Shape:
    """The smallest version that holds `data`, and the mask with the least penalty, as qrcode chooses them."""
    if not 0 < len(data) <= MOST_BYTES:
        raise BadLabel(f"a QR code of {len(data)} bytes was asked for: expected an address of 1 to {MOST_BYTES}")
    code = _code(data, None, None)
    version: int = code.best_fit()
    code = _code(data, version, None)
    return Shape(version, int(code.best_mask_pattern()))


def modules(data: bytes, shape: Shape) -> Modules:
    """The symbol, true for black, without its quiet zone."""
    code = _code(data, shape.version, shape.mask)
    code.make(fit=False)
    return np.array(code.get_matrix(), dtype=np.bool_)


def symbol(text: str) -> Modules:
    """The symbol that says an address."""
    data = text.encode("ascii")
    return modules(data, shape(data))


def _code(data: bytes, version: int | None, mask: int | None) -> qrcode.QRCode:
    code = qrcode.QRCode(version=version, error_correction=ERROR_CORRECT_M, border=0, mask_pattern=mask)
    # Without optimisation: a segment of digits would make the place of every later bit depend on what came before.
    code.add_data(QRData(data, mode=MODE_8BIT_BYTE), optimize=0)
    return code
