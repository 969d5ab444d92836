"""An independent count of everything an import reports of `olist`: csv, gzip and datetime, none of our code."""

from __future__ import annotations

import csv
import gzip
from collections import Counter
from datetime import datetime
from pathlib import Path

TABLES = (
    "orders", "order_items", "order_payments", "order_reviews", "products", "sellers", "customers",
    "product_category_name_translation",
)  # fmt: skip


def read(folder: Path, table: str) -> list[dict[str, str]] | None:
    path = folder / f"{table}.csv.gz"
    if not path.exists():
        return None
    with gzip.open(path, "rt", encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def rows(folder: Path) -> dict[str, int]:
    return {table: len(found) for table in TABLES if (found := read(folder, table)) is not None}


def when(text: str) -> datetime | None:
    return datetime.strptime(text, "%Y-%m-%d %H:%M:%S") if text else None  # noqa: DTZ007


def flagged(folder: Path) -> dict[str, int]:
    orders = {row["order_id"]: row for row in read(folder, "orders") or []}
    for row in orders.values():
        row["bought"], row["ok"], row["out"], row["in"], row["promise"] = (
            when(row[name])
            for name in (
                "order_purchase_timestamp", "order_approved_at", "order_delivered_carrier_date",
                "order_delivered_customer_date", "order_estimated_delivery_date",
            )
        )  # fmt: skip
    every = list(orders.values())
    count = {
        "handover_before_purchase": sum(bool(o["out"]) and o["out"] < o["bought"] for o in every),
        "handover_before_approval": sum(bool(o["out"] and o["ok"]) and o["out"] < o["ok"] for o in every),
        "delivered_before_handover": sum(bool(o["in"] and o["out"]) and o["in"] < o["out"] for o in every),
        "delivered_before_approval": sum(bool(o["in"] and o["ok"]) and o["in"] < o["ok"] for o in every),
        "delivered_without_date": sum(o["order_status"] == "delivered" and not o["in"] for o in every),
        "cancelled_but_delivered": sum(o["order_status"] == "canceled" and bool(o["in"]) for o in every),
        "shipped_never_delivered": sum(o["order_status"] == "shipped" and not o["in"] for o in every),
        "late": sum(bool(o["in"] and o["promise"]) and o["in"] > o["promise"] for o in every),
    }
    items, payments, reviews = (read(folder, f"order_{name}") for name in ("items", "payments", "reviews"))
    if items is not None:
        with_items = {row["order_id"] for row in items}
        count["no_items"] = sum(name not in with_items for name in orders)
        handed = [(orders[row["order_id"]]["out"], when(row["shipping_limit_date"])) for row in items]
        count["handed_over_late"] = sum(bool(out) and out > limit for out, limit in handed)
    if payments is not None:
        paid = {row["order_id"] for row in payments}
        count["no_payment"] = sum(name not in paid for name in orders)
    if reviews is not None:
        count |= of_reviews(orders, reviews)
    return count


def of_reviews(orders: dict, reviews: list[dict[str, str]]) -> dict[str, int]:
    on_order, ids = Counter(row["order_id"] for row in reviews), Counter(row["review_id"] for row in reviews)
    days = [
        (when(row["review_creation_date"]).date(), orders[row["order_id"]], row["review_score"] == "5")
        for row in reviews
    ]
    early = [bool(order["in"]) and day < order["in"].date() for day, order, _ in days]
    return {
        "several_reviews": sum(number > 1 for number in on_order.values()),
        "review_before_delivery": sum(early),
        "review_before_purchase": sum(day < order["bought"].date() for day, order, _ in days),
        "review_without_delivery": sum(not order["in"] for _, order, _ in days),
        "five_stars_without_delivery": sum(
            five and (soon or not order["in"]) for (_, order, five), soon in zip(days, early, strict=True)
        ),
        "review_on_several_orders": sum(ids[row["review_id"]] > 1 for row in reviews),
    }


def unknown(folder: Path, known: Path) -> dict[str, int]:
    """How many items of `folder` name a merchant or product that stands in neither folder's tables."""
    found = {}
    for table, column in (("sellers", "seller_id"), ("products", "product_id")):
        ids = {row[column] for row in [*(read(folder, table) or []), *(read(known, table) or [])]}
        found[f"unknown_{column}"] = sum(row[column] not in ids for row in read(folder, "order_items") or [])
    return found
