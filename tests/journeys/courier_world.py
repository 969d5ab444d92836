"""A server with a carrier, a merchant's parcels and couriers, for stories on a courier's phone."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from flask import Flask
from playwright.sync_api import Page
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from app import sequencing
from app.clock import now
from app.db import reading, transaction
from couriers import devices, divisions, parcels, roster
from couriers.scanned import ScanBy
from tests.couriers.phone import TONGHUA
from trace import ledger, parties
from trace.goods import packed
from trace.identity import checkdigit
from trace.identity.sscc import Sscc
from trace.ledger import Draft
from trace.stages import Stamp
from trace.words import Evidence

UPLOAD = "/api/v1/scans:batch"


class _Silent(WSGIRequestHandler):
    def log(self, *_: Any) -> None:
        """Say nothing."""


@dataclass
class World:
    """The server at `url`; the next `lose` answers to uploads are lost after the server has committed.

    An upload that holds the text `stumble` is one over which the server falls.
    """

    app: Flask
    url: str = ""
    lose: int = 0
    stumble: str = ""
    uploads: int = 0
    carrier_id: int = 0
    merchant: Any = None

    def offer(self, alias: str = "小马 3 号", party: int = 0) -> str:
        """A one-time code for a courier."""
        with self.app.app_context(), transaction() as session:
            firm = party or self.carrier_id
            courier = roster.named(session, firm, alias) or roster.enrol(session, firm, alias, now())
            return devices.offer(session, courier, now())

    def parcels(self, count: int, first: int = 1) -> list[str]:
        """Register parcels and offer them to the carrier; gives the numbers on their labels."""
        numbers = [f"PN{first + at:08d}" for at in range(count)]
        with self.app.app_context(), transaction() as session:
            uris = [parcels.waybill(session, "pony", number) for number in numbers]
            self._pack(session, uris)
        return numbers

    def sscc(self, serial: int) -> Sscc:
        """One parcel with an SSCC."""
        body = f"0952012345{serial:07d}"
        number = Sscc(body + checkdigit.digit(body))
        with self.app.app_context(), transaction() as session:
            self._pack(session, [f"https://id.gs1.org/00/{number.sscc}"])
        return number

    def _pack(self, session: Any, uris: list[str]) -> None:
        firm, drafts = parties.uri(session, self.carrier_id), []
        for uri in uris:
            parcels.register(session, self.carrier_id, now(), uri=uri, sender_id=self.merchant.id)
            item = f"https://id.gs1.org/01/09520123456788/21/{uri[-8:]}"
            deed = packed(uri, [item], Stamp(now(), f"urn:packed:{uri[-18:]}"), carrier=firm)
            drafts.append(Draft(deed.event, self.merchant, Evidence.PARTY, deed.texts))
        ledger.append(session, drafts, now())

    def scans(self) -> list[ScanBy]:
        """What couriers have recorded, in order."""
        with self.app.app_context(), reading() as session:
            return list(session.scalars(select(ScanBy).order_by(ScanBy.entry_id)))

    def act(self, what: Callable[..., object]) -> None:
        """Do something in a transaction."""
        with self.app.app_context(), transaction() as session:
            what(session)


def _losing(world: World, inner: Callable[..., Any]) -> Callable[..., Any]:
    def outer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        if environ["PATH_INFO"] != UPLOAD:
            return inner(environ, start_response)
        world.uploads += 1
        if world.stumble:
            raw = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
            environ["wsgi.input"] = io.BytesIO(raw)
            if world.stumble.encode() in raw:
                start_response("500 Internal Server Error", [("Content-Length", "0")])
                return [b""]
        if world.lose == 0:
            return inner(environ, start_response)
        world.lose -= 1
        said: list[Any] = []
        body = b"".join(inner(environ, lambda *answer: said.append(answer)))
        if world.uploads % 2:
            start_response("503 Service Unavailable", [("Content-Length", "0")])
            return [b""]
        # Cut off in the middle: the length promises more than comes.
        status, headers = said[0][:2]
        start_response(status, [(name, value) for name, value in headers if name.lower() != "content-length"] +
                       [("Content-Length", str(len(body)))])  # fmt: skip
        return [body[: len(body) // 2]]

    return outer


@contextmanager
def world(app: Flask) -> Iterator[World]:
    """The world, served until the story ends."""
    made = World(app)
    with app.app_context(), transaction() as session:
        carrier = parties.register(session, "carrier", "山道快运", now(), division="220502")
        made.carrier_id = carrier.id
        made.merchant = parties.actor(session, parties.register(session, "merchant", "岭上参业", now()).id)
        divisions.load(session, [TONGHUA, {"code": "220582", "name": "集安市"}])
    server = make_server("127.0.0.1", 0, _losing(made, app.wsgi_app), threaded=True, request_handler=_Silent)
    made.url = f"http://127.0.0.1:{server.port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    sequencing.start(app)
    try:
        yield made
    finally:
        sequencing.stop(app)
        server.shutdown()
        thread.join()
        server.server_close()


def enrol(page: Page, world: World, code: str = "") -> None:
    """Open the page and enrol the phone with a code."""
    page.goto(f"{world.url}/courier/")
    page.locator("#onetime").fill(code or world.offer())
    page.locator("#code button").click()
    page.locator("#work").wait_for(state="visible")


def choose(page: Page, step: str) -> None:
    """Choose what is done now."""
    option = page.locator(f"#modes [value={step}]")
    if not option.is_visible():
        page.locator("#more").click()
    option.check()


def type_number(page: Page, number: str) -> None:
    """Type a number as if its label could not be read."""
    if not page.locator("#typed").is_visible():
        page.locator("#keys").click()
    page.locator("#number").fill(number)
    page.locator("#typed button").click()


def verdict(page: Page, kind: str) -> str:
    """Wait for a verdict of this kind; what it says."""
    page.locator(f"#verdict[data-kind={kind}]").wait_for()
    return page.locator("#title").inner_text()


def waiting(page: Page) -> int:
    """How many scans the page says are waiting."""
    return int(page.locator("#n").inner_text())


def until(what: Callable[[], Any], seconds: float = 20.0) -> Any:
    """Ask again until it is so, or fail."""
    end = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.02)
    return found


def done(page: Page, kind: str = "sent") -> None:
    """Wait until the newest scan has this verdict, and nothing waits."""
    verdict(page, kind)
    until(lambda: waiting(page) == 0)


def pick_up(page: Page, number: str) -> None:
    """Take a parcel from its sender, with all that this asks for."""
    choose(page, "accepted")
    for box in page.locator("[name=checks]").all():
        box.check()
    page.locator("#weight").fill("412")
    type_number(page, number)
    page.locator("#line", has_text=number[-4:]).wait_for()
    done(page)


def kept(page: Page) -> None:
    """Wait until the service worker has the whole page."""
    page.evaluate("navigator.serviceWorker.ready.then(() => null)")
    page.reload()
    page.locator("#work").wait_for(state="visible")


def looked_at(page: Page) -> bool:
    """Take the phone in hand, which makes it try again at once."""
    page.evaluate("void document.dispatchEvent(new Event('visibilitychange'))")
    return True
