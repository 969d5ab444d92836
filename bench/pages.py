"""An item over HTTP: its life as a proof file, and its page, against the bare rows and against hello-world."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from bench import load, world
from bench.load import Load
from bench.measure import Row, Turn
from bench.places import Place
from bench.servers import Server, both
from bench.sizes import Size
from bench.world import World

PROGRAM = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "zh-CN", "Accept-Encoding": "gzip"}
# Few enough to be kept by every worker once it has drawn them.
KEPT = 50
HELLO = ("/hello",)


def rows(place: Place, size: Size) -> Iterator[Row]:
    """The three rows for one kind of database."""
    few, many = _filled(place, size.few, "few"), _filled(place, size.events, "many")
    with both(place, few.at) as (ours, bare):
        small, _ = _measured(ours, bare, _paths(few), _paths(few), PROGRAM, size)
    with both(place, many.at) as (ours, bare):
        paths = _paths(many)
        turns, limits = _measured(ours, bare, paths, paths, PROGRAM, size)
        p99, p99_small = (median(turn.more["p99_ms"] for turn in some) for some in (turns, small))
        note = (
            f"p99 {p99:.1f} ms at {size.events:,} events, {p99_small:.1f} at {size.few:,}: {p99 / p99_small:.2f} (1.5)"
        )
        yield Row("life of an item, JSON with proof", place.kind, "requests/s", 2 / 3, turns, limits, note)
        turns, limits = _measured(ours, bare, paths, HELLO, BROWSER, size)
        yield Row("item page, drawn anew", place.kind, "requests/s", 1 / 12, turns, limits, load.by())
        turns, limits = _measured(ours, bare, paths[:KEPT], HELLO, BROWSER, size)
        yield Row("item page, kept", place.kind, "requests/s", 1 / 4, turns, limits, load.by())


def _filled(place: Place, events: int, name: str) -> World:
    made = world.begin(place.installation(name))
    made.fill(events)
    return made


def _paths(world_: World) -> list[str]:
    return [world_.path(number) for number in range(world_.items)]


def _measured(
    ours: Server, bare: Server, paths: Sequence[str], asked: Sequence[str], headers: dict[str, str], size: Size
) -> tuple[list[Turn], list[Turn]]:
    found = [(_load(ours, paths, headers, size), _load(bare, asked, headers, size)) for _ in range(size.times + 1)]
    return [turn for turn, _ in found[1:]], [turn for _, turn in found[1:]]


def _load(server: Server, paths: Sequence[str], headers: dict[str, str], size: Size) -> Turn:
    return Load(paths, headers, size.connections).on(server, size.seconds)
