#!/usr/bin/env bash
# Renews the pinned files after a change of requirements*.in or package.json (`make lock`); needs the network.
# The locks hold versions and checksums, and no address: where to download from is the machine's own affair.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$(tools/find_python.sh)" -m venv "$folder"
"$folder/bin/python" -m pip install --quiet uv
for name in requirements requirements-dev requirements-node; do
    "$folder/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-header --no-annotate --no-emit-index-url "$@" "$name.in" -o "$name.txt"
done
npm install --package-lock-only --no-progress >&2
# npm also copies each package's request for donations into the lock; it is an address, and nothing reads it.
"$folder/bin/python" - <<'END'
import json, pathlib
path = pathlib.Path("package-lock.json")
lock = json.loads(path.read_text())
for package in lock["packages"].values():
    package.pop("funding", None)
    package.pop("resolved", None)
path.write_text(json.dumps(lock, indent=2, ensure_ascii=False) + "\n")
END
npm ci --no-progress --loglevel=error >&2
"$folder/bin/python" tools/vendor.py --write
