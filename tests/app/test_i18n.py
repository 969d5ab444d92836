"""The language of a page."""

from __future__ import annotations

import pytest
from flask import Flask
from hypothesis import given, strategies as st

from app import i18n


@pytest.mark.parametrize(
    ("asked", "remembered", "header", "lang"),
    [
        (None, None, "", "zh-CN"),
        (None, None, "*", "zh-CN"),
        (None, None, "zh-TW,zh;q=0.9,en;q=0.8", "zh-CN"),
        (None, None, "en-GB,en;q=0.9,zh;q=0.1", "en"),
        (None, None, "en;q=0.2, zh;q=0.9", "zh-CN"),
        (None, None, "pt-BR,pt;q=0.9", "en"),
        (None, None, "en;q=0, zh", "zh-CN"),
        (None, "en", "zh", "en"),
        ("zh-CN", "en", "en", "zh-CN"),
        ("xx", "yy", "zh", "zh-CN"),
    ],
)
def test_the_switch_weighs_more_than_the_cookie_and_that_more_than_the_header(asked, remembered, header, lang):
    assert i18n.choose(asked, remembered, header) == lang


@given(st.text(max_size=200))
def test_any_header_leads_to_one_of_our_languages(header):
    assert i18n.choose(None, None, header) in i18n.LOCALES


def test_the_switch_is_remembered_and_an_unknown_language_is_not():
    app = Flask(__name__)
    i18n.init_app(app)
    app.add_url_rule("/", view_func=lambda: i18n.language())
    with app.test_client() as client:
        answer = client.get("/?lang=en")
        assert answer.text == "en"
        assert "lang=en" in answer.headers["Set-Cookie"]
        assert answer.headers["Content-Language"] == "en"
        assert client.get("/").text == "en"
        assert "Set-Cookie" not in client.get("/?lang=xx").headers
