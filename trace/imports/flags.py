"""The decider of an imported history: what in it cannot be, or says that something went wrong.

Times are compared as instants; days are those of the profile's zone. A flag accuses nobody: it repeats what
the export says, and the steps stay recorded as they came.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from trace.imports.orders import Export, Item, Order, Review
from trace.words import Stage

Judged = TypeVar("Judged")
SOLD, HANDED_OVER, SIGNED = Stage.SOLD, Stage.HANDED_OVER, Stage.SIGNED
REVIEWED = (Stage.REVIEWED,)


@dataclass(frozen=True, slots=True)
class Flag(Generic[Judged]):
    """One kind: the fields it needs, when it holds, and its steps, of which the first recorded one carries it."""

    kind: str
    needs: str
    holds: Callable[[Judged], bool]
    steps: tuple[Stage, ...]

    def countable(self, fields: Collection[str]) -> bool:
        """Whether an export with these fields can say anything of this kind."""
        return all(need in fields for need in self.needs.split())


@dataclass(frozen=True, slots=True)
class Piece:
    """An item within its order."""

    order: Order
    item: Item


@dataclass(frozen=True, slots=True)
class Opinion:
    """A review within its order, with the two days it is compared with and on how many rows its id stands."""

    order: Order
    review: Review
    created: date
    purchased: date
    delivered: date | None
    rows: int


def _before(early: datetime | None, late: datetime | None) -> bool:
    return early is not None and late is not None and early < late


def _before_delivery(one: Opinion) -> bool:
    return one.delivered is not None and one.created < one.delivered


OF_ORDER: tuple[Flag[Order], ...] = (
    Flag("handover_before_purchase", "orders.handed_over", lambda o: _before(o.handed_over, o.purchased), (HANDED_OVER,)),
    Flag(
        "handover_before_approval", "orders.handed_over orders.approved",
        lambda o: _before(o.handed_over, o.approved), (HANDED_OVER,),
    ),
    Flag(
        "delivered_before_handover", "orders.delivered orders.handed_over",
        lambda o: _before(o.delivered, o.handed_over), (SIGNED,),
    ),
    Flag(
        "delivered_before_approval", "orders.delivered orders.approved",
        lambda o: _before(o.delivered, o.approved), (SIGNED,),
    ),
    Flag(
        "delivered_without_date", "orders.status orders.delivered",
        lambda o: o.state == "delivered" and o.delivered is None, (HANDED_OVER, SOLD),
    ),
    Flag(
        "cancelled_but_delivered", "orders.status orders.delivered",
        lambda o: o.state == "cancelled" and o.delivered is not None, (SIGNED,),
    ),
    Flag(
        "shipped_never_delivered", "orders.status orders.delivered",
        lambda o: o.state == "shipped" and o.delivered is None, (HANDED_OVER, SOLD),
    ),
    # What an order has nothing of can be told only where every row was read.
    Flag("no_items", "items.whole", lambda o: not o.items and "items" not in o.unclear, (SOLD,)),
    Flag("no_payment", "payments.whole", lambda o: not o.payments and "payments" not in o.unclear, (SOLD,)),
    # The promised time is taken to the second: a promise of midnight is late on that day's afternoon.
    Flag("late", "orders.delivered orders.promised", lambda o: _before(o.promised, o.delivered), (SIGNED,)),
    Flag("several_reviews", "reviews.order", lambda o: len(o.reviews) > 1, REVIEWED),
)  # fmt: skip

OF_ITEM: tuple[Flag[Piece], ...] = (
    Flag(
        "handed_over_late", "items.ship_by orders.handed_over",
        lambda p: _before(p.item.ship_by, p.order.handed_over), (HANDED_OVER,),
    ),
)  # fmt: skip

OF_REVIEW: tuple[Flag[Opinion], ...] = (
    Flag("review_before_delivery", "reviews.created orders.delivered", _before_delivery, REVIEWED),
    Flag("review_before_purchase", "reviews.created", lambda v: v.created < v.purchased, REVIEWED),
    Flag("review_without_delivery", "reviews.id orders.delivered", lambda v: v.delivered is None, REVIEWED),
    Flag(
        "five_stars_without_delivery", "reviews.stars orders.delivered",
        lambda v: v.review.stars == 5 and (v.delivered is None or _before_delivery(v)), REVIEWED,
    ),
    Flag("review_on_several_orders", "reviews.id", lambda v: v.rows > 1, REVIEWED),
)  # fmt: skip

KINDS = (*(f.kind for f in OF_ORDER), *(f.kind for f in OF_ITEM), *(f.kind for f in OF_REVIEW))


class Judge:
    """What an export can say of each order, item and review."""

    def __init__(self, export: Export) -> None:
        self.export = export
        self._of_order = [flag for flag in OF_ORDER if flag.countable(export.fields)]
        self._of_item = [flag for flag in OF_ITEM if flag.countable(export.fields)]
        self._of_review = [flag for flag in OF_REVIEW if flag.countable(export.fields)]

    def order(self, order: Order) -> list[Flag[Order]]:
        """The flags of an order as a whole."""
        return [flag for flag in self._of_order if flag.holds(order)]

    def item(self, order: Order, item: Item) -> list[Flag[Piece]]:
        """The flags of one item."""
        piece = Piece(order, item)
        return [flag for flag in self._of_item if flag.holds(piece)]

    def review(self, order: Order, review: Review) -> list[Flag[Opinion]]:
        """The flags of one review."""
        zone = self.export.zone
        delivered = order.delivered.astimezone(zone).date() if order.delivered else None
        created, purchased = (moment.astimezone(zone).date() for moment in (review.created, order.purchased))
        opinion = Opinion(order, review, created, purchased, delivered, self.export.review_ids[review.id])
        return [flag for flag in self._of_review if flag.holds(opinion)]

    def count(self) -> dict[str, int]:
        """How often each kind holds over everything that was read; a kind that cannot be told is absent."""
        counted = dict.fromkeys(self._countable(), 0)
        for kind in self._kinds():
            counted[kind] += 1
        return counted

    def _countable(self) -> Iterator[str]:
        yield from (flag.kind for flag in self._of_order)
        yield from (flag.kind for flag in self._of_item)
        yield from (flag.kind for flag in self._of_review)

    def _kinds(self) -> Iterator[str]:
        for order in self.export.orders.values():
            yield from (flag.kind for flag in self.order(order))
            for item in order.items:
                yield from (flag.kind for flag in self.item(order, item))
            for review in order.reviews:
                yield from (flag.kind for flag in self.review(order, review))
