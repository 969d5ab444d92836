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


def rows(place: Place, size: Size) -> Iterator[Row]:
    """The three rows for one kind of database."""
    few = _filled(place, size.few, "few")
    world_ = _filled(place, size.events, "many")
    small, _ = _measured(place, few, size, PROGRAM, "bare", few.items)
    items = world_.items
    turns, limits = _measured(place, world_, size, PROGRAM, "bare", items)
    p99, p99_small = (median(turn.more["p99_ms"] for turn in some) for some in (turns, small))
    note = f"p99 {p99:.1f} ms at {size.events:,} events, {p99_small:.1f} ms at {size.few:,} ({p99 / p99_small:.2f}, at most 1.5)"
    yield Row("life of an item, JSON with proof", place.kind, "requests/s", 2 / 3, turns, limits, note)
    turns, limits = _measured(place, world_, size, BROWSER, "hello", items)
    yield Row("item page, drawn anew", place.kind, "requests/s", 1 / 12, turns, limits, load.by())
    turns, limits = _measured(place, world_, size, BROWSER, "hello", min(KEPT, items))
    yield Row("item page, kept", place.kind, "requests/s", 1 / 4, turns, limits, load.by())


def _filled(place: Place, events: int, name: str) -> World:
    made = world.begin(place.installation(name))
    made.fill(events)
    return made


def _measured(
    place: Place, world_: World, size: Size, headers: dict[str, str], limit: str, items: int
) -> tuple[list[Turn], list[Turn]]:
    paths = [world_.path(number) for number in range(items)]
    asked = {"bare": paths, "hello": ["/hello"]}[limit]
    with both(place, world_.at) as (ours, bare):
        _warm(ours, paths, headers)
        found = [(_load(ours, paths, headers, size), _load(bare, asked, headers, size)) for _ in range(size.times + 1)]
    return [turn for turn, _ in found[1:]], [turn for _, turn in found[1:]]


def _load(server: Server, paths: Sequence[str], headers: dict[str, str], size: Size) -> Turn:
    return Load(paths, headers, size.connections).on(server, size.seconds)


def _warm(server: Server, paths: Sequence[str], headers: dict[str, str]) -> None:
    """Every worker opens its connections and prepares its statements before anything counts."""
    for path in paths[:KEPT]:
        server.get(path, **headers)
