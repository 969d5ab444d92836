#!/usr/bin/env python3
"""Check a proof file offline: tools/verify_proof.py FILE --key VKEY [--checkpoint OLD]

VKEY is the log's verifier key (name+keyid+base64) or a file that holds it: take it from where you trust it, and not from
the proof file. OLD is a checkpoint of the same log that you kept. The exit status is 0 when all agrees, 1 when something
does not, 2 when it cannot be checked; the last line says which. This file depends on nothing of the service.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    print("cannot check: this needs the package `cryptography` (python3 -m pip install cryptography)")
    sys.exit(2)

VERSION, LARGEST = 1, 2**53 - 1
ENVELOPE = {"v", "recordTime", "actor", "eventID", "public", "things", "private"}
SHOWN = ("type", "step", "eventTime", "offset", "standing", "evidence")
TEXTS = ("thing", "origin", "checkpoint")
RECORD_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
WRONG = (OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError, InvalidSignature)
Known = dict[tuple[int, int], bytes]  # the hashes over the leaves [start, end)
Lives = dict[str, tuple[int, str | None, str]]  # of each thing: the next n, the last leaf, its time
Head = tuple[str, int, bytes]  # a checkpoint: origin, size, root
Key = tuple[str, bytes, Ed25519PublicKey]  # name, key id, key
Entry = dict[str, Any]  # as the file gives it; check 1 puts what it has read under "read" and "touched"


class CannotCheck(ValueError):
    """Nothing is known to be wrong, and the check cannot be made."""


def unbase64(text: Any, length: int | None = None) -> bytes:
    """Standard base64 with its padding and nothing else, or ValueError."""
    raw = b64decode(text, validate=True) if isinstance(text, str) else b""
    if b64encode(raw).decode() != text or (length is not None and len(raw) != length):
        raise ValueError(f"{text!r} is not the base64 that is expected")
    return raw


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of strings, integers, booleans, null, arrays and objects with ASCII names, or ValueError."""
    found = [value]
    for one in found:
        odd = isinstance(one, dict) and not "".join(one).isascii()
        if odd or isinstance(one, float) or (isinstance(one, int) and abs(one) > LARGEST):
            raise ValueError("the record holds no numbers but integers below 2^53, and no names but ASCII ones")
        found += one if isinstance(one, list) else one.values() if isinstance(one, dict) else ()
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def split(start: int, end: int) -> int:
    """Where the tree over these leaves parts: after the largest power of two smaller than their number."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def range_hash(start: int, end: int, known: Known) -> bytes | None:
    """The hash over the leaves [start, end), or None where what is known does not give it (RFC 6962 section 2.1)."""
    if (start, end) in known or end - start < 2:
        return known.get((start, end))
    middle = split(start, end)
    left, right = range_hash(start, middle, known), range_hash(middle, end, known)
    return sha256(b"\x01" + left + right).digest() if left and right else None


def proved(index: int, size: int, path: list[bytes], root: bytes, leaf: bytes = b"", old_root: bytes = b"") -> Known:
    """What a path proves, if it does: `leaf` is at `index`, or `old_root` is of `index` + 1 leaves (RFC 6962 section 2.1)."""
    ranges, start, end = [], 0, size
    while end - start > 1 and not (old_root and end == index + 1):
        middle = split(start, end)
        ranges.append((middle, end) if index < middle else (start, middle))
        start, end = (start, middle) if index < middle else (middle, end)
    # The proof of a beginning leaves its root out where that is a subtree by itself.
    hashes = path if old_root and start else [leaf or old_root, *path]
    found = dict(zip(reversed([*ranges, (start, end)]), hashes, strict=False))
    good = 0 <= index < size and len(hashes) == len(ranges) + 1 and all(len(one) == 32 for one in hashes)
    good = good and range_hash(0, size, found) == root
    return found if good and (not old_root or range_hash(0, index + 1, found) == old_root) else {}


def read_key(given: str) -> Key:
    """The verifier key `name+keyid+base64` (C2SP signed-note, Ed25519) in a text or in the file of that name."""
    text = (Path(given).read_text(encoding="utf-8") if Path(given).is_file() else given).strip()
    try:
        name, key_id, encoded = text.split("+", 2)
        raw = unbase64(encoded, 33)
        found = sha256(name.encode() + b"\n" + raw).digest()[:4]
        if raw[0] != 1 or found.hex() != key_id:
            raise ValueError
    except ValueError:
        raise CannotCheck("--key is not a verifier key (name+keyid+base64), or was altered on the way") from None
    return name, found, Ed25519PublicKey.from_public_bytes(raw[1:])


def read_checkpoint(note: str, key: Key | None = None) -> Head:
    """Origin, size and root in a note, or ValueError; with a key, it must bear that key's signature, and may bear others."""
    text, _, lines = note.rpartition("\n\n")
    good = key is None
    for line in lines.removesuffix("\n").split("\n") if key else ():
        dash, name, encoded = line.split(" ")
        raw = unbase64(encoded)
        if dash != "—" or len(raw) < 5 or not lines.endswith("\n"):
            raise ValueError(f"{line!r} is no signature line")
        if key and (name, raw[:4]) == key[:2]:
            key[2].verify(raw[4:], f"{text}\n".encode())
            good = True
    rows = text.split("\n")
    shaped = len(rows) > 2 and re.fullmatch("0|[1-9][0-9]{0,15}", rows[1]) and int(rows[1]) <= LARGEST
    if not shaped or not good:
        raise ValueError("this is no checkpoint (origin, size and root, a line each), or not signed with this key")
    return rows[0], int(rows[1]), unbase64(rows[2], 32)


