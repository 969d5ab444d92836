"""The blueprint of these pages, and who asks."""

from __future__ import annotations

from flask import Blueprint

from app.access.roles import PUBLIC, Role

bp = Blueprint("account", __name__, template_folder="templates")
EVERYBODY_KNOWN = tuple(role for role in Role if role is not PUBLIC)
