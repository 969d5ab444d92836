"""Who looked at hidden data of whoever asks: a party's members see looks at the party's, a courier those at his own name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from flask import render_template
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import retention, revealing
from app.access.gate import allows, caller, person
from app.access.roles import Role
from app.account.door import EVERYBODY_KNOWN, bp
from app.clock import now
from app.db import reading
from app.retention import First, RetentionRule
from app.texts import _
from couriers import roster
from trace import parties, reveals
from trace.reveals import Reveal

_COURIER = re.compile(r"courier/([0-9]+)/name")
_PARCEL = re.compile(r"parcel/(.+)/code")


class Look(NamedTuple):
    """One line: what was opened, and by whom."""

    reveal: Reveal
    what: str
    viewer: str


@bp.get("/account/reveals")
@allows(*EVERYBODY_KNOWN)
def looks() -> str:
    """All looks, the newest first."""
    with reading() as session:
        found = [Look(one, _what(session, one.what), _viewer(session, one)) for one in mine(session)]
    return render_template("account/reveals.html", looks=found)


def mine(session: Session) -> list[Reveal]:
    """The looks at what is whoever asks's own."""
    who = person()
    if caller().role is not Role.COURIER:
        return reveals.of(session, who.party_id)
    courier = roster.of_account(session, who.account_id)
    own = revealing.courier_name(courier.id) if courier else ""
    wanted = select(Reveal).where(Reveal.subject_id == who.party_id, Reveal.what == own)
    return list(session.scalars(wanted.order_by(Reveal.id.desc()).limit(100)))


def _what(session: Session, what: str) -> str:
    if (found := _COURIER.fullmatch(what)) is not None:
        return _("the real name of the courier %(alias)s", alias=roster.get(session, int(found[1])).alias)
    if (found := _PARCEL.fullmatch(what)) is not None:
        return _("the pick-up code of parcel %(number)s", number=found[1])
    named = {"licence": _("the licence"), "contact": _("the contact")}
    return named.get(what, what)


def _viewer(session: Session, one: Reveal) -> str:
    return parties.get(session, one.viewer_id).name


@bp.get("/privacy")
@allows(Role.PUBLIC)
def privacy() -> str:
    """What is kept how long, after which rule: for everybody to read."""
    moment = now()
    with reading() as session:
        rules: Sequence[RetentionRule | First] = retention.rules(session, moment.date()) or retention.FIRST
    return render_template("account/privacy.html", rules=rules, classes=retention.CLASSES)