def content(entry: Entry) -> None:
    """Check 1: a canonical envelope of version 1, and disclosures that lead to its `things`, which are four or more."""
    entry["read"] = envelope = json.loads(entry["envelope"])
    if canonical(envelope) != entry["envelope"].encode():
        raise ValueError("the envelope is not in canonical form (RFC 8785)")
    if type(version := envelope["v"]) is int and version != VERSION:
        raise CannotCheck(f"the records are of version {version}, and this verifier knows version {VERSION}")
    texts = [envelope["recordTime"], envelope["actor"], envelope["eventID"], *map(envelope["public"].get, SHOWN)]
    shaped = set(envelope) == ENVELOPE and type(version) is int and all(isinstance(text, str) for text in texts)
    if not shaped or not RECORD_TIME.fullmatch(texts[0]) or not unbase64(envelope["private"], 32):
        raise ValueError("the envelope does not hold what version 1 holds")
    things, depth, entry["touched"] = unbase64(envelope["things"], 32), len(entry["disclosures"][0]["path"]), []
    for shown in entry["disclosures"]:
        role, thing, n, prev = shown["value"]
        typed = isinstance(role, str) and isinstance(thing, str) and type(n) is int and type(shown["index"]) is int
        if not typed or n < 0 or not (prev is None or re.fullmatch("[0-9a-f]{64}", prev)):
            raise ValueError("a disclosure is malformed")
        digest = sha256(unbase64(shown["salt"], 32) + canonical(shown["value"])).digest()
        leaf, path = sha256(b"\x00" + digest).digest(), [unbase64(step, 32) for step in shown["path"]]
        if not 2 <= len(path) == depth <= 32 or not proved(shown["index"], 1 << depth, path, things, leaf):
            raise ValueError(f"{thing} is not what the record says it touched")
        entry["touched"].append(shown["value"])


def follows(entry: Entry, thing: str, lives: Lives, inside: set[tuple[str, str]]) -> None:
    """Check 3: the thing's entries without a gap, those of its parcels while it was in them, in order of time."""
    around, public, time = [thing], entry["read"]["public"], entry["read"]["recordTime"]
    for at in around:
        around += [outer for inner, outer in inside if inner == at and outer not in around]
    children = [uri for role, uri, _, _ in entry["touched"] if role == "child" and uri in around]
    parents = [uri for role, uri, _, _ in entry["touched"] if role == "parent" and children]
    for _, uri, n, prev in entry["touched"]:
        if uri not in (*around, *parents) and public["step"] != "card":
            raise ValueError(f"{uri} has nothing to do with the thing")
        due, before, since = lives.get(uri, (0, None, ""))
        if n < due or (uri == thing and n != due):
            raise ValueError(f"record {n} of {uri} stands where {due} is expected")
        if (n == 0) != (prev is None) or (n == due and prev != before):
            raise ValueError(f"record {n} of {uri} does not follow the one before")
        if time < since:
            raise ValueError(f"record {n} of {uri} is dated before the one before")
        lives[uri] = n + 1, entry["leaf"], time
    packed = {(child, parent) for child in children for parent in parents}
    # A correction takes nothing out, and an unpacking that was wrong is none.
    unpacks = public.get("action") == "DELETE" and public["step"] != "corrected"
    inside ^= packed & inside if unpacks else packed - inside


