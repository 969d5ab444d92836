"""The tables of the record and of the log.

trace/ledger.py alone writes the first group, trace/sequencer.py the second (and takes away what it has
integrated from `pending`). No foreign keys here: bulk inserts would pay for every row a look-up of what
the ledger has just written itself, and `verify` checks the same and more.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Sequence, SmallInteger, Table, Text

from trace.store import BigId, Record

metadata = Record.metadata

ENTRY_ID = Sequence("entry_id_seq", metadata=metadata)

# A thing and the head of its life. `n` is the position of its next entry, `leaf` its newest leaf.
thing = Table(
    "thing",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("uri", Text, nullable=False, unique=True),
    Column("n", BigInteger, nullable=False),
    Column("leaf", LargeBinary),
    Column("record_ms", BigInteger, nullable=False),
    Column("owner_id", BigInteger),
    Column("holder_id", BigInteger),
    Column("offered_id", BigInteger),
    # Heads are updated in place all the time; free room on the page keeps those updates out of the index.
    postgresql_with={"fillfactor": 70},
)

# What was submitted once stays one entry, whatever the number of submissions.
submission = Table(
    "submission",
    metadata,
    Column("key", LargeBinary, primary_key=True),
    Column("entry_id", BigInteger, nullable=False),
)

entry = Table(
    "entry",
    metadata,
    Column("id", BigId, primary_key=True, autoincrement=False),
    Column("record_ms", BigInteger, nullable=False),
    Column("event_ms", BigInteger, nullable=False),
    Column("actor_id", BigInteger, nullable=False),
    Column("stage", Text, nullable=False),
    Column("v", SmallInteger, nullable=False),
    # The event and its salt can be erased alone; everything else of a row is for ever.
    Column("event", Text),
    Column("event_salt", LargeBinary),
    Column("envelope", Text, nullable=False),
    Column("seed", LargeBinary, nullable=False),
    Column("digests", LargeBinary, nullable=False),
    Column("log_entry", LargeBinary, nullable=False),
)

# Which entries a thing's life consists of.
link = Table(
    "link",
    metadata,
    Column("thing_id", BigInteger, primary_key=True, autoincrement=False),
    Column("n", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", BigInteger, nullable=False),
    Column("role", Text, nullable=False),
    Index("ix_link_entry_id", "entry_id"),
)

# Which items a lot consists of; written with the event that names the lot, for recalls. An item is of the first
# lot that it was named into, unless that naming was declared an error.
lot_item = Table(
    "lot_item",
    metadata,
    Column("thing_id", BigInteger, primary_key=True, autoincrement=False),
    Column("lot_id", BigInteger, nullable=False, index=True),
)

# A personal text, encrypted, beside the record that only commits to it.
private_field = Table(
    "private_field",
    metadata,
    Column("entry_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
    Column("blob", LargeBinary, nullable=False),
)

pending = Table(
    "pending",
    metadata,
    Column("entry_id", BigInteger, primary_key=True, autoincrement=False),
    Column("leaf", LargeBinary, nullable=False),
    Column("mac", LargeBinary, nullable=False),
)

log_leaf = Table(
    "log_leaf",
    metadata,
    Column("idx", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", BigInteger, nullable=False, unique=True),
    # The first eight bytes of the leaf as a signed integer: narrow to index, enough to find it.
    Column("prefix", BigInteger, nullable=False, index=True),
)

tile = Table(
    "tile",
    metadata,
    Column("level", SmallInteger, primary_key=True, autoincrement=False),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("hashes", LargeBinary, nullable=False),
)

checkpoint = Table(
    "checkpoint",
    metadata,
    Column("size", BigInteger, primary_key=True, autoincrement=False),
    Column("root", LargeBinary, nullable=False),
    Column("note", Text, nullable=False),
    Column("signed_ms", BigInteger, nullable=False),
)
