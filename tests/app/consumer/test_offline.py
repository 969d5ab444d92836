"""verify.html: one file that checks proof files without a server."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from playwright.sync_api import Page

from app.consumer import offline
from app.consumer.words import words
from tests import axe
from tests.app.consumer.preview import environment
from tests.app.consumer.proved import SIGNER, ginseng
from tests.app.consumer.test_verify_js import OTHER, marks, spoiled, state
from tests.browser import visitor


@pytest.fixture(scope="module")
def page_file(tmp_path_factory):
    """The page on a disk, as somebody keeps it."""
    path = tmp_path_factory.mktemp("office") / "verify.html"
    path.write_text(offline.built(environment()).html, encoding="utf-8")
    return path


@pytest.fixture
def office(browser, page_file):
    """The page opened from the disk, in Chinese."""
    with visitor(browser) as page:
        page.goto(page_file.as_uri())
        yield page


def check(page: Page, proof: object, key: str = str(SIGNER.verifier), kept: str = "") -> None:
    """Fill the form in and wait for the verdict."""
    text = proof if isinstance(proof, str) else json.dumps(proof)
    page.set_input_files("#file", {"name": "proof.json", "mimeType": "application/json", "buffer": text.encode()})
    page.set_input_files(
        "#old", [{"name": "old.txt", "mimeType": "text/plain", "buffer": kept.encode()}] if kept else []
    )
    page.fill("#key", key)
    page.evaluate("document.querySelector('#result').hidden = true")
    page.click("[data-say=check]")
    page.wait_for_selector("#result:not([hidden])")


@pytest.mark.browser
def test_a_good_file_bears_the_seal_and_its_line_of_stops_in_both_languages(office):
    check(office, ginseng().proof())
    assert state(office) == "ok"
    assert office.text_content("#box b") == "你的浏览器已核对 10 条记录"
    assert office.text_content("#thing") == "https://id.gs1.org/01/09520123456788/21/K7QX2M9P"
    assert office.locator("#stops > li[data-entry]:not(.veil)").count() == 10
    assert "途中 3 站" in office.text_content("#stops .skip")
    assert "2026年11月20日" in office.text_content("#stops"), "a file that is kept names the year"
    office.click("[data-lang=en]")
    assert office.text_content("#box b") == "Your browser checked 10 records."
    assert office.get_attribute("html", "lang") == "en"
    assert "Sold" in office.text_content("#stops")


@pytest.mark.browser
@pytest.mark.parametrize("check_name", ["content", "fingerprints", "sequence", "log", "signature"])
def test_a_bad_file_is_named_bad_by_its_check(office, check_name):
    number = ["content", "fingerprints", "sequence", "log", "signature"].index(check_name)
    check(office, spoiled(check_name))
    assert state(office) == "bad"
    assert marks(office) == ["#i-tick"] * number + ["#i-cross"] + ["#i-dash"] * (4 - number)
    assert office.text_content("#reason")
    # And a good one after it is whole again.
    check(office, ginseng().proof())
    assert state(office) == "ok"
    assert office.locator("#seal g").count() == 0


@pytest.mark.browser
def test_a_key_is_needed_and_another_key_does_not_open_the_file(office):
    check(office, ginseng().proof(), key=str(OTHER.verifier))
    assert state(office) == "bad"
    assert marks(office)[4] == "#i-cross"
    check(office, ginseng().proof(), key="nonsense")
    assert state(office) == "no"
    assert "verifier key" in office.text_content("#box")


@pytest.mark.browser
@pytest.mark.parametrize(
    ("size", "verdict"),
    [(26, "ok"), (13, "ok"), (18, "no"), (2, "ok")],
    ids=["same", "computed", "unknown", "asked for"],
)
def test_a_kept_state_of_the_log_is_compared(office, size, verdict):
    log = ginseng()
    check(office, log.proof(old=2), kept=log.note(size))
    assert state(office) == verdict
    log.log[1] = b"f" * 32
    check(office, ginseng().proof(old=2), kept=log.note(size))
    assert state(office) == ("bad" if verdict == "ok" else "no")


@pytest.mark.browser
@pytest.mark.parametrize("text", ["no JSON", "[]", "null", '{"entries": []}'])
def test_what_is_no_proof_file_is_left_unchecked(office, text):
    check(office, text)
    assert state(office) == "no"
    assert "proof file" in office.text_content("#box")


@pytest.mark.browser
def test_a_file_dropped_on_the_page_is_the_file(office):
    office.evaluate(
        """text => {
            const carried = new DataTransfer();
            carried.items.add(new File([text], "dropped.json"));
            document.body.dispatchEvent(new DragEvent("drop", { bubbles: true, dataTransfer: carried, cancelable: true }));
        }""",
        json.dumps(ginseng().proof()),
    )
    office.fill("#key", str(SIGNER.verifier))
    office.click("[data-say=check]")
    office.wait_for_selector("#seal.ok")


@pytest.mark.browser
def test_a_browser_without_ed25519_has_the_library_in_the_file(browser, page_file):
    with visitor(browser) as page:
        page.add_init_script("crypto.subtle.importKey = async () => { throw new Error('Unrecognized name.') }")
        page.goto(page_file.as_uri())
        check(page, ginseng().proof())
        assert state(page) == "ok"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge_of_a_narrow_window(browser, page_file, scheme):
    with visitor(browser, viewport={"width": 320, "height": 640}, color_scheme=scheme, bypass_csp=True) as page:
        page.goto(page_file.as_uri())
        for proof in (None, ginseng().proof(), spoiled("sequence")):
            if proof is not None:
                check(page, proof)
            assert axe.violations(page) == []
            assert axe.overflow(page) <= 0


class Parts(HTMLParser):
    """What a page loads from elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href", "action", "style")]


def test_the_file_loads_nothing_and_has_all_words_in_both_languages():
    built = offline.built(environment())
    seen = Parts()
    seen.feed(built.html)
    assert [address for address in seen.addresses if not address.startswith(("#", "data:,"))] == []
    script = offline.bundle()
    assert not re.search(r"^(import|export)\b|\bimport\(", script.partition("\n})();")[2], re.MULTILINE)
    for lang in ("zh-CN", "en"):
        assert words(lang, 0).box["ok"][0] in built.html
    labels = json.loads(re.search(r'id="words">(.*?)</script>', built.html, re.DOTALL)[1])
    same = [name for name, text in labels["en"]["labels"].items() if labels["zh-CN"]["labels"][name] == text]
    assert same == [], "not translated"


def test_the_page_is_served_with_a_policy_that_names_its_script_and_nothing_wider(app):
    if "offline" not in app.blueprints:
        app.register_blueprint(offline.bp)
    client = app.test_client()
    answer = client.get("/verify.html")
    policy = answer.headers["Content-Security-Policy"]
    script = re.search(r"script-src ([^;]*)", policy)[1].split()
    assert script[0] == "'self'"
    assert len(script) == 2
    assert script[1].startswith("'sha256-")
    assert "unsafe" not in policy
    assert client.get("/verify.html", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.browser
def test_under_that_policy_the_page_runs_and_complains_of_nothing(browser, app, database):
    if "offline" not in app.blueprints:
        app.register_blueprint(offline.bp)
    answer = app.test_client().get("/verify.html")
    with visitor(browser) as page:
        page.route("**/*", lambda route: route.fulfill(headers=dict(answer.headers), body=answer.get_data()))
        page.goto("http://localhost/verify.html")
        check(page, ginseng().proof())
        assert state(page) == "ok"
