"""The rules of the house that a machine can check (CONVENTIONS.md); each was a mistake that somebody made twice."""

from __future__ import annotations

import ast
import importlib
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import trace

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("trace", "couriers", "credit", "app")
DUMPING_PLACES = {"utils", "util", "helpers", "helper", "common", "misc", "managers", "manager", "base", "lib", "core"}

# Who may write the tables of the record and of the log; everybody else reads.
RECORD = ("thing", "submission", "entry", "link", "lot_item", "private_field")
LOG = ("pending", "log_leaf", "tile", "checkpoint")
WRITERS = {
    # The door in, with the bulk statements and the locking of heads that it is made of.
    **{table: {"trace/ledger.py", "trace/heads.py", "trace/bulk.py"} for table in RECORD},
    # The ledger puts a row into `pending`; the sequencer takes it out again and writes the rest.
    "pending": {"trace/ledger.py", "trace/sequencer.py"},
    **{table: {"trace/sequencer.py"} for table in LOG[1:]},
}


def ours() -> list[Path]:
    """Every Python file that we write by hand: tracked or about to be, migrations left out."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.py"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    names = listed.stdout.split() or [str(path.relative_to(ROOT)) for path in ROOT.glob("[a-z]*/**/*.py")]
    found = [ROOT / name for name in names if not name.startswith(("migrations/versions/", "node_modules/"))]
    return sorted(path for path in found if path.is_file())


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def of_packages() -> list[Path]:
    """The files of the product itself."""
    return [path for path in ours() if path.relative_to(ROOT).parts[0] in PACKAGES]


def test_trace_is_ours_and_not_the_standard_library_module():
    assert Path(trace.__file__).is_relative_to(ROOT), "start every process in the repository root"


def test_no_file_is_longer_than_250_lines():
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in ours()}
    assert {file: lines for file, lines in lengths.items() if lines > 250} == {}, "split them by what they decide or do"


def test_no_module_is_a_dumping_place():
    found = [name(p) for p in ours() if DUMPING_PLACES & {*p.relative_to(ROOT).parts[:-1], p.stem}]
    assert found == [], "name the thing; if it cannot be named it belongs in two places"


def test_only_app_db_commits():
    found = [
        f"{name(path)}:{node.lineno}"
        for path in of_packages()
        if name(path) != "app/db.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "commit"
    ]
    assert found == [], "open a transaction() of app/db.py; it commits before the answer is built"


def writes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The line and table of each statement that writes: SQL in a string, or a call on a Core table."""
    table = "|".join((*RECORD, *LOG))
    verbs = r"(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM|TRUNCATE(?:\s+TABLE)?|MERGE\s+INTO|COPY)"
    statement = re.compile(rf"\b{verbs}\s+\"?({table})\b", re.IGNORECASE)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield from ((node.lineno, found) for found in statement.findall(node.value))
        elif isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called in ("insert", "update", "delete"):
                of = [node.func.value] if isinstance(node.func, ast.Attribute) else []
                named = {getattr(part, "attr", getattr(part, "id", "")) for part in [*of, *node.args]}
                yield from ((node.lineno, found) for found in named & {*RECORD, *LOG})


def test_the_search_for_writes_finds_them():
    code = 'insert(tables.entry)\nlink.delete()\nrun("UPDATE thing SET n = 1")\nselect(entry)\n"DELETE FROM entry_note"'
    assert sorted(writes(ast.parse(code))) == [(1, "entry"), (2, "link"), (3, "thing")]


def test_only_the_ledger_and_the_sequencer_write_the_record():
    found = [
        f"{name(path)}:{line} writes {table}"
        for path in of_packages()
        for line, table in writes(ast.parse(path.read_text(encoding="utf-8")))
        if name(path) not in WRITERS[table]
    ]
    assert found == [], "trace.ledger.append is the one door into the record"


def test_every_route_says_who_may_enter():
    if not (ROOT / "wsgi.py").exists():
        pytest.skip("there is no wsgi.py yet")
    made = importlib.import_module("wsgi")
    # Flask's own view of static files is for everybody.
    silent = [
        end for end, view in made.app.view_functions.items() if end != "static" and not hasattr(view, "__allows__")
    ]
    assert silent == [], "put @allows(...) of app/access/gate.py on each view"


def test_the_locks_hold_checksums_and_no_addresses():
    for lock in sorted(ROOT.glob("requirements*.txt")):
        text = lock.read_text(encoding="utf-8")
        assert "://" not in text, lock.name
        assert not re.search(r"^-", text, re.MULTILINE), f"{lock.name} holds an option"
        assert all("--hash=sha256:" in block for block in re.split(r"\n(?=\w)", text.strip())), lock.name
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert "://" not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert all("integrity" in package for path, package in packages.items() if path)


def test_the_front_end_files_are_the_ones_that_were_pinned():
    from tools import vendor

    assert set(vendor.expected()) == set(vendor.FILES)
    assert vendor.wrong() == [], "run `make setup`"
