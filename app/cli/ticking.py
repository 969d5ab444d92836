"""`flask tick`: what the server's thread does now and then, once, for those who run it from a timer."""

from __future__ import annotations

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app import ticker
from app.cli import Command


@click.command("tick", cls=Command)
@with_appcontext
def tick() -> None:
    """Send the messages that are due."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    click.echo(f"{ticker.send_due(app)} message(s) tried.")


COMMANDS = [tick]
