"""Names and words come in the format that is asked for, in JSON and XML, on every path; what is kept stays as it came."""

from __future__ import annotations

import pytest
from lxml import etree

from tests.trace.epcis.material import CONTEXT, event, wrapped
from trace.epcis import eventhash
from trace.words import VOC

URN, LINK = "urn:epc:id:sgtin:0614141.107346.2017", "https://id.gs1.org/01/10614141073464/21/2017"
ELSEWHERE = "https://shop.example/01/06901234567892/10/L1/21/7?17=270101"
GATE, GATE_URN = "https://id.gs1.org/414/0614141073467/254/7", "urn:epc:id:sgln:0614141.07346.7"


@pytest.fixture
def filled(hall):
    told = event(
        epcList=[URN, LINK[:-1] + "8", ELSEWHERE, "http://things.example/1"],
        quantityList=[{"epcClass": "https://id.gs1.org/01/10614141073464/10/L1", "quantity": 2}],
        readPoint={"id": GATE},
        disposition="https://ref.gs1.org/cbv/Disp-in_transit",
        bizTransactionList=[{"type": "po", "bizTransaction": "urn:epc:id:gdti:0614141.00001.1618034"}],
        destinationList=[{"type": "possessing_party", "destination": "https://id.gs1.org/417/4012345002256"}],
        sensorElementList=[
            {
                "sensorMetadata": {"deviceID": "https://id.gs1.org/8004/4000001111"},
                "sensorReport": [
                    {"type": "Temperature", "value": 4, "uom": "CEL", "deviceID": "urn:epc:id:giai:4000001.9"}
                ],
            }
        ],
    )
    assert hall.post("/capture", wrapped(told)).status_code == 202
    hall.post("/queries", {"name": "all", "query": {}})
    return hall


@pytest.mark.parametrize("wanted", ["Never_Translates", "No_Preference", None])
def test_names_come_as_they_were_captured_unless_something_else_is_asked_for(filled, wanted):
    [one] = filled.events(**({} if wanted is None else {"GS1_EPC_Format": wanted}))
    assert one["epcList"] == [URN, LINK[:-1] + "8", ELSEWHERE, "http://things.example/1"]


@pytest.mark.parametrize("path", ["/events", "/queries/all/events", "/bizSteps/shipping/events"])
def test_every_name_comes_as_an_epc_where_there_is_one(filled, path):
    [one] = filled.events(path=path, GS1_EPC_Format="Always_EPC_URN")
    assert one["epcList"] == [
        URN, URN[:-1] + "8", "urn:epc:id:sgtin:6901234.056789.7", "http://things.example/1",
    ]  # fmt: skip
    assert one["quantityList"] == [{"epcClass": "urn:epc:class:lgtin:0614141.107346.L1", "quantity": 2}]
    assert one["readPoint"] == {"id": GATE_URN}
    assert one["destinationList"][0]["destination"] == "urn:epc:id:pgln:4012345.00225"
    assert one["sensorElementList"][0]["sensorMetadata"]["deviceID"] == "urn:epc:id:giai:4000001.111"


@pytest.mark.parametrize("path", ["/events", "/queries/all/events", "/bizSteps/shipping/events"])
def test_every_name_comes_as_a_digital_link_where_there_is_one(filled, path):
    [one] = filled.events(path=path, GS1_EPC_Format="Always_GS1_Digital_Link")
    assert one["epcList"] == [LINK, LINK[:-1] + "8", ELSEWHERE, "http://things.example/1"]
    assert one["bizTransactionList"][0]["bizTransaction"] == "https://id.gs1.org/253/06141410000121618034"
    assert one["sensorElementList"][0]["sensorReport"][0]["deviceID"] == "https://id.gs1.org/8004/40000019"


def test_lists_of_things_and_places_come_in_the_format_too(filled):
    assert URN in filled.get("/epcs", GS1_EPC_Format="Always_EPC_URN").json["member"]
    assert filled.get("/readPoints", GS1_EPC_Format="Always_EPC_URN").json["member"] == [GATE_URN]
    assert filled.get("/readPoints").json["member"] == [GATE]
    assert filled.get(f"/readPoints/{GATE_URN}/events").status_code == 200


def test_answers_in_xml_come_in_the_format_too(filled):
    answer = filled.get("/events", Accept="application/xml", GS1_EPC_Format="Always_EPC_URN")
    assert etree.fromstring(answer.data).xpath("//epc/text()")[0] == URN
    assert etree.fromstring(answer.data).xpath("//readPoint/id/text()") == [GATE_URN]


@pytest.mark.parametrize(
    ("wanted", "step", "disposition"),
    [
        ("Always_URN", "urn:epcglobal:cbv:bizstep:shipping", "urn:epcglobal:cbv:disp:in_transit"),
        ("No_Preference", "urn:epcglobal:cbv:bizstep:shipping", "urn:epcglobal:cbv:disp:in_transit"),
        ("Always_Web_URI", "https://ref.gs1.org/cbv/BizStep-shipping", "https://ref.gs1.org/cbv/Disp-in_transit"),
        # What came bare cannot stay so in XML.
        ("Never_Translates", "urn:epcglobal:cbv:bizstep:shipping", "https://ref.gs1.org/cbv/Disp-in_transit"),
    ],
)
def test_words_of_cbv_come_in_xml_in_the_format_that_is_asked_for(filled, wanted, step, disposition):
    found = etree.fromstring(filled.get("/events", Accept="text/xml", GS1_CBV_XML_Format=wanted).data)
    assert found.xpath("//bizStep/text()") == [step]
    assert found.xpath("//disposition/text()") == [disposition]


@pytest.mark.parametrize("header", ["GS1_EPC_Format", "GS1_CBV_XML_Format"])
def test_another_format_is_refused(filled, header):
    assert filled.get("/events", Accept="application/xml", **{header: "Barcode"}).status_code == 406


def test_what_is_kept_stays_as_it_came(filled):
    filled.events(GS1_EPC_Format="Always_EPC_URN")
    again = event(eventID="urn:event:2", epcList=[LINK])
    filled.post("/events", {"@context": CONTEXT, **again})
    assert filled.events({"EQ_eventID": "urn:event:2"})[0]["epcList"] == [LINK]


def test_the_event_hash_comes_where_it_is_asked_for(filled, swift):
    [plain] = filled.events()
    assert "syn:eventHash" not in plain
    [one] = filled.events(Suyuan_Event_Hash="CBV2.0")
    [other] = filled.events(Suyuan_Event_Hash="CBV2.0", GS1_EPC_Format="Always_EPC_URN")
    assert one["syn:eventHash"] == other["syn:eventHash"] == eventhash.of({"@context": CONTEXT, **plain})
    answer = filled.get("/events", Suyuan_Event_Hash="CBV2.0")
    assert {"syn": VOC} in answer.json["@context"]
    found = etree.fromstring(filled.get("/events", Accept="text/xml", Suyuan_Event_Hash="CBV2.0").data)
    assert found.xpath("//syn:eventHash/text()", namespaces={"syn": VOC}) == [one["syn:eventHash"]]
    assert filled.get("/events", Suyuan_Event_Hash="CBV2.1").status_code == 406


def test_of_what_is_shown_in_part_no_hash_tells_the_rest(filled, swift):
    swift.post("/capture", wrapped(event(epcList=[LINK], bizStep="receiving", eventID="urn:event:theirs")))
    [one] = filled.events({"EQ_eventID": "urn:event:theirs"}, Suyuan_Event_Hash="CBV2.0")
    assert one["type"] == "syn:PublicPart"
    assert "syn:eventHash" not in one
