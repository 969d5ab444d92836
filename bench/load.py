"""Load on a server: wrk where it is installed, else two small Python processes, which reach less and say so."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache

from bench.measure import Turn
from bench.servers import Server

# wrk asks for the paths of a file one after the other, and tells what came in one line.
_SCRIPT = """
local paths, at = {}, 0
for line in io.lines("%(paths)s") do paths[#paths + 1] = line end
%(headers)s
function request() at = at %% #paths + 1; return wrk.format("GET", paths[at]) end
function done(summary, latency)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
  io.write(string.format("TOLD %%d %%d %%d %%d %%d\\n", summary.requests, summary.duration, failed,
    latency:percentile(50), latency:percentile(99)))
end
"""


@dataclass(frozen=True)
class Load:
    """So many connections that ask a server for these paths, over and over."""

    paths: Sequence[str]
    headers: Mapping[str, str]
    connections: int

    def on(self, server: Server, seconds: float) -> Turn:
        """One turn: requests a second, CPU a request, latencies in ms."""
        before = server.cpu()
        count, took, p50, p99 = (self._wrk if has_wrk() and seconds >= 1 else self._python)(server, seconds)
        return Turn(count / took, (server.cpu() - before) / count * 1e6, {"p50_ms": p50, "p99_ms": p99})

    def _wrk(self, server: Server, seconds: float) -> tuple[int, float, float, float]:
        with self._file() as paths, tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
            headers = "\n".join(f'wrk.headers["{name}"] = "{value}"' for name, value in self.headers.items())
            script.write(_SCRIPT % {"paths": paths, "headers": headers})
            script.flush()
            words = ["wrk", "-t1", f"-c{self.connections}", f"-d{round(seconds)}s", "-s", script.name]
            out = subprocess.run(
                [*words, f"http://127.0.0.1:{server.port}/"], capture_output=True, text=True, check=True
            )
        return _told(out.stdout)

    def _python(self, server: Server, seconds: float) -> tuple[int, float, float, float]:
        headers = [word for pair in self.headers.items() for word in pair]
        with self._file() as paths:
            words = [sys.executable, "-m", "bench.client", str(server.port), str(self.connections), str(seconds), paths]
            out = subprocess.run([*words, *headers], capture_output=True, text=True, check=True)
        return _told(out.stdout)

    @contextmanager
    def _file(self) -> Iterator[str]:
        with tempfile.NamedTemporaryFile("w", suffix=".paths") as file:
            file.write("".join(f"{path}\n" for path in self.paths))
            file.flush()
            yield file.name


def _told(out: str) -> tuple[int, float, float, float]:
    line = next(line for line in out.splitlines() if line.startswith("TOLD"))
    count, microseconds, failed, p50, p99 = map(int, line.split()[1:])
    if failed or not count:
        raise RuntimeError(f"{failed} of {count} requests failed")
    return count, microseconds / 1e6, p50 / 1e3, p99 / 1e3


@cache
def has_wrk() -> bool:
    """Whether wrk is here."""
    return shutil.which("wrk") is not None


def by() -> str:
    """Who made the load, for the table."""
    return "wrk" if has_wrk() else "a Python client (install wrk for higher loads)"
