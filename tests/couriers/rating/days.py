"""Days of couriers at work, recorded by their phones and taken into the log: what ratings follow."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import count

from couriers import divisions, parcels
from couriers.conduct import Kind, Subject
from tests.couriers.cast import NOW, Cast
from tests.couriers.phone import TONGHUA, Phone, kinds
from trace import goods, ledger, parties, sequencer
from trace.ledger import Draft
from trace.stages import Stamp
from trace.words import Evidence

_NUMBERS = count(1)
CODE = TONGHUA["code"]


class Days:
    """A merchant, a carrier and its couriers; whatever is done is recorded, and `integrate` takes it into the log."""

    def __init__(self, session, folder):
        self.session, self.folder = session, folder
        self.cast = Cast(session)
        divisions.load(session, [TONGHUA])
        self.ma = Phone(session, self.cast.carrier.id, "小马", now=NOW - timedelta(days=300))
        self.me = Subject(Kind.COURIER, self.ma.courier.id)
        self.firm = Subject(Kind.FIRM, self.cast.carrier.id)

    def parcel(self, at: datetime) -> tuple[str, str, str]:
        """A parcel that is offered to the carrier: its name, the number on its label, the item in it."""
        number = f"PN{next(_NUMBERS):011d}"
        uri = f"https://log.example/id/waybill/pony/{number}"
        item = f"https://id.gs1.org/01/09520123456788/21/{number}"
        parcels.register(self.session, self.cast.carrier.id, at, uri=uri, sender_id=self.cast.merchant.id)
        deed = goods.packed(uri, [item], Stamp(at, f"urn:packed:{number}"), carrier=self.cast.carrier.uri)
        ledger.append(self.session, [Draft(deed.event, self.cast.merchant, Evidence.PARTY, deed.texts)], at)
        return uri, number, item

    def deliver(self, day: int = 0, phone: Phone | None = None, *, hours: float = 2, **end) -> tuple[str, str]:
        """Pick up, set out and sign, `day` days ago; the parcel and the item in it."""
        phone, at = phone or self.ma, NOW - timedelta(days=day, hours=17)
        uri, number, item = self.parcel(at)
        ends = at + timedelta(hours=2 + hours)
        end = {"step": "signed", "method": "recipient"} | end
        queue = [
            phone.scan("accepted", number, at=at + timedelta(hours=1), place=CODE),
            phone.scan("out_for_delivery", number, at=at + timedelta(hours=2), place=CODE),
            phone.scan(end.pop("step"), number, at=ends, place=CODE, **end),
        ]
        found = phone.send(self.session, *queue, clock=ends, now=ends)
        assert kinds(found) == ["accepted"] * 3
        return uri, item

    def review(self, thing, stars, actor=None, evidence=Evidence.CLAIM, at=NOW):
        """Somebody gives the courier of this thing stars."""
        made = goods.reviewed(thing, Stamp(at, f"urn:review:{next(_NUMBERS)}"), stars, of="courier")
        actor = actor or parties.actor(self.session, self.cast.rival.id)
        return ledger.append(self.session, [Draft(made.event, actor, evidence, made.texts)], at)[0]

    def integrate(self):
        """Everything recorded so far goes into the log."""
        while sequencer.integrate(self.session, self.session.info["keyring"], NOW, self.folder):
            pass
