"""Kinds of links: the terms of the GS1 Web Vocabulary, registered relations such as `next`, and others' URIs.

A kind has one spelling, the one that a linkset's member is named by: https://ref.gs1.org/voc/pip, `next`, or a URI of
letters, digits, dots, slashes and _ (all that the published schema of a GS1 linkset lets through).
"""

from __future__ import annotations

import re

from trace.errors import Malformed
from trace.identity.characters import shown

VOCABULARY = "https://ref.gs1.org/voc/"
# GS1 Web Vocabulary 1.16, the terms under gs1:linkType.
_NAMES = """
activityIdeas allergenInfo appDownload backgroundInfo brandHomepageClinical brandHomepagePatient careersInfo
certificationInfo consumerHandlingStorageInfo defaultLink defaultLinkMulti dpp eifu epcis epil eventsInfo faqs handledBy
hasRetailers homepage ingredientsInfo instructions jws leaveReview locationInfo logisticsInfo loyaltyProgram masterData
menuInfo nutritionalInfo openingHoursInfo paymentLink pip productSustainabilityInfo promotion
purchaseSuppliesOrAccessories quickStartGuide recallStatus recipeInfo registerProduct registryEntry relatedImage
relatedVideo reportFound review safetyInfo scheduleTime serviceInfo smartLabel smpc socialMedia statisticInfo subscribe
support sustainabilityInfo traceability tutorial userAgreement verificationService whatsInTheBox
"""
NAMES = frozenset(_NAMES.split())
DEFAULT = f"{VOCABULARY}defaultLink"
DEFAULTS = f"{VOCABULARY}defaultLinkMulti"
TRACEABILITY = f"{VOCABULARY}traceability"
ALTERNATE = "alternate"

# The vocabulary by its prefix, and at every address it has had.
_TERM = re.compile(r"(?:gs1:|https?://(?:www\.|ref\.)?gs1\.org/voc/)(.*)", re.DOTALL)
_WORD = re.compile("[a-z][a-z-]*")
_URI = re.compile(r"https?://[A-Za-z0-9.]+/[A-Za-z0-9./_]+")
# Words that mean something else in a linkset or to a resolver.
_TAKEN = frozenset({"anchor", "linkset", "all", "self"})


class BadLinkType(Malformed):
    """A text that is no kind of link, or a term that the GS1 Web Vocabulary does not have."""

    code = "bad-link-type"


def parse(text: str) -> str:
    """The one spelling of a kind of link."""
    if (term := _TERM.fullmatch(text)) is not None:
        if term[1] not in NAMES:
            raise BadLinkType(
                f"{shown(text)} is not a kind of link of the GS1 Web Vocabulary: expected one like gs1:pip"
            )
        return VOCABULARY + term[1]
    if text not in _TAKEN and (_WORD.fullmatch(text) or _URI.fullmatch(text)):
        return text
    raise BadLinkType(
        f"{shown(text)} is not a kind of link: expected a term like gs1:pip, a registered relation in small letters, or a "
        "URI of letters, digits, dots, slashes and _"
    )


def of_owner(text: str) -> str:
    """The same for a link that somebody makes; what the default is says its own flag."""
    found = parse(text)
    if found in (DEFAULT, DEFAULTS):
        raise BadLinkType("a link has a kind that says what it leads to: mark it as a default beside that")
    return found
