"""Compressed Digital Links, and the conversions of others between links and element strings."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from urllib.parse import urlsplit

import pytest
from hypothesis import given, strategies as st

from tests.trace.identity.material import ANYTHING, numbers, rows, texts, tried
from trace.errors import Malformed
from trace.identity import compression, elements, link
from trace.identity.link import Link

# Names that stood for identifiers until URI syntax 1.3.0 withdrew them; whatever uses one is not read.
SHORT_NAMES = """
sscc gtin cpv lot ser gln glnx glnProd payTo purchasedFrom shipTo billTo shipFor party itip gmn cpid cpsn gsrn gsrnp srin
gcn gdti ginc gsin grai giai exp
"""
WITHDRAWN = frozenset(SHORT_NAMES.split())
# Locations that were keys of links once: they say which thing no more than a date does (no dlpkey in the dictionary).
NO_KEYS = ("410", "411", "412", "413", "416")
# Piece 2 of 1, in an ITIP (8006) that these others use throughout.
NO_PIECE = "054123450000130201"


def why_not(text: str, said: dict[str, str]) -> str:
    """Why the current standard does not read a link that these others do, or "" where it must."""
    path, _, query = text.partition("#")[0].partition("?")
    segments = path.split("/")[3:]
    if WITHDRAWN & {*segments, *(part.partition("=")[0] for part in query.split("&"))}:
        return "short names"
    if any(ai == "01" and len(value) < 14 for ai, value in pairwise(segments)):
        return "GTIN of fewer than 14 digits"
    if NO_PIECE in said.values():
        return "piece 2 of 1"
    return "a location that is no key" if said and not said.keys() - {*NO_KEYS} else ""


def pairs_of(text: str) -> dict[str, str]:
    """What a link or an element string says."""
    if not text.startswith("http"):
        bare = text.removeprefix("]C1").replace("<GS>", "\x1d").replace("<gs>", "\x1d")
        return dict(elements.parse_bracketed(bare) if bare.startswith("(") else elements.parse(bare))
    expanded = compression.expand(urlsplit(text).path)
    found = expanded.link if expanded else link.parse(text)
    behind = link.parse(f"/01/09520123456788?{urlsplit(text).query}").attributes
    return {found.key: found.value, **dict(found.qualifiers), **dict(found.attributes), **dict(behind)}


def in_clear(text: str) -> dict[str, str]:
    """The identifiers that can be seen in a link, or all of an element string."""
    if not text.startswith("http"):
        return tried(pairs_of, text)[0] or {}
    return {ai: value for ai, value in pairwise(urlsplit(text).path.split("/")) if ai.isdigit() and len(ai) <= 4}


LINKS = (
    "digitalLink",
    "digitalLinkUri",
    "compressedDigitalLink",
    "partiallyCompressedDigitalLink",
    "expectedDigitalLink",
)
TEXTS = (*LINKS, "compressedDigitalLinkUri", "decompressedDigitalLink", "elementString", "elementStrings")


def test_links_and_element_strings_of_others_say_the_same_compressed_or_not(shared):
    """Every row that the current standard reads; the others are counted by the one reason that each has."""
    compared = Counter[str]()
    for row in (*rows(shared, "dl_compression.jsonl"), *rows(shared, "dl_conversion.jsonl")):
        sides = [text for name, text in row["row"].items() if name in TEXTS]
        if "uriStem" in row["row"] or len(sides) < 2:
            continue
        # What stands in clear on one side tells why the other is not read.
        clear = {ai: value for text in sides for ai, value in in_clear(text).items()}
        reason = next((why for text in sides if (why := why_not(text, clear))), "")
        compared[reason] += 1
        if not reason:
            first, *others = [pairs_of(text) for text in sides]
            assert all(other == first for other in others), row
    assert compared[""] >= 600, compared
    assert set(compared) <= {
        "",
        "short names",
        "GTIN of fewer than 14 digits",
        "piece 2 of 1",
        "a location that is no key",
    }


def test_compressed_links_are_decompressed_to_the_address_that_others_expect(shared):
    exact = Counter[str]()
    for row in rows(shared, "dl_compression.jsonl"):
        if row["feature"] != "DecompressGs1DigitalLink":
            continue
        given_ = row["row"].get("compressedDigitalLink") or row["row"]["partiallyCompressedDigitalLink"]
        expected = row["row"]["expectedDigitalLink"]
        reason = why_not(expected, in_clear(expected)) or why_not(given_, {})
        exact[reason] += 1
        if not reason:
            expanded = compression.expand(urlsplit(given_).path)
            assert (expanded.link if expanded else link.parse(given_)).uri() == expected
    assert exact == {"": 36, "short names": 66, "piece 2 of 1": 7, "a location that is no key": 4, GTIN_13: 1}


GTIN_13 = "GTIN of fewer than 14 digits"


def test_names_that_are_not_gs1s_come_out_of_compression_too(shared):
    checked = 0
    for row in rows(shared, "dl_conversion.jsonl"):
        if not row["scenario"].startswith("Decompress"):
            continue
        packed, expected = urlsplit(row["row"]["compressedDigitalLinkUri"]), row["row"]["digitalLinkUri"]
        expanded = compression.expand(packed.path)
        assert f"https://id.gs1.org{expanded.address(packed.query)}" == expected.partition("#")[0]
        checked += 1
    assert checked == 13


def test_compressed_links_are_as_short_as_those_of_others(shared):
    shorter = Counter[bool]()
    for row in rows(shared, "dl_compression.jsonl"):
        text, expected = row["row"].get("elementString", ""), row["row"].get("digitalLink", "")
        made, _ = tried(lambda text: Link.of(pairs_of(text).items()), text)
        if not row["feature"].startswith("Gs1ElementStringsTo") or "short" in row["scenario"] or made is None:
            continue
        whole = "partially" not in row["scenario"]
        ours = compression.compress(made, whole=whole, together=False)
        assert len(ours) <= len(urlsplit(expected).path)
        assert len(compression.compress(made, whole=whole)) <= len(ours)
        shorter[ours == urlsplit(expected).path] += 1
    # Two hold an optional part that is not there; these others spend bits on it that say nothing.
    assert shorter[False] == 2
    assert shorter[True] >= 190


KEYED = (
    st.builds(
        Link,
        st.just("01"),
        numbers(14),
        st.fixed_dictionaries({}, optional={"22": texts(20), "10": texts(20), "21": texts(20)}).map(
            lambda said: tuple((ai, said[ai]) for ai in ("22", "10", "21") if ai in said)
        ),
        st.sampled_from(
            [
                (),
                (("17", "261231"),),
                (("3103", "000195"),),
                (("91", "a(b"), ("17", "261200")),
                (("7003", "2612312359"),),
            ]
        ),
    )
    | st.builds(Link, st.just("00"), numbers(18))
    | st.builds(Link, st.just("414"), numbers(13), texts(20).map(lambda text: (("254", text),)))
    | st.builds(Link, st.just("253"), st.tuples(numbers(13), texts(17) | st.just("")).map("".join))
    | st.builds(Link, st.just("8003"), st.tuples(st.just("0"), numbers(13), texts(16) | st.just("")).map("".join))
)


@given(KEYED, st.booleans(), st.booleans())
def test_what_was_compressed_comes_out_the_same(made, whole, together):
    path = compression.compress(made, whole=whole, together=together)
    if not whole and not made.qualifiers and not made.attributes:
        assert path == made.path
        return
    found = compression.expand(path)
    assert (found.link.key, found.link.value, found.link.qualifiers) == (made.key, made.value, made.qualifiers)
    assert dict(found.link.attributes) == dict(made.attributes)


@given(
    KEYED, st.dictionaries(st.text("abcXYZ09_-", min_size=1, max_size=10), st.text("ab 9&=%/", max_size=20), max_size=3)
)
def test_other_names_are_carried_along(made, others):
    found = compression.expand(compression.compress(made, others.items()))
    assert dict(found.others) == others


@pytest.mark.parametrize(
    "path",
    ["/", "/foo", "/courier", "/01/09520123456788/foo", "/01/09520123456788/10", "/AQnYUc1gmiCNV4J", "/AQnYUc1gmiCNV4JGAAAA1",
     "/AQnYUc1gmh", "/gAMJCAXukTMA!", "/" + "A" * 3000, "/01/09520123456788/21/EEarwSM"],
)  # fmt: skip
def test_what_is_not_compressed_is_told_from_it(path):
    assert compression.expand(path) is None


@given(ANYTHING | st.text(compression._64, max_size=60))
def test_no_path_does_worse_than_not_being_one(text):
    compression.expand(f"/{text}")
    tried(compression.decompress, text)
    found = compression.expand(f"/01/09520123456788/{text}")
    assert found is None or link.parse(found.link.path)


def test_a_compressed_segment_that_is_cut_off_says_so():
    with pytest.raises(Malformed, match="cut off"):
        compression.decompress("AQnYUc1gmiCNV4")
