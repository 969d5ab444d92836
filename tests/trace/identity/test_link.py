"""GS1 Digital Links."""

from __future__ import annotations

import re

import pytest
from biip.gs1_digital_link_uris import GS1DigitalLinkURI
from hypothesis import given, strategies as st

from tests.trace.identity.material import ANYTHING, numbers, rows, texts, tried
from trace.identity import link
from trace.identity.keys import ELEMENTS, PRIMARY, BadKey
from trace.identity.link import BadLink, Link

GTIN = "09520123456788"
AT = "https://id.gs1.org"


def default(folder, name: str) -> list[dict]:
    """The rows that hold without options of GS1's engine: its default behaviour."""
    return [row for row in rows(folder, name) if not row["flags"]]


def test_every_link_of_gs1s_own_engine_is_read_or_refused_as_there(shared):
    told = default(shared, "dl_parse.jsonl")
    assert (len(told), sum(row["valid"] for row in told)) == (51, 31)
    for row in told:
        if row["valid"]:
            assert elements(link.parse(row["uri"])) == row["element_string"].replace("^", ""), row["uri"]
        else:
            with pytest.raises((BadLink, BadKey)):
                link.parse(row["uri"])


def elements(found: Link) -> str:
    """The element string without separators, by which GS1's vectors tell what was read."""
    return "".join(ai + value for ai, value in ((found.key, found.value), *found.qualifiers, *found.attributes))


def test_every_link_of_gs1s_own_engine_is_built_the_same(shared):
    for row in default(shared, "dl_build.jsonl"):
        pairs = re.findall(r"\(([0-9]+)\)([^(]*)", row["bracketed_ai"])
        if row["valid"]:
            assert Link.of(pairs).uri(row["stem"]) == row["uri"]
        else:
            with pytest.raises(BadLink):
                Link.of(pairs)


def test_percent_encoding_is_that_of_gs1s_own_engine(shared):
    for row in rows(shared, "dl_uri_escape.jsonl"):
        given_, path, query = row["args"]
        if row["fn"] == "test_URIescape":
            assert (link.escaped(given_), link.quote_plus(given_)) == (path, query)
        else:
            assert link.unescaped(given_) == path


def test_scenarios_of_others_hold_where_the_current_standard_agrees(shared):
    told = {row["scenario"]: row["steps"] for row in rows(shared, "dl_scenarios.jsonl")}
    quoted = {name: re.findall(r'"([^"]*)"', " ".join(text for text, _ in steps)) for name, steps in told.items()}
    slashed, plain = quoted["Ensure trailing slashes are tolerated"]
    assert link.parse(slashed) == link.parse(plain)
    for name in (
        "Digital Link from invalid (invalid scheme) Digital Link",
        "Digital Link from invalid (invalid non-GS1 key-value pair - key) Digital Link",
    ):
        with pytest.raises(BadLink):
            link.parse(quoted[name][0])
    for name in ("check digit", "no AI", "invalid sequence"):
        table = told[f"Digital Link from invalid data ({name})"][0][1][1:]
        with pytest.raises((BadLink, BadKey)):
            Link.of(tuple(pair) for pair in table)


def test_links_that_others_made_of_bracketed_elements_say_the_same(shared):
    compared = 0
    for row in rows(shared, "dl_conversion.jsonl"):
        text, expected = row["row"].get("elementString", ""), row["row"].get("digitalLink", "")
        # Short names, GTINs of fewer digits, and piece 2 of 1 (8006) are read by these others and by nobody else.
        found, _ = tried(link.parse, expected)
        if text.startswith("(") and found is not None:
            pairs = re.findall(r"\(([0-9]{2,4})\)((?:[^(]|\((?![0-9]{2,4}\)))*)", text)
            assert Link.of(pairs).canonical == found.canonical
            assert {found.key: found.value, **dict(found.qualifiers), **dict(found.attributes)} == dict(pairs)
            compared += 1
    assert compared >= 55


