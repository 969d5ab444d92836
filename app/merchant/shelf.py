"""Products: what is sold, its card, its lots, whether it is on sale."""

from __future__ import annotations

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as Answer

from app import jobs as work
from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.merchant import goods
from app.merchant.door import actor, bp, merchant_id, my_product, place
from app.merchant.forms import Read
from app.merchant.goods import CATEGORIES, LEVELS
from app.merchant.words import said
from app.tasks import nudge
from app.texts import _
from trace import codes, jobs, listings, photos, production, products, reaching, telling
from trace.codes import State
from trace.errors import Refusal
from trace.identity.gtin import Gtin
from trace.identity.lot import Lot
from trace.products import Level, Product

NOTHING: dict[str, str] = {}


@bp.get("/merchant/products")
@allows(Role.MERCHANT)
def shelf() -> str:
    """All products."""
    with reading() as session:
        mine = products.of(session, merchant_id())
        listed = listings.of(session, [one.id for one in mine])
    return render_template("merchant/products.html", mine=mine, listed=listed, levels=LEVELS)


@bp.get("/merchant/products/new")
@allows(Role.MERCHANT)
def new_product() -> str:
    """The form of a new one."""
    return _form(None, {"level": Level.ITEM, "category": "food"}, NOTHING)


@bp.post("/merchant/products/new")
@allows(Role.MERCHANT)
def add_product() -> Answer | tuple[str, int]:
    """Register a product with its public card."""
    found, wrong = goods.read(request.form, new=True)
    if not wrong:
        try:
            with transaction() as session:
                product = goods.register(session, actor(session), found, now())
                after_close(session, nudge)
            return redirect(f"/merchant/products/{product.id}", 303)
        except Refusal as refusal:
            wrong = {"gtin" if found.gtin else "code": said(refusal)}
    return _form(None, dict(request.form), wrong), 400


@bp.get("/merchant/products/<int:product_id>")
@allows(Role.MERCHANT)
def product_page(product_id: int) -> str:
    """One product: sale, lots, codes."""
    return product_with(product_id, NOTHING)


@bp.route("/merchant/products/<int:product_id>/card", methods=["GET", "POST"])
@allows(Role.MERCHANT)
def card(product_id: int) -> Answer | str | tuple[str, int]:
    """What its public card says; each saving is a new version in the record."""
    if request.method == "GET":
        with reading() as session:
            product = my_product(session, product_id)
            return _form(product, goods.form_of(session, product), NOTHING)
    with transaction() as session:
        product = my_product(session, product_id)
        found, wrong = goods.read(request.form, new=False, category=product.category)
        if not wrong:
            goods.describe(session, actor(session), product, found, now())
            after_close(session, nudge)
    if wrong:
        return _form(product, dict(request.form), wrong), 400
    return redirect(f"/merchant/products/{product_id}", 303)


@bp.post("/merchant/products/<int:product_id>/gtin")
@allows(Role.MERCHANT)
def give_gtin(product_id: int) -> Answer | tuple[str, int]:
    """The product with a code of its own got a barcode number."""
    read = Read(request.form)
    number = read.known("gtin", Gtin.parse)
    wrong = read.wrong if number or read.wrong else {"gtin": _("Fill this in.")}
    if number is not None:
        try:
            with transaction() as session:
                products.give_gtin(session, actor(session), my_product(session, product_id), number.short, now())
                after_close(session, nudge)
            return redirect(f"/merchant/products/{product_id}", 303)
        except Refusal as refusal:
            wrong = {"gtin": said(refusal)}
    return product_with(product_id, wrong), 400


@bp.post("/merchant/products/<int:product_id>/list")
@allows(Role.MERCHANT)
def put_on_sale(product_id: int) -> Answer | tuple[str, int]:
    """Put it on sale, with everything that is traced of it."""
    read = Read(request.form)
    price, url = read.price("price"), read.text("url", listings.LONGEST_URL) or None
    wrong = read.wrong
    if not wrong:
        try:
            with transaction() as session:
                product = my_product(session, product_id)
                listing = listings.put_on(session, actor(session), product, now(), price=price, url=url)
                job = reaching.begin(session, product, listing, now())
                after_close(session, nudge)
            return _after(job, product_id)
        except Refusal as refusal:
            field = "url" if refusal.code == "bad-listing" else "sale"
            wrong = {field: said(refusal)}
    return product_with(product_id, wrong), 403 if "sale" in wrong else 400


@bp.post("/merchant/products/<int:product_id>/delist")
@allows(Role.MERCHANT)
def take_off_sale(product_id: int) -> Answer | tuple[str, int]:
    """Take it off sale."""
    try:
        with transaction() as session:
            product = my_product(session, product_id)
            listing = listings.take_off(session, actor(session), product, now())
            job = reaching.begin(session, product, listing, now())
            after_close(session, nudge)
    except Refusal as refusal:
        return product_with(product_id, {"sale": said(refusal)}), 409
    return _after(job, product_id)


@bp.post("/merchant/products/<int:product_id>/lots")
@allows(Role.MERCHANT)
def add_lot(product_id: int) -> Answer | tuple[str, int]:
    """A lot was made."""
    read, moment = Read(request.form), now()
    read.text("lot", 20, needed=True)
    lot = read.known("lot", Lot.parse)
    pieces, made, best = read.number("pieces"), read.day("made_on"), read.day("keeps")
    wrong = read.wrong
    if not wrong and lot is not None:
        try:
            with transaction() as session:
                product, stamp = my_product(session, product_id), telling.stamp(moment, place(session))
                listings.make_lot(
                    session,
                    actor(session),
                    product,
                    lot.lot,
                    moment,
                    stamp,
                    pieces=pieces,
                    made_on=made,
                    best_before=best,
                )
                after_close(session, nudge)
            return redirect(f"/merchant/products/{product_id}#lots", 303)
        except Refusal as refusal:
            wrong = {"keeps" if refusal.code == "bad-making" else "lot": said(refusal)}
    return product_with(product_id, wrong), 400


def _after(job: jobs.Job | None, product_id: int) -> Answer:
    if job is None:
        return redirect(f"/merchant/products/{product_id}", 303)
    work.at_once(job)
    return redirect(f"/merchant/jobs/{job.id}?to=/merchant/products/{product_id}", 303)


def _form(product: Product | None, form: dict[str, str], wrong: dict[str, str]) -> str:
    levels = [(str(level), _(text)) for level, text in LEVELS.items()]
    categories = [(name, _(text)) for name, text in CATEGORIES.items()]
    return render_template(
        "merchant/product_form.html", product=product, form=form, wrong=wrong, levels=levels, categories=categories
    )


def product_with(product_id: int, wrong: dict[str, str]) -> str:
    """The page of a product, with what is wrong in one of its forms."""
    with reading() as session:
        product = my_product(session, product_id)
        listing = listings.open_of(session, product.id)
        lots = production.of(session, product.id)
        batches, counted = codes.of(session, merchant_id(), product.id), codes.counts(session, merchant_id())
        said_of = goods.form_of(session, product)
        shown = photos.of(session, product.id)
    return render_template(
        "merchant/product.html", product=product, listing=listing, lots=lots, batches=batches, counted=counted,
        said=said_of, wrong=wrong, form=request.form, levels=LEVELS, categories=CATEGORIES, state=State, level=Level,
        photos=shown, most_photos=photos.MOST, missing=goods.missing(product.category, said_of),
    )  # fmt: skip
