"""A signed POST to another host (Standard Webhooks 1.0), which never reaches into a private network unless it may.

The address that was looked at is the one that is called: a name that changes between the two cannot lead inside.
"""

from __future__ import annotations

import contextlib
import hmac
import socket
import ssl
import threading
from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from trace.errors import Refusal

SECONDS = 15
PREFIX = "whsec_"


class NotSent(Refusal):
    """A message could not be brought to the address that it is for."""

    code = "not-sent"


def secret(text: str) -> bytes:
    """The key in a secret as Standard Webhooks writes it: `whsec_` and 24 to 64 bytes in base64."""
    try:
        found = b64decode(text.removeprefix(PREFIX), validate=True)
    except ValueError:
        found = b""
    if not text.startswith(PREFIX) or not 24 <= len(found) <= 64:
        raise ValueError("expected whsec_ and 24 to 64 random bytes in base64")
    return found


def signature(key: bytes, message_id: str, at: int, body: bytes) -> str:
    """The header webhook-signature: version 1 is HMAC-SHA-256 over id, Unix time and body with dots between."""
    signed = hmac.digest(key, f"{message_id}.{at}.".encode() + body, sha256)
    return "v1," + b64encode(signed).decode()


def headers(key: bytes, message_id: str, at: int, body: bytes) -> dict[str, str]:
    """The three headers by which the receiver knows us, and a message that came before."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "Suyuan-Webhooks/1",
        "webhook-id": message_id,
        "webhook-timestamp": str(at),
        "webhook-signature": signature(key, message_id, at, body),
    }


def public(address: str) -> bool:
    """Whether an IP address lies in the open Internet; one that carries another inside is judged by that one too."""
    found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    inside: list[IPv4Address | IPv6Address] = [found]
    if isinstance(found, IPv6Address):
        carried = [found.ipv4_mapped, found.sixtofour, *(found.teredo or ())]
        if found in _NAT64:
            carried.append(IPv4Address(int(found) & 0xFFFF_FFFF))
        inside += [one for one in carried if one is not None]
    return all(one.is_global and not one.is_multicast for one in inside)


class _Nat64:
    """64:ff9b::/96 (RFC 6052), which a network may translate to any IPv4 address."""

    def __contains__(self, address: IPv6Address) -> bool:
        return int(address) >> 32 == 0x0064_FF9B << 64


_NAT64 = _Nat64()


def post(url: str, body: bytes, sent: Mapping[str, str], *, private: bool = False) -> int:
    """Send, and give the status of the answer; redirects are not followed. `private` allows addresses that are not public."""
    parts = urlsplit(url)
    host, secure = parts.hostname or "", parts.scheme == "https"
    try:
        port = parts.port or (443 if secure else 80)
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, ValueError):
        raise NotSent(f"the host {host[:100]} has no address") from None
    addresses = [str(one[4][0]) for one in found]
    if not private and not all(public(one) for one in addresses):
        raise NotSent(f"{host[:100]} lies in a private network, and the settings allow no calls there")
    connection = HTTPSConnection(host, port, timeout=SECONDS) if secure else HTTPConnection(host, port, timeout=SECONDS)
    # The timeout of a socket is that of one read: whoever answers a byte at a time would hold us for hours.
    deadline = threading.Timer(SECONDS, _cut, (connection,))
    try:
        connection.sock = _connected(addresses[0], port, host if secure else None)
        deadline.start()
        if isinstance(connection.sock, ssl.SSLSocket):
            connection.sock.do_handshake()
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, dict(sent))
        return connection.getresponse().status
    except (OSError, HTTPException) as problem:
        # What the other side or the library says may hold the address; its kind tells enough.
        raise NotSent(f"{host[:100]} could not be reached ({type(problem).__name__})") from None
    finally:
        deadline.cancel()
        connection.close()


def _connected(address: str, port: int, host: str | None) -> socket.socket:
    """A connection to this very address; with a `host`, one that will be encrypted for it."""
    raw = socket.create_connection((address, port), timeout=SECONDS)
    if host is None:
        return raw
    return ssl.create_default_context().wrap_socket(raw, server_hostname=host, do_handshake_on_connect=False)


def _cut(connection: HTTPConnection) -> None:
    """End whatever is still being read or written."""
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
