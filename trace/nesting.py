"""What lies in what, now: folded from the packing and unpacking that stand recorded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection

import orjson

from trace import bulk, keyring
from trace.bulk import Reads
from trace.epcis import naming
from trace.words import Stage, Standing

_OF = (
    "SELECT k.n, e.actor_id, e.stage, e.envelope, e.event FROM thing t JOIN link k ON k.thing_id = t.id "
    "JOIN entry e ON e.id = k.entry_id WHERE k.role = 'parent' AND t.uri = ? ORDER BY k.n"
)
_IN = (
    "SELECT t.uri, k.n, e.actor_id, e.stage, e.envelope, p.uri FROM thing t "
    "JOIN link k ON k.thing_id = t.id AND k.role = 'child' JOIN entry e ON e.id = k.entry_id "
    "JOIN link o ON o.entry_id = k.entry_id AND o.role = 'parent' JOIN thing p ON p.id = o.thing_id WHERE t.uri"
)


def contents(session: Reads, parent: str) -> Counter[str]:
    """What lies in this parcel, case or pallet: single things once, of lots and products so many pieces."""
    found: Counter[str] = Counter()
    rows = [(orjson.loads(row[3]), row) for row in bulk.run(session, _OF, (parent,))]
    wrong = {(row[1], said["eventID"]) for said, row in rows if row[2] == Stage.CORRECTED}
    for said, (_, actor, _, _, raw) in rows:
        public = said["public"]
        if (actor, said["eventID"]) in wrong or public["standing"] == Standing.OUTSIDER or raw is None:
            continue
        event = naming.recorded(raw, keyring.of(session).origin)
        moved = Counter(dict.fromkeys(event.child_epcs, 1))
        for one in event.child_quantity_list:
            moved[one.epc_class] += int(one.quantity or 0)
        if public.get("action") == "DELETE":
            # Unpacking without naming anything takes out all of it (EPCIS 2.0 section 7.4.3).
            found = found - moved if moved else Counter()
        elif public.get("action") == "ADD":
            found.update(moved)
    return +found


def inside(session: Reads, uris: Collection[str]) -> dict[str, str]:
    """What each of these single things was packed into last and not taken out of; what lies in nothing is left out."""
    rows = [(orjson.loads(row[4]), row) for row in bulk.select_in(session, _IN, sorted(uris), "text")]
    wrong = {(row[2], said["eventID"]) for said, row in rows if row[3] == Stage.CORRECTED}
    found: dict[str, str] = {}
    for said, (uri, _, actor, _, _, parent) in sorted(rows, key=lambda one: (one[1][0], one[1][1])):
        public = said["public"]
        if (actor, said["eventID"]) in wrong or public["standing"] == Standing.OUTSIDER:
            continue
        if public.get("action") == "ADD":
            found[uri] = parent
        elif public.get("action") == "DELETE" and found.get(uri) == parent:
            del found[uri]
    return found
