"""The public pages: search, things by their Digital Links and our own names, merchants."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import quote

from flask import Blueprint, Response, current_app, redirect, request
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header
from werkzeug.wrappers import Response as Answer

from app.access.gate import PUBLIC, allows
from app.clock import now
from app.consumer import (
    addresses,
    description,
    linkset,
    openings,
    pages,
    photographs,
    phrases,
    reading,
    resolving,
    things,
)
from app.consumer.addresses import Asked
from app.consumer.front import front
from app.consumer.kept import Kept, Shelf
from app.consumer.merchants import merchant_page
from app.consumer.openings import Looks
from app.consumer.pages import Hrefs
from app.consumer.words import Words, words
from app.db import database, glance, reading as read_state, transaction
from app.errors import wants_page
from app.i18n import language
from trace.errors import Malformed, Unknown
from trace.history import NoSuchThing
from trace.identity import keys, thing

bp = Blueprint("consumer", __name__, template_folder="templates")
shelf = Shelf()
looks = Looks()
HTML = "text/html; charset=utf-8"
# What may stand behind the question mark: the size of a kept checkpoint, the code on a parcel's label, that on the
# slip inside, "as a file".
OLD, TOKEN, INSIDE, PROOF = "old", "k", "c", "proof"


class BadSize(Malformed):
    """A size of the log that is no number."""

    code = "bad-size"


@bp.get("/")
@allows(PUBLIC)
def home() -> Answer:
    """Search by a code; in a demonstration, things to look at."""
    asked = request.args.get("q", "")[:400].strip()
    with read_state() as session:
        found = front(session, spoken(), asked, banner(), database().keyring.origin)
    return redirect(found) if isinstance(found, str) else html(found, "home", 200)


def resolve(**_: str) -> Answer:
    """A thing by the path of its name: a page for a browser, the proof file for a program, its links when asked."""
    return _resolve(addresses.asked(request.environ))


def expand(**_: str) -> Answer:
    """The same for a compressed Digital Link, whose address stays as it is."""
    return _resolve(addresses.whole(request.environ))


def _resolve(asked: Asked) -> Answer:
    origin = database().keyring.origin
    if resolving.wanted() and (answer := resolving.answer(asked, origin)) is not None:
        return answer
    if not wants_json():
        return _page(asked, origin)
    uri = thing.canonical(asked.path, origin)
    with glance() as session:
        found = reading.file_of(session, uri, given(TOKEN), _old())
    named = [*resolving.SHARED, ("Cache-Control", "no-cache"), ("Link", resolving.pointers(asked))]
    if given(PROOF) is not None:
        named.append(("Content-Disposition", 'attachment; filename="proof.json"'))
    return Response(found, content_type="application/json", headers=named)


def _page(asked: Asked, origin: str) -> Answer:
    w = spoken()
    try:
        uri = thing.canonical(asked.path, origin)
        token = given(TOKEN)
        key = (origin, uri, w.lang, str(w.year), token or "", banner())
        with glance() as session:
            # Whoever has the inside code gets a page of their own, with what they may do.
            inside = (given(INSIDE) or "")[:60]
            kept = None if inside else shelf.get(session, key)
            if kept is None:
                opened = reading.read(session, uri, token)
                opened.opening = openings.of(session, uri)
                proof = reading.file(session, opened, None) if opened.whole else None
                drawn = things.page(w, opened, proof, Hrefs(_proof_href(), _claim_href(asked.path, inside)), banner())
                kept = Kept.of(_drawn(drawn, "thing", w), opened.made_of)
                # What waits for the log is drawn anew at each look, until the proof is whole.
                if not inside and all(entry.index is not None for entry in opened.entries):
                    shelf.put(key, kept)
    except (NoSuchThing, Malformed) as refusal:
        if isinstance(refusal, NoSuchThing) and (answer := resolving.elsewhere(asked, origin)) is not None:
            return answer
        if not wants_page():
            raise
        missing = phrases.MISSING if isinstance(refusal, Unknown) else phrases.UNREADABLE
        found = pages.MissingPage(
            sentence=pages.sentence(w, missing),
            explain=w.t(phrases.MISSING_EXPLAIN),
            eyebrow=request.path[:200],
            banner=banner(),
        )
        return html(found, "missing", 404 if isinstance(refusal, Unknown) else 400)
    _looked(uri)
    return _answer(kept, asked)


def _looked(uri: str) -> None:
    """Count the look, and from time to time write down those that were counted."""
    if thing.kind(uri) != "item":
        return
    looks.note(uri, f"{request.remote_addr}\n{request.user_agent.string}")
    if due := looks.due():
        with transaction() as session:
            openings.write(session, due, now())


def _answer(kept: Kept, asked: Asked) -> Response:
    # One list of headers: set one by one they would cost more than the page that is kept.
    named = [
        *resolving.CORS, ("Link", resolving.pointers(asked)), ("ETag", f'"{kept.etag}"'),
        ("Cache-Control", "private, no-cache"), ("Vary", "Accept, Accept-Encoding, Accept-Language, Cookie"),
        ("Content-Language", language()),
    ]  # fmt: skip
    if "HTTP_IF_NONE_MATCH" in request.environ and request.if_none_match.contains(kept.etag):
        return Response(status=304, headers=named)
    if _takes_gzip(request.environ.get("HTTP_ACCEPT_ENCODING", "")):
        return Response(kept.packed(), content_type=HTML, headers=[*named, ("Content-Encoding", "gzip")])
    return Response(kept.html, content_type=HTML, headers=named)


@lru_cache(maxsize=256)
def _takes_gzip(header: str) -> bool:
    return parse_accept_header(header)["gzip"] > 0


@bp.get("/m/<int(max=9223372036854775807):party_id>")
@allows(PUBLIC)
def merchant(party_id: int) -> Answer:
    """Who a merchant is, and what it sells."""
    with read_state() as session:
        found = merchant_page(session, spoken(), party_id, banner(), now())
    return html(found, "merchant", 200)


def spoken() -> Words:
    """The words of this reader's language."""
    return words(language(), now().year)


