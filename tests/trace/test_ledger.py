"""The door into the record: every entry finds its place in the life of each thing it touches."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from tests.trace.made import HALL, NOW, draft, head, item, rows
from trace import bulk, chain, event as events, heads, ledger, merkle, tables
from trace.chain import Touch
from trace.errors import Malformed
from trace.event import BadEvent
from trace.moments import iso, to_ms
from trace.words import Stage


def life(session, uri):
    """(n, role, entry) of a thing's entries in order."""
    one = heads.lock(session, [uri])[uri]
    linked = [row for row in rows(session, tables.link) if row.thing_id == one.id]
    by_id = {row.id: row for row in rows(session, tables.entry)}
    return [(row.n, row.role, by_id[row.entry_id]) for row in linked]


def test_an_entry_stands_as_it_was_submitted_with_all_that_proves_it(session, keyring):
    one = draft(item(1), item(2), event_id="urn:uuid:1")
    (receipt,) = ledger.append(session, [one], NOW)
    (entry,) = rows(session, tables.entry)
    assert (receipt.event_id, receipt.record_ms, receipt.duplicate) == ("urn:uuid:1", to_ms(NOW), False)
    assert entry.event.encode() == events.encode(one.event)
    assert (entry.record_ms, entry.event_ms, entry.actor_id, entry.stage, entry.v) == (
        to_ms(NOW), to_ms(NOW), HALL.id, "serialised", 1,
    )  # fmt: skip
    touches = [Touch("epc", item(1), 0, None), Touch("epc", item(2), 0, None)]
    public = events.public_part(one.event, "owner", "party", to_ms(NOW))
    again = chain.seal(
        entry.seed, entry.event_salt, entry.event.encode(), touches, iso(to_ms(NOW)), HALL.uri, "urn:uuid:1", public
    )
    assert entry.envelope.encode() == again.envelope
    assert entry.digests == b"".join(again.digests)
    assert entry.log_entry == again.log_entry
    assert receipt.leaf == again.leaf == merkle.leaf_hash(entry.log_entry)
    (waiting,) = rows(session, tables.pending)
    assert tuple(waiting) == (entry.id, receipt.leaf, keyring.pending_mac(entry.id, receipt.leaf))


def test_each_thing_counts_its_entries_and_names_the_leaf_before(session):
    calls = [[(item(1), item(2))], [(item(1),)], [(item(2),), (item(1),), (item(1),)]]
    leaves = [
        receipt.leaf
        for number, call in enumerate(calls)
        for receipt in ledger.append(
            session, [draft(*uris, flags=(f"{number}{at}",)) for at, uris in enumerate(call)], NOW
        )
    ]
    for uri, mine in ((item(1), [0, 1, 3, 4]), (item(2), [0, 2])):
        found = life(session, uri)
        assert [n for n, _, _ in found] == list(range(len(mine)))
        assert [merkle.leaf_hash(entry.log_entry) for _, _, entry in found] == [leaves[at] for at in mine]
        for n, role, entry in found:
            before = leaves[mine[n - 1]] if n else None
            digest = chain.digest(entry.seed, Touch(role, uri, n, before))
            assert digest in [entry.digests[at : at + 32] for at in range(0, len(entry.digests), 32)]
        assert (head(session, uri).n, head(session, uri).leaf) == (len(mine), leaves[mine[-1]])


def test_entries_about_the_same_thing_share_no_secret(session):
    ledger.append(session, [draft(), draft(stage=Stage.LISTED)], NOW)
    one, two = rows(session, tables.entry)
    assert not {one.seed, one.event_salt} & {two.seed, two.event_salt}
    halves = [{one.digests[at : at + 32], two.digests[at : at + 32]} for at in range(0, 128, 32)]
    assert len(set.union(*halves)) == 8


def test_a_record_time_is_never_before_the_heads_it_builds_on(session):
    later = NOW + timedelta(hours=1)
    ledger.append(session, [draft(item(1), event_id="urn:x:1")], later)
    behind = ledger.append(
        session, [draft(item(1), item(2), event_id="urn:x:2"), draft(item(2), event_id="urn:x:3"), draft(item(3))], NOW
    )
    assert [one.record_ms for one in behind] == [to_ms(later), to_ms(later), to_ms(NOW)]
    assert json.loads(rows(session, tables.entry)[1].envelope)["recordTime"] == iso(to_ms(later))


