"""The one field of the front page takes whatever stands on the goods or on the parcel."""

from __future__ import annotations

import pytest

from tests.app.consumer.told import BROWSER, GTIN, ITEM, text


@pytest.mark.parametrize(
    ("asked", "leads_to"),
    [
        ("9520123456788", GTIN), ("09520123456788", GTIN), ("952 0123 45678 8", GTIN),
        ("https://anything.example/01/09520123456788/10/QH2609-03/21/K7QX2M9PBWTE?3103=1", ITEM),
        (f"https://id.gs1.org{ITEM}", ITEM), (ITEM, ITEM), ("095201234567891235", "/00/095201234567891235"),
        ("https://suyuan.example/00/095201234567891235?k=ABCDEF", "/00/095201234567891235?k=ABCDEF"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_whatever_is_on_the_goods_leads_to_its_page(app, told, asked, leads_to):
    found = app.test_client().get("/", query_string={"q": asked}, headers=BROWSER)
    assert (found.status_code, found.headers.get("Location")) == (302, leads_to)


@pytest.mark.parametrize(
    ("asked", "said"),
    [("9520123456789", "校验位"), ("hello world", "这不是"), ("<script>", "这不是"), ("１２３", "这不是")],
)
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_is_no_code_is_said_beside_the_field(app, told, asked, said):
    found = app.test_client().get("/", query_string={"q": asked}, headers=BROWSER)
    assert found.status_code == 200
    assert said in text(found)
    assert "<script>" not in found.text
