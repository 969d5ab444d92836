"""Alembic's entry: migrations run in the app's own engine, against the tables that app/schema.py names."""

from __future__ import annotations

from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import BigInteger

from app.db import database, metadata
from trace.store import UTCTime


def render(kind: str, item: Any, _: AutogenContext) -> str | bool:
    """Write our own column types as what they are in the database, so that old migrations need none of our code."""
    if kind == "type" and isinstance(item, UTCTime):
        return "sa.BigInteger()"
    return False


def same_type(_: Any, __: Any, ___: Any, inspected: Any, ours: Any) -> bool | None:
    """SQLite calls a bigint key INTEGER, which is as wide there; everything else is Alembic's own comparison."""
    if context.get_context().dialect.name == "sqlite" and isinstance(inspected, BigInteger):
        return False
    return None


def migrate() -> None:
    """Run the migrations in one transaction, which PostgreSQL and SQLite both undo as a whole."""
    with database().engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=metadata,
            # SQLite changes a table by copying it.
            render_as_batch=True,
            render_item=render,
            compare_type=same_type,
        )
        with context.begin_transaction():
            context.run_migrations()


migrate()
