"""Data for a script of a page: JSON that can stand inside the page whatever it says."""

from __future__ import annotations

import json

from markupsafe import Markup


def island(data: object) -> Markup:
    """Data for a script, safe inside <script type="application/json">: JSON with every `<` spelled out."""
    return island_text(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def island_text(text: str) -> Markup:
    """The same for JSON that is text already; a `<` stands only inside strings, where this spelling is equal."""
    return Markup(text.replace("<", "\\u003c"))
