"""Signed posts to other hosts: as Standard Webhooks has it, and never into a private network unasked."""

from __future__ import annotations

import pytest

from app import outgoing
from app.outgoing import NotSent
from tests.app.receiver import receiving

# The example in the libraries of Standard Webhooks.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
BODY = b'{"test": 2432232314}'


def test_a_signature_is_the_one_of_the_published_example():
    made = outgoing.signature(outgoing.secret(SECRET), "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, BODY)
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


@pytest.mark.parametrize(
    "text", ["", "whsec_", "whsec_c2hvcnQ=", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_*", "whsec_" + "A" * 88]
)
def test_what_is_no_secret_is_refused(text):
    with pytest.raises(ValueError, match="whsec_"):
        outgoing.secret(text)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("8.8.8.8", True),
        ("2001:4860:4860::8888", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("0.0.0.0", False),
        ("224.0.0.1", False),
        ("255.255.255.255", False),
        ("::1", False),
        ("::", False),
        ("fe80::1%eth0", False),
        ("fd00::1", False),
        ("ff02::1", False),
        ("::ffff:127.0.0.1", False),
        ("64:ff9b::7f00:1", False),
        ("2002:7f00:1::", False),
    ],
)
def test_only_addresses_of_the_open_internet_are_public(address, public):
    assert outgoing.public(address) is public


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f000001", "127.1"])
def test_a_private_network_is_called_only_where_a_setting_allows_it(host):
    with receiving(200) as receiver:
        url = receiver.url.replace("127.0.0.1", host)
        with pytest.raises(NotSent, match=r"private network|no address"):
            outgoing.post(url, BODY, {})
        assert receiver.came == []
        assert outgoing.post(receiver.url, BODY, {"webhook-id": "msg_1"}, private=True) == 200
    ((path, headers, body),) = receiver.came
    assert (path, headers["webhook-id"], body) == ("/hook/", "msg_1", BODY)


def test_a_redirect_is_an_answer_and_is_not_followed():
    with receiving(302) as receiver:
        assert outgoing.post(receiver.url, BODY, {}, private=True) == 302
    assert len(receiver.came) == 1


def test_a_host_that_is_not_there_is_told_in_a_sentence():
    with receiving(200) as receiver:
        pass
    with pytest.raises(NotSent, match="could not be reached"):
        outgoing.post(receiver.url, BODY, {}, private=True)
    with pytest.raises(NotSent, match="no address"):
        outgoing.post("https://nobody.invalid/", BODY, {})
