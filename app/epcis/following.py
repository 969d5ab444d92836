"""What was recorded can be asked for at once: whoever asks first lets the look-up tables catch up with the record."""

from __future__ import annotations

import time

from flask import Flask

from app.db import reading, transaction
from app.errors import Away
from trace.epcis import index
from trace.logdir import Rewound

# After a large import the tables are some way behind; then each that asks works for so long and lets the client wait.
SECONDS = 2.0


class StillIndexing(Away):
    """Much was recorded that cannot be asked for yet; each time somebody asks it becomes less."""

    code = "still-indexing"


def caught_up() -> None:
    """Work off what has been recorded since somebody asked last."""
    with reading() as session:
        if not index.behind(session):
            return
    ends = time.monotonic() + SECONDS
    try:
        while _step() == index.STEP:
            if time.monotonic() > ends:
                raise StillIndexing("much has been recorded that is not ready to be asked for: ask again in a second")
    except Rewound:
        # Nothing is written until the log is continued; what was found before can be found still.
        return


def catch_up(app: Flask, first: int | None = None) -> None:
    """Work off all there is, anew from entry `first` of the log on if one is given (0: from nothing)."""
    with app.app_context():
        if first is not None:
            with transaction() as session:
                index.forget(session, first)
        while _step():
            pass


def _step() -> int:
    with transaction() as session:
        return index.follow(session)
