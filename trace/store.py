"""The declarative base and the column types that every table shares."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import BigInteger, Integer, LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# Internal keys are bigint everywhere; SQLite gives only INTEGER the row id, which is as wide.
BigId = BigInteger().with_variant(Integer(), "sqlite")
Bytes = LargeBinary


def to_ms(moment: datetime) -> int:
    """Milliseconds since 1970 of an aware `moment`; a naive one is a mistake of the caller."""
    if moment.tzinfo is None:
        raise ValueError("a naive time has no place on a line of times; give it a zone")
    return (moment - EPOCH) // timedelta(milliseconds=1)


def from_ms(ms: int) -> datetime:
    """The aware UTC time that `to_ms` counted."""
    return EPOCH + timedelta(milliseconds=ms)


def iso(ms: int) -> str:
    """The one spelling of a time in the record: UTC with three decimals, `2026-11-24T09:08:16.123Z`."""
    moment = from_ms(ms)
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{ms % 1000:03d}Z"


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
