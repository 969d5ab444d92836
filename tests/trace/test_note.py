"""Signed notes as C2SP and Go's note package read them, and checkpoints in them."""

from __future__ import annotations

import os

import pytest
from hypothesis import given, strategies as st

from trace.chain import b64
from trace.note import BadNote, Checkpoint, Signer, Verifier, checkpoint, opened, parse_checkpoint

SIGNER = Signer("log.example", bytes(range(32)))
OURS = SIGNER.verifier
TEXT = "log.example\n2\n" + b64(bytes(32)) + "\n"

# The example in the documentation of Go's golang.org/x/mod/sumdb/note.
GO_KEY = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
GO_VERIFIER = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
GO_TEXT = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
GO_LINE = (
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)


def line(name, signer=None, text=TEXT):
    """A signature line of somebody else."""
    return (signer or Signer(name, os.urandom(32))).sign(text).rpartition("\n\n")[2]


def test_the_note_of_another_implementation_is_read_and_written_alike():
    signer = Signer.parse(GO_KEY)
    assert str(signer.verifier) == GO_VERIFIER
    assert signer.sign(GO_TEXT) == f"{GO_TEXT}\n{GO_LINE}"
    assert opened(f"{GO_TEXT}\n{GO_LINE}", Verifier.parse(GO_VERIFIER)) == GO_TEXT


@given(st.binary(min_size=32, max_size=32), st.from_regex(r"[a-z0-9][a-z0-9.-]{0,20}(:[0-9]{1,5})?", fullmatch=True))
def test_key_texts_read_back_to_the_same_keys(seed, name):
    signer = Signer(name, seed)
    assert Signer.parse(f" {signer}\n") == signer
    assert Verifier.parse(f"{signer.verifier}\n") == signer.verifier
    assert opened(signer.sign("x\n"), signer.verifier) == "x\n"


def test_a_private_key_shows_itself_nowhere_but_in_its_text():
    assert repr(SIGNER) == "Signer('log.example')"
    with pytest.raises(BadNote, match="this is a private key") as refused:
        Verifier.parse(f" {SIGNER}")
    assert str(SIGNER).rpartition("+")[2] not in refused.value.message
    spoiled = str(SIGNER).replace("+log.example+", "+log.example+0")
    with pytest.raises(BadNote) as refused:
        Signer.parse(spoiled)
    assert str(SIGNER).rpartition("+")[2] not in refused.value.message


PUBLIC = str(OURS)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not a note verifier key|not an Ed25519"),
        ("log.example", "not an Ed25519"),
        (PUBLIC.replace("log.example", "other.example"), "its key has"),
        (PUBLIC.replace("log.example", "log example"), "not an Ed25519"),
        (PUBLIC[:-4], "not an Ed25519"),
        (PUBLIC[:-1] + "!", "not a note verifier key"),
        ("log.example+00000000+" + b64(b"\x02" + OURS.public), "not an Ed25519"),
        ("log.example+00000000+" + b64(b"\x01" + OURS.public), "names key id 00000000"),
    ],
)
def test_a_text_that_is_no_verifier_key_is_refused(text, sentence):
    with pytest.raises(BadNote, match=sentence):
        Verifier.parse(text)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "not a note private key"),
        (PUBLIC, "not a note private key"),
        ("PRIVATE+KEY+log.example+00000000+!", "not base64"),
        (f"PRIVATE+KEY+log.example+00000000+{b64(b'x')}", "not a note private key"),
        (str(SIGNER).replace("log.example", "log2.example"), "id does not agree"),
    ],
)
def test_a_text_that_is_no_private_key_is_refused(text, sentence):
    with pytest.raises(BadNote, match=sentence):
        Signer.parse(text)


def test_lines_of_keys_that_we_do_not_know_are_passed_over():
    note = SIGNER.sign(TEXT)
    others = "".join(line(f"witness{number}.example") for number in range(15))
    assert opened(note + others, OURS) == TEXT
    text, _, ours = note.rpartition("\n\n")
    assert opened(f"{text}\n\n{others}{ours}", OURS) == TEXT
    # The same name with another key is another key, and a name of any script is a name.
    assert opened(note + line("log.example") + "— 见证 AAAAAAAA\n", OURS) == TEXT


