"""Which of several links suits a reader."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from app.consumer import choosing
from app.consumer.choosing import Wish, best, language_fit, read
from trace.target import Target


def link(name: str, *languages: str, media_type: str = "", contexts: tuple[str, ...] = ()) -> Target:
    return Target("k", f"https://a.example/{name}", name, languages, media_type, contexts)


ZH, EN, US, ES, NONE = link("zh", "zh-CN"), link("en", "en"), link("us", "en-US"), link("es", "es"), link("none")
PAGE, PDF = link("page", media_type="text/html"), link("pdf", media_type="application/pdf")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


@pytest.mark.parametrize(
    ("header", "targets", "chosen"),
    [
        ("es", [ZH, EN, ES], "es"),
        ("es;q=0.3, zh-CN;q=0.7", [ZH, EN, ES], "zh"),
        ("zh-CN;q=0.3, es;q=0.7", [ZH, EN, ES], "es"),
        ("en-US", [EN, US], "us"),
        ("en", [EN, US], "en"),
        ("en-US,en;q=0.9", [EN, US], "us"),
        ("en-GB", [US, ES], "us"),
        ("en-GB,es;q=0.5", [US, ES], "us"),
        ("zh-Hans-CN", [ZH, EN], "zh"),
        ("zh-TW,zh;q=0.9,en;q=0.8", [ZH, EN], "zh"),
        ("*, zh;q=0", [ZH, ES], "es"),
        ("zh-CN;q=0, *", [ZH, ES], "es"),
        ("fr, *;q=0.1", [EN], "en"),
        ("fr", [EN, NONE], "none"),
        ("en;q=0.001", [EN, NONE], "en"),
        ("", [EN, ES, NONE], "none"),
        ("fr", [EN, ES], "en es"),
        ("", [EN, ES], "en es"),
        ("es;q=bad, en", [EN, ES], "en"),
        ("es;q=7, en;q=0.2", [EN, ES], "en"),
        ("ES", [EN, ES], "es"),
        ("zh-CN", [link("both", "en", "zh-CN"), EN], "both"),
    ],
)
def test_languages_are_weighed(header, targets, chosen):
    assert " ".join(one.title for one in best(targets, Wish(header))) == chosen


@pytest.mark.parametrize(
    ("header", "targets", "chosen"),
    [
        (BROWSER, [PDF, PAGE], "page"),
        ("application/pdf", [PDF, PAGE], "pdf"),
        ("application/pdf;q=0.1, text/*", [PDF, PAGE], "page"),
        ("text/*;q=0.1, */*;q=0.5", [PDF, PAGE], "pdf"),
        ("*/*", [PDF, PAGE], "pdf page"),
        ("*/*", [PDF, NONE], "none"),
        (BROWSER, [PDF, NONE], "none"),
        ("image/png", [PDF, PAGE], "pdf page"),
        ("text/html;q=0, */*", [PDF, PAGE], "pdf"),
    ],
)
def test_media_types_are_weighed(header, targets, chosen):
    assert " ".join(one.title for one in best(targets, Wish(media_types=header))) == chosen


def test_language_comes_before_media_type_and_one_address_is_one_choice():
    spanish = link("spanish", "es", media_type="application/pdf")
    assert best([PAGE, spanish], Wish("es", "text/html")) == [spanish]
    assert len(best([link("a", "es"), link("a", "fr")], Wish())) == 1


@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=10))
def test_whatever_is_asked_something_is_offered(languages, media_types, context):
    targets = [ZH, EN, PAGE, PDF, link("cn", contexts=("CN",))]
    found = best(targets, Wish(languages, media_types, context))
    assert found
    assert set(found) <= set(targets)


@given(st.sampled_from(["en", "zh-cn"]), st.text("enzh-cn,;q=01.*", max_size=60))
def test_a_quality_is_between_none_and_all(tag, header):
    q, fits = language_fit(tag, read(header))
    assert 0 <= q <= 1
    assert fits in range(5)
    assert choosing.media_fit("text/html", read(header))[0] <= 1
