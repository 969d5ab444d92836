"""A lot, and calling it back: the set, who is affected, the notice, how much was found."""

from __future__ import annotations

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from app import jobs as work, notices
from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.merchant import kinship, scanning
from app.merchant.door import actor, bp, merchant_id
from app.merchant.forms import Read
from app.merchant.words import said
from app.tasks import nudge
from app.texts import N_, _
from couriers import recalls
from trace import goods, jobs, parties, production, whereabouts
from trace.errors import Refusal
from trace.products import Product

REASONS = {
    "microbial_limit": N_("too many germs were found in it"),
    "contaminated": N_("it is contaminated"),
    "foreign_matter": N_("something that does not belong was found in it"),
    "wrong_label": N_("its label is wrong"),
}


@bp.get("/merchant/lots/<int:lot_id>")
@allows(Role.MERCHANT)
def lot_page(lot_id: int) -> Answer | str:
    """A lot, where its pieces are, and the recall."""
    return _lot(lot_id, {})


@bp.post("/merchant/lots/<int:lot_id>/recall")
@allows(Role.MERCHANT)
def order_recall(lot_id: int) -> Answer | tuple[Answer | str, int]:
    """Call the lot back: one action."""
    read, moment = Read(request.form), now()
    notice = read.text("notice", goods.LONGEST_NOTICE, needed=True)
    reason = read.one_of("reason", recalls.REASONS)
    if "sure" not in request.form:
        read.wrong["sure"] = _("Say that you mean it: a recall is public at once and cannot be taken back.")
    if read.wrong:
        return _lot(lot_id, read.wrong), 400
    try:
        with transaction() as session:
            lot = production.get(session, merchant_id(), lot_id)
            recall = recalls.order(session, actor(session), lot, notice, reason, moment)
            notices.recall(session, recalls.holders(session, recall), recall.notice, lot.uri, moment)
            many = recalls.size(session, recall)
            job = jobs.begin(session, merchant_id(), "recall", recall.id, many, moment) if many else None
            after_close(session, nudge)
    except Refusal as refusal:
        return _lot(lot_id, {"notice": said(refusal)}), 409
    to = f"/merchant/recalls/{recall.id}"
    if job is None:
        return redirect(to, 303)
    work.at_once(job)
    return redirect(f"/merchant/jobs/{job.id}?to={to}", 303)


@bp.get("/merchant/recalls/<int:recall_id>")
@allows(Role.MERCHANT)
def recall_page(recall_id: int) -> str:
    """How much of it is found, and where the rest went."""
    return _recall(recall_id, "")


@bp.post("/merchant/recalls/<int:recall_id>")
@allows(Role.MERCHANT)
def came_back(recall_id: int) -> Answer | tuple[str, int]:
    """A piece was found, or destroyed."""
    moment = now()
    state = recalls.DESTROYED if "destroyed" in request.form else recalls.FOUND
    try:
        with transaction() as session:
            recall = recalls.get(session, merchant_id(), recall_id)
            found = scanning.read(session, merchant_id(), request.form.get("beep", ""), "")
            recalls.came_back(session, actor(session), recall, found.goods or found.parcel or "", state, moment)
            after_close(session, nudge)
    except Refusal as refusal:
        return _recall(recall_id, said(refusal)), 400
    return redirect(f"/merchant/recalls/{recall_id}", 303)


def _lot(lot_id: int, wrong: dict[str, str]) -> Answer | str:
    with reading() as session:
        lot = production.get(session, merchant_id(), lot_id)
        found = recalls.of_lot(session, lot_id)
        product = session.get(Product, lot.product_id)
        pieces = whereabouts.downstream(session, lot.uri) if found is None else []
        family = kinship.of(session, lot) if found is None else None
    if found is not None:
        return redirect(f"/merchant/recalls/{found.id}", 303)
    return render_template(
        "merchant/lot.html", lot=lot, product=product, pieces=len(pieces), wrong=wrong, form=request.form, family=family,
        away=sum(one.inside is not None for one in pieces), reasons=[(code, _(text)) for code, text in REASONS.items()],
    )  # fmt: skip


def _recall(recall_id: int, wrong: str) -> str:
    with reading() as session:
        recall = recalls.get(session, merchant_id(), recall_id)
        lot = production.get(session, merchant_id(), recall.lot_id)
        product = session.get(Product, lot.product_id)
        covered = recalls.coverage(session, recall)
        affected = [
            (was, place, parties.get(session, holder).name if holder else "", many)
            for was, place, holder, many in recalls.affected(session, recall)
        ]
    total = covered.total()
    return render_template(
        "merchant/recall.html", recall=recall, lot=lot, product=product, covered=covered, total=total,
        percent=100 * (total - covered["out"]) // total if total else 100, affected=affected, wrong=wrong,
        reason=_(REASONS[recall.reason]), stages=STAGES, public="/" + lot.uri.split("/", 3)[3],
    )  # fmt: skip


# Where a piece was, in a word of the trade.
STAGES = {
    "serialised": N_("made"),
    "listed": N_("on sale"),
    "delisted": N_("taken off sale"),
    "sold": N_("sold, not packed"),
    "packed": N_("packed"),
    "accepted": N_("with the courier firm"),
    "handed_over": N_("with the courier firm"),
    "hub_in": N_("on its way"),
    "hub_out": N_("on its way"),
    "out_for_delivery": N_("out for delivery"),
    "deposited": N_("in a locker or at a station"),
    "attempt_failed": N_("with the courier firm"),
    "signed": N_("with the buyer"),
    "refused": N_("on its way back"),
    "returned": N_("returned"),
    "decommissioned": N_("out of use"),
    "transforming": N_("made"),
    "stowed": N_("in a case or on a pallet"),
}
