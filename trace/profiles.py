"""What each kind of goods has to say of itself: the fields of its public cards, and how a permit or a code is written. Pure.

食品安全法 67 says what stands on a food's label, 药品管理法 49 what on a medicine's; which of it is missing is said
openly, and nothing is refused for it: whether goods may be sold is the office's to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trace.errors import Malformed

# SC and 14 digits: kind of food, division, number, check digit (食品生产许可管理办法 29).
_FOOD_PERMIT = re.compile("SC[0-9]{14}")
# 药品注册管理办法 122: H chemical, Z Chinese, S biological and what else there is, a year and four figures.
_DRUG_PERMIT = re.compile("国药准字[HZSBTFJ][0-9]{8}")
# NMPAB/T 1002: twenty characters a package, of which the first seven name the drug and its package.
_DRUG_CODE = re.compile("[0-9]{20}|[0-9]{7}")
DRUG_DIGITS = 7


class BadPermit(Malformed):
    """A permit or a drug's code that is not written as the offices write it."""

    code = "bad-permit"


@dataclass(frozen=True, slots=True)
class Profile:
    """What a kind of goods needs, as (card, field); how its permit is written, and an example of one."""

    needs: tuple[tuple[str, str], ...]
    permit: re.Pattern[str] | None = None
    example: str = ""


_PLAIN = (("product", "net"), ("origin", "place"))
_LABELLED = (*_PLAIN, ("product", "maker"), ("product", "storage"), ("permit", "permit"))
_FOOD = Profile(_LABELLED, _FOOD_PERMIT, "SC10222058200001")
_MEDICINE = Profile((*_LABELLED, ("product", "drug_code")), _DRUG_PERMIT, "国药准字Z20260001")
_FRESH = Profile((*_PLAIN, ("product", "maker")))
_PROFILES = {
    "food": _FOOD, "wine": _FOOD, "juice": _FOOD, "medicine": _MEDICINE, "fruit": _FRESH, "rice": _FRESH, "ginseng": _FRESH,
}  # fmt: skip
NONE = Profile(())


def of(category: str) -> Profile:
    """The profile of a kind of goods; most kinds need nothing."""
    return _PROFILES.get(category, NONE)


def missing(category: str, said: Mapping[str, Mapping[str, object]]) -> Iterator[str]:
    """The fields that this kind of goods needs and its cards do not say, by card what they say."""
    return (field for card, field in of(category).needs if not said.get(card, {}).get(field))


def permit(category: str, text: str) -> str:
    """The number of a permit as its office writes it; of kinds that we do not know, whatever is given."""
    bare, profile = "".join(text.split()), of(category)
    if profile.permit is not None and not profile.permit.fullmatch(bare):
        raise BadPermit(
            f"{text[:40]!r} is not such a permit: expected a number like {profile.example}", example=profile.example
        )
    return text if profile.permit is None else bare


def drug_code(text: str) -> str:
    """The seven digits that name a drug and its package, alone or as the code on the package begins with them."""
    bare = "".join(text.split())
    if not _DRUG_CODE.fullmatch(bare):
        raise BadPermit(f"{text[:40]!r} is not the code of a drug: expected its 20 digits, or the first 7 of them")
    return bare[:DRUG_DIGITS]
