"""Copies the few front-end files the pages load from node_modules/ to app/static/vendor/, and checks them.

tools/vendor.sha256 names them and their checksums. `--present` only asks whether they are there and whole;
`--write` takes the files as they are now and writes the checksums anew (after a change of package.json).
"""

from __future__ import annotations

import shutil
import sys
from hashlib import sha256
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SUMS = ROOT / "tools" / "vendor.sha256"
VENDOR = ROOT / "app" / "static" / "vendor"

# name below app/static/vendor/ -> file below node_modules/
FILES = {
    "noble-ed25519.js": "@noble/ed25519/index.js",
    "zxing-reader.js": "zxing-wasm/dist/iife/reader/index.js",
    "zxing-reader.wasm": "zxing-wasm/dist/reader/zxing_reader.wasm",
}


def expected() -> dict[str, str]:
    """The committed checksum of each file, by its name below app/static/vendor/."""
    rows = (line.split() for line in SUMS.read_text(encoding="ascii").splitlines())
    return {name: digest for digest, name in rows}


def wrong() -> list[str]:
    """The files that are missing from app/static/vendor/ or not what their checksum says."""
    return [name for name, digest in expected().items() if checksum(VENDOR / name) != digest]


def checksum(path: Path) -> str:
    """SHA-256 in hex of a file, or nothing where there is none."""
    return sha256(path.read_bytes()).hexdigest() if path.is_file() else ""


def main(arguments: list[str]) -> int:
    """0 when every file is in place, 1 when one is not, with a sentence for each."""
    if arguments != ["--present"]:
        VENDOR.mkdir(parents=True, exist_ok=True)
        for name, source in FILES.items():
            shutil.copyfile(ROOT / "node_modules" / source, VENDOR / name)
    if arguments == ["--write"]:
        SUMS.write_text("".join(f"{checksum(VENDOR / name)}  {name}\n" for name in sorted(FILES)), encoding="ascii")
    if set(expected()) != set(FILES):
        print(
            "tools/vendor.sha256 and tools/vendor.py name different files: run tools/vendor.py --write", file=sys.stderr
        )
        return 1
    bad = wrong()
    if arguments != ["--present"]:
        for name in bad:
            print(f"app/static/vendor/{name} is not the file whose checksum tools/vendor.sha256 holds", file=sys.stderr)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
