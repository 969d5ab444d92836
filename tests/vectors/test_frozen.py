"""The frozen vectors of version 1 against everything that makes or checks a record (tests/vectors/v1/README.md)."""

from __future__ import annotations

import copy
import json
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route

from tools import verify_proof
from trace import canon, chain, merkle, note
from trace.note import Signer, Verifier

V1 = Path(__file__).with_name("v1")
STATIC = Path(__file__).resolve().parents[2] / "app" / "static"
CHECKS = ["", "content", "fingerprints", "sequence", "log", "signature"]
SUMS = {
    "checkpoint.json": "75ad2d85b7832b71a22e50f51f05d4e11a684c95e6d00d4a193f7363fc755682",
    "commitments.json": "e4dd46117532ce4cc450b84c16ede39f18784ba94ba4a81647b96605e612a38f",
    "merkle.json": "c49f79feb48a73bca2c1a25eff377bde1709ecf8935a6393c9fc3737ddb65ee2",
    "proof.json": "b24a888a5a8eddf524aad10be80df9bb5b08331451f4034cb6f0d7084b2c6c25",
    "proofs.json": "3eb01729070ce4db8f0e03073c28f6c836c7d9e46bcc161349e0907891c1b9dd",
    "records.json": "00494dafe3587f2d61dd44fd20d487e0a25fdc3cbd53a3db6c142a0c32b85e81",
}


def read(name: str) -> Any:
    return json.loads((V1 / name).read_text(encoding="utf-8"))


RECORDS, MERKLE, PROOFS, GOOD = read("records.json"), read("merkle.json"), read("proofs.json"), read("proof.json")
CASES = PROOFS["cases"]
named = pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])


def unhex(found: dict[str, Any], *names: str) -> list[Any]:
    """These members as bytes, lists of them too."""
    values = [found[name] for name in names]
    return [
        [bytes.fromhex(one) for one in value] if isinstance(value, list) else bytes.fromhex(value) for value in values
    ]


def file_of(case: dict[str, Any]) -> Any:
    """The proof file that a case is about."""
    file = copy.deepcopy(case.get("file", GOOD))
    for pointer, *value in case.get("set", []) + [[pointer] for pointer in case.get("drop", [])]:
        *way, last = pointer[1:].split("/")
        at = file
        for step in way:
            at = at[int(step) if isinstance(at, list) else step]
        last = int(last) if isinstance(at, list) else last
        if value:
            at[last] = value[0]
        else:
            del at[last]
    return file


def test_the_vectors_are_the_ones_that_were_frozen():
    assert {path.name: sha256(path.read_bytes()).hexdigest() for path in V1.glob("*.json")} == SUMS, (
        "vectors never change: another result is another version"
    )


@pytest.mark.parametrize("record", RECORDS, ids=[record["name"] for record in RECORDS])
def test_records_come_out_as_they_did(record):
    seed, event_salt = unhex(record, "seed", "eventSalt")
    touches = [chain.Touch(role, thing, n, prev and bytes.fromhex(prev)) for role, thing, n, prev in record["touches"]]
    event = record["event"].encode()
    sealed = chain.seal(
        seed, event_salt, event, touches, record["recordTime"], record["actor"], record["eventID"], record["public"]
    )
    assert sealed.envelope.decode() == record["envelope"]
    assert [sealed.digests, sealed.log_entry, sealed.leaf] == unhex(record, "digests", "logEntry", "leaf")
    assert [chain.things_root(sealed.digests)] == unhex(record, "things")
    assert [chain.private_digest(event_salt, event)] == unhex(record, "private")
    assert [chain.salt(seed, "envelope")] == unhex(record, "envelopeSalt")
    assert [chain.disclose(seed, touch, sealed.digests) for touch in touches] == record["disclosures"]
    assert canon.decode(record["envelope"]) == json.loads(record["envelope"])


def test_commitments_come_out_as_they_did():
    for one in read("commitments.json"):
        assert chain.commitment(bytes.fromhex(one["salt"]), one["text"]) == one["commitment"]


def test_the_signed_checkpoint_comes_out_as_it_did():
    frozen = read("checkpoint.json")
    signer = Signer.parse(frozen["privateKey"])
    assert (signer.seed.hex(), str(signer.verifier)) == (frozen["seed"], frozen["key"])
    assert signer.sign(frozen["text"]) == frozen["note"]
    found = note.checkpoint(frozen["note"], Verifier.parse(frozen["key"]))
    assert (found.origin, found.size, found.root.hex()) == (frozen["origin"], frozen["size"], frozen["root"])


def test_tree_heads_are_those_that_everybody_gets():
    leaves = [merkle.leaf_hash(bytes.fromhex(leaf)) for leaf in MERKLE["leaves"]]
    assert [merkle.fold(leaves[:size]).hex() for size in range(9)] == MERKLE["roots"]
    node = lambda level, i: merkle.fold(leaves[i << level : (i + 1) << level])  # noqa: E731
    for vector in MERKLE["inclusion"][:36]:
        assert [merkle.inclusion_path(vector["index"], vector["size"], node)] == unhex(vector, "path"), vector["name"]
    for vector in MERKLE["consistency"][:36]:
        assert [merkle.consistency_path(vector["old"], vector["size"], node)] == unhex(vector, "path"), vector["name"]


