"""What the operator's machines ask: alive, ready, and the numbers."""

from __future__ import annotations

from ipaddress import ip_address

from flask import Blueprint, Response, current_app, request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy import func, select

from app.access.gate import PUBLIC, allows
from app.db import database, ping, reading
from app.migrating import behind
from app.sequencing import Loop
from app.watch import REGISTRY
from trace import tables
from trace.errors import Forbidden

bp = Blueprint("operations", __name__)


class OnlyLoopback(Forbidden):
    """Numbers are for this machine alone."""

    code = "only-loopback"


@bp.get("/healthz")
@allows(PUBLIC)
def healthz() -> Response:
    """Whether this process answers at all."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@bp.get("/readyz")
@allows(PUBLIC)
def readyz() -> Response:
    """Whether requests would be served well: the database answers, its tables are current, the log goes on."""
    trouble = _trouble()
    status, text = (503, f"not ready: {trouble}\n") if trouble else (200, "ready\n")
    return Response(text, status=status, mimetype="text/plain", headers={"Cache-Control": "no-store"})


def _trouble() -> str | None:
    try:
        with reading() as session:
            ping(session)
    except Exception as problem:
        # What it says may hold an address or a path, and everybody may ask this.
        current_app.logger.warning("not ready", exc_info=problem)
        return "the database or the keys cannot be opened"
    if behind(database().engine):
        return "the tables are not current, run `flask --app wsgi db upgrade`"
    loop: Loop = current_app.extensions["sequencing"]
    return "the log cannot be continued, see the server's messages" if loop.trouble else None


@bp.get("/metrics")
@allows(PUBLIC)
def metrics() -> Response:
    """Counters of this process in Prometheus' text format, and the state of the log."""
    # A proxy that we were not told of makes everybody look local; whoever came through one is not.
    forwarded = {"X-Forwarded-For", "Forwarded", "X-Real-Ip"} & {name.title() for name, _ in request.headers}
    if forwarded or not ip_address(request.remote_addr or "0.0.0.0").is_loopback:
        raise OnlyLoopback("the numbers are for this machine alone: ask from the loopback address, without a proxy")
    with reading() as session:
        waiting = session.scalar(select(func.count()).select_from(tables.pending))
        size = session.scalar(select(func.max(tables.checkpoint.c.size))) or 0
    lines = [
        "# HELP suyuan_pending Entries that wait for the log.", "# TYPE suyuan_pending gauge", f"suyuan_pending {waiting}",
        "# HELP suyuan_log_size Entries in the log.", "# TYPE suyuan_log_size gauge", f"suyuan_log_size {size}", "",
    ]  # fmt: skip
    return Response(generate_latest(REGISTRY) + "\n".join(lines).encode(), content_type=CONTENT_TYPE_LATEST)
