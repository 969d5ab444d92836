"""Whatever the bytes, every row comes out as read or as refused, and nothing crashes."""

import csv
import gzip
import io

from hypothesis import given, strategies as st

from tests.trace.imports.invented import rows
from trace.imports.tables import OF_A_FILE, Refused, Row

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


def test_an_empty_file_has_no_rows():
    assert rows("", "t", COLUMNS) == []


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
