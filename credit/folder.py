"""A case as a folder: what was said and done, its documents, the proofs of its chain and of the goods, and their SHA-256.

Who complained is not in it, and of a report nothing that leads to the complaint it came with.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import orjson
from sqlalchemy.orm import Session

from credit import cases, complaints, deadlines, documents
from credit.cases import Complaint
from trace import history, keyring, parties, proof
from trace.history import NoSuchThing
from trace.moments import iso, to_ms

MANIFEST = "manifest.json"


def files(session: Session, case: Complaint) -> dict[str, bytes]:
    """The files of a case by their names, without the list of them."""
    found = {"case.json": orjson.dumps(told(session, case), option=orjson.OPT_INDENT_2)}
    for name, thing in (("case", cases.uri(session, case.number)), ("goods", case.about)):
        if thing and (data := _proof(session, thing)) is not None:
            found[f"proof-{name}.json"] = data
    for at, one in enumerate(documents.of(session, case), 1):
        found[f"documents/{at:02d}-{one.kind}.pdf"] = documents.pdf(session, one)
    return found


def manifest(of: Mapping[str, bytes]) -> bytes:
    """The list of files with their lengths and SHA-256, the names in order."""
    rows = [{"name": name, "bytes": len(of[name]), "sha256": sha256(of[name]).hexdigest()} for name in sorted(of)]
    return orjson.dumps({"files": rows}, option=orjson.OPT_INDENT_2)


def zipped(of: Mapping[str, bytes]) -> bytes:
    """The files as one."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(of):
            # The same files give the same bytes: the time in a zip says nothing here.
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), of[name])
    return out.getvalue()


def told(session: Session, case: Complaint) -> dict[str, Any]:
    """The case as it stands, and each step with its words."""
    readings = deadlines.Desk(session).readings(session, case, deadlines.day(case.received_at))
    return {
        "number": case.number, "kind": case.kind, "category": case.category, "procedure": case.procedure,
        "source": case.source, "external": case.external, "about": case.about, "state": case.state,
        "outcome": case.outcome, "received": iso(to_ms(case.received_at)), "division": case.division,
        "respondent": parties.get(session, case.respondent_id).name,
        "steps": [
            {"step": one.step, "by": one.actor, "at": iso(to_ms(one.at)), "reason": one.reason, "text": one.text}
            for one in complaints.file(session, case)
        ],
        "terms": [
            {"key": one.clock.key, "source": one.clock.source, "verified": one.clock.verified,
             "begun": one.begun.isoformat(), "due": one.due.isoformat() if one.due else None,
             "provisional": one.provisional}
            for one in readings
        ],
    }  # fmt: skip


def _proof(session: Session, thing: str) -> bytes | None:
    try:
        life = history.life(session, thing)
    except NoSuchThing:
        return None
    return proof.text(session, keyring.of(session), thing, life.entries)
