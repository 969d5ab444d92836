"""What an actor is to the things of an event, and whose hands the event leaves them in."""

from __future__ import annotations

import pytest

from tests.trace.made import HALL, OFFICE, STRANGER, SWIFT, event, item, to
from trace.event import Destination
from trace.standing import Head, leave, possessing_destination, standing
from trace.words import Evidence, Stage, Standing


def head(owner=HALL, holder=HALL, offered=None):
    return Head(1, item(), 3, b"l" * 32, 5, owner.id, holder and holder.id, offered and offered.id)


@pytest.mark.parametrize(
    ("actor", "one", "stood"),
    [
        (HALL, head(), "owner"),
        (HALL, head(holder=SWIFT), "owner"),
        (SWIFT, head(holder=SWIFT), "holder"),
        (SWIFT, head(offered=SWIFT), "holder"),
        (SWIFT, head(), "outsider"),
        (SWIFT, head(holder=None), "outsider"),
        (STRANGER, head(holder=SWIFT, offered=OFFICE), "outsider"),
        (OFFICE, head(), "outsider"),
    ],
)
def test_an_actor_is_what_the_head_says(actor, one, stood):
    assert standing(actor, [one], event(), "party") == stood


def test_the_weakest_standing_holds_for_the_whole_event():
    assert standing(SWIFT, [head(holder=SWIFT), head(owner=SWIFT)], event(), "party") == "holder"
    assert standing(SWIFT, [head(holder=SWIFT), head()], event(), "party") == "outsider"


def test_two_devices_together_are_believed_though_neither_was_expected():
    assert standing(STRANGER, [head()], event(), Evidence.BOTH) == "holder"
    assert standing(STRANGER, [head()], event(), Evidence.DEVICE) == "outsider"


@pytest.mark.parametrize("stage", [Stage.RECALLED, Stage.DECIDED])
def test_a_regulator_orders_and_decides_in_the_owners_stead_and_does_nothing_else(stage):
    assert standing(OFFICE, [head()], event(stage=stage), "party") == "owner"
    assert standing(STRANGER, [head()], event(stage=stage), "party") == "outsider"
    assert standing(OFFICE, [head()], event(stage=Stage.SIGNED), "party") == "outsider"


def after(one, actor, stood, taker=None):
    leave(one, actor, stood, taker and taker.id)
    return one.owner_id, one.holder_id, one.offered_id


def test_naming_another_party_offers_the_thing_to_it():
    assert after(head(), HALL, Standing.OWNER, SWIFT) == (HALL.id, HALL.id, SWIFT.id)


def test_recording_as_the_offered_party_takes_it():
    assert after(head(offered=SWIFT), SWIFT, Standing.HOLDER) == (HALL.id, SWIFT.id, None)
    assert after(head(offered=SWIFT), SWIFT, Standing.HOLDER, OFFICE) == (HALL.id, SWIFT.id, OFFICE.id)


def test_naming_oneself_takes_it():
    assert after(head(holder=SWIFT), HALL, Standing.OWNER, HALL) == (HALL.id, HALL.id, None)
    assert after(head(offered=SWIFT), HALL, Standing.OWNER, HALL) == (HALL.id, HALL.id, SWIFT.id)


def test_an_event_without_a_destination_leaves_things_where_they_are():
    assert after(head(offered=SWIFT), HALL, Standing.OWNER) == (HALL.id, HALL.id, SWIFT.id)


@pytest.mark.parametrize("taker", [None, STRANGER, OFFICE])
def test_an_outsider_moves_nothing(taker):
    assert after(head(offered=SWIFT), STRANGER, Standing.OUTSIDER, taker) == (HALL.id, HALL.id, SWIFT.id)


@pytest.mark.parametrize(
    ("kind", "counts"),
    [
        ("possessing_party", True),
        ("urn:epcglobal:cbv:sdt:possessing_party", True),
        ("https://ref.gs1.org/cbv/SDT-possessing_party", True),
        ("cbv:SDT-possessing_party", True),
        ("owning_party", False),
        ("location", False),
        ("https://else.example/not_possessing_party", False),
    ],
)
def test_possession_goes_to_the_possessing_party_alone(kind, counts):
    named = event(destination_list=(Destination(type=kind, destination=SWIFT.uri),))
    assert possessing_destination(named) == (SWIFT.uri if counts else None)


def test_possession_is_found_among_other_destinations():
    others = (Destination(type="owning_party", destination=STRANGER.uri),)
    assert possessing_destination(event(destination_list=others + to(SWIFT))) == SWIFT.uri
    assert possessing_destination(event()) is None
