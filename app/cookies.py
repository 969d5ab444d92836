"""The signed cookie of people who have logged in; its key is opened at the first cookie, not at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from app.keys import cookie_secret

if TYPE_CHECKING:
    from itsdangerous import URLSafeTimedSerializer


class Cookies(SecureCookieSessionInterface):
    """Flask's own, with a key that comes from the installation."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs; Flask asks for it with each request that may have a session."""
        if not app.secret_key:
            app.secret_key = cookie_secret(app.extensions["settings"], app.extensions["database"].keyring)
        return super().get_signing_serializer(app)


def init_app(app: Flask) -> None:
    """Let `flask.session` work."""
    app.session_interface = Cookies()
