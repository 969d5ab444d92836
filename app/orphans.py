"""A worker process ends when the web server that started it is gone: nobody would stop or renew it."""

from __future__ import annotations

import multiprocessing
import os
import threading


def start() -> None:
    """Watch the parent, if this process was started as somebody's worker."""
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        # At once: what was not committed leaves nothing behind, and the port must be free for the next server.
        os._exit(1)

    threading.Thread(target=wait, name="orphan", daemon=True).start()
