"""Services to be killed, on a database of each kind, and how often."""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from itertools import count
from pathlib import Path

import pytest

from tests import cluster
from tests.torture import postgres
from tests.torture.reckoning import Tally
from tests.torture.service import Service, installation

KILLS = int(os.environ.get("TORTURE", "20"))
# A log of its own for so many kills: verifying it each time must not become the greater part of the run.
A_WORLD = 25


def worlds(part: float, most: int = A_WORLD) -> list[int]:
    """This part of all kills, dealt out to logs of their own."""
    kills = max(1, round(KILLS * part))
    return [min(most, kills - before) for before in range(0, kills, most)]


@pytest.fixture(scope="session")
def durable() -> Iterator[postgres.Server]:
    """A PostgreSQL server that syncs."""
    with ExitStack() as stack:
        try:
            yield stack.enter_context(postgres.server())
        except cluster.Unavailable as missing:
            pytest.skip(str(missing))


@pytest.fixture
def chance(request: pytest.FixtureRequest) -> random.Random:
    """The run's chance; its seed is printed, and TORTURE_SEED gives it again."""
    seed = os.environ.get("TORTURE_SEED") or os.urandom(4).hex()
    sys.stdout.write(f"TORTURE_SEED={seed} TORTURE={KILLS}\n")
    return random.Random(f"{seed} {request.node.name}")


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Service]]:
    """What makes a new installation; the one before it ends."""
    with ExitStack() as stack:
        numbers = count()

        def make() -> Service:
            stack.close()
            folder = tmp_path / f"world{next(numbers)}"
            if request.param == "sqlite":
                address = f"sqlite:///{folder / 'suyuan.db'}"
            else:
                address = request.getfixturevalue("durable").fresh(f"torture_{folder.name}")
            return stack.enter_context(installation(address, folder))

        yield make


@pytest.fixture
def tally(request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]) -> Iterator[Tally]:
    """What the kills of this test hit; `make torture` shows it."""
    kept = Tally()
    yield kept
    if "TORTURE" in os.environ:
        with capsys.disabled():
            sys.stdout.write(f"\n{request.node.name}: {kept}\n")
