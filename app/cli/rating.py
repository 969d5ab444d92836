"""`flask catch-up` and `flask rating recompute`: what is computed from the log, brought up to date or made anew."""

from __future__ import annotations

import click
from flask.cli import AppGroup, with_appcontext

from app import following
from app.cli import Command
from app.db import transaction
from app.epcis import following as searching
from app.running import running
from couriers import ratings
from couriers.ratings import Difference

group = AppGroup("rating", help="Ratings of couriers, firms and stations.")


@click.command("catch-up", cls=Command)
@click.option("--from", "first", type=click.IntRange(min=0), help="Begin again at this entry (0: from nothing).")
@with_appcontext
def catch_up(first: int | None) -> None:
    """Bring everything that is computed from the log up to date."""
    app = running()
    searching.catch_up(app, first)
    taken, made = following.catch_up(app, first)
    click.echo(f"{taken} entries followed, {made} ratings made.")


@group.command("recompute", cls=Command)
@with_appcontext
@click.pass_context
def recompute(context: click.Context) -> None:
    """Make every rating anew from the log. Exit code: 0 all came out as they stood, 1 some did not."""
    with transaction() as session:
        found = ratings.recompute(session)
        leaf = ratings.position(session).leaf
    for one in found:
        click.echo(f"BAD {one.subject.kind} {one.subject.id}: {_said(one)}")
    if found:
        context.exit(1)
    click.echo(f"OK leaf={leaf}")


def _said(one: Difference) -> str:
    stood, again = one.stood or ("nothing",), one.again or ("nothing",)
    return f"stood as {', '.join(map(str, stood))}; again {', '.join(map(str, again))}"


COMMANDS = [catch_up, group]