def test_ids_grow_along_every_life_in_the_order_of_the_call(session):
    for round_ in "abc":
        receipts = ledger.append(session, [draft(item(n), flags=(round_,)) for n in range(9)], NOW)
        ids = [one.entry_id for one in receipts]
        assert ids == sorted(set(ids))
        ledger.append(session, [draft(item(n), stage=Stage.LISTED, flags=(round_,)) for n in reversed(range(9))], NOW)
    for n in range(9):
        ids = [entry.id for _, _, entry in life(session, item(n))]
        assert ids == sorted(ids)


def test_nothing_to_record_is_no_trouble(session):
    assert ledger.append(session, [], NOW) == []


def test_copied_and_inserted_rows_are_the_same(session):
    """Few drafts go in by INSERT, many by COPY on PostgreSQL; only what is random differs."""
    few = [draft(item(n), event_id=f"urn:x:{n}", texts={"text": "t"}) for n in range(bulk.COPY_FROM - 1)]
    many = [draft(item(n), event_id=f"urn:x:{n}", texts={"text": "t"}) for n in range(100, 100 + 2 * bulk.COPY_FROM)]
    ledger.append(session, few, NOW)
    ledger.append(session, many, NOW)
    commitment = {
        n: json.loads(row.event)["syn:commitments"]["text"] for n, row in enumerate(rows(session, tables.entry))
    }
    assert len(set(commitment.values())) == len(few) + len(many)
    seen = [
        (
            row.record_ms,
            row.event_ms,
            row.actor_id,
            row.stage,
            row.v,
            len(row.seed),
            len(row.digests),
            len(row.log_entry),
        )
        for row in rows(session, tables.entry)
    ]
    assert len(set(seen)) == 1
    assert {(row.n, row.role) for row in rows(session, tables.link)} == {(0, "epc")}
    assert len(rows(session, tables.pending)) == len(rows(session, tables.private_field)) == len(seen)
    for row in rows(session, tables.entry):
        assert chain.log_entry(row.seed, row.envelope.encode()) == row.log_entry


@pytest.mark.parametrize("bad", [{"action": "X"}, {"event_time": "now"}, {"flags": ("\ud800",)}, {"epc_list": ("A1",)}])
def test_one_bad_event_and_nothing_of_the_call_is_recorded(sessions, bad):
    with sessions() as session:
        with pytest.raises(Malformed) as refused:
            ledger.append(session, [draft(item(1)), draft(item(2), **bad)], NOW)
        assert refused.value.code in ("bad-event", "bad-time")
        session.rollback()
    with sessions() as session:
        assert [rows(session, table) for table in (tables.entry, tables.thing, tables.submission, tables.pending)] == [
            []
        ] * 4


def test_half_a_character_in_a_personal_text_is_refused():
    with pytest.raises(BadEvent, match="the text 'text' holds half of a surrogate pair"):
        draft(texts={"text": "\ud83d"})


def test_an_event_can_be_erased_and_everything_else_of_its_entry_stays(session):
    (receipt,) = ledger.append(session, [draft(event_id="urn:x:1"), ], NOW)  # fmt: skip
    before = rows(session, tables.entry)[0]
    ledger.erase_event(session, receipt.entry_id)
    after = rows(session, tables.entry)[0]
    assert (after.event, after.event_salt) == (None, None)
    assert tuple(before)[8:] == tuple(after)[8:]


def test_a_personal_text_can_be_erased_alone(session, keyring):
    (receipt,) = ledger.append(session, [draft(texts={"phone": "13800138000", "text": "好"})], NOW)
    blobs = {
        row.name: keyring.decrypt(row.blob, f"{receipt.entry_id}/{row.name}")
        for row in rows(session, tables.private_field)
    }
    assert blobs == {"phone": "13800138000", "text": "好"}
    entry = rows(session, tables.entry)[0]
    assert "13800138000" not in entry.event + entry.envelope
    ledger.erase_field(session, receipt.entry_id, "phone")
    assert [row.name for row in rows(session, tables.private_field)] == ["text"]
