"""The blueprint of the door."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("reporting", __name__, template_folder="templates")
