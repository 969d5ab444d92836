"""All of these pages, behind one blueprint."""

from __future__ import annotations

from app.account import data, inbox, looks, mycase
from app.account.door import bp

__all__ = ["bp", "data", "inbox", "looks", "mycase"]
