"""`flask courier`: what a firm does for its couriers as long as it has no console."""

from __future__ import annotations

import csv
from pathlib import Path

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from app.access import accounts
from app.access.accounts import Account
from app.cli import Command
from app.clock import now
from app.db import reading, transaction
from couriers import devices, divisions, parcels, release, roster, scanned
from couriers.roster import Courier
from trace.moments import iso, to_ms

group = AppGroup("courier", help="Enrol couriers and their phones, and take phones out of use.")


@group.command("enrol", cls=Command)
@click.option("--party", required=True, type=int, metavar="ID", help="The carrier or station that they work for.")
@click.option("--alias", required=True, metavar="NAME", help="What others see instead of the name.")
@click.option("--name", metavar="NAME", help="The real name, for the firm alone; kept encrypted.")
@click.option("--replace", is_flag=True, help="The phones they have had are revoked when the new one is enrolled.")
@with_appcontext
def enrol(party: int, alias: str, name: str | None, replace: bool) -> None:
    """Print a one-time code for a courier's phone; a courier of this alias that there is gets one for a further phone."""
    moment = now()
    with transaction() as session:
        found = roster.named(session, party, alias.strip())
        courier = found or roster.enrol(session, party, alias, moment, name=name)
        code = devices.offer(session, courier, moment, replaces=replace)
        said = f"Courier {courier.id} ({courier.alias}); enter it at /courier/ within 15 minutes, once:"
    click.echo(f"{said} {code}")


@group.command("revoke", cls=Command)
@click.argument("courier_id", type=int)
@click.option("--device", metavar="NAME", help="This phone alone; all of them if left out.")
@with_appcontext
def revoke(courier_id: int, device: str | None) -> None:
    """Take a courier's phones out of use at once: what they send from now on waits for a person."""
    moment = now()
    with transaction() as session:
        courier = roster.get(session, courier_id)
        phones = [
            one
            for one in devices.of_courier(session, courier.id)
            if one.revoked_at is None and device in (None, one.name)
        ]
        if device is not None and not phones:
            devices.get(session, device)
        for one in phones:
            devices.revoke(session, one, moment)
        _end_sessions(session, courier)
    click.echo(f"{len(phones)} phone(s) of courier {courier_id} revoked.")


@group.command("suspend", cls=Command)
@click.argument("courier_id", type=int)
@click.option("--end", is_flag=True, help="End the suspension.")
@with_appcontext
def suspend(courier_id: int, end: bool) -> None:
    """Let a person look at every scan of a courier before it counts."""
    with transaction() as session:
        courier = roster.get(session, courier_id)
        if end:
            roster.restore(session, courier)
        else:
            roster.suspend(session, courier, now())
    click.echo(f"Courier {courier_id} {'works again' if end else 'is suspended'}.")


@group.command("held", cls=Command)
@click.argument("courier_id", type=int)
@with_appcontext
def held(courier_id: int) -> None:
    """List the scans of a courier that wait for a person: when they came, why they wait, and what they say."""
    with reading() as session:
        rows = scanned.held(session, [roster.get(session, courier_id).id])
        for one in rows:
            click.echo(f"{iso(to_ms(one.received_at))} {one.reason} {one.text}")
    click.echo(f"{len(rows)} scan(s) wait.")


@group.command("code", cls=Command)
@click.argument("uri")
@with_appcontext
def code(uri: str) -> None:
    """Print a new code for the recipient of a parcel, to be told to the courier at the door."""
    with transaction() as session:
        made = release.issue(session, parcels.get(session, uri), now())
    click.echo(made)


@group.command("places", cls=Command)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@with_appcontext
def places(file: Path) -> None:
    """Load counties from a CSV file with the columns code, name, and where known lat, lon, radius_m, datum."""
    with file.open(encoding="utf-8-sig", newline="") as opened, transaction() as session:
        count = divisions.load(session, csv.DictReader(opened))
    click.echo(f"{count} counties loaded.")


def _end_sessions(session: Session, courier: Courier) -> None:
    account = session.get(Account, courier.account_id) if courier.account_id else None
    if account is not None:
        accounts.end_sessions(session, account)


COMMANDS = [group]
