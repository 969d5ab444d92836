"""A firm and a station at their desks, a courier with a parcel on the way, and what the tests of the door ask for."""

from __future__ import annotations

import re
from uuid import uuid4

from app.access import accounts
from app.access.roles import Role
from app.clock import now
from app.db import reading, transaction
from couriers import parcels, trail
from tests.app.merchant import desk
from trace import parties

STATION, FIRM = "向阳驿站", "山道快运"


def member(app, role, party_id, login):
    """Somebody who acts for a party, logged in."""
    with app.app_context(), transaction() as session:
        account = accounts.create(session, login, desk.PASSWORD, now())
        accounts.join(session, account, role, party_id, now())
    return desk.logged_in(app, login)


def station(app, login="zhan"):
    """A station, logged in, and its id."""
    with app.app_context(), transaction() as session:
        party_id = parties.register(session, "station", STATION, now(), division="220502").id
    return member(app, Role.STATION, party_id, login), party_id


def firm_of(app, firm, login="fang"):
    """The desk of the courier firm."""
    return member(app, Role.CARRIER, firm.id, login)


def merchant_of(app, login="lin"):
    """The desk of the merchant whose parcels they are, which is the party after the firm."""
    return member(app, Role.MERCHANT, 2, login)


def send(client, path, **form):
    """A form of the station's, which bears an id of its own."""
    return desk.post(client, path, id=str(uuid4()), **form)


def state(app, number):
    """Where a parcel is."""
    with app.app_context(), reading() as session:
        uri = parcels.by_number(session, number)
        return trail.custody(session, uri).state.value


def code_in(page):
    """The six digits of a pick-up code in a page."""
    found = re.search(r"取件码 (\d{6})", page.text)
    assert found is not None, page.text[:1500]
    return found[1]
