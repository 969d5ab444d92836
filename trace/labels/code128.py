"""Code 128 and GS1-128 by python-barcode."""

from __future__ import annotations

import re

from barcode.codex import Code128, Gs1_128

from trace.identity.characters import shown
from trace.labels.marks import BadLabel

# Modules of white on each side (ISO/IEC 15417 section 4.2).
QUIET = 10
# python-barcode's sign for FNC1, which ends a value whose length is not fixed; GS itself would be data.
_FNC1 = "\xf1"
# General Specifications, figure 7.8.5-2: what begins like this has a length that everybody knows.
_FIXED = re.compile("0[0-4]|1[1-9]|20|3[1-6]|41")
_NINES = 99
_PRINTABLE = re.compile("[ -~]{1,80}")


class _Plain(Code128):
    """The library's Code 128 that keeps a leading pair of nines.

    It begins in code set C, where 99 is the digits 99; the library takes that for the switch to C and leaves it out.
    """

    def _try_to_optimize(self, encoded: list[int]) -> list[int]:
        if encoded[1] == _NINES:
            return encoded
        found: list[int] = super()._try_to_optimize(encoded)
        return found


def plain(text: str) -> str:
    """The modules of a text, 1 for black: ]C0."""
    if not _PRINTABLE.fullmatch(text):
        raise BadLabel(f"{shown(text)} cannot be a Code 128: expected 1 to 80 printable ASCII characters")
    # A second build() of the same object comes out longer, so each is built once and thrown away.
    (built,) = _Plain(text).build()
    return str(built)


def gs1(*pairs: tuple[str, str]) -> str:
    """The modules of identifiers and their values, without the brackets that people read: ]C1."""
    # The last value needs no end, and neither has one whose length everybody knows.
    ended = [f"{ai}{value}{'' if _FIXED.match(ai) else _FNC1}" for ai, value in pairs]
    said = "".join(ended).removesuffix(_FNC1)
    if not _PRINTABLE.fullmatch(said.replace(_FNC1, "")):
        raise BadLabel(f"{shown(said)} cannot be a GS1-128: expected 1 to 80 printable ASCII characters")
    (built,) = Gs1_128(said).build()
    return str(built)