@pytest.mark.parametrize("vector", MERKLE["inclusion"], ids=lambda vector: vector["name"])
def test_inclusion_is_judged_alike(vector):
    leaf, path, root = unhex(vector, "leaf", "path", "root")
    assert merkle.includes(leaf, vector["index"], vector["size"], path, root) == vector["good"]
    assert bool(verify_proof.proved(vector["index"], vector["size"], path, root, leaf)) == vector["good"]


@pytest.mark.parametrize("vector", MERKLE["consistency"], ids=lambda vector: vector["name"])
def test_consistency_is_judged_alike(vector):
    old_root, root, path = unhex(vector, "oldRoot", "root", "path")
    assert merkle.consistent(vector["old"], vector["size"], old_root, root, path) == vector["good"]
    found = verify_proof.proved(vector["old"] - 1, vector["size"], path, root, old_root=old_root)
    assert bool(found) == vector["good"]


@named
def test_the_offline_check_says_what_was_frozen(case, tmp_path, capsys):
    (tmp_path / "proof.json").write_text(json.dumps(file_of(case)), encoding="utf-8")
    arguments = [str(tmp_path / "proof.json"), "--key", PROOFS["keys"].get(case.get("key"), PROOFS["key"])]
    if "kept" in case:
        (tmp_path / "kept").write_text(PROOFS["kept"][case["kept"]], encoding="utf-8")
        arguments += ["--checkpoint", str(tmp_path / "kept")]
    status = verify_proof.main(arguments)
    last = capsys.readouterr().out.splitlines()[-1]
    if case["state"] == "bad":
        entry = "-" if case["entry"] is None else case["entry"]
        assert last.startswith(f"BAD check={case['check']} entry={entry}: ")
        assert status == 1
    else:
        waiting = [entry["index"] is None for entry in file_of(case)["entries"]] if case["state"] == "wait" else []
        assert status == (2 if case["state"] in ("version", "stopped") or (waiting and all(waiting)) else 0)


@pytest.fixture
def modules(page: Page) -> Page:
    """A page from which the verifier's modules can be imported."""

    def answer(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/":
            route.fulfill(content_type="text/html", body="<!doctype html><link rel=icon href=data:,>")
        else:
            route.fulfill(content_type="text/javascript", body=(STATIC / path.removeprefix("/static/")).read_bytes())

    page.route("**/*", answer)
    page.goto("http://localhost/")
    return page


@pytest.mark.browser
def test_the_browser_says_what_was_frozen(modules):
    jobs = [
        {
            "proof": file_of(case),
            "key": PROOFS["keys"].get(case.get("key"), PROOFS["key"]),
            "kept": PROOFS["kept"].get(case.get("kept"), ""),
        }
        for case in CASES
    ]
    found = modules.evaluate(
        """async (jobs) => {
            const { verify } = await import("/static/verify/proof.js");
            const said = [];
            for (const { proof, ...how } of jobs) said.push(await verify(proof, how));
            return said.map(({ state, failed, entry }) => ({ state, failed, entry }));
        }""",
        jobs,
    )
    for case, said in zip(CASES, found, strict=True):
        check = CHECKS.index(case.get("check", ""))
        assert said == {"state": case["state"], "failed": check, "entry": case.get("entry")}, case["name"]


@pytest.mark.browser
def test_the_browser_judges_trees_and_spellings_alike(modules):
    found = modules.evaluate(
        """async ({ inclusion, consistency, records }) => {
            const { includes } = await import("/static/verify/merkle.js");
            const { consistent } = await import("/static/verify/growth.js");
            const { decode, encode } = await import("/static/verify/canonical.js");
            const { unhex } = await import("/static/verify/bytes.js");
            const bytes = (text) => (text ? unhex(text) : new Uint8Array());
            const said = { inclusion: [], consistency: [], envelopes: [] };
            for (const one of inclusion) {
                said.inclusion.push(
                    await includes(bytes(one.leaf), one.index, one.size, one.path.map(bytes), bytes(one.root)));
            }
            for (const one of consistency) {
                said.consistency.push(
                    await consistent(one.old, one.size, bytes(one.oldRoot), bytes(one.root), one.path.map(bytes)));
            }
            for (const one of records) said.envelopes.push(encode(decode(one.envelope)));
            return said;
        }""",
        {"inclusion": MERKLE["inclusion"], "consistency": MERKLE["consistency"], "records": RECORDS},
    )
    assert found["inclusion"] == [vector["good"] for vector in MERKLE["inclusion"]]
    assert found["consistency"] == [vector["good"] for vector in MERKLE["consistency"]]
    assert found["envelopes"] == [record["envelope"] for record in RECORDS]
