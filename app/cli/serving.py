"""`flask serve`: bring the tables up to date, fill an empty demonstration, become the web server."""

from __future__ import annotations

import os
import socket
import sys

import click
from flask import Flask
from flask.cli import with_appcontext
from sqlalchemy import select

from app import migrating
from app.access.accounts import any_administrator
from app.cli import Command, demo
from app.db import database, reading
from app.running import running
from app.settings import ROOT, Settings
from trace import tables


@click.command("serve", cls=Command)
@click.option("--host", default="127.0.0.1", help="The address to listen on.")
@click.option("--certificate", type=click.Path(exists=True, dir_okay=False), help="A TLS certificate (PEM).")
@click.option("--key", type=click.Path(exists=True, dir_okay=False), help="Its key (PEM).")
@with_appcontext
def serve(host: str, certificate: str | None, key: str | None) -> None:
    """Serve on 127.0.0.1:$PORT; with no installation, the demonstration."""
    app = running()
    settings: Settings = app.extensions["settings"]
    _check_free(host, settings.port)
    migrating.upgrade(database().engine)
    doors: list[str] = []
    if settings.demonstration:
        _fill(app)
        doors = demo.opened(app)
    elif _fresh():
        click.echo(
            "This installation is fresh: `flask --app wsgi init` sets it up, `flask --app wsgi demo` fills it to look at.",
            err=True,
        )
    database().engine.dispose()
    scheme = "https" if certificate else "http"
    kind = " (the demonstration; `flask --app wsgi init` makes an installation)" if settings.demonstration else ""
    click.echo(f"Suyuan serves on {scheme}://{host}:{settings.port}/{kind}")
    for line in doors:
        click.echo(line)
    sys.stdout.flush()
    _become(host, settings, certificate, key)


def _check_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            raise click.ClickException(
                f"cannot listen on {host}:{port} ({problem.strerror}): stop what does, or set PORT to another port"
            ) from None


def _fill(app: Flask) -> None:
    """Fill the demonstration when nothing has been recorded in it yet."""
    with reading() as session:
        empty = session.execute(select(tables.entry.c.id).limit(1)).first() is None
    if empty:
        demo.fill(app)


def _fresh() -> bool:
    with reading() as session:
        return (
            any_administrator(session) is None and session.execute(select(tables.entry.c.id).limit(1)).first() is None
        )


def _become(host: str, settings: Settings, certificate: str | None, key: str | None) -> None:
    """Turn this process into granian, so that nothing of the command is left in the server."""
    options = {
        "--interface": "wsgi",
        "--host": host,
        "--port": str(settings.port),
        "--workers": str(settings.workers),
        "--blocking-threads": str(settings.threads),
        "--backlog": "1024",
        "--backpressure": str(max(64, 4 * settings.threads)),
        "--workers-kill-timeout": "10",
        "--log-level": "warning",
        "--working-dir": str(ROOT),
    }
    if certificate and key:
        options |= {"--ssl-certificate": certificate, "--ssl-keyfile": key}
    words = [word for option in options.items() for word in option]
    # An empty setting is one that is not set, here as everywhere.
    environment = {**os.environ, "SEQUENCER": os.environ.get("SEQUENCER") or "thread"}
    # Left by the flask command, it would make Flask's own server refuse to run in the workers.
    environment.pop("FLASK_RUN_FROM_CLI", None)
    # The root comes first on the path of `python -m` only when it is the current folder; `trace` hangs on it.
    os.chdir(ROOT)
    os.execve(
        sys.executable,
        [sys.executable, "-m", "granian", *words, "--no-ws", "--no-access-log", "--respawn-failed-workers", "wsgi:app"],
        environment,
    )


COMMANDS = [serve]
