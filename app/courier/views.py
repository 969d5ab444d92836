"""The door, put together: each module hangs its views on the one blueprint."""

from __future__ import annotations

from app.courier import enrolling, pages, shell, uploads
from app.courier.door import bp

__all__ = ["bp", "enrolling", "pages", "shell", "uploads"]
