"""The frame of every page for people who have logged in: the rooms of their door, for whom they act, the language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Flask, request, session as cookie
from flask_babel import gettext as _

from app import dates, outbox
from app.access import sessions
from app.access.gate import caller
from app.access.roles import Role
from app.assets import asset
from app.db import reading
from app.i18n import language
from trace import parties

SWITCH = {"zh-CN": ("en", "English"), "en": ("zh-CN", "中文")}
# The rooms of each role; a door adds its own when it is built: path -> the English name, translated when shown.
ROOMS: dict[Role, list[tuple[str, str]]] = {}


def rooms(role: Role, *named: tuple[str, str]) -> None:
    """Say which rooms a role has, in the order in which they are shown."""
    ROOMS.setdefault(role, []).extend(named)


def role_name(role: str) -> str:
    """What a role is called."""
    names: dict[str, str] = {
        Role.MERCHANT: _("merchant"),
        Role.COURIER: _("courier"),
        Role.CARRIER: _("courier firm"),
        Role.STATION: _("pick-up station"),
        Role.OPERATOR: _("operator"),
        Role.REGULATOR: _("regulator"),
        Role.INSTITUTION: _("institution"),
    }
    return names.get(role, role)


def _frame() -> dict[str, Any]:
    other, label = SWITCH[language()]
    return {"other": other, "other_label": label, "asset": asset, "role_name": role_name, **_who()}


def _who() -> dict[str, Any]:
    # An error page for a program with a bad token must not ask again who it is.
    who = caller() if request.endpoint and sessions.ACCOUNT in cookie else None
    if who is None or who.account_id is None or who.party_id is None:
        return {"acting_for": "", "rooms": [], "unread": 0}
    with reading() as session:
        name = parties.get(session, who.party_id).name
        unread = outbox.unread(session, who.party_id, who.account_id)
    shown: Sequence[tuple[str, str]] = [(path, _(text)) for path, text in ROOMS.get(who.role, [])]
    return {"acting_for": name, "rooms": shown, "unread": unread}


def init_app(app: Flask) -> None:
    """Give every template of a console its frame and its dates."""
    app.context_processor(_frame)
    dates.init_app(app)
