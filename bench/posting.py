"""Bodies sent to a server over kept connections, each body once: so plain that the sender hardly weighs on the machine."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Sequence

from bench.measure import Turn
from bench.servers import Server

_READ = 65_536


def post(server: Server, path: str, bodies: Sequence[bytes], connections: int, token: str, counted: int = 1) -> Turn:
    """One turn over so many connections; what is counted are the `counted` events in each body."""
    requests = [_request(path, body, token) for body in bodies]
    failed: list[bytes] = []
    threads = [
        threading.Thread(target=_send, args=(server.port, requests[at::connections], failed))
        for at in range(connections)
    ]
    before, began = server.cpu(), time.perf_counter()
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    took = time.perf_counter() - began
    if failed:
        raise RuntimeError(f"{len(failed)} of {len(requests)} requests failed: {failed[0][:300]!r}")
    many = len(bodies) * counted
    return Turn(many / took, (server.cpu() - before) / many * 1e6)


def _request(path: str, body: bytes, token: str) -> bytes:
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def _send(port: int, requests: Sequence[bytes], failed: list[bytes]) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for request in requests:
            connection.sendall(request)
            answer = _answer(connection)
            if not answer.startswith(b"HTTP/1.1 20"):
                failed.append(answer)


def _answer(connection: socket.socket) -> bytes:
    """One answer, whose length its head says."""
    said = b""
    while b"\r\n\r\n" not in said:
        if not (part := connection.recv(_READ)):
            return said
        said += part
    head, _, body = said.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0] or 0)
    missing = length - len(body)
    while missing > 0 and (part := connection.recv(min(_READ, missing))):
        missing -= len(part)
    return head
