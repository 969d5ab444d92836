"""The one name of a thing, and its kind."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from tests.trace.identity.material import ANYTHING, numbers, texts, tried
from trace.errors import Malformed
from trace.identity import link, thing
from trace.identity.link import Link

ORIGIN = "log.example"
AT = "https://id.gs1.org"
ITEM = f"{AT}/01/09520123456788/21/S1"


@pytest.mark.parametrize(
    "text",
    [
        ITEM,
        "/01/09520123456788/21/S1",
        "https://shop.example/x/01/09520123456788/10/L/21/S1?17=261231#a",
        "http://log.example/01/09520123456788/21/S1/",
        "HTTPS://SHOP.EXAMPLE/01/09520123456788/21/%53%31",
        "urn:epc:id:sgtin:9520123.045678.S1",
        "urn:epc:id:sgtin:952012345678.0.S1",
    ],
)
def test_every_spelling_of_an_item_gives_one_name(text):
    assert thing.canonical(text, ORIGIN) == ITEM


@pytest.mark.parametrize(
    "text",
    ["/id/A-100/L1", "https://log.example/id/A-100/L1", "http://LOG.example/id/A-100/%4C1/", "/id/A-100/L1?t=1#x"],
)
def test_every_spelling_of_an_own_name_gives_one_name(text):
    assert thing.canonical(text, ORIGIN) == "https://log.example/id/A-100/L1"


def test_the_origin_is_written_as_the_log_was_made_and_read_in_any_case():
    assert thing.canonical("https://log.EXAMPLE/id/A-100", "Log.example") == "https://Log.example/id/A-100"
    assert (
        thing.canonical("https://log.example:8443/id/A-100", "log.example:8443") == "https://log.example:8443/id/A-100"
    )


def test_escapes_are_written_in_capitals():
    assert thing.canonical(f"{AT}/01/09520123456788/21/%3a", ORIGIN) == f"{AT}/01/09520123456788/21/%3A"


@pytest.mark.parametrize(
    "uri",
    [
        "urn:uuid:0a1b2c3d-0000-4000-8000-000000000000",
        "https://shop.example/things/A%2f1?x=1#y",
        "https://other.example/id/A-100/%4C1",
        "https://shop.example/2026/01/15",
        "https://shop.example/room/401/1234",
        "https://log.example/about",
        "https://shop.example",
        "urn:epcglobal:cbv:bizstep:shipping",
        "ni:///sha-256;f4OxZX",
        "HTTP://SHOP.EXAMPLE/things/1",
    ],
)
def test_other_absolute_uris_are_names_byte_for_byte(uri):
    assert thing.canonical(uri, ORIGIN) == uri
    assert thing.class_of(uri) is None or uri.startswith("https://other.example/id/")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "'' cannot name a thing: expected an absolute URI"),
        ("09520123456788", "expected an absolute URI"),
        ("//shop.example/x", "is not a GS1 Digital Link"),
        ("shop.example/01/09520123456788", "expected an absolute URI"),
        (f"{ITEM[:-1]} ", "expected an absolute URI"),
        (f"{ITEM}\n", "expected an absolute URI"),
        ("https://溯源.example/x", "expected an absolute URI"),
        ("https://id.gs1.org/01/0９520123456788", "expected an absolute URI"),
        ("https://id.gs1.org/01/09520123456789", "its check digit is 9 where 8 was expected"),
        ("https://shop.example/01/09520123456789/21/S1", "its check digit is 9 where 8 was expected"),
        ("https://shop.example/01/9520123456788", "expected 14 digits, got 13 digits"),
        ("https://shop.example/01/09520123456788?21=S1", "stands behind the question mark"),
        ("https://shop.example/01/09520123456788?a[]=1", "brackets"),
        (f"{AT}/01/09520123456788/21/..", "dots alone"),
        (f"{AT}/01/09520123456788/10/.", "dots alone"),
        ("https://id.gs1.org/voc/Product", "is not a GS1 Digital Link"),
        ("https://id.gs1.org", "is not a GS1 Digital Link"),
        ("hTTps://shop.example/x", "http:// or https:// in small letters"),
        ("https:shop.example/x", "then a host"),
        ("https://me:secret@shop.example/01/09520123456788", "a host without a user"),
        ("https://log.example/id/ginseng", "is not a product code"),
        ("https://log.example/id/", "is not one of our names"),
        ("urn:EPC:id:sgtin:9520123.045678.S1", "expected a pure identity"),
        ("https://a/" + "x" * 2048, "expected at most 2048 characters"),
    ],
)
def test_what_cannot_name_a_thing_is_refused(text, said):
    with pytest.raises(Malformed) as refused:
        thing.canonical(text, ORIGIN)
    assert said in refused.value.message


@pytest.mark.parametrize(
    ("uri", "kind", "of"),
    [
        (ITEM, "item", f"{AT}/01/09520123456788"),
        (f"{AT}/01/09520123456788/235/T", "item", f"{AT}/01/09520123456788"),
        (f"{AT}/01/09520123456788/10/L", "lot", f"{AT}/01/09520123456788"),
        (f"{AT}/01/09520123456788/22/V", "product", f"{AT}/01/09520123456788"),
        (f"{AT}/01/09520123456788", "product", None),
        (f"{AT}/8006/095201234567880102/21/S", "item", f"{AT}/8006/095201234567880102"),
        (f"{AT}/00/952012345678912345", "parcel", None),
        (f"{AT}/414/9520123456788/254/1", "place", None),
        (f"{AT}/417/9520123456788", "party", None),
        (f"{AT}/8004/95201231", "other", None),
        ("https://log.example/id/A-100", "product", None),
        ("https://log.example/id/A-100/L", "lot", "https://log.example/id/A-100"),
        ("https://log.example/id/A-100/L/S", "item", "https://log.example/id/A-100"),
        ("https://log.example/id/A-100/-/S%2F1", "item", "https://log.example/id/A-100"),
        ("https://log.example/id/waybill/sf/SF1234", "parcel", None),
        ("https://log.example/id/parcel/p1", "parcel", None),
        ("https://log.example/id/party/7", "party", None),
        ("https://log.example/id/place/CN-220582", "place", None),
        ("https://log.example/id/case/2026-7", "case", None),
        ("https://log.example/id/ginseng", "other", None),
        ("https://log.example/ids/A-100", "other", None),
        ("urn:uuid:0a1b2c3d-0000-4000-8000-000000000000", "other", None),
    ],
)
def test_a_name_says_its_kind_and_its_product(uri, kind, of):
    assert thing.kind(uri) == kind
    assert thing.class_of(uri) == of


@given(numbers(14), st.sampled_from(["10", "21"]), texts(20))
def test_the_quick_way_and_the_whole_way_agree(gtin, ai, value):
    whole = Link("01", gtin, ((ai, value),)).canonical
    assert thing._GOODS.fullmatch(whole), "a canonical name takes the quick way"
    assert thing.canonical(whole, ORIGIN) == whole == link.parse(whole).canonical
    assert thing.kind(whole) == {"10": "lot", "21": "item"}[ai]


@given(numbers(14), st.text("%2aAfFb~.1", min_size=1, max_size=8))
def test_only_canonical_spellings_take_the_quick_way(gtin, spelled):
    uri = f"{AT}/01/{gtin}/21/{spelled}"
    if thing._GOODS.fullmatch(uri):
        assert link.parse(uri).canonical == uri


@given(ANYTHING)
def test_a_name_stays_itself_and_no_text_does_worse_than_being_refused(text):
    for spelled in (text, f"https://{text}", f"{AT}/{text}", f"https://log.example/id/{text}", f"urn:{text}"):
        name, refused = tried(thing.canonical, spelled, ORIGIN)
        if name is None:
            assert refused.startswith("bad-")
            continue
        assert thing.canonical(name, ORIGIN) == name
        assert name.isascii()
        assert len(name) <= thing.MAX + 100
        assert tried(thing.kind, name)[1] == tried(thing.class_of, name)[1] == ""


def test_every_thing_in_gs1s_own_examples_has_a_name(shared):
    found = set()
    for path in (shared / "conformance" / "epcis").rglob("*.jsonld"):
        text = path.read_text(encoding="utf-8")
        for part in re.findall(r'"(?:epcList|childEPCs|inputEPCList|outputEPCList)"\s*:\s*\[([^\]]*)\]', text):
            found |= set(re.findall(r'"([^"]+)"', part))
        found |= set(re.findall(r'"(?:parentID|epcClass)"\s*:\s*"([^"]+)"', text))
    assert len(found) > 40
    for uri in found:
        name = thing.canonical(uri, ORIGIN)
        assert thing.canonical(name, ORIGIN) == name
