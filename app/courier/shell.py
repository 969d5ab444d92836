"""The page that scans, and its worker that keeps it on the phone: nothing in it tells of anybody, so it may be kept."""

from __future__ import annotations

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from flask import Response, render_template, send_from_directory

from app import headers
from app.access.gate import PUBLIC, allows
from app.assets import STATIC, asset
from app.courier import texts
from app.courier.door import bp
from app.i18n import TRANSLATIONS, language
from app.islands import island

FILES = STATIC / "courier"
IMMUTABLE = "public, max-age=31536000, immutable"


@lru_cache(maxsize=1)
def build() -> str:
    """What changes whenever a file of the page does: the name of its cache, and part of its addresses."""
    here = Path(__file__).parent
    ours = [*FILES.iterdir(), *here.glob("templates/courier/*"), here / "texts.py", STATIC / "suyuan.css"]
    others = [*STATIC.glob("vendor/zxing*"), *TRANSLATIONS.glob("*/LC_MESSAGES/*.mo")]
    digest = sha256()
    for file in sorted(ours) + sorted(others):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _under_build(name: str) -> str:
    """A file's address; modules that import each other inherit the build from it."""
    return f"/courier/v/{build()}/{name}"


def _files() -> dict[str, str]:
    return {
        "reader": _under_build("reader.js"),
        "library": asset("vendor/zxing-reader.js"),
        "wasm": asset("vendor/zxing-reader.wasm"),
        "worker": "/courier/sw.js",
    }


@bp.get("/courier/")
@allows(PUBLIC)
def shell() -> Response:
    """The page, the same for everybody: who works with it only the phone knows."""
    data = {"words": island(texts.words()), "files": island(_files())}
    page = render_template(
        "courier/scan.html", under=_under_build, data=data, other=_other(), modes=texts.modes(), **texts.choices()
    )
    return Response(page, headers={"Cache-Control": "no-cache"}, mimetype="text/html")


@bp.get("/courier/v/<version>/<name>")
@allows(PUBLIC)
def file(version: str, name: str) -> Response:
    """One file of the page. The worker that reads barcodes compiles WebAssembly, and it alone."""
    if name == "reader.js":
        headers.widen("script-src", "'wasm-unsafe-eval'")
    answer = send_from_directory(FILES, name)
    # A phone that still has the page before gets today's file, and does not keep it under yesterday's name.
    answer.headers["Cache-Control"] = IMMUTABLE if version == build() else "no-store"
    return answer


@bp.get("/courier/sw.js")
@allows(PUBLIC)
def worker() -> Response:
    """The service worker, with the list of what it keeps."""
    modules = sorted(one.name for one in FILES.iterdir() if one.suffix in (".js", ".css", ".svg", ".png"))
    found = _files()
    kept = ["/courier/", "/courier/app.webmanifest", asset("suyuan.css"), found["library"], found["wasm"]]
    kept += [_under_build(name) for name in modules]
    script = f"const BUILD = {json.dumps(build())};\nconst SHELL = {json.dumps(kept)};\n"
    template = Path(__file__).with_name("sw.js").read_text(encoding="utf-8")
    return Response(script + template, mimetype="text/javascript", headers={"Cache-Control": "no-cache"})


@bp.get("/courier/app.webmanifest")
@allows(PUBLIC)
def manifest() -> Response:
    """What makes the page an app on the home screen."""
    said = {
        "name": texts.app_name(), "short_name": texts.app_name(), "lang": language(), "start_url": "/courier/",
        "scope": "/courier/", "id": "/courier/", "display": "standalone", "orientation": "portrait",
        "background_color": "#faf8f3", "theme_color": "#faf8f3",
        "icons": [
            {"src": _under_build("icon.svg"), "sizes": "any", "type": "image/svg+xml"},
            {"src": _under_build("icon-192.png"), "sizes": "192x192", "type": "image/png", "purpose": "any"},
            {"src": _under_build("icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
        ],
    }  # fmt: skip
    body = json.dumps(said, ensure_ascii=False)
    return Response(body, mimetype="application/manifest+json", headers={"Cache-Control": "no-cache"})


def _other() -> str:
    return "en" if language() != "en" else "zh-CN"
