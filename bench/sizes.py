"""How much is measured: enough for steady figures in some minutes, all of it with BENCH_FULL=1, next to nothing in tests."""

from __future__ import annotations

import os
from typing import NamedTuple


class Size(NamedTuple):
    """Repetitions; documents and single events a turn; events stored, in the small world beside it, and audited.

    Then whether real orders are imported, the seconds and connections of a turn of load, and how many couriers are rated.
    """

    times: int = 5
    documents: int = 40
    singles: int = 600
    events: int = 100_000
    few: int = 10_000
    audited: int = 30_000
    imports: int = 1
    seconds: float = 2.0
    connections: int = 8
    couriers: int = 500


TINY = Size(
    times=1, documents=1, singles=3, events=60, few=30, audited=60, imports=0, seconds=0.2, connections=2, couriers=3
)


def chosen() -> Size:
    """The size for this run."""
    return Size(events=5_000_000, couriers=10_000) if os.environ.get("BENCH_FULL") == "1" else Size()
