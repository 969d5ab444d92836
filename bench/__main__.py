"""`python -m bench [name ...]`: measure everything (or the named rows), print one table, keep it under bench/results/."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench import appends, audit, capture, imports, pages, places, rating, resolving, sequencing, sizes, table
from bench.measure import Row
from bench.places import Place
from bench.sizes import Size
from tests import cluster

RESULTS = Path(__file__).with_name("results")
MEASURED: dict[str, Callable[[Place, Size], Iterator[Row]]] = {
    "appends": appends.rows,
    "capture": capture.rows,
    "pages": pages.rows,
    "resolving": resolving.rows,
    "sequencing": sequencing.rows,
    "audit": audit.rows,
    "rating": rating.rows,
    "imports": imports.rows,
}


def main(*wanted: str) -> None:
    """Measure and tell."""
    size = sizes.chosen()
    began, found = time.time(), list[Row]()
    with tempfile.TemporaryDirectory(prefix="suyuan-bench-") as folder:
        try:
            for place in places.all_in(Path(folder)):
                for name in wanted or MEASURED:
                    for row in MEASURED[name](place, size):
                        print(table.lines([row])[-1], flush=True)
                        found.append(row)
        finally:
            cluster.end_run()
    print(f"\n{time.time() - began:.0f} seconds\n", *table.lines(found), sep="\n")
    RESULTS.mkdir(exist_ok=True)
    file = RESULTS / f"{time.strftime('%Y%m%dT%H%M%S')}.json"
    file.write_text(json.dumps([row.as_json() for row in found], indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
