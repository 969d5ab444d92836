"""The kinds of complaints in words, for every door that shows a case (credit/complaints.py has the list)."""

from __future__ import annotations

from app.texts import N_, _
from credit.complaints import ANSWERING

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
STATES: dict[str, str] = {"received": N_("not answered yet"), "answered": N_("answered")}
STEPS: dict[str, str] = {
    "complained": N_("Whoever complained"),
    ANSWERING: N_("Answer"),
    "decided": N_("Decision"),
}


def category(code: str) -> str:
    """What a complaint is about."""
    return _(CATEGORIES.get(code, code))


def state(name: str) -> str:
    """How a case stands."""
    return _(STATES.get(name, N_("decided")))


def step(name: str) -> str:
    """Who speaks in a step of a case."""
    return _(STEPS.get(name, name))
