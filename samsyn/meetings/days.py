"""Days that are counted from other days."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone


def local_day(moment: datetime) -> date:
    """Return the day of a moment, where people work."""
    return timezone.localtime(moment).date()


def years_after(day: date, years: int) -> date:
    """Return the same day some years later; 29 February becomes 28 February in a year without it.

    >>> years_after(date(2024, 2, 29), 2)
    datetime.date(2026, 2, 28)
    """
    return day.replace(year=day.year + years, day=min(day.day, last_of_month(day.year + years, day.month)))


def months_after(day: date, months: int) -> date:
    """Return the same day some months later, or the month's last day when it has no such day.

    >>> months_after(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    count = day.month - 1 + months
    year, month = day.year + count // 12, count % 12 + 1
    return date(year, month, min(day.day, last_of_month(year, month)))


def last_of_month(year: int, month: int) -> int:
    """Return the number of the month's last day."""
    return (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
