"""The protection fund as the operator keeps it and offices read it: what lies where, claims, and every posting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, redirect, render_template, request
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response as Answer

from app import console
from app.access.gate import allows, caller, person
from app.access.roles import Role
from app.clock import now
from app.db import after_close, reading, transaction
from app.tasks import nudge
from app.texts import N_, _, refused
from credit import compensation, fund
from credit.compensation import GROUNDS, State
from credit.fund import BadPosting
from trace import parties
from trace.errors import Refusal
from trace.parties import Party
from trace.standing import Actor

bp = Blueprint("fund", __name__, template_folder="templates")
BOTH = (Role.REGULATOR, Role.OPERATOR)
for _role in BOTH:
    console.rooms(_role, ("/regulator/fund", N_("Fund")))
GROUND_NAMES = {
    "unreachable": N_("the merchant cannot be reached"),
    "not_done": N_("the merchant does not do what was decided"),
    "food": N_("food that harmed somebody"),
}
STATES = {
    State.FILED: N_("claim filed"),
    State.REFUSED: N_("refused"),
    State.ACCEPTED: N_("accepted, not paid yet"),
    State.PAID: N_("paid from the deposit"),
    State.RECOVERING: N_("paid, being recovered"),
    State.RECOVERED: N_("recovered"),
    State.WRITTEN_OFF: N_("written off"),
}
POSTED = {
    "deposit": N_("deposited"),
    "contribution": N_("put into the pool"),
    "refund": N_("given back"),
    "paid": N_("paid from the deposit"),
    "advanced": N_("advanced by the pool"),
    "debt": N_("owed to the pool"),
    "recovered": N_("paid back to the pool"),
    "debt_paid": N_("no longer owed"),
    "written_off": N_("written off"),
}
REFUSALS = {
    "same-person": N_("You took an earlier step of this. Let somebody else look at it."),
    "not-enough-money": N_("There is not so much money in it."),
    "claim-not-now": N_(
        "This claim does not stand so, or the case has one already, or one is open against the deposit."
    ),
    "bad-posting": N_("Give a case and an amount above 0 with at most two decimals, and no more than is owed."),
    "no-such-party": N_("There is no party with this number."),
}
assert set(GROUND_NAMES) == set(GROUNDS)


@bp.get("/regulator/fund")
@allows(*BOTH)
def page() -> str:
    """Balances, claims and the newest postings; forms for the operator."""
    return _page("")


@bp.post("/regulator/fund/<act>")
@allows(Role.OPERATOR)
def post(act: str) -> Answer | tuple[str, int]:
    """Deposit, contribute, give back; file, judge, pay, recover, write off."""
    deed = _ACTS.get(act)
    if deed is None:
        raise compensation.NoSuchClaim(f"{act[:20]!r} is nothing that is done to the fund")
    who, moment = person(), now()
    try:
        with transaction() as session:
            deed(session, parties.actor(session, who.party_id), who.account_id, moment)
            after_close(session, nudge)
    except compensation.NoSuchClaim:
        raise
    except Refusal as refusal:
        return _page(refused(refusal, REFUSALS)), 400
    return redirect("/regulator/fund", 303)


def _page(wrong: str) -> str:
    with reading() as session:
        names = {one.id: one.name for one in session.query(Party).order_by(Party.id).limit(2_000)}
        balances, claims = fund.balances(session), compensation.of(session)
        posted, troubles = fund.postings(session), fund.audit(session)
    shown = [(_account(name, names), value) for name, value in balances.items() if name not in fund.EDGE]
    return render_template(
        "regulator/fund.html", balances=shown, claims=claims, posted=posted, troubles=troubles, names=names, wrong=wrong,
        form=request.form, operator=caller().role == Role.OPERATOR, account=lambda name: _account(name, names),
        grounds={key: _(text) for key, text in GROUND_NAMES.items()}, states={key: _(text) for key, text in STATES.items()},
        kinds={key: _(text) for key, text in POSTED.items()},
    )  # fmt: skip


def _account(name: str, names: dict[int, str]) -> str:
    kind, _slash, number = name.partition("/")
    party = names.get(int(number), number) if number else ""
    plain = {fund.POOL: _("the pool"), fund.OUTSIDE: _("outside"), fund.CLAIMS: _("claims of the pool")}
    if kind in plain:
        return plain[kind]
    return _("deposit of %(who)s", who=party) if kind == "deposit" else _("owed by %(who)s", who=party)


def _fen() -> int:
    """The amount of the form, typed in yuan."""
    text = request.form.get("amount", "").strip()
    whole, _dot, part = text.partition(".")
    if (
        not (whole + part).isascii()
        or not whole.isdigit()
        or len(whole) > 9
        or not (part or "0").isdigit()
        or len(part) > 2
    ):
        raise BadPosting(f"{text[:20]!r} is no amount: expected yuan with at most two decimals")
    return int(whole) * 100 + int(part.ljust(2, "0"))


def _case() -> str:
    return request.form.get("case", "")


def _number() -> int:
    return request.form.get("party", type=int) or 0


def _deposit(session: Session, actor: Actor, account: int, moment: datetime) -> None:
    compensation.deposit(session, actor, account, _number(), _fen(), _case(), moment)


def _contribute(session: Session, actor: Actor, account: int, moment: datetime) -> None:
    compensation.contribute(session, actor, account, _fen(), _case(), moment)


def _give_back(session: Session, actor: Actor, account: int, moment: datetime) -> None:
    compensation.give_back(session, actor, account, _number(), _fen(), _case(), moment)


def _file(session: Session, actor: Actor, account: int, moment: datetime) -> None:
    compensation.file(session, _case(), _number(), request.form.get("ground", ""), _fen(), moment)


def _claim(session: Session) -> compensation.Compensation:
    return compensation.get(session, request.form.get("claim", type=int) or 0)


def _accept(session: Session, actor: Actor, account: int, moment: datetime) -> None:
    compensation.judge(session, _claim(session), account, True)


def _refuse(session: Session, actor: Actor, account: int, moment: datetime) -> None:
    compensation.judge(session, _claim(session), account, False)


def _pay(session: Session, actor: Actor, account: int, moment: datetime) -> None:
    compensation.pay(session, actor, _claim(session), account, moment)


def _recover(session: Session, actor: Actor, account: int, moment: datetime) -> None:
    compensation.recover(session, actor, _claim(session), account, _fen(), moment)


def _write_off(session: Session, actor: Actor, account: int, moment: datetime) -> None:
    compensation.write_off(session, actor, _claim(session), account, moment)


_ACTS: dict[str, Callable[[Session, Actor, int, datetime], None]] = {
    "deposit": _deposit, "contribute": _contribute, "give_back": _give_back, "file": _file, "accept": _accept,
    "refuse": _refuse, "pay": _pay, "recover": _recover, "write_off": _write_off,
}  # fmt: skip
