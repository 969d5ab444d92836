"""What the reader's own browser makes of a proof: the seal, the box, the five checks, the line of stops."""

from __future__ import annotations

import gzip

import pytest

from app.consumer.words import words
from tests import axe
from tests.app.consumer.invented import CLOSED, GINSENG, IMPORTED, YEAR, entry
from tests.app.consumer.preview import APP
from tests.app.consumer.proved import CARD, CARD_ID, ORIGIN, REVIEW, SIGNER, Log, ginseng, html, serve, with_card
from tests.browser import visitor
from trace.note import Signer

pytestmark = pytest.mark.browser

HERE = "http://localhost/01/09520123456788/21/K7QX2M9P"
OTHER = Signer(ORIGIN, bytes(range(32, 64)))
NAMES = ("content", "fingerprints", "sequence", "log", "signature")


def look(page, text, answer=None, at=HERE):
    """Open the page and wait for its verdict; what was asked of the server."""
    asked = serve(page, text, answer)
    page.goto(at)
    busy = words("en" if 'lang="en"' in text[:60] else "zh-CN", YEAR).box["busy"][0]
    # As functions: the page's policy does not let a test evaluate expressions.
    page.wait_for_function("busy => document.querySelector('#box b').textContent !== busy", arg=busy)
    return asked


def state(page):
    return page.get_attribute("#seal", "class").split()[-1]


def marks(page):
    return page.eval_on_selector_all("#five use", "found => found.map((use) => use.getAttribute('href'))")


def stops(page):
    return page.eval_on_selector_all("#stops > li", "found => found.map((stop) => stop.outerHTML)")


def served(page, text):
    """The stops as the server drew them, read by a browser, and as they look when they are proved."""
    read = "text => new DOMParser().parseFromString(text, 'text/html').querySelectorAll('#stops > li')"
    return page.evaluate(f"text => [...({read})(text)].map((stop) => stop.outerHTML.replace(' veil', ''))", text)


def spoiled(check):
    """A proof file in which this check must fail, and the entry at which it does."""
    proof = ginseng().proof(signers=(OTHER,) if check == "signature" else (SIGNER,))
    proof["key"] = str(SIGNER.verifier)
    entries = proof["entries"]
    if check == "content":
        entries[3]["disclosures"][0]["index"] ^= 1
    if check == "fingerprints":
        entries[4]["envelope"] = entries[4]["envelope"].replace('"import"', '"device"')
    if check == "sequence":
        del entries[3]
    if check == "log":
        entries[5]["inclusion"].pop()
    return proof


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
def test_a_proved_page_bears_the_seal_and_says_who_checked_how_many_records(page, lang):
    look(page, html(lang, ginseng().proof()))
    assert state(page) == "ok"
    w = words(lang, YEAR)
    assert page.text_content("#box b") == w.box["ok"][0].replace("{count}", "10")
    assert page.text_content("#box span") == w.box["ok"][1]
    assert page.get_attribute("#seal", "aria-label") == page.text_content("#box b")
    assert marks(page) == ["#i-tick"] * 5
    said = page.locator("#five li").all_text_contents()
    assert said == [f"{name}{w.t(': ')}{good}" for name, good, _ in w.checks]


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize(
    "life", [(*GINSENG, REVIEW), tuple(IMPORTED), (*GINSENG, CLOSED)], ids=["ginseng", "imported", "on its way"]
)
def test_what_is_drawn_from_the_envelopes_is_what_the_server_drew_and_solid(page, lang, life):
    text = html(lang, Log().live(life).proof(), life)
    look(page, text)
    assert state(page) == "ok"
    assert stops(page) == served(page, text)
    assert not [stop for stop in stops(page) if "veil" in stop]


def test_what_the_server_wrote_beside_the_proof_is_replaced_by_what_was_proved(page):
    life = [entry("serialised", "2026-11-10T07:32:00.000Z", "party"), entry("sold", "2026-11-20", "import")]
    text = html("en", Log().live(life).proof(), life)
    lie = text.replace("Imported from the shop&#39;s order file", "Two devices agree").replace(">Sold<", ">Given away<")
    assert lie.count("Two devices agree") > text.count("Two devices agree")
    look(page, lie.replace("</ol></section>", '<li class="stop"><h3>Certified</h3></li></ol></section>', 1))
    assert stops(page) == served(page, text)


def test_texts_of_the_record_are_texts_and_no_markup(page):
    odd = entry(
        "__proto__",
        "2026-13-99",
        "constructor",
        {"code": "x", "name": "<img src=x onerror=alert(1)>$&"},
        facts={"toString": 1},
    )
    life = [odd, entry("https://x.example/voc/quality_check/", "2026-11-20", "import", flags=["constructor", "<b>"])]
    look(page, html("en", Log().live([odd]).live(life[1:]).proof(), life[1:], first=1))
    assert state(page) == "ok"
    assert page.locator("#stops img, #stops b").count() == 0
    assert "quality check" in page.text_content("#stops")
    assert "<img src=x onerror=alert(1)>$&" in page.text_content("#stops")


