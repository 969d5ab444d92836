"""The declarative base and the column types that every table shares."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, Integer, LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from trace.moments import from_ms, to_ms

# Internal keys are bigint everywhere; SQLite gives only INTEGER the row id, which is as wide.
BigId = BigInteger().with_variant(Integer(), "sqlite")
Bytes = LargeBinary


class UTCTime(TypeDecorator[datetime]):
    """An aware UTC time, kept as milliseconds so that SQLite and PostgreSQL agree to the last one."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_ms(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else from_ms(value)


class Record(DeclarativeBase):
    """Every table's base."""
