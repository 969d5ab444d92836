"""The limit over HTTP: a small Flask application that says hello, reads the rows of an item's life by the driver alone,
and writes those of an event (bench/bare_capture.py).

Served by `granian bench.bare:app` with the settings of the service: as many workers and threads, one connection a thread.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from typing import Any

import orjson
import psycopg
from flask import Flask, Response, request

from bench import bare_capture

app = Flask(__name__)
URL = os.environ.get("DATABASE_URL", "")
_own = threading.local()

_ROWS = "k.n, k.role, e.id, l.idx, e.record_ms, e.event_ms, e.stage, e.envelope, e.seed, e.digests, e.log_entry"
_JOINED = "JOIN entry e ON e.id = k.entry_id JOIN log_leaf l ON l.entry_id = e.id"
# The item's entries; its parcel's; the public cards of its product with their entries; the newest checkpoint.
READ = (
    f"SELECT {_ROWS} FROM thing t JOIN link k ON k.thing_id = t.id {_JOINED} WHERE t.uri = ? ORDER BY k.n",
    f"SELECT {_ROWS} FROM thing t JOIN link c ON c.thing_id = t.id AND c.role = 'child' "
    "JOIN link p ON p.entry_id = c.entry_id AND p.role = 'parent' "
    f"JOIN link k ON k.thing_id = p.thing_id {_JOINED} WHERE t.uri = ? ORDER BY k.n",
    f"SELECT c.kind, c.text, {_ROWS} FROM card c JOIN link k ON k.entry_id = c.entry_id {_JOINED} WHERE c.subject = ?",
    "SELECT size, root, note FROM checkpoint ORDER BY size DESC LIMIT 1",
)


@app.get("/hello")
def hello() -> Response:
    """Nothing but the server and the framework."""
    return Response("hello", mimetype="text/plain")


@app.get("/01/<gtin>/21/<serial>")
def bare(gtin: str, serial: str) -> Response:
    """The rows of an item's life as they lie there: no chain, no proof, no words."""
    product = f"https://id.gs1.org/01/{gtin}"
    item = f"{product}/21/{serial}"
    given = ((item,), (item,), (product,), ())
    found = [_read(statement, parameters) for statement, parameters in zip(READ, given, strict=True)]
    return Response(orjson.dumps(found, default=bytes.hex), mimetype="application/json")


@app.post("/capture")
def captured() -> Response:
    """The rows of an event as the record has them, made of next to nothing."""
    entry_id = bare_capture.write(_driver(), request.get_data(), sqlite=URL.startswith("sqlite"))
    return Response(orjson.dumps({"entry": entry_id}), status=201, mimetype="application/json")


def _read(statement: str, parameters: tuple[str, ...]) -> list[Any]:
    found: list[Any] = _driver().execute(statement, parameters).fetchall()
    return found


def _driver() -> Any:
    """This thread's connection: autocommit, and statements prepared once."""
    if (driver := getattr(_own, "driver", None)) is None:
        if URL.startswith("sqlite"):
            driver = sqlite3.connect(URL.removeprefix("sqlite:///"), isolation_level=None, timeout=10)
        else:
            driver = _Prepared(psycopg.connect(URL.replace("+psycopg", ""), autocommit=True))
        _own.driver = driver
    return driver


class _Prepared:
    """A connection whose statements bear `?`, as SQLite's do."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def execute(self, statement: str, parameters: tuple[str, ...]) -> Any:
        return self._connection.execute(statement.replace("?", "%s"), parameters, prepare=True, binary=True)
