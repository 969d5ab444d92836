"""The databases that are measured: SQLite as it is embedded, and a PostgreSQL of its own, syncing and with its defaults."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from flask import Flask
from psycopg import sql
from sqlalchemy import Engine
from sqlalchemy.orm import Session, sessionmaker

from app import create_app, migrating
from app.db import database
from app.settings import Settings
from bench import cpu
from tests import cluster
from trace.keyring import Keyring


@dataclass(frozen=True)
class Installation:
    """An installation over a database of its own, with the keys of its log."""

    app: Flask
    url: str
    folder: Path

    @property
    def engine(self) -> Engine:
        """The engine as the service has it."""
        with self.app.app_context():
            return database().engine

    @property
    def sessions(self) -> sessionmaker[Session]:
        """Sessions that write."""
        with self.app.app_context():
            return database().writing

    @property
    def reading(self) -> sessionmaker[Session]:
        """Sessions that read."""
        with self.app.app_context():
            return database().reading

    @property
    def keyring(self) -> Keyring:
        """The keys."""
        with self.app.app_context():
            return database().keyring

    @property
    def log_dir(self) -> Path:
        """Where the log's key and checkpoint lie."""
        return self.folder / "log"

    def environment(self, **more: str) -> dict[str, str]:
        """What a process needs to be a server of this installation."""
        return {**os.environ, "DATABASE_URL": self.url, "LOG_DIR": str(self.log_dir), "LOG_LEVEL": "WARNING", **more}

    def driver(self) -> Any:
        """A connection of the driver alone, set as the service sets its own."""
        if self.url.startswith("sqlite"):
            return self.engine.raw_connection().driver_connection
        return psycopg.connect(self.url.replace("+psycopg", ""))


@dataclass(frozen=True)
class Place:
    """One kind of database: `make` gives the URL of a new one, `database_cpu` the time that its own server has used."""

    kind: str
    folder: Path
    make: Callable[[str], str]
    database_cpu: cpu.Clock = lambda: 0.0

    def cpu(self) -> float:
        """What this process and the database have used."""
        return cpu.own() + self.database_cpu()

    def installation(self, name: str) -> Installation:
        """A new installation with every table and nothing in it."""
        folder = self.folder / f"{self.kind}-{name}"
        folder.mkdir()
        url = self.make(name)
        settings = Settings.from_env({"DATABASE_URL": url, "LOG_DIR": str(folder / "log")}, folder)
        made = Installation(create_app(settings), url, folder)
        with made.app.app_context():
            migrating.upgrade(made.engine)
        return made


def sqlite(folder: Path) -> Place:
    """SQLite in `folder`: a file, WAL, synchronous FULL."""
    return Place("SQLite", folder, lambda name: f"sqlite:///{folder / f'SQLite-{name}' / 'suyuan.db'}")


def postgresql(folder: Path) -> Place:
    """A server of its own for this run, as tests/cluster.py starts one, but with PostgreSQL's own settings."""
    # Other than a test's, it must not lose anything: fsync, synchronous_commit and all else as installed.
    cluster.SETTINGS.clear()
    cluster.begin_run()
    where = cluster.address()

    def make(name: str) -> str:
        with psycopg.connect(host=str(where), user="postgres", dbname="postgres", autocommit=True) as connection:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        return cluster.url(name)

    postmaster = int((where / "data" / "postmaster.pid").read_text().split()[0])
    return Place("PostgreSQL", folder, make, cpu.family(postmaster))


def all_in(folder: Path) -> Iterator[Place]:
    """SQLite, and PostgreSQL where there is one; its absence is told in a sentence."""
    yield sqlite(folder)
    try:
        yield postgresql(folder)
    except cluster.Unavailable as missing:
        print(f"PostgreSQL is left out: {missing}")
