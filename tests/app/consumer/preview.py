"""Draws every invented page to HTML and PNG: python -m tests.app.consumer.preview FOLDER [name ...]"""

from __future__ import annotations

import sys
from pathlib import Path
from urllib.parse import urlsplit

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from playwright.sync_api import Route

from app.consumer.pages import render
from app.consumer.words import words
from tests.app.consumer.invented import PAGES, YEAR
from tests.browser import chromium

APP = Path(__file__).resolve().parents[3] / "app"
CSP = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; base-uri 'none'; form-action 'self'"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
SIZES = {"phone": ((360, 740), 2), "desk": ((1280, 800), 1)}


def environment() -> Environment:
    """Templates as the app finds them, without the app."""
    return Environment(
        loader=ChoiceLoader([FileSystemLoader(APP / "templates"), FileSystemLoader(APP / "consumer" / "templates")]),
        autoescape=True,
    )


def html(name: str, lang: str) -> str:
    """One invented page."""
    template, make = PAGES[name]
    return render(environment(), template, make(lang), words(lang, YEAR))


def answer(route: Route) -> None:
    """Serve an invented page or a static file to the browser, under the strict policy of the app."""
    path = urlsplit(route.request.url).path
    if path.startswith("/static/"):
        file = APP / path.lstrip("/")
        route.fulfill(
            status=200 if file.is_file() else 404,
            content_type=KINDS[file.suffix],
            body=file.read_bytes() if file.is_file() else b"",
        )
        return
    name, lang = path.strip("/").split("/")
    route.fulfill(
        status=200,
        content_type="text/html; charset=utf-8",
        headers={"Content-Security-Policy": CSP},
        body=html(name, lang),
    )


def main(folder: str, *names: str) -> None:
    """Photograph the pages in both languages, light and dark, on a phone and at a desk."""
    out = Path(folder)
    out.mkdir(parents=True, exist_ok=True)
    with chromium() as browser:
        for name in names or PAGES:
            for lang in ("zh-CN", "en"):
                for size, ((width, height), scale) in SIZES.items():
                    for scheme in ("light", "dark"):
                        page = browser.new_page(
                            viewport={"width": width, "height": height},
                            device_scale_factor=scale,
                            color_scheme=scheme,
                            locale=lang,
                        )
                        page.route("**/*", answer)
                        page.goto(f"http://localhost/{name}/{lang}")
                        page.screenshot(path=out / f"{name}-{lang}-{size}-{scheme}.png", full_page=size == "phone")
                        page.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