def test_a_note_that_only_others_have_signed_proves_nothing():
    text = SIGNER.sign(TEXT).rpartition("\n\n")[0]
    for lines in (
        line("witness.example"),
        line("log.example"),
        line("other.example", Signer("other.example", SIGNER.seed)),
    ):
        with pytest.raises(BadNote, match="carries no signature of log"):
            opened(f"{text}\n\n{lines}", OURS)


def test_a_name_and_its_key_belong_together():
    good = SIGNER.sign(TEXT)
    spoiled = f"— other.example {b64(OURS.key_id + bytes(64))}\n"
    assert opened(good + spoiled, OURS) == TEXT
    with pytest.raises(BadNote, match="carries no signature of log"):
        opened(good.replace("— log.example", "— other.example"), OURS)


@pytest.mark.parametrize("altered", ["log.example\n3\n", "log.example \n2\n", "log.example\n2\n\n", "Log.example\n2\n"])
def test_an_altered_text_is_found_out(altered):
    note = SIGNER.sign(TEXT).replace("log.example\n2\n", altered, 1)
    with pytest.raises(BadNote, match="altered"):
        opened(note, OURS)


def test_a_bad_line_of_a_known_key_spoils_the_note_even_beside_a_good_one():
    spoiled = f"— log.example {b64(OURS.key_id + bytes(64))}\n"
    short = f"— log.example {b64(OURS.key_id + bytes(7))}\n"
    for added in (spoiled, short):
        with pytest.raises(BadNote, match="not good"):
            opened(SIGNER.sign(TEXT) + added, OURS)


@pytest.mark.parametrize(
    ("note", "sentence"),
    [
        ("", "not a signed note"),
        (TEXT, "not a signed note"),
        (SIGNER.sign(TEXT)[:-1], "not a signed note"),
        (SIGNER.sign(TEXT) + "\n", "not a signature line|not a signed note"),
        (SIGNER.sign(TEXT) + "hello\n", "not a signature line"),
        (SIGNER.sign(TEXT) + "- log.example AAAAAAAA\n", "not a signature line"),
        (SIGNER.sign(TEXT) + "— log.example AAAA\n", "not a signature line"),
        (SIGNER.sign(TEXT) + "— log.example ????????\n", "not a signature line"),
        (SIGNER.sign(TEXT) + "— log.example  AAAAAAAA\n", "not a signature line"),
        (SIGNER.sign(TEXT).replace("\n", "\r\n"), "control characters"),
        (SIGNER.sign("a\tb\n"), "control characters"),
        (SIGNER.sign("a\0b\n"), "control characters"),
        (SIGNER.sign("x" * 65_536 + "\n"), "at most 65536"),
    ],
    ids=range(13),
)
def test_what_is_no_signed_note_is_refused(note, sentence):
    with pytest.raises(BadNote, match=sentence):
        opened(note, OURS)


def test_a_text_may_hold_blank_lines_of_its_own():
    assert opened(SIGNER.sign("a\n\n\nb\n"), OURS) == "a\n\n\nb\n"


def test_a_checkpoint_reads_back_and_may_bear_more_lines():
    head = Checkpoint("log.example", 2, bytes(32))
    assert head.text() == TEXT
    assert checkpoint(SIGNER.sign(head.text()), OURS) == head
    assert checkpoint(SIGNER.sign(head.text() + "extension\n"), OURS) == head
    assert parse_checkpoint(Checkpoint("log.example", 0, bytes(32)).text(), "log.example").size == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("log.example\n2\n", "not a checkpoint"),
        (TEXT.replace("\n2\n", "\n02\n"), "not a checkpoint"),
        (TEXT.replace("\n2\n", "\n-2\n"), "not a checkpoint"),
        (TEXT.replace("\n2\n", "\n٢\n"), "not a checkpoint"),
        (TEXT.replace("\n2\n", f"\n{10**19}\n"), "not a checkpoint"),
        (TEXT.replace("log.example", "other.example"), "of the log 'other.example', expected 'log.example'"),
        (TEXT.replace("=", "!"), "not base64"),
        ("log.example\n2\n" + b64(bytes(31)) + "\n", "31 bytes"),
    ],
)
def test_what_is_no_checkpoint_is_refused_though_we_have_signed_it(text, sentence):
    with pytest.raises(BadNote, match=sentence):
        checkpoint(SIGNER.sign(text), OURS)
