"""Every public page, drawn from invented lives: what a strict policy, a reader and a screen reader would mind."""

from __future__ import annotations

import gzip
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from app.i18n import LOCALES, TRANSLATIONS, catalog
from tests import axe
from tests.app.consumer.invented import PAGES
from tests.app.consumer.preview import answer, html
from tests.browser import visitor

ROOT = Path(__file__).resolve().parents[3]
EVERY = [(name, lang) for name in PAGES for lang in LOCALES]
every_page = pytest.mark.parametrize(("name", "lang"), EVERY)

page_html = cache(html)


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    if len(catalog("zh-CN")) == 0:
        pytest.skip("the translations are not compiled: run `make setup`")


class Strict(HTMLParser):
    """Collects what a Content-Security-Policy without 'unsafe-inline' would block, and what leaves the host."""

    def __init__(self) -> None:
        super().__init__()
        self.blocked: list[str] = []
        self.ids: list[str] = []
        self.open_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.blocked += [f"{tag} {name}" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given and given.get("type") != "application/json"):
            self.blocked.append(tag)
        for name in ("src", "href", "action"):
            if re.match(r"\w+:|//", given.get(name) or ""):
                self.blocked.append(f"{name}={given[name]}")
        if given.get("id"):
            self.ids.append(str(given["id"]))


@every_page
def test_a_page_holds_nothing_that_the_strict_policy_blocks_and_leads_to_no_other_host(name, lang):
    seen = Strict()
    seen.feed(page_html(name, lang))
    assert seen.blocked == []
    assert len(seen.ids) == len(set(seen.ids)), "an id stands twice"


@every_page
def test_a_page_has_one_heading_of_the_first_rank_made_of_clauses_and_names_its_language(name, lang):
    text = page_html(name, lang)
    assert text.count("<h1") == 1
    assert re.search(r'<h1 class="say">(?:\s?<span class="c">[^<]+</span>)+</h1>', text)
    assert f'<html lang="{lang}">' in text


def test_without_a_script_nothing_stands_as_proved():
    text = page_html("item", "zh-CN")
    assert '<svg class="seal no" id="seal"' in text
    assert "seal ok" not in text
    stops = re.findall(r'<li class="stop ([^"]*)"', text)
    assert all("veil" in kind or kind in ("next", "skip") for kind in stops)
    assert len(stops) == 11


def test_the_seal_has_its_face_and_five_strokes():
    seal = re.search(r'<svg class="seal no" id="seal".*?</svg>', page_html("item", "en"), re.DOTALL)
    assert seal is not None
    assert seal[0].count("<path") == 6
    assert seal[0].index('class="face"') < seal[0].index('d="M30.5 12.6')


def test_closed_stops_are_one_gap_with_their_number():
    text = page_html("item", "en")
    assert text.count('class="stop skip"') == 1
    assert "3 stops between" in text


def test_a_page_without_its_proof_is_a_small_thing_to_load():
    css = (ROOT / "app" / "static" / "suyuan.css").read_bytes()
    assert len(gzip.compress(page_html("item", "zh-CN").encode())) < 8_000
    assert len(gzip.compress(css)) < 5_000


def test_every_message_is_translated_and_keeps_its_holes_and_the_compiled_file_is_fresh():
    with (TRANSLATIONS / "zh_CN" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        messages = [m for m in read_po(file) if m.id]
    assert [m.id for m in messages if not m.string] == []
    holes = re.compile(r"\{(\w+)\}")
    dates = {"d", "m", "y", "mon", "date"}
    wrong = [
        m.id
        for m in messages
        if isinstance(m.id, str) and set(holes.findall(m.id)) - dates != set(holes.findall(str(m.string))) - dates
    ]
    assert wrong == []
    stale = [m.id for m in messages if isinstance(m.id, str) and not m.context and catalog("zh-CN")[m.id] != m.string]
    assert stale == [], "run `make setup`"


@pytest.mark.browser
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge_of_a_narrow_phone(browser, scheme):
    # The page's own policy forbids the test's script; the policy is tested elsewhere.
    with visitor(browser, viewport={"width": 320, "height": 640}, color_scheme=scheme, bypass_csp=True) as page:
        page.route("**/*", answer)
        for name, lang in EVERY:
            page.goto(f"http://localhost/{name}/{lang}")
            assert axe.violations(page) == [], (name, lang)
            assert axe.overflow(page) <= 0, (name, lang)


@pytest.mark.browser
def test_a_refusing_policy_has_nothing_to_refuse(page):
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.route("**/*", answer)
    for name, lang in EVERY:
        page.goto(f"http://localhost/{name}/{lang}")
    assert [text for text in said if "Content Security Policy" in text] == []
