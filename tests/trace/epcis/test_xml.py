"""XML in and out: every published document is taken, twins say the same, and nobody gets at us through it."""

from __future__ import annotations

import json

import pytest
from lxml import etree

from tests.trace.epcis import material
from tests.trace.epcis.material import CONTEXT, ORIGIN, event, wrapped
from trace.epcis import answer, document, meaning, xml_in, xml_out
from trace.epcis.document import BadDocument
from trace.epcis.xml_out import CbvFormat


def files(shared):
    folder = shared / "conformance" / "epcis"
    found = [
        *(folder / "gs1-EPCIS/examples-xml").rglob("*.xml"),
        *(folder / "event-hash-RalphTro/examples").glob("*.xml"),
    ]
    return {file.name: file.read_bytes() for file in sorted(found) if "CaptureJob" not in file.name}


def readied(body):
    read = document.read(xml_in.document(body))
    return [document.ready(one, read.context, ORIGIN, xml=True) for one in read.events]


def told(*raws):
    return answer.document([json.loads(raw) for raw in raws], "2026-11-24T09:00:00.000Z")


def test_every_published_document_is_taken(shared):
    many = {name: len(readied(body)) for name, body in files(shared).items()}
    assert sum(many.values()) == 69
    assert {name for name, count in many.items() if not count} == {
        "CBV-11.4-2020-06-16a.xml",
        "Example-masterData.xml",
        "masterdata_all_possible_fields.xml",
    } & set(many)


def hashed(raw):
    """What the event hash looks at: the files call those twins whose hashes are equal, and it leaves declarations out."""
    said = json.loads(raw)
    return json.dumps({name: value for name, value in plain(said).items() if name != "errorDeclaration"})


def plain(said):
    """An event as XML can hold it: numbers and truth in extensions are texts, a list of one is the one."""

    def leaves(value, text):
        if isinstance(value, dict):
            return {name: leaves(part, text or ":" in name) for name, part in value.items()}
        if isinstance(value, list):
            return leaves(value[0], text) if text and len(value) == 1 else [leaves(one, text) for one in value]
        return xml_out._said(value) if text and not isinstance(value, str) else value

    certified = said.get("certificationInfo")
    if isinstance(certified, list) and len(certified) == 1:
        said = {**said, "certificationInfo": certified[0]}
    return {
        name: value if name == "@context" else leaves(value, ":" in name or name == "ilmd")
        for name, value in said.items()
    }


def delimited(said):
    """A namespace that ends with nothing to part it from a name gets a slash on its way through XML."""
    context = said["@context"]
    if isinstance(context, list):
        ends = {
            name: iri if iri[-1] in "/#:" else f"{iri}/" for name, iri in context[-1].items() if isinstance(iri, str)
        }
        return {**said, "@context": [context[0], ends]}
    return said


def test_the_pairs_of_the_hash_authors_say_the_same_in_both_forms(shared):
    folder = shared / "conformance/epcis/event-hash-RalphTro/examples"
    for file in sorted(folder.glob("*.xml")):
        twin = document.read(document.loads(file.with_suffix(".jsonld").read_bytes()))
        theirs = [document.ready(one, twin.context, ORIGIN) for one in twin.events]
        for one, other in zip(readied(file.read_bytes()), theirs, strict=True):
            assert meaning.same(hashed(one.raw), hashed(other.raw)), file.name


def test_the_eight_associations_say_the_same_in_both_forms(shared):
    whole = files(shared)["AssociationEventExamples.xml"]
    json_forms = [body for name, body in material.examples(shared).items() if name.startswith("AssociationEvent-")]
    twins = [document.read(document.loads(body)) for body in json_forms]
    theirs = [document.ready(one.events[0], one.context, ORIGIN) for one in twins]
    pairs = zip(readied(whole), theirs, strict=True)
    assert [meaning.same(hashed(a.raw), hashed(b.raw)) for a, b in pairs] == [True] * 8


def test_what_goes_out_as_xml_comes_in_again_as_the_same(shared):
    for name, body in material.examples(shared).items():
        read = document.read(document.loads(body))
        raws = [document.ready(one, read.context, ORIGIN).raw for one in read.events]
        again = readied(xml_out.document(told(*raws)))
        for before, after in zip(raws, again, strict=True):
            both = [json.dumps(delimited(plain(json.loads(raw)))) for raw in (before, after.raw)]
            assert meaning.same(*both), f"{name}: {both}"


def test_answers_are_valid_by_the_published_xml_schema(shared):
    folder = shared / "conformance/epcis/gs1-EPCIS/xsd"
    schema = etree.XMLSchema(etree.parse(folder / "EPCglobal-epcis-query-2_0.xsd"))
    wrong = {}
    for name, body in material.examples(shared).items():
        read = document.read(document.loads(body))
        raws = [document.ready(one, read.context, ORIGIN).raw for one in read.events]
        for cbv in (CbvFormat.URN, CbvFormat.WEB):
            made = etree.fromstring(xml_out.document(told(*raws), cbv))
            if not schema.validate(made):
                wrong[name] = str(schema.error_log.last_error)
    assert wrong == {}


