"""The load where there is no wrk: `python -m bench.client PORT CONNECTIONS SECONDS FILE [header value]...`, a thread each."""

from __future__ import annotations

import sys
import threading
import time
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path


def main(port: int, connections: int, seconds: float, paths: list[str], headers: dict[str, str]) -> None:
    """Ask until the time is over, and tell what came as bench/load.py reads it."""
    took: list[float] = []
    failed: list[int] = []
    end = time.monotonic() + seconds

    def ask(first: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        for path in cycle(paths[first:] + paths[:first]):
            before = time.monotonic()
            if before > end:
                return
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 400:
                failed.append(answer.status)
            took.append(time.monotonic() - before)

    began = time.monotonic()
    threads = [threading.Thread(target=ask, args=(len(paths) * i // connections,)) for i in range(connections)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    spent = time.monotonic() - began
    took.sort()
    p50, p99 = (round(took[int(len(took) * share)] * 1e6) for share in (0.5, 0.99))
    print("TOLD", len(took), round(spent * 1e6), len(failed), p50, p99)


if __name__ == "__main__":
    given = sys.argv[5:]
    lines = Path(sys.argv[4]).read_text().splitlines()
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), lines, dict(zip(given[::2], given[1::2], strict=True)))
