"""Stories are told over an app with a database of each kind, as the app's own tests are."""

from tests.app.conftest import app

__all__ = ["app"]
