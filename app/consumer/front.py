"""The front page: one field for whatever stands on the goods or on the parcel."""

from __future__ import annotations

import re

from sqlalchemy.orm import Session

from app.consumer import phrases as p
from app.consumer.pages import HomePage, Row, filled, sentence
from app.consumer.sheets import path
from app.consumer.words import Words
from app.showcase import DOORS, SHOWN
from couriers import inside, parcels
from trace import bulk, keyring, products
from trace.errors import Malformed
from trace.identity import own, thing
from trace.identity.gtin import Gtin
from trace.identity.sscc import Sscc

_Group = tuple[str, str, tuple[Row, ...]]
_DIGITS = re.compile(r"[0-9][0-9 .-]*")


def front(session: Session, words: Words, asked: str, banner: str, origin: str) -> HomePage | str:
    """The page, or the path that leads to what was asked for."""
    wrong = ""
    if asked:
        try:
            return look_up(session, asked, origin)
        except Malformed as refusal:
            wrong = words.t(p.BAD_CHECK_DIGIT if "check digit" in refusal.message else p.NOT_A_CODE)
    return HomePage(
        sentence=sentence(words, p.HOME),
        explain=words.t(p.HOME_EXPLAIN),
        title=words.t(p.HOME_TITLE),
        banner=words.t(banner) if banner else "",
        asked=asked,
        wrong=wrong,
        groups=(*_shown(session, words, origin), *(_doors(words) if banner else ())),
    )


def look_up(session: Session, asked: str, origin: str) -> str:
    """The path of what a code names: an address out of a QR code, a barcode number, a waybill number, a merchant's code."""
    if asked.startswith(("/", "http://", "https://", "HTTP://", "HTTPS://", "urn:")):
        uri = thing.canonical(asked, origin)
        if thing.kind(uri) == "other":
            raise own.BadOwnName(f"{asked[:60]!r} is not the address in a code of ours")
        return path(uri) + _token(asked)
    digits = re.sub(r"[ .-]", "", asked) if _DIGITS.fullmatch(asked) else ""
    if len(digits) == 18 and parcels.by_number(session, digits) is None:
        return path(thing.canonical(f"/00/{Sscc.parse(digits)}", origin))
    if len(digits) in (8, 12, 13, 14) and parcels.by_number(session, digits) is None:
        return f"/01/{Gtin.parse(digits).gtin14}"
    if (found := parcels.by_number(session, asked.replace(" ", "").upper())) is not None:
        return path(found)
    # NMPAB/T 1002: the first seven of a drug's twenty digits name the drug and its package.
    if len(digits) in (7, 20) and (drug := products.by_drug_code(session, digits)) is not None:
        return path(drug.uri)
    uri = own.product(asked).uri(origin)
    if not bulk.run(session, "SELECT 1 FROM thing WHERE uri = ?", (uri,)):
        raise own.BadOwnName(f"{asked[:60]!r} is no code that is known here")
    return path(uri)


def _token(asked: str) -> str:
    """The code on a parcel's label, which stands behind the question mark of its address."""
    found = re.search(r"[?&](k=[A-Za-z0-9]{1,64})(?:[&#]|$)", asked)
    return f"?{found[1]}" if found else ""


def _shown(session: Session, words: Words, origin: str) -> tuple[_Group, ...]:
    """What there is to look at in a world that was filled to be looked at."""
    named = [(row.uri(origin), row) for row in SHOWN]
    wanted = {uri for uri, _ in named}
    there = {uri for (uri,) in bulk.select_in(session, "SELECT uri FROM thing WHERE n > 0 AND uri", wanted, "text")}
    key = keyring.of(session).data_key
    rows = tuple(
        Row(
            words.t(row.title),
            path(uri) + (f"?c={inside.code(key, uri)}" if row.inside else row.query),
            words.t(row.line),
        )
        for uri, row in named
        if uri in there
    )
    return ((words.t(p.HOME_LOOK_AT), "", rows),) if rows else ()


def _doors(words: Words) -> tuple[_Group, ...]:
    """Where those go in who work here, and under which name; `flask serve` makes the log-ins of the demonstration."""
    rows = tuple(
        Row(
            words.t(door.title),
            f"/login?next={door.path}" if door.login else door.path,
            words.t(door.line),
            filled(words, p.HOME_LOG_IN, name=door.login) if door.login else "",
        )
        for door in DOORS
    )
    return ((words.t(p.HOME_DOORS), words.t(p.HOME_PASSWORD), rows),)
