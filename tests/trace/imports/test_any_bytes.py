"""Whatever a shop hands in, nothing stops the import: what can be told is told validly, what cannot is refused."""

from __future__ import annotations

import gzip

from hypothesis import given, strategies as st

from tests.trace.imports.invented import FILES, SHOP, export
from trace.event import check
from trace.imports.chains import Cast, Teller
from trace.imports.flags import Judge
from trace.imports.names import Secret
from trace.imports.profile import parse
from trace.imports.report import refused_csv
from trace.imports.tables import OF_A_FILE
from trace.standing import Actor

ORIGIN = "log.example"
REVIEWED = """
[payments]
table = "zahlungen"
order = "bestellung"
number = "zeile"

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
PROFILE = parse(SHOP + REVIEWED)
GOOD = {name: text.encode() for name, text in FILES.items()} | {
    "zahlungen": b"bestellung,zeile\nA1,1\nA2,1\n",
    "urteile": b"nr,bestellung,sterne,am,worte\nR1,A1,5,2026-03-03,Very sweet\nR2,A2,1,2026-03-01,\n",
}
PIECES = st.one_of(
    st.binary(max_size=6),
    st.sampled_from(
        [b",", b'"', b"\n", b"\r", b"\x00", b"\xff", b"\xef\xbb\xbf", b"-1", b"9" * 400, b"1e999", b"A1", b"="]
    ),
    st.sampled_from(
        [b"2017-13-01 00:00:00", b"0000-00-00", b"1969-12-31", b"2026-03-01T00:00:00+14:59", b"2199-12-31 23:59:59.9"]
    ),
    st.text(max_size=6).map(str.encode),
)


@st.composite
def damaged(draw, text):
    """The text with some of its bytes replaced, some put in, perhaps packed, perhaps cut off."""
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        text = text[:at] + draw(PIECES) + text[at + draw(st.integers(0, 12)) :]
    if draw(st.booleans()):
        text = gzip.compress(text)
    return text[: draw(st.integers(0, len(text)))] if draw(st.integers(0, 5)) == 0 else text


class _Everybody(dict):
    """A cast in which every name is somebody's."""

    def __missing__(self, ref):
        return Actor(7, f"https://{ORIGIN}/id/party/7")


def told(files):
    found = export(files, PROFILE)
    pairs = {(item.merchant, item.product) for order in found.orders.values() for item in order.items}
    known = {pair: number for number, pair in enumerate(sorted(pairs)) if pair[0] in found.merchants}
    cast = Cast(ORIGIN, Actor(1, f"https://{ORIGIN}/id/party/1", "platform"), _Everybody(), known, Secret(b"k" * 32))
    teller = Teller(PROFILE, found, cast)
    return found, [one for order in found.orders.values() for one in teller.tell(order)]


@given(st.fixed_dictionaries({name: damaged(text) for name, text in GOOD.items()}))
def test_damaged_tables_give_valid_events_and_reasons(files):
    found, events = told(files)
    for one in events:
        assert check(one.draft.event).stage == one.stage
        assert one.draft.evidence == "import"
    assert len({one.draft.event.event_id for one in events}) == len(events)
    assert all(count >= 0 for count in Judge(found).count().values())
    for one in found.refused:
        assert one.table in GOOD
        assert one.line >= 1
        assert one.sentence
        # Whatever is refused as a row is in the refused file with what it held.
        assert one.reason in OF_A_FILE or one.row
    refused_csv(found.refused).encode()


@given(st.dictionaries(st.sampled_from(sorted(GOOD)), st.binary(max_size=300)))
def test_arbitrary_bytes_in_place_of_tables_stop_nothing(bytes_of):
    found, events = told(GOOD | bytes_of)
    assert len(events) <= 30
    assert all(one.table in GOOD for one in found.refused)
