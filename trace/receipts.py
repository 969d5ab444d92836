"""What a recorder gets at once: leaf and record time, and our promise to integrate, signed once a request."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from trace.moments import iso
from trace.note import Signer

# The promised time from receipt to log (what a maximum merge delay is in RFC 6962 section 3).
WITHIN_SECONDS = 60


class Receipt(NamedTuple):
    """One event's place in the record; `duplicate` when it stood there already."""

    event_id: str
    leaf: bytes
    record_ms: int
    duplicate: bool
    entry_id: int

    def as_json(self) -> dict[str, str | bool]:
        """The receipt as an answer carries it."""
        return {
            "eventID": self.event_id,
            "leaf": self.leaf.hex(),
            "recordTime": iso(self.record_ms),
            "duplicate": self.duplicate,
        }


def signed(signer: Signer, receipts: Sequence[Receipt]) -> str:
    """One signed note over all receipts of a request.

    Its first line differs from any checkpoint's (which is the bare origin), so neither passes for the other.
    """
    lines = [f"{signer.name} suyuan-receipt/v1", f"integrated within {WITHIN_SECONDS} seconds"]
    lines += [f"{receipt.leaf.hex()} {iso(receipt.record_ms)}" for receipt in receipts]
    return signer.sign("\n".join(lines) + "\n")
