"""The resolver over HTTP: an item's Digital Link asked for one kind of link, answered with a redirect, against hello-world."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from bench import load, world
from bench.load import Load
from bench.measure import Row, Turn
from bench.places import Place
from bench.servers import both
from bench.sizes import Size
from trace import links
from trace.target import Target

QUARTER = 1 / 4
LANGUAGES = ("zh-CN", "en", "es", "ja", "vi")
# A program that looks for what it wants to know, in the way of a phone.
ASKS = {"Accept": "text/html,*/*;q=0.8", "Accept-Language": "zh-CN,zh;q=0.9,en;q=0.8"}
ITEMS = 2_000


def rows(place: Place, size: Size) -> Iterator[Row]:
    """The row for one kind of database: links of three kinds in five languages at the product, asked for at its items."""
    made = world.begin(place.installation("links"))
    number = count()
    with made.at.sessions() as session:
        for kind in ("gs1:pip", "gs1:recipeInfo", "gs1:sustainabilityInfo"):
            for language in LANGUAGES:
                target = Target.parse(kind, f"https://shop.example/{next(number)}", "Link", (language,), "text/html")
                links.put(
                    session, made.merchant.id, made.name(0).rpartition("/21/")[0], target, world.NOW, public=True,
                    any_owner=False,
                )  # fmt: skip
        session.commit()
    paths = [f"{made.path(n)}?linkType=gs1:pip" for n in range(ITEMS)]
    found: list[tuple[Turn, Turn]] = []
    with both(place, made.at) as (ours, bare):
        for _ in range(size.times + 1):
            turn = Load(paths, ASKS, size.connections).on(ours, size.seconds)
            found.append((turn, Load(["/hello"], ASKS, size.connections).on(bare, size.seconds)))
    turns, limits = [one for one, _ in found[1:]], [other for _, other in found[1:]]
    yield Row("resolve to a redirect", place.kind, "requests/s", QUARTER, turns, limits, load.by())
