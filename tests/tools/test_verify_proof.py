"""The offline check as somebody runs it who has one file of ours and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.consumer.proved import ITEM, ORIGIN, SIGNER, Log, ginseng
from trace.note import Signer

ROOT = Path(__file__).resolve().parents[2]
TOOL = ROOT / "tools" / "verify_proof.py"
KEY = str(SIGNER.verifier)


@pytest.fixture
def run(tmp_path):
    """Run the tool on a proof file, in an empty folder and without our packages; its status and its lines."""

    def started(proof: object, *more: str, key: str = KEY, python: tuple[str, ...] = ()) -> tuple[int, list[str]]:
        file = tmp_path / "proof.json"
        file.write_text(proof if isinstance(proof, str) else json.dumps(proof), encoding="utf-8")
        command = [sys.executable, "-I", *python, str(TOOL), str(file), "--key", key, *more]
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=60, check=False)
        assert done.stderr == ""
        return done.returncode, done.stdout.splitlines()

    return started


def test_a_good_file_is_ok_and_the_last_line_says_what_was_checked(run):
    assert run(ginseng().proof()) == (0, [f"OK thing={ITEM} entries=10 size=26"])


def test_the_key_may_lie_in_a_file(run, tmp_path):
    (tmp_path / "log.key").write_text(f"{KEY}\n", encoding="utf-8")
    assert run(ginseng().proof(), key=str(tmp_path / "log.key"))[0] == 0


def test_a_bad_file_is_named_with_the_check_and_the_entry(run):
    proof = ginseng().proof()
    proof["entries"][4]["envelope"] = proof["entries"][4]["envelope"].replace('"import"', '"device"')
    status, lines = run(proof)
    assert status == 1
    assert lines == ["BAD check=fingerprints entry=4: the envelope has another fingerprint"]


def test_what_fails_as_a_whole_has_a_dash_for_its_entry(run):
    status, lines = run(ginseng().proof(), key=str(Signer(ORIGIN, b"o" * 32).verifier))
    assert status == 1
    assert lines[-1].startswith("BAD check=signature entry=-: ")


def test_what_waits_is_counted_and_is_no_error_while_something_is_in_the_log(run):
    assert run(ginseng().proof(13)) == (
        0,
        [
            "3 of 10 entries are recorded and not yet in the log: check again in a minute",
            f"OK thing={ITEM} entries=10 size=13",
        ],
    )


@pytest.mark.parametrize("size", [0, 1])
def test_when_all_waits_nothing_can_be_checked(run, size):
    log = Log(log=[b"s" * 32])
    log.record(json.loads(ginseng().made[0]["envelope"])["public"], ("epc", ITEM))
    status, lines = run(log.proof(size))
    assert (status, lines) == (2, ["1 of 1 entries are recorded and not yet in the log: check again in a minute"])


@pytest.mark.parametrize(
    ("size", "old", "status", "says"),
    [
        (26, None, 0, "OK "),
        (13, None, 0, "OK "),
        (0, None, 0, "OK "),
        (10, 10, 0, "OK "),
        (18, None, 2, "cannot check: this file cannot be compared with --checkpoint: download it again with ?old=18"),
        (18, 10, 2, "cannot check: this file cannot be compared with --checkpoint: download it again with ?old=18"),
    ],
)
def test_a_kept_checkpoint_is_compared_where_the_file_allows_it(run, tmp_path, size, old, status, says):
    log = ginseng()
    (tmp_path / "old").write_text(log.note(size), encoding="utf-8")
    found, lines = run(log.proof(old=old), "--checkpoint", str(tmp_path / "old"))
    assert found == status
    assert lines[-1].startswith(says)


@pytest.mark.parametrize("old", [None, 13])
def test_a_log_that_was_rewritten_is_bad(run, tmp_path, old):
    log = ginseng()
    (tmp_path / "old").write_text(log.note(13), encoding="utf-8")
    log.log[1] = b"f" * 32
    status, lines = run(log.proof(old=old), "--checkpoint", str(tmp_path / "old"))
    assert status == 1
    assert lines[-1] == "BAD check=log entry=-: the log is not the one of the kept checkpoint, grown"


def test_a_kept_checkpoint_that_is_newer_or_not_signed_with_the_key_cannot_be_compared(run, tmp_path):
    log = ginseng()
    log.log += [b"x" * 32]
    (tmp_path / "old").write_text(log.note(27), encoding="utf-8")
    status, lines = run(ginseng().proof(), "--checkpoint", str(tmp_path / "old"))
    assert (status, "newer" in lines[-1]) == (2, True)
    (tmp_path / "old").write_text(log.note(13, Signer(ORIGIN, b"o" * 32)), encoding="utf-8")
    assert run(ginseng().proof(), "--checkpoint", str(tmp_path / "old"))[0] == 2


@pytest.mark.parametrize("text", ["", "no JSON", "[]", "{}", '{"entries": []}'])
def test_what_is_no_proof_file_cannot_be_checked(run, text):
    status, lines = run(text)
    assert status == 2
    assert lines[-1].startswith("cannot check: ")


@pytest.mark.parametrize("key", ["", "nonsense", KEY[:-4], KEY.replace("+", "+0", 1), "a+b+c"])
def test_without_a_key_that_holds_together_nothing_is_checked(run, key):
    status, lines = run(ginseng().proof(), key=key)
    assert status == 2
    assert "--key is not a verifier key" in lines[-1]


def test_a_file_that_is_not_there_cannot_be_checked(tmp_path):
    command = [sys.executable, "-I", str(TOOL), str(tmp_path / "none.json"), "--key", KEY]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60, check=False)
    assert done.returncode == 2
    assert done.stdout.startswith("cannot check: ")


def test_an_unknown_version_asks_for_a_newer_verifier(run):
    proof = ginseng().proof()
    proof["entries"][2]["envelope"] = proof["entries"][2]["envelope"].replace('"v":1', '"v":2')
    status, lines = run(proof)
    assert (status, lines[-1]) == (2, "cannot check: the records are of version 2, and this verifier knows version 1")


def test_without_its_one_dependency_it_says_so(run):
    # -S leaves the installed packages out.
    status, lines = run(ginseng().proof(), python=("-S",))
    assert (status, len(lines)) == (2, 1)
    assert "cryptography" in lines[0]


def test_it_reads_nothing_of_ours():
    text = TOOL.read_text(encoding="utf-8")
    imported = {
        line.split()[1].split(".")[0] for line in text.splitlines() if line.strip().startswith(("import ", "from "))
    }
    # `trace` is also a module of the standard library.
    assert (imported - set(sys.stdlib_module_names)) | (imported & {"trace"}) == {"cryptography"}
