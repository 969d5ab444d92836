"""The packing bench: beep the goods, beep the waybill, next. Works by plain forms; a small module keeps the focus and beeps."""

from __future__ import annotations

from collections import Counter

from flask import redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.merchant import cases
from app.merchant.door import actor, bp, merchant_id, place
from app.merchant.scanning import Beep, read
from app.merchant.words import said
from app.tasks import nudge
from app.texts import _
from couriers import firms, orders, packing
from couriers.orders import State
from couriers.packing import Piece, WrongContents
from trace.errors import Refusal
from trace.products import Product


@bp.get("/merchant/pack")
@allows(Role.MERCHANT)
def pack_page() -> str:
    """An empty parcel."""
    return _page([], "", request.args.get("done", type=int), None)


@bp.post("/merchant/pack")
@allows(Role.MERCHANT)
def beep() -> Answer | tuple[str, int] | str:
    """One beep: goods go into the parcel at hand, a waybill closes it."""
    have = request.form.getlist("have")[: packing.MOST]
    carrier = request.form.get("carrier", "")
    if "empty" in request.form:
        return redirect("/merchant/pack", 303)
    if "undo" in request.form:
        return _page(have[:-1], carrier, None, None)
    moment, text = now(), request.form.get("beep", "")
    try:
        with transaction() as session:
            scanned = [packing.piece(session, merchant_id(), uri, moment) for uri in have]
            if (case := cases.named(session, text)) is not None:
                inside = cases.pieces_in(session, case)
                return _page([*have, *(uri for uri in inside if uri not in have)], carrier, None, None)
            found = read(session, merchant_id(), text, carrier)
            if found.goods is not None:
                scanned.append(packing.piece(session, merchant_id(), found.goods, moment))
                if scanned[-1].single and scanned[-1].uri in have:
                    return _page(have, carrier, None, _Verdict("again", _("You have scanned this one already.")))
                return _page([*have, found.goods], carrier, None, None, scanned)
            done = _close(session, scanned, found)
            after_close(session, nudge)
    except WrongContents as refusal:
        missing = refusal.detail.get("missing")
        return _page(have, carrier, None, _Verdict("no", _differs(missing), text)), 409
    except Refusal as refusal:
        verdict = _Verdict("no", said(refusal))
        return _page(have, carrier, None, verdict), 403 if refusal.code == "not-verified" else 400
    return redirect(f"/merchant/pack?done={done}", 303)


class _Verdict:
    """What became of a beep: a word for its look, the sentence, and the waybill with which one may insist."""

    def __init__(self, kind: str, text: str, insist: str = "") -> None:
        self.kind, self.text, self.insist = kind, text, insist


def _close(session: Session, scanned: list[Piece], found: Beep) -> int:
    assert found.parcel is not None
    anyway = "anyway" in request.form
    packed = packing.pack(
        session, actor(session), scanned, found.parcel, firms.party(session, found.carrier, now()) if found.carrier
        else merchant_id(), now(), place=place(session), anyway=anyway,
    )  # fmt: skip
    return packed[0].id


def _differs(missing: object) -> str:
    assert isinstance(missing, dict)
    with reading() as session:
        names = {product_id: session.get(Product, product_id) for product_id in missing}
    parts = [
        _("%(n)s more of %(name)s", n=many, name=_name(names[product_id]))
        if many > 0
        else _("%(n)s too many of %(name)s", n=-many, name=_name(names[product_id]))
        for product_id, many in missing.items()
    ]
    return _("The order wants something else: %(what)s.", what=_("; ").join(parts))


def _page(
    have: list[str], carrier: str, done: int | None, verdict: _Verdict | None, scanned: list[Piece] | None = None
) -> str:
    with reading() as session:
        if scanned is None:
            scanned = []
            for uri in have:
                try:
                    scanned.append(packing.piece(session, merchant_id(), uri, now()))
                except Refusal:
                    continue
        packed = orders.get(session, merchant_id(), done) if done is not None else None
        left = orders.count(session, merchant_id(), State.TO_PACK)
        carriers = sorted(firms.known(session).items(), key=lambda pair: pair[1])
    counted = Counter((one.product.name, one.uri.rsplit("/", 1)[1] if one.single else "") for one in scanned)
    if verdict is None and packed is not None:
        verdict = _Verdict(
            "ok", _("Packed: %(number)s.", number=packed.parcel.rsplit("/", 1)[1] if packed.parcel else "")
        )
    elif verdict is None and scanned:
        verdict = _Verdict("kept", _("%(name)s is in the parcel.", name=scanned[-1].product.name))
    return render_template(
        "merchant/pack.html", have=[one.uri for one in scanned], counted=counted, carriers=carriers, carrier=carrier,
        packed=packed, left=left, verdict=verdict,
    )  # fmt: skip


def _name(product: Product | None) -> str:
    return product.name if product else "?"
