"""Periods, values and states as people read them on the pages of Underlag."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from babel.dates import format_date
from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.ui import texts
from samsyn.ui.templatetags.numbers import iso, number, percent

register = template.Library()


def _months(start: date, end: date) -> int | None:
    """Whole months in start <= t < end, None where the period does not begin and end with a month."""
    if start.day != 1 or end.day != 1:
        return None
    return (end.year - start.year) * 12 + end.month - start.month


def _month(day: date) -> str:
    locale = "sv" if (get_language() or "sv").startswith("sv") else "en_GB"
    return str(format_date(day, "MMMM y", locale=locale))


@register.filter
def who_sees(dataset: Any) -> str:
    """Who sees a dataset now, in a few words."""
    owner = dataset.get_owner_display()
    if not dataset.shared:
        return _("Bara %(owner)s ser den.") % {"owner": owner}
    if dataset.shared == "whole":
        return _("Båda ser allt.")
    if dataset.shared == "areas":
        return _("%(owner)s har släppt talen per område.") % {"owner": owner.capitalize()}
    return _("%(owner)s har släppt talen och platserna.") % {"owner": owner.capitalize()}


@register.filter
def period(start: date | None, end: date | None) -> str:
    """A half-open period in words: 2025, 2023–2025, kvartal 1 2026, mars 2022, or its first and last day."""
    if start is None or end is None:
        return "–"
    months = _months(start, end)
    last = end - timedelta(days=1)
    if months and start.month == 1 and months % 12 == 0:
        return str(start.year) if months == 12 else f"{start.year}–{last.year}"
    if months == 3 and start.month in {1, 4, 7, 10}:
        return _("kvartal %(quarter)s %(year)s") % {"quarter": (start.month + 2) // 3, "year": start.year}
    if months == 1:
        return _month(start)
    facts = {"start": iso(start), "end": iso(last)}
    if months:
        facts = {"start": _month(start), "end": _month(last)}
    return str(facts["start"]) if start == last else _("%(start)s till %(end)s") % facts


@register.filter
def state_word(state: str) -> str:
    """A value's state in words."""
    return texts.state_word(str(state))


@register.filter
def state_explained(state: str) -> str:
    return texts.state_explained(str(state))


@register.filter
def figure(value: Any, kind: str = "") -> str:
    """A figure after its metric's kind: shares as percent, whole numbers without decimals. None is "–"."""
    if value is None:
        return "–"
    if kind == "share":
        return percent(value, 0 if round(value * 100, 6) == round(value * 100) else 1)
    return number(value, 0 if float(value).is_integer() else 1)


@register.filter
def failure(row: Any) -> str:
    """Why an import stopped."""
    from samsyn.evidence.views import words

    return words.failure(row)
