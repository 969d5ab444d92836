"""`flask init`: make an installation of one's own."""

from __future__ import annotations

import os

import click
from flask import Flask
from flask.cli import with_appcontext

from app import create_app, migrating
from app.access import accounts
from app.access.roles import Role
from app.cli import Command
from app.clock import now
from app.db import database, reading, transaction
from app.settings import Settings
from trace import parties
from trace.errors import Conflict
from trace.parties import Kind


class AlreadyMade(Conflict):
    """This installation has been set up before."""

    code = "already-made"


@click.command("init", cls=Command)
@click.option("--operator", prompt="Name of the operator", help="Who runs this service.")
@click.option("--uscc", prompt="Unified social credit code (18 characters)", help="The operator's code, GB 32100.")
@click.option("--origin", default=None, help="The log's name, a host name of yours; for ever. LOG_ORIGIN if left out.")
@click.option("--login", prompt="Login of the first administrator", help="The first administrator's login name.")
@click.password_option("--password", help="The first administrator's password, 12 characters or more.")
@with_appcontext
def init(operator: str, uscc: str, origin: str | None, login: str, password: str) -> None:
    """Make an installation: operator, first administrator, the keys; says what to back up."""
    from trace.identity.uscc import Uscc

    code = str(Uscc.parse(uscc))
    # The app at hand may be the demonstration, since there was no installation when it started.
    environment = {**os.environ, "LOG_ORIGIN": origin} if origin else os.environ
    app = create_app(Settings.from_env(environment, install=True))
    try:
        _install(app, operator, code, login, password)
    finally:
        app.extensions["database"].engine.dispose()


def _install(app: Flask, operator: str, uscc: str, login: str, password: str) -> None:
    settings: Settings = app.extensions["settings"]
    with app.app_context():
        migrating.upgrade(database().engine)
        with reading() as session:
            if accounts.any_administrator(session) is not None:
                raise AlreadyMade("this installation has an administrator already: `init` is for a new one only")
        moment = now()
        with transaction() as session:
            party = parties.find(session, uscc=uscc) or parties.register(
                session, Kind.OPERATOR, operator, moment, uscc=uscc, verified=True
            )
            account = accounts.create(session, login, password, moment)
            accounts.join(session, account, Role.OPERATOR, party.id, moment)
        click.echo(f"{operator} is party {party.id}, {account.login} the first administrator.")
        click.echo(f"The log is {database().keyring.origin}; its verifier key: {database().keyring.signer.verifier}")
        click.echo("Back up together, and keep the copies where this machine's thief is not:")
        for what in _to_back_up(settings):
            click.echo(f"  {what}")


def _to_back_up(settings: Settings) -> list[str]:
    file = settings.database_file
    database_is = f"{file} (by sqlite3's .backup, not by copying)" if file else "the PostgreSQL database (pg_dump)"
    found = [database_is, f"{settings.log_dir}/ (the log's key and newest checkpoint)"]
    if settings.data_key_file.parent != settings.log_dir:
        found.append(f"{settings.data_key_file} (without it personal texts cannot be read)")
    return found


COMMANDS = [init]
