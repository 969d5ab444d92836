"""Recording: documents of a hundred events, and single events, against the same rows written by the driver alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import count

from bench import copies, world
from bench.copies import Copier, Rows
from bench.measure import Row, by_turns
from bench.places import Place
from bench.sizes import Size
from bench.world import DOCUMENT, World
from trace.ledger import Draft

THIRD = 1 / 3


def rows(place: Place, size: Size) -> Iterator[Row]:
    """Both rows for one kind of database."""
    world_, copier = world.begin(place.installation("ours")), Copier(place.installation("limit"))
    starts = count(0, DOCUMENT)
    yield _row(
        place, size, world_, "record documents of 100 events", DOCUMENT, size.documents,
        lambda: world_.made(next(starts), DOCUMENT), copier.bulk,
    )  # fmt: skip
    numbers = count()
    yield _row(
        place, size, world_, "record single events", 1, size.singles,
        lambda: world_.listed(next(numbers), 1), copier.single,
    )  # fmt: skip
    copier.close()


def _row(
    place: Place, size: Size, ours: World, work: str, length: int, many: int,
    tell: Callable[[], Sequence[Draft]], write: Callable[[Rows], None],
) -> Row:  # fmt: skip
    told: list[Sequence[Draft]] = []
    copied: list[Rows] = []

    def record() -> int:
        return sum(map(ours.record, told))

    def copy() -> int:
        for document in copied:
            write(document)
        return len(copied) * length

    def before_ours() -> None:
        told[:] = [tell() for _ in range(many)]
        before_ours.after = copies.last_entry(ours.at)  # type: ignore[attr-defined]

    def before_copy() -> None:
        copied[:] = copies.documents(ours.at, before_ours.after, length)  # type: ignore[attr-defined]

    turns, limits = by_turns(record, copy, size.times, place.cpu, before_ours, before_copy)
    return Row(work, place.kind, "events/s", THIRD, turns, limits)
