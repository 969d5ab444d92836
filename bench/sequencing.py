"""Sequencing: how fast waiting entries are taken into the log, against how fast documents bring new ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from bench import world
from bench.measure import Row, by_turns
from bench.places import Place
from bench.sizes import Size
from bench.world import DOCUMENT


def rows(place: Place, size: Size) -> Iterator[Row]:
    """The one row: what is captured in a turn is sequenced in the next, so both have the same entries."""
    world_ = world.begin(place.installation("sequenced"))
    starts = count(0, DOCUMENT)

    def capture() -> int:
        return sum(world_.record(world_.made(next(starts), DOCUMENT)) for _ in range(size.documents))

    def sequence() -> int:
        return sum(iter(world_.integrate, 0))

    # Captured first, so that there is something to sequence: the limit's turn comes before ours.
    captured, sequenced = by_turns(capture, sequence, size.times, place.cpu)
    yield Row("sequence what was recorded", place.kind, "entries/s", 3, sequenced, captured, "limit: the capture rate")
