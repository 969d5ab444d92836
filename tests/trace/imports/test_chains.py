"""A history becomes the events of its chains: every step with its own time, every flag where it belongs."""

import gzip

from tests.trace.imports.invented import FILES, SHOP, export, parsed
from trace.event import check
from trace.imports.chains import Cast, Teller
from trace.imports.names import Secret
from trace.imports.profile import Profile, parse
from trace.imports.tables import shipped_profile
from trace.standing import Actor

ORIGIN = "log.example"
SHOP_ACTOR = Actor(1, f"https://{ORIGIN}/id/party/1", "platform")
CAST = Cast(
    ORIGIN,
    SHOP_ACTOR,
    {"h1": Actor(2, f"https://{ORIGIN}/id/party/2"), "h2": Actor(3, f"https://{ORIGIN}/id/party/3")},
    {("h1", "w1"): 1, ("h1", "w2"): 2, ("h2", "w1"): 3},
    Secret(b"k" * 32),
)

REVIEWS = """
[reviews]
table = "urteile"
id = "nr"
order = "bestellung"
stars = "sterne"
created = "am"
text = "worte"

[[steps]]
step = "reviewed"
at = "reviews.created"
actor = "shop"
"""


def told(order: str, mapping: Profile | None = None, cast: Cast = CAST, **files: str | bytes):
    mapping = mapping or parsed()
    found = export(FILES | files, mapping)
    return list(Teller(mapping, found, cast).tell(found.orders[order]))


def stages(found):
    return [one.stage for one in found]


def test_an_order_of_two_items_has_two_chains_of_valid_events():
    found = told("A1")
    assert stages(found) == ["sold", "sold", "handed_over", "handed_over", "signed", "signed"]
    assert all(check(one.draft.event).stage == one.stage for one in found)
    assert len({one.draft.event.event_id for one in found}) == 6
    assert len({one.draft.event.epc_list for one in found}) == 2
    assert {one.draft.evidence for one in found} == {"import"}


def test_each_step_has_its_own_time_and_its_own_actor():
    sold, handed_over, signed = told("A2")
    assert (sold.draft.event.event_time, sold.draft.event.event_time_zone_offset) == (
        "2026-03-01T15:30:00.000Z",
        "+08:00",
    )
    assert [one.draft.actor.id for one in (sold, handed_over, signed)] == [3, 3, 1]
    assert handed_over.draft.event.destination_list[0].destination == SHOP_ACTOR.uri
    # It was delivered before it was handed over: the times stay, and the event says that they cannot be.
    assert signed.draft.event.event_time < handed_over.draft.event.event_time
    assert (sold.draft.event.flags, handed_over.draft.event.flags, signed.draft.event.flags) == (
        (),
        (),
        ("delivered_before_handover",),
    )


def test_an_order_without_items_has_a_chain_of_its_own():
    (sold,) = told("A3")
    assert sold.draft.event.flags == ("no_items",)
    assert sold.draft.actor == SHOP_ACTOR
    assert sold.draft.event.epc_list[0].startswith("https://")


def test_an_order_whose_items_nobody_knows_is_not_recorded():
    assert told("A2", cast=Cast(ORIGIN, SHOP_ACTOR, {}, {}, Secret(b"k" * 32))) == []


def test_an_order_that_may_have_items_is_held_back_and_not_recorded_as_one_without():
    assert told("A3", posten=FILES["posten"] + "A3,1,,h1,2.00\n") == []
    assert told("A3", posten=FILES["posten"] + "A3,1,w1\n") == []
    assert stages(told("A3", posten=FILES["posten"] + "A2,2,w1\n")) == ["sold"]
    cut = gzip.compress("".join(f"A2,{n},w1,h1,{n * 7919 % 10007}\n" for n in range(2, 9000)).encode())[:-9000]
    packed = gzip.compress(FILES["posten"].encode()) + cut
    assert told("A3", posten=packed) == []
    assert len(told("A1", posten=packed)) == 6


def test_no_event_holds_the_number_of_its_order_or_the_words_of_its_review():
    found = told("A1", parse(SHOP + REVIEWS), urteile="nr,bestellung,sterne,am,worte\nR1,A1,5,2026-03-03,Very sweet\n")
    assert stages(found)[-1] == "reviewed"
    review = found[-1].draft
    assert review.event.facts == {"rating": 5}
    assert review.texts == {"text": "Very sweet"}
    assert len(review.event.epc_list) == 2
    assert found[0].draft.texts == {"order": "A1"}
    assert not any(word in repr(one.draft.event) for one in found for word in ("A1", "R1", "sweet", "w1", "h1"))


def test_the_same_export_tells_the_same_events():
    assert [one.draft for one in told("A1")] == [one.draft for one in told("A1")]


def test_the_shipped_profile_tells_six_steps_with_places_no_finer_than_the_town():
    olist = parse(shipped_profile("olist"))
    files = {
        "orders": ",".join(olist.orders.columns().values())
        + "\no1,2017-10-02 10:00:00,delivered,2017-10-02 11:00:00,2017-10-20 12:00:00,2017-10-21 13:00:00,2017-10-20 00:00:00,c1\n",
        "order_items": "order_id,order_item_id,product_id,seller_id,shipping_limit_date\no1,1,w1,h1,2017-10-19 00:00:00\n",
        "order_payments": "order_id,payment_sequential\no1,1\n",
        "order_reviews": "review_id,order_id,review_score,review_comment_title,review_comment_message,review_creation_date\n"
        "r1,o1,5,,,2017-10-20 00:00:00\n",
        "products": "product_id,product_category_name\nw1,x\n",
        "sellers": "seller_id,seller_city,seller_state\nh1,campinas,SP\n",
        "customers": "customer_id,customer_city,customer_state\nc1,recife,PE\n",
        "product_category_name_translation": "product_category_name,product_category_name_english\nx,toys\n",
    }
    found = told("o1", olist, **files)
    assert stages(found) == ["serialised", "listed", "sold", "handed_over", "signed", "reviewed"]
    events = [one.draft.event for one in found]
    assert [one.place and (one.place.code, one.place.name) for one in events] == [
        *[("BR-SP", "campinas, SP")] * 4, ("BR-PE", "recife, PE"), None,
    ]  # fmt: skip
    assert [one.flags for one in events[3:]] == [
        ("handed_over_late",), ("late",), ("review_before_delivery", "five_stars_without_delivery"),
    ]  # fmt: skip
    # Nobody wrote down when it was made: not later than the day of the sale, whose second is nobody's business.
    assert [one.event_time for one in events[:3]] == [
        "2017-10-02T03:00:00.000Z", "2017-10-02T03:00:00.000Z", "2017-10-02T13:00:00.000Z",
    ]  # fmt: skip
    # Clocks there went forward on 15 October 2017.
    assert [one.event_time_zone_offset for one in events[2:4]] == ["-03:00", "-02:00"]
