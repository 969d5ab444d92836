"""The words of the scan page's script, in the language of the request."""

from __future__ import annotations

from typing import Any

from app.texts import _


def app_name() -> str:
    """What the app is called on the home screen."""
    name: str = _("Suyuan courier")
    return name


def steps() -> dict[str, str]:
    """What each step is called once it is done."""
    return {
        "accepted": _("collected"),
        "hub_in": _("in at the sorting centre"),
        "hub_out": _("out of the sorting centre"),
        "handed_over": _("taken over"),
        "out_for_delivery": _("out for delivery"),
        "back": _("back at the outlet"),
        "signed": _("delivered"),
        "deposited": _("left there"),
        "attempt_failed": _("not delivered"),
        "refused": _("refused"),
        "returned": _("on its way back"),
        "corrected": _("taken back"),
        "undone": _("undone"),
    }


def words() -> dict[str, Any]:
    """Everything that the script says."""
    return {
        "steps": steps(),
        "tail": _("No. ...{tail}"),
        "ready": _("Ready to scan"),
        "stored": _("Stored, {step}"),
        "onPhone": _("{line}, on this phone, {at}"),
        "sent": _("Recorded, {step}"),
        "again": _("Scanned already"),
        "undone": _("Undone"),
        "nothingSent": _("Nothing of it is recorded."),
        "takenBack": _("Taken back"),
        "correctionSent": _("The correction is on its way."),
        "practising": _("Practice: scan away"),
        "practised": _("Practised well"),
        "noCode": _("No code in this photo"),
        "photoAgain": _("Hold the phone nearer and straight, or type the number."),
        "noCamera": _("The camera cannot be used. Allow it in the browser, take a photo, or type the number."),
        "scanNow": _("Now scan the parcel"),
        "onList": _("{n} on the list"),
        "badList": _("This handover code cannot be read"),
        "showAgain": _("Let the giver show it again."),
        "listOf": _("They give you {n}"),
        "tickWhatIsThere": _("Take the tick off what is not there."),
        "taken": _("{n} taken over"),
        "listDone": _("What you left out stays with the giver."),
        "oldest": _("the oldest for {n} min"),
        "justNow": _("just now"),
        "seeAll": _("today and more"),
        "refusedOnes": _("{n} refused: see what to do"),
        "read": _("I have read it"),
        "undo": _("Take back"),
        "myProof": _("My proof"),
        "worksFor": _("{alias}, {firm}"),
        "noCounty": _("do not say"),
        "leaveWarns": _(
            "{n} scans are not uploaded yet. They stay on this phone and are sent when you log in here again. Log out all the same?"
        ),
        "why": {
            "network": _("No network. They are sent as soon as there is one."),
            "server": _("The server does not answer. They are sent again in a moment."),
            "login": _("This phone is not let in. Log in again, or ask your firm for a new code; nothing is lost."),
        },
        "lacks": {
            "weight": _("Type the weight"),
            "checks": _("Tick the three checks"),
            "release": _("Type the recipient's code"),
            "proxy": _("Type who took it"),
            "choice": _("Choose in the field below"),
        },
        "codes": {
            "wrong-device-code": _("This code is wrong, used, or older than 15 minutes."),
            "too-many-attempts": _("Too many wrong codes. Try again in a while."),
            "offline": _("For this a network is needed."),
            "other": _("That did not work. Ask your firm for a new code."),
        },
    }


def choices() -> dict[str, list[tuple[str, ...]]]:
    """What the page offers to choose from: the value that is sent, and its name."""
    return {
        "checks": [
            ("identity", _("ID checked")),
            ("contents", _("contents seen")),
            ("security", _("security check done")),
        ],
        "methods": [("recipient", _("the recipient")), ("code", _("by code")), ("proxy", _("somebody they named"))],
        "consents": [
            ("order", _("the order says so")),
            ("claim", _("the recipient, on their page")),
            ("courier", _("the recipient, told me")),
            ("none", _("nobody")),
        ],
        "sites": [("station", _("at a station")), ("locker", _("in a locker")), ("place", _("at an agreed place"))],
        "failures": [
            ("nobody_home", _("nobody was there")),
            ("unreachable", _("nobody could be reached")),
            ("wrong_address", _("the address is wrong")),
        ],
        "refusals": [("damaged", _("it was damaged")), ("not_ordered", _("it was not ordered"))],
    }


def modes() -> list[tuple[str, str, str, bool]]:
    """The steps in the bar: the value, its picture, its name, and whether it is seldom used."""
    return [
        ("accepted", "take", _("Pick up"), False),
        ("handed_over", "swap", _("Hand over"), False),
        ("out_for_delivery", "go", _("Deliver"), False),
        ("signed", "hand", _("Signed"), False),
        ("deposited", "locker", _("Leave"), False),
        ("hub_in", "in", _("Hub in"), True),
        ("hub_out", "out", _("Hub out"), True),
        ("back", "home", _("To outlet"), True),
        ("attempt_failed", "door", _("In vain"), True),
        ("refused", "no", _("Refused"), True),
        ("returned", "return", _("Return"), True),
    ]


def states() -> dict[str, str]:
    """Where a parcel is."""
    return {
        "awaited": _("not picked up yet"),
        "given": _("handed over by its sender"),
        "carried": _("on its way"),
        "at_hub": _("at a sorting centre or outlet"),
        "out": _("out for delivery"),
        "waiting": _("waiting to be collected"),
        "delivered": _("signed for"),
        "disputed": _("sign-off disputed"),
        "going_back": _("on its way back"),
        "back": _("back with its sender"),
        "gone": _("its code is retired"),
    }


def flags() -> dict[str, str]:
    """What is marked beside a scan, for the courier's own eyes."""
    return {
        "clock_offset": _("The phone's clock was wrong; the time is ours."),
        "no_place": _("No place was kept."),
        "far_from_place": _("Outside of the county that was chosen."),
        "impossible_travel": _("Too far from the scan before for the time between."),
    }
