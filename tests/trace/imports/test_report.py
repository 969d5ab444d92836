"""The report says the same to a person and to a program."""

import csv
import io
from collections import Counter

from trace.imports.report import Report, refused_csv
from trace.imports.tables import Refused

REPORT = Report({"orders": 12742}, Counter(sold=3), {"late": 0}, Counter(bad_time=1), ("reviews",))


def test_the_json_has_four_parts_and_no_more():
    assert REPORT.as_json() == {
        "rows": {"orders": 12742}, "events": {"sold": 3}, "flagged": {"late": 0}, "refused": {"bad_time": 1},
    }  # fmt: skip


def test_the_table_names_what_is_missing():
    text = REPORT.as_text()
    assert "  orders     12,742" in text
    assert text.endswith("Not in this folder: reviews (what needs them is not counted)")
    assert "nothing new" in Report().as_text()


def test_refused_rows_are_written_with_their_reasons_whatever_they_hold():
    written = refused_csv([Refused("t", 7, "not_utf8", "no text", ("a\udcff", 'b"\n', "c,d"))])
    assert list(csv.reader(io.StringIO(written, newline=""))) == [
        ["table", "line", "reason", "sentence", "row"], ["t", "7", "not_utf8", "no text", "a\\xff", 'b"\n', "c,d"],
    ]  # fmt: skip
    written.encode()