@pytest.mark.parametrize(
    ("text", "canonical"),
    [
        (f"/01/{GTIN}", f"{AT}/01/{GTIN}"),
        (f"http://shop.example/a/b/01/{GTIN}/", f"{AT}/01/{GTIN}"),
        (f"HTTPS://SHOP.EXAMPLE:8443/01/{GTIN}?17=261231&t=x#top", f"{AT}/01/{GTIN}"),
        (f"/01/{GTIN}/10/L1/21/S1", f"{AT}/01/{GTIN}/21/S1"),
        (f"/01/{GTIN}/22/V1/10/L1/21/S1", f"{AT}/01/{GTIN}/21/S1"),
        (f"/01/{GTIN}/22/V1/10/L1", f"{AT}/01/{GTIN}/10/L1"),
        (f"/01/{GTIN}/22/V1", f"{AT}/01/{GTIN}/22/V1"),
        (f"/01/{GTIN}/235/T1", f"{AT}/01/{GTIN}/235/T1"),
        (f"/01/{GTIN}/21/a%2fb+c", f"{AT}/01/{GTIN}/21/a%2Fb%2Bc"),
        (f"/01/{GTIN}/21/%41%7E", None),
        (f"/01/{GTIN}/10/50%", f"{AT}/01/{GTIN}/10/50%25"),
        (f"/01/{GTIN}/10/01", f"{AT}/01/{GTIN}/10/01"),
        (f"/00/x/01/{GTIN}", f"{AT}/01/{GTIN}"),
        ("https://[2001:db8::1]/00/952012345678912345", f"{AT}/00/952012345678912345"),
        ("/414/9520123456788/254/32a%2Fb", f"{AT}/414/9520123456788/254/32a%2Fb"),
        ("/8006/095201234567880102/10/L/21/S", f"{AT}/8006/095201234567880102/21/S"),
        ("/8010/9520123AB%2FC/8011/7", f"{AT}/8010/9520123AB%2FC/8011/7"),
        ("/8013/1987654Ad4X4bL5ttr2310c2K", f"{AT}/8013/1987654Ad4X4bL5ttr2310c2K"),
    ],
)
def test_every_spelling_has_one_canonical_name(text, canonical):
    if canonical is None:  # a tilde is in no value of GS1's
        with pytest.raises(BadKey):
            link.parse(text)
        return
    found = link.parse(text)
    assert found.canonical == canonical
    assert link.parse(canonical).canonical == canonical


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            f"/01/{GTIN[:-1]}9",
            "'09520123456789' is not a value of AI (01), GTIN: its check digit is 9 where 8 was expected",
        ),
        (f"/01/{GTIN[1:]}", "expected 14 digits, got 13 digits"),
        ("/01/96385074", "expected 14 digits, got 8 digits"),
        ("/01/614141000036", "expected 14 digits, got 12 digits"),
        ("/00/952012345678912346", "its check digit is 6 where 5 was expected"),
        (f"/01/{GTIN}/21/S/10/L", "AIs '21', '10' cannot follow (01) like this: expected 22, 10, 21 or 235"),
        (f"/01/{GTIN}/21/S/21/S", "cannot follow (01)"),
        (f"/01/{GTIN}/10/L/235/T", "cannot follow (01)"),
        ("/00/952012345678912345/10/L", "cannot follow (00) like this: expected none"),
        (f"/01/{GTIN}/21/", "is not a GS1 Digital Link"),
        (f"/01/{GTIN}//21/S", "is not a GS1 Digital Link"),
        (f"/01/{GTIN}/21/%20", "' ' is not a value of AI (21), serial"),
        (f"/01/{GTIN}/21/%2E%2E", "a segment of a URI cannot be dots alone"),
        (f"/01/{GTIN}/21/" + "x" * 21, "expected 1 to 20 characters, got 21 characters"),
        (f"/01/{GTIN}?21=S", "AI (21) stands behind the question mark"),
        (f"/01/{GTIN}?17=261231&17=261231", "AI (17) is given twice"),
        (f"/01/{GTIN}?123456=1", "'123456' is not a GS1 application identifier"),
        (f"/01/{GTIN}?[a]=b", "expected brackets to be percent-encoded"),
        ("/01/%EF%BC%90" + GTIN[1:], "is not a value of AI (01)"),
        ("/gtin/" + GTIN, "is not a GS1 Digital Link"),
        ("/8006/095201234567880302", "its piece must be between 01 and the total"),
        ("/8013/1987654Ad4X4bL5ttr2310cXX", "its check pair does not fit"),
        ("/01/" + "9" * 3000, "in at most 2048 characters"),
    ],
)
def test_what_is_no_link_is_refused_with_a_sentence(text, said):
    with pytest.raises((BadLink, BadKey)) as refused:
        link.parse(text)
    assert said in refused.value.message


