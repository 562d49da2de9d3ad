"""The two small pictures of step 4: how well a method is tested, and one kind of resource on both sides."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from samsyn.steps.method import library, words
from samsyn.steps.method.queries.resources import BalanceRow, Share
from samsyn.steps.problem.models import Perspective

register = template.Library()

DOTS = 3
HALF, MIDDLE, HEIGHT = 190, 200, 26  # a half's longest bar, where the halves meet, the picture's height


@register.simple_tag
def evidence(method: library.Method) -> SafeString:
    """Three dots and the word: ●●○ prövad med blandat resultat."""
    return grade_mark(method.grade)


@register.simple_tag
def grade_mark(grade: str, capital: bool = False) -> SafeString:
    """The same for a grade alone; `capital` where it heads a part of the page."""
    word = str(library.Grade(grade).label)
    filled = library.DOTS[library.Grade(grade)]
    dots = format_html_join(
        "",
        '<circle cx="{}" cy="6" r="4.6" class="{}"/>',
        ((6 + 14 * i, "on" if i < filled else "off") for i in range(DOTS)),
    )
    return format_html(
        '<span class="grade"><svg viewBox="0 0 40 12" aria-hidden="true">{}</svg>{}</span>',
        dots,
        capfirst(word) if capital else word,
    )


@register.simple_tag
def balance_bar(row: BalanceRow) -> SafeString:
    """One kind of resource: the city's bar to the left, the police's to the right, on one scale.

    The wide, pale bar is what was promised, the narrow, dark one what is given. The figures stand beside it.
    """
    top = row.top or Decimal(1)
    return format_html(
        '<svg class="bar" viewBox="0 0 400 {}" aria-hidden="true" preserveAspectRatio="xMidYMid meet">{}{}'
        '<path class="mid" d="M{} 0V{}"/></svg>',
        HEIGHT,
        _half(row.city, top, is_left=True),
        _half(row.police, top, is_left=False),
        MIDDLE,
        HEIGHT,
    )


def _half(share: Share, top: Decimal, *, is_left: bool) -> SafeString:
    party = "city" if is_left else "police"
    return format_html(
        "{}{}",
        _bar(share.promised / top, f"{party} promised", 4, 18, is_left=is_left),
        _bar(share.given / top, f"{party} given", 9, 8, is_left=is_left),
    )


def _bar(part: Decimal, css: str, y: int, height: int, *, is_left: bool) -> SafeString:
    width = round(float(part) * HALF, 1)
    if width <= 0:
        return SafeString("")
    width = max(width, 1.5)  # something given is never invisible
    x = MIDDLE - width if is_left else MIDDLE
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>', css, f"{x:.1f}", y, f"{width:.1f}", height
    )


@register.filter
def amount(value: Any) -> str:
    """120.00 -> 120; 0.50 -> 0,5."""
    return words.amount(value)


@register.filter
def last_day(period_end: date | None) -> date | None:
    """The last day of a period that is kept by the day after it."""
    return words.last_day(period_end)


@register.filter
def acts_on(method: library.Method) -> str:
    """What the method acts on, in words: "platsen och situationen, de som drabbas"."""
    return ", ".join(str(Perspective(one).label) for one in method.acts_on)
