"""The machine's Chromium under Playwright's hand: nothing is downloaded for it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Playwright, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
GET_IT = (
    "no Chromium: install it (as root `make test` does; Debian: apt-get install chromium), or set CHROMIUM to its path"
)


def executable() -> str:
    """The path of a Chromium, or the test skips and says how to get one."""
    for name in (os.environ.get("CHROMIUM", ""), *NAMES):
        if name and (path := shutil.which(name)):
            return path
    pytest.skip(GET_IT)


# Playwright's loop runs once in a thread; a test that films for a camera needs a second browser beside the session's.
_running: list[Playwright] = []


@contextmanager
def _playwright() -> Iterator[Playwright]:
    if _running:
        yield _running[0]
        return
    with sync_playwright() as playwright:
        _running.append(playwright)
        try:
            yield playwright
        finally:
            _running.clear()


@contextmanager
def chromium(*more: str) -> Iterator[Browser]:
    """A running browser without a window; `more` are options for its command line."""
    # The sandbox needs a user that is not root; /dev/shm is 64 MB in most containers.
    options = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else []), *more]
    path = executable()
    with _playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=options)
        try:
            yield started
        finally:
            started.close()


@contextmanager
def visitor(browser: Browser, forgive: tuple[str, ...] = (), **context: object) -> Iterator[Page]:
    """A page in a context of its own (cookies, storage, language); what the page complains of fails the test.

    `forgive` names pieces of complaints that the story expects: a 404 on purpose, the loss of the network.
    """
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        complaint = f"{message.text} ({message.location.get('url', '')})"
        if message.type == "error" and not any(piece in complaint for piece in forgive):
            complaints.append(complaint)

    options = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", **context}
    opened = browser.new_context(**options)  # type: ignore[arg-type]
    try:
        page = opened.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        yield page
    finally:
        opened.close()
    assert not complaints, f"the browser complained: {complaints}"
