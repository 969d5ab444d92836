"""`flask sequence`, `flask checkpoint` and `flask verify`: continue the log, show its state, check everything."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from tqdm import tqdm

from app import sequencing, ticker
from app.cli import Command
from app.db import database, reading
from app.running import running
from app.settings import Settings
from trace import audit, log, logdir, note
from trace.chain import b64
from trace.errors import Refusal
from trace.note import Checkpoint, Verifier


@click.command("sequence", cls=Command)
@click.option("--once", is_flag=True, help="Integrate what is pending now, and end.")
@with_appcontext
def sequence(once: bool) -> None:
    """Take pending entries into the log and work off all else that is due, as a process of its own; ends by an interrupt."""
    app = running()
    if once:
        sequencing.drain(app)
        return
    ticker.start(app)
    sequencing.run(app, app.extensions["sequencing"])


@click.command("checkpoint", cls=Command)
@with_appcontext
def checkpoint() -> None:
    """Print the newest signed checkpoint."""
    with reading() as session:
        newest = log.newest(session)
    if not newest.note:
        raise log.NotInLog("the log is empty: there is no checkpoint before its first entry")
    click.echo(newest.note, nl=False)


@click.command("verify", cls=Command)
@click.option("--from", "first", type=click.IntRange(min=0), default=0, help="Begin at this entry (default: 0).")
@click.option("--key", "vkey", help="The log's verifier key, or a file that holds it (default: the key of this log).")
@click.option(
    "--checkpoint", "kept_files", multiple=True, type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint that was kept elsewhere; may be given more than once.",
)  # fmt: skip
@with_appcontext
@click.pass_context
def verify(context: click.Context, first: int, vkey: str | None, kept_files: tuple[Path, ...]) -> None:
    """Check every entry, the log and its signature. Exit code: 0 intact, 1 altered, 2 cannot check."""
    keyring = database().keyring
    verifier = _verifier(vkey) if vkey else keyring.signer.verifier
    kept = _kept(kept_files, verifier)
    settings: Settings = current_app.extensions["settings"]
    with reading() as session:
        try:
            published = logdir.read(settings.log_dir, verifier)
        except Refusal as refusal:
            _bad(context, audit.Bad(0, "checkpoint", f"LOG_DIR/checkpoint: {refusal.message}"))
        if published is not None:
            kept.append(("LOG_DIR/checkpoint", published))
        newest = log.newest(session)
        with tqdm(
            total=max(newest.size - first, 0), desc="verifying", unit=" entries", file=sys.stderr,
            disable=not sys.stderr.isatty(),
        ) as bar:  # fmt: skip
            found = audit.verify(session, keyring, verifier, first, kept, bar.update)
    if found is not None:
        _bad(context, found)
    click.echo(f"OK size={newest.size} root={b64(newest.root)}")


def _bad(context: click.Context, bad: audit.Bad) -> None:
    click.echo(f"BAD index={bad.index} check={bad.check}: {bad.sentence}")
    context.exit(1)


def _verifier(text: str) -> Verifier:
    return Verifier.parse(Path(text).read_text(encoding="utf-8") if Path(text).is_file() else text)


def _kept(files: tuple[Path, ...], verifier: Verifier) -> list[tuple[str, Checkpoint]]:
    found = []
    for file in files:
        try:
            found.append((str(file), note.checkpoint(file.read_text(encoding="utf-8"), verifier)))
        except (Refusal, UnicodeDecodeError) as problem:
            # Whose checkpoint it is cannot be told, so nothing can be said of this log by it.
            raise note.BadNote(f"{file} cannot be compared with: {problem}") from None
    return found


COMMANDS = [sequence, checkpoint, verify]
