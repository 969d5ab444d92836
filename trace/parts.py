"""What an EPCIS event is made of: quantities, places, transactions, parties, declarations of errors."""

from __future__ import annotations

import msgspec


class Part(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """What the parts of an event share: EPCIS member names, absent members left out."""


class Quantity(Part, frozen=True):
    """So many of a class: `epcClass`, `quantity`, and `uom` where it is measured and not counted."""

    epc_class: str
    quantity: int | float | None = None
    uom: str | None = None


class At(Part, frozen=True):
    """A read point or business location."""

    id: str


class Transaction(Part, frozen=True, kw_only=True):
    """A business transaction by type (po, inv, rma ...) and URI."""

    type: str | None = None
    biz_transaction: str


class Source(Part, frozen=True):
    """Where custody, ownership or place comes from."""

    type: str
    source: str


class Destination(Part, frozen=True):
    """Where custody, ownership or place goes to."""

    type: str
    destination: str


class ErrorDeclaration(Part, frozen=True):
    """The event of this eventID was wrong (EPCIS 2.0 section 7.4.1.3)."""

    declaration_time: str
    reason: str | None = None
    corrective_event_ids: tuple[str, ...] = msgspec.field(default=(), name="correctiveEventIDs")


class County(Part, frozen=True):
    """The place that the public part shows: a division code and its name, or a business's own."""

    code: str
    name: str
