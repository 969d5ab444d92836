"""/api/v1/coverage: how much of what the merchant sells can be traced; the same stands on its public page."""

from __future__ import annotations

from app.access.roles import Scope
from app.api.contract import Ask
from app.api.door import serves
from app.api.shapes import Shown
from couriers import coverage


class CoverageShown(Shown, frozen=True, kw_only=True):
    """Orders of the last 90 days, how many have a chain from packing to sign-off (`whole`), and where the codes are."""

    orders: int
    whole: int
    codes_printed: int
    codes_active: int
    codes_sold: int
    codes_unaccounted: int


@serves("GET", "/coverage", Scope.ORDERS_READ)
def covered(ask: Ask) -> CoverageShown:
    """How much of what you sell can be traced."""
    found = coverage.of(ask.session, ask.party_id, ask.now)
    return CoverageShown(
        orders=found.orders, whole=found.whole, codes_printed=found.printed, codes_active=found.active,
        codes_sold=found.sold, codes_unaccounted=found.unaccounted,
    )  # fmt: skip