OLD = b"""<?xml version="1.0"?>
<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1" xmlns:ex="http://ns.example" schemaVersion="1.2"
 creationDate="2016-01-01T00:00:00Z">
 <EPCISHeader><extension><EPCISMasterData><VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:BusinessLocation">
  <VocabularyElementList><VocabularyElement id="urn:x:site"><attribute id="urn:x:name">Site</attribute>
   <children><id>urn:x:dock</id></children></VocabularyElement></VocabularyElementList></Vocabulary></VocabularyList></EPCISMasterData></extension></EPCISHeader>
 <EPCISBody><EventList>
  <ObjectEvent><eventTime>2016-01-01T00:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>
   <baseExtension><eventID>urn:uuid:1</eventID></baseExtension><epcList><epc>urn:epc:id:sgtin:0614141.107346.2017</epc></epcList>
   <action>ADD</action><bizStep>urn:epcglobal:cbv:bizstep:commissioning</bizStep>
   <extension><quantityList><quantityElement><epcClass>urn:epc:class:lgtin:4012345.012345.1</epcClass><quantity>2.5</quantity></quantityElement></quantityList>
    <ilmd><ex:lot>7</ex:lot></ilmd></extension></ObjectEvent>
  <QuantityEvent><eventTime>2016-01-01T00:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>
   <epcClass>urn:epc:idpat:sgtin:4012345.012345.*</epcClass><quantity>9</quantity></QuantityEvent>
  <extension><TransformationEvent><eventTime>2016-01-01T00:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>
   <inputEPCList><epc>urn:x:1</epc></inputEPCList><outputEPCList><epc>urn:x:2</epc></outputEPCList></TransformationEvent></extension>
 </EventList></EPCISBody></epcis:EPCISDocument>"""


def test_a_document_of_epcis_1_2_is_brought_up_to_2_0():
    said = xml_in.document(OLD)
    first, counted, made = said["epcisBody"]["eventList"]
    assert (first["eventID"], first["bizStep"]) == ("urn:uuid:1", "commissioning")
    assert first["quantityList"] == [{"epcClass": "urn:epc:class:lgtin:4012345.012345.1", "quantity": 2.5}]
    assert first["ilmd"] == {"ex:lot": "7"}
    assert (counted["type"], counted["quantityList"][0]["quantity"]) == ("ObjectEvent", 9)
    assert made["type"] == "TransformationEvent"
    assert len(readied(OLD)) == 3
    [element] = said["epcisHeader"]["epcisMasterData"]["vocabularyList"][0]["vocabularyElementList"]
    assert element == {
        "id": "urn:x:site",
        "attributes": [{"id": "urn:x:name", "attribute": "Site"}],
        "children": ["urn:x:dock"],
    }


LAUGHS = b"""<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>"""
OUTSIDE = b"""<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>"""
PARAMETER = b"""<!DOCTYPE x [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]><x/>"""


DEEP, UNREADABLE = b"<a>" * 200 + b"</a>" * 200, b'<?xml version="1.0" encoding="nonsense"?><x/>'


@pytest.mark.parametrize(
    "body", [b"", b"<", b"<x>", b"<x/>", LAUGHS, OUTSIDE, PARAMETER, DEEP, b"\xff\xfe<", UNREADABLE]
)
def test_xml_that_is_no_document_or_reaches_elsewhere_is_refused(body):
    with pytest.raises(BadDocument):
        readied(body)


@pytest.mark.parametrize(
    ("old", "new", "pointer"),
    [
        (b"<action>ADD</action>", b"<action>ERASE</action>", "/action"),
        (b"<eventTime>2016-01-01T00:00:00Z", b"<eventTime>yesterday", "/eventTime"),
        (b"<quantity>2.5</quantity>", b"<quantity>many</quantity>", "/quantityList/0/quantity"),
        (b"<action>ADD</action>", b"<action>ADD</action><colour>red</colour>", "/colour"),
        (b"bizstep:commissioning", b"bizstep:comissioning", "/bizStep"),
    ],
)  # fmt: skip
def test_what_is_wrong_in_xml_is_pointed_at_in_its_json(old, new, pointer):
    assert old in OLD
    with pytest.raises(BadDocument) as refusal:
        readied(OLD.replace(old, new, 1))
    assert pointer in [one.pointer for one in refusal.value.wrongs]


def test_words_of_cbv_are_urns_or_web_addresses_in_xml_and_never_bare():
    raw = document.ready(event(disposition="in_transit"), CONTEXT, ORIGIN).raw
    assert b"<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>" in xml_out.document(told(raw))
    assert b"<bizStep>https://ref.gs1.org/cbv/BizStep-shipping</bizStep>" in xml_out.document(told(raw), CbvFormat.WEB)


def test_texts_are_escaped_and_what_xml_cannot_hold_is_replaced():
    said = event(**{"ex:a": "<&\"'>\x00", "ex:b/c": "x"})
    made = xml_out.document(told(document.ready(said, [CONTEXT, {"ex": "http://ns.example/"}], ORIGIN).raw))
    root = etree.fromstring(made)
    assert root.findtext(".//{http://ns.example/}a") == "<&\"'>\ufffd"
    assert root.find(".//{https://suyuan.example/voc/}member").get("name") == "ex:b/c"


def test_a_document_without_anything_wrong_is_the_same_from_xml_and_json():
    raw = document.ready(event("A1", "A2"), CONTEXT, ORIGIN).raw
    [again] = readied(xml_out.document(told(raw)))
    assert meaning.same(raw, again.raw)
    assert wrapped(event())["type"] == "EPCISDocument"
