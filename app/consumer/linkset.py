"""All links of a thing as a linkset (RFC 9264), from the thing itself up to its product, each with a default.

The form is the one that the published JSON schema of a GS1 linkset takes, which knows no other members than these.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from app.consumer.addresses import Level
from app.consumer.sheets import path
from trace import bulk, links, products
from trace.identity import thing
from trace.identity.characters import unescaped
from trace.linktypes import ALTERNATE, DEFAULT, DEFAULTS, TRACEABILITY
from trace.target import Target

CONTEXT = "/linkset-context.jsonld"
LANGUAGES = ("zh-CN", "en")
PAGE_TITLE, PROOF_TITLE = "溯源 Traceability", "证明文件 Proof file"
# A parcel's proof needs the code on its label, so no link leads there.
_NO_PROOF = frozenset({"parcel"})


@dataclass(slots=True)
class Found:
    """What there is at one level: whether the record knows the thing, and the links that its owner gave it."""

    level: Level
    base: str
    known: bool = False
    given: list[Target] = field(default_factory=list)

    @property
    def page(self) -> str:
        """Our own page of the thing."""
        return self.base + self.level.path

    def targets(self) -> list[Target]:
        """Every link but the defaults: our own page and proof where the record knows the thing, then the owner's."""
        if not self.known:
            return self.given
        own = [Target(TRACEABILITY, self.page, PAGE_TITLE, LANGUAGES, "text/html")]
        if thing.kind(self.level.name) not in _NO_PROOF:
            own.append(Target(ALTERNATE, f"{self.page}?proof=1", PROOF_TITLE, (), "application/json"))
        return own + self.given

    def marked(self) -> list[Target]:
        """The links that their owner marked as defaults."""
        return [target for target in self.given if target.default]

    def default(self) -> Target | None:
        """The one default: our own page where there is one, else the first that its owner marked, else the first."""
        if self.known:
            return Target(DEFAULT, self.page, PAGE_TITLE)
        first = next(iter(self.marked() or self.given), None)
        return None if first is None else Target(DEFAULT, first.href, first.title)

    def of_kind(self, kind: str) -> list[Target]:
        """Those of one kind."""
        if kind == DEFAULT:
            return [target for target in [self.default()] if target is not None]
        if kind == DEFAULTS:
            marked = self.marked()
            page = [Target(DEFAULTS, self.page, PAGE_TITLE, LANGUAGES, "text/html")] if self.known and marked else []
            return page + marked
        return [target for target in self.targets() if target.kind == kind]


def look(session: Session, levels: Sequence[Level], base: str, *, record: bool) -> list[Found]:
    """What there is at each level, in one query or, where the record is asked too, in two.

    An item's lot by the record comes behind the item where its path does not say it.
    """
    names = [level.name for level in levels]
    given = links.public(session, names)
    found = {level.name: Found(level, base) for level in levels}
    extra = next((one.subject for one in given if one.subject not in found), None)
    if extra is not None:
        first, *others = found.items()
        found = dict([first, (extra, Found(Level(extra, path(extra)), base)), *others])
    for one in given:
        found[one.subject].given.append(one.target)
    if record:
        for name in _known(session, found):
            found[name].known = True
    return list(found.values())


def _known(session: Session, names: Iterable[str]) -> list[str]:
    return [uri for (uri,) in bulk.select_in(session, "SELECT uri FROM thing WHERE n > 0 AND uri", names, "text")]


def describe(session: Session, found: Sequence[Found]) -> str:
    """What the linkset says its things are: the product's name, or the name in the record."""
    product = products.find(session, found[0].level.name)
    return product.name if product is not None else found[-1].level.name


def document(found: Sequence[Found], description: str) -> dict[str, Any]:
    """The linkset of all levels that there is anything of, the finest first."""
    return {"linkset": [_context(one, description) for one in found if one.known or one.given]}


def choices(one: Found, kind: str, targets: Sequence[Target], description: str) -> dict[str, Any]:
    """The linkset of several links among which the reader has to choose."""
    return {"linkset": [{**_head(one, description), kind: [_link(target) for target in targets]}]}


def _context(one: Found, description: str) -> dict[str, Any]:
    members = _head(one, description)
    for target in one.targets():
        members.setdefault(target.kind, []).append(_link(target))
    default = one.default()
    if default is not None:
        members[DEFAULT] = [_link(default)]
    # What is listed as several defaults is what a plain request is led to. Where the thing has a page of ours, that is
    # the page, whatever its owner marked; so they are listed where there is none.
    if not one.known and len(marked := one.marked()) > 1:
        members[DEFAULTS] = [_link(target) for target in marked]
    return members


def _head(one: Found, description: str) -> dict[str, Any]:
    said = unescaped(one.level.path.rsplit("/", 1)[1])
    finer = thing.class_of(one.level.name) is not None
    return {"anchor": one.page, "itemDescription": f"{description}, {said}" if finer else description}


def _link(target: Target) -> Mapping[str, Any]:
    said = {
        "href": target.href,
        "title": target.title,
        "type": target.media_type,
        "hreflang": list(target.languages),
        "context": list(target.contexts),
    }
    return {name: value for name, value in said.items() if value}
