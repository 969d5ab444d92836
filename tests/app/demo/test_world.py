"""The demonstration in the record: whole, consistent, without a personal word in any event, and only where nothing is."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

import pytest
from sqlalchemy import func, select

from app.demo import names, world
from app.demo.calendar import Calendar
from couriers import parcels, trail
from couriers.states import State
from tests.app.demo.stage import CAST
from trace import history, lineage, products, tables, whereabouts
from trace.identity import thing
from trace.products import Level

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
ENDS = {
    names.AT_STATION: State.WAITING,
    names.DELIVERED: State.DELIVERED,
    names.BY_PROXY: State.DELIVERED,
    names.OWN_CODED: State.DELIVERED,
    names.DISPUTED: State.DISPUTED,
    names.REFUSED: State.GOING_BACK,
    names.RETURNED: State.BACK,
    names.CORRECTED: State.DELIVERED,
    names.LATE: State.DELIVERED,
    names.RECALLED: State.DELIVERED,
    names.RECALLED_UNSOLD: State.AWAITED,
    names.DECIDED: State.DELIVERED,
    names.BY_PARCEL.path: State.DELIVERED,
    names.PACKED: State.AWAITED,
    names.RICE_PARCEL.path: State.DELIVERED,
}


def uri(path):
    return thing.canonical(path, "log.example")


@pytest.fixture
def filled(session):
    world.fill(session, NOW)
    return session


def test_every_story_ends_where_it_says_and_no_scan_contradicts_another(filled):
    found = {path: trail.custody(filled, uri(path)) for path in ENDS}
    assert {path: custody.state for path, custody in found.items()} == ENDS
    assert [path for path, custody in found.items() if custody.odd] == []
    events = filled.execute(select(tables.entry.c.event)).scalars()
    assert [event for event in events if "syn:flags" in event] == []


def test_a_second_filling_is_refused_and_leaves_everything_as_it_was(filled):
    many = select(func.count()).select_from(tables.entry)
    before = filled.scalar(many)
    with pytest.raises(world.NotEmpty, match="fill another database"):
        world.fill(filled, NOW)
    assert filled.scalar(many) == before


def test_of_two_that_fill_at_once_one_is_refused(sessions):
    start = Barrier(2)

    def fill(_):
        with sessions() as session:
            start.wait()
            try:
                found = world.fill(session, NOW)
            except world.NotEmpty:
                return "refused"
            session.commit()
            return found

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(fill, range(2)))
    assert sorted(map(str, found))[1] == "refused"
    with sessions() as session:
        assert len(products.of(session, products.get(session, uri(names.GINSENG)).merchant_id)) == 3


def test_no_personal_word_stands_in_an_event_and_each_is_kept_apart(filled):
    told = [one for story in world.STORIES for one in story(CAST, Calendar(NOW)).told]
    # What a complaint is about is the name of a thing, which stands in that thing's own events.
    texts = {text for one in told for name, text in one.deed.texts.items() if name != "about"}
    events = "".join(filled.execute(select(tables.entry.c.event)).scalars())
    envelopes = "".join(filled.execute(select(tables.entry.c.envelope)).scalars())
    assert len(texts) > 30
    assert [text for text in texts if text in events or text in envelopes] == []
    kept = sum(len(one.deed.texts) for one in told)
    assert filled.scalar(select(func.count()).select_from(tables.private_field)) == kept


def test_the_recall_knows_every_piece_of_its_lot(filled):
    found = whereabouts.downstream(filled, uri(names.RECALLED_LOT))
    wanted = {uri(path) for path in (names.RECALLED, names.RECALLED_UNSOLD, *names.RECALLED_TOO)}
    assert {one.thing for one in found} == wanted
    newest = [history.life(filled, one).entries[-1] for one in (*wanted, uri(names.RECALLED_LOT))]
    assert len({entry.id for entry in newest}) == 1, "it is one event"


def test_the_slices_are_made_of_a_lot_of_roots_and_each_pack_with_them(filled):
    for path in (names.SLICED_LOT, names.DECIDED):
        assert [one.uri for one in lineage.upstream(filled, [uri(path)]).kin] == [uri(names.ROOT_LOT)]


def test_an_undecided_complaint_is_on_the_chain_of_its_case_alone(filled):
    stages = {
        path: {entry.stage for entry in history.life(filled, uri(path)).entries}
        for path in (names.DISPUTE_CASE, names.DISPUTED, names.DECIDED_CASE, names.DECIDED)
    }
    assert stages[names.DISPUTE_CASE] == {"complained"}
    assert stages[names.DECIDED_CASE] == {"complained", "decided"}
    assert "complained" not in stages[names.DISPUTED] | stages[names.DECIDED]
    assert "decided" in stages[names.DECIDED]


def test_products_are_traced_by_piece_by_lot_and_by_parcel_and_some_have_no_gs1_number(filled):
    levels = {path: products.get(filled, uri(path)).level for path in (names.WINE, names.RICE, names.FRESH_BERRIES)}
    assert list(levels.values()) == [Level.ITEM, Level.LOT, Level.PARCEL]
    own = products.of(filled, products.get(filled, uri(names.FRESH_BERRIES)).merchant_id)
    assert [product.uri.split("/")[3] for product in own] == ["id", "id"]


def test_the_printed_code_opens_its_parcel(filled):
    label = names.STATION_PARCEL
    assert parcels.opens(filled, uri(label.path), label.token)
    assert not parcels.opens(filled, uri(label.path), names.BY_PARCEL.token)
