"""From what was opened of a thing to its page: the sentence first, then who vouches, then what it is."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup

from app.consumer import photographs, phrases as p, sheets, timeline
from app.consumer.pages import Action, Band, Hrefs, Row, Stop, ThingPage, filled, sentence
from app.consumer.reading import Opened
from app.consumer.sheets import code, path
from app.consumer.words import Words, grouped
from app.islands import island_text
from trace.moments import to_ms

_CITY = re.compile("^[\u4e00-\u9fff]{2,4}?市")


def page(words: Words, opened: Opened, proof: bytes | None, hrefs: Hrefs, banner: str) -> ThingPage:
    """The page of an item, lot, product, parcel, place or party; no proof means that the reader lacks the code for it."""
    now = timeline.state(words, opened.seen)
    name = title(words, opened)
    head, explain = _head(words, opened, now, name)
    return ThingPage(
        sentence=head,
        explain=explain,
        eyebrow=_eyebrow(words, opened, name),
        title=name,
        banner=words.t(banner) if banner else "",
        band=_band(words, opened),
        stops=_stops(words, opened, now) if opened.whole else (),
        route=timeline.way(words, opened.seen) if opened.whole else None,
        photos=tuple(photographs.shown(words, opened.photos, name)),
        cards=tuple(sheets.cards(words, opened)),
        ingredients=tuple(_ingredients(words, opened)),
        links=tuple(_links(words, opened)),
        links_title=words.t(p.BELONGS_TO),
        proof=island_text(proof.decode()) if proof else Markup(""),
        opened=_opened(words, opened),
        proof_href=hrefs.proof,
        actions=_actions(words, opened, now, hrefs.claim),
    )


def _stops(words: Words, opened: Opened, now: timeline.State) -> tuple[Stop, ...]:
    """The line; of a kind of goods nobody waits for what comes next."""
    found = timeline.stops(words, opened.seen, now)
    return found if opened.kind in ("item", "parcel") else tuple(stop for stop in found if stop.kind != "next")


# From here on there is somebody who may have the goods.
_IN_HANDS = frozenset({"deposited", "signed", "disputed", "out_for_delivery", "attempt_failed", "returned", "recalled"})


def _actions(words: Words, opened: Opened, now: timeline.State, href: str) -> tuple[Action, ...]:
    """What the recipient can do here; the code inside is asked for, or was scanned with the page's address."""
    if opened.kind not in ("item", "parcel") or now.step not in _IN_HANDS:
        return ()
    waits = now.step not in ("signed", "returned", "recalled")
    first = Action(words.t(p.CONFIRM), href, main=True) if waits else Action(words.t(p.CLAIM), href)
    return (first, Action(words.t(p.DENY), f"{href}#deny")) if waits else (first,)


def title(words: Words, opened: Opened) -> str:
    """What the thing is called: its product's name, else its code."""
    said = opened.said("product").get("name") or opened.said("merchant").get("name")
    return str(said or (opened.product.name if opened.product else code(opened.uri)))


def _head(words: Words, opened: Opened, now: timeline.State, name: str) -> tuple[Markup, str]:
    if opened.kind == "product":
        place = opened.said("origin").get("place")
        said = (
            sentence(words, p.PRODUCT_SAYS, name=name, origin=str(place))
            if place
            else sentence(words, p.PRODUCT_SAYS_PLAIN, name=name)
        )
        return said, words.t(p.PRODUCT_EXPLAIN)
    if opened.kind == "lot":
        if opened.recall is not None:
            return sentence(words, p.LOT_RECALLED), words.t(p.LOT_EXPLAIN)
        made = next((words.where(one.public) for one in opened.seen if one.public and words.where(one.public)), "")
        says = (
            sentence(words, p.LOT_SAYS, code=code(opened.uri), place=made)
            if made
            else sentence(words, p.LOT_SAYS_PLAIN, code=code(opened.uri))
        )
        return says, words.t(p.LOT_EXPLAIN)
    if opened.kind in ("place", "party"):
        return sentence(words, p.MERCHANT_SAYS, name=name), ""
    if not opened.whole:
        state = timeline.State(now.step, now.evidence, now.variant, _city(now.place), now.title)
        return timeline.sentence(words, state)[0], words.t(p.LIMITED_PARCEL)
    return timeline.sentence(words, now)


def _city(place: str) -> str:
    """The city of a county's name, 长春市 of 长春市朝阳区."""
    found = _CITY.match(place)
    return found[0] if found else place


def _eyebrow(words: Words, opened: Opened, name: str) -> str:
    shape = {"item": p.ITEM, "lot": p.LOT, "parcel": p.PARCEL}.get(opened.kind)
    return filled(words, shape, name=name, code=grouped(code(opened.uri))) if shape else ""


def _band(words: Words, opened: Opened) -> Band | None:
    if (public := opened.recall) is None:
        return None
    facts = public.get("facts") or {}
    notice, day = facts.get("recall"), words.day_only(public)
    line = (
        filled(words, p.RECALL_NOTICE, value=str(notice), date=day)
        if notice
        else filled(words, p.RECALL_PUBLISHED, date=day)
    )
    title = (
        filled(words, p.RECALL_REASON, value=words.reason(str(facts["reason"])))
        if facts.get("reason")
        else words.t(p.RECALLED)
    )
    return Band(title, (line,))


def _ingredients(words: Words, opened: Opened) -> Iterator[Row]:
    """What it was made of: the kind of goods and where that is from; who sold it, and how much of it, is nobody's business."""
    for one in opened.ingredients:
        name = filled(words, p.INGREDIENT_LOT, name=one.name, code=one.code) if one.code else one.name
        lines = [filled(words, p.INGREDIENT_FROM, place=one.place)] if one.place else []
        if one.steps > 1:
            lines.append(filled(words, p.INGREDIENT_STEPS, count=str(one.steps)))
        yield Row(name, path(one.href) if one.href else "", words.script["join"].join(lines))


def _links(words: Words, opened: Opened) -> Iterator[Row]:
    if opened.kind in ("item", "lot") and opened.product is not None:
        yield Row(opened.product.name, path(opened.product.uri), words.t(p.KIND_OF_GOODS))


def _opened(words: Words, opened: Opened) -> tuple[str, str] | None:
    """How often the code was opened before; a number of looks is a fact, and never a verdict on the goods."""
    if (found := opened.opening) is None:
        return None
    first = words.day_only({"eventTime": found.first_at.isoformat(), "offset": "+08:00"})
    sold = next((one.at_ms for one in opened.seen if one.public and one.public["step"] == "sold"), None)
    early = sold is not None and to_ms(found.first_at) < sold
    said = words.t(p.OPENED_EARLY if early else p.OPENED_MEANS)
    return filled(words, p.OPENED, count=str(found.count)), filled(words, said, date=first)
