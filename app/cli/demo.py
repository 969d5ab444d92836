"""`flask demo`: fill an empty database with the demonstration, to look at."""

from __future__ import annotations

import click
from flask import Flask
from flask.cli import with_appcontext

from app import migrating, sequencing
from app.cli import Command
from app.clock import now
from app.db import database, transaction
from app.demo import desks, logins, world
from app.running import running
from app.settings import Settings


@click.command("demo", cls=Command)
@with_appcontext
def demo() -> None:
    """Fill an empty database with the demonstration."""
    app = running()
    migrating.upgrade(database().engine)
    count = fill(app)
    click.echo(f"The demonstration is recorded, {count} deeds; `flask --app wsgi serve` shows it.")


def fill(app: Flask) -> int:
    """Record the demonstration, all or nothing, and take it into the log; how many deeds it has."""
    with app.app_context():
        with transaction() as session:
            moment = now()
            count = world.fill(session, moment)
            desks.shelve(session, moment)
            desks.complain(session, moment)
        sequencing.drain(app)
    return count


def opened(app: Flask) -> list[str]:
    """The lines that say how to come in at each door: the only place where the password and the code ever stand."""
    settings: Settings = app.extensions["settings"]
    with app.app_context(), transaction() as session:
        made = logins.open_doors(session, now())
    width = max(len(login) for login, _ in made.names)
    return [
        f"Behind each door: {settings.base_url}/login, with the password {made.password} as one of these:",
        *(f"  {login:{width}}  for {name}" for login, name in made.names),
        f"A courier's phone, or this browser: {settings.base_url}/courier/#{made.code} (once, within 15 minutes)",
        "They are made anew at each start, and exist in the demonstration alone.",
    ]


COMMANDS = [demo]
