"""Who there is, and what a token may be limited to."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """In what capacity somebody asks."""

    PUBLIC = "public"
    MERCHANT = "merchant"
    COURIER = "courier"
    CARRIER = "carrier"
    STATION = "station"
    OPERATOR = "operator"
    REGULATOR = "regulator"
    INSTITUTION = "institution"


PUBLIC = Role.PUBLIC


class Scope(StrEnum):
    """What a token may do, within what its role may."""

    EVENTS_READ = "events:read"
    EVENTS_WRITE = "events:write"
    LINKS_WRITE = "links:write"
    # What a merchant's own programs do, by what it is about (docs/api.md).
    PRODUCTS_READ = "products:read"
    PRODUCTS_WRITE = "products:write"
    CODES_READ = "codes:read"
    CODES_WRITE = "codes:write"
    ORDERS_READ = "orders:read"
    ORDERS_WRITE = "orders:write"
    RETURNS_READ = "returns:read"
    RETURNS_WRITE = "returns:write"
    RECALLS_READ = "recalls:read"
    RECALLS_WRITE = "recalls:write"
    ANSWERS_READ = "answers:read"
    ANSWERS_WRITE = "answers:write"
    WEBHOOKS_READ = "webhooks:read"
    WEBHOOKS_WRITE = "webhooks:write"


_BOTH = frozenset({Scope.EVENTS_READ, Scope.EVENTS_WRITE})
# Whoever may own a product or a place says where more is told of it.
_OWNER = _BOTH | {Scope.LINKS_WRITE}
_SHOPS = frozenset(
    scope for scope in Scope if scope.partition(":")[0] in
    ("products", "codes", "orders", "returns", "recalls", "answers", "webhooks")
)  # fmt: skip
# What a token may do when nobody said less. A credit institution only reads.
SCOPES: dict[Role, frozenset[Scope]] = {
    Role.PUBLIC: frozenset(),
    Role.MERCHANT: _OWNER | _SHOPS,
    Role.COURIER: _BOTH,
    Role.CARRIER: _OWNER,
    Role.STATION: _OWNER,
    Role.OPERATOR: _OWNER,
    Role.REGULATOR: _BOTH,
    Role.INSTITUTION: frozenset({Scope.EVENTS_READ}),
}
