"""The commands of `flask --app wsgi`: one file for each family, each with its commands in `COMMANDS`."""

from __future__ import annotations

import importlib

import click
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

from app.settings import BadSetting
from trace.errors import Refusal

# A new family is one more line.
FAMILIES = (
    "app.cli.serving",
    "app.cli.installing",
    "app.cli.demo",
    "app.cli.restoring",
    "app.cli.granting",
    "app.cli.imports",
    "app.cli.pickups",
    "app.cli.cases",
    "app.cli.labels",
    "app.cli.tracking",
    "app.cli.proving",
    "app.cli.couriers",
    "app.cli.ticking",
    "app.cli.rating",
)


class Sentence(click.ClickException):
    """A refusal as the command line tells it: one sentence, and exit code 2."""

    exit_code = 2


class Command(click.Command):
    """A command whose refusals are told as sentences and not as tracebacks."""

    def invoke(self, ctx: click.Context) -> object:
        """Run it."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            raise Sentence(f"{refusal.message} ({refusal.code})") from refusal
        except BadSetting as problem:
            raise Sentence(str(problem)) from problem
        except (OperationalError, ProgrammingError) as problem:
            # No tables, no server, no disk: the driver's own words are the best there are, its statement is not.
            said = str(problem.orig).strip().splitlines()[0]
            raise Sentence(f"the database says: {said}; is DATABASE_URL right, has `db upgrade` been run?") from problem


def init_app(app: Flask) -> None:
    """Give the app its commands."""
    for name in FAMILIES:
        for command in importlib.import_module(name).COMMANDS:
            app.cli.add_command(command)
