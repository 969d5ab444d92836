"""`flask import hotline` and `flask import holidays`: what offices get as files, without a browser."""

from __future__ import annotations

from pathlib import Path

import click
from flask.cli import with_appcontext

from app import sequencing
from app.cli import Command
from app.cli.imports import group
from app.clock import now
from app.db import transaction
from app.running import running
from credit import deadlines, holidays, hotlines, intake
from trace import parties
from trace.errors import Refusal

HOTLINES = (*intake.HOTLINES, "12305", "12345")
_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@group.command("hotline", cls=Command)
@click.option("--source", required=True, type=click.Choice(HOTLINES), help="The number of the hotline.")
@click.argument("file", type=_FILE)
@with_appcontext
def hotline(source: str, file: Path) -> None:
    """Open a case for each row of a hotline's CSV (docs/cases.md); run it again whenever you like."""
    rows, wrong = hotlines.parse(_text(file))
    told, opened = [f"line {one.line}: {one.reason}" for one in wrong], 0
    for row in rows:
        try:
            with transaction() as session:
                operator = parties.find(session, kind=parties.Kind.OPERATOR)
                if operator is None:
                    raise parties.NoSuchParty("this installation has no operator yet: run `flask --app wsgi init`")
                actor = parties.actor(session, operator.id)
                opened += hotlines.take(session, actor, source, row, now()) is not None
        except parties.NoSuchParty:
            raise
        except Refusal as refusal:
            told.append(f"line {row.line}: {refusal.message}")
    app = running()
    sequencing.drain(app)
    for line in told:
        click.echo(line)
    click.echo(f"opened={opened} known={len(rows) + len(wrong) - opened - len(told)} refused={len(told)}")


@group.command("holidays", cls=Command)
@click.argument("file", type=_FILE, required=False)
@with_appcontext
def days_off(file: Path | None) -> None:
    """Take in days off from a CSV (day,works,name), or the years that the package knows; reckon open terms anew."""
    with transaction() as session:
        moment = now()
        if file is None:
            years = holidays.take_packaged(session, moment)
        else:
            years = holidays.take_csv(session, _text(file), file.name, moment)
        moved = deadlines.recompute(session, moment)
    click.echo(f"years={','.join(map(str, years)) or '-'} moved={len(moved)}")


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise hotlines.BadHotlineFile(f"{file} is not text: save it as CSV with UTF-8") from None


COMMANDS = [group]
