"""One log line and a few counters for each request. Both name the route's template, never its address: it holds codes."""

from __future__ import annotations

import sys
import time
from functools import cache, lru_cache
from typing import Any

from flask import Flask, Request, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram

from app.settings import Settings

REGISTRY = CollectorRegistry()
REQUESTS = Counter("suyuan_requests", "Requests answered.", ("method", "route", "status"), registry=REGISTRY)
SECONDS = Histogram(
    "suyuan_request_seconds",
    "Time to answer.",
    ("method", "route"),
    buckets=(0.001, 0.005, 0.02, 0.1, 0.5, 2, 10),
    registry=REGISTRY,
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@cache
def _numbers(method: str, route: str, status: int) -> tuple[Any, Any]:
    return REQUESTS.labels(method, route, str(status)).inc, SECONDS.labels(method, route).observe


def init_app(app: Flask) -> None:
    """Watch every request of `app`; a line for each where LOG_LEVEL is INFO or DEBUG."""
    settings: Settings = app.extensions["settings"]
    app.extensions["request_lines"] = settings.log_level in ("DEBUG", "INFO")
    app.before_request(_began)
    app.after_request(_ended)


def _began() -> None:
    g.began = time.perf_counter()


def _ended(response: Response) -> Response:
    # The objects themselves: each look through Flask's proxies costs as much as the look.
    asked: Request = request._get_current_object()  # type: ignore[attr-defined]
    # A method is free text too; an unknown one must not become a label of its own each time.
    method = asked.method if asked.method in METHODS else "OTHER"
    rule = asked.url_rule
    route = rule.rule if rule is not None else "(no route)"
    took = time.perf_counter() - g.get("began", time.perf_counter())
    status = response.status_code
    count, measure = _numbers(method, route, status)
    count(1)
    measure(took)
    if current_app.extensions["request_lines"]:
        # Straight to the stream: a record of the logging module would cost more than the rest of this function.
        sys.stderr.write(f"{_second(int(time.time()))} {method} {route} {status} {took * 1000:.1f} ms\n")
    return response


@lru_cache(maxsize=2)
def _second(now: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now))
