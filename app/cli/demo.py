"""`flask demo`: fill an empty database with the demonstration, to look at."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app import migrating, sequencing
from app.cli import Command
from app.clock import now
from app.db import database, transaction
from app.demo import world


@click.command("demo", cls=Command)
@with_appcontext
def demo() -> None:
    """Fill an empty database with the demonstration."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    migrating.upgrade(database().engine)
    count = fill(app)
    click.echo(f"The demonstration is recorded, {count} deeds; `flask --app wsgi serve` shows it.")


def fill(app: Flask) -> int:
    """Record the demonstration, all or nothing, and take it into the log; how many deeds it has."""
    with app.app_context():
        with transaction() as session:
            count = world.fill(session, now())
        sequencing.drain(app)
    return count


COMMANDS = [demo]
