"""An operator, a county's office with two officers, the post's office, a firm with a courier, and cases at each stage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from app import sequencing
from app.access import accounts
from app.access.roles import Role
from app.clock import now
from app.db import database, transaction
from couriers import divisions, roster
from credit import routing
from credit.contacts import Contact
from credit.intake import Submission, submit
from credit.procedure import Kind
from tests.app.courier.conftest import NUMBERS, Courier
from tests.app.merchant import desk
from trace import parties
from trace.stages import Stamp

COUNTIES = [
    {"code": "220502", "name": "东昌区"}, {"code": "220500", "name": "通化市"}, {"code": "220104", "name": "朝阳区"},
]  # fmt: skip
LIN = Contact("林岭", "13900000001")


@dataclass
class Town:
    """The parties by name, and what was opened: number and code by what it is."""

    app: Any
    ids: dict[str, int] = field(default_factory=dict)
    cases: dict[str, tuple[str, str]] = field(default_factory=dict)

    def open(self, name: str, days: int = 0, **said: Any) -> str:
        """Open a case that came in so many days ago."""
        words = {Kind.COMPLAINT: "须断了两根，要求退款。"}
        given = {"category": "K01", "words": words, "respondent_id": self.ids["shop"], "contact": LIN}
        at = now() - timedelta(days=days)
        with self.app.app_context(), transaction() as session:
            actor = parties.actor(session, self.ids["operator"])
            for one in submit(session, actor, Submission(**(given | said)), Stamp(at), now()):
                self.cases[name if one.kind == Kind.COMPLAINT else f"{name}-{one.kind}"] = (one.case.number, one.code)
        sequencing.drain(self.app)
        return self.cases.get(name, ("", ""))[0]

    def officer(self, login: str) -> Any:
        """A browser of somebody of an office."""
        return desk.logged_in(self.app, login)


def town(app: Any) -> Town:
    """All of it; officers are called wang and li (county), post1 and post2, keeper (operator)."""
    made = Town(app)
    with app.app_context(), transaction() as session:
        divisions.load(session, COUNTIES)
        rows = (("operator", "operator", "溯源运营方", None), ("county", "regulator", "东昌区市场监管局", "220502"),
                ("post", "regulator", "通化市邮政管理局", "220500"), ("shop", "merchant", "岭上参业", "220502"))  # fmt: skip
        for name, kind, called, division in rows:
            made.ids[name] = parties.register(session, kind, called, now(), division=division).id
        firm = parties.find(session, kind="carrier") or parties.register(
            session, "carrier", "山道快运", now(), division="220502"
        )
        made.ids["firm"] = firm.id
        routing.remit(session, made.ids["post"], ["postal"])
        for login, of, role in (
            ("keeper", "operator", Role.OPERATOR), ("wang", "county", Role.REGULATOR), ("li", "county", Role.REGULATOR),
            ("post1", "post", Role.REGULATOR), ("post2", "post", Role.REGULATOR), ("post3", "post", Role.REGULATOR),
            ("fang", "firm", Role.CARRIER), ("shop", "shop", Role.MERCHANT),
        ):  # fmt: skip
            account = accounts.create(session, login, desk.PASSWORD, now())
            accounts.join(session, account, role, made.ids[of], now())
    return made


def delivered(app: Any, made: Town, courier: Courier) -> str:
    """A parcel that the courier says was signed for by the recipient; the case of who denies it."""
    label = f"{NUMBERS[0]}-2026"
    courier.upload(courier.scan("accepted", label), courier.scan("out_for_delivery", label),
                   courier.scan("signed", label, method="recipient"))  # fmt: skip
    sequencing.drain(app)
    with app.app_context(), transaction() as session:
        uri = parties.uri(session, made.ids["firm"]).rsplit("/party/", 1)[0] + f"/waybill/pony/{label}"
    return made.open(
        "signed", category="K15", about=uri, respondent_id=made.ids["firm"], source="item", contact=Contact(),
        words={Kind.COMPLAINT: "显示本人签收，可我没有收到。"},
    )  # fmt: skip


def enrolled(session: Any, made: Town) -> int:
    """A courier of the firm without a phone."""
    return roster.enrol(session, made.ids["firm"], "小马 3 号", now()).id


def origin(app: Any) -> str:
    """The name of the log, which our own names begin with."""
    with app.app_context():
        return str(database().keyring.origin)
