"""What became of each scan of an upload: the four answers a phone can act on. Pure."""

from __future__ import annotations

from typing import Literal, NamedTuple

from couriers.custody import MissingStep
from trace.errors import Refusal
from trace.receipts import Receipt

Kind = Literal["accepted", "duplicate", "refused", "retry"]
HELD_DEVICE, HELD_COURIER = "device-revoked", "courier-suspended"


class Verdict(NamedTuple):
    """One answer. Only `retry` leaves the scan in the phone's queue; `held` says that a person of the firm has it now."""

    id: str | None
    kind: Kind
    code: str | None = None
    sentence: str | None = None
    receipt: Receipt | None = None
    held: bool = False
    flags: tuple[str, ...] = ()


def of_refusal(scan_id: str | None, refusal: Refusal) -> Verdict:
    """A step that only lacks one before it may fit once another phone has sent; every other refusal is final."""
    kind: Kind = "retry" if isinstance(refusal, MissingStep) else "refused"
    return Verdict(scan_id, kind, refusal.code, refusal.message)


def of_receipt(scan_id: str, receipt: Receipt, flags: tuple[str, ...] = ()) -> Verdict:
    """It is recorded, now or already."""
    return Verdict(scan_id, "duplicate" if receipt.duplicate else "accepted", receipt=receipt, flags=flags)


def kept(scan_id: str, reason: str) -> Verdict:
    """It waits for a person."""
    whose = "this phone was taken out of use" if reason == HELD_DEVICE else "your work is suspended"
    return Verdict(
        scan_id,
        "refused",
        reason,
        f"{whose}: the scan is kept for your firm, which decides whether it counts",
        held=True,
    )
