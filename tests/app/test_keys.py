"""Keys are made once; over rows that were made with an older key none is made again."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import insert

from app.db import database
from app.keys import KeyTrouble, cookie_secret, open_keys
from tests.app.installation import settings
from trace import tables


def test_keys_are_made_at_first_need_and_found_again(app, tmp_path):
    with app.app_context():
        first = database().keyring
        again = open_keys(app.extensions["settings"], database().engine)
    assert (first.signer, first.data_key) == (again.signer, again.data_key)
    assert cookie_secret(app.extensions["settings"], first) == cookie_secret(app.extensions["settings"], again)


def test_nothing_is_made_before_it_is_needed(app, tmp_path):
    app.test_client().get("/healthz")
    assert not (tmp_path / "log").exists()


def test_two_that_start_at_once_have_one_key(app):
    found = []
    engine, given = app.extensions["database"].engine, app.extensions["settings"]
    threads = [threading.Thread(target=lambda: found.append(open_keys(given, engine))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len({(keyring.signer.seed, keyring.data_key) for keyring in found}) == 1


def test_a_log_keeps_its_name(app, database, tmp_path):
    engine = app.extensions["database"].engine
    open_keys(app.extensions["settings"], engine)
    with pytest.raises(KeyTrouble, match="unset LOG_ORIGIN"):
        open_keys(settings(database, tmp_path, LOG_ORIGIN="other.example"), engine)


def test_a_lost_key_is_never_replaced_by_a_new_one(app, tmp_path):
    engine, given = app.extensions["database"].engine, app.extensions["settings"]
    open_keys(given, engine)
    with engine.begin() as connection:
        connection.execute(insert(tables.pending).values(entry_id=1, leaf=b"l", mac=b"m"))
        connection.execute(insert(tables.private_field).values(entry_id=1, name="n", salt=b"s", blob=b"b"))
    for name in ("key", "data-key"):
        kept = (tmp_path / "log" / name).rename(tmp_path / "kept")
        with pytest.raises(KeyTrouble, match="backup"):
            open_keys(given, engine)
        kept.rename(tmp_path / "log" / name)


@pytest.mark.parametrize("name", ["key", "data-key"])
def test_a_damaged_key_is_told_and_not_shown(app, tmp_path, name):
    engine, given = app.extensions["database"].engine, app.extensions["settings"]
    open_keys(given, engine)
    (tmp_path / "log" / name).write_text("PRIVATE+KEY+telltale")
    with pytest.raises(Exception) as refused:
        open_keys(given, engine)
    assert "telltale" not in str(refused.value)
