"""The GS1 Digital Link resolver: the linkset, the way to the link of one kind, and the way up where nothing is recorded.

After GS1-Conformant resolver 1.0. A thing's page is served at its Digital Link itself, and is its default; so nothing of
this runs for a browser that just opens it.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Any

import orjson
from flask import Response, current_app, render_template, request
from werkzeug.wrappers import Response as Answer

from app import remembered
from app.consumer import choosing, linkset
from app.consumer.addresses import Asked, Level, levels
from app.consumer.choosing import Wish
from app.consumer.linkset import Found
from app.db import reading as read_state
from app.errors import wants_page
from app.settings import Settings
from trace import links, linktypes, products
from trace.errors import Malformed
from trace.history import NoSuchThing
from trace.identity import thing
from trace.links import NoSuchLink
from trace.linktypes import ALTERNATE, DEFAULT, DEFAULTS, TRACEABILITY
from trace.products import Product
from trace.target import Target

JSON, LINKSET, JSON_LD = "application/json", "application/linkset+json", "application/ld+json"
_SECONDS = 60
# The same for every answer about a thing; the query alone is a reference to the same path (RFC 3986 section 5.3).
POINTER = '<?linkType=linkset>; rel="linkset"; type="application/linkset+json"'
CORS = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
)
SHARED = (
    *CORS,
    ("Access-Control-Expose-Headers", "Link, Location, ETag"),
    ("Cross-Origin-Resource-Policy", "cross-origin"),
)
_CACHED = (("Cache-Control", f"public, max-age={_SECONDS}"), ("Vary", "Accept, Accept-Language"))
# Codes that open something here, and what is meant for our own pages: none of it is another site's business.
OURS = frozenset({"k", "c", "old", "proof"})
_KINDS = frozenset({TRACEABILITY, ALTERNATE, DEFAULT, DEFAULTS})


def wanted() -> bool:
    """Whether anything but the page or the proof may be meant; told without reading the request."""
    environ = request.environ
    return (
        "linktype=" in environ.get("QUERY_STRING", "").lower()
        or "linkset+json" in environ.get("HTTP_ACCEPT", "")
        or environ["REQUEST_METHOD"] == "OPTIONS"
    )


def answer(asked: Asked, origin: str) -> Answer | None:
    """The linkset, the way to a link, or what may be asked; None where the page or the proof is meant after all."""
    if request.method == "OPTIONS":
        return Response(
            status=204, headers=[*SHARED, ("Allow", "GET, HEAD, OPTIONS"), ("Access-Control-Max-Age", "86400")]
        )
    kind = _kind()
    if kind.lower() in ("linkset", "all") or (not kind and "linkset+json" in request.environ.get("HTTP_ACCEPT", "")):
        return _linkset(asked, levels(asked.path, origin))
    return _way(asked, levels(asked.path, origin), kind) if kind else None


def elsewhere(asked: Asked, origin: str) -> Answer | None:
    """Where a browser is led that opened a thing of which nothing is recorded: to its owner's links, else up.

    Not up from a piece of goods that are traced by the piece: the page of the genuine product would stand for an
    invented serial.
    """
    above = levels(asked.path, origin)
    with read_state() as session:
        found = linkset.look(session, above, _base(), record=True)
        for one in found:
            if one.known:
                return _to([Target(DEFAULT, one.page, "")], one, asked)
            if one.given:
                return _to(choosing.best(one.marked(), _wish()) or one.of_kind(DEFAULT), one, asked)
            if thing.kind(one.level.name) == "item" and _by_item(products.find(session, one.level.name)):
                return None
    return None


def pointers(asked: Asked) -> str:
    """The Link header of an answer about a thing: its linkset and, where it came compressed, its uncompressed address."""
    if not asked.compressed:
        return POINTER
    address = f"{_base()}{asked.path}{'?' * bool(asked.query)}{asked.query}"
    return f'<{_base()}{asked.path}?linkType=linkset>; rel="linkset"; type="{LINKSET}", <{address}>; rel="owl:sameAs"'


def _linkset(asked: Asked, above: tuple[Level, ...]) -> Answer:
    with read_state() as session:
        found = linkset.look(session, above, _base(), record=True)
        document = linkset.document(found, linkset.describe(session, found))
    if not document["linkset"]:
        raise NoSuchThing(f"nothing is recorded of {above[0].name}")
    return _json(asked, document, 200)


def _json(asked: Asked, document: dict[str, Any], status: int) -> Answer:
    accept = request.environ.get("HTTP_ACCEPT", "")
    mimetype = JSON_LD if JSON_LD in accept else LINKSET if "linkset+json" in accept or accept in ("", "*/*") else JSON
    context = f"{_base()}{linkset.CONTEXT}"
    raw = orjson.dumps({"@context": context, **document} if mimetype == JSON_LD else document)
    made = Response(raw, status=status, mimetype=mimetype, headers=[*SHARED, *_CACHED])
    made.headers["Link"] = (
        f'{pointers(asked)}, <{context}>; rel="http://www.w3.org/ns/json-ld#context"; type="{JSON_LD}"'
    )
    made.set_etag(sha256(raw).hexdigest()[:24])
    return made.make_conditional(request) if status == 200 else made


def _way(asked: Asked, above: tuple[Level, ...], kind: str) -> Answer:
    try:
        kind = linktypes.parse(kind)
    except Malformed as unreadable:
        raise NoSuchLink(unreadable.message) from None
    root = above[-1]
    known = None if kind in _KINDS else remembered.links().get(root.name, lambda: _of_root(root.name))
    if known is not None and not known.finer:
        wish = _wish()
        targets = known.choose(
            (kind, wish), lambda: choosing.best([one for one in known.targets if one.kind == kind], wish)
        )
        if targets:
            return _to(targets, Found(root, _base()), asked)
    else:
        with read_state() as session:
            for one in linkset.look(session, above, _base(), record=kind in _KINDS):
                if of_kind := one.of_kind(kind):
                    return _to(choosing.best(of_kind, _wish()), one, asked)
    raise NoSuchLink(f"{above[0].name} has no link of the kind {kind}, and neither has what it is of")


def _of_root(name: str) -> tuple[list[Target], bool]:
    with read_state() as session:
        return links.of_root(session, name)


def _to(targets: list[Target], one: Found, asked: Asked) -> Answer:
    """The way to the one link; several are told, for the reader to choose (RFC 9110 section 15.4.1)."""
    if len(targets) == 1:
        href = _passed_on(targets[0].href, asked.query, ours=targets[0].href.startswith(one.page))
        return Response(
            status=307,
            headers=[("Location", href), ("Link", pointers(asked)), *SHARED, *_CACHED],
            mimetype="text/plain",
        )
    if wants_page():
        made = Response(render_template("consumer/choices.html", targets=targets, base=one.page), status=300)
        made.headers.extend([("Link", pointers(asked)), *_CACHED])
        return made
    return _json(asked, linkset.choices(one, targets[0].kind, targets, one.level.name), 300)


def _passed_on(href: str, query: str, *, ours: bool) -> str:
    """A link's address with everything that stood behind the question mark, but what was meant for the resolver."""
    dropped = {"linktype"} if ours else {"linktype", *OURS}
    kept = [part for part in query.split("&") if part and part.partition("=")[0].lower() not in dropped]
    if not kept:
        return href
    bare, mark, fragment = href.partition("#")
    return f"{bare}{'&' if '?' in bare else '?'}{'&'.join(kept)}{mark}{fragment}"


def _kind() -> str:
    """The kind of link that is asked for; its name is known in any case."""
    return next((value.strip() for name, value in request.args.items() if name.lower() == "linktype"), "")


def _wish() -> Wish:
    environ = request.environ
    return Wish(
        environ.get("HTTP_ACCEPT_LANGUAGE", ""), environ.get("HTTP_ACCEPT", ""), request.args.get("context", "")
    )


def _by_item(product: Product | None) -> bool:
    return product is not None and product.level == "item"


def _base() -> str:
    settings: Settings = current_app.extensions["settings"]
    return settings.base_url
