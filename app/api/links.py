"""/api/v1/links: where more is told of a product, lot, item or place; managed by its owner's programs."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from app import remembered
from app.access.gate import caller
from app.access.roles import Role, Scope
from app.api.asking import NAMING, at, named
from app.api.contract import Ask
from app.api.door import PREFIX, serves
from app.api.shapes import Body, Created, Query, Shown, Uri
from app.db import after_close
from trace import keyring, links
from trace.identity.link import STEM
from trace.links import NoSuchLink, NotYourLink, TooManyLinks, WebLink
from trace.linktypes import BadLinkType
from trace.target import BadWebLink, Target

MOST = 200
OWNERS = (Role.MERCHANT, Role.CARRIER, Role.STATION, Role.OPERATOR)
Text = Annotated[str, Meta(max_length=4_000)]


class NewLink(Body, frozen=True, kw_only=True):
    """A link, its members named as in a linkset (RFC 9264)."""

    subject: Uri
    link_type: Annotated[Text, Meta(examples=["gs1:pip"])]
    href: Text
    title: Text
    hreflang: tuple[Text, ...] = ()
    type: Text = ""
    context: tuple[Text, ...] = ()
    default: bool = False
    public: Annotated[bool, Meta(description="false: a draft, which only its owner sees.")] = True


class Which(Query, frozen=True, kw_only=True):
    """Of one thing alone; and the id of the last link that is known already."""

    subject: Uri | None = None
    after: Annotated[int, Meta(ge=0, le=10**18 - 1)] = 0


class LinkShown(Shown, frozen=True, kw_only=True):
    """A link as it is kept: `subject` is the canonical name, `href` in ASCII."""

    id: int
    subject: str
    link_type: str
    href: str
    title: str
    hreflang: list[str]
    type: str | None
    context: list[str]
    default: bool
    public: bool


class Links(Shown, frozen=True, kw_only=True):
    """Up to 200 links by their ids; `next` is what `after` takes, null at the end."""

    links: list[LinkShown]
    next: int | None


@serves(
    "POST",
    "/links",
    Scope.LINKS_WRITE,
    roles=OWNERS,
    raises=(*NAMING, BadLinkType, BadWebLink, NotYourLink, TooManyLinks),
)
def put(ask: Ask, body: NewLink) -> Created[LinkShown]:
    """Add a link, or renew the title and the marks of the same one.

    201, or 200 where the link was there before.
    """
    subject = _resolved(ask, body.subject)
    target = Target.parse(
        body.link_type,
        body.href,
        body.title,
        body.hreflang,
        body.type,
        body.context,
        default=body.default,
    )
    found, fresh = links.put(
        ask.session, ask.party_id, subject, target, ask.now, public=body.public, any_owner=_any()
    )  # fmt: skip
    after_close(ask.session, remembered.links().forget, found.root)
    return Created(_told(found), f"{PREFIX}/links?subject={found.subject}", fresh)


@serves("GET", "/links", roles=OWNERS, raises=(*NAMING, BadWebLink))
def listed(ask: Ask, query: Which) -> Links:
    """Your links, or those of one thing; of a thing of your own, those too that others gave it."""
    name = None if query.subject is None else _resolved(ask, query.subject)
    every = _any() or (name is not None and links.owner(ask.session, name) == ask.party_id)
    found = links.of_party(ask.session, None if every else ask.party_id, name, query.after, MOST)
    return Links(links=[_told(one) for one in found], next=found[-1].id if len(found) == MOST else None)


@serves("DELETE", "/links/<id:link_id>", Scope.LINKS_WRITE, roles=OWNERS, raises=(NoSuchLink,))
def take_away(ask: Ask, link_id: int) -> None:
    """Take a link away."""
    root = links.take_away(ask.session, ask.party_id, link_id, any_owner=_any())
    after_close(ask.session, remembered.links().forget, root)


def _resolved(ask: Ask, text: str) -> str:
    """The canonical name of a thing that this resolver is asked about."""
    name = named(ask.session, "/subject", text)
    if not name.startswith((f"{STEM}/", f"https://{keyring.of(ask.session).origin}/id/")):
        with at("/subject"):
            raise BadWebLink(
                f"{name[:60]!r} is not resolved here: expected a Digital Link or a name of ours such as /id/A-100"
            )
    return name


def _told(found: WebLink) -> LinkShown:
    said = found.target
    return LinkShown(
        id=found.id, subject=found.subject, link_type=said.kind, href=said.href, title=said.title,
        hreflang=list(said.languages), type=said.media_type or None, context=list(said.contexts), default=said.default,
        public=found.is_public,
    )  # fmt: skip


def _any() -> bool:
    return caller().role is Role.OPERATOR
