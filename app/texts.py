"""Texts of the consoles: English as written here, in the reader's language when shown."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext

from trace.errors import Refusal


def _(text: str, **values: object) -> str:
    """The text in the reader's language, with its %(holes)s filled."""
    found: str = gettext(text, **values)
    return found


def N_(text: str) -> str:
    """A text that is translated when it is shown."""
    return text


def refused(refusal: Refusal, words: Mapping[str, str]) -> str:
    """A refusal in the reader's language by the words of a page; one without any says what the domain says."""
    return _(words[refusal.code]) if refusal.code in words else refusal.message
