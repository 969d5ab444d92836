"""Which language a page speaks, and its words: Chinese and English, by Accept-Language, with a switch.

Consoles use Flask-Babel's `_()`. The public pages are drawn thousands of times a second, where one call of
Flask-Babel's gettext costs microseconds, so they take a `Catalog`: the same translations as one dictionary.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, has_request_context, request
from flask_babel import Babel, Domain

TRANSLATIONS = Path(__file__).with_name("translations")
COOKIE = "lang"
A_YEAR = 365 * 24 * 3600

# The tag a page carries in `lang` -> the locale its translations lie under. Messages are English as they are.
LOCALES = {"zh-CN": "zh_CN", "en": "en"}
HOME = "zh-CN"
_PRIMARY = {"zh": "zh-CN", "en": "en"}


class Catalog(dict[str, str]):
    """Every message of one language; a message without a translation is itself."""

    def __missing__(self, message: str) -> str:
        return message

    def __call__(self, message: str) -> str:
        return self[message]


@lru_cache(maxsize=len(LOCALES))
def catalog(lang: str) -> Catalog:
    """The words of `lang`, a key of LOCALES."""
    loaded = Translations.load(str(TRANSLATIONS), [LOCALES[lang]])
    # A context or plural form has a tuple for a key; the public pages use neither.
    found = getattr(loaded, "_catalog", {})
    return Catalog({key: text for key, text in found.items() if isinstance(key, str) and key and text})


@lru_cache(maxsize=4096)
def choose(asked: str | None, remembered: str | None, header: str) -> str:
    """The language for `?lang=`, the cookie and an Accept-Language header, in that order of weight.

    A reader who names languages but neither of ours gets English; one who names none is at home.
    """
    for wish in (asked, remembered):
        if wish in LOCALES:
            return wish
    ranked: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, weight = part.strip().partition(";")
        ranked.append((-_quality(weight), place, tag.strip().lower()))
    named = [tag for quality, _, tag in sorted(ranked) if tag and quality < 0]
    for tag in named:
        if (lang := _PRIMARY.get(tag.split("-")[0])) is not None:
            return lang
    return "en" if named and named != ["*"] else HOME


def _quality(weight: str) -> float:
    name, _, value = weight.strip().partition("=")
    try:
        return float(value) if name == "q" else 1.0
    except ValueError:
        return 0.0


def language() -> str:
    """The language of the request at hand."""
    chosen: str | None = g.get("lang")
    if chosen is None:
        chosen = g.lang = choose(
            request.args.get("lang"), request.cookies.get(COOKIE), request.headers.get("Accept-Language", "")
        )
    return chosen


class Texts(Domain):
    """Flask-Babel's source of texts, by our own name of a language.

    Its own would look under zh_Hans_CN, which is what Babel makes of zh_CN, and find nothing there.
    """

    def get_translations(self) -> NullTranslations:
        """The texts for the request at hand; without one, those of our home."""
        return _texts(language() if has_request_context() else HOME)


@lru_cache(maxsize=len(LOCALES))
def _texts(lang: str) -> NullTranslations:
    return Translations.load(str(TRANSLATIONS), [LOCALES[lang]])


def init_app(app: Flask) -> None:
    """Give the app its languages: Flask-Babel for consoles, `lang` for templates, the cookie of the switch."""
    babel = Babel(app, default_locale=LOCALES[HOME], locale_selector=lambda: LOCALES[language()])
    babel.domain_instance = Texts()
    app.context_processor(lambda: {"lang": language()})
    app.after_request(_remember)


def _remember(response: Response) -> Response:
    asked = request.args.get("lang")
    if asked in LOCALES:
        response.set_cookie(COOKIE, asked, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    # A page that says so itself has its headers whole.
    if response.mimetype == "text/html" and "Content-Language" not in response.headers:
        response.headers["Content-Language"] = language()
        response.vary.update(("Accept-Language", "Cookie"))
    return response
