"""The files of secrets: the log's key and the key for personal texts, made at first need and never a second time."""

from __future__ import annotations

import logging
import os
import secrets
from base64 import b64decode, b64encode
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import Engine, inspect, literal, select, table

from app.settings import Settings
from trace.errors import Refusal
from trace.keyring import Keyring
from trace.note import Signer

logger = logging.getLogger(__name__)


# The tables whose rows were signed with the log's key, and those that hold what only the data key can read.
SIGNED = ("checkpoint", "pending")
ENCRYPTED = (
    "private_field", "feed_secret", "unread_word", "courier", "papers", "claim", "message", "contest", "kept_answer",
    "case_contact", "case_document", "case_transfer",
    "webhook_endpoint",
)  # fmt: skip


class KeyTrouble(Refusal):
    """A key file is missing, unreadable, or belongs to another log."""

    code = "key-trouble"


def open_keys(settings: Settings, engine: Engine) -> Keyring:
    """The keys of this installation.

    A key is made only where nothing has been signed or encrypted with an older one: a second key over the same
    rows would be a fork of the log, or texts that nobody can read again.
    """
    log_key, data_key = settings.log_dir / "key", settings.data_key_file
    if not log_key.exists():
        _only_if_empty(engine, SIGNED, log_key)
        _make(log_key, str(Signer(settings.new_origin, os.urandom(32))))
    if not data_key.exists():
        _only_if_empty(engine, ENCRYPTED, data_key)
        _make(data_key, b64encode(os.urandom(32)).decode())
    signer = Signer.parse(_read(log_key))
    if settings.log_origin not in (None, signer.name):
        raise KeyTrouble(
            f"LOG_ORIGIN is {settings.log_origin!r}, but the log's key in {log_key} is of {signer.name!r}: "
            "a log keeps the name that it was made with, so unset LOG_ORIGIN or set it to that name"
        )
    return Keyring(signer, _data_key(data_key))


def cookie_secret(settings: Settings, keyring: Keyring) -> str:
    """What signs the cookies of people who have logged in."""
    if settings.secret_key:
        return settings.secret_key
    return HKDF(SHA256(), 32, None, b"suyuan cookies v1").derive(keyring.signer.seed).hex()


def _only_if_empty(engine: Engine, used_by: tuple[str, ...], file: Path) -> None:
    there = set(inspect(engine).get_table_names())
    with engine.connect() as connection:
        for name in used_by:
            if (
                name in there
                and connection.execute(select(literal(1)).select_from(table(name)).limit(1)).first() is not None
            ):
                raise KeyTrouble(
                    f"{file} is missing, but this database has rows in {name!r} that were made with it: "
                    "put the file back from the backup"
                )


def _make(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    own = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    descriptor = os.open(own, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
        opened.write(text + "\n")
        opened.flush()
        os.fsync(opened.fileno())
    try:
        # A link fails where a name exists already, so of two processes that start at once one makes the key.
        os.link(own, file)
    except FileExistsError:
        logger.info("%s was made by another process", file)
    finally:
        own.unlink()
    folder = os.open(file.parent, os.O_RDONLY)
    os.fsync(folder)
    os.close(folder)


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except OSError as problem:
        raise KeyTrouble(f"{file} cannot be read ({problem.strerror}): expected the key of this installation") from None


def _data_key(file: Path) -> bytes:
    try:
        found = b64decode(_read(file), validate=True)
    except ValueError:
        found = b""
    if len(found) != 32:
        raise KeyTrouble(f"{file} is not a data key: expected 32 bytes in base64")
    return found
