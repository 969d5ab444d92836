"""Messages go to standard error, a line each, with the time in UTC; who runs us keeps them."""

from __future__ import annotations

import logging
import sys
import time

from flask import Flask

from app.settings import Settings


def init_app(app: Flask) -> None:
    """Say as much as LOG_LEVEL wants, unless somebody (a test, a worker) has set up logging already."""
    settings: Settings = app.extensions["settings"]
    root = logging.getLogger()
    if not root.handlers:
        handler = logging.StreamHandler(sys.stderr)
        form = logging.Formatter("%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S")
        form.converter = time.gmtime
        handler.setFormatter(form)
        root.addHandler(handler)
    for name in ("app", "trace", "couriers", "credit", "celery"):
        logging.getLogger(name).setLevel(settings.log_level)
