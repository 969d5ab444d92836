"""Whoever changes what is recorded is found out, also with the whole database in hand and every hash rewritten."""

from __future__ import annotations

import orjson
import pytest

from tests.trace.logged import SSCC, World, event, item, packing
from trace import audit, bulk, canon, chain, ledger, log, logdir, merkle, note, tiles
from trace.note import Checkpoint, Signer


@pytest.fixture
def recorded(world: World) -> World:
    """Three items with lives, one of them packed, a personal text; three checkpoints, the last of eight entries."""
    world.record(*[event("commissioning", item(f"A{n}"), disposition="active") for n in range(3)])
    world.integrate()
    world.record(event("retail_selling", item("A0"), disposition="retail_sold"), texts={"payment": "ref 7"})
    world.record(packing("ADD", SSCC, item("A0"), item("A1")))
    world.integrate()
    world.record(event("collecting", SSCC, disposition="in_transit"))
    world.record(event("accepting", SSCC))
    world.record(event("retail_selling", item("A2"), disposition="retail_sold"))
    world.integrate()
    return world


def found(world: World, first: int = 0, kept=(), published: bool = True):
    with world.sessions() as session:
        verifier = world.keyring.signer.verifier
        outside = logdir.read(world.folder, verifier) if published else None
        named = [*kept, *([("LOG_DIR/checkpoint", outside)] if outside else [])]
        return audit.verify(session, world.keyring, verifier, first, named)


def attack(world: World, *statements: str) -> None:
    with world.sessions() as session:
        for statement in statements:
            bulk.run(session, statement)
        session.commit()


def test_what_nobody_touched_is_intact(recorded):
    assert found(recorded) is None
    assert found(recorded, first=4) is None


def at(index: int) -> str:
    """The id of the entry at an index of the log, as SQL."""
    return f"(SELECT entry_id FROM log_leaf WHERE idx = {index})"


def change(index: int, what: str) -> str:
    """SQL that changes the row of one entry."""
    return f"UPDATE entry SET {what} WHERE id = {at(index)}"


def called(serial: str) -> str:
    """A thing by its serial, as SQL."""
    return f"uri = '{item(serial)}'"


ATTACKS = {
    "the event's words": (change(3, "event = replace(event, 'retail_sold', 'retail_sole')"), 3, "event"),
    "the public part": (change(1, "envelope = replace(envelope, 'party', 'both')"), 1, "leaf"),
    "the record time beside the entry": (change(5, "record_ms = record_ms - 86400000"), 5, "columns"),
    "the stage beside the entry": (change(6, "stage = 'refused'"), 6, "columns"),
    "the entry's seed": (change(1, f"seed = (SELECT seed FROM entry WHERE id = {at(2)})"), 1, "leaf"),
    "a life's order": (f"UPDATE link SET n = 9 WHERE n = 1 AND entry_id = {at(5)}", 5, "chain"),
    "a link taken away": (f"DELETE FROM link WHERE role = 'child' AND entry_id = {at(4)}", 4, "chain"),
    "an entry put into another life": (
        f"UPDATE link SET thing_id = (SELECT id FROM thing WHERE {called('A1')}), n = 2 WHERE entry_id = {at(7)}",
        7, "chain",
    ),
    "an entry removed": (f"DELETE FROM entry WHERE id = {at(5)}", 5, "missing"),
    "a personal text": ("UPDATE private_field SET blob = salt", 3, "text"),
    "a head": (f"UPDATE thing SET n = 1 WHERE {called('A0')}", 0, "head"),
    "a tile": ("UPDATE tile SET hashes = (SELECT seed FROM entry LIMIT 1)", 0, "tile"),
    "a signature": ("UPDATE checkpoint SET note = replace(note, 'log.example', 'log.exemple') WHERE size = 5", 3, "signature"),
    "a stored root": ("UPDATE checkpoint SET root = (SELECT seed FROM entry LIMIT 1) WHERE size = 5", 3, "root"),
    "a checkpoint removed": ("DELETE FROM checkpoint WHERE size = 8", 5, "checkpoint"),
}  # fmt: skip


@pytest.mark.parametrize("what", ATTACKS)
def test_one_change_is_named_by_the_entry_and_the_check(recorded, what):
    statement, index, check = ATTACKS[what]
    attack(recorded, statement)
    bad = found(recorded)
    assert bad is not None
    assert (bad.index, bad.check) == (index, check)
    assert bad.sentence


def test_two_entries_that_changed_places_are_found(recorded):
    attack(
        recorded,
        "UPDATE log_leaf SET idx = 100 WHERE idx = 1", "UPDATE log_leaf SET idx = 1 WHERE idx = 2",
        "UPDATE log_leaf SET idx = 2 WHERE idx = 100",
    )  # fmt: skip
    bad = found(recorded)
    assert bad is not None
    assert (bad.index, bad.check) == (1, "tile")


def test_newest_entries_cannot_be_dropped_without_a_trace(recorded):
    kept = ("the inspector's", Checkpoint("log.example", 8, _root(recorded)))
    drop = [
        f"DELETE FROM link WHERE entry_id = {at(7)}", f"DELETE FROM entry WHERE id = {at(7)}",
        "DELETE FROM log_leaf WHERE idx >= 5", "DELETE FROM checkpoint WHERE size > 5",
        f"UPDATE thing SET n = 1 WHERE {called('A2')}",
    ]  # fmt: skip
    attack(recorded, *drop)
    for evidence in ({"kept": [kept], "published": False}, {}):
        bad = found(recorded, **evidence)
        assert bad is not None
        assert (bad.index, bad.check) == (5, "checkpoint")


