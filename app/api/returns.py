"""/api/v1/returns: goods that come back."""

from __future__ import annotations

from datetime import datetime, timedelta

from app.access.roles import Scope
from app.api import pages
from app.api.asking import NAMING, at, named
from app.api.contract import Ask
from app.api.door import serves
from app.api.lots import place
from app.api.shapes import Body, Page, Paging, Shown, Uri
from app.db import after_close
from app.tasks import nudge
from couriers import back, heard
from couriers.back import NotYourSale
from couriers.custody import ImpossibleStep, MissingStep
from couriers.heard import Heard
from couriers.scans import NotInYourHands
from trace import parties
from trace.errors import Refusal
from trace.words import Stage

# Of what was packed lately; older returns stand on the pages of the goods.
LATELY = timedelta(days=180)


class Which(Body, frozen=True, kw_only=True):
    """The goods by the code on them, or the parcel by its number's name."""

    uri: Uri


class ReturnShown(Shown, frozen=True, kw_only=True):
    """The newest word of a return: `outcome` is requested, shipped, received or refunded."""

    uri: str
    outcome: str
    reason: str | None
    at: datetime


_SCANNED: tuple[type[Refusal], ...] = (NotYourSale, ImpossibleStep, MissingStep, NotInYourHands, *NAMING)


@serves("GET", "/returns", Scope.RETURNS_READ)
def listed(ask: Ask, query: Paging) -> Page[ReturnShown]:
    """The returns that are not paid back yet, the newest word first."""
    said = heard.open_returns(heard.of(ask.session, ask.party_id, {Stage.RETURNED}, ask.now - LATELY))
    page = pages.among(ask.session, ask.party_id, query, list(said.values()), lambda one: one.entry_id)
    return pages.shown(page, [_shown(one) for one in page.items])


@serves("POST", "/returns/received", Scope.RETURNS_WRITE, raises=_SCANNED)
def receive(ask: Ask, body: Which) -> ReturnShown:
    """The goods are back, asked for or not: they are on hand again, and the code inside them is used up."""
    uri = named(ask.session, "/uri", body.uri)
    with at("/uri"):
        back.received(ask.session, parties.actor(ask.session, ask.party_id), uri, ask.now, place(ask))
    after_close(ask.session, nudge)
    return ReturnShown(uri=uri, outcome="received", reason=None, at=ask.now)


@serves("POST", "/returns/refunded", Scope.RETURNS_WRITE, raises=_SCANNED)
def refund(ask: Ask, body: Which) -> ReturnShown:
    """The money is paid back."""
    uri = named(ask.session, "/uri", body.uri)
    with at("/uri"):
        back.refunded(ask.session, parties.actor(ask.session, ask.party_id), uri, ask.now)
    after_close(ask.session, nudge)
    return ReturnShown(uri=uri, outcome="refunded", reason=None, at=ask.now)


def _shown(one: Heard) -> ReturnShown:
    reason = one.facts.get("reason")
    return ReturnShown(
        uri=one.uri, outcome=str(one.facts.get("outcome")), reason=str(reason) if reason else None, at=one.at
    )
