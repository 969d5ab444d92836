"""Cases in words, for every door that shows one: kinds, categories, states, steps, reasons, sources, outcomes."""

from __future__ import annotations

from collections.abc import Mapping

from app.i18n import HOME, catalog, language
from app.texts import N_, _
from credit.casework import ANSWERING
from credit.rules import Clock, Reason

CATEGORIES: dict[str, str] = {
    "K01": N_("Poor quality"),
    "K02": N_("Fake or imitated goods"),
    "K03": N_("Not as pictured or described"),
    "K04": N_("False advertising"),
    "K05": N_("Price fraud"),
    "K06": N_("A return is refused"),
    "K07": N_("The money is not paid back"),
    "K08": N_("Not sent, or sent late"),
    "K09": N_("Food safety, or out of date"),
    "K10": N_("My personal data"),
    "K11": N_("The parcel is late"),
    "K12": N_("The parcel is lost"),
    "K13": N_("The parcel is damaged"),
    "K14": N_("Something is missing"),
    "K15": N_("Signed for, and not received"),
    "K16": N_("Left in a locker or at a station without asking"),
    "K17": N_("Manners, or threats"),
    "K18": N_("The fee"),
    "K19": N_("An empty parcel, or nothing that I ordered"),
    "K20": N_("A promise was not kept"),
    "K99": N_("Something else"),
}
KINDS: dict[str, str] = {"inquiry": N_("inquiry"), "complaint": N_("complaint"), "report": N_("report")}
STATES: dict[str, str] = {
    "received": N_("not answered yet"),
    "answered": N_("answered"),
    "accepted": N_("accepted"),
    "negotiating": N_("the two sides negotiate"),
    "mediating": N_("in mediation"),
    "filed": N_("filed"),
    "proposed": N_("a decision is drafted"),
    "decided": N_("decided"),
    "appealed": N_("an appeal is open"),
    "final": N_("final"),
    "settled": N_("settled between the two"),
    "ended": N_("mediation ended"),
    "refused": N_("not accepted"),
    "withdrawn": N_("withdrawn"),
    "merged": N_("goes on in another case"),
    "closed": N_("closed"),
}
STEPS: dict[str, str] = {
    "complained": N_("Whoever complained"),
    "received": N_("Came in"),
    ANSWERING: N_("Answer"),
    "answered": N_("Answer"),
    "escalated": N_("To the office"),
    "accepted": N_("Accepted"),
    "filed": N_("Filed"),
    "refused": N_("Not accepted"),
    "extended": N_("More time"),
    "negotiation": N_("Negotiation"),
    "mediation": N_("Mediation"),
    "paused": N_("The clock stands still"),
    "resumed": N_("The clock runs again"),
    "asked": N_("Evidence is asked for"),
    "stated": N_("Statement"),
    "settled": N_("Settled"),
    "ended": N_("Mediation ended"),
    "proposed": N_("Decision drafted"),
    "sent_back_draft": N_("Draft sent back"),
    "decided": N_("Decision"),
    "appealed": N_("Appeal"),
    "reviewed": N_("Last word"),
    "closed": N_("Closed"),
    "withdrawn": N_("Withdrawn"),
    "merged": N_("Goes on in another case"),
    "transferred": N_("Handed to another office"),
    "taken_over": N_("Taken over"),
    "sent_back": N_("Sent back to the other office"),
    "named": N_("Respondent named"),
    "assigned": N_("Assigned"),
    "noted": N_("Note"),
    "issued": N_("Document issued"),
    "told": N_("Document served"),
    "followed_up": N_("Asked whether it helped"),
}
OUTCOMES: dict[str, str] = {
    "upheld": N_("upheld"),
    "partly_upheld": N_("upheld in part"),
    "rejected": N_("rejected"),
}
SOURCES: dict[str, str] = {
    "item": N_("the page of the goods"),
    "report": N_("the page for reports"),
    "api": N_("a program"),
}


def category(code: str) -> str:
    """What a case is about."""
    return _(CATEGORIES.get(code, code))


def home_category(code: str) -> str:
    """The same in Chinese, for documents."""
    return catalog(HOME)(CATEGORIES.get(code, code))


def kind(name: str) -> str:
    """Which of the three it is."""
    return _(KINDS.get(name, name))


def state(name: str, kind: str = "complaint") -> str:
    """How a case stands; nobody answers a report, an office looks at it."""
    if kind == "report" and name == "received":
        return _("not looked at yet")
    return _(STATES.get(name, N_("decided")))


def step(name: str) -> str:
    """What was done in a step of a case, or who speaks in it."""
    return _(STEPS.get(name, name))


def outcome(name: str | None) -> str:
    """How it was decided."""
    return _(OUTCOMES.get(name or "", name or ""))


def source(name: str) -> str:
    """Whence it came; a hotline is called by its number."""
    return _(SOURCES[name]) if name in SOURCES else _("hotline %(number)s", number=name)


def clock(one: Clock) -> str:
    """What is to be done within a term."""
    return one.name_zh if language() == "zh-CN" else one.name


def clock_source(one: Clock) -> str:
    """Where a term comes from."""
    return one.source_zh or one.source if language() == "zh-CN" else one.source


def reason(one: Reason) -> str:
    """A legal reason in words."""
    return one.text_zh if language() == "zh-CN" else one.text


def all_words() -> Mapping[str, object]:
    """What a page of cases needs to speak."""
    return {
        "category": category, "kind_name": kind, "state": state, "step": step, "outcome": outcome, "source": source,
        "clock_name": clock, "clock_source": clock_source, "reason_text": reason,
    }  # fmt: skip
