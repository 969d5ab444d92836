"""How much one request may bring or ask for; announced in headers, and held to before anything is read."""

from __future__ import annotations

from flask import current_app

# A capture document is worked off within its request, so these bound how long that takes.
MOST_EVENTS = 2_000
MOST_BYTES = 4 * 1_048_576
# A question is part of the address.
LONGEST_QUERY = 16_384


def most_bytes() -> int:
    """The longest document that is taken, in bytes; an operator may have set a lower limit for everything."""
    most: int = current_app.config["MAX_CONTENT_LENGTH"]
    return min(MOST_BYTES, most)


def announced() -> dict[str, str]:
    """How many events and bytes one capture may have."""
    return {
        "GS1-EPCIS-Capture-Limit": str(MOST_EVENTS),
        "GS1-EPCIS-Capture-File-Size-Limit": str(most_bytes()),
    }
