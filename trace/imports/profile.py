"""A profile: the declared mapping from a shop's export to our words. Another shop needs another profile and no code.

A profile is TOML (profiles/olist.toml is one). It names the tables, for each of our fields the column that
holds it, the zone of times without one, the words for an order's state, and who acts in each step.
"""

from __future__ import annotations

import re
from typing import Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from trace.errors import Malformed
from trace.identity.waybill import CARRIER
from trace.parties import LONGEST_NAME
from trace.words import Stage

# The steps that an export can tell, in the order in which they are recorded.
STEPS = (Stage.SERIALISED, Stage.LISTED, Stage.SOLD, Stage.HANDED_OVER, Stage.SIGNED, Stage.REVIEWED)

COUNTRY = re.compile("[A-Z]{2}")


class BadProfile(Malformed):
    """A profile that lacks what every import needs, or says what cannot be."""

    code = "bad-profile"


class _Declared(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What the parts of a profile share: a member that we do not know is a mistake, not a wish."""


class Table(_Declared, frozen=True, kw_only=True):
    """One table of the export: its file's name without `.csv` or `.csv.gz`."""

    table: str

    def columns(self) -> dict[str, str]:
        """Our field -> the export's column, for the columns that this export has."""
        named = msgspec.structs.asdict(self)
        return {field: column for field, column in named.items() if field != "table" and isinstance(column, str)}


class Orders(Table, frozen=True, kw_only=True):
    """One row an order; the times are those of the order as a whole."""

    id: str
    purchased: str
    status: str | None = None
    approved: str | None = None
    handed_over: str | None = None
    delivered: str | None = None
    promised: str | None = None
    destination: str | None = None


class Items(Table, frozen=True, kw_only=True):
    """One row a piece that was sold, numbered within its order."""

    order: str
    number: str
    product: str
    merchant: str
    ship_by: str | None = None


class Payments(Table, frozen=True, kw_only=True):
    """One row a payment of an order. Only that it exists is used; amounts stay in the export."""

    order: str
    number: str


class Reviews(Table, frozen=True, kw_only=True):
    """One row a review of an order; the same id may stand on several rows."""

    id: str
    order: str
    stars: str
    created: str
    title: str | None = None
    text: str | None = None


class Products(Table, frozen=True, kw_only=True):
    """One row a product."""

    id: str
    name: str | None = None
    category: str | None = None


class Merchants(Table, frozen=True, kw_only=True):
    """One row a merchant."""

    id: str
    name: str | None = None
    town: str | None = None
    region: str | None = None


class Destinations(Table, frozen=True, kw_only=True):
    """Where an order goes, no finer than the town."""

    id: str
    town: str
    region: str | None = None


class Categories(Table, frozen=True, kw_only=True):
    """What a product's category is called."""

    id: str
    name: str


class Statuses(_Declared, frozen=True, kw_only=True):
    """The export's words for the three states that we judge by."""

    delivered: tuple[str, ...] = ()
    cancelled: tuple[str, ...] = ()
    shipped: tuple[str, ...] = ()


class Step(_Declared, frozen=True, kw_only=True):
    """One step: the field of `orders` or `reviews` that says when, and who acts."""

    step: Stage
    at: Literal["orders.purchased", "orders.approved", "orders.handed_over", "orders.delivered", "reviews.created"]
    actor: Literal["merchant", "shop"]
    # What the actor hands the thing over to, so that the next one holds it.
    to: Literal["shop"] | None = None


class Profile(_Declared, frozen=True, kw_only=True):
    """A whole mapping; `zone` is an IANA name, `country` the ISO 3166-1 code that place codes begin with."""

    name: str
    shop: str
    zone: str
    country: str
    orders: Orders
    items: Items | None = None
    payments: Payments | None = None
    reviews: Reviews | None = None
    products: Products | None = None
    merchants: Merchants | None = None
    destinations: Destinations | None = None
    categories: Categories | None = None
    statuses: Statuses = Statuses()
    steps: tuple[Step, ...] = ()

    @property
    def tables(self) -> dict[str, Table]:
        """What we call a table -> its declaration, in the order in which they are read."""
        named = ((field, getattr(self, field)) for field in self.__struct_fields__)
        return {field: found for field, found in named if isinstance(found, Table)}

    @property
    def fields(self) -> frozenset[str]:
        """Every field that the export can fill, as `table.field`."""
        return frozenset(f"{name}.{field}" for name, table in self.tables.items() for field in table.columns())


def parse(text: str) -> Profile:
    """Build a profile from its TOML, or say what is wrong with it."""
    try:
        profile = msgspec.toml.decode(text, type=Profile)
    except msgspec.DecodeError as error:
        raise BadProfile(f"this is not a profile of an export: {error}") from None
    _check_words(profile)
    named = [table.table for table in profile.tables.values()]
    if len(set(named)) < len(named):
        raise BadProfile("two parts of this profile name the same table: each table is read once")
    steps = [step.step for step in profile.steps]
    if [step for step in STEPS if step in steps] != steps:
        raise BadProfile(f"the steps of a profile are, each at most once and in this order: {', '.join(STEPS)}")
    for step in profile.steps:
        # A step with the wrong table behind it would be recorded at no time at all.
        if step.at not in profile.fields:
            raise BadProfile(
                f"step {step.step.value!r} takes its time from {step.at}, and this profile names no column for that"
            )
        if step.step is Stage.REVIEWED and step.actor != "shop":
            raise BadProfile("a review is recorded by the shop: a merchant would be recording opinions of itself")
        if (step.step is Stage.REVIEWED) != (step.at == "reviews.created"):
            raise BadProfile("reviewed, and it alone, takes its time from reviews.created")
    return profile


def _check_words(profile: Profile) -> None:
    # An order without items is recorded as a parcel, of a carrier with this name (chains.py).
    if not CARRIER.fullmatch(profile.name):
        raise BadProfile(
            f"{profile.name[:60]!r} is not a name for a profile: expected 1 to 32 of a-z, 0-9, - and _, "
            "with a letter or digit at both ends"
        )
    if not 0 < len(profile.shop.strip()) <= LONGEST_NAME or not profile.shop.isprintable():
        raise BadProfile(f"{profile.shop[:60]!r} is not a name for a shop: expected 1 to {LONGEST_NAME} characters")
    if not COUNTRY.fullmatch(profile.country):
        raise BadProfile(f"{profile.country[:60]!r} is not a country: expected two capitals of ISO 3166-1 like CN")
    try:
        ZoneInfo(profile.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise BadProfile(
            f"{profile.zone[:60]!r} is not a time zone: expected an IANA name like Asia/Shanghai"
        ) from None
