"""axe-core in the page at hand: what somebody who cannot see or point would stumble over."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page

SCRIPT = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core" / "axe.min.js"
RULES = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice']}"


def violations(page: Page) -> list[tuple[str, list[str]]]:
    """What WCAG 2.2 AA and good practice mind of `page`, whose context must bypass the policy (`bypass_csp`)."""
    if not SCRIPT.is_file():
        pytest.skip("axe-core is not there: run `make setup`")
    page.add_script_tag(content=SCRIPT.read_text(encoding="utf-8"))
    found = page.evaluate(f"axe.run({RULES})")
    return [(one["id"], [node["html"][:120] for node in one["nodes"]]) for one in found["violations"]]


def overflow(page: Page) -> int:
    """How many pixels run over the edge of the window."""
    over: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return over
