"""The photos of a product, at its desk."""

from __future__ import annotations

from flask import redirect, request
from werkzeug.wrappers import Response as Answer

from app.access.gate import allows
from app.access.roles import Role
from app.clock import now
from app.db import after_close, transaction
from app.merchant.door import actor, bp, my_product
from app.merchant.shelf import product_with
from app.merchant.words import said
from app.tasks import nudge
from trace import photos, pictures
from trace.errors import Refusal


@bp.post("/merchant/products/<int:product_id>/photos")
@allows(Role.MERCHANT)
def add_photo(product_id: int) -> Answer | tuple[str, int]:
    """One more."""
    file = request.files.get("photo")
    # One byte more than is allowed tells enough.
    data = file.stream.read(pictures.MOST_BYTES + 1) if file is not None else b""
    try:
        with transaction() as session:
            photos.add(session, actor(session), my_product(session, product_id), data, now())
            after_close(session, nudge)
    except Refusal as refusal:
        if refusal.code == "no-such-product":
            raise
        return product_with(product_id, {"photo": said(refusal)}), 400
    return redirect(f"/merchant/products/{product_id}#photos", 303)


@bp.post("/merchant/products/<int:product_id>/photos/<digest>")
@allows(Role.MERCHANT)
def take_photo_off(product_id: int, digest: str) -> Answer:
    """One less; its bytes are gone with it."""
    with transaction() as session:
        photos.take_off(session, actor(session), my_product(session, product_id), digest, now())
        after_close(session, nudge)
    return redirect(f"/merchant/products/{product_id}#photos", 303)
