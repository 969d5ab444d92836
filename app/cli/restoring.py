"""`flask restore`: after a backup was put back, say whether the log lost its newest entries, and go on from there."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from app.cli import Command
from app.clock import now
from app.db import database, reading, transaction
from app.settings import Settings
from trace import losses, note, tables
from trace.chain import b64
from trace.errors import Conflict
from trace.note import Checkpoint


class AnotherLog(Conflict):
    """The database and the published checkpoint tell of two different histories."""

    code = "another-log"


@click.command("restore", cls=Command)
@click.option(
    "--accept-loss", metavar="REASON", help="Go on although published entries are gone; the reason is kept for good."
)
@with_appcontext
@click.pass_context
def restore(context: click.Context, accept_loss: str | None) -> None:
    """Compare the database with the newest checkpoint that was published."""
    settings: Settings = current_app.extensions["settings"]
    published, kept = _published(settings), _kept()
    if published is None:
        click.echo(f"{settings.log_dir} holds no checkpoint: nothing was published that the database could lack.")
        return
    if (root := _root_at(published.size)) not in (None, published.root):
        raise AnotherLog(
            f"at {published.size} entries the published root is {b64(published.root)}, but this database has {b64(root)}: "
            "it belongs to another history of this log; put back the backup that the checkpoint came from"
        )
    if kept.size >= published.size:
        click.echo(f"Nothing is missing: {published.size} entries were published, the database has {kept.size}.")
        return
    click.echo(f"Published: {published.size} entries. In the database: {kept.size}.")
    click.echo(
        f"Missing: entries {kept.size} to {published.size - 1}; whoever has a receipt or a proof of one can show it."
    )
    if accept_loss is None:
        click.echo("A newer backup is the remedy. If there is none: restore --accept-loss REASON")
        context.exit(1)
    with transaction() as session:
        loss = losses.accept(session, published.size, kept.size, accept_loss, now())
    click.echo(f"Loss {loss.id} is accepted.")


def _published(settings: Settings) -> Checkpoint | None:
    file = settings.log_dir / "checkpoint"
    if not file.exists():
        return None
    return note.checkpoint(file.read_text(encoding="utf-8"), database().keyring.signer.verifier)


def _root_at(size: int) -> bytes | None:
    with reading() as session:
        found: bytes | None = session.scalar(select(tables.checkpoint.c.root).where(tables.checkpoint.c.size == size))
    return found


def _kept() -> Checkpoint:
    """The newest checkpoint that the database knows, under the same key."""
    with reading() as session:
        newest = select(tables.checkpoint).order_by(tables.checkpoint.c.size.desc()).limit(1)
        row = session.execute(newest).first()
    origin = database().keyring.origin
    return Checkpoint(origin, row.size, row.root) if row else Checkpoint(origin, 0, b"")


COMMANDS = [restore]
