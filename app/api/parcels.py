"""/api/v1/parcels: packing, what has become of what was sent, and the papers of a parcel."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import parcel_papers
from app.access.roles import Scope
from app.api import pages
from app.api.asking import NAMING, at, named, wrong
from app.api.contract import PDF, Ask
from app.api.door import PREFIX, serves
from app.api.lots import place
from app.api.orders import firm_names, shipped
from app.api.shapes import Body, Created, File, Line, Page, Paging, Shown, Uri
from app.db import after_close
from app.parcel_papers import NoParcelYet
from app.tasks import nudge
from couriers import custody, firms, orders, packing, parcels, staged, trail
from couriers.custody import ImpossibleStep, MissingStep
from couriers.orders import NoSuchOrder, ShopOrder
from couriers.packing import AlreadyPacked, NothingScanned, NotPackable, Piece, WrongContents
from couriers.parcels import NoSuchParcel, Parcel, ParcelTaken
from couriers.scans import NotInYourHands
from trace import history, parties
from trace.identity.link import STEM
from trace.papers import NotVerified

Status = Literal[
    "awaited", "given", "carried", "at_hub", "out", "waiting", "delivered", "disputed", "going_back", "back", "gone"
]


class Packed(Body, frozen=True, kw_only=True):
    """One thing that goes in: an item by the code on it, or so many pieces of a lot or product."""

    uri: Uri
    pieces: Annotated[int, Meta(ge=1, le=packing.MOST)] = 1


class NewParcel(Body, frozen=True, kw_only=True):
    """What goes into which parcel: a carrier's waybill, or an SSCC of your own."""

    things: Annotated[list[Packed], Meta(min_length=1, max_length=packing.MOST)]
    carrier: Annotated[Line, Meta(description="By code (yto) or name (圆通速递).")] | None = None
    waybill: Annotated[str, Meta(min_length=1, max_length=40)] | None = None
    sscc: Annotated[str, Meta(min_length=18, max_length=20)] | None = None
    anyway: Annotated[bool, Meta(description="Pack it though the order wants something else.")] = False


class ParcelShown(Shown, frozen=True, kw_only=True):
    """A parcel that was sent. `status` is computed from the scans that are recorded of it, and never stored."""

    id: int
    uri: str
    number: str
    carrier: str | None
    status: Status
    orders: list[int]
    created_at: datetime


class Stop(Shown, frozen=True, kw_only=True):
    """One recorded step: from the sale on its day alone, for the minute of a delivery is the recipient's own business."""

    stage: str
    time: str
    place: str | None
    actor: str
    evidence: str
    leaf: Annotated[str, Meta(description="In hexadecimal; /log/proof/{leaf} proves it once it is in the log.")]


class ParcelWhole(ParcelShown, frozen=True, kw_only=True):
    """A parcel with its steps, the oldest first."""

    steps: list[Stop]


@serves("GET", "/parcels", Scope.ORDERS_READ)
def listed(ask: Ask, query: Paging) -> Page[ParcelShown]:
    """The parcels, those that were registered last first."""
    page = pages.rows(
        ask.session, ask.party_id, query, select(Parcel).where(Parcel.sender_id == ask.party_id), Parcel.id
    )
    return pages.shown(page, [ParcelShown(**one) for one in _told(ask.session, page.items)])


