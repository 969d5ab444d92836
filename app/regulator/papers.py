"""Documents of a case as PDF, the receipt that they were served, and the case as a folder that any office PC can check."""

from __future__ import annotations

from flask import Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as Answer

from app import complaint_words, verifier
from app.access.gate import allows, person
from app.clock import now
from app.db import after_close, reading, transaction
from app.regulator import cases, sentences
from app.regulator.deciding import NotYourCase
from app.regulator.door import BOTH, bp, hand, scope
from app.regulator.handing import attached
from app.settings import Settings
from app.tasks import nudge
from credit import documents, folder, queue, transfers
from credit.cases import NoSuchCase
from credit.documents import NotIssuable
from credit.paper_texts import KINDS, Paper
from trace import parties
from trace.errors import Malformed, Refusal


@bp.post("/regulator/cases/<number>/documents")
@allows(*BOTH)
def issue(number: str) -> Answer | Response:
    """Issue a document of a step that was taken."""
    who, moment, wanted = person(), now(), request.form.get("kind", "")
    settings: Settings = current_app.extensions["settings"]
    try:
        with transaction() as session:
            found = queue.get(session, mine := scope(session, who), number)
            if not queue.may_act(mine, found):
                raise NotYourCase(f"case {number} is another office's: that one issues its documents")
            if wanted not in set(Paper):
                raise NotIssuable(f"{wanted[:40]!r} is no document: choose one of the list")
            paper = Paper(wanted)
            sent = transfers.last(session, found) if paper is Paper.TRANSFER else None
            documents.issue(
                session, found, hand(session, who), paper, complaint_words.home_category(found.category),
                f"{settings.base_url}/document/", moment, reason=cases.legal_text(session, found, KINDS[paper][0]),
                to=parties.get(session, sent.to_id).name if sent else "", manifest=sent.digest if sent else "",
            )  # fmt: skip
            after_close(session, nudge)
    except (NoSuchCase, NotYourCase):
        raise
    except Refusal as refusal:
        return cases.refused(
            number, sentences.said(refusal), "documents", 400 if isinstance(refusal, Malformed) else 409
        )
    return redirect(f"{url_for('regulator.case', number=number)}#documents", 303)


@bp.get("/regulator/cases/<number>/documents/<int:document_id>")
@allows(*BOTH)
def document(number: str, document_id: int) -> Response:
    """A document as it was issued."""
    who = person()
    with reading() as session:
        found = queue.get(session, scope(session, who), number)
        one = documents.get(session, found, document_id)
        data = documents.pdf(session, one)
    return attached(data, "application/pdf", f"{number}-{one.kind}.pdf")


@bp.post("/regulator/cases/<number>/documents/<int:document_id>")
@allows(*BOTH)
def served(number: str, document_id: int) -> Answer:
    """It has reached whom it is for, and how."""
    who, moment = person(), now()
    with transaction() as session:
        found = queue.get(session, mine := scope(session, who), number)
        if not queue.may_act(mine, found):
            raise NotYourCase(f"case {number} is another office's: that one serves its documents")
        one = documents.get(session, found, document_id)
        documents.served(session, found, one, hand(session, who), request.form.get("text", ""), moment)
        after_close(session, nudge)
    return redirect(f"{url_for('regulator.case', number=number)}#documents", 303)


@bp.get("/regulator/cases/<number>/folder")
@allows(*BOTH)
def case_folder(number: str) -> Response:
    """Everything of the case as a zip: unpacked anywhere, verify.html checks it by double click, without a network."""
    who = person()
    with reading() as session:
        found = queue.get(session, scope(session, who), number)
        files = folder.files(session, found)
    listed = folder.manifest(files)
    page = verifier.folder_page(current_app.jinja_env, number, files, listed)
    data = folder.zipped({**files, folder.MANIFEST: listed, "verify.html": page.encode()})
    return attached(data, "application/zip", f"case-{number}.zip")
