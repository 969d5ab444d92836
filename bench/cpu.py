"""CPU time of this process, of a server's session, of a PostgreSQL: seconds, read off /proc."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

Clock = Callable[[], float]
_TICK = os.sysconf("SC_CLK_TCK")
# proc(5): fields of /proc/PID/stat behind the name, which may hold spaces.
_PARENT, _SESSION, _TIMES = 1, 3, slice(11, 15)


def own() -> float:
    """This process."""
    return time.process_time()


def session(leader: int) -> Clock:
    """Every process of the session that `leader` began, with the children that they have waited for."""
    return lambda: sum(map(_seconds, (stat for _, stat in _all() if int(stat[_SESSION]) == leader)))


def family(parent: int) -> Clock:
    """`parent` and its children, each of which may have begun a session of its own (PostgreSQL's do)."""
    return lambda: sum(_seconds(stat) for pid, stat in _all() if pid == parent or int(stat[_PARENT]) == parent)


def together(*clocks: Clock) -> Clock:
    """The sum of several."""
    return lambda: sum(clock() for clock in clocks)


def _all() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            text = (folder / "stat").read_text()
        except OSError:
            continue  # it has ended
        yield int(folder.name), text[text.rindex(")") + 2 :].split()


def _seconds(stat: list[str]) -> float:
    return sum(map(int, stat[_TIMES])) / _TICK