def verify(proof: dict[str, Any], key: Key, old: Head, at: list[Any]) -> tuple[int, int]:
    """The five checks in order, `at` being the one at hand and its entry: how many entries wait, and the log's size."""
    entries: list[Entry] = proof["entries"]
    lives, inside = Lives(), set[tuple[str, str]]()
    for at[:] in (["content", k] for k in range(len(entries))):
        content(entries[at[1]])
    at[1], named = "-", {(entry["read"]["public"].get("facts") or {}).get("card") for entry in entries}
    for digest, text in (proof.get("cards") or {}).items():
        if digest not in named or sha256(text.encode()).hexdigest() != digest:
            raise ValueError(f"the card {digest} is not the one in the record")
    for at[:] in (["fingerprints", k] for k in range(len(entries))):
        entry = entries[at[1]]
        salted = unbase64(entry["salt"], 32) + entry["envelope"].encode()
        if sha256(b"\x00" + sha256(salted).digest()).hexdigest() != entry["leaf"]:
            raise ValueError("the envelope has another fingerprint")
    for at[:] in (["sequence", k] for k in range(len(entries))):
        follows(entries[at[1]], proof["thing"], lives, inside)
    if proof["thing"] not in lives:
        raise CannotCheck("the file holds no entry of the thing itself")
    at[:] = "signature", "-"
    _, size, root = read_checkpoint(proof["checkpoint"]) if proof["checkpoint"] else ("", 0, b"")
    last, waiting, known = -1, 0, {(0, size): root}
    for at[:] in (["log", k] for k in range(len(entries))):
        entry = entries[at[1]]
        if entry["index"] is None and entry["inclusion"] is None:
            waiting += 1
        elif waiting or type(entry["index"]) is not int or entry["index"] <= last:
            raise ValueError("the entries are not in the order of the log")
        else:
            last, path = entry["index"], [unbase64(step, 32) for step in entry["inclusion"]]
            if not (found := proved(last, size, path, root, bytes.fromhex(entry["leaf"]))):
                raise ValueError(f"the entry does not stand at {last} of the log")
            known |= found
    at[1] = "-"
    if old[1] > size:
        raise CannotCheck("the kept checkpoint is newer than the proof file: download the file again")
    if (way := proof.get("consistency") or {}).get("old") == old[1] > 0:
        path = [unbase64(step, 32) for step in way["path"]]
        known |= proved(old[1] - 1, size, path, root, old_root=old[2]) or {(0, old[1]): b""}
    if old[1] and (found_root := range_hash(0, old[1], known)) != old[2]:
        if found_root is None:
            raise CannotCheck(f"this file cannot be compared with --checkpoint: download it again with ?old={old[1]}")
        raise ValueError("the log is not the one of the kept checkpoint, grown")
    at[:] = "signature", "-"
    if proof["checkpoint"] and not key[0] == proof["origin"] == read_checkpoint(proof["checkpoint"], key)[0]:
        raise ValueError(f"the file and its checkpoint are not both of the log {key[0]}, whose key this is")
    return waiting, size


def main(arguments: list[str]) -> int:
    """Print the verdict and return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--key", required=True)
    parser.add_argument("--checkpoint", type=Path)
    asked = parser.parse_args(arguments)
    at: list[Any] = []
    try:
        proof, key = json.loads(asked.file.read_bytes()), read_key(asked.key)
        entries: Any = isinstance(proof, dict) and proof.get("entries")
        if not isinstance(entries or 0, list) or not all(isinstance(proof.get(name), str) for name in TEXTS):
            raise CannotCheck("this is no proof file, or one without entries")
        old = read_checkpoint(asked.checkpoint.read_text("utf-8"), key) if asked.checkpoint else ("", 0, b"")
        waiting, size = verify(proof, key, old, at)
    except WRONG as why:
        sentence = str(why) or "the signature is not good"
        unable = isinstance(why, CannotCheck) or not at
        print(f"cannot check: {sentence}" if unable else f"BAD check={at[0]} entry={at[1]}: {sentence}")
        return 2 if unable else 1
    if waiting:
        print(f"{waiting} of {len(entries)} entries are recorded and not yet in the log: check again in a minute")
    if waiting < len(entries):
        print(f"OK thing={proof['thing']} entries={len(entries)} size={size}")
    return 2 if waiting == len(entries) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
