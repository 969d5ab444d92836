"""What a party tells at its own desk: the stamp of something done there now, and the draft in which it vouches itself."""

from __future__ import annotations

import uuid
from datetime import datetime

from trace.drafts import Draft
from trace.event import County
from trace.stages import Deed, Stamp
from trace.standing import Actor
from trace.words import Evidence

# So many things stand in one event at most: an item's page carries the fingerprints of all that stand beside it.
TOGETHER = 100


def stamp(now: datetime, place: County | None = None) -> Stamp:
    """Done just now, at `place`; each one is an event of its own."""
    return Stamp(now, f"urn:uuid:{uuid.uuid4()}", place=place)


def draft(deed: Deed, actor: Actor) -> Draft:
    """The deed as its actor records it, who has an interest in it and nobody else's word."""
    return Draft(deed.event, actor, Evidence.PARTY, deed.texts)
