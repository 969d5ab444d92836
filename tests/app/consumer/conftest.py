"""One item on its way, recorded and in the log."""

from __future__ import annotations

import pytest

from app.consumer import views
from app.db import database as opened
from couriers import parcels, steps
from tests.app.consumer.linked import BASE, ITEM as ITEM_OF_LINKS, LINKSET, Linked, grown
from tests.app.consumer.told import CHAOYANG, JIAN, NOW, URI, at
from tests.app.installation import installed
from tests.trace.logged import SSCC, World, item
from trace import goods, ledger, products
from trace.ledger import Draft


@pytest.fixture
def told(served: World):
    """An item made, listed, sold, packed, picked up, through a hub, and left at a station; gives the label's code."""
    views.shelf = views.Shelf()
    carrier = served.party("通达快运", "carrier")
    with served.sessions() as session:
        given = {"brand": "岭上", "net": "50 克"}
        products.register(
            session, served.actor, "集安生晒参", "ginseng", "item", NOW, gtin="9520123456788", more=given,
            origin={"place": "集安市清河镇"},
        )  # fmt: skip
        _, token = parcels.register(session, carrier.id, NOW, uri=SSCC, sender_id=served.actor.id)
        session.commit()

    def record(actor, evidence, *deeds):
        with served.sessions() as session:
            ledger.append(session, [Draft(deed.event, actor, evidence, deed.texts) for deed in deeds], NOW)
            session.commit()

    made = goods.serialised(URI, at(10, 7, JIAN), lot="QH2609-03")
    sold = goods.sold(URI, at(20, 1), order="order-7731", payment="pay-991")
    record(
        served.actor, "device", made, goods.listed(URI, at(12, 12)), sold, goods.serialised(item("OTHER"), at(10, 7))
    )
    record(served.actor, "device", goods.packed(SSCC, [URI, item("OTHER")], at(21, 1, JIAN), carrier=carrier.uri))
    record(carrier, "both", steps.accepted(SSCC, at(21, 8, JIAN), weight=412, by=carrier.uri))
    record(carrier, "device", steps.hub_in(SSCC, at(21, 12, JIAN)), steps.hub_out(SSCC, at(21, 14)))
    record(carrier, "device", steps.deposited(SSCC, at(23, 9, CHAOYANG), site="station", consent="courier"))
    served.integrate()
    return served, token, record


@pytest.fixture
def world_of_links(database, tmp_path):
    """A product, a lot of it and a piece, at an address of their own, without links yet."""
    app = installed(database, tmp_path, BASE_URL=BASE)
    with app.app_context():
        world = World(opened().writing, opened().keyring, app.extensions["settings"].log_dir, None)
        engine = opened().engine
    world.actor = world.party("Hall")
    yield grown(app, world)
    engine.dispose()


@pytest.fixture
def tree(world_of_links, shared) -> Linked:
    """The same with the links that the official tests are meant for."""
    world_of_links.load(shared)
    return world_of_links


@pytest.fixture
def linkset(tree) -> dict:
    """The linkset of the piece."""
    return tree.client().get(ITEM_OF_LINKS, headers=LINKSET).json
