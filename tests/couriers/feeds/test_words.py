"""Tables of words: every word has a meaning that our steps allow, and the way back says nothing untrue."""

from __future__ import annotations

import pytest

from couriers import steps
from couriers.feeds import carriers, phrases
from couriers.feeds.meanings import NO_STEP
from couriers.feeds.providers import PROVIDERS
from trace.goods import RETURNS
from trace.stages import word
from trace.words import PUBLIC_FACTS, Stage

ROWS = [(provider, code) for provider in PROVIDERS.values() for code in provider.words.table]
ALLOWED = {"site": steps.SITES, "consent": steps.CONSENTS, "method": steps.METHODS, "outcome": RETURNS}
# What happens to a parcel on its way, as far as feeds can tell it.
TOLD = [
    (Stage.ACCEPTED, {}),
    (Stage.HUB_IN, {}),
    (Stage.HUB_OUT, {}),
    (Stage.OUT_FOR_DELIVERY, {}),
    (Stage.DEPOSITED, {"site": "station", "consent": "none"}),
    (Stage.ATTEMPT_FAILED, {"reason": "other"}),
    (Stage.SIGNED, {"method": "proxy", "consent": "none"}),
    (Stage.REFUSED, {"reason": "by_recipient"}),
    (Stage.RETURNED, {"outcome": "shipped"}),
    (Stage.RETURNED, {"outcome": "received"}),
]


@pytest.mark.parametrize(
    "meaning", [one.words.table[code] for one, code in ROWS] + [p.meaning for p in phrases.PHRASES]
)
def test_every_fact_is_one_that_our_own_steps_have(meaning):
    for name, value in meaning.facts.items():
        assert name in PUBLIC_FACTS
        assert value in ALLOWED.get(name, (word(value, "a reason"),))
    assert set(meaning.look) <= {phrase.name for phrase in phrases.PHRASES}


@pytest.mark.parametrize(("provider", "code"), ROWS)
def test_there_and_back_says_the_same_step(provider, code):
    meaning = provider.words.meaning(code)
    if meaning.stage is None:
        return
    back = provider.words.meaning(provider.words.code(meaning.stage, meaning.facts))
    assert (back.stage, back.facts) == (meaning.stage, meaning.facts)


@pytest.mark.parametrize("provider", PROVIDERS.values(), ids=list(PROVIDERS))
@pytest.mark.parametrize(("stage", "facts"), TOLD)
def test_each_provider_has_a_word_for_each_step_and_it_adds_nothing(provider, stage, facts):
    back = provider.words.meaning(provider.words.code(stage, facts))
    assert back.stage in (stage, None)
    assert back.facts.items() <= facts.items()


def test_a_word_that_says_more_than_we_know_is_not_used():
    words = PROVIDERS["kuaidi100"].words
    assert words.code(Stage.SIGNED) == "3"
    assert words.code(Stage.SIGNED, {"method": "proxy", "consent": "none"}) == "303"
    assert words.code(Stage.SIGNED, {"method": "confirmed"}) == "3"
    assert words.code(Stage.REVIEWED) is None


@pytest.mark.parametrize(
    ("provider", "code"),
    [("kuaidi100", "2"), ("kdniao", "414"), ("track17", "Expired"), ("aftership", "Pending"), ("plain", "stale")],
)
def test_trouble_and_silence_are_known_and_no_step(provider, code):
    assert PROVIDERS[provider].words.meaning(code) is NO_STEP


def test_a_carrier_has_one_name_whoever_tells_of_it():
    assert {carriers.ours("kuaidi100", "yuantong"), carriers.ours("kdniao", "YTO"), carriers.ours("plain", "yto")} == {
        "yto"
    }
    assert carriers.theirs("kdniao", "chinapost") == "yzpy"
    assert carriers.ours("track17", "190271") == "track17-190271"
    assert carriers.theirs("track17", "nobody") is None
