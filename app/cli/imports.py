"""`flask import`: records that others kept, taken into the chain."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.exc import IntegrityError
from tqdm import tqdm

from app import sequencing
from app.cli import Command
from app.clock import now
from app.db import reading, transaction
from app.running import running
from trace.errors import Conflict, Unknown
from trace.imports import catalogue, load, orders, profile as profiles, tables
from trace.imports.chains import Cast, Teller, Told
from trace.imports.flags import Judge
from trace.imports.orders import Export
from trace.imports.profile import Profile
from trace.imports.report import Report, refused_csv
from trace.imports.tables import Refused
from trace.ledger import EventIdReused
from trace.words import Stage

One = TypeVar("One")


class NoTables(Unknown):
    """The folder holds no table that the profile names."""

    code = "no-tables"


class AnotherImport(Conflict):
    """Two imports of the same export began at the same moment."""

    code = "another-import"


class Writable(click.Path):
    """A file that can be written: an import of an hour should not end without its report."""

    def __init__(self) -> None:
        super().__init__(dir_okay=False, writable=True, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path, or a usage error before anything is done."""
        path = Path(str(super().convert(value, param, ctx)))
        if not path.parent.is_dir():
            self.fail(f"there is no folder {str(path.parent)!r}: make it first", param, ctx)
        return path


group = AppGroup("import", help="Take records of others into the chain.")


@group.command("orders", cls=Command)
@click.option(
    "--profile", "named", required=True, help="Whose export it is: olist, or the path of a profile (docs/import.md)."
)
@click.option("--report", "report_file", type=Writable(), help="Write the final table as JSON.")
@click.option("--refused", "refused_file", type=Writable(), help="Where refused rows go, with reasons.")
@click.argument("folder", metavar="DIR", type=click.Path(exists=True, file_okay=False, path_type=Path))
@with_appcontext
def import_orders(named: str, report_file: Path | None, refused_file: Path | None, folder: Path) -> None:
    """Import a shop's orders from the tables in DIR; run it again whenever you like."""
    profile = profiles.parse(_text(named))
    export = _read(profile, folder)
    report = Report(rows=export.rows, flagged=Judge(export).count(), missing=export.missing)
    _record(profile, export, report)
    steps = (Stage.CARD, *(step.step for step in profile.steps))
    report.events = Counter({step: new for step in steps if (new := report.events[step])})
    app = running()
    sequencing.drain(app)
    refused = list({(one.table, one.line, one.reason): one for one in export.refused}.values())
    report.refused = Counter(one.reason for one in refused)
    if report_file is not None:
        report_file.write_text(json.dumps(report.as_json(), indent=2) + "\n", encoding="utf-8")
    click.echo(report.as_text())
    if refused or refused_file:
        click.echo(f"Refused rows, with their reasons: {write_refused(refused, refused_file, report_file)}")


def _text(named: str) -> str:
    if named.endswith(".toml"):
        try:
            return Path(named).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as problem:
            raise profiles.BadProfile(f"the profile {named} cannot be read: {problem}") from None
    return tables.shipped_profile(named)


def _read(profile: Profile, folder: Path) -> Export:
    found = tables.folder(folder, profile)
    if not found:
        names = ", ".join(table.table for table in profile.tables.values())
        raise NoTables(
            f"{folder} holds none of the tables of profile {profile.name}: expected {names}, as .csv or .csv.gz"
        )
    return orders.collect(
        profile, {name: bar(rows, f"reading {profile.tables[name].table}") for name, rows in found.items()}
    )


def _register(profile: Profile, export: Export, report: Report) -> Cast:
    try:
        with transaction() as session:
            cast = load.cast(session, profile, export, now())
        with reading() as session:
            sheets = catalogue.missing(session, profile, export, cast)
        for some in load.batches(bar(sheets, "registering products", len(sheets))):
            with transaction() as session:
                report.events[Stage.CARD] += catalogue.publish(session, some, export, cast, now())
    except (IntegrityError, EventIdReused) as problem:
        raise AnotherImport(
            f"another import of {profile.name} is registering the same at this moment: wait for it, then run this again"
        ) from problem
    return cast


def _record(profile: Profile, export: Export, report: Report) -> None:
    teller = Teller(profile, export, _register(profile, export, report))
    told: Iterator[Told] = (
        one
        for order in bar(export.orders.values(), "recording orders", len(export.orders))
        for one in teller.tell(order)
    )
    for batch in load.batches(told):
        with transaction() as session:
            added, changed = load.record(session, batch, now())
        load.count(report, export, added, changed)


def bar(things: Iterable[One], what: str, total: int | None = None) -> Iterator[One]:
    """`things`, with a bar on a terminal from the first to the last; nothing of it stays, the table says it all."""
    yield from tqdm(things, what, total, leave=False, unit="", unit_scale=True, disable=None)


def write_refused(refused: list[Refused], wanted: Path | None, report_file: Path | None) -> Path:
    """Write refused rows where they are wanted, else beside the report; where that is."""
    path = wanted or (report_file.with_suffix(".refused.csv") if report_file else Path("refused.csv"))
    # A refused row may hold what nobody else should read.
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8", newline="") as file:
        file.write(refused_csv(refused))
    return path


COMMANDS = [group]
