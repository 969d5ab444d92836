"""The words of the courier's rating."""

from __future__ import annotations

from typing import Any

from app.texts import _


def names() -> dict[str, Any]:
    """What indicators, reasons, findings, sides and ways to contest are called."""
    return {"indicators": indicators(), "reasons": reasons(), "findings": findings(), "sides": sides(), "ways": ways()}


def indicators() -> dict[str, str]:
    """The seven indicators."""
    return {
        "on_time": _("In time"),
        "completion": _("Delivered"),
        "scan_complete": _("Scans complete"),
        "scan_true": _("Scans plausible"),
        "signoff_ok": _("Proper sign-off"),
        "intact": _("Intact"),
        "minor_clear": _("No minor complaint"),
    }


def reasons() -> dict[str, str]:
    """Why an entry counts as it does."""
    return {
        "in_time": _("in time"),
        "late": _("late"),
        "delivered": _("delivered"),
        "not_delivered": _("not delivered"),
        "refused": _("refused by the recipient"),
        "absent": _("recipient absent twice"),
        "wrong_address": _("wrong address"),
        "complete": _("complete"),
        "not_set_out": _("delivered without a scan of setting out"),
        "never_ended": _("set out and never ended"),
        "missing_step": _("a scan before it is missing"),
        "plausible": _("plausible"),
        "impossible_travel": _("too far from the scan before for the time between"),
        "impossible_step": _("contradicts what stood recorded"),
        "proper": _("proper"),
        "no_consent": _("left there with nobody's consent"),
        "disputed": _("disputed, not decided: counts for nothing"),
        "excused": _("excused by a person after a contest: counts for nothing"),
        "confirmed": _("confirmed by the recipient"),
    }


def findings() -> dict[str, str]:
    """What can be found of somebody, by the codes of the rule set."""
    return {
        "V1": _("No contact before delivery"),
        "V2": _("Throwing parcels"),
        "V3": _("Left without consent"),
        "V4": _("False sign-off"),
        "V5": _("No real name or inspection"),
        "V6": _("Tracking made up"),
        "V7": _("Empty parcel"),
        "V8": _("Collection address not recorded"),
        "V9": _("User information leaked"),
        "V9S": _("User information sold"),
        "V10": _("Opened, hidden or stolen"),
        "V11": _("Waybills misused"),
        "V11O": _("Waybills misused, organised"),
        "V12": _("Threats or revenge"),
        "K11": _("Delay"),
        "K12": _("Loss"),
        "K13": _("Damage"),
        "K14": _("Contents missing"),
        "K17": _("Manner"),
        "K18": _("Charges"),
    }


def sides() -> dict[str, str]:
    """Who votes."""
    return {"consumer": _("Recipients"), "merchant": _("Merchants"), "regulator": _("Regulators")}


def ways() -> dict[str, str]:
    """The ways to contest."""
    return {"explain": _("Explain"), "not_mine": _("Not my segment"), "review": _("Ask a person to look again")}
