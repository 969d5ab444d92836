"""What the query looks things up in. All of it is worked out from the record by trace/epcis/index.py, and can be again."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Double, Index, SmallInteger, Table, Text

from trace.store import Record

metadata = Record.metadata

# Code points in order on both databases, so that texts can be compared and sorted alike, and prefixes found by index.
_PLAIN = Text().with_variant(Text(collation="C"), "postgresql")

# One row for each entry that can be found; times in microseconds since 1970, `open_us` as the public part tells it.
event = Table(
    "epcis_event",
    metadata,
    Column("entry_id", BigInteger, primary_key=True, autoincrement=False),
    Column("actor_id", BigInteger, nullable=False),
    Column("event_us", BigInteger, nullable=False),
    Column("open_us", BigInteger, nullable=False),
    Column("record_us", BigInteger, nullable=False),
    Index("ix_epcis_event_actor", "actor_id", "entry_id"),
    Index("ix_epcis_event_time", "actor_id", "event_us", "entry_id"),
)

# What an event says, member by member (trace/epcis/facts.py). Scope: 0 for its owner alone, 1 for everybody who may
# see its public part too, 2 for those alone.
fact = Table(
    "epcis_fact",
    metadata,
    Column("entry_id", BigInteger, nullable=False, index=True),
    Column("name", _PLAIN, nullable=False),
    Column("text", _PLAIN),
    Column("number", Double),
    Column("scope", SmallInteger, nullable=False),
    Index("ix_epcis_fact_text", "name", "text", "entry_id"),
    Index("ix_epcis_fact_number", "name", "number", "entry_id"),
)

# Who owns or has held a thing, and so may read what others record of it by its public part.
reader = Table(
    "epcis_reader",
    metadata,
    Column("thing_id", BigInteger, primary_key=True, autoincrement=False),
    Column("party_id", BigInteger, primary_key=True, autoincrement=False),
)

# The entries of others that a party may read, and by which of its things; `name` is the fact that the thing is there.
view = Table(
    "epcis_view",
    metadata,
    Column("party_id", BigInteger, primary_key=True, autoincrement=False),
    Column("entry_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thing_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False),
)

# Up to which leaf of the log everything is in the tables above; there is one row.
cursor = Table(
    "epcis_cursor",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    Column("next_idx", BigInteger, nullable=False),
)

# Master data that parties sent with their documents: attributes of places and the like, and what is inside what.
attribute = Table(
    "epcis_attribute",
    metadata,
    Column("party_id", BigInteger, nullable=False),
    Column("id", _PLAIN, nullable=False),
    Column("name", _PLAIN, nullable=False),
    Column("text", _PLAIN),
    Column("number", Double),
    Index("ix_epcis_attribute_name", "party_id", "name", "text"),
    Index("ix_epcis_attribute_id", "party_id", "id"),
)
child = Table(
    "epcis_child",
    metadata,
    Column("party_id", BigInteger, primary_key=True, autoincrement=False),
    Column("parent", _PLAIN, primary_key=True),
    Column("child", _PLAIN, primary_key=True),
)

# What a party's vocabularies are as they came, for GET /epcis/vocabularies.
element = Table(
    "epcis_element",
    metadata,
    Column("party_id", BigInteger, primary_key=True, autoincrement=False),
    Column("type", _PLAIN, primary_key=True),
    Column("id", _PLAIN, primary_key=True),
    Column("said", Text, nullable=False),
)
