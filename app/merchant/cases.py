"""Cases and pallets: what lies in each, and by scanning into it and out of it again."""

from __future__ import annotations

from collections import Counter

from flask import redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.merchant import scanning
from app.merchant.door import actor, bp, merchant_id, place
from app.merchant.words import said
from app.tasks import nudge
from app.texts import N_, _
from couriers import containers, packing, stowing
from couriers.containers import Container, Kind
from couriers.packing import NotPackable
from trace import keyring, nesting, products
from trace.errors import Refusal
from trace.identity import thing
from trace.identity.own import Own
from trace.identity.sscc import Sscc

KINDS = {Kind.CASE: N_("case"), Kind.PALLET: N_("pallet")}
# A beep in this door may be of no courier firm; what it names is looked up among the merchant's own.
_NOBODY = "-"


@bp.get("/merchant/containers")
@allows(Role.MERCHANT)
def all_containers() -> str:
    """Every case and pallet, the newest first."""
    return _list({})


@bp.post("/merchant/containers")
@allows(Role.MERCHANT)
def new_container() -> Answer | tuple[str, int]:
    """A new one, under the number on its label or a name of its own."""
    typed, kind = "".join(request.form.get("number", "").split()), request.form.get("kind", "")
    if kind not in set(Kind):
        return _list({"kind": _("Choose one of these.")}), 400
    try:
        with transaction() as session:
            uri = _name(session, typed) if typed else None
            found = containers.begin(session, actor(session), Kind(kind), uri, now())
        return redirect(f"/merchant/containers/{found.id}", 303)
    except Refusal as refusal:
        return _list({"number": said(refusal)}), 400


@bp.get("/merchant/containers/<int:container_id>")
@allows(Role.MERCHANT)
def container_page(container_id: int) -> str:
    """What lies in it."""
    return _page(container_id, [], "")


@bp.post("/merchant/containers/<int:container_id>")
@allows(Role.MERCHANT)
def beep_container(container_id: int) -> Answer | tuple[str, int] | str:
    """One beep more; what was beeped goes in, or comes out; or all of it comes out."""
    have = request.form.getlist("have")[: packing.MOST]
    moment, asked = now(), request.form
    if "empty" in asked:
        return redirect(f"/merchant/containers/{container_id}", 303)
    if "undo" in asked:
        return _page(container_id, have[:-1], "")
    if not have and asked.keys() & {"in", "out"}:
        return _page(container_id, [], _("Nothing was scanned. Scan a code, or type the number under the bars.")), 400
    try:
        with transaction() as session:
            container = containers.get(session, merchant_id(), container_id)
            if "in" in asked:
                cases = [one for uri in have if (one := containers.find(session, merchant_id(), uri))]
                named = {one.uri for one in cases}
                pieces = [packing.piece(session, merchant_id(), uri, moment) for uri in have if uri not in named]
                stowing.put_in(session, actor(session), container, pieces, cases, moment, place(session))
            elif "out" in asked or "all" in asked:
                wanted = None if "all" in asked else Counter(_once(have))
                stowing.take_out(session, actor(session), container, wanted, moment, place(session))
            else:
                uri = _beeped(session, asked.get("beep", ""))
                return _page(container_id, have if uri in have and _single(uri) else [*have, uri], "")
            after_close(session, nudge)
    except Refusal as refusal:
        return _page(container_id, have, said(refusal)), 400
    return redirect(f"/merchant/containers/{container_id}", 303)


def named(session: Session, text: str) -> Container | None:
    """The merchant's own case or pallet that was beeped, or typed by the last part of its name."""
    typed = "".join(text.split())
    try:
        uri = scanning.read(session, merchant_id(), typed, _NOBODY).parcel
    except Refusal:
        uri = None
    if uri is not None and (found := containers.find(session, merchant_id(), uri)) is not None:
        return found
    try:
        return containers.find(session, merchant_id(), _name(session, typed))
    except Refusal:
        return None


def pieces_in(session: Session, container: Container) -> list[str]:
    """The single pieces that lie in it and in the cases on it; one with counted goods is opened by hand first."""
    found: list[str] = []
    for uri in nesting.contents(session, container.uri):
        if thing.kind(uri) == "item":
            found.append(uri)
        elif (case := containers.find(session, container.merchant_id, uri)) is not None:
            found += pieces_in(session, case)
        else:
            raise NotPackable("it holds goods without codes of their own: take them out first", why="counted")
    if not found:
        raise NotPackable("nothing lies in it", why="empty")
    return sorted(found)


def _beeped(session: Session, text: str) -> str:
    """What was beeped, as one's own case or as goods."""
    if (case := named(session, text)) is not None:
        return case.uri
    found = scanning.read(session, merchant_id(), text, _NOBODY)
    if found.goods is None:
        raise NotPackable("this is neither a code of your goods nor one of your cases", why="stranger")
    # What lies in a case already, sold or not, may be on its way out of it; going in is looked at when it does.
    return found.goods if _single(found.goods) else packing.piece(session, merchant_id(), found.goods, now()).uri


def _name(session: Session, typed: str) -> str:
    digits = typed.removeprefix("(00)")
    if digits.isascii() and digits.isdigit():
        return f"https://id.gs1.org/00/{Sscc.parse(digits)}"
    return Own("parcel", (typed,)).uri(keyring.of(session).origin)


def _single(uri: str) -> bool:
    return thing.kind(uri) in ("item", "parcel")


def _once(have: list[str]) -> list[str]:
    return [uri for at, uri in enumerate(have) if not _single(uri) or uri not in have[:at]]


def _list(wrong: dict[str, str]) -> str:
    with reading() as session:
        mine = [(one, len(nesting.contents(session, one.uri))) for one in containers.of(session, merchant_id())]
        around = containers.around(session, [one.uri for one, _many in mine])
    return render_template(
        "merchant/containers.html", mine=mine, around=around, kinds=KINDS, wrong=wrong, form=request.form,
        choices=[(str(kind), _(text)) for kind, text in KINDS.items()],
    )  # fmt: skip


def _page(container_id: int, have: list[str], wrong: str) -> str:
    with reading() as session:
        container = containers.get(session, merchant_id(), container_id)
        there = nesting.contents(session, container.uri)
        around = containers.around(session, [container.uri]).get(container.uri)
        rows = [_row(session, uri, many) for uri, many in sorted(there.items())]
        waiting = [_row(session, uri, many) for uri, many in Counter(have).items()]
    return render_template(
        "merchant/container.html", container=container, kind=_(KINDS[Kind(container.kind)]), rows=rows, around=around,
        have=have, waiting=waiting, wrong=wrong, name=container.uri.rsplit("/", 1)[1],
        pieces=sum(there.values()), public="/" + container.uri.split("/", 3)[3],
    )  # fmt: skip


def _row(session: Session, uri: str, many: int) -> tuple[str, str, int, str]:
    """Name, code, how many, and where it leads at this desk."""
    code = uri.rsplit("/", 1)[1]
    if (case := containers.find(session, merchant_id(), uri)) is not None:
        return _(KINDS[Kind(case.kind)]), code, many, f"/merchant/containers/{case.id}"
    product = products.find(session, uri)
    return (product.name if product else "?"), code, many, ""
