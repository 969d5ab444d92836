"""What a provider is to us: its words, how it signs, how its deliveries are read, and what it wants to hear."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from couriers.feeds.delivery import Delivery
from couriers.feeds.meanings import Words
from couriers.feeds.told import Line, Told, understand


def _nothing(delivery: Delivery, now: datetime) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class Provider:
    """One provider of tracking data."""

    name: str
    words: Words
    # The lines of a delivery, the oldest first as far as the provider orders them; refused whole where it is no delivery.
    lines: Callable[[Delivery], list[Line]]
    # Whether a delivery bears the signature that this secret makes; an old one, sent again by another, does not count.
    signed: Callable[[Delivery, str, datetime], bool]
    # The zone of bare times, where all of the provider's are in one.
    zone: str | None = None
    # Whether the provider gives the key. Otherwise we make it, and the provider is told.
    gives_key: bool = True
    # What the answer must hold besides, so that the provider does not send the same again.
    answer: Callable[[Delivery, datetime], Mapping[str, object]] = _nothing

    def understand(self, line: Line) -> Told:
        """One line in our words, or its refusal."""
        return understand(line, self.name, self.words, self.zone)

    def parse(self, delivery: Delivery) -> list[Told]:
        """A whole delivery in our words; the first line that cannot be read refuses it all."""
        return [self.understand(line) for line in self.lines(delivery)]
