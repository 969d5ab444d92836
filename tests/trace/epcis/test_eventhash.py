"""The event hash of CBV 2.0 by its authors' vectors, and however the names of an event are spelt."""

from __future__ import annotations

from functools import cache
from hashlib import sha256

import pytest

from tests.trace.epcis import material
from trace.epcis import document, eventhash, formats, xml_in
from trace.epcis.formats import EpcFormat

# Of these the values of 2026 hold; the authors changed them under the same label.
CHANGED = {"ReferenceEventHashAlgorithm2", "epcisDocWithSensorComponent", "TimeStampRoundOff"}
# Its value was changed as well, and it is not known what of it.
OPEN = "ReferenceEventHashAlgorithm3"


@pytest.fixture(scope="module")
def vectors(shared):
    return shared / "conformance" / "epcis" / "event-hash-RalphTro"


def read(file):
    """Every event of a document, with its context; one in XML by the JSON that says the same."""
    body = file.read_bytes()
    found = document.read(xml_in.document(body) if file.suffix == ".xml" else document.loads(body))
    return [{"@context": found.context, **event} for event in found.events]


def expected(vectors, name):
    folder = "expected-2026-CBV2.0" if name in CHANGED else "examples"
    return (vectors / folder / f"{name}.hashes").read_text().split()


def test_every_vector_of_the_authors_comes_out(vectors):
    files = [*(vectors / "examples").glob("*.jsonld"), *(vectors / "examples").glob("*.xml")]
    assert len(files) == 14
    for file in files:
        if file.stem != OPEN:
            assert [eventhash.of(one) for one in read(file)] == expected(vectors, file.stem), file.name


def test_the_text_that_is_hashed_is_the_authors_where_it_was_not_changed(vectors):
    for name in ("ReferenceEventHashAlgorithm", "persistentDisposition", "epcisDocWithSingleEvent"):
        lines = (vectors / "examples" / f"{name}.prehashes").read_text().splitlines()
        assert [eventhash.before(one) for one in read(vectors / "examples" / f"{name}.jsonld")] == lines


def test_events_that_say_the_same_have_one_hash(vectors):
    for file in sorted((vectors / "expected_equal").glob("*")):
        assert len({eventhash.of(one) for one in read(file)}) == 1, file.name


@cache
def _shared_events(shared):
    return material.all_events(shared)


@pytest.mark.parametrize("wanted", [EpcFormat.URNS, EpcFormat.LINKS])
def test_it_is_the_same_for_epcs_and_digital_links(shared, wanted):
    changed = 0
    for event, context in _shared_events(shared):
        one = {"@context": context, **event}
        other = formats.formatted(one, wanted)
        changed += one != other
        assert eventhash.of(one) == eventhash.of(other), event
    assert changed > 5


@pytest.mark.parametrize(
    ("member", "value", "same"),
    [
        ("bizStep", "https://ref.gs1.org/cbv/BizStep-shipping", True),
        ("bizStep", "cbv:BizStep-shipping", True),
        ("bizStep", "receiving", False),
        ("eventTime", "2026-11-24T09:00:00.0004Z", True),
        ("eventTime", "2026-11-24T09:00:00.0005Z", False),
        ("epcList", ["https://shop.example/01/06901234567892/10/L/21/A1?17=270101"], True),
        ("epcList", ["urn:epc:id:sgtin:6901234.056789.A1"], True),
        ("epcList", ["urn:epc:id:sgtin:6901234.056789.A2"], False),
        ("eventID", "urn:event:1", True),
        ("recordTime", "2026-11-24T09:00:00Z", True),
        ("certificationInfo", "https://x.example/1", True),
        ("errorDeclaration", {"declarationTime": "2026-11-24T09:00:00Z"}, True),
        ("ex:note", "x", False),
        ("quantityList", [{"epcClass": "urn:epc:class:lgtin:6901234.056789.L", "quantity": 2}], False),
    ],
    ids=str,
)
def test_only_what_an_event_says_counts(member, value, same):
    context = [material.CONTEXT, {"ex": "http://ns.example/"}]
    one = {"@context": context, **material.event()}
    assert (eventhash.of(one) == eventhash.of({**one, member: value})) is same


def test_numbers_are_written_with_the_fewest_digits():
    def told(many):
        quantity = {"epcClass": "urn:epc:class:lgtin:6901234.056789.L", "quantity": many, "uom": "KGM"}
        return eventhash.before({"@context": material.CONTEXT, **material.event(quantityList=[quantity])})

    assert told(2) == told(2.0)
    assert "quantity=0.0000001uom=KGM" in told(1e-7)
    assert "quantity=1000000000000000000000000uom=KGM" in told(1e24)


def test_the_hash_is_the_sha_256_of_the_text():
    one = {"@context": material.CONTEXT, **material.event()}
    assert eventhash.of(one) == f"ni:///sha-256;{sha256(eventhash.before(one).encode()).hexdigest()}?ver=CBV2.0"
