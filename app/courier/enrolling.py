"""A phone is enrolled with a one-time code, and comes back by its key when its session has ended."""

from __future__ import annotations

import secrets
from datetime import datetime

import orjson
from flask import Response, current_app, request, session as cookie
from itsdangerous import BadData, TimestampSigner
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access import accounts, attempts, sessions
from app.access.accounts import Account, Membership
from app.access.gate import PUBLIC, allows, caller
from app.access.roles import Role
from app.clock import now
from app.courier import payloads
from app.courier.door import bp
from app.db import database, reading, transaction
from app.errors import Unauthenticated
from app.keys import cookie_secret
from couriers import devices, divisions, roster
from couriers.roster import Courier
from couriers.signed import BadSignature, good
from trace import parties
from trace.errors import Malformed

CODE = "courier code"
COMES_BACK = b"suyuan-session/v1\n"
CHALLENGE_SECONDS = 120


class WrongDeviceCode(Malformed):
    """A one-time code that is wrong, used already, or older than a quarter of an hour."""

    code = "wrong-device-code"


@bp.post("/courier/enrol")
@allows(PUBLIC)
def enrol() -> Response:
    """Enrol the phone that holds this key, and begin its courier's session."""
    moment, asked = now(), payloads.enrolment(request)
    if not good(asked.spki, devices.enrolment(asked.code), asked.proof):
        raise BadSignature("the code is not signed with the key that came with it: let the page make a new key")
    who = request.remote_addr or ""
    with transaction() as session:
        attempts.check(session, CODE, who, moment)
        device = devices.redeem(session, asked.code, asked.spki, moment)
        if device is None:
            attempts.failed(session, CODE, who, moment)
        else:
            attempts.succeeded(session, CODE, who)
            courier = roster.get(session, device.courier_id)
            account = _account(session, courier, moment)
            if any(one.revoked_at is not None for one in devices.of_courier(session, courier.id)):
                # A phone that was replaced or revoked may be in a stranger's hands, logged in.
                accounts.end_sessions(session, account)
            membership = _membership(session, account, courier)
    if device is None:
        raise WrongDeviceCode("this code is wrong, used, or older than 15 minutes: ask your firm for a new one")
    _begin(account, membership, moment)
    return _json({"device": device.name}, 201)


@bp.get("/courier/challenge")
@allows(PUBLIC)
def challenge() -> Response:
    """Something to sign for a phone that comes back."""
    return _json({"challenge": _signer().sign(secrets.token_urlsafe(16)).decode()})


@bp.post("/courier/return")
@allows(PUBLIC)
def come_back() -> Response:
    """Begin a session anew for the phone that has signed our challenge."""
    moment, asked = now(), payloads.return_(request)
    try:
        _signer().unsign(asked.challenge, max_age=CHALLENGE_SECONDS)
    except BadData:
        raise Unauthenticated("this challenge is not ours, or older than two minutes: ask for a new one") from None
    with reading() as session:
        device = devices.by_name(session, asked.device)
        known = device is not None and good(device.key, COMES_BACK + asked.challenge.encode(), asked.signature)
        if device is None or not known or device.revoked_at is not None:
            raise Unauthenticated("this phone is not enrolled any more: ask your firm for a new code")
        courier = roster.get(session, device.courier_id)
        account = session.get(Account, courier.account_id)
        if account is None:
            raise Unauthenticated("nobody works with this phone any more: ask your firm for a new code")
        membership = _membership(session, account, courier)
    _begin(account, membership, moment)
    return _json({"device": asked.device})


@bp.get("/courier/me")
@allows(PUBLIC)
def me() -> Response:
    """Who is logged in, for the page that works without us; `courier` is null for nobody, `known` for no courier."""
    known = caller().account_id is not None
    with reading() as session:
        courier = roster.of_account(session, caller().account_id) if caller().role is Role.COURIER else None
        if courier is None:
            return _json({"courier": None, "known": known})
        firm = parties.get(session, courier.carrier_id)
        near = [firm.division[:2]] if firm.division else []
        found = {
            "courier": courier.id,
            "alias": courier.alias,
            "firm": firm.name,
            "locates": roster.lets_locate(session, courier),
            "place": firm.division,
            "places": [[one.code, one.name] for one in divisions.listed(session, near)],
            "devices": [one.name for one in devices.of_courier(session, courier.id) if one.revoked_at is None],
        }
    return _json(found)


def _account(session: Session, courier: Courier, moment: datetime) -> Account:
    """The account of the courier: who is logged in, if they may be it, else one that only the phone's key opens."""
    if courier.account_id is not None:
        found = session.get(Account, courier.account_id)
        assert found is not None
        return found
    who = caller()
    mine = session.get(Account, who.account_id) if who.role is Role.COURIER and who.account_id else None
    if mine is None or who.party_id != courier.carrier_id or roster.of_account(session, mine.id) is not None:
        mine = accounts.create(
            session, f"courier-{courier.id}-{secrets.token_hex(4)}", secrets.token_urlsafe(32), moment
        )
        accounts.join(session, mine, Role.COURIER, courier.carrier_id, moment)
    courier.account_id = mine.id
    return mine


def _membership(session: Session, account: Account, courier: Courier) -> Membership:
    wanted = select(Membership).where(
        Membership.account_id == account.id,
        Membership.party_id == courier.carrier_id,
        Membership.role == str(Role.COURIER),
    )
    if (found := session.scalars(wanted).first()) is None:
        raise Unauthenticated("you do not work for this firm any more")
    return found


def _begin(account: Account, membership: Membership, moment: datetime) -> None:
    sessions.end(cookie)
    sessions.begin(cookie, account, membership, moment)


def _signer() -> TimestampSigner:
    secret = cookie_secret(current_app.extensions["settings"], database().keyring)
    return TimestampSigner(secret, salt="courier challenge")


def _json(body: object, status: int = 200) -> Response:
    return Response(orjson.dumps(body), status, mimetype="application/json", headers={"Cache-Control": "no-store"})
