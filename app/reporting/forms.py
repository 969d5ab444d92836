"""What somebody wrote into the form of /report, as a submission; or which field is wrong and why. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple
from uuid import UUID, uuid4

from app.texts import _
from credit import contacts
from credit.complaints import CATEGORIES, LONGEST
from credit.contacts import BadContact, Contact
from credit.procedure import Kind


class Filled(NamedTuple):
    """The form as it reads, its own id (sent twice it is one case), and the wrong fields with their sentences."""

    category: str
    words: dict[Kind, str]
    about: str
    whom: str
    division: str | None
    contact: Contact
    id: str
    wrong: dict[str, str]


def read(form: Mapping[str, str]) -> Filled:
    """Everything that is wrong at once, not one field after the other."""
    wrong: dict[str, str] = {}
    words = {kind: form.get(kind.value, "").strip() for kind in Kind}
    for kind, text in words.items():
        if len(text) > LONGEST:
            wrong[kind.value] = _("Write 1 to 2,000 characters.")
    if not any(words.values()):
        wrong["complaint"] = _("Write what you want in at least one of the three fields.")
    category = form.get("category", "")
    if category not in CATEGORIES:
        wrong["category"] = _("Choose what it is about.")
    about, whom = form.get("about", "").strip(), form.get("whom", "").strip()
    if len(about) > 300 or len(whom) > 300:
        wrong["whom"] = _("At most 300 characters.")
    if not about and not whom:
        wrong["whom"] = _("Say against whom, or about which goods: a name, a shop, a number.")
    contact = Contact()
    try:
        contact = contacts.parse(
            form.get("name", ""), form.get("phone", ""), form.get("address", ""),
            needed=bool(words[Kind.COMPLAINT] or words[Kind.INQUIRY]),
        )  # fmt: skip
    except BadContact:
        wrong["phone"] = _("A complaint or an inquiry needs your name and a phone number; a report can do without.")
    division = form.get("division", "")
    if division and not (len(division) == 6 and division.isascii() and division.isdigit()):
        wrong["division"] = _("Choose a county from the list.")
    try:
        own = f"urn:uuid:{UUID(form['id'])}"
    except (KeyError, ValueError):
        own = f"urn:uuid:{uuid4()}"
    return Filled(category, words, about, whom, division or None, contact, own, wrong)
