"""GS1 application identifiers: values, pairings, and the table behind both."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from tests.trace.identity.material import rows, tried
from trace.errors import Malformed
from trace.identity import ai, elements, link
from trace.identity.ai import TABLE, BadPairing
from trace.identity.ai_checks import CHECKS
from trace.identity.keys import BadKey

# What only a list of the company prefixes that GS1 has given out could tell; none is bundled.
NEEDS_PREFIXES = {"GS1_LINTER_INVALID_GCP_PREFIX", "GS1_LINTER_GCP_DATASOURCE_OFFLINE"}
# Check pairs of numbers far longer than any identifier allows (25 characters); the sets are patterns of the parts.
LONGEST_PAIR = 25
SETS = {"cset39": "Y", "cset64": "Z", "cset82": "X", "csetnumeric": "N"}


def test_every_part_is_allowed_as_by_gs1s_own_linters(shared):
    compared = 0
    for row in rows(shared, "ai_component_linters.jsonl"):
        name, value = row["linter"], row["value"]
        if row["error"] in NEEDS_PREFIXES or (name == "csumalpha" and len(value) > LONGEST_PAIR):
            continue
        if name in SETS:
            of, _ = ai._CLASSES[SETS[name]]
            right = re.fullmatch(f"{of}*", value) is not None and (
                name != "cset64" or bool(ai._FILLED.fullmatch(value))
            )
        else:
            right = CHECKS[name][0](value)
        assert right == row["valid"], row
        compared += 1
    assert compared >= 2_840


def test_the_table_says_what_gs1s_syntax_dictionary_says(shared):
    told = {}
    text = (shared / "conformance" / "digital-link" / "gs1-syntax-dictionary.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        words = line.partition("#")[0].split()
        if not words:
            continue
        flags = words.pop(1) if re.fullmatch("[*?]+", words[1]) else ""
        lists = {
            word.partition("=")[0]: word.partition("=")[2] for word in words[1:] if re.match("req=|ex=|dlpkey", word)
        }
        form = tuple(word for word in words[1:] if not re.match("req=|ex=|dlpkey", word))
        first, _, last = words[0].partition("-")
        for number in range(int(first), int(last or first) + 1):
            told[f"{number:0{len(first)}}"] = (flags, form, lists.get("req", ""), lists.get("ex", ""))
    assert len(told) == 541
    assert {code: as_told(row) for code, row in TABLE.items()} == told


def as_told(row: ai.Identifier) -> tuple[str, tuple[str, ...], str, str]:
    flags = "*" * row.fixed + "?" * row.in_query
    form = tuple(
        ("[" if part.optional else "")
        + f"{part.of}{'' if part.least == part.most else '..'}{part.most}"
        + ("]" if part.optional else "")
        + "".join(f",{name}" for name in part.checks)
        for part in row.parts
    )
    return flags, form, ",".join("+".join(group) for group in row.needs), ",".join(row.bars)


def test_labels_are_refused_for_the_parts_that_gs1s_own_engine_refuses(shared):
    for row in rows(shared, "ai_linter_triggers.jsonl"):
        found, refused = tried(whole, row["bracketed_ai"])
        assert (found is None) == (row["error"] != "GS1_LINTER_OK"), (row, refused)


def test_identifiers_go_together_as_by_gs1s_own_engine(shared):
    told = list(rows(shared, "ai_associations.jsonl"))
    assert sum(not row["valid"] for row in told) == 24
    for row in told:
        found, refused = tried(on_one_label, row["bracketed_ai"])
        assert (found is not None) == row["valid"], (row, refused)


def whole(text: str) -> list[tuple[str, str]]:
    pairs = elements.parse_bracketed(text)
    for code, value in pairs:
        ai.check(code, value)
    return pairs


def on_one_label(text: str) -> list[tuple[str, str]]:
    pairs = whole(text)
    ai.check_together(pairs)
    return pairs


@pytest.mark.parametrize(
    ("code", "value", "said"),
    [
        ("17", "991332", "its part '991332' is not a date like 261231 or 261200"),
        ("3103", "1957", "expected 6 digits, got '1957'"),
        ("3103", "0001957", "it has 1 characters more than expected"),
        ("8030", "a===", "expected base64url"),
        ("999", "1", "(999) is not an application identifier that GS1 has given out"),
    ],
)
def test_a_refusal_says_which_part_is_wrong_and_what_was_expected(code, value, said):
    with pytest.raises(BadKey, match=re.escape(said)):
        ai.check(code, value)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("17=261231&3103=000195&99=x&unknown=y", None),
        ("5999=000195", "(5999) is not an application identifier"),
        ("8011=1", "is not allowed behind the question mark"),
        ("37=5", "cannot stand without (00) with (02)"),
        ("02=09520123456788&37=5", "cannot stand on one label"),
        ("255=9520123000004", "cannot stand on one label"),
        ("3100=000195&3101=000195", "AI (3101) cannot stand on one label"),
        ("17=991332", "is not a date"),
    ],
)
def test_the_attributes_of_a_link_are_held_to_their_form_and_to_what_they_stand_beside(query, said):
    found = link.parse(f"/01/09520123456788/21/S1?{query}")
    if said is None:
        ai.check_link(found)
        return
    with pytest.raises((BadKey, BadPairing), match=re.escape(said)):
        ai.check_link(found)


def test_a_key_alone_is_a_link_though_a_label_would_need_more():
    ai.check_link(link.parse("/415/9520123456788"))


@given(st.sampled_from(sorted(TABLE)), st.text(max_size=40) | st.text("0123456789/-", max_size=20))
def test_no_value_does_worse_than_being_refused(code, value):
    try:
        ai.check(code, value)
        ai.check_together([(code, value)])
    except Malformed:
        return
    assert value.isascii()
    assert value
