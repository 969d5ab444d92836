"""`flask feed` and `flask import tracking`: who may send tracking data, and traces that somebody has in a file."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from app import sequencing
from app.api import feeds
from app.cli import Command
from app.cli.imports import Writable, group as imports
from app.clock import now
from app.db import reading, transaction
from app.running import running
from couriers import tracking, unread
from couriers.feeds import providers
from couriers.feeds.provider import Provider
from couriers.feeds.told import Line
from couriers.tracking import Result
from trace import parties
from trace.imports import load, tables
from trace.imports.report import refused_csv
from trace.imports.tables import Refused, Row
from trace.moments import offset_minutes
from trace.parties import Kind, NoSuchParty
from trace.standing import Actor
from trace.words import Evidence

BATCH = 500
COLUMNS = ("carrier", "waybill", "time", "status", "text", "place")
NAMES = click.Choice(list(providers.PROVIDERS))

group = AppGroup("feed", help="Say who may send tracking data.")


@group.command("create", cls=Command)
@click.option("--provider", "named", required=True, type=NAMES, help="In whose form it comes.")
@click.option("--party", "party_id", required=True, type=int, metavar="ID", help="For whom it speaks.")
@click.option("--carrier", help="The one carrier's code that a plain feed speaks of, like yto.")
@with_appcontext
def create(named: str, party_id: int, carrier: str | None) -> None:
    """Make a feed; its address and, where it is made here, its secret are printed once, the secret as the last word."""
    provider = providers.get(named)
    key = click.prompt(f"The key that {named} gave you", hide_input=True) if provider.gives_key else None
    with transaction() as session:
        feed = feeds.create(session, provider, party_id, now(), key=key, carrier=carrier)
    said = f"Feed {feed.id} of party {party_id}: /api/v1/tracking/{named}/{feed.id}"
    click.echo(said if provider.gives_key else f"{said}, secret: {feed.secret}")


@group.command("end", cls=Command)
@click.argument("feed_id", type=int)
@with_appcontext
def end(feed_id: int) -> None:
    """End a feed at once."""
    with transaction() as session:
        feeds.end(session, feed_id, now())
    click.echo(f"Feed {feed_id} is ended.")


@group.command("unknown", cls=Command)
@with_appcontext
def unknown() -> None:
    """List the words that came and are in no table, with how often and one masked text of each."""
    with reading() as session:
        for one in unread.words(session):
            click.echo(f"{one.lines:>7}  {one.provider}  {one.word}  {one.example}")


@imports.command("tracking", cls=Command)
@click.option("--provider", "named", required=True, type=NAMES, help="Whose words the column `status` holds.")
@click.option("--party", "party_id", type=int, metavar="ID", help="Whose record it is; the operator's if left out.")
@click.option("--zone", help="The zone of times that name none, like +08:00.")
@click.option("--refused", "refused_file", type=Writable(), help="Where refused rows go, with reasons.")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def import_tracking(named: str, party_id: int | None, zone: str | None, refused_file: Path | None, file: Path) -> None:
    """Import traces of parcels from a CSV file; run it again whenever you like."""
    provider = providers.get(named)
    if zone is not None:
        offset_minutes(zone)
    with reading() as session:
        actor = _actor(session, party_id)
    counts: Counter[Result] = Counter()
    refused: list[Refused] = []
    rows = tables.read(file, file.name, {name: name for name in COLUMNS})
    for batch in load.batches(_readable(rows, refused), BATCH):
        _record(provider, actor, zone, batch, counts, refused)
    app = running()
    sequencing.drain(app)
    counts[Result.REFUSED] = sum(one.reason != UNKNOWN for one in refused)
    click.echo(", ".join(f"{counts[result]} {result.value.replace('_', ' ')}" for result in Result))
    if refused or refused_file:
        click.echo(
            f"Refused and unknown rows, with their reasons: {_write(refused, refused_file or Path('refused.csv'))}"
        )


UNKNOWN = "unknown_status"


def _actor(session: Session, party_id: int | None) -> Actor:
    if party_id is None:
        operator = parties.find(session, kind=Kind.OPERATOR)
        if operator is None:
            raise NoSuchParty("there is no operator yet: name the party whose record this is with --party ID")
        party_id = operator.id
    return parties.actor(session, party_id)


def _readable(rows: Iterable[Row | Refused], refused: list[Refused]) -> Iterator[Row]:
    for row in rows:
        if isinstance(row, Refused):
            refused.append(row)
        else:
            yield row


def _record(
    provider: Provider,
    actor: Actor,
    zone: str | None,
    batch: list[Row],
    counts: Counter[Result],
    refused: list[Refused],
) -> None:
    lines = [
        Line(
            row.cell("carrier"), row.cell("waybill"), row.cell("time"), row.cell("status"), row.cell("text"), row.cell("place"),
            zone=zone,
        )
        for row in batch
    ]  # fmt: skip
    with transaction() as session:
        outcomes = tracking.take(session, actor, provider, lines, Evidence.IMPORT, now())
    for row, one in zip(batch, outcomes, strict=True):
        counts[one.result] += 1
        where = f"line {row.line} of {row.table}"
        if one.refusal is not None:
            refused.append(Refused(row.table, row.line, one.refusal.code, f"{where}: {one.refusal.message}", row.raw))
        elif one.result is Result.UNKNOWN:
            sentence = f"{where}: its status is in no table of {provider.name}, so nothing was recorded"
            refused.append(Refused(row.table, row.line, UNKNOWN, sentence, row.raw))


def _write(refused: list[Refused], path: Path) -> Path:
    # A row as it came holds names and telephones.
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="") as file:
        file.write(refused_csv(refused))
    return path


COMMANDS = [group]
