"""A product with a lot, a piece and links of all kinds, for tests of the resolver."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import remembered
from app.access import tokens
from app.access.roles import Role
from app.db import transaction
from tests.app.consumer.told import NOW, at
from tests.trace.logged import World
from trace import goods, ledger, links, products
from trace.ledger import Draft
from trace.target import Target

BASE = "https://id.example.org"
GTIN = "/01/09506000134352"
LOT, ITEM = f"{GTIN}/10/L1", f"{GTIN}/10/L1/21/S1"
LINKSET = {"Accept": "application/linkset+json"}
VOC = "https://ref.gs1.org/voc/"


@dataclass
class Linked:
    """The app over such a world, with the merchant whose it is."""

    app: Flask
    world: World

    def client(self) -> FlaskClient:
        """Somebody without an account."""
        return self.app.test_client()

    def get(self, path: str, **headers: str) -> TestResponse:
        """What is answered; a header's name has _ for each dash."""
        return self.client().get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})

    def linkset(self, path: str) -> dict[str, dict[str, Any]]:
        """The contexts of a thing's linkset by their anchors."""
        found = self.client().get(path, headers=LINKSET)
        assert found.status_code == 200, found.text
        return {one["anchor"]: one for one in found.json["linkset"]}

    def token(self, role: Role = Role.MERCHANT, party_id: int | None = None) -> dict[str, str]:
        """The header of a program that acts for the merchant or another party."""
        with self.app.app_context(), transaction() as session:
            _, secret = tokens.create(session, role, party_id or self.world.actor.id, NOW)
        return {"Authorization": f"Bearer {secret}"}

    def link(
        self, subject: str, kind: str, href: str, *languages: str, media_type: str = "", default: bool = False
    ) -> None:
        """Give a thing a link, as its owner."""
        target = Target.parse(kind, href, f"Title of {href}", languages, media_type, default=default)
        with self.world.sessions() as session:
            links.put(
                session, self.world.actor.id, f"https://id.gs1.org{subject}", target, NOW, public=True, any_owner=True
            )
            session.commit()
        with self.app.app_context():
            remembered.links().forget(links.root_of(f"https://id.gs1.org{subject}"))

    def load(self, shared: Path) -> None:
        """The two entries of the official tests, the second of a thing that only the operator may speak of."""
        folder = shared / "conformance" / "digital-link" / "resolver"
        with self.world.sessions() as session:
            for name in ("test_01_09506000134352.json", "test_8004_095060001343.json"):
                entry = json.loads((folder / name).read_text(encoding="utf-8"))
                for one in entry["links"]:
                    target = Target.parse(
                        one["linktype"], one["href"], one["title"], tuple(one["hreflang"]), one["type"],
                        tuple(one.get("context", ())),
                    )  # fmt: skip
                    links.put(
                        session, self.world.actor.id, f"https://id.gs1.org{entry['anchor']}", target, NOW, public=True,
                        any_owner=entry["anchor"].startswith("/8004"),
                    )  # fmt: skip
            session.commit()


def grown(app: Flask, world: World) -> Linked:
    """A product traced by lot, one lot of it, and a piece that the record says is from another lot."""
    with world.sessions() as session:
        products.register(session, world.actor, "集安生晒参", "ginseng", "lot", NOW, gtin="09506000134352")
        session.commit()
    name = f"https://id.gs1.org{GTIN}"
    deeds = [goods.serialised(f"{name}/21/S1", at(10, 7), lot="L2"), goods.listed(f"{name}/10/L1", at(12, 12))]
    with world.sessions() as session:
        ledger.append(session, [Draft(deed.event, world.actor, "party", deed.texts) for deed in deeds], NOW)
        session.commit()
    world.integrate()
    return Linked(app, world)
