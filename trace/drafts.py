"""What is handed to the ledger to be recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

import msgspec
import orjson

from trace import canon, event as events
from trace.epcis import meaning
from trace.event import BadEvent, Event
from trace.standing import Actor


@dataclass(frozen=True, slots=True)
class Draft:
    """An event to record, who records it, who vouches, and the personal texts it commits to.

    `raw` is the event as somebody else wrote it, in the form of trace/epcis/document.py: then these bytes are stored and
    committed to, and `event` is what the record understands of them. Such an event commits to no texts.
    """

    event: Event
    actor: Actor
    evidence: str
    texts: Mapping[str, str] = field(default_factory=dict)
    raw: str | None = None

    def __post_init__(self) -> None:
        if self.raw is not None and self.texts:
            raise ValueError("an event that is kept as it was written cannot commit to texts beside it")
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
        body = [self.actor.uri, self.content().decode(), sorted(self.texts.items())]
        return sha256(b"digest" + canon.encode(body)).digest()[:16]

    def content(self) -> bytes:
        """The event's bytes as they are stored and committed to, where it has an id and no texts."""
        return events.encode(self.event) if self.raw is None else self.raw.encode()

    def named(self, event_id: str) -> tuple[Event, bytes]:
        """The event with this id, and its bytes with it, for one that came without."""
        assert self.raw is not None
        written = orjson.dumps({**orjson.loads(self.raw), "eventID": event_id}, option=orjson.OPT_SORT_KEYS)
        return msgspec.structs.replace(self.event, event_id=event_id), written

    def says_what(self, other: Draft) -> bool:
        """Whether two submissions of one id say the same."""
        if self.texts != other.texts:
            return False
        mine, theirs = self.content(), other.content()
        if self.raw is None and other.raw is None:
            return mine == theirs
        return meaning.same(mine.decode(), theirs.decode())
