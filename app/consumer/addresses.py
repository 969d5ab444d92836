"""The address that was asked for, as GS1's rules spell it: encoded as it was sent, and uncompressed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from trace.errors import Unknown
from trace.identity import ai, compression, link
from trace.identity.link import Link
from trace.identity.own import NO_LOT, Own

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_ATTRIBUTE = re.compile("(?:^|&)[0-9]+=")


class NoSuchAddress(Unknown):
    """An address at which there is nothing: neither a page nor a compressed Digital Link."""

    code = "no-such-page"


@dataclass(frozen=True, slots=True)
class Asked:
    """A path and a query. `compressed`: that is what the address says, and not how it was written."""

    path: str
    query: str
    compressed: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A thing, or one that it is of: its name in the record and the path that was asked with."""

    name: str
    path: str


def asked(environ: WSGIEnvironment) -> Asked:
    """What was asked for; attributes that are GS1's are held to their form and to what they stand beside."""
    path, query = _path(environ), environ.get("QUERY_STRING", "")
    # Keys and values come in pairs, so an odd piece at the end can only be a compressed rest.
    if path.count("/") % 2 and not path.startswith("/id/") and (found := compression.expand(path)) is not None:
        path, _, query = found.address(query).partition("?")
        return Asked(path, _held(path, query), compressed=True)
    return Asked(path, _held(path, query))


def whole(environ: WSGIEnvironment) -> Asked:
    """What a compressed segment says that stands alone."""
    found = compression.expand(_path(environ))
    if found is None:
        raise NoSuchAddress("there is nothing at this address")
    path, _, query = found.address(environ.get("QUERY_STRING", "")).partition("?")
    return Asked(path, _held(path, query), compressed=True)


def _held(path: str, query: str) -> str:
    if query and not path.startswith("/id/") and _ATTRIBUTE.search(query):
        ai.check_link(link.parse(f"{path}?{query}"))
    return query


def _path(environ: WSGIEnvironment) -> str:
    raw = environ.get("RAW_URI") or environ.get("REQUEST_URI") or ""
    if raw.startswith("/"):
        return str(raw).partition("?")[0]
    # Our own server tells the path only decoded.
    path = str(environ["PATH_INFO"]).encode("latin-1").decode("utf-8", "replace")
    if path.startswith("/id/") or ("%" not in path and path.isascii() and not path.rstrip("/").count("/") % 2):
        return path
    return path if compression.expand(path) else link.respelled(path)


@lru_cache(maxsize=8_192)
def levels(path: str, origin: str) -> tuple[Level, ...]:
    """The thing and what it is of, the finest first: a serial, its lot where the path says it, its product."""
    if path.startswith("/id/"):
        own = Own.parse(path)
        if own.kind not in ("item", "lot"):
            return (Level(own.uri(origin), own.path),)
        above = [own.parts[:many] for many in range(len(own.parts), 0, -1)]
        found = [Own(("product", "lot", "item")[len(parts) - 1], parts) for parts in above if parts[1:] != (NO_LOT,)]
        return tuple(Level(one.uri(origin), one.path) for one in found)
    whole_ = link.parse(path)
    some = [Link(whole_.key, whole_.value, whole_.qualifiers[:many]) for many in range(len(whole_.qualifiers), -1, -1)]
    return tuple(Level(one.canonical, one.path) for one in some)
