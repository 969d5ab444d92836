"""`flask tick`: what the server's threads do now and then, for those who run it from a timer; `flask retention`."""

from __future__ import annotations

import click
from flask.cli import AppGroup, with_appcontext

from app import due, retention
from app.cli import Command
from app.clock import now
from app.db import transaction
from app.due import DUE
from app.running import running


@click.command("tick", cls=Command)
@with_appcontext
def tick() -> None:
    """Do all that is due now, once; what is due once a day only if nobody has done it today."""
    app = running()
    for one in DUE:
        done = due.run(app, one)
        counts: dict[str, int] = done if isinstance(done, dict) else {one.name: done}
        for name, count in sorted(counts.items()):
            if count:
                click.echo(f"{name}: {int(count)}")


group = AppGroup("retention", help="How long personal data is kept: list the rules, add one, end one.")


@group.command("list", cls=Command)
@with_appcontext
def list_rules() -> None:
    """Print the rules in force: number, class, days, whether somebody checked it, source."""
    moment = now()
    with transaction() as session:
        retention.begin(session, moment)
        for one in retention.rules(session, moment.date()):
            checked = "checked" if one.verified else "unverified"
            click.echo(f"{one.id} {one.record_class} {one.days} {checked} {one.source}")


@group.command("add", cls=Command)
@click.argument("record_class")
@click.argument("days", type=int)
@click.option("--source", required=True, help="The law, standard or decision that it comes from.")
@click.option("--verified", is_flag=True, help="Somebody has read it there.")
@with_appcontext
def add_rule(record_class: str, days: int, source: str, verified: bool) -> None:
    """Add a rule for a class, in force from today; the longest of a class holds."""
    moment = now()
    with transaction() as session:
        retention.begin(session, moment)
        rule = retention.add(session, record_class, days, source, moment, verified=verified)
    click.echo(f"Rule {rule.id}: {record_class} is kept for at least {days} days.")


@group.command("end", cls=Command)
@click.argument("rule_id", type=int)
@with_appcontext
def end_rule(rule_id: int) -> None:
    """End a rule from today on."""
    with transaction() as session:
        retention.end(session, rule_id, now())
    click.echo(f"Rule {rule_id} has ended.")


COMMANDS = [tick, group]
