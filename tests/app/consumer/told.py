"""What the story of one item is told with, in tests of the public pages."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from tests.trace.logged import item
from trace.event import County
from trace.stages import Stamp

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)
JIAN, CHAOYANG = County(code="220582", name="集安市"), County(code="220104", name="长春市朝阳区")
GTIN = "/01/09520123456788"
ITEM = f"{GTIN}/21/K7QX2M9PBWTE"
URI = item("K7QX2M9PBWTE")
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "zh-CN"}
PROGRAM = {"Accept": "application/json"}


def at(day: int, hour: int, place: County | None = None) -> Stamp:
    return Stamp(datetime(2026, 11, day, hour, tzinfo=UTC), place=place)


def text(answer) -> str:
    body = re.sub(r"<script.*?</script>", "", answer.text, flags=re.S)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", body))
