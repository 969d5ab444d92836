"""The way from a clone to a running service: finding Python, doing nothing twice, telling what can be made."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        words, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False, timeout=60
    )


def program(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="ascii")
    path.chmod(0o755)


def test_make_alone_lists_every_target_with_a_sentence():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert targets is not None
    listed = run("make", "--no-print-directory").stdout
    assert set(re.findall(r"^make (\w+) {2,}\S", listed, re.MULTILINE)) == set(targets[1].split())


def test_the_newest_python_that_really_answers_is_taken(tmp_path):
    # A version manager's name that only prints an error, one that is too old, and one that will do.
    program(tmp_path, "python3.13", "echo 'not set here' >&2; exit 127")
    program(tmp_path, "python3.12", "exit 1")
    program(tmp_path, "python3.11", "exit 0")
    found = run("tools/find_python.sh", PATH=f"{tmp_path}:/usr/bin:/bin", PYTHON="")
    assert found.stdout.strip() == str(tmp_path / "python3.11")


def test_without_a_usable_python_one_is_told_what_to_install(tmp_path):
    program(tmp_path, "old", "exit 1")
    found = run("tools/find_python.sh", PYTHON=str(tmp_path / "old"))
    assert found.returncode == 1
    assert "apt-get install python3" in found.stderr


def test_a_finished_set_up_is_not_repeated(tmp_path):
    if not (ROOT / ".venv" / ".made-front-end").exists():
        pytest.skip("this checkout was not set up by `make setup`")
    run("tools/setup.sh")
    program(tmp_path, "npm", "echo 'npm was asked' >&2; exit 1")
    again = run("tools/setup.sh", PATH=f"{tmp_path}:{os.environ['PATH']}")
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
