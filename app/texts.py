"""Texts of the consoles: English as written here, in the reader's language when shown."""

from __future__ import annotations

from flask_babel import gettext


def _(text: str, **values: object) -> str:
    """The text in the reader's language, with its %(holes)s filled."""
    found: str = gettext(text, **values)
    return found


def N_(text: str) -> str:
    """A text that is translated when it is shown."""
    return text
