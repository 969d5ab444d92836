"""A stranger looks at the demonstration: every page that the first one leads to, in both languages, with its proof."""

from __future__ import annotations

import gzip
import re
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.cli import demo
from app.consumer import views
from app.db import reading
from app.demo import names, world
from app.demo.calendar import Calendar
from app.i18n import catalog
from app.showcase import SHOWN
from tests.app.demo.stage import CAST
from trace import log
from trace.identity import thing
from trace.parties import Party

VERIFIER = Path(__file__).resolve().parents[2] / "tools" / "verify_proof.py"
PROGRAM = {"Accept": "application/json"}
# What each page says first, to a Chinese reader; a page that is not named here is a class's.
SAYS = {
    names.AT_STATION: "已放到长春朝阳区的驿站，还没有签收。",
    names.STATION_PARCEL.path: "已放到长春朝阳区的驿站，还没有签收。",
    names.DELIVERED: "已在吉林船营区签收。",
    names.DECIDED: "已在长春朝阳区签收。",
    names.RECALLED_LOT: "这一批正在召回：请停止使用。",
    names.RECALLED: "这件商品正在召回：请停止使用。",
    names.RECALLED_UNSOLD: "这件商品正在召回：请停止使用。",
    names.DISPUTED: "记录说已签收，收件人否认。",
    names.BY_PROXY: "已在沈阳和平区签收。",
    names.REFUSED: "已在沈阳和平区拒收，正在退回。",
    names.RETURNED: "已退货，已退款。",
    names.CORRECTED: "已在吉林船营区签收。",
    names.LATE: "已在吉林船营区签收。",
    names.BY_LOT: "批次 MH2610-01，产自梅河口市。",
    names.SLICED_LOT: "批次 YP2609-11，产自集安市。",
    names.BY_PARCEL.path: "已在长春朝阳区签收。",
    names.OWN_CODED: "已在沈阳和平区签收。",
}
ALL_SIX = ("上架", "销售", "打包", "签收", "评价", "投诉已处理")


@pytest.fixture
def filled(app):
    views.shelf = views.Shelf()
    demo.fill(app)
    return app


def browser(language: str) -> dict[str, str]:
    return {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": language}


def text(page: str) -> str:
    bare = re.sub(r"<script.*?</script>", "", page, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", bare))


def test_the_first_page_leads_to_every_thing_in_the_readers_language(filled):
    if len(catalog("zh-CN")) == 0:
        pytest.skip("the translations are not compiled: run `make setup`")
    client = filled.test_client()
    for language in ("en", "zh-CN"):
        front = client.get("/", headers=browser(language)).text
        assert front.count("<li><a href=") == len(SHOWN)
        for shown in SHOWN:
            assert f'href="{shown.path}{shown.query}"' in front
            assert catalog(language)(shown.line) in text(front).replace("&#39;", "'")
            page = client.get(shown.path + shown.query, headers=browser(language))
            assert page.status_code == 200
            assert f'<html lang="{language}">' in page.text
            if language == "zh-CN":
                heading = re.search(r"<h1 class=\"say\">(.*?)</h1>", page.text)
                assert heading is not None
                assert text(heading[1]) == SAYS[shown.path]
    whole = text(client.get(names.DECIDED, headers=browser("zh-CN")).text)
    assert [stage for stage in ALL_SIX if stage not in whole] == []


def test_no_page_shows_a_bare_code_where_words_belong_or_leads_nowhere(filled):
    client = filled.test_client()
    for shown in SHOWN:
        page = client.get(shown.path + shown.query, headers=browser("zh-CN")).text
        seen = text(page)
        assert re.findall(r"[a-z]+_[a-z_]+", seen) == [], shown.path
        for href in re.findall(r'<li><a href="(/[^"]*)"', page):
            assert client.get(href, headers=browser("zh-CN")).status_code == 200, href
    returned = text(client.get(names.RETURNED, headers=browser("zh-CN")).text)
    assert "不改变状态" not in returned, "the recipient may say so with the code inside"


def test_the_proof_of_every_thing_holds_offline_with_the_logs_own_key(filled, tmp_path):
    client = filled.test_client()
    key = client.get("/log/key").text.strip()
    for at, shown in enumerate(SHOWN):
        file = tmp_path / f"{at}.json"
        file.write_bytes(client.get(shown.path + shown.query, headers=PROGRAM).data)
        words = [sys.executable, str(VERIFIER), str(file), "--key", key]
        checked = subprocess.run(words, capture_output=True, text=True, check=False)
        assert checked.returncode == 0, f"{shown.path}: {checked.stdout}{checked.stderr}"


def published(client, size: int) -> bytes:
    """Everything that the public log gives to anybody."""
    found = [client.get(f"/log/{what}").data for what in ("checkpoint", "key")]
    edge = f"000.p/{size}" if size < 256 else "000"
    for tile in ("tile/0/", "tile/entries/"):
        answer = client.get(f"/log/{tile}{edge}")
        assert answer.status_code == 200
        found.append(answer.data)
        if answer.data[:2] == b"\x1f\x8b":
            found.append(gzip.decompress(answer.data))
    for index in range(size):
        answer = client.get(f"/log/proof/{index}")
        assert answer.status_code == 200
        found.append(answer.data)
    return b"\n".join(found)


def test_neither_the_public_log_nor_one_items_proof_gives_anything_of_the_others_away(filled):
    client = filled.test_client()
    with filled.app_context(), reading() as session:
        parties = {party.name for party in session.query(Party)}
        size = log.newest(session).size
    told = [one for story in world.STORIES for one in story(CAST, Calendar(datetime.now(UTC))).told]
    texts = {part for one in told for words in one.deed.texts.values() for part in words.split("\n")}
    paths = {value for value in vars(names).values() if isinstance(value, str) and value.startswith(("/01/", "/id/"))}
    own = {path.rsplit("/", 1)[1] for path in paths if thing.kind(CAST.named(path)) in ("item", "case")}
    labels = [value for value in vars(names).values() if isinstance(value, names.Label)]
    numbers = {label.path.rsplit("/", 1)[1] for label in labels} | {label.token for label in labels}
    secrets = parties | texts | own | numbers
    assert len(secrets) > 70
    log_said = published(client, size)
    assert [secret for secret in secrets if secret.encode() in log_said] == []
    proof = client.get(names.AT_STATION, headers=PROGRAM).text
    # Its own serial, its parcel's number and its merchant's name on the public card are what the proof is about.
    its_own = {names.AT_STATION.rsplit("/", 1)[1], names.STATION_PARCEL.path.rsplit("/", 1)[1], "岭上参业（演示）"}
    assert [secret for secret in secrets - its_own if secret in proof] == []
    assert all(secret in proof for secret in its_own)
