"""Who had it, as an officer sees it on the page of a case: hands, findings, suggested shares, and whom a decision can name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.texts import N_, _
from couriers.conduct import Kind
from couriers.roster import Courier
from couriers.scanned import ScanBy
from credit import tracing_back
from credit.blame import Segment
from credit.cases import Complaint
from credit.tracing_back import Traced
from trace import parties
from trace.errors import Unknown
from trace.parties import Kind as PartyKind

# What the record shows, in words; couriers/rules says how much each weighs.
FINDINGS: dict[str, str] = {
    "handover_one_sided": N_("taken over without the other side's word"),
    "long_pause": N_("lay there longer than the rules give"),
    "signed_without_code": N_("signed for without a code"),
    "no_consent_shown": N_("left there, and nobody's consent shown"),
    "left_and_not_handed_over": N_("left there, handed over to nobody"),
    "refused_as_damaged": N_("refused as damaged"),
    "last_holder": N_("the last who had it"),
    "missing_step": N_("a scan is missing"),
    "impossible_travel": N_("too far from the scan before for the time between"),
    "impossible_step": N_("contradicts what stood recorded"),
    "far_from_place": N_("far from the place; a distance alone does not count"),
    "no_place": N_("no place was recorded; that alone does not count"),
    "clock_offset": N_("the phone's clock was wrong; that alone does not count"),
}
VOUCHES = {"both": "both", "device": "device", "carrier": "carrier", "aggregator": "aggregator", "claim": "claim",
           "party": "party", "import": "import"}  # fmt: skip
SAYS: dict[str, str] = {
    "both": N_("two devices agree"),
    "device": N_("signed by one device"),
    "carrier": N_("the firm's signed feed"),
    "aggregator": N_("passed on by a third party"),
    "claim": N_("by the code inside"),
    "party": N_("typed in by the party itself"),
    "import": N_("imported"),
}


class Candidate(NamedTuple):
    """Somebody whom a decision can name: `key` goes into the form."""

    key: str
    label: str
    share: int


class Row(NamedTuple):
    """One stretch: whose hands, what kind of party, from when to when, who vouches, what was found, the suggested share."""

    name: str
    kind: str
    segment: Segment
    vouches: str
    says: str
    counting: list[str]
    remarks: list[str]
    share: int
    most: bool


class Shown(NamedTuple):
    """All of it; `rows` is empty where nothing is recorded of the thing."""

    rows: list[Row]
    candidates: list[Candidate]
    findings: int
    main: str


def shown(session: Session, case: Complaint) -> Shown:
    """The hands that the thing of a case went through."""
    traced = _traced(session, case)
    if traced is None:
        return Shown([], _of_respondent(session, case), 0, "")
    report, rows = traced.report, []
    top = max(report.shares, default=0)
    for at, (part, share) in enumerate(zip(report.segments, report.shares, strict=True)):
        told = [one for one in report.findings if one.segment == at]
        name, kind = _party(session, part.holder)
        rows.append(
            Row(
                name, kind, part, part.taken_by, _(SAYS.get(part.taken_by, part.taken_by)),
                _said(one.code for one in told if one.counts),
                _said(one.code for one in told if not one.counts), share, bool(top) and share == top,
            )
        )  # fmt: skip
    main = next((row.name for row in rows if row.most), "")
    people = _candidates(session, traced) or _of_respondent(session, case)
    return Shown(rows, people, sum(one.counts for one in report.findings), main)


def happened(session: Session, case: Complaint, key: str) -> tuple[Kind, int, int, int | None]:
    """Whom the key of a candidate names, when the thing happened (ms since 1970), and the entry that was wrong, if one is."""
    kind, number, *entry = key.split(":")
    found = Kind(kind), int(number)
    entry_id = int(entry[0]) if entry and entry[0] else None
    if (traced := _traced(session, case)) is not None and entry_id is not None:
        for part in traced.report.segments:
            for one in part.entries:
                if one.entry_id == entry_id:
                    return *found, one.at_ms, entry_id
    return *found, round(case.received_at.timestamp() * 1000), None


def _said(codes: Iterable[str]) -> list[str]:
    """Each once, with how often."""
    return [f"{_(FINDINGS.get(code, code))}{f' × {many}' if many > 1 else ''}" for code, many in Counter(codes).items()]


def _traced(session: Session, case: Complaint) -> Traced | None:
    if not case.about:
        return None
    try:
        return tracing_back.trace(session, case.number)
    except Unknown:
        return None


def _party(session: Session, uri: str) -> tuple[str, str]:
    number = uri.rsplit("/", 1)[-1]
    if not number.isdigit():
        return uri, ""
    found = parties.get(session, int(number))
    return found.name, found.kind


def _candidates(session: Session, traced: Traced) -> list[Candidate]:
    """The firms and stations that had it, and the couriers whose phones made the entries, with the share of their stretch."""
    found: dict[str, Candidate] = {}
    entries = [one.entry_id for part in traced.report.segments for one in part.entries]
    wanted = select(ScanBy.entry_id, Courier.id, Courier.alias).join(Courier, Courier.id == ScanBy.courier_id)
    scans = {row[0]: (row[1], row[2]) for row in session.execute(wanted.where(ScanBy.entry_id.in_(entries))).all()}
    for at, part in enumerate(traced.report.segments):
        share = traced.report.shares[at]
        wrong = _wrong(traced, at)
        for one in part.entries:
            if one.entry_id in scans:
                number, alias = scans[one.entry_id]
                key = f"courier:{number}:{one.entry_id}"
                if one.entry_id in wrong or not any(other.startswith(f"courier:{number}:") for other in found):
                    for other in [other for other in found if other.startswith(f"courier:{number}:")]:
                        del found[other]
                    found[key] = Candidate(key, _("courier %(alias)s", alias=alias), share)
        party = part.holder.rsplit("/", 1)[-1]
        name, kind = _party(session, part.holder)
        if kind in (PartyKind.CARRIER, PartyKind.STATION):
            of = "firm" if kind == PartyKind.CARRIER else "outlet"
            before = found.get(f"{of}:{party}:")
            found[f"{of}:{party}:"] = Candidate(f"{of}:{party}:", name, max(share, before.share if before else 0))
    return sorted(found.values(), key=lambda one: -one.share)


def _wrong(traced: Traced, at: int) -> Sequence[int]:
    return [entry for one in traced.report.findings if one.segment == at and one.counts for entry in one.entries]


def _of_respondent(session: Session, case: Complaint) -> list[Candidate]:
    party = parties.get(session, case.respondent_id)
    if party.kind not in (PartyKind.CARRIER, PartyKind.STATION):
        return []
    of = "firm" if party.kind == PartyKind.CARRIER else "outlet"
    return [Candidate(f"{of}:{party.id}:", party.name, 100)]
