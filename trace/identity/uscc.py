"""Unified social credit codes of organisations in China (统一社会信用代码, GB 32100-2015)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from trace.errors import Malformed
from trace.identity.characters import shown

# 31 characters: I, O, S, V and Z are left out (GB 32100, section 4).
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# Rural collectives have letters in front (N1, N2, N3, Y1), so only the division is held to digits.
_FORM = re.compile(f"[{ALPHABET}]{{2}}[0-9]{{6}}[{ALPHABET}]{{10}}")


class BadUscc(Malformed):
    """A text that is no unified social credit code."""

    code = "bad-uscc"


@dataclass(frozen=True, slots=True)
class Facts:
    """What can be said of a code without asking a register; that it exists is a third fact, and not here."""

    format_ok: bool
    inner_ok: bool


@dataclass(frozen=True, slots=True)
class Uscc:
    """A code of 18 characters whose last one fits; it need not exist."""

    uscc: str

    def __post_init__(self) -> None:
        if trouble := _trouble(self.uscc):
            raise BadUscc(f"{shown(self.uscc)} is not a unified social credit code: {trouble}")

    @classmethod
    def parse(cls, text: str) -> Uscc:
        """The code from what was typed: spaces are dropped and letters made capitals."""
        return cls(text.replace(" ", "").upper() if text.isascii() else text)

    @property
    def department(self) -> str:
        """The registering department and the class of the organisation, such as 91 for enterprises."""
        return self.uscc[:2]

    @property
    def division(self) -> str:
        """The six digits of the division where it was registered (GB/T 2260)."""
        return self.uscc[2:8]

    @property
    def organisation(self) -> str:
        """The organisation's own code, nine characters (GB 11714)."""
        return self.uscc[8:17]

    @property
    def inner_ok(self) -> bool:
        """Whether the check character of the organisation's own code fits; older codes need not (GB 11714)."""
        # Digits count as themselves and letters from A = 10, which is how int reads base 36.
        total = sum(
            weight * int(character, 36) for weight, character in zip(_INNER_WEIGHTS, self.uscc[8:16], strict=True)
        )
        return self.uscc[16] == "0123456789X0"[11 - total % 11]

    def __str__(self) -> str:
        return self.uscc


def facts(text: str) -> Facts:
    """Both facts about a text, of which a form shows the second as a warning only."""
    try:
        code = Uscc.parse(text)
    except BadUscc:
        return Facts(format_ok=False, inner_ok=False)
    return Facts(format_ok=True, inner_ok=code.inner_ok)


def _trouble(text: str) -> str | None:
    if len(text) != 18:
        return f"expected 18 characters, got {len(text)}"
    if not _FORM.fullmatch(text):
        at = next(
            place for place, character in enumerate(text)
            if character not in (ALPHABET[:10] if 2 <= place < 8 else ALPHABET)
        )  # fmt: skip
        wanted = "a digit" if 2 <= at < 8 else f"one of {ALPHABET}"
        return f"{shown(text[at])} at position {at + 1} where {wanted} was expected"
    total = sum(weight * ALPHABET.index(character) for weight, character in zip(_WEIGHTS, text[:17], strict=True))
    right = ALPHABET[-total % 31]
    return None if text[17] == right else f"its check character is {text[17]} where {right} was expected"
