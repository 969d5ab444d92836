"""`flask restore`."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select

from app.db import database, reading, transaction
from trace import tables
from trace.losses import AcceptedLoss
from trace.note import Checkpoint

ROOT = bytes(32)


def restore(app, *options):
    result = app.test_cli_runner().invoke(args=["restore", *options])
    return result.exit_code, result.output


@pytest.fixture
def published(app, tmp_path):
    """Publishes a checkpoint of some size, and lets the database have one of another."""

    def publish(size, kept, root=ROOT):
        with app.app_context():
            signer = database().keyring.signer
            text = Checkpoint(signer.name, size, root).text()
            (tmp_path / "log" / "checkpoint").write_text(signer.sign(text), encoding="utf-8")
            with transaction() as session:
                row = {"size": kept, "root": ROOT, "note": "", "signed_ms": 0}
                session.execute(insert(tables.checkpoint).values(row))

    return publish


def losses(app):
    with app.app_context(), reading() as session:
        return [(loss.published, loss.kept, loss.reason) for loss in session.scalars(select(AcceptedLoss))]


def test_nothing_published_is_nothing_lost(app):
    assert restore(app)[0] == 0


@pytest.mark.parametrize("kept", [7, 9])
def test_a_database_that_has_what_was_published_is_whole(app, published, kept):
    published(7, kept)
    assert restore(app) == (0, f"Nothing is missing: 7 entries were published, the database has {kept}.\n")


def test_a_database_behind_is_told_with_what_is_missing(app, published):
    published(7, 5)
    code, said = restore(app)
    assert code == 1
    assert "Missing: entries 5 to 6" in said
    assert losses(app) == []


def test_a_loss_is_accepted_with_its_reason_for_good(app, published):
    published(7, 5)
    assert restore(app, "--accept-loss", "the disk broke")[0] == 0
    assert losses(app) == [(7, 5, "the disk broke")]


def test_a_database_with_another_history_is_refused(app, published):
    published(7, 7, root=bytes([1] * 32))
    code, said = restore(app, "--accept-loss", "never mind")
    assert (code, "(another-log)" in said) == (2, True)
    assert losses(app) == []
