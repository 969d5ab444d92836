"""How often a code was opened: one reader is one, nothing is kept of them, and many looks are no verdict."""

from __future__ import annotations

import pytest

from app.consumer import openings, views
from app.consumer.openings import Looks
from tests.app.consumer.told import BROWSER, ITEM, URI, at, text
from trace.moments import to_ms


@pytest.fixture
def looks(monkeypatch):
    monkeypatch.setattr(openings, "EVERY", 0.0)
    monkeypatch.setattr(views, "looks", Looks())


def look(app, agent: str):
    return app.test_client().get(ITEM, headers=BROWSER | {"User-Agent": agent})


def test_each_reader_counts_once_and_the_first_look_has_its_day(app, told, looks):
    assert "被打开过" not in text(look(app, "a"))
    for agent in ("a", "b", "b", "c"):
        look(app, agent)
    views.shelf = views.Shelf()
    found = text(look(app, "a"))
    assert "这个编码被打开过 3 次" in found
    assert "不等于假货" in found


def test_a_look_before_the_sale_is_said_so(app, told, looks):
    world, _, _ = told
    with world.sessions() as session:
        openings.write(session, {URI: 1}, at(12, 0).at)
        session.commit()
    assert "在它售出之前" in text(look(app, "a"))


def test_nothing_of_a_reader_is_kept(app, told, looks, tmp_path):
    look(app, "a very particular browser")
    world, _, _ = told
    with world.sessions() as session:
        found = openings.of(session, URI)
        assert found is not None
        assert found.count == 1
    assert not any("particular" in repr(mark) for mark in views.looks._seen)


def test_programs_parcels_and_unknown_codes_are_not_counted(app, told, looks):
    client = app.test_client()
    client.get(ITEM, headers={"Accept": "application/json"})
    client.get("/00/095201234567891235", headers=BROWSER)
    client.get(f"{ITEM}X", headers=BROWSER)
    assert views.looks.due() == {}


def test_looks_are_written_together_and_added_up(session):
    openings.write(session, {"urn:x:a": 2, "urn:x:b": 1}, at(10, 0).at)
    openings.write(session, {"urn:x:a": 3}, at(11, 0).at)
    found = openings.of(session, "urn:x:a")
    assert found is not None
    assert (found.count, to_ms(found.first_at)) == (5, to_ms(at(10, 0).at))
