"""`flask labels`."""

from __future__ import annotations

import csv

import pypdfium2
import pytest
import zxingcpp
from sqlalchemy import func, select

from app.clock import now
from app.db import reading
from tests.app.installation import installed
from tests.trace.labels import printed
from tests.trace.labels.printed import Read
from trace import products, tables
from trace.labels import serials, sheet

GTIN = "6901234567892"
BASE = "https://id.example.cn"


@pytest.fixture
def app(database, tmp_path):
    made = installed(database, tmp_path, BASE_URL=BASE)
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def out(tmp_path):
    return tmp_path / "labels.pdf"


def run(app, out, *words, gtin=GTIN, count=3):
    return app.test_cli_runner().invoke(
        args=["labels", "--gtin", gtin, "--count", str(count), "--out", str(out), *words]
    )


def entries(app):
    with app.app_context(), reading() as session:
        return session.scalar(select(func.count()).select_from(tables.entry))


def listed(out):
    with out.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_codes_printed_are_those_of_the_list_and_both_are_their_owners_alone(app, out):
    result = run(app, out, "--lot", 'QH"1,2', count=24)
    assert result.exit_code == 0, result.output
    rows = listed(out)
    assert [row["uri"] for row in rows] == [f"{BASE}/01/0{GTIN}/21/{row['serial']}" for row in rows]
    assert {(row["gtin"], row["lot"]) for row in rows} == {(f"0{GTIN}", 'QH"1,2')}
    assert len({row["serial"] for row in rows}) == 24
    pages, a4 = printed.pdf(out.read_bytes()), sheet.a4_of_21()
    for at, row in enumerate(rows):
        one = printed.crop(pages[at // 21], a4, at % 21, 63.5, 38.1)
        assert printed.read(one) == {Read("]Q1", row["uri"].encode()), Read("]E0", GTIN.encode())}
    assert {path.stat().st_mode & 0o777 for path in (out, out.with_suffix(".csv"))} == {0o600}


def test_it_reserves_nothing_and_says_so(app, out):
    before = entries(app)
    result = run(app, out)
    assert entries(app) == before
    assert "Nothing is recorded or reserved yet" in result.output
    assert "(0600)" in result.output


def test_name_and_origin_are_those_of_the_registered_product(app, served, out):
    with served.sessions() as session:
        products.register(
            session,
            served.actor,
            "集安生晒参 50 克",
            "food",
            "item",
            now(),
            gtin=GTIN,
            origin={"place": "集安市清河镇"},
        )
        session.commit()
    assert "3 labels of 集安生晒参 50 克 on 3 pages" in run(app, out, "--size", "60x40").output
    text = text_of(out)
    assert "集安生晒参 50 克" in text
    assert "产地 集安市清河镇" in text


def test_what_is_given_comes_before_what_is_registered(app, out):
    run(app, out, "--name", "白参", "--origin", "抚松县", "--size", "60x40")
    assert "白参" in text_of(out)
    assert "产地 抚松县" in text_of(out)


def text_of(out):
    document = pypdfium2.PdfDocument(out)
    try:
        return document[0].get_textpage().get_text_bounded()
    finally:
        document.close()


def test_without_a_product_it_prints_the_number_alone_and_says_so(app, out):
    result = run(app, out)
    assert result.exit_code == 0
    assert "No product is registered under this GTIN" in result.output


def test_codes_that_lead_nowhere_are_told_of(database, tmp_path, out):
    made = installed(database, tmp_path)
    assert "on a phone these codes lead nowhere" in run(made, out).output
    made.extensions["database"].engine.dispose()


def test_each_page_is_also_written_as_svg(app, out):
    assert run(app, out, "--svg", count=22).exit_code == 0
    page = printed.svg(out.with_name("labels-2.svg").read_text(encoding="utf-8"))
    expected = {Read("]Q1", listed(out)[21]["uri"].encode()), Read("]E0", GTIN.encode())}
    assert printed.read(page) == expected


@pytest.mark.parametrize("size", ["40x30", "60x40", "100x150", "a4"])
def test_every_size_can_be_had(app, out, size):
    assert run(app, out, "--size", size, count=1).exit_code == 0
    assert len(printed.read(printed.pdf(out.read_bytes())[0])) == 2


@pytest.mark.parametrize(
    ("gtin", "count", "words", "said"),
    [
        ("6901234567891", 3, (), "its check digit is 1 where 2 was expected (bad-gtin)"),
        ("16901234567899", 3, (), "EAN-13 holds 13 digits"),
        ("人参", 3, (), "expected digits 0-9"),
        (GTIN, 0, (), "0 labels were asked for: expected 1 to 1,000,000"),
        (GTIN, -5, (), "-5 labels were asked for"),
        (GTIN, serials.MOST + 1, (), "print more in several files"),
        (GTIN, 3, ("--lot", "批次一"), "(bad-lot)"),
        (GTIN, 3, ("--name", "人参🎁"), "U+1F381"),
        (GTIN, 201, ("--svg", "--size", "60x40"), "expected at most 200"),
    ],
)
def test_bad_input_is_told_as_a_sentence_and_writes_nothing(app, out, gtin, count, words, said):
    result = run(app, out, *words, gtin=gtin, count=count)
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert not list(out.parent.glob("labels*"))


@pytest.mark.parametrize("there", ["labels.pdf", "labels.csv"])
def test_no_list_of_printed_codes_is_ever_written_over(app, out, there):
    out.with_name(there).write_text("kept", encoding="utf-8")
    result = run(app, out)
    assert (result.exit_code, "is there already" in result.output) == (2, True)
    assert out.with_name(there).read_text(encoding="utf-8") == "kept"
    assert len(list(out.parent.glob("labels*"))) == 1


def test_a_name_that_ends_in_csv_or_a_folder_that_is_not_there_is_refused(app, out):
    assert "expected a name that ends in .pdf" in run(app, out.with_suffix(".csv")).output
    assert "is not a folder" in run(app, out.parent / "none" / "labels.pdf").output


def test_a_data_matrix_stands_on_the_labels_when_it_is_asked_for(app, out):
    assert run(app, out, "--symbol", "datamatrix", "--size", "60x40", count=1).exit_code == 0
    (page,) = printed.pdf(out.read_bytes())
    (row,) = listed(out)
    said = f"010{GTIN}21{row['serial']}".encode()
    found = zxingcpp.read_barcodes(page.squeeze(), formats=zxingcpp.BarcodeFormat.DataMatrix)
    assert [(one.symbology_identifier, one.bytes) for one in found] == [("]d2", said)]


@pytest.mark.parametrize("name", ["case.pdf", "case.svg"])
def test_a_case_has_a_label_with_its_own_number(app, tmp_path, name):
    words = ["case-labels", "--gtin", GTIN, "--pieces", "24", "--lot", "QH-1", "--best-before", "2028-10-01"]
    path = tmp_path / name
    result = app.test_cli_runner().invoke(args=[*words, "--name", "参", "--out", str(path)])
    assert (result.exit_code, "16901234567899" in result.output) == (0, True), result.output
    picture = printed.svg(path.read_text()) if path.suffix == ".svg" else printed.pdf(path.read_bytes())[0]
    assert Read("]C1", b"011690123456789915281001") in printed.read(picture)


def test_a_lot_has_a_label_that_fills_a_sheet(app, tmp_path):
    path = tmp_path / "lot.pdf"
    words = ["lot-labels", "--gtin", GTIN, "--lot", "QH-1", "--size", "a4", "--name", "参", "--out", str(path)]
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, result.output
    (page,) = printed.pdf(path.read_bytes())
    last = printed.crop(page, sheet.a4_of_21(), 20, 63.5, 38.1)
    assert printed.read(last) == {Read("]Q1", f"{BASE}/01/0{GTIN}/10/QH-1".encode()), Read("]E0", GTIN.encode())}
    assert app.test_cli_runner().invoke(args=words).exit_code == 2
