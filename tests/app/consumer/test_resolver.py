"""The official GS1 resolver test suite, criterion by criterion under its own ids: addresses, methods and headers."""

from __future__ import annotations

import json
import re
import ssl
import threading
import urllib.request
from urllib.parse import urlsplit

import pytest
from werkzeug.serving import make_server

from tests.app.consumer.linked import BASE, GTIN, ITEM, LINKSET, LOT, VOC
from tests.app.consumer.told import BROWSER
from trace.errors import Malformed
from trace.identity import keys, link

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
# The suite asks like this when it looks at headers alone.
ANYTHING = {"Accept": "*/*"}
# What the suite calls plausible (URI syntax 1.2, "RE2"): a key of the current standard, and what follows in pairs.
PLAUSIBLE = re.compile(rf"https?://[^/?#]+(/.*)?/({'|'.join(keys.PRIMARY)})/\d{{4}}[^/]+(/[^/]+/[^/]+)*/?(\?.*)?")


def test_isurl_every_address_that_is_handed_out_is_one(tree):
    for anchor in tree.linkset(ITEM):
        parts = urlsplit(anchor)
        assert (parts.scheme, parts.netloc) == ("https", "id.example.org")


def test_validdl_what_is_handed_out_is_a_digital_link(tree):
    assert [link.parse(anchor).path for anchor in tree.linkset(ITEM)] == [ITEM, LOT, GTIN]
    with pytest.raises(Malformed):
        link.parse(f"{BASE}/gtin/09506000134352")


def test_ishttps_codes_and_linksets_name_the_secure_address(tree, linkset):
    text = json.dumps(linkset)
    assert "http://" not in text.replace("http://www.w3.org", "")
    assert tree.get("/.well-known/gs1resolver").json["resolverRoot"] == BASE


def test_plausibledl_what_is_no_link_is_told_from_what_is(tree):
    assert all(PLAUSIBLE.fullmatch(anchor) for anchor in tree.linkset(ITEM))
    for path in ("/gtin/09506000134352", "/2026/01/15"):
        assert not PLAUSIBLE.fullmatch(BASE + path)
        assert tree.get(path).status_code == 404


def test_tlsok_the_resolver_answers_over_tls(tree):
    server = make_server("127.0.0.1", 0, tree.app, threaded=True, ssl_context="adhoc")
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        context = ssl._create_unverified_context()
        url = f"https://127.0.0.1:{server.port}{GTIN}?linkType=linkset"
        with urllib.request.urlopen(url, context=context, timeout=10) as answer:
            assert answer.status == 200
    finally:
        server.shutdown()


def test_rdfile_says_what_is_resolved_here(tree):
    found = tree.get("/.well-known/gs1resolver")
    assert found.mimetype == "application/json"
    assert found.json["resolverRoot"] == BASE
    assert set(found.json["supportedPrimaryKeys"]) == set(keys.PRIMARY)
    assert found.json["supportedLinkType"] == [{"namespace": VOC, "prefix": "gs1:"}]
    assert tree.get(urlsplit(found.json["jsonLdContextLocation"]).path).mimetype == "application/ld+json"


@pytest.mark.parametrize(
    "path", [ITEM, f"{GTIN}?linkType=linkset", f"{GTIN}?linkType=gs1:recipeInfo", "/8004/095060001343"]
)
def test_corscheck_other_sites_may_read_every_answer(tree, path):
    assert tree.get(path, **ANYTHING).headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    "path", [ITEM, f"{GTIN}?linkType=gs1:sustainabilityInfo", "/8004/095060001343", f"{GTIN}/10/KL8G"]
)
def test_linkonredirect_leads_to_the_linkset(tree, path):
    found = tree.get(path, **ANYTHING)
    said = re.search('<([^>]*)>; rel="linkset"', found.headers["Link"])
    # A reference to the same path, or all of an address.
    where = urlsplit(path).path + said[1] if said[1].startswith("?") else said[1].removeprefix(BASE)
    assert tree.get(where).status_code == 200


