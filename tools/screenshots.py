"""Pictures of the main pages for the docs, from the demonstration and the machine's own Chromium: `make screenshots`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser

from app.showcase import SHOWN
from tests.browser import chromium

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "docs" / "img"
PORT = 8179
BASE = f"http://127.0.0.1:{PORT}"
ITEM, RECALLED = SHOWN[0].path, SHOWN[5].path
# name -> (path, language, colour scheme, width), side by side in this order.
PICTURES = {
    "item": [(ITEM, "zh-CN", "light", 360), (ITEM, "en-US", "light", 360), (ITEM, "zh-CN", "dark", 360)],
    "recall": [(RECALLED, "zh-CN", "light", 360), (RECALLED, "en-US", "light", 360)],
    "home": [("/", "zh-CN", "light", 360), ("/", "en-US", "light", 360)],
    "desktop": [(ITEM, "en-US", "light", 1280)],
}


@contextmanager
def served() -> Iterator[None]:
    """A demonstration of its own, served until the pictures are taken."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {
            "DATABASE_URL": f"sqlite:///{folder}/demo.db",
            "PORT": str(PORT),
            "LOG_LEVEL": "ERROR",
        }
        flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
        subprocess.run([*flask, "demo"], cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        server = subprocess.Popen([*flask, "serve"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        try:
            _wait()
            yield
        finally:
            server.terminate()
            server.wait()


def _wait() -> None:
    for _ in range(200):
        try:
            with urlopen(f"{BASE}/readyz", timeout=1):
                return
        except (URLError, ConnectionError):
            time.sleep(0.1)
    raise SystemExit("the server did not come up")


def picture(browser: Browser, path: str, language: str, scheme: str, width: int) -> bytes:
    """One page, as somebody sees it who has just opened it and whose browser has checked it."""
    context = browser.new_context(
        viewport={"width": width, "height": 780}, locale=language, color_scheme=scheme,  # type: ignore[arg-type]
        device_scale_factor=2 if width < 600 else 1,
    )  # fmt: skip
    page = context.new_page()
    page.goto(BASE + path)
    if page.locator("#seal").count():
        page.wait_for_selector("#seal.ok")
        page.wait_for_timeout(400)
    taken: bytes = page.screenshot()
    context.close()
    return taken


def beside(browser: Browser, pictures: list[bytes], path: Path) -> None:
    """Several pictures in a row, as one."""
    images = "".join(f'<img height="780" src="data:image/png;base64,{b64encode(one).decode()}">' for one in pictures)
    page = browser.new_page(viewport={"width": 100, "height": 100}, device_scale_factor=1.5)
    page.set_content(
        f'<body style="margin:0"><div id="row" style="display:inline-flex;gap:16px;background:#ddd">{images}</div>'
    )
    page.locator("#row").screenshot(path=path)
    page.close()


def main() -> None:
    """Take them all."""
    OUT.mkdir(parents=True, exist_ok=True)
    with served(), chromium() as browser:
        for name, wanted in PICTURES.items():
            beside(browser, [picture(browser, *one) for one in wanted], OUT / f"{name}.png")
            print(f"docs/img/{name}.png")


if __name__ == "__main__":
    main()
