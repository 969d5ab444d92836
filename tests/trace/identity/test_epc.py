"""EPC pure identities as Digital Links."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, strategies as st

from tests.trace.identity.material import ANYTHING, texts, tried
from trace.errors import Malformed
from trace.identity import checkdigit, epc, link, thing

AT = "https://id.gs1.org"


@pytest.mark.parametrize(
    ("urn", "canonical"),
    [
        ("urn:epc:id:sgtin:0614141.107346.2018", f"{AT}/01/10614141073464/21/2018"),
        ("urn:epc:id:sgtin:9520123.045678.a%2Fb", f"{AT}/01/09520123456788/21/a%2Fb"),
        ("urn:epc:id:sgtin:9520123.045678.a.b", f"{AT}/01/09520123456788/21/a.b"),
        ("urn:epc:class:lgtin:4012345.012345.998877", f"{AT}/01/04012345123456/10/998877"),
        ("urn:epc:idpat:sgtin:4012345.098765.*", f"{AT}/01/04012345987652"),
        ("urn:epc:id:upui:9520123.045678.T-1", f"{AT}/01/09520123456788/235/T-1"),
        ("urn:epc:id:itip:9520123.045678.01.02.S", f"{AT}/8006/095201234567880102/21/S"),
        ("urn:epc:id:sscc:0614141.1234567890", f"{AT}/00/106141412345678908"),
        ("urn:epc:id:sgln:0614141.00777.0", f"{AT}/414/0614141007776"),
        ("urn:epc:id:sgln:0614141.00777.A%2F1", f"{AT}/414/0614141007776/254/A%2F1"),
        ("urn:epc:id:pgln:4012345.00225", f"{AT}/417/4012345002256"),
        ("urn:epc:id:grai:4012345.55555.987", f"{AT}/8003/04012345555554987"),
        ("urn:epc:id:gdti:0614141.00001.1618034", f"{AT}/253/06141410000121618034"),
        ("urn:epc:id:gsrn:0614141.0000010253", f"{AT}/8018/061414100000102534"),
        ("urn:epc:id:giai:4000001.111", f"{AT}/8004/4000001111"),
        ("urn:epc:id:ginc:0614141.xyz47", f"{AT}/401/0614141xyz47"),
        ("urn:epc:id:cpi:0614141.11A.1234", f"{AT}/8010/061414111A/8011/1234"),
    ],
)
def test_an_epc_becomes_the_digital_link_that_says_the_same(urn, canonical):
    assert epc.link(urn).canonical == canonical
    assert thing.canonical(urn, "log.example") == canonical


@pytest.mark.parametrize("urn", ["urn:epc:id:imovn:9176187", "urn:epc:id:gid:1.2.3", "urn:epc:id:bic:CSQU3054383"])
def test_schemes_without_a_gs1_key_stay_byte_for_byte(urn):
    assert epc.link(urn) is None
    assert thing.canonical(urn, "log.example") == urn


@pytest.mark.parametrize(
    ("urn", "said"),
    [
        ("urn:epc:id:sgtin:0614141.107346", "expected 3 parts with full stops between them, got 2"),
        ("urn:epc:id:sgtin:0614141.10734.2018", "expected prefix and reference to have 13 digits, got 7 + 5"),
        ("urn:epc:id:sgtin:061414A.107346.2018", "expected a company prefix of 6 to 12 digits"),
        ("urn:epc:id:sgtin:0614141.107346.", "'' is not a value of AI (21)"),
        ("urn:epc:id:sgtin:0614141.107346.x y", "is not a name of a thing"),
        ("urn:epc:id:sscc:0614141.123456789", "to have 17 digits"),
        ("urn:epc:id:sscc:0614141.123456789x", "to have 17 digits"),
        ("urn:epc:idpat:sgtin:0614141.*.*", "names many things"),
        ("urn:epc:idpat:sgtin:0614141.107346.2018", "names many things"),
        ("urn:epc:idpat:sscc:0614141.*", "names many things"),
        ("urn:epc:tag:sgtin-96:3.0614141.812345.6789", "expected a pure identity"),
        ("URN:EPC:ID:SGTIN:0614141.107346.2018", "expected a pure identity"),
        ("urn:epc:id:sgtin:06141４1.107346.2018", "expected a pure identity"),
    ],
)
def test_what_names_no_thing_is_refused(urn, said):
    with pytest.raises(Malformed) as refused:
        epc.link(urn)
    assert said in refused.value.message


@given(st.integers(6, 12), st.text("0123456789", min_size=13, max_size=13), texts(20))
def test_where_the_company_prefix_ends_makes_no_difference(length, digits, serial):
    body, escaped = digits[1:], serial.replace("%", "%25")
    made = epc.link(f"urn:epc:id:sgtin:{body[:length]}.{digits[0]}{body[length:]}.{escaped}")
    assert made.value == digits + checkdigit.digit(digits)
    assert made.serial.serial == serial


@given(ANYTHING)
def test_no_text_does_worse_than_being_refused(text):
    schemes = (
        "id:sgtin",
        "id:sscc",
        "id:sgln",
        "idpat:sgtin",
        "class:lgtin",
        "id:itip",
        "id:grai",
        "id:giai",
        "id:cpi",
    )
    for urn in (text, *(f"urn:epc:{scheme}:{text}" for scheme in schemes)):
        found, refused = tried(epc.link, urn)
        assert refused.startswith("bad-") or found is None or link.parse(found.canonical).canonical == found.canonical


def test_every_epc_of_gs1s_own_examples_is_read(shared):
    found = set()
    for path in (shared / "conformance" / "epcis").rglob("*.jsonld"):
        found |= set(re.findall(r'"(urn:epc:(?:id|idpat|class):[^"]+)"', path.read_text(encoding="utf-8")))
    assert len(found) > 40
    for urn in found:
        assert thing.canonical(urn, "log.example").startswith(AT), urn
