"""What every answer tells the browser."""

from __future__ import annotations

import pytest

from app import headers
from app.access.gate import PUBLIC, allows


@pytest.fixture
def client(app):
    @app.get("/scan")
    @allows(PUBLIC)
    def _scan():
        headers.widen("script-src", "'wasm-unsafe-eval'")
        return "scan"

    @app.get("/shared")
    @allows(PUBLIC)
    def _shared():
        headers.share()
        return "shared"

    return app.test_client()


@pytest.mark.parametrize("path", ["/healthz", "/nowhere", "/static/suyuan.css"])
def test_every_answer_is_protected(client, path):
    with client.get(path) as answer:
        found = answer.headers
    assert found["Content-Security-Policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in found["Content-Security-Policy"]
    assert found["Referrer-Policy"] == "no-referrer"
    assert found["X-Content-Type-Options"] == "nosniff"
    assert found["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "Access-Control-Allow-Origin" not in found


def test_a_view_may_widen_its_own_answer_and_no_other(client):
    assert "script-src 'self' 'wasm-unsafe-eval';" in client.get("/scan").headers["Content-Security-Policy"]
    assert "wasm" not in client.get("/healthz").headers["Content-Security-Policy"]


def test_the_log_can_be_read_from_other_sites(client):
    assert client.get("/shared").headers["Access-Control-Allow-Origin"] == "*"
