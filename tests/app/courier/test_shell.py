"""The page that is kept on phones: the same for everybody, its own host alone, and whole."""

from __future__ import annotations

import json
import re

import pytest

from app.courier import shell
from app.headers import POLICY

sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
WASM = "'wasm-unsafe-eval'"


@pytest.fixture
def client(app):
    return app.test_client()


def kept(client) -> list[str]:
    script = client.get("/courier/sw.js", buffered=True).text
    return json.loads(re.search(r"^const SHELL = (.*);$", script, re.M)[1])


@sqlite
def test_only_the_worker_that_reads_barcodes_may_compile(client):
    for path in kept(client):
        policy = client.get(path, buffered=True).headers["Content-Security-Policy"]
        assert (WASM in policy) == path.endswith("/reader.js"), path
        assert policy.replace(f" {WASM}", "") == "; ".join(f"{name} {sources}" for name, sources in POLICY.items())


@sqlite
def test_everything_that_is_kept_is_there_and_nothing_that_tells_of_anybody(client, courier):
    paths = kept(client)
    assert {path.rsplit("/", 1)[-1].split("?")[0] for path in paths} >= {
        "", "app.webmanifest", "suyuan.css", "courier.css", "page.js", "reader.js", "zxing-reader.js", "zxing-reader.wasm",
    }  # fmt: skip
    for path in paths:
        answer = courier.client.get(path, buffered=True)
        assert (answer.status_code, "Set-Cookie" in answer.headers) == (200, False), path
        assert "小马" not in (answer.text if answer.mimetype.startswith(("text/", "application/manifest")) else "")
    assert not [path for path in paths if path.startswith(("/api/", "/courier/me", "/courier/today", "/courier/proof"))]


@sqlite
def test_the_page_is_one_for_all_and_asks_no_other_host(client, courier):
    stranger, known = client.get("/courier/", buffered=True).text, courier.client.get("/courier/", buffered=True).text
    assert stranger == known
    assert re.findall(r"(?:https?:)?//[a-z]", stranger.replace("xmlns", "")) == []


@sqlite
def test_files_are_for_good_under_todays_build_and_never_under_another(client):
    good, old = (client.get(f"/courier/v/{build}/page.js", buffered=True) for build in (shell.build(), "yesterday"))
    assert "immutable" in good.headers["Cache-Control"]
    assert old.headers["Cache-Control"] == "no-store"
    assert good.text == old.text
    for name in ("nothing.js", "..%2fsuyuan.css", "%2e%2e"):
        assert client.get(f"/courier/v/{shell.build()}/{name}", buffered=True).status_code == 404


@sqlite
@pytest.mark.parametrize(("lang", "name"), [("zh-CN", "溯源快递"), ("en", "Suyuan courier")])
def test_the_app_for_the_home_screen_speaks_the_readers_language(client, lang, name):
    said = json.loads(client.get("/courier/app.webmanifest", headers={"Accept-Language": lang}, buffered=True).text)
    assert (said["name"], said["lang"], said["scope"]) == (name, lang, "/courier/")
    for icon in said["icons"]:
        assert client.get(icon["src"], buffered=True).mimetype == icon["type"]


@sqlite
@pytest.mark.parametrize("path", ["/courier/today", "/courier/phone", "/courier/proof/x"])
def test_nobody_sees_a_couriers_pages_without_being_one(client, path):
    assert client.get(path, buffered=True).status_code == 401
