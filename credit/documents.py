"""Documents of a case: numbered, laid out as PDF, kept encrypted as they were issued, their SHA-256 on the case's chain."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from secrets import token_hex

from sqlalchemy import BigInteger, LargeBinary, Text, func, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from credit import cases, decisions, paper_layout, paper_texts
from credit.cases import Complaint
from credit.casework import Hand, take
from credit.deadlines import day
from credit.paper_texts import KINDS, Facts, Paper
from credit.procedure import Kind
from trace import bulk, keyring, parties, private
from trace.errors import Conflict, Malformed, Unknown
from trace.labels import pdf_marks, sheet
from trace.store import BigId, Record, UTCTime

# What stands before the year where an office has said nothing.
PREFIX = "溯案"
LONGEST_PREFIX = 20
# A nonce and a tag of AES-256-GCM, with nothing between.
SEALED_NOTHING = 28


class NoSuchDocument(Unknown):
    """No document of this case has this number, or none says what is asked for."""

    code = "no-such-document"


class NotIssuable(Conflict):
    """A document of a step that was not taken in this case."""

    code = "not-issuable"


class BadPrefix(Malformed):
    """The word before the number of an office's documents is missing or too long."""

    code = "bad-prefix"


class CaseDocument(Record):
    """One document. `content` is the SHA-256 of what it says, `sha256` that of the PDF; the PDF is encrypted."""

    __tablename__ = "case_document"

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    case_id: Mapped[int] = mapped_column(BigInteger, index=True)
    kind: Mapped[str] = mapped_column(Text)
    number: Mapped[str] = mapped_column(Text, unique=True)
    content: Mapped[str] = mapped_column(Text, unique=True)
    sha256: Mapped[str] = mapped_column(Text)
    blob: Mapped[bytes] = mapped_column(LargeBinary)
    office_id: Mapped[int] = mapped_column(BigInteger)
    entry_id: Mapped[int] = mapped_column(BigInteger)
    made_at: Mapped[datetime] = mapped_column(UTCTime)
    made_by: Mapped[int | None] = mapped_column(BigInteger)
    served_at: Mapped[datetime | None] = mapped_column(UTCTime)

    @property
    def title(self) -> str:
        """What stands above it."""
        return KINDS[Paper(self.kind)][1]


class PaperNumber(Record):
    """How far an office has counted its documents in a year, and the word before the number."""

    __tablename__ = "paper_number"

    office_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(BigInteger)


class PaperPrefix(Record):
    """The word of an office before the year and number of its documents."""

    __tablename__ = "paper_prefix"

    office_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    prefix: Mapped[str] = mapped_column(Text)


def of(session: Session, case: Complaint) -> Sequence[CaseDocument]:
    """The documents of a case, the oldest first."""
    return session.scalars(select(CaseDocument).where(CaseDocument.case_id == case.id).order_by(CaseDocument.id)).all()


def possible(session: Session, case: Complaint) -> list[tuple[Paper, str]]:
    """The documents that can be issued now, with their titles."""
    taken = {one.step for one in cases.steps(session, case)}
    return [(paper, KINDS[paper][1]) for paper in paper_texts.possible(case.kind, taken)]


