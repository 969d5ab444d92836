"""A receiver of webhooks on this machine: it answers as it is told and keeps what came."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer


class Receiver:
    """Where it listens, what it answers next (the last one again and again), and what has come.

    While `holds` is an event that nobody has set, an answer waits for it.
    """

    def __init__(self, port: int, answers: list[int]) -> None:
        self.url = f"http://127.0.0.1:{port}/hook/"
        self.answers, self.came = answers, []
        self.holds: threading.Event | None = None


@contextmanager
def receiving(*answers: int) -> Iterator[Receiver]:
    """A receiver that runs as long as the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.came.append((self.path, dict(self.headers), body))
            if found.holds is not None:
                found.holds.wait()
            self.send_response(found.answers.pop(0) if len(found.answers) > 1 else found.answers[0])
            self.send_header("Location", found.url)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        found = Receiver(server.server_port, list(answers))
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield found
        finally:
            server.shutdown()
            thread.join()
