"""The blueprint of the door, and what all of its rooms share."""

from __future__ import annotations

from flask import Blueprint
from sqlalchemy.orm import Session

from app import console
from app.access.gate import caller
from app.access.roles import Role
from app.errors import Unauthenticated
from app.texts import N_
from couriers import divisions
from trace import parties
from trace.event import County
from trace.products import NoSuchProduct, Product
from trace.standing import Actor

bp = Blueprint("merchant", __name__, template_folder="templates")

console.rooms(
    Role.MERCHANT,
    ("/merchant/", N_("Today")),
    ("/merchant/products", N_("Products")),
    ("/merchant/codes", N_("Codes")),
    ("/merchant/orders", N_("Orders")),
    ("/merchant/pack", N_("Packing")),
    ("/merchant/returns", N_("Returns")),
    ("/merchant/answers", N_("Reviews and complaints")),
    ("/merchant/papers", N_("Papers")),
)


def merchant_id() -> int:
    """The merchant that whoever asks acts for."""
    found = caller().party_id
    if found is None:
        raise Unauthenticated("this is for people who act for a merchant: log in")
    return found


def account_id() -> int:
    """Who asks; a program's token has no account."""
    found = caller().account_id
    if found is None:
        raise Unauthenticated("this is for people who have logged in: a token has no account")
    return found


def actor(session: Session) -> Actor:
    """The merchant as it stands in the record."""
    return parties.actor(session, merchant_id())


def place(session: Session) -> County | None:
    """The county of the merchant, as its events name it; None where nobody has loaded counties."""
    return divisions.county(session, parties.get(session, merchant_id()).division)


def my_product(session: Session, product_id: int) -> Product:
    """A product of this merchant; another's is not to be found here."""
    found = session.get(Product, product_id)
    if found is None or found.merchant_id != merchant_id():
        raise NoSuchProduct(f"there is no product {product_id} of yours")
    return found
