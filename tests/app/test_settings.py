"""Settings: read once, told in one sentence when they are wrong, and every one documented."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from app.settings import ROOT, TABLE, BadSetting, Settings, as_markdown

SECRET = "s" * 32


def test_the_document_holds_the_table_as_it_is():
    text = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert as_markdown() in text, "paste the output of app.settings.as_markdown() into docs/settings.md"


def test_every_setting_is_a_member_and_every_member_a_setting():
    members = set(Settings.__dataclass_fields__) - {"demonstration"}
    assert members == {row.name.lower() for row in TABLE}


def test_nothing_else_in_the_product_reads_the_environment():
    allowed = {"app/settings.py", "app/cli/serving.py", "app/cli/installing.py"}
    found = {
        path.relative_to(ROOT).as_posix()
        for package in ("app", "trace", "couriers", "credit")
        for path in (ROOT / package).rglob("*.py")
        if re.search(r"os\.(environ|getenv)", path.read_text(encoding="utf-8"))
    }
    assert found <= allowed


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("PORT", "eight", "PORT cannot be 'eight': expected a whole number from 1 to 65535"),
        ("PORT", "0", "PORT cannot be '0': expected a whole number from 1 to 65535"),
        ("PORT", "٨٠", "PORT cannot be '٨٠': expected a whole number from 1 to 65535"),
        ("LOG_ORIGIN", "https://x.example/log", "expected a host name"),
        ("LOG_ORIGIN", "x.example/log", "without a path"),
        ("DATABASE_URL", "mysql://user:hidden@host/x", "DATABASE_URL cannot be this value: expected sqlite:///"),
        ("DATABASE_URL", "sqlite://", "expected sqlite:/// with a file"),
        ("DATABASE_URL", "nonsense", "expected a URL"),
        ("BASE_URL", "suyuan.example", "expected http:// or https://"),
        ("SEQUENCER", "on", "SEQUENCER cannot be 'on': expected thread or none"),
        ("SECRET_KEY", "hidden", "SECRET_KEY has 6 characters: expected at least 32"),
    ],
)
def test_a_value_that_cannot_be_is_refused_in_a_sentence(name, value, sentence, tmp_path):
    with pytest.raises(BadSetting) as refused:
        Settings.from_env({name: value}, tmp_path)
    assert sentence in str(refused.value)
    assert "hidden" not in str(refused.value)


def test_with_nothing_set_it_is_the_demonstration_in_a_place_of_its_own(tmp_path):
    found = Settings.from_env({}, tmp_path)
    assert found.demonstration
    assert found.database_file == tmp_path / "demo" / "suyuan.db"
    assert found.log_dir == tmp_path / "demo" / "suyuan.db.log"
    assert found.new_origin == "demo.suyuan.example"


def test_the_file_that_init_makes_turns_it_into_the_installation(tmp_path):
    (tmp_path / "suyuan.db").touch()
    found = Settings.from_env({}, tmp_path)
    assert not found.demonstration
    assert found.database_file == tmp_path / "suyuan.db"
    assert found.new_origin == "suyuan.example"


def test_a_database_that_is_named_is_an_installation(tmp_path):
    found = Settings.from_env({"DATABASE_URL": "postgresql://user@host/name"}, tmp_path)
    assert (found.demonstration, found.workers) == (False, 2)
    assert found.database_url == "postgresql+psycopg://user@host/name"
    assert found.log_dir == tmp_path / "log"


def test_two_files_in_one_folder_have_two_logs(tmp_path):
    dirs = {Settings.from_env({"DATABASE_URL": f"sqlite:///{tmp_path}/{n}.db"}, tmp_path).log_dir for n in "ab"}
    assert dirs == {tmp_path / "a.db.log", tmp_path / "b.db.log"}


def test_an_empty_value_is_no_value(tmp_path):
    assert Settings.from_env({"PORT": "", "DATABASE_URL": ""}, tmp_path).port == 8000


def test_the_base_url_follows_the_port(tmp_path):
    assert Settings.from_env({"PORT": "9000"}, tmp_path).base_url == "http://127.0.0.1:9000"


def test_relative_paths_are_fixed_at_the_start(tmp_path):
    found = Settings.from_env({"LOG_DIR": "here", "DATABASE_URL": "sqlite:///there.db"}, tmp_path)
    assert found.log_dir == Path(os.getcwd()) / "here"
    assert found.database_url == f"sqlite:///{os.getcwd()}/there.db"
