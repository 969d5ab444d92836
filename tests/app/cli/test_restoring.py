"""`flask restore`: a database put back from an older backup is read-only until somebody says what that costs."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db import database, reading, transaction
from tests.trace.logged import World, event, item
from trace import bulk, logdir
from trace.losses import AcceptedLoss


def run(app, *words):
    done = app.test_cli_runner().invoke(args=words)
    return done.exit_code, done.output


@pytest.fixture
def published(served: World) -> World:
    """Seven entries in two published checkpoints."""
    served.filled([5, 2])
    return served


def rewind(world: World) -> None:
    """What putting back the backup of two entries ago does."""
    with world.sessions() as session:
        lost = "(SELECT entry_id FROM log_leaf WHERE idx >= 5)"
        for table, column in (("thing", "id"), ("link", "entry_id"), ("submission", "entry_id"), ("entry", "id")):
            if table == "thing":
                lost_things = f"(SELECT thing_id FROM link WHERE entry_id IN {lost})"
                bulk.run(session, f"DELETE FROM thing WHERE id IN {lost_things}")
            else:
                bulk.run(session, f"DELETE FROM {table} WHERE {column} IN {lost}")
        for statement in ("DELETE FROM log_leaf WHERE idx >= 5", "DELETE FROM checkpoint WHERE size > 5"):
            bulk.run(session, statement)
        session.commit()


def losses(app):
    with app.app_context(), reading() as session:
        return [(loss.published, loss.kept, loss.reason) for loss in session.scalars(select(AcceptedLoss))]


def test_nothing_published_is_nothing_lost(app):
    assert run(app, "restore")[0] == 0


def test_a_database_that_has_what_was_published_is_whole(app, published):
    published.record(event("accepting", item("N1")))
    assert run(app, "restore") == (0, "Nothing is missing: 7 entries were published, the database has 7.\n")


def test_a_rewound_database_is_told_with_what_is_missing_and_takes_nothing_in(app, published):
    rewind(published)
    code, said = run(app, "restore")
    assert code == 1
    assert "Missing: entries 5 to 6" in said
    assert run(app, "verify")[1].startswith("BAD index=5 check=checkpoint: LOG_DIR/checkpoint is of 7 entries")
    app.extensions["database"]._continues = False
    with app.app_context(), pytest.raises(logdir.Rewound), transaction():
        pass
    published.record(event("accepting", item("N1")))
    with pytest.raises(logdir.Rewound):
        published.integrate()
    assert losses(app) == []


def test_an_accepted_loss_is_kept_for_good_and_the_log_goes_on(app, published, tmp_path):
    rewind(published)
    code, said = run(app, "restore", "--accept-loss", "the disk broke")
    assert code == 0
    assert "checkpoint.lost-7" in said
    assert losses(app) == [(7, 5, "the disk broke")]
    published.record(event("accepting", item("N1")))
    assert published.integrate() is not None
    assert run(app, "verify")[1].startswith("OK size=6 ")
    # Whoever kept the checkpoint of seven entries still sees what happened.
    code, said = run(app, "verify", "--checkpoint", str(tmp_path / "log" / "checkpoint.lost-7"))
    assert (code, said.split(":")[0]) == (1, "BAD index=6 check=checkpoint")


def test_a_database_with_another_history_is_refused(app, published):
    with app.app_context():
        other = logdir.Checkpoint(published.keyring.origin, 3, bytes(32))
        text = database().keyring.signer.sign(other.text())
    (published.folder / "checkpoint").write_text(text, encoding="utf-8")
    code, said = run(app, "restore", "--accept-loss", "why not")
    assert (code, losses(app)) == (2, [])
    assert "another-log" in said
