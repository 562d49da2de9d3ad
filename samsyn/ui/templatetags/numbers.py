"""Numbers and dates as people read them, in the page's language. Filters do it, never an author."""

from __future__ import annotations

import math
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime
from babel.numbers import format_decimal, format_percent
from django import template
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

register = template.Library()


def _locale() -> str:
    return "sv" if (get_language() or "sv").startswith("sv") else "en_GB"


def _missing(value: Any) -> bool:
    return value is None or value == "" or (isinstance(value, float) and math.isnan(value))


@register.filter
def number(value: Any, digits: int = 0) -> str:
    """12705 -> 12 705; with digits 11.4 -> 11,4. Nothing becomes an en dash."""
    if _missing(value):
        return "–"
    pattern = "#,##0" + ("." + "0" * int(digits) if int(digits) else "")
    return format_decimal(value, format=pattern, locale=_locale())


@register.filter
def percent(value: Any, digits: int = 0) -> str:
    """0.61 -> 61 %, with a space that does not break."""
    if _missing(value):
        return "–"
    pattern = (
        "#,##0" + ("." + "0" * int(digits) if int(digits) else "") + ("\u00a0%" if _locale() == "sv" else "%")
    )
    return format_percent(value, format=pattern, locale=_locale())


@register.simple_tag
def interval(low: Any, high: Any, digits: int = 0) -> str:
    """10.8, 12.1 -> 10,8–12,1; shares are given times 100."""
    if _missing(low) or _missing(high):
        return ""
    return f"{number(low, digits)}–{number(high, digits)}"


@register.filter
def day(value: Any) -> str:
    """A date in words: 22 november 2026."""
    if _missing(value):
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date(value, "d MMMM y", locale=_locale())


@register.filter
def short_day(value: Any) -> str:
    """A date in few letters: 22 nov. 2026."""
    if _missing(value):
        return "–"
    if isinstance(value, datetime):
        value = timezone.localtime(value).date()
    return format_date(value, "d MMM y", locale=_locale())


@register.filter
def moment(value: Any) -> str:
    """A time in words: 22 november 2026 kl. 14.12."""
    if _missing(value):
        return "–"
    local = timezone.localtime(value)
    clock = format_datetime(local, "HH.mm" if _locale() == "sv" else "HH:mm", locale=_locale())
    return _("%(day)s kl. %(clock)s") % {"day": day(local), "clock": clock}


@register.filter
def iso(value: date | datetime | None) -> str:
    """2026-11-22, for fields and tables of records."""
    if value is None:
        return "–"
    return (timezone.localtime(value).date() if isinstance(value, datetime) else value).isoformat()


@register.filter
def size(value: Any) -> str:
    """Bytes as kB, MB or GB."""
    if _missing(value):
        return "–"
    amount, units = float(value), ["byte", "kB", "MB", "GB"]
    while amount >= 1000 and len(units) > 1:
        amount, units = amount / 1000, units[1:]
    return f"{number(amount, 0 if units[0] == 'byte' or amount >= 100 else 1)}\u00a0{units[0]}"


@register.filter
def checksum(value: str) -> str:
    """The first sixteen digits of a checksum in groups of four: 7c1e 04b9 9f2a 63d8."""
    return " ".join(value[i : i + 4] for i in range(0, 16, 4)) if value else "–"
