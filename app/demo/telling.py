"""A tale of the demonstration: what was recorded when, by whom and on whose word; pure, played by app/demo/world.py."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import NamedTuple

from app.demo.calendar import Calendar
from app.demo.names import Label
from app.demo.people import Cast
from trace.event import County
from trace.moments import from_ms, instant
from trace.stages import Deed, Stamp
from trace.standing import Actor

_AT_ONCE = timedelta(seconds=20)
# Event ids are made from the tale's name, so that a demonstration filled again has the same.
_IDS = uuid.UUID("5f1c8a52-0d7e-4f0a-9d43-952000000000")


@dataclass(frozen=True, slots=True)
class Told:
    """One deed, the moment at which it comes in, and whether a person scanned it (custody is asked) or a shop told it."""

    recorded: datetime
    actor: Actor
    evidence: str
    deed: Deed
    scanned: bool


class Posted(NamedTuple):
    """A parcel with its printed label, and who carries it for whom."""

    label: Label
    carrier: Actor
    sender: Actor


@dataclass(slots=True)
class Tale:
    """What happened in one story, in the order of telling, and the parcels in it."""

    name: str
    cast: Cast
    calendar: Calendar
    told: list[Told] = field(default_factory=list)
    parcels: list[Posted] = field(default_factory=list)
    _stamps: int = 0

    def stamp(
        self, ago: int, hour: int, minute: int = 0, place: County | None = None, *, wrong: int | None = None
    ) -> Stamp:
        """When and where, with an id; `wrong` is by how many minutes the device's own clock was ahead."""
        self._stamps += 1
        at = self.calendar.at(ago, hour, minute)
        device = None if wrong is None else at + timedelta(minutes=wrong)
        return Stamp(at, f"urn:uuid:{uuid.uuid5(_IDS, f'{self.name}/{self._stamps}')}", place, device_at=device)

    def post(self, label: Label, carrier: Actor, sender: Actor) -> str:
        """A parcel of this story; gives its name in the record."""
        self.parcels.append(Posted(label, carrier, sender))
        return self.cast.named(label.path)

    def tell(self, actor: Actor, evidence: str, deed: Deed) -> None:
        """What the merchant's, the operator's or an office's own system reports."""
        self._add(actor, evidence, deed, _AT_ONCE, scanned=False)

    def scan(self, actor: Actor, evidence: str, deed: Deed, *, late: timedelta = _AT_ONCE) -> None:
        """What a person scans or states with the code inside; `late` is how long it lay in the device."""
        self._add(actor, evidence, deed, late, scanned=True)

    def _add(self, actor: Actor, evidence: str, deed: Deed, late: timedelta, *, scanned: bool) -> None:
        happened = from_ms(instant(deed.event.event_time))
        self.told.append(Told(happened + late, actor, evidence, deed, scanned))
