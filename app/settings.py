"""What an operator can set, and nothing else reads the environment: one table, one frozen value."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple, Self

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.outgoing import secret as webhook_secret
from trace.note import NAME

ROOT = Path(__file__).resolve().parent.parent
INSTANCE = ROOT / "instance"
ORIGIN = "suyuan.example"
DEMO_ORIGIN = "demo.suyuan.example"


class BadSetting(ValueError):
    """A setting whose value cannot be used; the text says which, and what was expected."""


class Row(NamedTuple):
    """One setting: its name, its default in words, how it is read, what it is for."""

    name: str
    default: str
    parse: Callable[[str], Any]
    help: str


def _text(value: str) -> str:
    return value


def _whole(least: int, most: int) -> Callable[[str], int]:
    def parse(value: str) -> int:
        if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
            raise ValueError(f"expected a whole number from {least} to {most}")
        return int(value)

    return parse


def _one_of(*words: str) -> Callable[[str], str]:
    def parse(value: str) -> str:
        if value not in words:
            raise ValueError(f"expected {' or '.join(words)}")
        return value

    return parse


def _database(value: str) -> str:
    """A URL of SQLite with a file, or of PostgreSQL; `postgresql://` means the driver that we use."""
    try:
        url = make_url(value)
    except ArgumentError:
        raise ValueError("expected a URL such as sqlite:///suyuan.db or postgresql://user@host/name") from None
    kind = url.get_backend_name()
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        # Made absolute at once: the web server changes to the root, and must not meet another file there.
        return url.set(database=str(Path(url.database or "").absolute())).render_as_string(hide_password=False)
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
    raise ValueError("expected sqlite:/// with a file, or postgresql://")


def _origin(value: str) -> str:
    # It becomes the host in https://{origin}/id/..., so a path after it would make names that nobody can read back.
    if not NAME.fullmatch(value) or "/" in value:
        raise ValueError("expected a host name such as log.example.org, without https:// and without a path")
    return value


def _address(value: str) -> str:
    if not value.startswith(("http://", "https://")) or " " in value:
        raise ValueError("expected http:// or https:// and a host")
    return value


def _base(value: str) -> str:
    return _address(value).rstrip("/")


def _webhook_secret(value: str) -> str:
    webhook_secret(value)
    return value


def _path(value: str) -> Path:
    return Path(value).absolute()


TABLE = (
    Row("DATABASE_URL", "the demonstration, until `flask init` has made instance/suyuan.db", _database,
        "Where everything is kept: sqlite:///FILE or postgresql://USER@HOST/NAME."),
    Row("LOG_DIR", "FILE.log/ beside a SQLite file, else instance/log/", _path,
        "The folder of the log's key and newest checkpoint. Back it up together with the database."),
    Row("LOG_ORIGIN", "suyuan.example (the demonstration: demo.suyuan.example)", _origin,
        "The log's name, a host name of yours. Fixed when the log is made: later it must agree with the key."),
    Row("DATA_KEY_FILE", "LOG_DIR/data-key", _path,
        "The key that encrypts personal texts at rest. Made at first need, readable by its owner alone."),
    Row("CELERY_BROKER_URL", "unset: a thread in the server does the work", _text,
        "A message broker, such as redis://host/0 or amqp://host//. Needs workers: celery -A wsgi:celery worker."),
    Row("SECRET_KEY", "derived from the log's key", _text,
        "Signs the cookies of people who have logged in; at least 32 characters."),
    Row("BASE_URL", "http://127.0.0.1:$PORT", _base,
        "The address people reach this service at; it goes into codes and messages. Pages link relatively."),
    Row("PORT", "8000", _whole(1, 65535), "The port that `flask serve` listens on."),
    Row("TRUSTED_PROXIES", "0", _whole(0, 10),
        "How many proxies of yours stand in front; that many X-Forwarded-* values are believed."),
    Row("MAX_BODY_BYTES", "16777216", _whole(1024, 2**30), "A longer request body is refused before it is read."),
    Row("WORKERS", "1 on SQLite, 2 on PostgreSQL", _whole(1, 64), "Processes of `flask serve`. SQLite has one writer, so one."),
    Row("THREADS", "4", _whole(1, 128), "Threads of each process; each may use one database connection."),
    Row("SEQUENCER", "none (`flask serve` sets thread)", _one_of("thread", "none"),
        "thread: the web server itself takes new entries into the log. none: `flask sequence` or a worker does."),
    Row("WEBHOOK_URL", "unset: messages lie in the inbox alone", _address,
        "Where every message is sent as well, signed as Standard Webhooks: your bridge to SMS or mail."),
    Row("WEBHOOK_SECRET", "none; needed with WEBHOOK_URL", _webhook_secret,
        "What signs those messages: whsec_ and 24 to 64 random bytes in base64."),
    Row("WEBHOOK_PRIVATE", "no", _one_of("yes", "no"), "yes: WEBHOOK_URL may lie in a private network."),
    Row("SUBSCRIBER_PRIVATE", "no", _one_of("yes", "no"),
        "yes: addresses that parties subscribe with (webhooks, EPCIS) may lie in a private network, and be http://."),
    Row("LOG_LEVEL", "INFO", _one_of("DEBUG", "INFO", "WARNING", "ERROR"), "How much is written to standard error."),
)  # fmt: skip


# A refusal of one of these does not repeat it.
_SECRETS = ("DATABASE_URL", "SECRET_KEY", "CELERY_BROKER_URL", "WEBHOOK_SECRET")


@dataclass(frozen=True)
class Settings:
    """The settings of one process, read once."""

    database_url: str
    log_dir: Path
    log_origin: str | None
    data_key_file: Path
    celery_broker_url: str | None
    secret_key: str | None
    base_url: str
    port: int
    trusted_proxies: int
    max_body_bytes: int
    workers: int
    threads: int
    sequencer: str
    webhook_url: str | None
    webhook_secret: str | None
    webhook_private: bool
    subscriber_private: bool
    log_level: str
    demonstration: bool

    @classmethod
    def from_env(
        cls, environ: Mapping[str, str] = os.environ, instance: Path = INSTANCE, *, install: bool = False
    ) -> Self:
        """Read the environment; `install` means the installation even where none has been made yet.

        With no DATABASE_URL the file instance/suyuan.db decides which world this is: `flask init` makes it.
        """
        given = {row.name: _read(row, environ[row.name]) for row in TABLE if environ.get(row.name)}
        file = instance / "suyuan.db"
        demonstration = "DATABASE_URL" not in given and not install and not file.exists()
        if demonstration:
            file = instance / "demo" / "suyuan.db"
        url: str = given.get("DATABASE_URL", f"sqlite:///{file}")
        log_dir: Path = given.get("LOG_DIR", _log_dir(url, instance))
        port: int = given.get("PORT", 8000)
        secret: str | None = given.get("SECRET_KEY")
        if secret is not None and len(secret) < 32:
            raise BadSetting(f"SECRET_KEY has {len(secret)} characters: expected at least 32")
        if "WEBHOOK_URL" in given and "WEBHOOK_SECRET" not in given:
            raise BadSetting("WEBHOOK_URL is set and WEBHOOK_SECRET is not: nobody could tell whose messages they are")
        return cls(
            database_url=url,
            log_dir=log_dir,
            log_origin=given.get("LOG_ORIGIN"),
            data_key_file=given.get("DATA_KEY_FILE", log_dir / "data-key"),
            celery_broker_url=given.get("CELERY_BROKER_URL"),
            secret_key=secret,
            base_url=given.get("BASE_URL", f"http://127.0.0.1:{port}"),
            port=port,
            trusted_proxies=given.get("TRUSTED_PROXIES", 0),
            max_body_bytes=given.get("MAX_BODY_BYTES", 16 * 2**20),
            workers=given.get("WORKERS", 1 if url.startswith("sqlite") else 2),
            threads=given.get("THREADS", 4),
            sequencer=given.get("SEQUENCER", "none"),
            webhook_url=given.get("WEBHOOK_URL"),
            webhook_secret=given.get("WEBHOOK_SECRET"),
            webhook_private=given.get("WEBHOOK_PRIVATE", "no") == "yes",
            subscriber_private=given.get("SUBSCRIBER_PRIVATE", "no") == "yes",
            log_level=given.get("LOG_LEVEL", "INFO"),
            demonstration=demonstration,
        )

    def changed(self, **values: Any) -> Self:
        """The same settings but for `values`."""
        return replace(self, **values)

    @property
    def new_origin(self) -> str:
        """What a log that is made now is called."""
        return self.log_origin or (DEMO_ORIGIN if self.demonstration else ORIGIN)

    @property
    def on_sqlite(self) -> bool:
        """Whether the database is the embedded one."""
        return self.database_url.startswith("sqlite")

    @property
    def database_file(self) -> Path | None:
        """The file of the embedded database."""
        return Path(make_url(self.database_url).database or "").absolute() if self.on_sqlite else None


def _read(row: Row, value: str) -> Any:
    try:
        return row.parse(value)
    except ValueError as problem:
        # A database address may hold a password, a secret is one.
        shown = "this value" if row.name in _SECRETS else repr(value)
        raise BadSetting(f"{row.name} cannot be {shown}: {problem}") from None


def _log_dir(url: str, instance: Path) -> Path:
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return instance / "log"
    file = Path(parsed.database or "").absolute()
    return file.with_name(file.name + ".log")


def as_markdown() -> str:
    """The table of docs/settings.md."""
    lines = ["| name | default | what it is for |", "|---|---|---|"]
    lines += [f"| `{row.name}` | {row.default} | {row.help} |" for row in TABLE]
    return "\n".join(lines) + "\n"
