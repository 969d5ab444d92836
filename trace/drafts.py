"""What is handed to the ledger to be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from trace import canon, event as events
from trace.event import BadEvent, Event
from trace.standing import Actor


@dataclass(frozen=True, slots=True)
class Draft:
    """An event to record, who records it, who vouches, and the personal texts it commits to."""

    event: Event
    actor: Actor
    evidence: str
    texts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, text in self.texts.items():
            try:
                text.encode()
            except UnicodeEncodeError:
                raise BadEvent(f"the text {name!r} holds half of a surrogate pair: expected whole characters") from None

    def key(self) -> bytes:
        """What makes two submissions the same one: source, event id and whether it declares an error."""
        if self.event.event_id is not None:
            named = [self.actor.uri, self.event.event_id, self.event.error_declaration is not None]
            return sha256(canon.encode(named)).digest()[:16]
        body = [self.actor.uri, events.encode(self.event).decode(), sorted(self.texts.items())]
        return sha256(b"digest" + canon.encode(body)).digest()[:16]

    def says(self) -> tuple[bytes, dict[str, str]]:
        """All that a second submission must repeat to be the same one."""
        return events.encode(self.event), dict(self.texts)
