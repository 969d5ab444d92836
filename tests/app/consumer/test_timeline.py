"""From public parts to a line of stops, a sentence and a state."""

from __future__ import annotations

import json

import pytest

from app.consumer import timeline, vocabulary
from app.consumer.sentences import STATUS
from app.consumer.timeline import Seen
from app.consumer.words import plain, words
from tests.app.consumer.invented import CLOSED, GINSENG, IMPORTED, entry
from trace.words import Evidence, Stage

w = words("en", 2026)


def said(life):
    sentence, _ = timeline.sentence(w, timeline.state(w, life))
    return plain(sentence)


def test_the_sentence_tells_where_it_is_and_what_is_still_open():
    assert said(GINSENG) == "Left at a pick-up station in 长春市朝阳区. Not yet signed for."


def test_an_imported_delivery_is_the_word_of_a_file_and_a_review_moves_nothing():
    assert said(IMPORTED) == "Delivered in São Paulo, SP, says the shop's file."


def test_an_outsider_moves_no_status_but_a_recipients_dispute_does():
    signed = entry("signed", "2026-11-24", "device")
    stranger = entry("returned", "2026-11-25", "party", standing="outsider")
    dispute = entry("disputed", "2026-11-25", "claim", standing="outsider")
    assert said([signed, stranger]) == "Signed for."
    assert said([signed, dispute]) == "Signed for, it says; the recipient disputes that."


def test_a_recall_stays_whatever_comes_after_it():
    assert said(
        [entry("recalled", "2026-11-22T01:00:00.000Z", "party"), entry("sold", "2026-11-24", "import")]
    ).startswith("This is being recalled")


def test_closed_stops_say_no_more_than_that_it_is_on_its_way():
    assert said([entry("accepted", "2026-11-21", "both"), CLOSED]) == "On its way, not yet delivered."


def test_stops_stand_newest_first_and_end_at_the_source():
    life = [Seen(seen.public, at) for at, seen in enumerate(GINSENG)]
    now = timeline.state(w, life)
    line = timeline.stops(w, life, now)
    assert [stop.kind for stop in line[:3]] == ["next", "veil now swap", "veil"]
    assert line[-1].kind == "veil src"
    assert [stop.entry for stop in line if stop.entry is not None] == [11, 10, 6, 5, 4, 3, 2, 1, 0]


def test_a_thing_of_one_entry_is_where_it_is_and_at_its_source():
    life = [entry("serialised", "2026-11-10T07:32:00.000Z", "device")]
    assert timeline.stops(w, life, timeline.state(w, life))[-1].kind == "veil now src"


def test_nothing_recorded_is_said_plainly():
    assert said([]) == "Registered. Nothing has happened to it yet."


@pytest.mark.parametrize(
    ("time", "offset", "shown"),
    [
        ("2026-11-23", "+08:00", "23 Nov"),
        ("2017-10-02", "-03:00", "2 Oct 2017"),
        ("2026-11-12T20:14:59.999Z", "+08:00", "13 Nov, 04:14"),
        ("2026-01-01T01:00:00.000Z", "-03:00", "31 Dec 2025, 22:00"),
    ],
)
def test_times_are_those_of_the_place_and_the_year_is_named_when_it_is_another(time, offset, shown):
    assert w.day({"eventTime": time, "offset": offset}) == shown


def test_the_words_of_the_record_all_have_words_on_the_page():
    assert [step for step in Stage if step not in vocabulary.STEPS] == []
    assert [kind for kind in Evidence if kind not in vocabulary.VOUCHERS] == []
    silent = {"reviewed", "complained", "corrected", "card", "decided"}
    assert [step for step in Stage if step not in STATUS and step not in silent] == []


def test_a_step_of_another_vocabulary_shows_its_own_last_word():
    assert w.title({"step": "https://ref.example/steps/cupping_session"}) == "cupping session"


def test_markup_in_a_place_stays_text():
    life = [entry("packed", "2026-11-21", "device", {"code": "1", "name": "<b>x</b>"})]
    sentence, _ = timeline.sentence(w, timeline.state(w, life))
    assert "<b>" not in sentence
    assert "&lt;b&gt;" in sentence


def test_the_script_gets_every_word_that_the_line_of_stops_is_written_with():
    given = json.loads(str(w.island))
    assert set(given) == {
        "lang", "year", "steps", "swaps", "next", "hard", "vouchers", "notes", "flags", "unknownFlag", "outsider",
        "byAnybody", "checks", "box", "months", "say",
    }  # fmt: skip
    assert given["vouchers"]["deposited|both"] == "Courier and station, two devices agree"
    assert len(given["checks"]) == 5
    assert "<" not in str(w.island)
