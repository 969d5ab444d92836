"""Days and moments as the consoles write them: the time of China, the year only where it is another one."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from flask import Flask

from app.clock import now
from app.i18n import language

# One zone and no summer time since 1991.
HERE = timezone(timedelta(hours=8))
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_WEEKDAYS = {
    "zh-CN": ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


def local(when: datetime | date) -> date:
    """The calendar day of a moment, here."""
    return when.astimezone(HERE).date() if isinstance(when, datetime) else when


def day(when: datetime | date) -> str:
    """11月23日, or 23 Nov."""
    found = local(when)
    here = found.year == local(now()).year
    if language() == "en":
        return f"{found.day} {_MONTHS[found.month - 1]}{'' if here else f' {found.year}'}"
    return f"{'' if here else f'{found.year}年'}{found.month}月{found.day}日"


def clock(when: datetime) -> str:
    """19:42."""
    return f"{when.astimezone(HERE):%H:%M}"


def moment(when: datetime) -> str:
    """Day and time of day."""
    return f"{day(when)}{', ' if language() == 'en' else ' '}{clock(when)}"


def lately(when: datetime) -> str:
    """The time of day for what happened today, the day too for what did not."""
    return clock(when) if local(when) == local(now()) else moment(when)


def weekday(when: datetime | date) -> str:
    """The day of the week."""
    return _WEEKDAYS[language()][local(when).weekday()]


def init_app(app: Flask) -> None:
    """Let templates write `{{ when|day }}` and the others."""
    for write in (day, clock, moment, lately, weekday):
        app.jinja_env.filters[write.__name__] = write