def test_a_link_tells_its_parts():
    found = link.parse(f"/01/{GTIN}/10/L1/21/S1")
    assert [str(part) for part in (found.gtin, found.lot, found.serial)] == [GTIN, "L1", "S1"]
    parcel = link.parse("/00/952012345678912345")
    assert (parcel.gtin, parcel.lot, parcel.serial) == (None, None, None)


def test_a_link_cannot_be_built_past_its_checks():
    for wrong in (("21", "S"), ("01", GTIN[:-1] + "9"), ("01", GTIN, (("10", ""),)), ("01", GTIN, (), (("x", "1"),))):
        with pytest.raises((BadLink, BadKey)):
            Link(*wrong)


def goods() -> st.SearchStrategy[Link]:
    finer = st.fixed_dictionaries({}, optional={"22": texts(20), "10": texts(20), "21": texts(20)})
    # In the standard's order; the attribute 99 may hold anything of set 82.
    ordered = finer.map(lambda said: tuple((ai, said[ai]) for ai in ("22", "10", "21") if ai in said))
    rest = st.just(()) | texts(30).map(lambda text: (("99", text),))
    return st.builds(Link, st.just("01"), numbers(14), ordered, rest)


def others() -> st.SearchStrategy[Link]:
    place = st.builds(Link, st.just("414"), numbers(13), st.just(()) | texts(20).map(lambda text: (("254", text),)))
    asset = st.builds(Link, st.just("8004"), texts(20).map(lambda text: f"9520{text}"))
    return st.builds(Link, st.just("00"), numbers(18)) | place | asset


@given(goods() | others(), st.sampled_from([AT, "https://shop.example/a", "http://127.0.0.1:8000/"]))
def test_what_was_built_reads_back_as_the_same(made, stem):
    assert link.parse(made.uri(stem)) == made
    assert link.parse(made.path) == Link(made.key, made.value, made.qualifiers)
    assert link.parse(made.canonical).canonical == made.canonical
    assert link.find(made.canonical).meant or made.key == "8004"


@given(goods(), st.randoms(use_true_random=False))
def test_the_order_in_which_identifiers_are_given_does_not_matter(made, random):
    pairs = [(made.key, made.value), *made.qualifiers, *made.attributes]
    random.shuffle(pairs)
    assert Link.of(pairs) == made


@given(goods())
def test_biip_reads_the_same_elements(made):
    theirs = GS1DigitalLinkURI.parse(made.uri())
    assert {e.ai.ai: e.value for e in theirs.element_strings} == dict(
        [(made.key, made.value), *made.qualifiers, *made.attributes]
    )


@given(ANYTHING)
def test_no_text_does_worse_than_being_refused(text):
    for spelled in (text, f"https://a/{text}", f"/01/{GTIN}/21/{text}", f"/01/{GTIN}?{text}"):
        found, refused = tried(link.parse, spelled)
        assert refused.startswith(("bad-link: ", "bad-key: ")) or link.parse(found.uri()) == found


def test_the_table_of_keys_agrees_with_gs1s_syntax_dictionary(shared):
    text = (shared / "conformance" / "digital-link" / "gs1-syntax-dictionary.txt").read_text(encoding="utf-8")
    told = {}
    for ai, said in re.findall(r"^([0-9]{2,4}) .*?\bdlpkey(=[0-9,|]+)?(?: |$)", text, re.MULTILINE):
        told[ai] = tuple(tuple(row.split(",")) if row else () for row in said.removeprefix("=").split("|"))
    assert told == PRIMARY
    assert {ai for rows_ in PRIMARY.values() for row in rows_ for ai in row} | PRIMARY.keys() <= ELEMENTS.keys()
