"""Every refusal has one shape, a stable code, and tells nobody what is none of their business."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator

import pytest
from sqlalchemy.exc import OperationalError

from app.access.gate import PUBLIC, allows
from app.errors import HTTP_CODES, STATUS, Unauthenticated, status_of
from app.settings import ROOT
from trace.errors import Conflict, Forbidden, Malformed, Refusal, Unknown

PACKAGES = ("trace", "couriers", "credit", "app")
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Taken(Conflict):
    """The shelf is taken."""

    code = "taken"


def refusals(kind: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    yield kind
    for below in kind.__subclasses__():
        yield from refusals(below)


@pytest.fixture
def client(app):
    @app.get("/raise/<what>")
    @allows(PUBLIC)
    def _raise(what: str):
        match what:
            case "taken":
                raise Taken("the shelf 7 is taken: choose another", shelf=7, status="mine")
            case "busy":
                raise OperationalError("SELECT secret", {}, Exception("database is locked"))
            case "broken":
                raise OperationalError("SELECT secret", {}, Exception("no such table: secret"))
        raise RuntimeError("a secret")

    return app.test_client()


def test_a_program_gets_a_problem_with_a_code(client):
    answer = client.get("/raise/taken")
    assert answer.status_code == 409
    assert answer.mimetype == "application/problem+json"
    assert answer.json == {
        "type": "https://suyuan.example/problems/taken",
        "title": "The shelf is taken",
        "status": 409,
        "detail": "the shelf 7 is taken: choose another",
        "code": "taken",
        "shelf": 7,
    }


def test_a_person_gets_a_page_in_their_language(client):
    answer = client.get("/raise/taken", headers={**BROWSER, "Accept-Language": "en"})
    assert (answer.status_code, answer.mimetype) == (409, "text/html")
    assert "This cannot be done." in answer.text
    assert "The shelf 7 is taken: choose another." in answer.text
    at_home = client.get("/raise/taken", headers=BROWSER).text
    assert 'lang="zh-CN"' in at_home
    assert "无法完成。" in at_home


def test_a_program_interface_never_answers_with_a_page(client):
    assert client.get("/api/v1/nothing", headers=BROWSER).json["code"] == "no-such-page"


@pytest.mark.parametrize(
    ("kind", "status"),
    [(Malformed, 400), (Unauthenticated, 401), (Forbidden, 403), (Unknown, 404), (Taken, 409), (Refusal, 422)],
)
def test_the_kind_decides_the_status(kind, status):
    assert status_of(kind("a sentence")) == status


@pytest.mark.parametrize("what", ["secret", "broken"])
def test_what_nobody_expected_says_nothing_of_itself(client, what, caplog):
    answer = client.get(f"/raise/{what}")
    assert (answer.status_code, answer.json["code"]) == (500, "internal")
    assert "secret" not in answer.text
    assert "GET /raise/<what> failed" in caplog.text, "the operator is told"


def test_a_busy_database_asks_to_try_again(client):
    answer = client.get("/raise/busy")
    assert (answer.status_code, answer.json["code"], answer.headers["Retry-After"]) == (503, "try-again", "1")


def test_what_flask_refuses_has_the_same_shape(client):
    assert client.get("/nowhere").json["code"] == "no-such-page"
    answer = client.post("/healthz")
    assert (answer.json["code"], "GET" in answer.headers["Allow"]) == ("method-not-allowed", True)


def everything() -> None:
    """Import every module, so that every refusal is known."""
    for name in PACKAGES:
        if not (ROOT / name).is_dir():
            continue
        package = importlib.import_module(name)
        for module in pkgutil.walk_packages(package.__path__, name + "."):
            importlib.import_module(module.name)


def test_every_code_is_in_the_list_of_problems():
    everything()
    ours = [kind for kind in refusals() if kind.__module__.split(".")[0] in PACKAGES]
    listed = set(
        re.findall(r"^\| `([a-z0-9-]+)` \|", (ROOT / "docs" / "problems.md").read_text(encoding="utf-8"), re.M)
    )
    codes = {kind.code for kind in ours} | set(HTTP_CODES.values()) | {"internal"}
    assert codes - listed == set(), "give each a row in docs/problems.md"


def test_every_refusal_has_a_code_of_its_own():
    everything()
    owners: dict[str, str] = {}
    for kind in refusals():
        if kind.__module__.split(".")[0] in PACKAGES and kind not in STATUS:
            assert re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", kind.code), kind
            assert "code" in vars(kind), f"{kind} has no code of its own"
            assert owners.setdefault(kind.code, kind.__name__) == kind.__name__, f"two refusals are called {kind.code}"