def banner() -> str:
    """What stands above every page of the demonstration."""
    return phrases.DEMONSTRATION if current_app.config["DEMONSTRATION"] else ""


def wants_json() -> bool:
    """Whether a program asks, or a person for the file; a browser names HTML, and whoever takes anything gets a page."""
    return given(PROOF) is not None or _prefers_json(request.environ.get("HTTP_ACCEPT", ""))


@lru_cache(maxsize=256)
def _prefers_json(header: str) -> bool:
    return parse_accept_header(header, MIMEAccept).best_match(["text/html", "application/json"]) == "application/json"


def given(name: str) -> str | None:
    """What stands behind the question mark under this name; most addresses have nothing there."""
    return request.args.get(name) if request.environ.get("QUERY_STRING") else None


def html(page: pages.Page, name: str, status: int) -> Response:
    """A page as the answer."""
    return Response(
        _drawn(page, name, spoken()), status=status, mimetype="text/html", headers={"Cache-Control": "no-cache"}
    )


def _drawn(page: pages.Page, name: str, w: Words) -> bytes:
    return pages.render(current_app.jinja_env, name, page, w).encode()


def _old() -> int | None:
    old = given(OLD)
    if old is None:
        return None
    if not old.isascii() or not old.isdigit() or len(old) > 18:
        raise BadSize(f"?{OLD}={old[:40]!r} is not a size of the log: expected a whole number")
    return int(old)


def _proof_href() -> str:
    """The link that keeps the proof file: a browser cannot ask for JSON by a link, so the address says it."""
    token = given(TOKEN)
    return f"?{PROOF}=1" + (f"&{TOKEN}={quote(token)}" if token else "")


def _claim_href(path: str, inside: str) -> str:
    """Where whoever has the goods in their hands says so."""
    return f"/claim?thing={quote(path)}" + (f"&{INSIDE}={quote(inside)}" if inside else "")


bp.add_url_rule("/photo/<digest>.jpg", "photograph", photographs.photograph)
for _view in (resolve, expand):
    allows(PUBLIC)(_view)
# OPTIONS is answered here, where other sites' scripts ask what they may do.
_METHODS = ("GET", "OPTIONS")
for _key in keys.PRIMARY:
    bp.add_url_rule(f"/{_key}/<path:rest>", "resolve", resolve, methods=_METHODS)
bp.add_url_rule("/id/<path:rest>", "resolve", resolve, methods=_METHODS)
bp.add_url_rule("/<string(minlength=8):text>", "expand", expand, methods=_METHODS)
bp.add_url_rule("/.well-known/gs1resolver", "description", description.description)
bp.add_url_rule(linkset.CONTEXT, "context", description.context)
