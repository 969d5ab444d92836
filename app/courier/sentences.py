"""What a verdict means to a courier, and what to do: the domain's sentences are for programs and in English."""

from __future__ import annotations

from app.texts import _


def of(code: str) -> tuple[str, str]:
    """The sentence of a code, and what to do."""
    found = _table().get(code)
    return found or (_("This was not recorded."), _("Scan it again. If it comes again, tell your firm this code."))


def _table() -> dict[str, tuple[str, str]]:
    again = _("Scan the label again.")
    ask = _("Ask your firm.")
    return {
        "missing-step": (
            _("An earlier scan is still missing."),
            _("Nothing to do: it stays here and is sent again when the pick-up has come in."),
        ),
        "impossible-step": (
            _("This does not fit what is recorded."),
            _("Look at the parcel's stops. If an earlier scan was wrong, take that one back first."),
        ),
        "not-in-your-hands": (
            _("It is in somebody else's hands."),
            _("Let them show you their handover code and scan that."),
        ),
        "unknown-label": (_("No parcel has this number."), _("Scan the QR code, or have the sender register it.")),
        "goods-code": (_("This is a code of goods."), _("Scan the label on the parcel.")),
        "bad-manifest": (_("The handover code is not good for this parcel."), _("Let the giver show it again.")),
        "wrong-release-code": (
            _("The recipient's code is wrong."),
            _("Ask for it again, or choose another way of signing."),
        ),
        "no-release-code": (_("This recipient was given no code."), _("Choose another way of signing.")),
        "device-revoked": (
            _("This phone was taken out of use."),
            _("The scan is kept for your firm, which decides. Ask them for a new code for this phone."),
        ),
        "courier-suspended": (_("Your work is suspended."), _("The scan is kept for your firm, which decides.")),
        "already-disputed": (_("The recipient disputes this."), _("Your firm answers. Tell them what happened.")),
        "no-such-scan": (_("That scan is not recorded."), _("There is nothing to take back.")),
        "bad-step": (_("Something is missing."), _("Choose all that the step asks for, and scan again.")),
        "bad-scan": (_("Something is missing."), _("Choose all that the step asks for, and scan again.")),
        "bad-signature": (_("It was not signed by this phone."), ask),
        "bad-elements": (_("The label was not read whole."), again),
        "bad-key": (_("The number on the label is wrong."), again),
        "bad-name": (_("This is no label of a parcel."), again),
        "scan-id-reused": (_("It was mixed up with another scan."), again),
        "event-id-reused": (_("It was mixed up with another scan."), again),
    }
