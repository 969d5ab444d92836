"""The public log is what C2SP says a log is: others' programs read and believe it."""

from __future__ import annotations

import os
import shutil
import subprocess
from base64 import b64decode, b64encode
from pathlib import Path

import pytest
from tlog_scales.reader import TilesReader
from tlog_scales.signing import Vkey
from tlog_scales.tiles import leaf_hash

from tests.trace.logged import World, event, item
from trace import log, merkle

READER = Path(__file__).with_name("log_reader")
GOCODE = Path("/usr/share/gocode")
BATCHES = (300, 1, 256, 160)
SIZE = sum(BATCHES)


class Client:
    """The addresses below /log, as tlog-scales asks for them; what it asked for is remembered."""

    def __init__(self, client):
        self.client, self.got = client, {}

    def get(self, *path):
        answer = self.client.get("/log/" + "/".join(path))
        if answer.status_code != 200:
            return None
        self.got["/".join(path)] = answer.data
        return answer.data


@pytest.fixture
def filled(served: World) -> World:
    served.filled(BATCHES)
    return served


def test_an_independent_reader_finds_every_entry_in_the_signed_tree(app, filled):
    reader = TilesReader(Client(app.test_client()))
    found = reader.get_checkpoint()
    found.verify(Vkey.from_string(app.test_client().get("/log/key").text.strip()))
    assert found.size == SIZE
    assert reader.calculate_root_hash() == found.root_hash
    for index in (0, 1, 255, 256, 300, 511, 512, SIZE - 1):
        proof = reader.get_inclusion_proof(index, SIZE)
        proof.check(leaf_hash(reader.get_entry(index)), found.root_hash)
    with filled.sessions() as session:
        for old in (1, 256, 301, 557, SIZE):
            reader.get_consistency_proof(old, SIZE).check(log.root_at(session, old), found.root_hash)


def test_every_partial_tile_of_a_signed_size_is_served(app, filled):
    client = app.test_client()
    newest = {
        number: client.get(f"/log/tile/0/{number:03d}{part}").data
        for number, part in ((1, ""), (2, f".p/{SIZE % 256}"))
    }
    for size in (300, 301, 557, SIZE):
        number, width = divmod(size, 256)
        assert client.get(f"/log/tile/0/{number:03d}.p/{width}").data == newest[number][: width * 32]
        assert len(client.get(f"/log/tile/entries/{size // 256:03d}.p/{width}").data) == width * 34
    assert client.get("/log/tile/1/000.p/2").status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("tile/0/002", 404, "not-in-log"), ("tile/0/003", 404, "not-in-log"), ("tile/1/000", 404, "not-in-log"),
        ("tile/9/000", 404, "not-in-log"), ("tile/0/x001/067", 404, "not-in-log"), ("tile/0/0", 400, "bad-tile"),
        ("tile/0/000.p/256", 400, "bad-tile"), ("tile/0/000.p/0", 400, "bad-tile"), ("tile/0/x000/001", 400, "bad-tile"),
        ("tile/entries/002", 404, "not-in-log"), ("tile/entries/abc", 400, "bad-tile"),
        ("proof/717", 404, "not-in-log"), (f"proof/{'0' * 64}", 404, "not-in-log"), ("proof/x", 400, "bad-tile"),
        ("proof/00", 400, "bad-tile"), ("proof/99999999999999999", 404, "not-in-log"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_what_the_log_has_not_is_refused_with_a_reason(app, filled, path, status, code):
    answer = app.test_client().get(f"/log/{path}")
    assert (answer.status_code, answer.json["code"]) == (status, code)


def test_tiles_may_be_kept_for_ever_and_the_checkpoint_not(app, filled):
    client = app.test_client()
    assert "immutable" in client.get("/log/tile/0/000").headers["Cache-Control"]
    assert client.get("/log/checkpoint").headers["Cache-Control"] == "no-cache"
    assert client.get("/log/checkpoint").headers["Access-Control-Allow-Origin"] == "*"
    assert client.get("/log/checkpoint").mimetype == "text/plain"


def test_the_proof_that_travels_is_tlog_proof(app, filled):
    (receipt,) = filled.record(event("accepting", item("N5")))
    client = app.test_client()
    waiting = client.get(f"/log/proof/{receipt.leaf.hex()}")
    assert (waiting.status_code, waiting.json["code"]) == (404, "not-yet-in-log")
    assert waiting.headers["Retry-After"] == "1"
    filled.integrate()
    by_leaf = client.get(f"/log/proof/{receipt.leaf.hex()}").text
    assert by_leaf == client.get(f"/log/proof/{SIZE}").text
    head, _, note = by_leaf.partition("\n\n")
    kind, index, *hashes = head.split("\n")
    assert (kind, index) == ("c2sp.org/tlog-proof@v1", f"index {SIZE}")
    assert note == client.get("/log/checkpoint").text
    with filled.sessions() as session:
        assert merkle.includes(
            receipt.leaf, SIZE, SIZE + 1, [b64decode(one) for one in hashes], log.newest(session).root
        )


def test_before_the_first_entry_there_is_no_checkpoint(app):
    answer = app.test_client().get("/log/checkpoint")
    assert (answer.status_code, answer.json["code"]) == (404, "not-in-log")
    assert app.test_client().get("/log/key").text.startswith("suyuan.example+")


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_gos_own_implementation_accepts_tiles_note_inclusion_and_prefix(app, filled, tmp_path):
    if shutil.which("go") is None or not (GOCODE / "src/golang.org/x/mod/sumdb").is_dir():
        pytest.skip(
            "no Go (as root `make test` installs it; Debian: apt-get install golang-go golang-golang-x-mod-dev)"
        )
    client = app.test_client()
    folder = tmp_path / "published"
    names = ["checkpoint", "tile/0/000", "tile/0/001", f"tile/0/002.p/{SIZE % 256}", "tile/1/000.p/2"]
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(client.get(f"/log/{name}").data)
    index, old = 400, 301
    (folder / "entry").write_bytes(client.get("/log/tile/entries/001").data[34 * (index - 256) + 2 :][:32])
    with filled.sessions() as session:
        root = b64encode(log.root_at(session, old)).decode()
    environment = os.environ | {"GO111MODULE": "off", "GOPATH": str(GOCODE), "GOCACHE": str(tmp_path / "cache")}
    words = [
        "go",
        "run",
        str(READER / "main.go"),
        str(folder),
        client.get("/log/key").text.strip(),
        str(index),
        str(old),
        root,
    ]
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, f"ok {SIZE}\n"), done.stderr
    (folder / "tile/0/001").write_bytes(bytes(8192))
    assert subprocess.run(words, env=environment, capture_output=True, check=False).returncode == 1
