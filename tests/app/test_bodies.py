"""Bodies are limited before anybody parses them, whether they say how long they are or not."""

from __future__ import annotations

from io import BytesIO

import pytest
from flask import request

from app.access.gate import PUBLIC, allows
from tests.app.installation import installed

MOST = 2000


@pytest.fixture
def client(tmp_path):
    app = installed(f"sqlite:///{tmp_path}/t.db", tmp_path, MAX_BODY_BYTES=str(MOST))

    @app.post("/read")
    @allows(PUBLIC)
    def _read():
        return {"read": len(request.get_data())}

    @app.post("/parse")
    @allows(PUBLIC)
    def _parse():
        return request.get_json()

    yield app.test_client()
    app.extensions["database"].engine.dispose()


def chunked(body):
    """What a server hands on when a body comes in chunks: its end is marked, its length unknown."""
    return {"wsgi.input": BytesIO(body), "wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}


@pytest.mark.parametrize("length", [0, 1, MOST - 1, MOST])
def test_a_body_up_to_the_limit_arrives_whole(client, length):
    assert client.post("/read", data=bytes(length)).json == {"read": length}
    assert client.post("/read", environ_overrides=chunked(bytes(length))).json == {"read": length}


@pytest.mark.parametrize("length", [MOST + 1, 50 * MOST])
def test_a_longer_body_is_refused_and_never_cut_off(client, length):
    for answer in (
        client.post("/read", data=bytes(length)),
        client.post("/read", environ_overrides=chunked(bytes(length))),
        client.post("/read", environ_overrides={"CONTENT_LENGTH": str(length)}),
    ):
        assert (answer.status_code, answer.json["code"]) == (413, "body-too-large")
        assert str(MOST) in answer.json["detail"]


def test_a_body_in_chunks_is_parsed_like_any_other(client):
    environ = {**chunked(b'{"a": 1}'), "CONTENT_TYPE": "application/json"}
    assert client.post("/parse", environ_overrides=environ).json == {"a": 1}
