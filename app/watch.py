"""One log line and a few counters for each request. Both name the route's template, never its address: it holds codes."""

from __future__ import annotations

import logging
import time
from functools import cache
from typing import Any

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram

logger = logging.getLogger("suyuan.access")
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
def _counter(method: str, route: str, status: int) -> Any:
    return REQUESTS.labels(method, route, str(status))


@cache
def _histogram(method: str, route: str) -> Any:
    return SECONDS.labels(method, route)


def init_app(app: Flask) -> None:
    """Watch every request of `app`."""
    app.before_request(_began)
    app.after_request(_ended)


def _began() -> None:
    g.began = time.perf_counter()


def _ended(response: Response) -> Response:
    # A method is free text too; an unknown one must not become a label of its own each time.
    method = request.method if request.method in METHODS else "OTHER"
    route = request.url_rule.rule if request.url_rule is not None else "(no route)"
    took = time.perf_counter() - g.get("began", time.perf_counter())
    _counter(method, route, response.status_code).inc()
    _histogram(method, route).observe(took)
    logger.info("%s %s %d %.1f ms", method, route, response.status_code, took * 1000)
    return response
