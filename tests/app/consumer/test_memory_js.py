"""What the browser remembers, and demands at the next look: the key, the log, the last leaf of the thing."""

from __future__ import annotations

import pytest

from tests.app.consumer.proved import ORIGIN, SIGNER, Log, ginseng, html
from tests.app.consumer.test_verify_js import HERE, OTHER, look, marks, state
from tests.browser import visitor
from trace.note import Signer

pytestmark = pytest.mark.browser

NEWER = Signer(ORIGIN, bytes(range(64, 96)))


def grown():
    """The same log after an entry about another parcel."""
    log = ginseng()
    log.record({**log_public(), "step": "signed"}, ("epc", "https://id.gs1.org/00/095201234567891242"))
    log.made.pop()
    return log


def log_public():
    return {"type": "ObjectEvent", "step": "observed", "eventTime": "2026-11-26", "offset": "+08:00",
            "standing": "owner", "evidence": "device"}  # fmt: skip


def test_the_next_look_at_the_same_log_asks_for_nothing(page):
    look(page, html("en", ginseng().proof()))
    asked = look(page, html("en", ginseng().proof()))
    assert state(page) == "ok"
    assert asked.count("/01/09520123456788/21/K7QX2M9P") == 1


def test_a_log_that_has_grown_must_prove_that_it_only_grew(page):
    log = ginseng()
    size = len(log.log)
    look(page, html("en", log.proof()))
    after = grown()
    asked = look(page, html("en", after.proof()), lambda old: after.proof(old=old), at=f"{HERE}?k=label-code")
    assert state(page) == "ok"
    assert f"/01/09520123456788/21/K7QX2M9P?k=label-code&old={size}" in asked
    # What it remembers now is the larger log.
    assert not [one for one in look(page, html("en", after.proof())) if "old=" in one]


def test_a_page_older_than_what_was_seen_is_fetched_again(page):
    after = grown()
    look(page, html("en", after.proof()))
    asked = look(page, html("en", ginseng().proof()), lambda old: after.proof(old=old))
    assert state(page) == "ok"
    assert [one for one in asked if one.endswith(f"?old={len(after.log)}")]


@pytest.mark.parametrize("size", [0, 7])
def test_the_log_remembered_while_entries_wait_holds_for_the_whole_file(page, size):
    log = ginseng()
    look(page, html("en", log.proof(size)))
    assert state(page) == "wait"
    look(page, html("en", log.proof()), lambda old: log.proof(old=old))
    assert state(page) == "ok"


def forked():
    """A log of the same key in which one entry of a stranger is another."""
    log = grown()
    log.log[1] = b"f" * 32
    return log


def test_a_log_that_was_rewritten_fails_the_fourth_check(page):
    look(page, html("en", ginseng().proof()))
    fork = forked()
    look(page, html("en", fork.proof()), lambda old: fork.proof(old=old))
    assert state(page) == "bad"
    assert marks(page)[2:4] == ["#i-tick", "#i-cross"]


def test_another_log_of_the_same_size_fails_the_fourth_check_without_a_question(page):
    look(page, html("en", grown().proof()))
    look(page, html("en", forked().proof()))
    assert state(page) == "bad"
    assert marks(page)[3] == "#i-cross"


def test_a_record_that_was_seen_and_is_gone_fails_the_fourth_check(page):
    log = ginseng()
    look(page, html("en", log.proof()))
    proof = log.proof()
    proof["entries"].pop()
    look(page, html("en", proof))
    assert state(page) == "bad"
    assert marks(page)[3] == "#i-cross"


@pytest.mark.parametrize("refusal", [404, 500])
def test_a_server_that_does_not_answer_leaves_the_page_unchecked(browser, refusal):
    with visitor(browser, forgive=(str(refusal),)) as page:
        look(page, html("en", ginseng().proof()))
        look(page, html("en", grown().proof()), lambda old: refusal)
        assert state(page) == "no"
        assert f"HTTP {refusal}" in page.text_content("#box")
        assert page.locator("#stops .veil").count() == 10


def test_a_log_that_is_shorter_than_it_was_is_not_proved(page):
    look(page, html("en", grown().proof()))
    look(page, html("en", ginseng().proof()), lambda old: ginseng().proof())
    assert state(page) == "no"
    assert page.locator("#stops .veil").count() == 10


def test_the_answer_must_be_about_the_thing_of_the_page(page):
    look(page, html("en", ginseng().proof()))
    other = Log()
    other.record(log_public(), ("epc", "https://id.gs1.org/01/09520123456788/21/OTHER"))
    given = {**other.proof(), "thing": "https://id.gs1.org/01/09520123456788/21/OTHER"}
    look(page, html("en", grown().proof()), lambda old: given)
    assert state(page) == "bad"
    assert marks(page)[2] == "#i-cross"


def test_another_key_than_the_first_one_fails_the_fifth_check(page):
    look(page, html("en", ginseng().proof()))
    look(page, html("en", ginseng().proof(signers=(OTHER,))))
    assert state(page) == "bad"
    assert marks(page) == ["#i-tick"] * 4 + ["#i-cross"]


def test_a_key_that_has_signed_beside_the_old_one_is_its_successor(page):
    for signers, verdict in (((SIGNER,), "ok"), ((SIGNER, NEWER), "ok"), ((NEWER,), "ok"), ((SIGNER,), "bad")):
        proof = ginseng().proof(signers=signers)
        look(page, html("en", proof))
        assert state(page) == verdict


def test_a_browser_that_remembers_nothing_checks_all_the_same(browser):
    with visitor(browser) as page:
        page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no') }})")
        look(page, html("en", ginseng().proof()))
        assert state(page) == "ok"


def test_what_failed_is_not_remembered(page):
    proof = forked().proof()
    proof["entries"][4]["salt"] = proof["entries"][3]["salt"]
    look(page, html("en", proof))
    assert state(page) == "bad"
    look(page, html("en", grown().proof()))
    assert state(page) == "ok"
