"""What the front page of the demonstration leads to; app/demo records these things under these names."""

from __future__ import annotations

from typing import NamedTuple

from app.access.roles import Role
from app.consumer.vocabulary import N_
from app.demo import names


class Shown(NamedTuple):
    """A thing to look at: its path (`/01/..` under id.gs1.org, `/id/..` under the log's origin), and what there is to see."""

    path: str
    title: str
    line: str
    query: str = ""
    # Opened with the code on the slip inside, which the installation's own key makes.
    inside: bool = False

    def uri(self, origin: str) -> str:
        """Its canonical name in the log `origin`."""
        return f"https://{origin if self.path.startswith('/id/') else 'id.gs1.org'}{self.path}"


_GINSENG = N_("Ji'an ginseng, 50 g")
_WINE = N_("Liuhe wild grape wine, 750 ml")
_JUICE = N_("Liuhe wild grape juice, 1 l")


def _opened(label: names.Label, title: str, line: str) -> Shown:
    """A parcel whose label somebody has scanned."""
    return Shown(label.path, title, line, f"?k={label.token}")


SHOWN: tuple[Shown, ...] = (
    Shown(names.AT_STATION, _GINSENG, N_("Left at a pick-up station, and nobody has signed for it yet.")),
    _opened(
        names.STATION_PARCEL, N_("The parcel it is in"), N_("Every stop of it, opened with the code on its label.")
    ),
    Shown(
        names.AT_STATION,
        N_("The slip inside that parcel"),
        N_("With the code on it: confirm, deny, review, complain, send back."),
        inside=True,
    ),
    Shown(names.DELIVERED, _GINSENG, N_("Signed for with two devices side by side, then reviewed.")),
    Shown(names.SLICED_LOT, N_("Ginseng slices, a whole lot"), N_("Made of another lot, which is named.")),
    Shown(names.DECIDED, N_("Ginseng slices, a medicine, 30 g"), N_("A complaint, and what the office decided on it.")),
    Shown(names.RECALLED_LOT, N_("Liuhe wild grape juice, a whole lot"), N_("It is being recalled.")),
    Shown(names.RECALLED, _JUICE, N_("Of the recalled lot, and delivered days before.")),
    Shown(names.RECALLED_UNSOLD, _JUICE, N_("Of the recalled lot, and still on sale when it was recalled.")),
    Shown(names.DISPUTED, _WINE, N_("The courier says that it was taken, the recipient denies it.")),
    Shown(names.BY_PROXY, _WINE, N_("Somebody whom the recipient had named took it.")),
    Shown(names.REFUSED, _WINE, N_("One attempt in vain, then refused at the door because it was damaged.")),
    Shown(names.RETURNED, _GINSENG, N_("Sent back within seven days, and paid back.")),
    Shown(names.CORRECTED, _GINSENG, N_("A weight was mistyped and put right; both stand in the record.")),
    Shown(names.LATE, _GINSENG, N_("Some scans came in late and out of order, from phones without a network.")),
    Shown(names.BY_LOT, N_("Meihekou rice, 5 kg"), N_("Traced by the lot: no bag has a code of its own.")),
    _opened(
        names.BY_PARCEL,
        N_("Fresh blueberries, 6 boxes"),
        N_("Traced by the parcel, opened with the code on its label."),
    ),
    Shown(
        names.OWN_CODED, N_("Dried blueberries, 200 g"), N_("From a merchant without GS1 numbers, under its own code.")
    ),
)


class Door(NamedTuple):
    """A door of the demonstration: whose it is, the name to log in with, where it leads, and what to do behind it."""

    role: Role
    login: str
    path: str
    title: str
    line: str


DOORS: tuple[Door, ...] = (
    Door(
        Role.MERCHANT, "merchant", "/merchant/", N_("The merchant's desk"),
        N_("Products, labels, the evening's orders. A pick-up code lies in the inbox."),
    ),
    Door(
        Role.COURIER, "", "/courier/", N_("The courier's phone"),
        N_("Enter the one-time code, then pick up DEMO-SD-4001 and 4002: type the number, or scan it."),
    ),
    Door(
        Role.CARRIER, "carrier", "/carrier/", N_("The courier firm's desk"),
        N_("What is in whose hands. It also gives further one-time codes for phones."),
    ),
    Door(
        Role.STATION, "station", "/carrier/", N_("The pick-up station's counter"),
        N_("One parcel lies here: hand it out with the code from the merchant's inbox."),
    ),
    Door(
        Role.REGULATOR, "regulator", "/account", N_("The supervising office"),
        N_("Two cases wait: see in whose hands it was, take one on, decide."),
    ),
    Door(
        Role.OPERATOR, "operator", "/regulator/", N_("Who runs this service"),
        N_("The same rooms, and checking who merchants are."),
    ),
)  # fmt: skip
