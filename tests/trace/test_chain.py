"""The record of version 1: what is hidden stays hidden, what is opened proves itself and nothing else."""

from __future__ import annotations

import hmac
import json
import os
from base64 import b64decode
from hashlib import sha256

import pytest
import rfc8785

from tests.trace import made
from trace import chain, event as events, merkle
from trace.chain import Touch

SEED, SALT, PREV = bytes(range(32)), b"s" * 32, b"p" * 32


def touches(count):
    return [Touch("child", made.item(number), number, PREV if number else None) for number in range(count)]


def sealed(count=1, seed=SEED, salt=SALT, event=b'{"type":"ObjectEvent"}'):
    public = {"type": "ObjectEvent", "step": "serialised"}
    return chain.seal(seed, salt, event, touches(count), "2026-11-24T09:00:00.000Z", made.HALL.uri, "urn:x", public)


@pytest.mark.parametrize("label", ["envelope", "pad\n0", "thing\n" + made.item(), "thing\nhttps://例え.example/ü"])
def test_the_salts_of_an_entry_are_hmacs_under_its_seed(label):
    assert chain.salt(SEED, label) == hmac.digest(SEED, label.encode(), "sha256")
    assert chain._Salts(SEED).of(label) == chain.salt(SEED, label)


def test_a_digest_is_the_hash_of_salt_and_canonical_disclosure():
    touch = Touch("epc", made.item(), 3, PREV)
    text = rfc8785.dumps(["epc", made.item(), 3, PREV.hex()])
    assert chain.digest(SEED, touch) == sha256(chain.salt(SEED, "thing\n" + made.item()) + text).digest()
    assert touch._replace(prev=None).value() == ["epc", made.item(), 3, None]


@pytest.mark.parametrize(
    ("things", "width"), [(1, 4), (2, 4), (3, 4), (4, 4), (5, 8), (6, 8), (7, 8), (8, 8), (9, 16), (16, 16), (17, 32)]
)
def test_the_number_of_digests_says_little_about_the_number_of_things(things, width):
    found = chain.digests(SEED, touches(things))
    assert len(set(found)) == width
    assert found == sorted(found)


def test_the_three_layers_hash_into_one_leaf():
    made_of = sealed(3)
    envelope = json.loads(made_of.envelope)
    assert set(envelope) == {"v", "recordTime", "actor", "eventID", "public", "things", "private"}
    assert envelope["v"] == 1
    assert b64decode(envelope["private"]) == sha256(SALT + b'{"type":"ObjectEvent"}').digest()
    assert b64decode(envelope["things"]) == merkle.fold([merkle.leaf_hash(one) for one in made_of.digests])
    assert made_of.log_entry == sha256(hmac.digest(SEED, b"envelope", "sha256") + made_of.envelope).digest()
    assert made_of.leaf == sha256(b"\x00" + made_of.log_entry).digest()


@pytest.mark.parametrize("count", [1, 2, 4, 5, 9])
def test_a_disclosure_opens_its_thing_in_the_envelope_of_the_entry(count):
    made_of = sealed(count)
    root = b64decode(json.loads(made_of.envelope)["things"])
    for touch in touches(count):
        opened = chain.disclose(SEED, touch, made_of.digests)
        again = sha256(b64decode(opened["salt"]) + rfc8785.dumps(opened["value"])).digest()
        path = [b64decode(step) for step in opened["path"]]
        assert opened["value"][1:] == [touch.thing, touch.n, touch.prev and touch.prev.hex()]
        assert merkle.includes(merkle.leaf_hash(again), opened["index"], len(made_of.digests), path, root)


def test_a_disclosure_gives_away_no_other_thing_and_no_secret():
    made_of, mine = sealed(3), touches(3)[0]
    opened = json.dumps(chain.disclose(SEED, mine, made_of.digests))
    for hidden in (made.item(1), made.item(2), chain.b64(SEED), SEED.hex(), chain.b64(SALT)):
        assert hidden not in opened
    for other in touches(3)[1:]:
        assert chain.b64(chain.salt(SEED, "thing\n" + other.thing)) not in opened


def test_what_is_not_of_the_entry_cannot_be_opened():
    with pytest.raises(ValueError):
        chain.disclose(SEED, Touch("epc", made.item("elsewhere"), 0, None), sealed(3).digests)


def test_two_entries_about_the_same_thing_have_nothing_in_common():
    one, two = sealed(1, seed=os.urandom(32), salt=os.urandom(32)), sealed(1, seed=os.urandom(32), salt=os.urandom(32))
    assert not set(one.digests) & set(two.digests)
    assert json.loads(one.envelope)["things"] != json.loads(two.envelope)["things"]
    assert json.loads(one.envelope)["private"] != json.loads(two.envelope)["private"]
    assert one.log_entry != two.log_entry


@pytest.mark.parametrize("changed", [{"event": b"{}"}, {"seed": bytes(32)}, {"salt": bytes(32)}, {"count": 2}])
def test_whatever_is_changed_changes_the_leaf(changed):
    assert sealed(**changed).leaf != sealed().leaf


def test_the_envelope_tells_nothing_of_the_event_but_its_public_part():
    event = made.event(made.item("SECRET-1"), case=None, commitments={"text": chain.commitment(SALT, "13800138000")})
    public = events.public_part(event, "owner", "party", 0)
    found = chain.seal(SEED, SALT, events.encode(event), touches(1), "t", made.HALL.uri, "urn:x", public)
    assert b"SECRET-1" not in found.envelope
    assert chain.commitment(SALT, "13800138000").encode() not in found.envelope


def test_a_commitment_is_an_hmac_under_the_fields_own_salt():
    assert b64decode(chain.commitment(SALT, "集安")) == hmac.digest(SALT, "集安".encode(), "sha256")
    assert chain.commitment(SALT, "a") != chain.commitment(bytes(32), "a")
