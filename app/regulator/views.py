"""All rooms of the offices' door, behind one blueprint."""

from __future__ import annotations

from app.regulator import begin, cases, contests, deciding, figures, handing, merchants, offices, papers, terms
from app.regulator.door import bp

__all__ = [
    "begin", "bp", "cases", "contests", "deciding", "figures", "handing", "merchants", "offices", "papers", "terms",
]  # fmt: skip
