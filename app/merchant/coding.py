"""Codes: reserve, print, activate, retire; and how far the jobs are that do it."""

from __future__ import annotations

from flask import Response, redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from app import jobs as work
from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.merchant import works
from app.merchant.door import bp, merchant_id, my_product, place
from app.merchant.forms import Read
from app.merchant.shelf import product_with
from app.merchant.words import said
from app.tasks import nudge
from app.texts import _
from trace import activation, codes, jobs
from trace.codes import BLANK, State
from trace.errors import Refusal
from trace.identity.lot import Lot
from trace.labels.item_sizes import SIZES
from trace.products import Product

NOTHING: dict[str, str] = {}
REASONS = ("damaged", "lost", "unused")


@bp.get("/merchant/codes")
@allows(Role.MERCHANT)
def all_codes() -> str:
    """Every batch, and where its codes are."""
    with reading() as session:
        batches = codes.of(session, merchant_id())
        counted = codes.counts(session, merchant_id())
        names = {one.product_id: _name(session.get(Product, one.product_id)) for one in batches}
        running = [one for one in jobs.of(session, merchant_id()) if one.state in ("waiting", "running")]
    return render_template(
        "merchant/codes.html", batches=batches, counted=counted, names=names, state=State, total=codes.total(counted),
        running=running,
    )  # fmt: skip


@bp.post("/merchant/products/<int:product_id>/codes")
@allows(Role.MERCHANT)
def reserve(product_id: int) -> Answer | tuple[str, int]:
    """Draw codes for a product."""
    read = Read(request.form)
    pieces, lot = read.number("pieces", needed=True), read.known("code_lot", Lot.parse)
    if not read.wrong and pieces is not None and not 0 < pieces <= codes.MOST:
        read.wrong["pieces"] = _("1 to %(n)s codes in one batch.", n=f"{codes.MOST:,}")
    if read.wrong or pieces is None:
        return product_with(product_id, read.wrong), 400
    with transaction() as session:
        batch = codes.reserve(session, my_product(session, product_id), pieces, now(), lot=lot.lot if lot else None)
    return redirect(f"/merchant/codes/{batch.id}", 303)


@bp.get("/merchant/codes/<int:batch_id>")
@allows(Role.MERCHANT)
def batch_page(batch_id: int) -> str:
    """One batch: counts, printing, activating, retiring."""
    return _page(batch_id, NOTHING)


@bp.post("/merchant/codes/<int:batch_id>/print")
@allows(Role.MERCHANT)
def print_labels(batch_id: int) -> Answer | tuple[str, int]:
    """The labels as a PDF; many of them by a job, in files of some thousand."""
    read = Read(request.form)
    size = read.one_of("size", tuple(SIZES))
    if read.wrong:
        return _page(batch_id, read.wrong), 400
    try:
        with transaction() as session:
            batch = codes.get(session, merchant_id(), batch_id)
            if batch.pieces > work.AT_ONCE:
                job = jobs.begin(session, merchant_id(), "print", batch.id, batch.pieces, now(), size=size)
                after_close(session, work.wake)
                return redirect(f"/merchant/jobs/{job.id}?to=/merchant/codes/{batch_id}", 303)
            data = works.sheet(session, batch, size, 0, batch.pieces)
            codes.printed(session, batch, 0, batch.pieces, now())
    except Refusal as refusal:
        return _page(batch_id, {"size": said(refusal)}), 400
    return pdf(data, f"labels-{batch_id}-{size}")


