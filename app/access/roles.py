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


_BOTH = frozenset({Scope.EVENTS_READ, Scope.EVENTS_WRITE})
# Whoever may own a product or a place says where more is told of it.
_OWNER = _BOTH | {Scope.LINKS_WRITE}
# What a token may do when nobody said less. A credit institution only reads.
SCOPES: dict[Role, frozenset[Scope]] = {
    Role.PUBLIC: frozenset(),
    Role.MERCHANT: _OWNER,
    Role.COURIER: _BOTH,
    Role.CARRIER: _OWNER,
    Role.STATION: _OWNER,
    Role.OPERATOR: _OWNER,
    Role.REGULATOR: _BOTH,
    Role.INSTITUTION: frozenset({Scope.EVENTS_READ}),
}
