"""Import of a real marketplace's orders into SQLite, in seconds; where the shared material is absent, a sentence."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

from app.settings import ROOT
from bench.measure import Row, Turn
from bench.places import Place
from bench.sizes import Size

ORDERS = ROOT.parent / "shared" / "data" / "olist"
SECONDS = 60.0


def rows(place: Place, size: Size) -> Iterator[Row]:
    """The one row: imports a second against one in `SECONDS`, once, since it is long enough to be steady."""
    if place.kind != "SQLite" or size.imports == 0:
        return
    if not ORDERS.is_dir():
        print("the import is left out: the real orders are not beside the project (../shared/data/olist)")
        return
    at = place.installation("imported")
    words = [sys.executable, "-m", "flask", "--app", "wsgi", "import", "orders", "--profile", "olist"]
    refused = ["--refused", str(at.folder / "refused.csv")]
    began = time.perf_counter()
    subprocess.run([*words, *refused, str(ORDERS)], cwd=ROOT, env=at.environment(), check=True, capture_output=True)
    took = time.perf_counter() - began
    note = f"{took:.0f} s, at most {SECONDS:.0f}"
    yield Row("import of real orders", place.kind, "imports/s", 1, [Turn(1 / took, 0)], [Turn(1 / SECONDS, 0)], note)
