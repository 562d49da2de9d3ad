"""Values, differences and periods in the page's language."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import ngettext

from samsyn.steps.situation import words as situation
from samsyn.ui.templatetags.numbers import number, percent

Values = Mapping[str, Any]


def amount(value: float | None, kind: str) -> str:
    """Return a value of an indicator: a share in per cent, a count whole."""
    if value is None:
        return "–"
    if kind == "share":
        return percent(value)
    return number(value, 0 if kind == "count" or float(value).is_integer() else 1)


def bare(value: float, kind: str) -> str:
    return number(value * 100) if kind == "share" else number(value)


def size(difference: float, kind: str) -> str:
    if kind != "share":
        return number(abs(difference))
    points = round(abs(difference) * 100)
    return ngettext("%(n)s procentenhet", "%(n)s procentenheter", points) % {"n": number(points)}


def period(row: Values) -> str:
    return situation.period(date.fromisoformat(row["start"]), date.fromisoformat(row["end"]))


def own(value: float | None, row: Values) -> str:
    return f"{amount(value, 'own')} {row.get('unit', '')}".strip()
