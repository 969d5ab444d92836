"""Names are the same at every run, differ for different things, and tell an outsider nothing."""

import uuid

from hypothesis import given, strategies as st

from trace.imports import names
from trace.imports.names import Secret

SECRET = Secret.of(b"k" * 32, "olist")
refs = st.sets(st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=10), max_size=30)


def test_a_serial_is_the_same_at_every_run_and_has_eighty_bits():
    assert SECRET.serial("order", "1") == Secret.of(b"k" * 32, "olist").serial("order", "1")
    assert len(SECRET.serial("order", "1")) == 16
    assert SECRET.serial("order", "1").isalnum()


def test_names_differ_by_thing_by_profile_and_by_installation():
    secrets = [SECRET, Secret.of(b"k" * 32, "other"), Secret.of(b"j" * 32, "olist")]
    serials = {
        secret.serial(*name) for secret in secrets for name in [("order", "1"), ("order", "11"), ("order1", "1")]
    }
    assert len(serials) == 9
    ids = {
        secret.event_id(*name)
        for secret in secrets
        for name in [("sold", "o", "1"), ("sold", "o1"), ("signed", "o", "1")]
    }
    assert len(ids) == 9
    assert all(uuid.UUID(one.removeprefix("urn:uuid:")).version == 5 for one in ids)


def test_a_check_digit_is_right():
    assert names.gtin13(12345678) == "9520123456788"


@given(refs)
def test_every_product_gets_a_number_of_its_own(found):
    given_out = names.numbers(found, {})
    assert given_out.keys() == found
    assert len(set(given_out.values())) == len(found)


def test_two_products_that_ask_for_the_same_number_are_told_apart_the_same_way_each_time(monkeypatch):
    monkeypatch.setattr(names, "SPACE", 7)
    found = [f"p{number}" for number in range(7)]
    first = names.numbers(found, {})
    assert sorted(first.values()) == list(range(7))
    assert names.numbers(reversed(found), {}) == first


@given(refs, refs)
def test_a_number_stays_with_its_product_whatever_comes_later(first, later):
    before = names.numbers(first, {})
    after = names.numbers(later, {number: ref for ref, number in before.items()})
    assert before.items() <= after.items()
