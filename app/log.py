"""The public log: checkpoint, tiles and entries (C2SP tlog-tiles), and the proof that travels (C2SP tlog-proof)."""

from __future__ import annotations

import re

from flask import Blueprint, Response

from app import headers
from app.access.gate import PUBLIC, allows
from app.db import database, reading
from trace import log
from trace.chain import b64
from trace.errors import Malformed
from trace.log import NotInLog
from trace.tiles import WIDTH

bp = Blueprint("log", __name__, url_prefix="/log")
IMMUTABLE = "public, max-age=31536000, immutable"
_NUMBER = re.compile(r"((?:x\d{3}/)*)(\d{3})(?:\.p/([1-9]\d{0,2}))?")


class BadTile(Malformed):
    """An address in the log that is not one of C2SP tlog-tiles."""

    code = "bad-tile"


class NotYet(NotInLog):
    """The entry is recorded and will be in the log within a minute: ask again after `Retry-After`."""

    code = "not-yet-in-log"
    retry_after = 1


@bp.get("/checkpoint")
@allows(PUBLIC)
def checkpoint() -> Response:
    """The newest signed checkpoint."""
    with reading() as session:
        newest = log.newest(session)
    if not newest.note:
        raise NotInLog("the log is empty: there is no checkpoint before its first entry")
    return _text(newest.note, "no-cache")


@bp.get("/key")
@allows(PUBLIC)
def key() -> Response:
    """The log's verifier key, as note tools read it."""
    return _text(f"{database().keyring.signer.verifier}\n", "no-cache")


@bp.get("/tile/<int:level>/<path:number>")
@allows(PUBLIC)
def tile(level: int, number: str) -> Response:
    """Hashes of one tile."""
    at, width = _tile(number)
    # Six levels hold 2^48 entries; a tile's row could not name more.
    if level > 5:
        raise NotInLog(f"the log has no tiles of level {level}")
    with reading() as session:
        hashes = log.tile(session, level, at, width)
    return _bytes(hashes)


@bp.get("/tile/entries/<path:number>")
@allows(PUBLIC)
def entries(number: str) -> Response:
    """One entry bundle: each entry after its length in two bytes, big end first."""
    at, width = _tile(number)
    with reading() as session:
        found = log.bundle(session, at, width)
    return _bytes(b"".join(len(entry).to_bytes(2, "big") + entry for entry in found))


@bp.get("/proof/<which>")
@allows(PUBLIC)
def proof(which: str) -> Response:
    """The proof that one entry, named by its leaf in hex or its index, is in the log: c2sp.org/tlog-proof@v1."""
    with reading() as session:
        index: int | None
        if re.fullmatch("[0-9a-f]{64}", which):
            index = log.index_of(session, bytes.fromhex(which))
        elif re.fullmatch("0|[1-9][0-9]{0,17}", which):
            index = int(which)
        else:
            raise BadTile("expected 64 small hexadecimal digits (a leaf) or a decimal index")
        if index is None:
            raise NotYet(f"entry {which} is recorded and not yet in the log: ask again in a second")
        newest = log.newest(session)
        (path,) = log.inclusion(session, [index], newest.size)
    lines = ["c2sp.org/tlog-proof@v1", f"index {index}", *map(b64, path)]
    return _text("\n".join(lines) + "\n\n" + newest.note, "no-cache")


def _tile(number: str) -> tuple[int, int]:
    found = _NUMBER.fullmatch(number)
    if found is None or (found[3] and int(found[3]) >= WIDTH) or found[1].startswith("x000/") or len(number) > 40:
        raise BadTile("expected a tile number in groups of three digits such as x001/067, and .p/W for a partial one")
    digits = found[1].replace("x", "").replace("/", "") + found[2]
    return int(digits), int(found[3] or WIDTH)


def _text(text: str, keep: str) -> Response:
    headers.share()
    return Response(text, content_type="text/plain; charset=utf-8", headers={"Cache-Control": keep})


def _bytes(raw: bytes) -> Response:
    headers.share()
    return Response(raw, content_type="application/octet-stream", headers={"Cache-Control": IMMUTABLE})
