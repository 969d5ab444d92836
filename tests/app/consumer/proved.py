"""A small log of its own, proof files of any of its sizes, and the pages that carry them."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlsplit

from playwright.sync_api import Page, Route

from app.consumer.pages import Card, Fact, render
from app.consumer.timeline import Seen
from app.consumer.words import words
from app.headers import POLICY
from app.islands import island
from tests.app.consumer.invented import GINSENG, YEAR, entry, thing
from tests.app.consumer.preview import APP, KINDS, environment
from trace import chain, merkle
from trace.note import Checkpoint, Signer

ORIGIN = "log.example"
SIGNER = Signer(ORIGIN, bytes(range(32)))
GTIN = "https://id.gs1.org/01/09520123456788"
ITEM, PARCEL = f"{GTIN}/21/K7QX2M9P", "https://id.gs1.org/00/095201234567891235"
CARD = '{"name":"集安生晒参 50 克","place":"吉林省通化市集安市清河镇"}'
CARD_ID = sha256(CARD.encode()).hexdigest()
REVIEW = entry("reviewed", "2026-11-25", "claim", facts={"rating": 5}, standing="outsider", flags=["late", "odd_one"])
Json = dict[str, Any]


@dataclass
class Log:
    """A log with a stranger's entry after each of ours; `made` are ours, as a proof file opens them."""

    log: list[bytes] = field(default_factory=list)
    made: list[Json] = field(default_factory=list)
    heads: dict[str, tuple[int, bytes | None]] = field(default_factory=dict)

    def record(self, public: Json, *named: tuple[str, str], hidden: bool = False) -> None:
        """Record one entry about `named`, (role, thing) each; a hidden one is in the log and in no proof."""
        seed = sha256(f"seed {len(self.log)}".encode()).digest()
        touches = [chain.Touch(role, uri, *self.heads.get(uri, (0, None))) for role, uri in named]
        time = f"2026-11-26T00:00:00.{len(self.log):03d}Z"
        sealed = chain.seal(seed, seed, b"{}", touches, time, f"https://{ORIGIN}/id/party/1", f"urn:{time}", public)
        self.heads |= {touch.thing: (touch.n + 1, sealed.leaf) for touch in touches}
        if not hidden:
            self.made.append(
                {
                    "index": len(self.log), "leaf": sealed.leaf.hex(), "envelope": sealed.envelope.decode(),
                    "salt": chain.b64(chain.salt(seed, "envelope")),
                    "disclosures": [chain.disclose(seed, touch, sealed.digests) for touch in touches],
                }
            )  # fmt: skip
        self.log += [sealed.log_entry, sha256(sealed.log_entry).digest()]

    def live(self, life: Sequence[Seen]) -> Log:
        """Record a life; what was packed goes on as the parcel's, and closed stops are recorded and not shown."""
        inside = False
        for seen in life:
            public = seen.public or GINSENG[0].public
            assert public is not None
            if public["step"] == "packed":
                inside = True
                self.record({**public, "action": "ADD"}, ("parent", PARCEL), ("child", ITEM))
            else:
                outside = not inside or public["standing"] == "outsider"
                self.record(dict(public), ("epc", ITEM if outside else PARCEL), hidden=seen.public is None)
        return self

    def note(self, size: int, *signers: Signer) -> str:
        """The signed checkpoint of this size."""
        hashes = [merkle.leaf_hash(one) for one in self.log[:size]]
        text = Checkpoint(ORIGIN, size, merkle.fold(hashes)).text()
        lines = [signer.sign(text).removeprefix(f"{text}\n") for signer in signers or (SIGNER,)]
        return f"{text}\n{''.join(lines)}"

    def proof(self, size: int | None = None, old: int | None = None, signers: Sequence[Signer] = (SIGNER,)) -> Json:
        """The proof file against the log of `size` entries; the last signer's key is the one that the log publishes."""
        size = len(self.log) if size is None else size
        hashes = [merkle.leaf_hash(one) for one in self.log[:size]]
        entries = []
        for one in self.made:
            within = one["index"] < size
            path = [chain.b64(step) for step in merkle.path_in(hashes, one["index"])] if within else None
            entries.append({**one, "index": one["index"] if within else None, "inclusion": path})
        found: Json = {
            "thing": ITEM, "origin": ORIGIN, "key": str(signers[-1].verifier),
            "checkpoint": self.note(size, *signers) if size else "", "entries": entries,
        }  # fmt: skip
        if old:
            way = merkle.consistency_path(
                old, size, lambda level, i: merkle.fold(hashes[i << level : (i + 1) << level])
            )
            found["consistency"] = {"old": old, "path": [chain.b64(step) for step in way]}
        return found


def ginseng() -> Log:
    """The item of the mock-up, with a stranger's review at the end."""
    return Log().live([*GINSENG, REVIEW])


def with_card() -> Log:
    """The same item behind the card of its product."""
    log = Log()
    shown = entry("card", "2026-09-01", "party", facts={"card": CARD_ID, "cardKind": "product"}).public
    assert shown is not None
    log.record(dict(shown), ("class", GTIN))
    return log.live([*GINSENG, REVIEW])


def html(lang: str, proof: Json, life: Sequence[Seen] = (*GINSENG, REVIEW), first: int = 0) -> str:
    """The page of a life whose open entries stand in the proof from `first` on, as the server draws it."""
    w, at, seen = words(lang, YEAR), first, []
    for one in life:
        seen.append(one if one.public is None else replace(one, entry=at))
        at += one.public is not None
    origin = Fact(w.t("Origin"), "吉林省通化市集安市清河镇", card=CARD_ID, field="place")
    cards = (Card(w.t("Where it is from"), (origin,)),) if proof.get("cards") else ()
    page = thing(w, seen, "K7QX 2M9P", "K7QX2M9P", proof=island(proof), cards=cards)
    return render(environment(), "thing", page, w)


def serve(page: Page, text: str, answer: Callable[[int], Json | int] | None = None) -> list[str]:
    """Serve a page under the policy of the app, and `answer(old)` to whoever asks for JSON; the list tells who asked."""
    asked: list[str] = []
    policy = "; ".join(f"{name} {sources}" for name, sources in POLICY.items())

    def reply(route: Route) -> None:
        request, address = route.request, urlsplit(route.request.url)
        asked.append(f"{address.path}?{address.query}" if address.query else address.path)
        file = APP / address.path.lstrip("/")
        if address.path.startswith("/static/"):
            route.fulfill(content_type=KINDS[file.suffix], body=file.read_bytes())
        elif answer is not None and request.headers.get("accept") == "application/json":
            given = answer(int(parse_qs(address.query)["old"][0]))
            status, body = (given, {}) if isinstance(given, int) else (200, given)
            route.fulfill(status=status, content_type="application/json", body=json.dumps(body))
        else:
            route.fulfill(content_type="text/html", headers={"Content-Security-Policy": policy}, body=text)

    page.unroute_all()
    page.route("**/*", reply)
    return asked
