"""From rows to order histories: what an export says of each order, with whatever cannot be so refused by row.

Nothing is repaired: an impossible order of times stays as it is, and trace/imports/flags.py names it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec.structs import asdict

from trace.event import MAX_THINGS
from trace.imports import values
from trace.imports.profile import Profile
from trace.imports.tables import OF_A_FILE, Refused, Row
from trace.imports.values import Bad


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of an order; `row` is where it stood, so that it can still be refused."""

    number: str
    product: str
    merchant: str
    ship_by: datetime | None
    row: Row


@dataclass(frozen=True, slots=True)
class Review:
    """One review of an order: 1 to 5 stars, and a text that never enters an event."""

    id: str
    order: str
    stars: int
    created: datetime
    title: str
    text: str
    row: Row


@dataclass(frozen=True, slots=True)
class Place:
    """A town with its region as the export spells them."""

    town: str
    region: str

    @property
    def spelled(self) -> str:
        """The two as one text."""
        return f"{self.town}, {self.region}" if self.region else self.town


@dataclass(frozen=True, slots=True)
class Named:
    """A merchant or product as the export describes it."""

    id: str
    name: str
    category: str = ""
    place: Place | None = None


@dataclass(slots=True)
class Order:
    """The history of one order; `state` is delivered, cancelled, shipped or ''. Times are UTC."""

    id: str
    state: str
    purchased: datetime
    approved: datetime | None
    handed_over: datetime | None
    delivered: datetime | None
    promised: datetime | None
    destination: str
    row: Row
    items: list[Item] = field(default_factory=list)
    payments: int = 0
    reviews: list[Review] = field(default_factory=list)
    # Tables of which a row was refused that named this order: what it lacks of these, it may have.
    unclear: frozenset[str] = frozenset()


@dataclass(slots=True)
class Export:
    """Everything that was read: histories, the merchants and products they name, and what was refused."""

    zone: ZoneInfo
    orders: dict[str, Order] = field(default_factory=dict)
    merchants: dict[str, Named] = field(default_factory=dict)
    products: dict[str, Named] = field(default_factory=dict)
    destinations: dict[str, Place] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    # On how many rows each review id stands.
    review_ids: Counter[str] = field(default_factory=Counter)
    rows: dict[str, int] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    # `table.field` of everything that the files could tell, and `table.whole` of each that was read to its end;
    # flags that need more than this are not counted.
    fields: frozenset[str] = frozenset()
    # Our names of tables that are there and could not be read to their end.
    broken: set[str] = field(default_factory=set)
    missing: tuple[str, ...] = ()

    def refuse(self, row: Row, reason: str, sentence: str) -> None:
        """Write down that `row` is not imported, and why."""
        self.refused.append(Refused(row.table, row.line, reason, sentence, row.raw))


# What names a row of each table: a second row of the same name is refused.
KEYS = {"items": ("order", "number"), "payments": ("order", "number"), "reviews": ("id", "order")}


def collect(profile: Profile, tables: Mapping[str, Iterable[Row | Refused]]) -> Export:
    """Join the rows of `tables` (by our names; a table that the export lacks is absent) into histories."""
    export = Export(ZoneInfo(profile.zone))
    for name, rows in ((name, tables[name]) for name in profile.tables if name in tables):
        count, taker, whole = 0, _Taker(name, profile, export), True
        for row in rows:
            if isinstance(row, Row):
                taker.take(row)
            else:
                taker.refuse(row)
                whole &= row.reason not in OF_A_FILE
            count += isinstance(row, Row) or row.reason not in OF_A_FILE
        if not whole:
            export.broken.add(name)
        if whole or count:
            export.rows[profile.tables[name].table] = count
            columns = profile.tables[name].columns()
            export.fields |= {f"{name}.{field}" for field in columns} | ({f"{name}.whole"} if whole else set())
    export.missing = tuple(table.table for table in profile.tables.values() if table.table not in export.rows)
    return export


