"""Values for tests of identity, and the rows of the shared vectors."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

from hypothesis import strategies as st

from trace.errors import Malformed
from trace.identity import checkdigit

SET_82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"
FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def numbers(digits: int) -> st.SearchStrategy[str]:
    """Numbers of so many digits with the right check digit."""
    body = st.text("0123456789", min_size=digits - 1, max_size=digits - 1)
    return body.map(lambda text: text + checkdigit.digit(text))


def texts(most: int) -> st.SearchStrategy[str]:
    """Values of set 82 that a segment of a URI can carry."""
    return st.text(SET_82, min_size=1, max_size=most).filter(lambda text: text not in (".", ".."))


# Arbitrary text, and text that comes close: pieces of real names in any order.
NEAR = st.lists(
    st.sampled_from(
        ["https://id.gs1.org", "http://a", "/", "01", "00", "414", "21", "10", "09520123456788", "952012345678912345",
         "urn:epc:id:", "sgtin:", "sscc:", "lgtin:", "0614141", ".", "107346", "*", "?", "#", "&", "=", "%", "%2F",
         "/id/", "party", "waybill", "place", "CN-220582", "A-1", "-", "é", "６", "\n", "\x00", "[", "@", ":443"]
    ), max_size=9,
).map("".join)  # fmt: skip
ANYTHING = st.text(max_size=60) | NEAR | st.text(SET_82 + "#[]@ ", max_size=60)


def rows(folder: Path, name: str) -> Iterator[dict]:
    """The vectors of one JSONL file of the Digital Link material."""
    for line in (folder / "conformance" / "digital-link" / name).read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def barcodes(folder: Path, name: str) -> Iterator[tuple[str, bool]]:
    """The barcodes of one table as people typed them, and whether they are right."""
    with gzip.open(folder / "data" / "barcodes_off" / name, "rt", encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            yield row["barcode"], row["check_ok"] == "1"


def tried(call: Callable[..., object], *texts: str) -> tuple[object, str]:
    """What came of a call with arbitrary text: a value, or the code and sentence of its refusal; all else is raised."""
    try:
        return call(*texts), ""
    except Malformed as refused:
        return None, f"{refused.code}: {refused.message}"
