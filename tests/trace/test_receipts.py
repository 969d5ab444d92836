"""Receipts: what a recorder holds in hand, signed once for all of a request."""

from __future__ import annotations

import pytest

from trace.note import BadNote, Signer, checkpoint, opened
from trace.receipts import Receipt, signed

SIGNER = Signer("log.example", bytes(range(32)))
ONE = Receipt("urn:uuid:1", b"\x01" * 32, 1_795_510_800_123, False, 5)
TWO = Receipt("urn:uuid:2", b"\x02" * 32, 1_795_510_800_124, True, 6)


def test_a_receipt_says_where_an_event_stands_and_no_internal_number():
    assert ONE.as_json() == {
        "eventID": "urn:uuid:1", "leaf": "01" * 32, "recordTime": "2026-11-24T09:00:00.123Z", "duplicate": False,
    }  # fmt: skip
    assert TWO.as_json()["duplicate"] is True


def test_one_signature_holds_every_leaf_with_its_time_and_our_promise():
    text = opened(signed(SIGNER, [ONE, TWO]), SIGNER.verifier)
    assert text.splitlines() == [
        "log.example suyuan-receipt/v1",
        "integrated within 60 seconds",
        f"{'01' * 32} 2026-11-24T09:00:00.123Z",
        f"{'02' * 32} 2026-11-24T09:00:00.124Z",
    ]


@pytest.mark.parametrize("receipts", [[], [ONE], [ONE, TWO]])
def test_no_receipt_passes_for_a_checkpoint(receipts):
    with pytest.raises(BadNote, match=r"not a checkpoint|of the log 'log.example suyuan-receipt/v1'"):
        checkpoint(signed(SIGNER, receipts), SIGNER.verifier)
