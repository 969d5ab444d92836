"""An operator, an office of the county and one of the city, a firm, a shop, and a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from credit import cases, routing
from credit.casework import Hand
from credit.intake import Opened, Submission, submit
from credit.procedure import Kind
from tests.trace.logged import NOW, World
from trace import parties
from trace.stages import Stamp
from trace.standing import Actor


@dataclass
class Town:
    """The parties of a case, and shortcuts to open and to look at one."""

    world: World
    operator: Actor
    county: Actor
    city: Actor
    post: Actor
    firm: Actor
    shop: Actor

    def open(self, at: datetime = NOW, **said: Any) -> list[Opened]:
        """Open what one submission holds."""
        given = {"category": "K01", "words": {Kind.COMPLAINT: "坏的，要求退款。"}, "respondent_id": self.shop.id}
        with self.world.sessions() as session:
            made = submit(session, self.operator, Submission(**(given | said)), Stamp(at), at)
            session.commit()
            for one in made:
                session.refresh(one.case)
                session.expunge(one.case)
        return made

    def hand(self, actor: Actor, account: int) -> Hand:
        """Somebody of an office."""
        return Hand(actor, account, f"officer {account}")

    def case(self, session: Any, number: str) -> cases.Complaint:
        """The case as it stands."""
        return cases.get(session, number)


def later(days: int) -> datetime:
    """So many days after the case came in."""
    return NOW + timedelta(days=days)


@pytest.fixture
def town(world: World) -> Town:
    with world.sessions() as session:
        made = {
            name: parties.register(session, kind, name, NOW, division=division).id
            for name, kind, division in (
                ("operator", "operator", None),
                ("county", "regulator", "220582"),
                ("city", "regulator", "220500"),
                ("post", "regulator", "220500"),
                ("firm", "carrier", "220582"),
                ("shop", "merchant", "220582"),
            )
        }
        routing.remit(session, made["post"], ["postal"])
        actors = {name: parties.actor(session, number) for name, number in made.items()}
        session.commit()
    return Town(world, **actors)
