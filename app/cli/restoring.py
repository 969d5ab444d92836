"""`flask restore`: after a backup was put back, say whether the log lost its newest entries, and go on from there."""

from __future__ import annotations

import click
from flask import current_app
from flask.cli import with_appcontext

from app.cli import Command
from app.clock import now
from app.db import database, reading, transaction
from app.settings import Settings
from trace import log, logdir, losses
from trace.log import Newest
from trace.logdir import Rewound
from trace.note import Checkpoint


@click.command("restore", cls=Command)
@click.option(
    "--accept-loss", metavar="REASON", help="Go on although published entries are gone; the reason is kept for good."
)
@with_appcontext
@click.pass_context
def restore(context: click.Context, accept_loss: str | None) -> None:
    """Compare the database with the newest checkpoint that was published."""
    settings: Settings = current_app.extensions["settings"]
    published = logdir.read(settings.log_dir, database().keyring.signer.verifier)
    if published is None:
        click.echo(f"{settings.log_dir} holds no checkpoint: nothing was published that the database could lack.")
        return
    with reading() as session:
        kept = log.newest(session)
        try:
            logdir.check(published, kept.size, lambda size: log.root_at(session, size))
        except Rewound:
            pass
        else:
            click.echo(f"Nothing is missing: {published.size} entries were published, the database has {kept.size}.")
            return
    click.echo(f"Published: {published.size} entries. In the database: {kept.size}.")
    click.echo(
        f"Missing: entries {kept.size} to {published.size - 1}; whoever has a receipt or a proof of one can show it."
    )
    if accept_loss is None:
        click.echo("A newer backup is the remedy. If there is none: restore --accept-loss REASON")
        context.exit(1)
    _accept(settings, published, kept, accept_loss)


def _accept(settings: Settings, published: Checkpoint, kept: Newest, reason: str) -> None:
    with transaction(rewound=True) as session:
        loss = losses.accept(session, published.size, kept.size, reason, now())
    aside = logdir.step_back(settings.log_dir, database().keyring.signer.verifier, kept.note)
    click.echo(f"Loss {loss.id} is accepted; what was published is kept in {aside}.")
    click.echo("Whoever keeps a newer checkpoint will see that the log was rewound, and should: tell them why.")


COMMANDS = [restore]
