"""What a client says to subscribe, read: where to, when, from which record time on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import orjson

from trace.epcis import facts, schedule
from trace.epcis.asking import Query
from trace.errors import Malformed

LONGEST = 2_000
_MEMBERS = frozenset({"dest", "signatureToken", "initialRecordTime", "stream", "schedule", "reportIfEmpty"})


class BadSubscription(Malformed):
    """A subscription that says no address, no time, or something that there is not."""

    code = "bad-subscription"
    exception = "SubscriptionControlsException"


class BadDestination(Malformed):
    """An address that is not called."""

    code = "bad-destination"
    exception = "InvalidURIException"


@dataclass(frozen=True, slots=True)
class Wanted:
    """A subscription as it is asked for; `schedule` is its JSON."""

    dest: str
    token: object
    since_ms: int | None
    stream: bool
    schedule: str | None
    report_if_empty: bool


def read(said: Any, *, private: bool) -> Wanted:
    """What the body of a request says; `private` allows http:// as well."""
    if not isinstance(said, dict) or not isinstance(said.get("dest"), str):
        raise BadSubscription("a subscription is an object with the address that is called: expected dest")
    if more := sorted(set(said) - _MEMBERS):
        raise BadSubscription(f"{more[0][:60]!r} is nothing of a subscription: expected {', '.join(sorted(_MEMBERS))}")
    stream, when, empty = said.get("stream", False), said.get("schedule"), said.get("reportIfEmpty", False)
    if not isinstance(stream, bool) or not isinstance(empty, bool):
        raise BadSubscription("stream and reportIfEmpty are true or false")
    if stream == (when is not None):
        raise BadSubscription("a subscription says when: expected either a schedule or stream, with the value true")
    if stream and empty:
        raise BadSubscription("a stream tells of events when they come: expected reportIfEmpty only beside a schedule")
    return Wanted(
        _address(said["dest"], private), said.get("signatureToken"), _since(said.get("initialRecordTime")), stream,
        None if when is None else _schedule(when), empty,
    )  # fmt: skip


def fits(query: Query) -> None:
    """Refuse a query that stops after so many events: whoever subscribes is told of each."""
    if query.limit is not None or query.most is not None:
        raise BadSubscription(
            "this query has an eventCountLimit or maxEventCount: a subscription is told of every event"
        )


def _schedule(said: object) -> str:
    schedule.reachable(said)
    return orjson.dumps(said).decode()


def _address(dest: str, private: bool) -> str:
    try:
        parts = urlsplit(dest)
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    schemes = ("https", "http") if private else ("https",)
    if not host or parts.scheme not in schemes or parts.username or len(dest) > LONGEST or not _plain(dest):
        raise BadDestination(
            f"{dest[:80]!r} is not called: expected an address that begins with {'://, '.join(schemes)}://"
        )
    return dest


def _plain(text: str) -> bool:
    return text.isascii() and text.isprintable() and " " not in text


def _since(said: object) -> int | None:
    if said is None:
        return None
    moment = facts.microseconds(said) if isinstance(said, str) else None
    if moment is None or moment < 0:
        raise BadSubscription(f"{str(said)[:60]!r} is no initialRecordTime: expected one like 2026-11-23T11:40:00.000Z")
    # Records are told to the millisecond; what was recorded within it is not left out.
    return moment // 1_000
