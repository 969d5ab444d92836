"""The list of a handover as the giver's phone shows it in a QR code, signed; the receiver's scans carry it on. Pure.

Five lines: a mark, the giver's device, its clock (ms since 1970), the labels with commas between, and the signature of
what stands before. No network is needed on either side.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from trace.errors import Malformed

MARK = "suyuan-handover/v1"
MOST = 40
_DEVICE = re.compile("[0-9a-f]{32}")
_CLOCK = re.compile("[0-9]{1,16}")


class BadManifest(Malformed):
    """A handover's list that cannot be read, does not name the parcel, or is of nobody who could give it."""

    code = "bad-manifest"


class Manifest(NamedTuple):
    """Who gave which labels, and the bytes and signature that prove it."""

    device: str
    at_ms: int
    labels: tuple[str, ...]
    message: bytes
    signature: str


def parse(text: str) -> Manifest:
    """The list that a QR code said."""
    lines = text.split("\n")
    if len(lines) != 5 or lines[0] != MARK or not _DEVICE.fullmatch(lines[1]) or not _CLOCK.fullmatch(lines[2]):
        raise BadManifest("this is not the list of a handover: scan the giver's code again")
    labels = tuple(lines[3].split(","))
    if not 1 <= len(labels) <= MOST or "" in labels:
        raise BadManifest(f"a handover's list names {len(labels)} parcels: expected 1 to {MOST}")
    return Manifest(lines[1], int(lines[2]), labels, ("\n".join(lines[:4]) + "\n").encode(), lines[4])
