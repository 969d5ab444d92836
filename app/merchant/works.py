"""What a step of each kind of a merchant's jobs does: printing, activating, retiring, telling items of a listing."""

from __future__ import annotations

import io
from datetime import datetime

from flask import current_app
from sqlalchemy.orm import Session

from app import jobs as work
from couriers import divisions, recalls
from trace import activation, cards, codes, jobs, listings, parties
from trace.codes import CodeBatch
from trace.identity.gtin import Gtin
from trace.identity.link import STEM
from trace.identity.lot import Lot
from trace.jobs import Job
from trace.labels import press
from trace.labels.item import Item
from trace.listings import Listing
from trace.products import Product

# Labels in one file: what a small printer takes at a time, and what a step makes in a second or two.
IN_A_FILE = 5_000


def label(session: Session, batch: CodeBatch) -> Item:
    """What the labels of a batch say besides the code."""
    product = session.get(Product, batch.product_id)
    assert product is not None
    card = cards.newest(session, product.uri, "origin")
    origin = str(cards.read(card).get("place", "")) if card else ""
    name = batch.stem.removesuffix("/").rsplit("/", 2)
    number: Gtin | str = Gtin.parse(name[-2]) if batch.stem.startswith(STEM) else name[-2]
    return Item(number, product.name, origin, Lot.parse(batch.lot) if batch.lot else None)


def sheet(session: Session, batch: CodeBatch, size: str, first: int, most: int) -> bytes:
    """The labels from place `first` on, as a PDF."""
    ready = press.prepare(label(session, batch), size, current_app.extensions["settings"].base_url)
    drawn, out = codes.to_print(session, batch, first, most), io.BytesIO()
    if len(drawn):
        press.to_pdf(out, ready, drawn)
    return out.getvalue()


def _print(session: Session, job: Job, now: datetime) -> bool:
    batch = codes.get(session, job.party_id, job.subject_id)
    at = job.done // IN_A_FILE
    jobs.keep(session, job, at, sheet(session, batch, job.says()["size"], job.done, IN_A_FILE))
    codes.printed(session, batch, job.done, IN_A_FILE, now)
    return jobs.stepped(session, job, min(job.done + IN_A_FILE, job.total), now)


def _activate(session: Session, job: Job, now: datetime) -> bool:
    batch, said = codes.get(session, job.party_id, job.subject_id), job.says()
    place = divisions.county(session, parties.get(session, job.party_id).division)
    did = activation.activate(session, batch, now, first=said["first"], last=said["last"], place=place)
    return _on(session, job, did, now)


def _retire(session: Session, job: Job, now: datetime) -> bool:
    batch = codes.get(session, job.party_id, job.subject_id)
    return _on(session, job, activation.retire(session, batch, now), now)


def _reach(session: Session, job: Job, now: datetime) -> bool:
    listing = session.get(Listing, job.subject_id)
    assert listing is not None
    merchant = parties.actor(session, job.party_id)
    return _on(session, job, listings.reach(session, merchant, listing, now, activation.STEP), now)


def _recall(session: Session, job: Job, now: datetime) -> bool:
    recall = recalls.get(session, job.party_id, job.subject_id)
    merchant = parties.actor(session, job.party_id)
    return _on(session, job, recalls.tell(session, merchant, recall, now, activation.STEP), now)


def _on(session: Session, job: Job, did: int, now: datetime) -> bool:
    """Nothing left to do is the end, whatever the count was when the job began."""
    return jobs.stepped(session, job, min(job.done + did, job.total) if did else job.total, now)


work.does("print", _print)
work.does("activate", _activate)
work.does("retire", _retire)
work.does("reach", _reach)
work.does("recall", _recall)