def issue(
    session: Session, case: Complaint, hand: Hand, paper: Paper, category: str, address: str, now: datetime, *,
    reason: str = "", to: str = "", manifest: str = "",
) -> CaseDocument:  # fmt: skip
    """Issue a document; `category` and `reason` in words, `address` is where its digest is asked for (ends with /)."""
    step, _, kinds, _ = KINDS[paper]
    taken = [one for one in cases.steps(session, case) if one.step == step]
    if case.kind not in kinds or not taken:
        raise NotIssuable(f"case {case.number} has no step {step}: {paper} cannot be issued")
    last = taken[-1]
    words = private.texts(session, [last.entry_id])
    facts = Facts(
        paper, _number(session, hand.actor.id, day(now).year), case.number, Kind(case.kind), category,
        parties.get(session, case.respondent_id).name, parties.get(session, hand.actor.id).name, day(case.received_at),
        day(now), words.get(last.entry_id, {}).get("text", ""), reason, case.outcome or "",
        decisions.last_day(session, case, now) if paper is Paper.DECISION else None, to, manifest,
    )  # fmt: skip
    text = paper_texts.written(facts)
    # Two documents of the same words are two: the number is in it, and what nobody can guess besides.
    content = sha256("\n".join((*map(str, text), token_hex(16))).encode()).hexdigest()
    pdf = io.BytesIO()
    drawings = paper_layout.drawn(text, content, f"{address}{content[:32]}")
    pdf_marks.write(pdf, drawings, sheet.roll(*sheet.A4), f"{text.number} {text.title}")
    data = pdf.getvalue()
    digest = sha256(data).hexdigest()
    row = take(session, case, "issued", hand, now, reason=str(paper), facts={"card": digest})
    made = CaseDocument(
        case_id=case.id, kind=str(paper), number=text.number, content=content, sha256=digest,
        blob=keyring.of(session).seal(data, os.urandom(32), f"case-document/{content}"), office_id=hand.actor.id,
        entry_id=row.entry_id, made_at=now, made_by=hand.account_id,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def get(session: Session, case: Complaint, document_id: int) -> CaseDocument:
    """A document of this case."""
    found = session.get(CaseDocument, document_id)
    if found is None or found.case_id != case.id:
        raise NoSuchDocument(f"case {case.number} has no document {document_id}")
    return found


def pdf(session: Session, document: CaseDocument) -> bytes:
    """The document as it was issued."""
    return keyring.of(session).unseal(document.blob, f"case-document/{document.content}")


def known(session: Session, digest: str) -> CaseDocument:
    """The document whose digest begins with what its QR code says, for whoever holds the paper."""
    if len(digest) == 32 and digest.isascii() and digest.isalnum():
        found = session.scalars(
            select(CaseDocument).where(CaseDocument.content.startswith(digest, autoescape=True))
        ).first()
        if found is not None:
            return found
    raise NoSuchDocument("no document of this installation says that: expected the code on the paper")


def served(session: Session, case: Complaint, document: CaseDocument, hand: Hand, how: str, now: datetime) -> None:
    """It has reached whom it is for; `how` is written down."""
    take(session, case, "told", hand, now, text=how, reason=document.kind)
    document.served_at = document.served_at or now
    session.flush()


def erase_before(session: Session, moment: datetime, most: int) -> int:
    """Erase the PDFs that were issued before a moment, so many at a time; number and digests stay."""
    kept = func.length(CaseDocument.blob) > SEALED_NOTHING
    due = select(CaseDocument).where(CaseDocument.made_at < moment, kept).order_by(CaseDocument.id).limit(most)
    found = session.scalars(due).all()
    for one in found:
        one.blob = keyring.of(session).seal(b"", os.urandom(32), f"case-document/{one.content}")
    session.flush()
    return len(found)


def prefix(session: Session, office_id: int) -> str:
    """The word before the number of an office's documents."""
    found = session.get(PaperPrefix, office_id)
    return found.prefix if found else PREFIX


def set_prefix(session: Session, office_id: int, text: str) -> None:
    """Another word for the documents to come."""
    if not 0 < len(text.strip()) <= LONGEST_PREFIX:
        raise BadPrefix(f"the word before the number has {len(text)} characters: expected 1 to {LONGEST_PREFIX}")
    session.merge(PaperPrefix(office_id=office_id, prefix=text.strip()))
    session.flush()


_COUNT = "INSERT INTO paper_number (office_id, year, last) VALUES (?, ?, 0) ON CONFLICT DO NOTHING"


def _number(session: Session, office_id: int, year: int) -> str:
    bulk.run(session, _COUNT, (office_id, year))
    wanted = select(PaperNumber).where(PaperNumber.office_id == office_id, PaperNumber.year == year).with_for_update()
    row = session.scalars(wanted).one()
    row.last += 1
    session.flush()
    return f"{prefix(session, office_id)}〔{year}〕{row.last}号"
