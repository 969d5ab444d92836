"""Photos as they come out of phones, made fit to be shown: upright, small enough, and without a word of where they were taken."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageOps

from trace.errors import Malformed

MOST_BYTES = 8 * 2**20
# What a phone takes; a picture that unpacks to more is a bomb.
MOST_PIXELS = 60_000_000
LEAST_SIDE, LONGEST_SIDE = 200, 1_600
FORMATS = ("JPEG", "PNG", "WEBP")
_QUALITY = 82


class BadPhoto(Malformed):
    """A file that is no photo of a kind that is taken, or is too large or too small to be shown."""

    code = "bad-photo"


def cleaned(data: bytes) -> tuple[bytes, int, int]:
    """The photo as a JPEG with its width and height. Only the pixels are kept, so place, device and time are gone."""
    if not 0 < len(data) <= MOST_BYTES:
        raise BadPhoto(f"the photo has {len(data)} bytes: expected 1 to {MOST_BYTES}", why="size")
    try:
        with warnings.catch_warnings(), Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            if opened.width * opened.height > MOST_PIXELS or min(opened.size) < LEAST_SIDE:
                raise BadPhoto(
                    f"the photo is {opened.width} by {opened.height}: expected sides of {LEAST_SIDE} and more, and at "
                    f"most {MOST_PIXELS:,} pixels",
                    why="pixels",
                )
            opened.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(opened)
            upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            shown = _flat(upright)
    except BadPhoto:
        raise
    except (OSError, ValueError, SyntaxError, ArithmeticError, Warning, Image.DecompressionBombError) as error:
        raise BadPhoto(f"this file cannot be read as a photo: {error}", why="kind") from None
    out = io.BytesIO()
    shown.save(out, "JPEG", quality=_QUALITY, optimize=True, progressive=True)
    return out.getvalue(), shown.width, shown.height


def _flat(picture: Image.Image) -> Image.Image:
    """Its pixels alone, on white where it was transparent."""
    coloured = picture.convert("RGBA")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(coloured, mask=coloured.getchannel("A"))
    return ground
