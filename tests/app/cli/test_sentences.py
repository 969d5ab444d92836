"""What goes wrong on the command line is told in a sentence, not in a traceback."""

from __future__ import annotations

import os
import subprocess
import sys

from app import create_app
from app.settings import ROOT
from tests.app.installation import settings


def test_a_database_without_tables_is_told_what_to_do(blank_database, tmp_path):
    app = create_app(settings(blank_database, tmp_path))
    result = app.test_cli_runner().invoke(args=["token", "create", "--role", "merchant", "--party", "1"])
    assert result.exit_code == 2
    assert "db upgrade" in result.output
    assert "SELECT" not in result.output
    app.extensions["database"].engine.dispose()


def test_a_wrong_setting_is_one_sentence():
    result = subprocess.run(
        [sys.executable, "-m", "flask", "--app", "wsgi", "serve"],
        cwd=ROOT, env={**os.environ, "PORT": "eight"}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode == 1
    assert result.stderr == "PORT cannot be 'eight': expected a whole number from 1 to 65535\n"
