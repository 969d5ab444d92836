"""Refusals as officers read them."""

from __future__ import annotations

from app.texts import N_, _
from trace.errors import Refusal

REFUSALS: dict[str, str] = {
    "bad-case-text": N_("Write 1 to 2,000 characters."),
    "bad-case-form": N_("Something in this form is missing or cannot be: choose from the lists."),
    "wrong-step": N_("Somebody has taken a step in the meantime: look at how the case stands."),
    "own-work": N_("Whoever has drafted or decided it is not the one who approves or reviews it. Ask a colleague."),
    "nothing-proposed": N_("There is no draft of a decision yet."),
    "bad-ruling": N_("The rules of that day do not know this finding, or the share is not 1 to 100 per cent."),
    "appeal-too-late": N_("The days for an appeal are over."),
    "bad-complaint": N_("It cannot go on in that case: choose another open one of the same kind."),
    "not-handed-over": N_("It is on its way to another office already, or that is no other office."),
    "package-altered": N_("The files are not those that were sent. Have them sent again."),
    "not-issuable": N_("This document belongs to a step that was not taken."),
    "bad-deputy": N_("Choose a colleague, and days in their order."),
    "bad-holidays": N_("The table was not taken: %(why)s"),
    "bad-case-rules": N_("The rules were not taken: %(why)s"),
    "rules-taken": N_("This version is recorded with another text. Give the changed set a version of its own."),
    "bad-hotline-file": N_("The file was not taken: %(why)s"),
    "bad-prefix": N_("The word before the number has 1 to 20 characters."),
    "contest-answered": N_("Somebody has answered this contest already."),
    "bad-excuse": N_("Choose among the entries that count against the courier now."),
    "bad-contest-answer": N_("Write an answer of 1 to 2,000 characters, and choose whether it stands."),
}


def said(refusal: Refusal) -> str:
    """The refusal in the reader's language; one without words of its own says what the domain says."""
    if refusal.code not in REFUSALS:
        return refusal.message
    return (
        _(REFUSALS[refusal.code], why=refusal.message)
        if "%(why)s" in REFUSALS[refusal.code]
        else _(REFUSALS[refusal.code])
    )