@bp.post("/merchant/codes/<int:batch_id>/activate")
@allows(Role.MERCHANT)
def activate(batch_id: int) -> Answer | tuple[str, int]:
    """The codes of a batch, or those between two places, are on goods of a lot from now on."""
    read, moment = Read(request.form), now()
    lot, made, best = read.known("lot", Lot.parse), read.day("made_on"), read.day("keeps")
    first, last = read.number("first"), read.number("last")
    wrong = read.wrong
    try:
        if wrong:
            return _page(batch_id, wrong), 400
        if lot is not None:
            with transaction() as session:
                batch = codes.get(session, merchant_id(), batch_id)
                activation.name_lot(
                    session, batch, lot.lot, moment, made_on=made, best_before=best, place=place(session)
                )
                after_close(session, nudge)
        with transaction() as session:
            batch = codes.get(session, merchant_id(), batch_id)
            low, high = (first or 1) - 1, (last or batch.pieces) - 1
            many = activation.left(session, batch, BLANK, low, high)
            if many:
                job = jobs.begin(session, merchant_id(), "activate", batch.id, many, moment, first=low, last=high)
    except Refusal as refusal:
        field = {"bad-making": "keeps"}.get(refusal.code, "lot")
        return _page(batch_id, {field: said(refusal)}), 400
    if not many:
        return _page(batch_id, {"first": _("None of these codes waits to be activated.")}), 400
    work.at_once(job)
    return redirect(f"/merchant/jobs/{job.id}?to=/merchant/codes/{batch_id}", 303)


@bp.post("/merchant/codes/<int:batch_id>/retire")
@allows(Role.MERCHANT)
def retire(batch_id: int) -> Answer | tuple[str, int]:
    """Take codes out of use: those that were typed or scanned, or all that were never activated."""
    read, moment = Read(request.form), now()
    reason = read.one_of("reason", REASONS)
    typed = request.form.get("spoiled", "").split()
    if read.wrong:
        return _page(batch_id, read.wrong), 400
    if typed:
        with transaction() as session:
            batch = codes.get(session, merchant_id(), batch_id)
            # A label is scanned as its address or typed as its serial.
            uris = [batch.stem + one.rstrip("/").rsplit("/", 1)[-1].split("?")[0].upper() for one in typed]
            did = activation.retire_these(session, batch, uris, reason, moment)
            after_close(session, nudge)
        if did < len(set(uris)):
            missing = _("%(n)s of them are no codes of this batch, or are sold.", n=len(set(uris)) - did)
            return _page(batch_id, {"spoiled": missing}), 400
        return redirect(f"/merchant/codes/{batch_id}", 303)
    with transaction() as session:
        batch = codes.get(session, merchant_id(), batch_id)
        many = activation.left(session, batch, BLANK)
        if many:
            job = jobs.begin(session, merchant_id(), "retire", batch.id, many, moment)
    if not many:
        return _page(batch_id, {"spoiled": _("Type or scan the codes: none is left that was never activated.")}), 400
    work.at_once(job)
    return redirect(f"/merchant/jobs/{job.id}?to=/merchant/codes/{batch_id}", 303)


@bp.get("/merchant/jobs/<int:job_id>")
@allows(Role.MERCHANT)
def job_page(job_id: int) -> Answer | str:
    """How far a job is, and its files; one that is done and made no file leads back to where it was begun."""
    to = request.args.get("to", "")
    to = to if to.startswith("/merchant/") else "/merchant/codes"
    with reading() as session:
        job = jobs.get(session, merchant_id(), job_id)
        files = jobs.files(session, job)
    if job.state == "done" and not files:
        return redirect(to, 303)
    return render_template("merchant/job.html", job=job, files=files, to=to, each=works.IN_A_FILE)


@bp.get("/merchant/jobs/<int:job_id>/<int:at>.pdf")
@allows(Role.MERCHANT)
def job_file(job_id: int, at: int) -> Response:
    """One of the files that a job made."""
    with reading() as session:
        job = jobs.get(session, merchant_id(), job_id)
        data = jobs.file(session, job, at)
    return pdf(data, f"labels-{job.subject_id}-{job.says()['size']}-{at + 1}")


def pdf(data: bytes, name: str) -> Response:
    """A file to print; whoever has it has the codes, so no cache keeps it."""
    answer = Response(data, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _page(batch_id: int, wrong: dict[str, str]) -> str:
    with reading() as session:
        batch = codes.get(session, merchant_id(), batch_id)
        counted = codes.counts(session, merchant_id()).get(batch_id, {})
        product = session.get(Product, batch.product_id)
    return render_template(
        "merchant/batch.html", batch=batch, product=product, counted=counted, state=State, sizes=SIZES, wrong=wrong,
        form=request.form, blank=sum(counted.get(one, 0) for one in BLANK),
    )  # fmt: skip


def _name(product: Product | None) -> str:
    return product.name if product else ""
