"""/api/v1/links: where more is told of a product, lot, item or place; managed by its owner's programs."""

from __future__ import annotations

from typing import Any

import orjson
from flask import Blueprint, Response, request

from app import remembered
from app.access.gate import Caller, allows, caller
from app.access.roles import Role, Scope
from app.clock import now
from app.db import after_close, database, reading, transaction
from trace import links
from trace.errors import Malformed
from trace.identity import thing
from trace.identity.link import STEM
from trace.links import WebLink
from trace.target import BadWebLink, Target

bp = Blueprint("api_links", __name__, url_prefix="/api/v1")
MOST_BYTES = 65_536
MOST = 200
OWNERS = (Role.MERCHANT, Role.CARRIER, Role.STATION, Role.OPERATOR)
# The members of a link, named as in a linkset, with what each must be.
_TEXTS = ("subject", "linkType", "href", "title", "type")
_LISTS = ("hreflang", "context")
_FLAGS = ("default", "public")
_NEEDED = ("subject", "linkType", "href", "title")


class BadBody(Malformed):
    """A body that is not the JSON that was expected."""

    code = "bad-body"


@bp.post("/links")
@allows(*OWNERS, scope=Scope.LINKS_WRITE)
def put() -> Response:
    """Add a link, or renew the title and the marks of the same one: 201 or 200."""
    request.max_content_length = MOST_BYTES
    said = _body(request.get_data(cache=False))
    subject = _resolved(said["subject"])
    target = Target.parse(
        said["linkType"], said["href"], said["title"], tuple(said.get("hreflang", ())), said.get("type", ""),
        tuple(said.get("context", ())), default=said.get("default", False),
    )  # fmt: skip
    who = caller()
    with transaction() as session:
        found, fresh = links.put(
            session, _party(who), subject, target, now(), public=said.get("public", True), any_owner=_any(who)
        )
        told = _told(found)
        after_close(session, remembered.links().forget, found.root)
    return _json(told, 201 if fresh else 200)


@bp.get("/links")
@allows(*OWNERS)
def listed() -> Response:
    """The caller's links, or those of one `subject`; `after` is the id of the last one that is known already."""
    subject = request.args.get("subject")
    name = None if subject is None else _resolved(subject)
    after = request.args.get("after", "0")
    if not after.isascii() or not after.isdigit() or len(after) > 18:
        raise BadBody(f"?after={after[:40]!r} is not the id of a link: expected a whole number")
    who = caller()
    with reading() as session:
        # Of a thing of its own, an owner sees what others gave it too.
        every = _any(who) or (name is not None and links.owner(session, name) == _party(who))
        found = links.of_party(session, None if every else _party(who), name, int(after), MOST)
        told = [_told(one) for one in found]
    return _json({"links": told, "next": told[-1]["id"] if len(told) == MOST else None}, 200)


@bp.delete("/links/<int(max=9223372036854775807):link_id>")
@allows(*OWNERS, scope=Scope.LINKS_WRITE)
def take_away(link_id: int) -> Response:
    """Take a link away."""
    who = caller()
    with transaction() as session:
        root = links.take_away(session, _party(who), link_id, any_owner=_any(who))
        after_close(session, remembered.links().forget, root)
    return Response(status=204)


def _resolved(text: str) -> str:
    """The canonical name of a thing that this resolver is asked about."""
    origin = database().keyring.origin
    name = thing.canonical(text, origin)
    if not name.startswith((f"{STEM}/", f"https://{origin}/id/")):
        raise BadWebLink(
            f"{name[:60]!r} is not resolved here: expected a Digital Link or a name of ours such as /id/A-100"
        )
    return name


def _body(raw: bytes) -> dict[str, Any]:
    try:
        said = orjson.loads(raw)
    except orjson.JSONDecodeError as wrong:
        raise BadBody(f"the body is not JSON: {wrong}") from None
    if not isinstance(said, dict):
        raise BadBody("the body is not one JSON object: expected the members of a link")
    if missing := [name for name in _NEEDED if name not in said]:
        raise BadBody(f"the link lacks {', '.join(missing)}")
    for name, value in said.items():
        if name in _LISTS:
            right, words = isinstance(value, list) and all(isinstance(one, str) for one in value), "a list of texts"
        elif name in _FLAGS:
            right, words = isinstance(value, bool), "true or false"
        else:
            right, words = name in _TEXTS and isinstance(value, str), "a text, of " + ", ".join(_TEXTS)
        if not right:
            raise BadBody(f"{name[:40]!r} is not what a link has: expected {words}")
    return said


def _told(found: WebLink) -> dict[str, Any]:
    said = found.target
    return {
        "id": found.id,
        "subject": found.subject,
        "linkType": said.kind,
        "href": said.href,
        "title": said.title,
        "hreflang": list(said.languages),
        "type": said.media_type or None,
        "context": list(said.contexts),
        "default": said.default,
        "public": found.is_public,
    }


def _party(who: Caller) -> int:
    assert who.party_id is not None, "a role that owns things acts for a party"
    return who.party_id


def _any(who: Caller) -> bool:
    return who.role is Role.OPERATOR


def _json(said: object, status: int) -> Response:
    return Response(
        orjson.dumps(said), status=status, mimetype="application/json", headers={"Cache-Control": "no-store"}
    )