def test_legacylinkheaders_are_not_sent(tree):
    for path in (ITEM, f"{GTIN}?linkType=linkset", f"{GTIN}?linkType=gs1:recipeInfo"):
        assert 'rel="gs1:' not in tree.get(path, **ANYTHING).headers["Link"]
        assert VOC not in tree.get(path, **ANYTHING).headers["Link"]


def test_methodscheck_get_head_and_options_are_answered(tree):
    client = tree.client()
    for path in (ITEM, f"{GTIN}?linkType=linkset", f"{GTIN}?linkType=gs1:recipeInfo"):
        got, head = client.get(path), client.head(path)
        assert got.status_code == head.status_code
        assert head.data == b""
        assert {name: head.headers.get(name) for name in ("Location", "Link", "ETag")} == {
            name: got.headers.get(name) for name in ("Location", "Link", "ETag")
        }
        for answer in (got, client.options(path)):
            assert answer.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
        assert client.options(path).status_code == 204
        assert client.post(path).status_code == 405


@pytest.mark.parametrize(
    "path",
    [f"{ITEM}/foo", f"{GTIN}/foo", "/01/09506000134353", "/01/9506000134352", f"{GTIN}/21/S1/10/L1", f"{GTIN}/235/T/10/L1",
     f"{GTIN}/10/" + "x" * 21, f"{GTIN}?17=991332", f"{GTIN}?02=09506000134352&37=5", f"{GTIN}?5999=1", "/8004/12", "/414/x"],
)  # fmt: skip
@pytest.mark.parametrize("more", ["", "linkType=linkset", "linkType=gs1:pip"])
def test_reportwith400_says_what_is_wrong_with_the_address(tree, path, more):
    found = tree.get(path + ("&" if "?" in path else "?") * bool(more) + more, Accept="application/problem+json")
    assert found.status_code == 400
    assert found.json["code"] in ("bad-key", "bad-link", "bad-ai-pairing")
    assert len(found.json["detail"]) > 20


def test_noerrorwith200_an_error_never_looks_like_an_answer(tree):
    for path in (
        f"{ITEM}/foo",
        "/01/09506000134353",
        "/01/09520123456788",
        f"{GTIN}?linkType=gs1:nosuchlt",
        "/AQnYUc1gmiCNV4JX",
    ):
        for headers in (ANYTHING, BROWSER, LINKSET):
            assert tree.client().get(path, headers=headers).status_code in (400, 404), (path, headers)


def test_trailingslash_changes_nothing(tree):
    for path, query in (
        (ITEM, ""),
        (GTIN, "?linkType=gs1:recipeInfo"),
        (GTIN, "?linkType=linkset"),
        ("/8004/095060001343", ""),
    ):
        plain, slashed = (tree.get(f"{path}{slash}{query}", Accept_Language="en") for slash in ("", "/"))
        assert plain.status_code == slashed.status_code
        assert plain.headers.get("Location") == slashed.headers.get("Location")


def test_basicwalkup_a_qualifier_that_nobody_knows_leads_to_what_it_is_of(tree):
    found = tree.get(f"{GTIN}/10/KL8G", **ANYTHING)
    assert (found.status_code, found.headers["Location"]) == (307, f"{BASE}{GTIN}")
    # Each key with each of its qualifiers: never refused as a form, and up to whatever is linked at the key.
    examples = {"01": "09506000134352", "8004": "095060001343"}
    for key, rows in keys.PRIMARY.items():
        for ai in {one for row in rows for one in row}:
            if key in examples:
                value = "1ABC" if ai == "7040" else "9"
                path = f"/{key}/{examples[key]}/{ai}/{value}"
                assert tree.get(path, **ANYTHING).status_code == 307, path
                assert tree.client().get(path, headers=LINKSET).status_code == 200, path