@pytest.mark.parametrize("lang", ["zh-CN", "en"])
@pytest.mark.parametrize("check", NAMES)
def test_a_failed_check_cracks_the_seal_and_is_named(page, check, lang):
    number, w = NAMES.index(check) + 1, words(lang, YEAR)
    look(page, html(lang, spoiled(check)))
    assert state(page) == "bad"
    name = w.checks[number - 1][0]
    assert page.text_content("#box b") == w.box["bad"][0].replace("{number}", str(number)).replace("{name}", name)
    assert marks(page) == ["#i-tick"] * (number - 1) + ["#i-cross"] + ["#i-dash"] * (5 - number)
    halves = page.eval_on_selector_all(
        "#seal g", "found => found.map((g) => [...g.children].findIndex((path) => path.matches('.miss')))"
    )
    assert halves == [number, number]
    proved = [stop for stop in stops(page) if "veil" not in stop and "cut" not in stop and "skip" not in stop]
    assert bool(proved) == (check == "sequence")
    veiled = [stop for stop in stops(page) if "veil" in stop]
    said = w.script["veil"].split("{")[0]
    assert veiled
    assert [stop for stop in veiled if said not in stop] == []


def test_a_broken_chain_is_cut_solid_below_and_dashed_above(page):
    look(page, html("en", spoiled("sequence")))
    kinds = page.eval_on_selector_all("#stops > li", "found => found.map((stop) => stop.className)")
    at = kinds.index("stop cut")
    assert all("veil" in kind or "skip" in kind for kind in kinds[:at])
    assert kinds[at + 1 :] == ["stop", "stop", "stop src"]
    assert "Record 4 does not follow" in page.text_content("#stops .cut")
    assert "Record 4 does not follow" in page.text_content("#five")


def test_below_a_cut_nothing_is_solid_that_the_log_does_not_hold(page):
    proof = spoiled("sequence")
    proof["entries"][1]["inclusion"].pop()
    look(page, html("en", proof))
    assert page.locator("#stops .cut").count() == 1
    assert page.locator("#stops > li:not(.veil):not(.cut):not(.skip)").count() == 0


@pytest.mark.parametrize("size", [0, 2, 19])
def test_what_waits_for_the_log_is_no_error(page, size):
    proof = ginseng().proof(size)
    waiting = sum(one["index"] is None for one in proof["entries"])
    look(page, html("zh-CN", proof))
    assert state(page) == "wait"
    assert page.text_content("#box b") == "已记下，尚未收录在总账"
    assert page.locator("#stops .veil").count() == waiting
    assert page.locator("#stops > li[data-entry]:not(.veil)").count() == 10 - waiting
    assert "未能核对" not in page.text_content("#stops")


def test_an_unknown_version_is_left_unchecked(page):
    proof = ginseng().proof()
    proof["entries"][2]["envelope"] = proof["entries"][2]["envelope"].replace('"v":1', '"v":2')
    look(page, html("en", proof))
    assert state(page) == "no"
    assert "version" in page.text_content("#box span")
    assert page.locator("#stops .veil").count() == 10


def test_without_a_secure_page_nothing_is_checked_and_the_box_says_why(browser):
    with visitor(browser) as page:
        serve(page, html("en", ginseng().proof()))
        page.goto("http://suyuan.example/x")
        page.wait_for_function("() => document.querySelector('#box').textContent.includes('https')")
        assert state(page) == "no"
        assert page.locator("#stops .veil").count() == 10


def test_a_browser_without_ed25519_takes_the_small_library(browser):
    altered = ginseng().proof()
    altered["checkpoint"] = altered["checkpoint"].replace("\n\n", "\nmore\n\n")
    for proof, verdict in ((ginseng().proof(), "ok"), (altered, "bad")):
        with visitor(browser) as page:
            page.add_init_script(
                "crypto.subtle.importKey = async () => { throw new DOMException('Unrecognized name.', 'NotSupportedError') }"
            )
            asked = look(page, html("en", proof))
            assert state(page) == verdict
            assert "/static/vendor/noble-ed25519.js" in asked


def test_facts_of_a_card_are_those_of_the_proved_card(page):
    proof = with_card().proof() | {"cards": {CARD_ID: CARD}}
    text = html("en", proof, first=1)
    look(page, text.replace('data-field="place">吉林省', 'data-field="place">法国'))
    assert state(page) == "ok"
    assert page.text_content("[data-card]") == "吉林省通化市集安市清河镇"
    assert page.locator("#stops > li[data-entry]").count() == 10
    look(page, text.replace(f'data-card="{CARD_ID}"', f'data-card="{"0" * 64}"'))
    assert page.text_content("[data-card]") == "not checked"


@pytest.mark.parametrize("check", [None, "sequence"])
def test_axe_finds_nothing_on_a_page_that_was_checked(browser, check):
    proof = spoiled(check) if check else ginseng().proof()
    with visitor(browser, viewport={"width": 320, "height": 640}, bypass_csp=True) as page:
        look(page, html("zh-CN", proof))
        assert axe.violations(page) == []
        assert axe.overflow(page) <= 0


def test_a_first_look_loads_little(page):
    asked = look(page, html("en", ginseng().proof()))
    modules = [one.partition("?")[0] for one in asked if one.partition("?")[0].endswith(".js")]
    assert "/static/verify/growth.js" not in modules
    assert "/static/vendor/noble-ed25519.js" not in modules
    sources = [(APP / one.lstrip("/")).read_bytes() for one in modules]
    assert len(sources) == 10
    assert sum(len(source) for source in sources) < 30_500
    assert len(gzip.compress(b"".join(sources))) < 11_000
