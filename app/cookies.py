"""The signed cookie of people who have logged in; its key is opened at the first cookie, not at the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask, Request
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface

from app.keys import cookie_secret

if TYPE_CHECKING:
    from itsdangerous import URLSafeTimedSerializer


class Cookies(SecureCookieSessionInterface):
    """Flask's own, with a key that comes from the installation."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie says; most visitors have none, and for them no key is needed."""
        if "HTTP_COOKIE" not in request.environ or self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """What signs; Flask asks for it when a cookie came or is to be set."""
        if not app.secret_key:
            app.secret_key = cookie_secret(app.extensions["settings"], app.extensions["database"].keyring)
        return super().get_signing_serializer(app)


def init_app(app: Flask) -> None:
    """Let `flask.session` work."""
    app.session_interface = Cookies()
