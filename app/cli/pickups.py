"""`flask import pickups`: couriers' pick-ups that another system kept, taken into the chain."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import click
from flask.cli import with_appcontext
from sqlalchemy.exc import IntegrityError

from app import sequencing
from app.cli import Command
from app.cli.imports import AnotherImport, NoTables, Writable, bar, group, write_refused
from app.clock import now
from app.db import reading, transaction
from app.running import running
from couriers.pickups import counting, export as exports, hiring, marks, profile as profiles, telling
from couriers.pickups.export import Export
from couriers.pickups.profile import Profile
from couriers.pickups.telling import Cast
from couriers.roster import AliasTaken
from trace.imports import load, tables
from trace.imports.profile import BadProfile
from trace.imports.report import Report
from trace.ledger import EventIdReused


@group.command("pickups", cls=Command)
@click.option("--profile", "named", required=True, help="Whose export it is: lade, or the path of a profile.")
@click.option("--report", "report_file", type=Writable(), help="Write the final table as JSON.")
@click.option("--refused", "refused_file", type=Writable(), help="Where refused rows go, with reasons.")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def import_pickups(named: str, report_file: Path | None, refused_file: Path | None, folder: Path) -> None:
    """Import couriers' pick-ups from the tables in DIR; run it again whenever you like."""
    profile = profiles.parse(_text(named))
    export = _read(profile, folder)
    quick = marks.quick(export.pickups.values())
    report = Report(rows=export.rows, flagged=_flagged(export, quick))
    _record(export, _hire(profile, export), quick, report)
    app = running()
    sequencing.drain(app)
    report.refused = Counter(one.reason for one in export.refused)
    with reading() as session:
        couriers = counting.couriers(session, profile)
    if report_file is not None:
        said = report.as_json() | {"couriers": couriers}
        report_file.write_text(json.dumps(said, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    click.echo(report.as_text())
    click.echo(f"Couriers in the chain\n  {len(couriers):,}")
    if export.refused or refused_file:
        click.echo(f"Refused rows, with their reasons: {write_refused(export.refused, refused_file, report_file)}")


def _text(named: str) -> str:
    if not named.endswith(".toml"):
        return profiles.shipped(named)
    try:
        return Path(named).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise BadProfile(f"the profile {named} cannot be read: {problem}") from None


def _read(profile: Profile, folder: Path) -> Export:
    files = {
        path.name.removesuffix(".gz").removesuffix(".csv")
        for end in (".csv", ".csv.gz")
        for path in folder.glob(profile.tables + end)
    }
    found = {name: path for name in sorted(files) if (path := tables.find(folder, name)) is not None}
    if not found:
        raise NoTables(f"{folder} holds no table of profile {profile.name}: expected {profile.tables}.csv or .csv.gz")
    columns = profile.columns.named()
    return exports.collect(
        profile, {name: bar(tables.read(path, name, columns), f"reading {name}") for name, path in found.items()}
    )


def _hire(profile: Profile, export: Export) -> Cast:
    try:
        with transaction() as session:
            return hiring.cast(session, profile, export, now())
    except (IntegrityError, AliasTaken) as problem:
        raise AnotherImport(
            f"another import of {profile.name} is registering the same at this moment: wait for it, then run this again"
        ) from problem


def _record(export: Export, cast: Cast, quick: frozenset[str], report: Report) -> None:
    told = (
        entry
        for one in bar(export.pickups.values(), "recording pick-ups", len(export.pickups))
        for entry in telling.tell(one, cast, quick)
    )
    for batch in load.batches(told):
        try:
            with transaction() as session:
                added, changed = load.record(session, batch, now())
        except EventIdReused as problem:
            raise AnotherImport(
                "another import of the same pick-ups began at the same moment: run this again"
            ) from problem
        report.events.update(one.stage for one in added)
        for one in changed:
            where = f"line {one.row.line} of {one.row.table}"
            export.refuse(
                one.row,
                "recorded_otherwise",
                f"{where}: its {one.stage} entry was imported earlier and said something else",
            )


def _flagged(export: Export, quick: frozenset[str]) -> dict[str, int]:
    """How often each mark holds over everything that was read."""
    counts = Counter(kind for one in export.pickups.values() for kind in marks.of(one, quick))
    return {kind: counts[kind] for kind in marks.KINDS}


COMMANDS = [group]
