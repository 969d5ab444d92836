"""The two doors of a process: `app` for the web server, `celery` for workers. Start them in the repository root."""

from __future__ import annotations

from app import create_app, orphans, sequencing, ticker
from app.settings import BadSetting

try:
    app = create_app()
except BadSetting as problem:
    # Whoever starts us made a slip; a traceback would only hide the sentence.
    raise SystemExit(str(problem)) from None
celery = app.extensions["celery"]

orphans.start()
if app.extensions["settings"].sequencer == "thread":
    sequencing.start(app)
    ticker.start(app)
