"""What the demonstration is named by: right by its check digits, invented for everybody to see, and hard to guess."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path

import pytest

from app.demo import names, people, world
from app.demo.calendar import Calendar
from app.i18n import catalog
from app.showcase import SHOWN
from tests.app.demo.stage import CAST
from trace.identity import thing
from trace.identity.gln import Gln
from trace.identity.gtin import Gtin
from trace.identity.sscc import Sscc
from trace.identity.uscc import Uscc

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
FOLDER = Path(people.__file__).parent
TALES = [story(CAST, Calendar(NOW)) for story in world.STORIES]
LABELS = [posted.label for tale in TALES for posted in tale.parcels]


def paths():
    found = [value for value in vars(names).values() if isinstance(value, str) and value.startswith(("/01/", "/id/"))]
    return [*found, *names.RECALLED_TOO, *(label.path for label in LABELS)]


def test_numbers_are_of_the_prefix_for_demonstrations():
    numbers = [Gtin.parse(path.split("/")[2]) for path in paths() if path.startswith("/01/")]
    assert {number.group for number in numbers} == {"demonstration"}
    assert "09520123456788" in {number.gtin14 for number in numbers}
    parcels = [Sscc.parse(label.path.removeprefix("/00/")) for label in LABELS if label.path.startswith("/00/")]
    assert {str(parcel)[1:4] for parcel in parcels} == {"952"}


def test_parties_bear_codes_that_check_and_a_name_that_says_what_they_are():
    rows = [row for name, row in vars(people).items() if name.startswith("_") and isinstance(row, tuple)]
    rows = [row for row in rows if isinstance(row[0], str)]
    assert len(rows) == 10
    for _, name, uscc, gln, _ in rows:
        assert name.endswith("（演示）")
        assert uscc is None or (Uscc.parse(uscc).inner_ok and Uscc.parse(uscc).division == "000000")
        assert gln is None or Gln.parse(gln).gln.startswith("952")


def test_no_telephone_number_stands_anywhere():
    for file in FOLDER.glob("*.py"):
        assert not re.search(r"(?<!\d)(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})(?!\d)", file.read_text(encoding="utf-8"))


def test_serials_and_label_codes_cannot_be_guessed_from_one_another():
    serials = [path.rsplit("/", 1)[1] for path in paths() if thing.kind(CAST.named(path)) == "item"]
    assert len(serials) == len(set(serials)) == 17
    assert {len(serial) for serial in serials} == {12}
    tokens = [label.token for label in LABELS]
    assert len(tokens) == len(set(tokens)) == 15
    assert all(re.fullmatch("[A-Z2-7]{16}", token) for token in tokens)
    beginnings = {code[:3] for code in chain(serials, tokens)}
    assert len(beginnings) == len(serials) + len(tokens)


@pytest.mark.parametrize("shown", SHOWN, ids=lambda shown: shown.path)
def test_what_the_front_page_says_of_each_is_translated(shown):
    if len(catalog("zh-CN")) == 0:
        pytest.skip("the translations are not compiled: run `make setup`")
    for message in (shown.title, shown.line):
        assert re.search("[\u4e00-\u9fff]", str(catalog("zh-CN")(message))), message
