"""Labels as they come out of a printer, and what an independent decoder reads on them."""

from __future__ import annotations

import io
from typing import NamedTuple

import numpy as np
import pypdfium2
import resvg_py
import zxingcpp
from PIL import Image

# Thermal printers have 203 dots an inch, office printers 300 and more.
DPI = 300
_KINDS = zxingcpp.BarcodeFormat
SYMBOLS = (_KINDS.QRCode, _KINDS.EAN13, _KINDS.EAN8, _KINDS.Code128)


class Read(NamedTuple):
    """What a decoder says of one symbol: its identifier (ISO/IEC 15424) and its bytes, never its text alone."""

    identifier: str
    data: bytes


def pdf(data, dpi=DPI):
    """Each page of a PDF as shades of grey."""
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.render(scale=dpi / 72, grayscale=True).to_numpy() for page in document]
    finally:
        document.close()


def svg(text, dpi=DPI):
    """A page of SVG as shades of grey; it says its size in millimetres."""
    png = bytes(resvg_py.svg_to_bytes(svg_string=text, dpi=dpi))
    return np.array(Image.open(io.BytesIO(png)).convert("L"))


def crop(page, sheet, slot, width, height, dpi=DPI):
    """One label of a page: the decoder reports equal bars on one picture only once."""
    scale = page.shape[1] / sheet.width
    x, y = (round(at * scale) for at in sheet.slots[slot])
    return np.ascontiguousarray(page[y : y + round(height * scale), x : x + round(width * scale)])


def read(picture):
    """All symbols on a picture."""
    found = zxingcpp.read_barcodes(np.ascontiguousarray(picture), formats=SYMBOLS)
    return {Read(one.symbology_identifier, one.bytes) for one in found if one.valid}