@serves(
    "POST", "/parcels", Scope.ORDERS_WRITE,
    raises=(
        NotVerified, NotPackable, NothingScanned, WrongContents, AlreadyPacked, ParcelTaken, ImpossibleStep, MissingStep,
        NotInYourHands, *NAMING,
    ),
)  # fmt: skip
def pack(ask: Ask, body: NewParcel) -> Created[ParcelWhole]:
    """Pack a parcel: what goes in is sold with it, offered to its carrier, and its orders are done."""
    carrier, number = shipped("", body.carrier, body.waybill, body.sscc, staged.known(ask.session, ask.party_id))
    if number is None:
        raise wrong("/waybill", "expected a carrier and its waybill, or an SSCC")
    uri = f"{STEM}/00/{number}" if carrier is None else parcels.waybill(ask.session, carrier, number)
    scanned: list[Piece] = []
    for n, one in enumerate(body.things):
        with at(f"/things/{n}/uri"):
            found = packing.piece(ask.session, ask.party_id, named(ask.session, f"/things/{n}/uri", one.uri), ask.now)
        scanned += [found] * one.pieces
    firm = ask.party_id if carrier is None else firms.party(ask.session, carrier, ask.now)
    actor, moment = parties.actor(ask.session, ask.party_id), ask.now
    try:
        packing.pack(ask.session, actor, scanned, uri, firm, moment, place=place(ask), anyway=body.anyway)
    except WrongContents as refusal:
        # By product how many pieces are missing, fewer than none where there are too many.
        missing: Any = refusal.detail["missing"]
        refusal.detail["missing"] = [{"product": product, "pieces": many} for product, many in missing.items()]
        raise
    after_close(ask.session, nudge)
    made = parcels.get(ask.session, uri)
    return Created(_whole(ask.session, made), f"{PREFIX}/parcels/{made.id}")


@serves("GET", "/parcels/<id:parcel_id>", Scope.ORDERS_READ, raises=(NoSuchParcel,))
def one(ask: Ask, parcel_id: int) -> ParcelWhole:
    """One parcel with everything that is recorded of it."""
    found = ask.session.get(Parcel, parcel_id)
    if found is None or found.sender_id != ask.party_id:
        raise NoSuchParcel(f"there is no parcel {parcel_id} of yours: expected the id of one that was registered")
    return _whole(ask.session, found)


@serves(
    "POST",
    "/orders/<id:order_id>/label",
    Scope.ORDERS_WRITE,
    raises=(NoSuchOrder, NoParcelYet, NoSuchParcel),
    media=PDF,
)
def label(ask: Ask, order_id: int) -> File:
    """The label of an order's parcel, with a new token; one that was printed before opens nothing any more."""
    data = parcel_papers.label(ask.session, orders.get(ask.session, ask.party_id, order_id))
    return File(data, PDF, f"parcel-{order_id}.pdf")


@serves("GET", "/orders/<id:order_id>/slip", Scope.ORDERS_READ, raises=(NoSuchOrder, NoParcelYet), media=PDF)
def slip(ask: Ask, order_id: int) -> File:
    """The slip that goes into an order's parcel, with the code inside."""
    data = parcel_papers.slip(ask.session, orders.get(ask.session, ask.party_id, order_id))
    return File(data, PDF, f"slip-{order_id}.pdf")


def _whole(session: Session, parcel: Parcel) -> ParcelWhole:
    (told,) = _told(session, [parcel])
    try:
        entries = history.life(session, parcel.uri).entries
    except history.NoSuchThing:
        entries = []
    steps = [
        Stop(
            stage=one.stage, time=one.public["eventTime"], place=one.public.get("place", {}).get("name"), actor=one.actor,
            evidence=one.public["evidence"], leaf=one.leaf.hex(),
        )
        for one in sorted(entries, key=lambda one: (one.event_ms, one.id))
    ]  # fmt: skip
    return ParcelWhole(**told, steps=steps)


def _told(session: Session, found: Collection[Parcel]) -> list[dict[str, Any]]:
    """Parcels as they are answered; how many statements that takes does not depend on how many they are."""
    names = firm_names(session, (one.carrier_id for one in found))
    trails = trail.trails(session, [one.uri for one in found]) if found else {}
    of: dict[str, list[int]] = {}
    going = select(ShopOrder.parcel, ShopOrder.id).where(ShopOrder.parcel.in_([one.uri for one in found]))
    for uri, order_id in session.execute(going.order_by(ShopOrder.id)):
        of.setdefault(uri or "", []).append(order_id)
    return [
        {
            "id": one.id, "uri": one.uri, "number": one.number, "carrier": names.get(one.carrier_id),
            "status": custody.fold(trails[one.uri]).state.value, "orders": of.get(one.uri, []), "created_at": one.created_at,
        }
        for one in found
    ]  # fmt: skip
