"""`flask catch-up` and `flask rating recompute`."""

from __future__ import annotations

from sqlalchemy import select, update

from app import following, sequencing
from app.db import reading, transaction
from couriers.conduct import Kind
from couriers.rated import Rating
from tests.app.courier.conftest import NUMBERS, courier, firm, offered

__all__ = ["courier", "firm", "offered"]


def run(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def deliver(app, courier):
    label = f"{NUMBERS[0]}-2026"
    found = courier.upload(
        courier.scan("accepted", label, checks=["identity"]), courier.scan("out_for_delivery", label),
        courier.scan("signed", label, method="recipient"),
    )  # fmt: skip
    assert [one["verdict"] for one in found.json["verdicts"]] == ["accepted"] * 3
    sequencing.drain(app)


def test_catching_up_rates_whoever_has_worked_and_again_changes_nothing(app, courier):
    deliver(app, courier)
    assert run(app, "catch-up").output == "5 entries followed, 2 ratings made.\n"
    assert run(app, "catch-up").output == "0 entries followed, 0 ratings made.\n"
    assert run(app, "catch-up", "--from", "0").output == "5 entries followed, 2 ratings made.\n"
    done = run(app, "rating", "recompute")
    assert (done.exit_code, done.output) == (0, "OK leaf=5\n")


def test_a_rating_that_was_altered_is_told_and_put_right(app, courier):
    deliver(app, courier)
    run(app, "catch-up")
    with app.app_context(), transaction() as session:
        session.execute(update(Rating).where(Rating.kind == Kind.COURIER).values(score=999))
    done = run(app, "rating", "recompute")
    assert done.exit_code == 1
    assert "BAD courier" in done.output
    assert "999" in done.output
    assert run(app, "rating", "recompute").exit_code == 0


def test_a_look_catches_up_where_there_is_something_and_takes_no_lock_where_there_is_not(app, courier):
    deliver(app, courier)
    assert following.look(app)
    with app.app_context(), reading() as session:
        assert len(session.scalars(select(Rating).where(Rating.stale.is_(False))).all()) == 2
    assert not following.look(app)
