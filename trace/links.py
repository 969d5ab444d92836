"""Links that its owner gives a thing: where more is told of it, of what kind, in which languages. Not part of the record.

The owner of a product has those of its lots and items too. The resolver (app/consumer) follows them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Boolean, ForeignKey, Text, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from trace import bulk
from trace.errors import Conflict, Forbidden, Unknown
from trace.identity import thing
from trace.identity.link import STEM
from trace.store import BigId, Record, UTCTime
from trace.target import Target

MOST = 100


class NotYourLink(Forbidden):
    """A link of a thing that belongs to another party, or that nobody has registered."""

    code = "not-your-link"


class NoSuchLink(Unknown):
    """There is no link like the one that was asked for."""

    code = "no-such-link"


class TooManyLinks(Conflict):
    """A thing that has as many links as one may have."""

    code = "too-many-links"


class WebLink(Record):
    """One link. Languages and contexts are words with spaces between them; "" stands for none."""

    __tablename__ = "web_link"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    # The canonical name of the thing, and of the product or place that it is of.
    subject: Mapped[str] = mapped_column(Text, index=True)
    root: Mapped[str] = mapped_column(Text, index=True)
    party_id: Mapped[int] = mapped_column(BigInteger, ForeignKey("party.id"), index=True)
    kind: Mapped[str] = mapped_column(Text)
    href: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    languages: Mapped[str] = mapped_column(Text)
    media_type: Mapped[str] = mapped_column(Text)
    contexts: Mapped[str] = mapped_column(Text)
    is_default: Mapped[bool] = mapped_column(Boolean)
    # Others are drafts, which only their owner sees.
    is_public: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(UTCTime)

    @property
    def target(self) -> Target:
        """What the link says."""
        return Target(
            self.kind, self.href, self.title, tuple(self.languages.split()), self.media_type,
            tuple(self.contexts.split()), self.is_default,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Given:
    """A public link as the resolver follows it, with the thing that it is a link of."""

    subject: str
    target: Target


def put(
    session: Session, party_id: int, subject: str, target: Target, now: datetime, *, public: bool, any_owner: bool
) -> tuple[WebLink, bool]:
    """The thing's link to this target, and whether it is new; the same again renews its title and its marks.

    `any_owner` is for the operator, who may speak of everything.
    """
    if not any_owner and owner(session, subject) != party_id:
        raise NotYourLink(
            f"{subject} is not yours or not registered: register the product or place first, then link it"
        )
    given = list(session.scalars(select(WebLink).where(WebLink.subject == subject).order_by(WebLink.id)))
    found = next((one for one in given if _same(one.target, target)), None)
    fresh = found is None
    if found is None:
        if len(given) >= MOST:
            raise TooManyLinks(f"{subject} has {MOST} links already: take one away before you add another")
        found = WebLink(
            subject=subject, root=root_of(subject), kind=target.kind, href=target.href, languages=" ".join(target.languages),
            media_type=target.media_type, contexts=" ".join(target.contexts), created_at=now,
        )  # fmt: skip
        session.add(found)
    found.party_id, found.title, found.is_default, found.is_public = party_id, target.title, target.default, public
    session.flush()
    return found, fresh


def take_away(session: Session, party_id: int, link_id: int, *, any_owner: bool) -> str:
    """Take a link away, and tell what it was of; whoever does not own the thing is not told whether there is one."""
    found = session.get(WebLink, link_id)
    if found is None or not (any_owner or owner(session, found.subject) == party_id):
        raise NoSuchLink(f"you have no link {link_id}: expected the id of one of your own")
    session.delete(found)
    session.flush()
    return found.root


def of_party(session: Session, party_id: int | None, subject: str | None, after: int, most: int) -> list[WebLink]:
    """A party's links (None: everybody's), those of one thing where it is named, by their ids."""
    wanted = select(WebLink).where(WebLink.id > after)
    if party_id is not None:
        wanted = wanted.where(WebLink.party_id == party_id)
    if subject is not None:
        wanted = wanted.where(WebLink.subject == subject)
    return list(session.scalars(wanted.order_by(WebLink.id).limit(most)))


def root_of(subject: str) -> str:
    """The product of a lot or a piece, the place of its extension, and everything else itself."""
    found = thing.class_of(subject)
    if found is not None or not subject.startswith(STEM):
        return found or subject
    return "/".join(subject.split("/")[:5])


def of_root(session: Session, root: str) -> tuple[list[Target], bool]:
    """The public links of a product itself, and whether any lot or piece of it has some of its own."""
    rows = bulk.run(session, f"SELECT {_COLUMNS} FROM web_link WHERE is_public AND subject = ? ORDER BY id", (root,))
    finer = bulk.run(
        session, "SELECT 1 FROM web_link WHERE is_public AND root = ? AND subject <> ? LIMIT 1", (root, root)
    )
    return [one.target for one in _given(rows)], bool(finer)


def owner(session: Session, subject: str) -> int | None:
    """Who owns the thing: for an item or a lot, who owns its product."""
    names = [name for name in (thing.class_of(subject), subject) if name is not None]
    found: dict[str, int | None] = dict(
        bulk.select_in(session, "SELECT uri, owner_id FROM thing WHERE uri", names, "text")
    )
    return next((party for name in names if (party := found.get(name)) is not None), None)


_COLUMNS = "subject, kind, href, title, languages, media_type, contexts, is_default"
# An item's lot by the record, beside the names that its path says.
_LOT = "SELECT t.uri FROM thing i JOIN lot_item x ON x.thing_id = i.id JOIN thing t ON t.id = x.lot_id WHERE i.uri = ?"


def public(session: Session, names: Sequence[str]) -> list[Given]:
    """The public links of these names, and of the lot that the first is from, in one query; those of old first."""
    marks = ", ".join("?" * len(names))
    rows = bulk.run(
        session,
        f"SELECT {_COLUMNS} FROM web_link WHERE is_public AND subject IN ({marks}, ({_LOT})) ORDER BY id",
        (*names, names[0]),
    )
    return list(_given(rows))


def _given(rows: Iterable[bulk.Row]) -> Iterator[Given]:
    for subject, kind, href, title, languages, media_type, contexts, default in rows:
        target = Target(kind, href, title, tuple(languages.split()), media_type, tuple(contexts.split()), bool(default))
        yield Given(subject, target)


def _same(one: Target, other: Target) -> bool:
    return all(
        getattr(one, name) == getattr(other, name) for name in ("kind", "href", "languages", "media_type", "contexts")
    )
