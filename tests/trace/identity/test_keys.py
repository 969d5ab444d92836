"""The table of GS1 application identifiers."""

from __future__ import annotations

import re

import pytest

from tests.trace.identity.material import rows, tried
from trace.identity import keys
from trace.identity.keys import BadKey

# GS1's linters that keys of ours use: the identifier that holds the linted part, what stands before it there, and
# which of the linter's values have the length and the company prefix that we ask for besides.
LINTED = {
    "pieceoftotal": ("8006", "09520123456788", "(?s).{4}"),
    "importeridx": ("7040", "0AA", "(?s)."),
    "nozeroprefix": ("8011", "", "(?s).{1,12}"),
    "csumalpha": ("8013", "", "(?s)[0-9]{4}.{0,21}"),
    "cset39": ("8010", "9520", "(?s).{1,26}"),
}


@pytest.mark.parametrize("linter", LINTED)
def test_values_are_allowed_as_by_gs1s_own_linters(shared, linter):
    ai, before, comparable = LINTED[linter]
    told = {
        row["value"]: row["valid"]
        for row in rows(shared, "ai_component_linters.jsonl")
        if row["linter"] == linter and re.fullmatch(comparable, row["value"])
    }
    assert set(told.values()) == {True, False}
    assert {value: tried(keys.check, ai, before + value)[1] == "" for value in told} == told


@pytest.mark.parametrize(
    ("ai", "value", "said"),
    [
        ("253", "1231231231232", ""),
        ("253", "1231231231233", "its check digit is 3 where 2 was expected"),
        ("8003", "09520123456788A", ""),
        ("8003", "19520123456788A", "expected 0, 13 digits and up to 16 characters"),
        ("401", "952x", "the first four of them digits"),
        ("99", "ABC", ""),
        ("99", "", "expected 1 to 90 characters of GS1's set 82"),
        ("8030", "x" * 91, "expected 1 to 90 characters"),
    ],
)
def test_a_value_is_held_to_the_form_of_its_identifier(ai, value, said):
    if not said:
        keys.check(ai, value)
        return
    with pytest.raises(BadKey) as refused:
        keys.check(ai, value)
    assert said in refused.value.message
