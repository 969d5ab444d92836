"""Invented lives and pages, to draw and to look at before and without a database."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from app.consumer import phrases, timeline
from app.consumer.pages import Action, Band, Card, Fact, HomePage, MerchantPage, Page, Row, ThingPage, filled, sentence
from app.consumer.timeline import Seen
from app.consumer.words import Words, grouped, words
from app.islands import island

YEAR = 2026
QINGHE = {"code": "220582101", "name": "集安市清河镇"}
JIAN = {"code": "220582", "name": "集安市"}
CHAOYANG = {"code": "220104", "name": "长春市朝阳区"}


def entry(step: str, time: str, evidence: str, place: dict[str, str] | None = None, **more: Any) -> Seen:
    """One public part as the record would give it."""
    standing = more.pop("standing", "owner")
    public = {
        "type": "ObjectEvent",
        "step": step,
        "eventTime": time,
        "offset": "+08:00",
        "standing": standing,
        "evidence": evidence,
    }
    if place is not None:
        public["place"] = place
    return Seen(public | more)


CLOSED = Seen(None)
GINSENG = [
    entry("creating_class_instance", "2026-09-18T01:20:00.000Z", "party", QINGHE),
    entry("transforming", "2026-10-26T06:00:00.000Z", "party", QINGHE),
    entry("serialised", "2026-11-10T07:32:00.000Z", "device", QINGHE, lot="QH2609-03"),
    entry("listed", "2026-11-12T12:14:00.000Z", "party"),
    entry("sold", "2026-11-20", "import"),
    entry("packed", "2026-11-21", "device", JIAN),
    entry("accepted", "2026-11-21", "both", JIAN, facts={"weight": 412}),
    CLOSED, CLOSED, CLOSED,
    entry("out_for_delivery", "2026-11-23", "device", CHAOYANG),
    entry("deposited", "2026-11-23", "both", CHAOYANG, facts={"consent": "courier", "site": "station"}),
]  # fmt: skip
SAO_PAULO, IBITINGA = {"code": "BR-SP", "name": "São Paulo, SP"}, {"code": "BR-SP-I", "name": "Ibitinga, SP"}
IMPORTED = [
    entry("serialised", "2017-10-02T13:56:33.000Z", "import", IBITINGA),
    entry("listed", "2017-10-02T13:56:33.000Z", "import"),
    entry("sold", "2017-10-02", "import"),
    entry("accepted", "2017-10-04", "import", IBITINGA, flags=["handed_over_late"]),
    entry("signed", "2017-10-10", "import", SAO_PAULO, flags=["late", "delivered_before_handover"]),
    entry("reviewed", "2017-10-09", "import", None, facts={"rating": 5}, standing="outsider",
          flags=["review_before_delivery", "five_stars_without_delivery"]),
]  # fmt: skip
GRAPES = [
    entry("serialised", "2026-10-08T02:00:00.000Z", "device", {"code": "220524101", "name": "柳河县安口镇"}),
    entry(
        "recalled",
        "2026-11-22T01:00:00.000Z",
        "party",
        {"code": "220524", "name": "柳河县"},
        facts={"recall": "柳市监召〔2026〕03号"},
    ),
]


def thing(w: Words, life: Sequence[Seen], eyebrow: str, title: str, **more: Any) -> ThingPage:
    """A page for a life, with everything drawn that the life gives."""
    now = timeline.state(w, life)
    said, then = timeline.sentence(w, now)
    given: dict[str, Any] = {
        "sentence": said, "explain": then, "eyebrow": eyebrow, "title": title,
        "stops": timeline.stops(w, life, now), "route": timeline.way(w, life),
        "proof": island({"entries": []}), "proof_href": "?format=proof",
    }  # fmt: skip
    return ThingPage(**given | more)


def item(lang: str) -> ThingPage:
    """The item of the mock-up: at a station, not signed for."""
    w = words(lang, YEAR)
    name = "集安生晒参 50 克" if lang == "zh-CN" else "Ji'an ginseng 50 g"
    card = Card(
        w.t(phrases.ABOUT_ORIGIN),
        (
            Fact(w.t(phrases.TERMS["origin"]), "吉林省通化市集安市清河镇"),
            Fact(w.t(phrases.TERMS["lot"]), "QH2609-03", code=True, href="/01/09520123456788/10/QH2609-03"),
            Fact(w.t(phrases.TERMS["merchant"]), "集安岭上参业有限公司", href="/m/1",
                 small=filled(w, phrases.VERIFIED, date=w.day({"eventTime": "2026-08-06"}))),
            Fact(w.t(phrases.TERMS["best_before"]), w.day({"eventTime": "2028-10-25"})),
        ),
    )  # fmt: skip
    eyebrow = filled(w, phrases.ITEM, name=name, code=grouped("K7QX2M9P"))
    return thing(w, GINSENG, eyebrow, name, cards=(card,), banner=w.t(phrases.DEMONSTRATION))


def imported(lang: str) -> ThingPage:
    """An item of the imported orders, with what does not fit."""
    w = words(lang, YEAR)
    return thing(w, IMPORTED, filled(w, phrases.ITEM, name="cama_mesa_banho", code="0000 0001"), "cama_mesa_banho")


def recalled(lang: str) -> ThingPage:
    """A lot that is being recalled."""
    w = words(lang, YEAR)
    band = Band(
        filled(w, phrases.RECALL_REASON, value="菌落总数超标"),
        (filled(w, phrases.RECALL_NOTICE, value="柳市监召〔2026〕03号", date=w.day({"eventTime": "2026-11-22"})),),
    )
    return thing(w, GRAPES, filled(w, phrases.LOT, name="柳河山葡萄汁 1 升", code="LH2610-07"), "柳河山葡萄汁",
                 sentence=sentence(w, phrases.LOT_RECALLED), band=band)  # fmt: skip


def parcel(lang: str) -> ThingPage:
    """A parcel found by its printed number alone: stage and city, no proof."""
    w = words(lang, YEAR)
    said, _ = w.status("out_for_delivery", "device", None, "长春市", "")
    return ThingPage(
        sentence=said, eyebrow=filled(w, phrases.PARCEL, code="CB26 1100 4244 17"), explain=w.t(phrases.LIMITED_PARCEL),
        actions=(Action(w.t("Look up another code"), "/"),),
    )  # fmt: skip


def home(lang: str) -> HomePage:
    """The first page of the demonstration, after a code that cannot be."""
    w = words(lang, YEAR)
    rows = (
        Row("集安生晒参 50 克", "/01/09520123456788/21/K7QX2M9P", "已放到驿站，还没有签收", "一件一码"),
        Row("柳河山葡萄汁 1 升", "/01/09520123456795/10/LH2610-07", "正在召回"),
    )
    return HomePage(
        sentence=sentence(w, phrases.HOME), explain=w.t(phrases.HOME_EXPLAIN), asked="09520123456789",
        wrong=w.t(phrases.BAD_CHECK_DIGIT), groups=((w.t(phrases.HOME_LOOK_AT), "", rows),), banner=w.t(phrases.DEMONSTRATION),
    )  # fmt: skip


def missing(lang: str) -> Page:
    """A code under which nothing is recorded."""
    w = words(lang, YEAR)
    return Page(
        sentence=sentence(w, phrases.MISSING), explain=w.t(phrases.MISSING_EXPLAIN), eyebrow="(01) 0952 0123 4567 88"
    )


def merchant(lang: str) -> MerchantPage:
    """A merchant and its goods."""
    w = words(lang, YEAR)
    facts = (Fact(w.t(phrases.TERMS["uscc"]), "91220582MA0XXXXX0X", code=True, small=w.t(phrases.UNVERIFIED)),)
    return MerchantPage(
        sentence=sentence(w, phrases.MERCHANT_SAYS, name="集安岭上参业有限公司"), eyebrow=w.t(phrases.TERMS["merchant"]),
        cards=(Card(w.t(phrases.ABOUT_MERCHANT), facts),), products=(Row("集安生晒参 50 克", "/01/09520123456788"),),
    )  # fmt: skip


# name -> (template, how to make its page for a language)
PAGES = {
    "item": ("thing", item),
    "imported": ("thing", imported),
    "recalled": ("thing", recalled),
    "parcel": ("thing", parcel),
    "home": ("home", home),
    "missing": ("missing", missing),
    "merchant": ("merchant", merchant),
}
