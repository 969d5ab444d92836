"""Cases that hotlines pass on as a table: each row a case with its source and number kept, each wrong row told with its reason."""

from __future__ import annotations

import csv
import io
import uuid
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import NamedTuple

from sqlalchemy.orm import Session

from credit import contacts, intake
from credit.complaints import CATEGORIES
from credit.contacts import Contact
from credit.intake import Submission
from credit.procedure import Kind
from trace import parties
from trace.errors import Malformed, Refusal
from trace.stages import Stamp
from trace.standing import Actor
from trace.words import Evidence

HEADINGS = ("number", "received", "kind", "category", "division", "respondent", "text", "name", "phone")
_NEEDED = ("number", "received", "kind", "category", "text")
MOST_ROWS = 10_000
_HERE = timezone(timedelta(hours=8))


class BadHotlineFile(Malformed):
    """A file of a hotline without the columns that a case needs, or with a row that is no case."""

    code = "bad-hotline-file"


class Row(NamedTuple):
    """One row that reads as a case."""

    line: int
    number: str
    received: datetime
    kind: Kind
    category: str
    division: str | None
    respondent: str
    text: str
    contact: Contact


class Wrong(NamedTuple):
    """One row that does not, and why."""

    line: int
    reason: str


def parse(text: str) -> tuple[list[Row], list[Wrong]]:
    """The rows of a CSV with the headings above (received as 2026-11-24 or 2026-11-24 09:30, the time of China)."""
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    if missing := [name for name in _NEEDED if name not in (reader.fieldnames or ())]:
        raise BadHotlineFile(f"the file lacks the columns {', '.join(missing)}: expected {', '.join(HEADINGS)}")
    rows: list[Row] = []
    wrong: list[Wrong] = []
    for line, said in enumerate(reader, 2):
        if line > MOST_ROWS + 1:
            raise BadHotlineFile(f"the file has more than {MOST_ROWS} rows: cut it in two")
        try:
            rows.append(_row(line, {name: (said.get(name) or "").strip() for name in HEADINGS}))
        except Refusal as refusal:
            wrong.append(Wrong(line, refusal.message))
    return rows, wrong


def take(session: Session, actor: Actor, source: str, row: Row, now: datetime) -> str | None:
    """Open the case of one row; its number here, or None where this hotline's number has come in before."""
    if intake.known(session, source, row.number) is not None:
        return None
    found = parties.find(session, uscc=row.respondent) or parties.find(session, name=row.respondent)
    said = Submission(
        row.category, {row.kind: row.text}, row.contact, things="" if found else row.respondent,
        respondent_id=found.id if found and row.respondent else None, division=row.division, source=source,
        external=row.number,
    )  # fmt: skip
    stamp = Stamp(row.received, event_id=f"urn:uuid:{uuid.uuid4()}")
    (opened,) = intake.submit(session, actor, said, stamp, now, Evidence.IMPORT)
    return opened.case.number


def _row(line: int, said: Mapping[str, str]) -> Row:
    if not 0 < len(said["number"]) <= 60:
        raise BadHotlineFile(f"line {line}: the hotline's own number is missing, or has more than 60 characters")
    if said["kind"] not in set(Kind):
        raise BadHotlineFile(f"line {line}: {said['kind'][:20]!r} is no kind: expected one of {', '.join(Kind)}")
    if said["category"] not in CATEGORIES:
        raise BadHotlineFile(f"line {line}: {said['category'][:20]!r} is no category: expected K01 to K20 or K99")
    if not 0 < len(said["text"]) <= 2_000:
        raise BadHotlineFile(f"line {line}: the words are missing, or more than 2000 characters")
    division = said["division"]
    if division and not (len(division) == 6 and division.isascii() and division.isdigit()):
        raise BadHotlineFile(f"line {line}: {division[:20]!r} is no division: expected six digits")
    contact = contacts.parse(said["name"], said["phone"])
    return Row(
        line, said["number"], _time(line, said["received"]), Kind(said["kind"]), said["category"], division or None,
        said["respondent"][:200], said["text"], contact,
    )  # fmt: skip


def _time(line: int, text: str) -> datetime:
    for form in ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y/%m/%d %H:%M", "%Y/%m/%d"):
        try:
            found = datetime.strptime(text, form).replace(tzinfo=_HERE)
        except ValueError:
            continue
        return found.astimezone(UTC)
    raise BadHotlineFile(f"line {line}: {text[:30]!r} is no time: expected 2026-11-24 or 2026-11-24 09:30")
