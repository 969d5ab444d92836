"""Our own names."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from tests.trace.identity.material import ANYTHING, texts, tried
from trace.errors import Malformed
from trace.identity import own
from trace.identity.keys import PRIMARY
from trace.identity.lot import Lot
from trace.identity.own import BadOwnName, Own
from trace.identity.serial import Serial


@pytest.mark.parametrize(
    ("made", "path"),
    [
        (own.product("A-100"), "/id/A-100"),
        (own.lot("A-100", Lot("2026/11")), "/id/A-100/2026%2F11"),
        (own.item("A-100", Serial("S1"), Lot("L1")), "/id/A-100/L1/S1"),
        (own.item("A-100", Serial("S1")), "/id/A-100/-/S1"),
        (own.party(7), "/id/party/7"),
        (own.place("CN-220582"), "/id/place/CN-220582"),
        (Own("waybill", ("sf", "SF1234")), "/id/waybill/sf/SF1234"),
        (Own("parcel", ("p-1",)), "/id/parcel/p-1"),
        (Own("case", ("2026-7",)), "/id/case/2026-7"),
    ],
)
def test_each_kind_has_a_path_of_its_own_and_reads_back(made, path):
    assert made.path == path
    assert made.uri("log.example") == f"https://log.example{path}"
    for spelled in (path, f"{path}/", f"{path}?t=token", f"{path}#top"):
        assert Own.parse(spelled) == made


@pytest.mark.parametrize("word", ["party", "waybill", "parcel", "case", "place", "anything", "ginseng"])
def test_no_product_code_is_a_word_of_small_letters(word):
    with pytest.raises(BadOwnName, match="kept for us"):
        own.product(word)
    assert own.product(word.upper()).path == f"/id/{word.upper()}"
    assert own.product(f"{word}1").kind == "product"


@pytest.mark.parametrize("key", PRIMARY)
def test_no_product_code_is_a_key_of_gs1(key):
    with pytest.raises(BadOwnName, match="GS1 keys begin with it"):
        own.product(key)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/id/", "is not one of our names"),
        ("/id//A1", "is not one of our names"),
        ("/ID/A1", "is not one of our names"),
        ("/id/A1//S", "is not one of our names"),
        ("/id/A1/L/S/x", "a product, a lot and a serial at most"),
        ("/id/A1/-", "a lone dash says that there is no lot"),
        ("/id/人参", "'人参' is not a product code: expected 1 to 40 letters"),
        ("/id/-A", "is not a product code"),
        ("/id/" + "A" * 41, "is not a product code"),
        ("/id/A1/L%20", "is not a lot number"),
        ("/id/A1/L/..", "is not a serial number"),
        ("/id/party", "a party is named by 1 segment: got 0"),
        ("/id/party/007", "'007' is not the name of a party: expected a number without zeros in front"),
        ("/id/party/７", "is not the name of a party"),
        ("/id/party/1/2", "a party is named by 1 segment: got 2"),
        ("/id/waybill/sf", "a waybill is named by 2 segments: got 1"),
        ("/id/waybill/sf/12", "is not a waybill number"),
        ("/id/place/..", "is not the name of a place"),
        ("/id/case/a%2Fb", "is not the name of a case"),
    ],
)
def test_what_is_none_of_our_names_is_refused(path, said):
    with pytest.raises(Malformed) as refused:
        Own.parse(path)
    assert said in refused.value.message


def test_a_waybill_is_one_in_small_and_capital_letters():
    assert Own.parse("/id/waybill/SF/sf1234").path == "/id/waybill/sf/SF1234"


def test_a_kind_that_there_is_not_cannot_be_built():
    with pytest.raises(BadOwnName):
        Own("order", ("1",))


CODES = st.from_regex(own.PRODUCT, fullmatch=True).filter(lambda code: not code.isalpha() or not code.islower())


@given(CODES.filter(lambda code: code not in PRIMARY), texts(20).filter(lambda text: text != "-"), texts(20))
def test_goods_read_back_as_the_same(code, number, serial):
    made = [own.product(code), own.lot(code, Lot(number)), own.item(code, Serial(serial), Lot(number))]
    made.append(own.item(code, Serial(serial)))
    assert [Own.parse(name.path) for name in made] == made
    assert len({name.path for name in made}) == 4


@given(ANYTHING)
def test_no_text_does_worse_than_being_refused(text):
    for path in (
        text,
        f"/id/{text}",
        f"/id/A1/{text}",
        f"/id/party/{text}",
        f"/id/waybill/{text}",
        f"/id/place/{text}",
    ):
        made, refused = tried(Own.parse, path)
        assert refused.startswith("bad-") or Own.parse(made.path) == made
