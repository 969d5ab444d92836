"""How long a browser may keep our static files."""

from __future__ import annotations

import pytest

from app.assets import asset


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_a_file_is_kept_for_good_under_its_checksum_and_asked_for_again_without(app):
    client = app.test_client()
    with client.get(asset("verify/page.js")) as kept:
        assert "max-age=31536000" in kept.headers["Cache-Control"]
    # Modules import each other by their plain names: after an upgrade the old ones must not stay.
    with client.get("/static/verify/proof.js") as module:
        assert module.headers["Cache-Control"] == "no-cache"
    with client.get("/static/verify/proof.js", headers={"If-None-Match": module.headers["ETag"]}) as again:
        assert again.status_code == 304
        assert again.headers["Cache-Control"] == "no-cache"
