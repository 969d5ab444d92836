"""The secrets of an installation: what they hide, what they prove, and that they do not show."""

from __future__ import annotations

import os
from hmac import digest

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given, strategies as st

from trace import keyring as keyrings
from trace.keyring import Keyring
from trace.note import Signer

KEYS = Keyring(Signer("log.example", bytes(range(32))), b"d" * 32)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_text_reads_back_and_its_bytes_do_not_show(text):
    blob = KEYS.encrypt(text, os.urandom(32), "7/text")
    assert KEYS.decrypt(blob, "7/text") == text
    assert len(text) < 4 or text.encode() not in blob


def test_a_text_opens_only_with_its_key_for_its_field_and_unaltered():
    blob = KEYS.encrypt("13800138000", b"s" * 32, "7/phone")
    stranger = Keyring(KEYS.signer, b"x" * 32)
    for keys, one, about in (
        (stranger, blob, "7/phone"),
        (KEYS, blob, "8/phone"),
        (KEYS, blob, "7/name"),
        (KEYS, blob[:-1] + bytes([blob[-1] ^ 1]), "7/phone"),
        (KEYS, bytes([blob[0] ^ 1]) + blob[1:], "7/phone"),
    ):
        with pytest.raises(InvalidTag):
            keys.decrypt(one, about)


def test_the_same_text_under_another_salt_looks_different():
    one, two = (KEYS.encrypt("text", salt, "7/text") for salt in (b"a" * 32, b"b" * 32))
    assert one[:12] != two[:12]
    assert one[12:] != two[12:]


def test_a_pending_row_is_proved_by_a_key_that_only_the_log_key_gives():
    leaf = b"l" * 32
    mac = KEYS.pending_mac(7, leaf)
    assert mac == digest(KEYS.pending_key, (7).to_bytes(8, "big") + leaf, "sha256")
    assert mac != KEYS.pending_mac(8, leaf)
    assert mac != KEYS.pending_mac(7, bytes(32))
    assert mac == Keyring(KEYS.signer, b"x" * 32).pending_mac(7, leaf)
    assert mac != Keyring(Signer("log.example", bytes(32)), KEYS.data_key).pending_mac(7, leaf)
    assert KEYS.pending_key != KEYS.signer.seed


def test_no_secret_shows_when_a_keyring_is_printed():
    shown = repr(KEYS)
    for secret in (KEYS.data_key, KEYS.pending_key, KEYS.signer.seed):
        assert repr(secret)[2:-1] not in shown
        assert secret.hex() not in shown


def test_a_session_carries_the_keys_of_its_installation(session, keyring):
    assert keyrings.of(session) is keyring
    assert keyring.origin == "log.example"
