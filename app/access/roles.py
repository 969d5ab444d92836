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


_BOTH = frozenset(Scope)
# What a token may do when nobody said less. A credit institution only reads.
SCOPES: dict[Role, frozenset[Scope]] = {
    Role.PUBLIC: frozenset(),
    Role.MERCHANT: _BOTH,
    Role.COURIER: _BOTH,
    Role.CARRIER: _BOTH,
    Role.STATION: _BOTH,
    Role.OPERATOR: _BOTH,
    Role.REGULATOR: _BOTH,
    Role.INSTITUTION: frozenset({Scope.EVENTS_READ}),
}
