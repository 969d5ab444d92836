"""What a part of a GS1 value must be besides so many digits or characters, by the names that GS1's syntax dictionary uses.

Each check is true of a part that is right; the sentence completes "its part ... is not ...".
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable

from trace.identity import checkdigit, coupons
from trace.identity.ai_countries import ALPHA_2, CURRENCIES, NUMERIC
from trace.identity.characters import only_digits

Check = Callable[[str], bool]


def _matches(pattern: str) -> Check:
    return lambda text: re.fullmatch(pattern, text) is not None


def _date(year_digits: int, *, any_day: bool) -> Check:
    """A date that exists; where `any_day`, day 00 stands for the whole month (General Specifications, section 3.4.2)."""

    def holds(text: str) -> bool:
        if len(text) != year_digits + 4 or not only_digits(text):
            return False
        # Of a year in two digits the century does not matter for its length: 2000 was a leap year.
        year, month, day = int(text[:-4]) + (2000 if year_digits == 2 else 0), int(text[-4:-2]), int(text[-2:])
        if not 1 <= month <= 12 or year == 0:
            return False
        return (any_day and day == 0) or 1 <= day <= monthrange(year, month)[1]

    return holds


def _up_to(digits: int, most: int) -> Check:
    return lambda text: len(text) == digits and only_digits(text) and int(text) <= most


def _clock(text: str) -> bool:
    return len(text) == 4 and only_digits(text) and text[:2] < "24" and text[2:] < "60"


def _piece(text: str) -> bool:
    half = len(text) // 2
    return len(text) == 2 * half > 0 and only_digits(text) and 0 < int(text[:half]) <= int(text[half:])


def _iban(text: str) -> bool:
    if not re.fullmatch("[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}", text) or text[:2] not in ALPHA_2:
        return False
    # ISO 13616: moved around and read with A = 10, the number is 1 modulo 97.
    return int("".join(str(int(character, 36)) for character in text[4:] + text[:4])) % 97 == 1


def _place_in_birth(text: str) -> bool:
    found = re.fullmatch("([1-9][0-9]*)/([1-9][0-9]*)", text)
    return found is not None and int(found[1]) <= int(found[2])


CHECKS: dict[str, tuple[Check, str]] = {
    "couponcode": (coupons.code, "a coupon code of North America"),
    "couponposoffer": (coupons.offer, "a paperless coupon of North America"),
    "csum": (checkdigit.fits, "a number with the right check digit"),
    "csumalpha": (checkdigit.pair_fits, "a text with the right check pair"),
    # A company prefix is known to be given out only to whoever has GS1's list of them; its digits are looked at.
    "gcppos1": (_matches("(?s)[0-9]{4}.*"), "begun by at least four digits of a company prefix"),
    "gcppos2": (_matches("(?s).[0-9]{4}.*"), "followed, behind its first digit, by four digits of a company prefix"),
    "hasnondigit": (_matches("(?s).*[^0-9].*"), "a text with anything but digits in it"),
    "hh": (_up_to(2, 23), "an hour"),
    "hhmi": (_clock, "an hour and a minute"),
    "hyphen": (_matches("-+"), "a hyphen"),
    "iban": (_iban, "an IBAN with right check digits"),
    "importeridx": (_matches("[A-Za-z0-9_-]"), "an importer index, a letter, digit, - or _"),
    "iso3166": (NUMERIC.__contains__, "a country's number (ISO 3166-1)"),
    "iso3166999": (lambda text: text in NUMERIC or text == "999", "a country's number (ISO 3166-1) or 999"),
    "iso3166alpha2": (ALPHA_2.__contains__, "a country's two letters (ISO 3166-1)"),
    "iso4217": (CURRENCIES.__contains__, "a currency's number (ISO 4217)"),
    "iso5218": (_matches("[0129]"), "0, 1, 2 or 9 (ISO 5218)"),
    "latitude": (_up_to(10, 1_800_000_000), "a latitude"),
    "longitude": (_up_to(10, 3_600_000_000), "a longitude"),
    "mediatype": (_matches("0[1-9]|10|[89][0-9]"), "a type of medium, 01 to 10 or 80 to 99"),
    "mi": (_up_to(2, 59), "a minute"),
    "nonzero": (lambda text: only_digits(text) and int(text) > 0, "a number above zero"),
    "nozeroprefix": (_matches("0|(?:[1-9][0-9]*)?"), "a number without zeros in front"),
    # The form of the codes of UN/ECE Recommendation 21; the list changes twice a year.
    "packagetype": (_matches("(?!0+$)[0-9A-Z]{1,3}"), "a code of a package (UN/ECE Recommendation 21)"),
    "pcenc": (_matches("(?s)(?:[^%]|%[0-9A-Fa-f]{2})*"), "a text with two hexadecimal digits behind each percent sign"),
    "pieceoftotal": (_piece, "a piece between 1 and the total"),
    "posinseqslash": (_place_in_birth, "a place and a total like 1/2"),
    "ss": (_up_to(2, 59), "a second"),
    "winding": (_matches("[019]"), "0, 1 or 9"),
    "yesno": (_matches("[01]"), "0 or 1"),
    "yymmd0": (_date(2, any_day=True), "a date like 261231 or 261200"),
    "yymmdd": (_date(2, any_day=False), "a date like 261231"),
    "yyyymmd0": (_date(4, any_day=True), "a date like 20261231 or 20261200"),
    "yyyymmdd": (_date(4, any_day=False), "a date like 20261231"),
    "zero": (_matches("0+"), "0"),
}
