"""Digital Links as EPC URNs, by GS1's list of company prefixes."""

from __future__ import annotations

import pytest
from hypothesis import given, reject, strategies as st

from trace.errors import Malformed
from trace.identity import epc, link, urn

URNS = [
    "urn:epc:id:sgtin:0614141.107346.2018",
    "urn:epc:id:sgtin:6901234.056789.a%2Fb%22%3C",
    "urn:epc:class:lgtin:4012345.012345.998877",
    "urn:epc:idpat:sgtin:4012345.098765.*",
    "urn:epc:id:upui:6901234.056789.T-1",
    "urn:epc:id:itip:6901234.056789.01.02.S",
    "urn:epc:id:sscc:0614141.1234567890",
    "urn:epc:id:sgln:0614141.00777.0",
    "urn:epc:id:sgln:0614141.00777.A%2F1",
    "urn:epc:id:pgln:4012345.00225",
    "urn:epc:id:grai:4012345.55555.987",
    "urn:epc:id:gdti:0614141.00001.1618034",
    "urn:epc:id:sgcn:4012345.67890.04711",
    "urn:epc:id:gsrn:0614141.0000010253",
    "urn:epc:id:gsrnp:0614141.0000010253",
    "urn:epc:id:gsin:0614141.123456789",
    "urn:epc:id:giai:4000001.11%2F1",
    "urn:epc:id:ginc:0614141.xyz47",
    "urn:epc:id:cpi:0614141.11A.1234",
]


@pytest.mark.parametrize("name", URNS)
def test_an_epc_is_found_again_from_its_digital_link(name):
    assert urn.of(epc.link(name)) == name


@pytest.mark.parametrize(
    "address",
    [
        # A prefix for use inside a company, which GS1 gives nobody.
        "/01/02000000000008/21/A",
        # A retail product's variant, a coupon without a serial: no EPC says these.
        "/01/06901234567892/22/V",
        "/255/4012345678901",
        # GMN and the GLN to pay to have no EPC scheme.
        "/415/4012345000009",
    ],
)
def test_what_no_epc_says_has_none(address):
    assert urn.of(link.parse(address)) is None


def test_a_serial_drops_the_lot_beside_it():
    assert urn.of(link.parse("/01/06901234567892/10/L1/21/A")) == "urn:epc:id:sgtin:6901234.056789.A"


@given(st.sampled_from(["614141", "0614141", "6901234", "692012345"]), st.from_regex(r"[!-~]{1,20}", fullmatch=True))
def test_a_urn_always_leads_back_to_the_same_name(prefix, serial):
    gtin = epc.link(f"urn:epc:id:sgtin:{prefix}.{'0' * (13 - len(prefix))}.A").value
    try:
        made = link.Link.of([("01", gtin), ("21", serial)])
    except Malformed:
        reject()
    found = urn.of(made)
    assert found is None or epc.link(found).canonical == made.canonical
