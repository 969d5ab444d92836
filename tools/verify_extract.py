"""Check an extract of somebody's record offline: python3 tools/verify_extract.py FILE --key VKEY

FILE is the text that a link gives; VKEY is the log's verifier key, or a file that holds it. Exit code 0: signed by this log
and not ended; 1: altered, signed by another, or ended; 2: it cannot be checked. Needs Python and the package `cryptography`.
"""

from __future__ import annotations

import argparse
import json
import sys
from base64 import b64decode
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MARK = "suyuan-extract/v1"
Key = tuple[str, bytes, Ed25519PublicKey]  # name, key id, key


def read_key(given: str) -> Key:
    """The verifier key `name+keyid+base64` (C2SP signed-note, Ed25519) in a text or in the file of that name."""
    text = (Path(given).read_text(encoding="utf-8") if Path(given).is_file() else given).strip()
    name, key_id, encoded = text.split("+", 2)
    raw = b64decode(encoded, validate=True)
    found = sha256(name.encode() + b"\n" + raw).digest()[:4]
    if len(raw) != 33 or raw[0] != 1 or found.hex() != key_id:
        raise ValueError("--key is not a verifier key (name+keyid+base64), or was altered on the way")
    return name, found, Ed25519PublicKey.from_public_bytes(raw[1:])


def opened(note: str, key: Key) -> str:
    """The text of a note that bears the signature of `key`, or ValueError."""
    text, _, lines = note.rpartition("\n\n")
    for line in lines.split("\n"):
        words = line.split(" ")
        if len(words) == 3 and words[0] == "—" and words[1] == key[0]:
            raw = b64decode(words[2], validate=True)
            if raw[:4] == key[1]:
                key[2].verify(raw[4:], f"{text}\n".encode())
                return text
    raise ValueError("it is not signed with this key")


def main(arguments: list[str]) -> int:
    """Check, say what was found, and give the exit code."""
    parser = argparse.ArgumentParser(description="Check an extract offline.")
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", required=True)
    given = parser.parse_args(arguments)
    try:
        key, note = read_key(given.key), given.file.read_text(encoding="utf-8")
    except (OSError, ValueError) as problem:
        print(f"CANNOT CHECK: {problem}")
        return 2
    try:
        mark, body = opened(note, key).split("\n")
        if mark != MARK:
            raise ValueError(f"the first line is {mark[:40]!r}: expected {MARK}")
        said = json.loads(body)
        size = int(opened(said["asOf"]["checkpoint"], key).split("\n")[1]) if said["asOf"]["checkpoint"] else 0
        if size != said["asOf"]["size"] or said["asOf"]["leaf"] > size:
            raise ValueError("the checkpoint is not the one that the extract names")
        ended = datetime.fromisoformat(said["expires"])
    except (ValueError, LookupError, TypeError, InvalidSignature) as problem:
        print(f"BAD: {problem or 'the signature does not fit: it was altered'}")
        return 1
    if ended <= datetime.now(UTC):
        print(f"BAD: signed, and ended on {said['expires']}")
        return 1
    rating = said["rating"]
    grade = "not rated" if rating is None else f"grade {rating['grade']}, score {rating['scoreTenths'] / 10:.1f}"
    print(f"OK {said['subject']['name']}: {grade}, as of entry {said['asOf']['leaf']}, until {said['expires']}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
