"""`flask token`: keys for machines."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import click
from flask.cli import AppGroup, with_appcontext
from sqlalchemy.orm import Session

from app.access import tokens
from app.access.roles import Role, Scope
from app.cli import Command
from app.clock import now
from app.db import transaction
from trace import parties
from trace.parties import Kind, Party

KINDS = {
    Role.MERCHANT: Kind.MERCHANT,
    Role.COURIER: Kind.CARRIER,
    Role.CARRIER: Kind.CARRIER,
    Role.STATION: Kind.STATION,
    Role.OPERATOR: Kind.OPERATOR,
    Role.REGULATOR: Kind.REGULATOR,
    Role.INSTITUTION: Kind.INSTITUTION,
}

group = AppGroup("token", help="Make and end the tokens of machines.")


@group.command("create", cls=Command)
@click.option(
    "--role", required=True, type=click.Choice([str(role) for role in KINDS]), help="In what capacity it asks."
)
@click.option(
    "--party", required=True, metavar="ID", help="Whose it is: an id, else a USCC, a GLN or a name. Made if unknown."
)
@click.option("--scope", "scopes", multiple=True, type=click.Choice([str(s) for s in Scope]), help="Only this scope.")
@click.option("--days", type=click.IntRange(1, 3650), help="How long it is valid; for ever if left out.")
@with_appcontext
def create(role: str, party: str, scopes: tuple[str, ...], days: int | None) -> None:
    """Make a token; it is printed once, as the last word."""
    moment = now()
    expires = moment + timedelta(days=days) if days else None
    with transaction() as session:
        owner, made = _party(session, party, KINDS[Role(role)], moment)
        token, secret = tokens.create(session, Role(role), owner.id, moment, scopes=scopes or None, expires_at=expires)
        said = f"{'A new, unverified party' if made else 'Party'} {owner.id} ({owner.name}), token {token.id}, {token.scopes}:"
    click.echo(f"{said} {secret}")


@group.command("revoke", cls=Command)
@click.argument("token_id", type=int)
@with_appcontext
def revoke(token_id: int) -> None:
    """End a token at once."""
    with transaction() as session:
        tokens.revoke(session, token_id, now())
    click.echo(f"Token {token_id} is ended.")


def _party(session: Session, named: str, kind: Kind, moment: datetime) -> tuple[Party, bool]:
    """The party that `named` means, and whether it was made just now."""
    # A location number has 13 digits; an id of ours never gets that long.
    if re.fullmatch(r"[1-9][0-9]{0,11}", named):
        found = session.get(Party, int(named))
        return found or parties.register(session, kind, f"party {named}", moment, id=int(named)), found is None
    for key in ("uscc", "gln", "name"):
        if found := parties.find(session, **{key: named}):
            return found, False
    return parties.register(session, kind, named, moment), True


COMMANDS = [group]
