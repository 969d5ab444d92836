"""The official GS1 resolver test suite, criterion by criterion under its own ids: all of them, and the server itself."""

from __future__ import annotations

import json
import re
from http.client import HTTPConnection

import pytest

from tests.app.consumer import test_resolver, test_resolver_links
from tests.app.test_serving import serving


def test_every_criterion_of_the_suite_has_a_test_of_its_own(shared):
    text = (shared / "conformance/digital-link/resolver/official_checks.json").read_text(encoding="utf-8")
    told = [one["id"].lower() for one in json.loads(text)]
    assert len(told) == 32
    names = (*vars(test_resolver), *vars(test_resolver_links), *globals())
    ours = [re.match("test_([a-z0-9]+)_", name) for name in names]
    named = [found[1] for found in ours if found and found[1] in told]
    assert sorted(named) == sorted(told)


@pytest.mark.parametrize("blank_database", ["sqlite"], indirect=True)
def test_httpversion_is_1_1_or_higher(blank_database, tmp_path):
    with serving(blank_database, tmp_path) as (_, port):
        connection = HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request("GET", "/.well-known/gs1resolver")
        answer = connection.getresponse()
        answer.read()
        assert (answer.status, answer.version) == (200, 11)
        connection.close()