def _root(world: World) -> bytes:
    with world.sessions() as session:
        return log.newest(session).root


def test_a_forger_who_rewrites_every_hash_lacks_the_signature(recorded):
    _rewrite(recorded, recorded.keyring.signer.sign)
    bad = found(recorded, published=False)
    assert bad is not None
    # Every hash agrees, so the forgery lies between the last checkpoint that still fits and the first that does not.
    assert (bad.index, bad.check) == (0, "root")


def test_a_forger_with_another_key_is_found_by_the_key(recorded):
    other = Signer("log.example", b"x" * 32)
    _rewrite(recorded, other.sign, again=True)
    bad = found(recorded, published=False)
    assert bad is not None
    assert bad.check == "signature"


def test_even_the_operator_cannot_rewrite_what_somebody_has_kept(recorded):
    with recorded.sessions() as session:
        kept = ("kept by a consumer", Checkpoint("log.example", 5, log.root_at(session, 5)))
    _rewrite(recorded, recorded.keyring.signer.sign, again=True)
    assert found(recorded, published=False) is None, "with the log's own key everything agrees"
    bad = found(recorded, kept=[kept], published=False)
    assert bad is not None
    assert bad.check == "checkpoint"
    bad = found(recorded)
    assert bad is not None
    assert "LOG_DIR" in bad.sentence


LIVES = "SELECT e.id, e.seed, e.envelope FROM entry e JOIN log_leaf l ON l.entry_id = e.id ORDER BY l.idx"
LINKS = "SELECT k.role, t.uri, k.n FROM link k JOIN thing t ON t.id = k.thing_id WHERE k.entry_id = ?"


def _rewrite(world: World, sign, again: bool = False) -> None:
    """Let entry 1 be vouched for by two devices, and make every hash follow; `again`: sign the checkpoints anew."""
    with world.sessions() as session:
        newest: dict[str, bytes] = {}
        leaves: list[bytes] = []
        for index, (entry_id, seed, envelope) in enumerate(bulk.run(session, LIVES)):
            links = bulk.run(session, LINKS, (entry_id,))
            digests = chain.digests(bytes(seed), [chain.Touch(role, uri, n, newest.get(uri)) for role, uri, n in links])
            said = orjson.loads(envelope) | {"things": chain.b64(chain.things_root(digests))}
            if index == 1:
                said["public"]["evidence"] = "both"
            text = canon.encode(said)
            entry = chain.log_entry(bytes(seed), text)
            statement = "UPDATE entry SET envelope = ?, log_entry = ?, digests = ? WHERE id = ?"
            bulk.run(session, statement, (text.decode(), entry, b"".join(digests), entry_id))
            leaves.append(merkle.leaf_hash(entry))
            newest |= {uri: leaves[-1] for _, uri, _ in links}
        for uri, leaf in newest.items():
            bulk.run(session, "UPDATE thing SET leaf = ? WHERE uri = ?", (leaf, uri))
        for (level, number), raw in tiles.grown({}, 0, leaves)[0].items():
            bulk.run(session, "UPDATE tile SET hashes = ? WHERE level = ? AND number = ?", (raw, level, number))
        for size, text in bulk.run(session, "SELECT size, note FROM checkpoint"):
            root = merkle.fold(leaves[:size])
            text = sign(Checkpoint("log.example", size, root).text()) if again else text
            bulk.run(session, "UPDATE checkpoint SET root = ?, note = ? WHERE size = ?", (root, text, size))
        session.commit()


def test_a_row_slipped_in_before_the_log_is_refused_and_named(recorded, caplog):
    slip = (
        "INSERT INTO entry (id, record_ms, event_ms, actor_id, stage, v, event, event_salt, envelope, seed, digests, log_entry) "
        "SELECT 999, record_ms, event_ms, actor_id, stage, v, event, event_salt, envelope, seed, digests, log_entry FROM entry "
        f"WHERE id = {at(2)}"
    )
    attack(recorded, slip, "INSERT INTO pending (entry_id, leaf, mac) SELECT 999, seed, seed FROM entry WHERE id = 999")
    assert recorded.integrate() is None
    assert "forged" in caplog.text
    bad = found(recorded)
    assert bad is not None
    assert (bad.index, bad.check) == (8, "pending")


def test_an_entry_held_back_from_the_log_is_named(recorded):
    recorded.record(event("accepting", item("A2")))
    attack(recorded, "DELETE FROM pending")
    bad = found(recorded)
    assert bad is not None
    assert (bad.index, bad.check) == (8, "pending")


def test_what_waits_for_the_log_is_no_fault(recorded):
    recorded.record(event("accepting", item("A2")))
    assert found(recorded) is None


def test_an_erased_event_and_an_erased_text_leave_everything_valid(recorded):
    with recorded.sessions() as session:
        (entry_id,) = bulk.run(session, "SELECT entry_id FROM log_leaf WHERE idx = 3")[0]
        ledger.erase_field(session, entry_id, "payment")
        ledger.erase_event(session, entry_id)
        session.commit()
    assert found(recorded) is None


def test_a_kept_checkpoint_of_an_earlier_size_agrees(recorded):
    text = recorded.integrate() or (recorded.folder / "checkpoint").read_text(encoding="utf-8")
    kept = ("kept", note.checkpoint(text, recorded.keyring.signer.verifier))
    recorded.record(event("accepting", item("A1")))
    recorded.integrate()
    assert found(recorded, kept=[kept]) is None
    assert found(recorded, first=9, kept=[kept]) is None
