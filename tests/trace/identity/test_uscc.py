"""Unified social credit codes."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from tests.trace.identity.material import ANYTHING, tried
from trace.identity.uscc import ALPHABET, BadUscc, Facts, Uscc, facts

REAL = "91110000600037341L"


def test_the_parts_of_a_code_are_read():
    code = Uscc.parse(REAL)
    assert (str(code), code.department, code.division, code.organisation) == (REAL, "91", "110000", "600037341")
    assert code.inner_ok


@pytest.mark.parametrize("text", [REAL.lower(), "9111 0000 6000 3734 1L", f" {REAL} "])
def test_spaces_and_small_letters_are_put_right(text):
    assert Uscc.parse(text).uscc == REAL


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("91440300708461136T", Facts(format_ok=True, inner_ok=True)),
        ("91330100799655058B", Facts(format_ok=True, inner_ok=True)),
        ("N2220502MF00000137", Facts(format_ok=True, inner_ok=True)),
        # The last character fits; the organisation's own code inside should end in 5.
        ("91220502MA0000016N", Facts(format_ok=True, inner_ok=False)),
        ("91110000600037341M", Facts(format_ok=False, inner_ok=False)),
        ("not a code", Facts(format_ok=False, inner_ok=False)),
    ],
)
def test_the_form_and_the_inner_check_are_two_facts(text, known):
    assert facts(text) == known


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9111000060003734", "expected 18 characters, got 16"),
        ("91110000600037341M", "its check character is M where L was expected"),
        ("9I110000600037341L", "'I' at position 2"),
        ("91A10000600037341L", "'A' at position 3 where a digit was expected"),
        ("91110000600037341Z", "'Z' at position 18"),
        ("９1110000600037341L", "'９' at position 1"),
        ("91110000600037341ſ", "'ſ' at position 18"),
    ],
)
def test_the_refusal_names_the_position(text, said):
    with pytest.raises(BadUscc) as refused:
        Uscc.parse(text)
    assert said in refused.value.message


def test_every_code_of_the_shared_list_is_accepted(shared):
    codes = (shared / "conformance" / "digital-link" / "uscc_valid.txt").read_text(encoding="utf-8").split()
    assert len(codes) == 92
    assert [code for code in codes if not facts(code).format_ok] == []


@given(st.integers(0, 16), st.sampled_from(ALPHABET))
def test_any_one_wrong_character_is_noticed(at, wrong):
    if wrong != REAL[at]:
        assert not facts(REAL[:at] + wrong + REAL[at + 1 :]).format_ok


@given(ANYTHING | st.text(ALPHABET, min_size=18, max_size=18))
def test_no_text_does_worse_than_being_refused(text):
    found, refused = tried(Uscc.parse, text)
    assert refused.startswith("bad-uscc: ") or len(found.uscc) == 18
