"""What a merchant typed, read: values, or what is wrong beside which field. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from app.merchant.words import said
from app.texts import _
from trace.errors import Refusal

T = TypeVar("T")
Form = Mapping[str, str]
_PRICE = re.compile(r"([0-9]{1,8})(?:\.([0-9]{1,2}))?")
_WHOLE = re.compile(r"[0-9]{1,9}")


class Read:
    """A form being read: each call gives a value, or notes what is wrong with the field and gives nothing."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self.wrong: dict[str, str] = {}

    def text(self, field: str, most: int = 200, *, needed: bool = False) -> str:
        """A line of text, without spaces around it."""
        found = " ".join(self.form.get(field, "").split())
        if needed and not found:
            self.wrong[field] = _("Fill this in.")
        elif len(found) > most:
            self.wrong[field] = _("Too long: at most %(n)s characters.", n=most)
        return found

    def one_of(self, field: str, among: tuple[str, ...]) -> str:
        """One of a few words; the form offers no other."""
        found = self.form.get(field, "")
        if found not in among:
            self.wrong[field] = _("Choose one of these.")
        return found

    def day(self, field: str) -> date | None:
        """A day as date fields send it."""
        text = self.form.get(field, "").strip()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.wrong[field] = _("Write a day like 2026-11-24.")
            return None

    def number(self, field: str, *, needed: bool = False) -> int | None:
        """A whole number."""
        text = self.form.get(field, "").strip().replace(",", "")
        if not text and not needed:
            return None
        if not _WHOLE.fullmatch(text):
            self.wrong[field] = _("Write a whole number.")
            return None
        return int(text)

    def price(self, field: str) -> int | None:
        """Yuan as people write them, in fen."""
        text = self.form.get(field, "").strip().lstrip("¥￥").strip()
        if not text:
            return None
        if (found := _PRICE.fullmatch(text)) is None:
            self.wrong[field] = _("Write a price like 168 or 168.50.")
            return None
        return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))

    def known(self, field: str, parse: Callable[[str], T]) -> T | None:
        """What the domain reads from the text; nothing where the field is empty."""
        text = self.form.get(field, "").strip()
        if not text:
            return None
        try:
            return parse(text)
        except Refusal as refusal:
            self.wrong[field] = said(refusal)
            return None
