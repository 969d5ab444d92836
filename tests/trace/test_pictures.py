"""Photos: only the pixels are kept, upright and small enough; what is none is refused."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from trace import pictures
from trace.pictures import BadPhoto, cleaned

PLACE = b"Exif GPS 41.73N 125.94E"


def photo(width=640, height=480, kind="JPEG", mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, (width, height), 128 if mode == "L" else (200, 30, 30) if mode == "RGB" else (200, 30, 30, 0)).save(
        out, kind, **more
    )
    return out.getvalue()


def test_place_device_and_time_are_gone():
    exif = Image.Exif()
    exif[0x010F], exif[0x8825] = "Phone of Mrs Li", {1: "N", 2: (41.0, 43.0, 48.0)}
    data = photo(exif=exif, comment=PLACE)
    assert b"Mrs Li" in data
    clean, width, height = cleaned(data)
    assert (width, height) == (640, 480)
    assert b"Mrs Li" not in clean
    assert PLACE not in clean
    assert not Image.open(io.BytesIO(clean)).getexif()


def test_a_photo_taken_upright_stands_upright_and_a_large_one_is_made_small():
    exif = Image.Exif()
    exif[0x0112] = 6
    assert cleaned(photo(exif=exif))[1:] == (480, 640)
    assert cleaned(photo(4000, 2000))[1:] == (1600, 800)


@pytest.mark.parametrize(("kind", "mode"), [("PNG", "RGBA"), ("PNG", "L"), ("WEBP", "RGB")])
def test_other_kinds_become_jpegs_on_white(kind, mode):
    clean, *_ = cleaned(photo(kind=kind, mode=mode))
    shown = Image.open(io.BytesIO(clean))
    assert (shown.format, shown.mode) == ("JPEG", "RGB")
    if mode == "RGBA":
        assert min(shown.getpixel((5, 5))) > 250


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "size"), (b"x" * (pictures.MOST_BYTES + 1), "size"), (b"GIF89a not one of ours", "kind"), (photo()[:400], "kind"),
        (photo(kind="GIF"), "kind"), (photo(100, 100), "pixels"), (photo(9000, 8000, "PNG", "L"), "pixels"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "kind"),
    ],
)  # fmt: skip
def test_what_is_no_photo_is_refused(data, why):
    with pytest.raises(BadPhoto) as refused:
        cleaned(data)
    assert refused.value.detail["why"] == why
