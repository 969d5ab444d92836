"""What readers of barcodes send."""

from __future__ import annotations

import pytest
from hypothesis import given, strategies as st

from tests.trace.identity.material import rows, tried
from trace.identity import scan


def test_what_readers_send_is_read_as_by_gs1s_own_engine(shared):
    for row in rows(shared, "scan_process.jsonl"):
        found, refused = tried(scan.read, row["scan_data"])
        assert found == ((row["symbology"], row["data"]) if row["valid"] else None), (row, refused)


def test_what_readers_send_is_told_beforehand_as_by_gs1s_own_engine(shared):
    for row in rows(shared, "scan_generate.jsonl"):
        found, refused = tried(scan.write, row["symbology"], row["data"])
        assert found == row["scan_data"], (row, refused)


@pytest.mark.parametrize(
    ("name", "data"), [("QR", "^010952012345678821A7K2"), ("DM", "\\^not FNC1"), ("EAN13", "9520123456788")]
)
def test_what_is_written_is_read_back(name, data):
    assert scan.read(scan.write(name, data)) == (name, data)


@given(st.sampled_from(["]C1", "]Q3", "]E0", "]Q1", "]zz", ""]), st.text("01^|]e0A\x1d\\", max_size=40))
def test_no_scan_does_worse_than_being_refused(said, data):
    tried(scan.read, said + data)
    tried(scan.write, "GS1_128_CCA", data)
    tried(scan.write, "EAN13", data)
