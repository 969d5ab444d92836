"""The file of an export: one JSON with everything, and each section as CSV beside it. Pure."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import orjson

# A spreadsheet would take a field that begins so for a formula, and run it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def zipped(sections: Mapping[str, Sequence[Mapping[str, Any]]]) -> bytes:
    """The whole as a ZIP file."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("everything.json", orjson.dumps(sections, option=orjson.OPT_INDENT_2))
        for name, rows in sections.items():
            if rows:
                file.writestr(f"{name}.csv", _csv(rows))
    return whole.getvalue()


def _csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(rows[0])
    writer.writerows([_safe(value) for value in row.values()] for row in rows)
    # With a mark, so that spreadsheets in China read it as UTF-8.
    return text.getvalue().encode("utf-8-sig")


def _safe(value: Any) -> str:
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text
