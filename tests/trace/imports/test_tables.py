"""Whatever the bytes, every row comes out as read or as refused, and nothing crashes."""

import csv
import gzip
import io

import pytest
from hypothesis import given, strategies as st

from tests.trace.imports.invented import rows
from trace.imports.tables import OF_A_FILE, Refused, Row, read

COLUMNS = {"id": "nr", "text": "words"}


def told(row):
    return {field: row.cell(field) for field in row.places}


def reasons(found):
    return [one.reason if isinstance(one, Refused) else told(one) for one in found]


def test_rows_are_read_by_our_names_with_their_lines():
    found = rows('more,words,nr\nx,"two\nlines",007\n\ny,,2\n', "t", COLUMNS)
    assert [(row.line, told(row)) for row in found] == [
        (2, {"id": "007", "text": "two\nlines"}), (5, {"id": "2", "text": ""}),
    ]  # fmt: skip
    assert found[0].raw == ("x", "two\nlines", "007")
    assert found[0].cell("colour") == ""


def test_packed_files_and_byte_order_marks_are_read():
    assert reasons(rows(gzip.compress(b"\xef\xbb\xbfnr,words\n1,a\n"), "t", COLUMNS)) == [{"id": "1", "text": "a"}]


def test_a_bad_row_is_refused_alone():
    raw = b"nr,words\n1,a\n2\n3,\xff\n4,b,c\n5," + b"x" * 140_000 + b"\n6,d\n"
    assert reasons(rows(raw, "t", COLUMNS)) == [
        {"id": "1", "text": "a"}, "wrong_width", "not_utf8", "wrong_width", "bad_csv", {"id": "6", "text": "d"},
    ]  # fmt: skip


def test_a_file_without_a_column_is_refused_once():
    assert reasons(rows("nr,weight\n1,2\n3,4\n", "t", COLUMNS)) == ["missing_column"]
    assert rows("nr,weight\n", "t", COLUMNS)[0].sentence == "t has no column words: expected nr, words"


def test_a_row_that_is_no_csv_is_kept_as_it_came():
    one, _ = rows('nr,words\n1,"' + "x" * 140_000 + "\n2,b\n", "t", COLUMNS)
    assert (one.line, one.reason, one.row) == (2, "bad_csv", ('1,"' + "x" * 140_000 + "\n",))


def test_a_file_with_headings_alone_has_no_rows_and_one_without_them_is_refused():
    assert rows("nr,words\n", "t", COLUMNS) == []
    for nothing in ("", "\n\n", "\ufeff"):
        assert [(one.line, one.reason) for one in rows(nothing, "t", COLUMNS)] == [(1, "missing_column")]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-7"])
def test_a_file_in_another_encoding_is_refused_once(encoding):
    assert reasons(rows("nr,wörds\n1,ä\n2,ö\n".encode(encoding), "t", {"id": "nr", "text": "wörds"})) == [
        "missing_column"
    ]


def test_of_a_file_in_latin_1_only_the_rows_that_need_it_are_refused():
    assert reasons(rows("nr,words\n1,a\n2,ö\n".encode("latin-1"), "t", COLUMNS)) == [
        {"id": "1", "text": "a"},
        "not_utf8",
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end):
    assert reasons(rows(end.join(["nr,words", "1,a", "", "2,b"]), "t", COLUMNS)) == [
        {"id": "1", "text": "a"}, {"id": "2", "text": "b"},
    ]  # fmt: skip


def test_what_cannot_be_opened_is_refused_and_stops_nothing(tmp_path):
    (one,) = read(tmp_path, "t", COLUMNS)
    assert (one.reason, one.row) == ("unreadable_file", ())


@pytest.mark.parametrize(
    "packed", [b"\x1f\x8b", b"\x1f\x8b\x08\x00nonsense", gzip.compress(b"nr,words\n1,a\n", mtime=0)[:12]]
)
def test_a_packed_file_that_is_none_is_refused_once(packed):
    assert reasons(rows(packed, "t", COLUMNS)) == ["unreadable_file"]


def test_a_file_cut_off_gives_its_rows_up_to_there():
    written = "nr,words\n" + "".join(f"{number},{number * 7919 % 10007}\n" for number in range(50_000))
    found = rows(gzip.compress(written.encode())[:-40_000], "t", COLUMNS)
    assert reasons(found)[-1] == "unreadable_file"
    assert len(found) > 1_000
    assert all(isinstance(row, Row) for row in found[:-1])


@given(st.binary(max_size=400))
def test_no_bytes_crash_the_reader(raw):
    for start in (b"", b"nr,words\n", b"\x1f\x8b", gzip.compress(b"nr,words\n1,a\n")):
        assert all(isinstance(one, Row | Refused) for one in rows(start + raw, "t", COLUMNS))


cells = st.text(st.characters(codec="utf-8"), max_size=20)


@given(st.lists(st.lists(cells, min_size=1, max_size=4)))
def test_every_written_row_is_read_or_refused(written):
    text = io.StringIO(newline="")
    csv.writer(text).writerows([["nr", "words"], *written])
    found = rows(text.getvalue(), "t", COLUMNS)
    assert not any(one.reason in OF_A_FILE for one in found if isinstance(one, Refused))
    assert [one.raw if isinstance(one, Row) else one.row for one in found] == [tuple(r) for r in written]
