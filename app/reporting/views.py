"""All of these pages, behind one blueprint."""

from __future__ import annotations

from app.reporting import papers, report
from app.reporting.door import bp

__all__ = ["bp", "papers", "report"]
