"""What the pages of a claim say, in the reader's language."""

from __future__ import annotations

from app.consumer.vocabulary import N_
from app.i18n import catalog, language

DENIALS = {
    "not_received": N_("I have not received it"),
    "no_consent": N_("I did not agree to the place where it was left"),
    "damaged": N_("It came damaged, or something is missing"),
    "not_ordered": N_("I have ordered nothing"),
}
RETURN_REASONS = {
    "no_reason": N_("No reason, within the term"),
    "quality": N_("The quality is not right"),
    "not_as_described": N_("It is not what was described"),
    "damaged": N_("It came damaged"),
}
# The kinds of complaint that a recipient can tell; the others are for officers to sort.
CATEGORIES = {
    "K01": N_("Poor quality"),
    "K02": N_("Fake or imitated goods"),
    "K03": N_("Not as pictured or described"),
    "K06": N_("A return is refused"),
    "K07": N_("The money is not paid back"),
    "K09": N_("Food safety, or out of date"),
    "K10": N_("My personal data"),
    "K12": N_("The parcel is lost"),
    "K13": N_("The parcel is damaged"),
    "K14": N_("Something is missing"),
    "K15": N_("Signed for, and not received"),
    "K16": N_("Left in a locker or at a station without asking"),
    "K17": N_("Manners, or threats"),
    "K19": N_("An empty parcel, or nothing that I ordered"),
    "K99": N_("Something else"),
}
_WORDS = {
    "title": N_("The code inside"),
    "ask": N_("Type the code| on the slip inside."),
    "ask_explain": N_(
        "It is in the parcel or under the seal: 13 letters and digits. Whoever has it speaks for the goods; no account is needed."
    ),
    "code": N_("The code inside"),
    "go": N_("Go on"),
    "wrong": N_("This is not the code inside. Look at the slip again; after five wrong ones you have to wait."),
    "first": N_("You are the first to use this code: nobody has opened the slip before you."),
    "again": N_("This code has been used before. If it was not you, somebody else has seen the slip."),
    "confirm": N_("I have it, confirm"),
    "confirm_done": N_("Confirmed. The time for returns runs from tomorrow."),
    "deny": N_("Something is not right"),
    "deny_do": N_("Deny it"),
    "deny_done": N_(
        "Your word stands in the record. A person will decide; meanwhile the time for returns stands still."
    ),
    "excepted": N_(
        "You confirmed at the purchase that these goods do not come back without a reason; with a reason they do."
    ),
    "review": N_("Review"),
    "review_of": N_("What you review"),
    "stars": N_("Stars"),
    "text": N_("In your words"),
    "text_hint": N_("Kept apart from the record and encrypted; only a fingerprint of it goes into the log."),
    "review_do": N_("Send the review"),
    "review_done": N_("Your review stands in the record, and cannot be taken away by the seller."),
    "complain": N_("Complain"),
    "category": N_("What it is about"),
    "complain_do": N_("Send the complaint"),
    "complain_done": N_("Received. Keep the number and the code: with both you can ask how it stands."),
    "case": N_("Case number"),
    "case_code": N_("Code of the case"),
    "return": N_("Send it back"),
    "return_do": N_("Ask for the return"),
    "return_done": N_("The seller will tell you where to send it."),
    "until": N_("Until {date} you may send it back without a reason."),
    "over": N_("The time for returns without a reason is over. If something is wrong with the goods, complain."),
    "not_begun": N_("The time for returns begins with the sign-off."),
    "stopped": N_("The sign-off is disputed: the time for returns stands still."),
    "goods": N_("the goods"),
    "merchant": N_("the seller"),
    "courier": N_("the courier"),
    "back": N_("Back to its page"),
}


def page_words() -> dict[str, str]:
    """Every sentence of the claim pages, with the lists under `denials`, `reasons` and `categories` by code."""
    t = catalog(language())
    found = {name: t(text) for name, text in _WORDS.items()}
    lists = (("deny", DENIALS), ("reason", RETURN_REASONS), ("category", CATEGORIES))
    return found | {f"{kind}.{code}": t(text) for kind, of in lists for code, text in of.items()}
