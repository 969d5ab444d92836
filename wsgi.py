"""The two doors of a process: `app` for the web server, `celery` for workers. Start them in the repository root."""

from __future__ import annotations

from app import create_app, orphans, sequencing

app = create_app()
celery = app.extensions["celery"]

orphans.start()
if app.extensions["settings"].sequencer == "thread":
    sequencing.start(app)
