"""The official GS1 resolver test suite, criterion by criterion under its own ids: the linkset and the way to a link."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl, quote, urlsplit

import jsonschema_rs
import pytest

from tests.app.consumer.linked import BASE, GTIN, ITEM, LINKSET, LOT, VOC
from tests.app.consumer.told import BROWSER
from trace.linktypes import NAMES

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
ANYTHING = {"Accept": "*/*"}
SCHEMA = "conformance/digital-link/resolver/gs1-linkset-schema.json"


def test_ltlinksetnoredirect_gives_the_linkset(tree, linkset):
    for name in ("linkType", "linktype", "LINKTYPE"):
        found = tree.get(f"{ITEM}?{name}=linkset", **ANYTHING)
        assert (found.status_code, found.json) == (200, linkset)


def test_ltallnoredirect_gives_the_linkset(tree, linkset):
    found = tree.get(f"{ITEM}?linkType=all", **ANYTHING)
    assert (found.status_code, found.json) == (200, linkset)


def test_ltacceptheader_gives_the_linkset(tree, linkset):
    for accept in ("application/linkset+json", "text/html;q=0.1, application/linkset+json"):
        found = tree.get(ITEM, Accept=accept)
        assert (found.status_code, found.json) == (200, linkset)


@pytest.mark.parametrize("path", [ITEM, LOT, GTIN, "/8004/095060001343", f"{GTIN}/21/NOBODY"])
def test_validlinkset_by_the_published_schema(tree, shared, path):
    schema = json.loads((shared / SCHEMA).read_text(encoding="utf-8"))
    jsonschema_rs.validate(schema, tree.client().get(path, headers=LINKSET).json)


def test_linksetjsonldcheck_a_context_makes_it_json_ld(tree):
    found = tree.client().get(ITEM, headers=LINKSET)
    entry = next(one for one in found.headers["Link"].split(",") if "json-ld#context" in one)
    assert 'rel="http://www.w3.org/ns/json-ld#context"' in entry
    assert 'type="application/ld+json"' in entry
    where = re.search("<(.*?)>", entry)[1]
    context = tree.get(where.removeprefix(BASE))
    assert context.mimetype == "application/ld+json"
    assert context.json["@context"]["anchor"] == "@id"
    assert tree.get(ITEM + "?linkType=linkset", Accept="application/ld+json").json["@context"] == where


def test_declaredcontenttype_is_what_was_asked_for(tree):
    assert tree.client().get(ITEM, headers=LINKSET).mimetype == "application/linkset+json"
    assert tree.get(f"{ITEM}?linkType=linkset", **ANYTHING).mimetype == "application/linkset+json"
    assert tree.get(f"{ITEM}?linkType=linkset", Accept="application/json").mimetype == "application/json"


def test_hackedlinkset_is_a_list_of_contexts(tree, linkset):
    assert list(linkset) == ["linkset"]
    assert isinstance(linkset["linkset"], list)
    assert all(isinstance(one, dict) for one in linkset["linkset"])


def test_qspassedon_all_that_stood_behind_the_question_mark(tree):
    tree.link(GTIN, "gs1:support", "https://shop.example/help?a=1#top")
    found = tree.get(f"{GTIN}?foo=bar&linkType=gs1:support&x=%2F+y&17=261231", **ANYTHING)
    assert found.headers["Location"] == "https://shop.example/help?a=1&foo=bar&x=%2F+y&17=261231#top"
    walked = tree.get(f"{GTIN}/10/KL8G?foo=bar", **ANYTHING)
    assert walked.headers["Location"] == f"{BASE}{GTIN}?foo=bar"


def test_defaultlinkexists_at_every_level_with_a_title_alone(tree):
    for path in (ITEM, GTIN, "/8004/095060001343"):
        for links in [one[f"{VOC}defaultLink"] for one in tree.linkset(path).values()]:
            assert [set(one) for one in links] == [{"href", "title"}]


def test_singledefaullink_and_it_is_described_by_its_kind_too(tree):
    for path in (ITEM, "/8004/095060001343"):
        for one in tree.linkset(path).values():
            (default,) = one[f"{VOC}defaultLink"]
            others = [
                target for kind, links in one.items() if isinstance(links, list) for target in links if "type" in target
            ]
            assert default["href"] in {target["href"] for target in others}


def test_singlemultilink_several_defaults_are_several(tree):
    assert all(f"{VOC}defaultLinkMulti" not in one for one in tree.linkset(ITEM).values())
    asset = "/8004/095060009999"
    tree.link(asset, "gs1:pip", "https://shop.example/zh", "zh", default=True)
    assert f"{VOC}defaultLinkMulti" not in tree.linkset(asset)[BASE + asset]
    tree.link(asset, "gs1:pip", "https://shop.example/en", "en", default=True)
    assert len(tree.linkset(asset)[BASE + asset][f"{VOC}defaultLinkMulti"]) == 2
    # A plain request is led to the one that suits.
    assert tree.get(asset, Accept_Language="en-GB").headers["Location"] == "https://shop.example/en"
    assert tree.get(asset, Accept_Language="zh-CN,en;q=0.5").headers["Location"] == "https://shop.example/zh"
    assert tree.get(asset, Accept_Language="fr").status_code == 300


def test_linktypesdefined_are_terms_of_the_gs1_vocabulary(tree, shared):
    text = (shared / "conformance/digital-link/resolver/linktypes_webvoc_1.16.json").read_text(encoding="utf-8")
    assert {one["id"] for one in json.loads(text)} == {f"gs1:{name}" for name in NAMES}
    for one in tree.linkset(ITEM).values():
        kinds = set(one) - {"anchor", "itemDescription", "alternate"}
        assert {kind.removeprefix(VOC) for kind in kinds} <= NAMES


def test_defaulttarget_is_what_a_plain_request_comes_to(tree):
    for path in (ITEM, LOT, GTIN):
        target = tree.linkset(path)[BASE + path][f"{VOC}defaultLink"][0]["href"]
        # Our own page is the default and is served at the Digital Link itself: there is nowhere to redirect to.
        assert target == BASE + path
        assert tree.client().get(path, headers=BROWSER).status_code == 200
        asked = tree.get(f"{path}?linkType=gs1:defaultLink", **ANYTHING)
        assert (asked.status_code, asked.headers["Location"]) == (307, target)
    asset = "/8004/095060001343"
    target = tree.linkset(asset)[BASE + asset][f"{VOC}defaultLink"][0]["href"]
    assert (tree.get(asset).status_code, tree.get(asset).headers["Location"]) == (307, target)


def test_loobject_the_only_link_of_a_kind_is_led_to(tree):
    tree.link(GTIN, "gs1:support", "https://shop.example/help", "en")
    for kind in ("gs1:support", f"{VOC}support", "https://gs1.org/voc/support", "https://www.gs1.org/voc/support"):
        for headers in (ANYTHING, BROWSER, {"Accept-Language": "fr"}):
            found = tree.client().get(f"{ITEM}?linkType={quote(kind)}", headers=headers)
            assert (found.status_code, found.headers["Location"]) == (307, "https://shop.example/help")


def test_loobject_of_several_that_suit_the_same_the_reader_chooses(tree):
    for number in (1, 2):
        tree.link(GTIN, "gs1:certificationInfo", f"https://shop.example/{number}", "en", media_type="application/pdf")
    found = tree.get(f"{GTIN}?linkType=gs1:certificationInfo", Accept_Language="en", Accept="application/pdf")
    assert found.status_code == 300
    (one,) = found.json["linkset"]
    assert [target["href"][-1] for target in one[f"{VOC}certificationInfo"]] == ["1", "2"]
    page = tree.client().get(f"{GTIN}?linkType=gs1:certificationInfo", headers=BROWSER)
    assert page.status_code == 300
    assert 'href="https://shop.example/2"' in page.text


def test_loobject_of_several_the_one_that_suits_is_led_to(tree):
    """The official entry's 17 links, each asked for as the suite asks for it."""
    product = tree.linkset(GTIN)[BASE + GTIN]
    asked = 0
    for kind, links in product.items():
        for one in links if isinstance(links, list) else []:
            if "dalgiardino" in one["href"]:
                answer = tree.get(
                    f"{GTIN}?linkType={quote(kind)}", Accept=one["type"], Accept_Language=one["hreflang"][0]
                )
                assert answer.status_code == 307, one
                assert dict(parse_qsl(urlsplit(answer.headers["Location"]).query)) == dict(
                    parse_qsl(urlsplit(one["href"]).query)
                )
                assert answer.headers["Location"] == one["href"]
                asked += 1
    assert asked == 17


def test_specificlinktypenotfound_is_404(tree):
    for kind in ("gs1:nosuchlt", "gs1:dpp", "nonsense kind", "https://shop.example/voc/x"):
        found = tree.get(f"{ITEM}?linkType={quote(kind)}", Accept="application/json")
        assert (found.status_code, found.json["code"]) == (404, "no-such-link")
