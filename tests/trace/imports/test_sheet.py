"""Files of shops: CSV in their encodings, workbooks, and what is meant to do harm."""

from __future__ import annotations

import io
import zipfile
from contextlib import suppress

import pytest
from hypothesis import given, strategies as st

from trace.imports import sheet, workbook
from trace.imports.workbook import BadSheet

KNOWN = {"订单编号", "数量", "order", "qty"}.__contains__
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def book(rows: str, shared: str = "", *, more: dict[str, str] | None = None, packed: bool = True) -> bytes:
    """A workbook whose first sheet has these rows (as XML) and these shared strings."""
    parts = {
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="1" sheetId="1" r:id="rId7"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId7" Target="worksheets/first.xml"/></Relationships>',
        "xl/worksheets/first.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}">{shared}</sst>',
    } | (more or {})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_a_table_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    text = f"订单编号{delimiter}数量\r\n20261124001{delimiter}2\r\n\r\n"
    found = sheet.read(text.encode(encoding), KNOWN)
    assert found == (("订单编号", "数量"), ((2, ("20261124001", "2")),))


def test_a_preface_above_the_headings_is_passed_over_and_lines_keep_their_numbers():
    data = '店铺订单导出\n,,\n订单编号,数量\n"a\nb",1\nc,2\n'.encode()
    assert [(line.number, line.cells) for line in sheet.read(data, KNOWN).lines] == [(4, ("a b", "1")), (6, ("c", "2"))]


def test_what_keeps_a_number_from_being_taken_for_one_is_taken_off():
    data = b'order,qty\n"=""7730012345678""",\'2\n\t7730012345679\t,1\n'
    assert [line.cells for line in sheet.read(data, KNOWN).lines] == [("7730012345678", "2"), ("7730012345679", "1")]


def test_a_workbook_is_read_cell_by_cell_with_gaps_and_kinds():
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>qty</t></is></c></row>'
        '<row r="3"><c r="A3"><v>773001234567890</v></c><c r="B3" t="str"><v>x&amp;y</v></c><c r="C3"><v>2</v></c></row>'
        '<row r="4"><c><v>7.7300123456789E+14</v></c><c t="s"><v>1</v></c><c><v>1.5</v></c></row>'
    )
    found = sheet.read(
        book(rows, "<si><t>order</t></si><si><r><t>a</t></r><rPh><t>no</t></rPh><r><t>b</t></r></si>"), KNOWN
    )
    assert found.headings == ("order", "", "qty")
    assert found.lines == (
        (3, ("773001234567890", "x&y", "2")),
        (4, ("773001234567890", "ab", "1.5")),
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12", "12"),
        ("773001234567890", "773001234567890"),
        ("773001234567890000", "7.73E+17"),
        ("7.73E+17", "7.73E+17"),
        ("45987.8125", "45987.8125"),
        ("-3", "-3"),
        ("1E+400", "1E+400"),
        ("no", "no"),
    ],
)
def test_a_number_that_lost_digits_shows_that_it_did(text, said):
    assert workbook.number(text) == said


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\n\n",
        b"%PDF-1.7 \x00\x01\xff\xfe",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 an old .xls",
        b"PK\x03\x04 broken",
        book("")[:-20],
        book("", more={"xl/workbook.xml": "<workbook"}),
        book("", more={"xl/worksheets/first.xml": BOMB + f'<worksheet xmlns="{_MAIN}"/>'}),
        book("", more={"xl/sharedStrings.xml": BOMB + f'<sst xmlns="{_MAIN}"/>'}),
        book("", more={"xl/zeros.bin": "0" * (workbook.MOST_UNPACKED + 1)}),
        book("", more={f"xl/{at}": "" for at in range(workbook.MOST_PARTS)}),
        book("<row><c><v>1</v></c></row>" * (workbook.MOST_ROWS + 2)),
        b"a,b\n" * (workbook.MOST_ROWS + 2),
        b"x" * (sheet.MOST_BYTES + 1),
    ],
    ids=[
        "empty",
        "blank",
        "pdf",
        "xls",
        "no-zip",
        "cut",
        "no-xml",
        "type",
        "type2",
        "bomb",
        "parts",
        "rows",
        "lines",
        "size",
    ],
)
def test_what_is_no_table_or_too_large_is_refused_with_a_sentence(data):
    with pytest.raises(BadSheet) as refused:
        sheet.read(data, KNOWN)
    assert len(refused.value.message) > 20


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reader(data):
    for one in (data, b"PK\x03\x04" + data, "订单编号,数量\n".encode() + data):
        with suppress(BadSheet):
            sheet.read(one, KNOWN)