class _Taker:
    """Takes the rows of one table into the export."""

    def __init__(self, name: str, profile: Profile, export: Export) -> None:
        self.name, self.profile, self.export = name, profile, export
        self.columns = profile.tables[name].columns()
        self.key = KEYS.get(name, ("id",))
        self.add = getattr(self, f"_{name}")
        self.seen: set[tuple[str, ...]] = set()

    def take(self, row: Row) -> None:
        """Add what `row` says, or refuse it."""
        try:
            key = tuple(values.name(row, field) for field in self.key)
            if key in self.seen:
                raise Bad("duplicate_row", self.key[-1], "was there before with the same key: the first row holds")
            self.add(row, key)
            self.seen.add(key)
        except Bad as bad:
            column = self.columns[bad.field]
            reason = bad.reason if bad.reason != "unknown" else f"unknown_{column}"
            sentence = f"line {row.line} of {row.table}: {column} {bad.sentence}"
            self.refuse(Refused(row.table, row.line, reason, sentence, row.raw, row.places))

    def refuse(self, refused: Refused) -> None:
        """Write a row down as refused, and the order that it names as one that may have it."""
        self.export.refused.append(refused)
        if (order := self.export.orders.get(refused.cell("order").strip())) is not None:
            order.unclear |= {self.name}

    def _order_of(self, key: tuple[str, ...], place: int) -> Order:
        found = self.export.orders.get(key[place])
        if found is None:
            raise Bad("unknown", "order", f"names order {key[place][:60]!r}, and there is no such order in this export")
        return found

    def _orders(self, row: Row, key: tuple[str, ...]) -> None:
        zone, status = self.export.zone, row.cell("status").strip()
        self.export.orders[key[0]] = Order(
            id=key[0],
            state=next((state for state, words in asdict(self.profile.statuses).items() if status in words), ""),
            purchased=values.known_moment(row, "purchased", zone),
            approved=values.moment(row, "approved", zone),
            handed_over=values.moment(row, "handed_over", zone),
            delivered=values.moment(row, "delivered", zone),
            promised=values.moment(row, "promised", zone),
            destination=row.cell("destination").strip(),
            row=row,
        )

    def _items(self, row: Row, key: tuple[str, ...]) -> None:
        product, merchant = values.name(row, "product"), values.name(row, "merchant")
        ship_by = values.moment(row, "ship_by", self.export.zone)
        order = self._order_of(key, 0)
        if len(order.items) == MAX_THINGS:
            raise Bad("too_many", "order", f"names an order that has {MAX_THINGS} items: no more fit into one entry")
        order.items.append(Item(key[1], product, merchant, ship_by, row))

    def _payments(self, row: Row, key: tuple[str, ...]) -> None:
        self._order_of(key, 0).payments += 1

    def _reviews(self, row: Row, key: tuple[str, ...]) -> None:
        order, created = self._order_of(key, 1), values.known_moment(row, "created", self.export.zone)
        title, text = row.cell("title"), row.cell("text")
        order.reviews.append(Review(key[0], key[1], values.stars(row, "stars"), created, title, text, row))
        self.export.review_ids[key[0]] += 1

    def _products(self, row: Row, key: tuple[str, ...]) -> None:
        self.export.products[key[0]] = Named(key[0], values.described(row, "name"), values.described(row, "category"))

    def _merchants(self, row: Row, key: tuple[str, ...]) -> None:
        place = Place(values.described(row, "town"), values.described(row, "region"))
        self.export.merchants[key[0]] = Named(
            key[0], values.described(row, "name"), place=place if place.town else None
        )

    def _destinations(self, row: Row, key: tuple[str, ...]) -> None:
        self.export.destinations[key[0]] = Place(values.described(row, "town"), values.described(row, "region"))

    def _categories(self, row: Row, key: tuple[str, ...]) -> None:
        self.export.categories[key[0]] = values.described(row, "name")
