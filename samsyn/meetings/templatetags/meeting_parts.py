"""What the pages of meetings and of the year show in small."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.meetings.models import FixedPoint, Meeting
from samsyn.meetings.points import Point, PointKind, PointState
from samsyn.meetings.wheel import mark
from samsyn.ui.templatetags.numbers import day

register = template.Library()


@register.simple_tag
def point_mark(point: Point) -> SafeString:
    """The sign of a point: its shape says what it is, its fill how it stands. The words stand beside it."""
    return _sign(point.kind, point.state)


@register.simple_tag
def key_mark(kind: str, state: str = PointState.COMING) -> SafeString:
    """The sign in the key under the wheel."""
    return _sign(PointKind(kind), PointState(state))


def _sign(kind: str, state: str) -> SafeString:
    drawn = mark(kind, state, 10, 10)
    return mark_safe(f'<svg class="pm" viewBox="0 0 20 20" aria-hidden="true">{drawn}</svg>')  # noqa: S308 - our own constants  # nosec B308 B703


@register.filter
def point_day(point: Point) -> str:
    """Its day as the list says it under the month: "28", "28 sep.–31 okt.", or that only the month is known."""
    if point.is_month:
        return _("någon gång")
    if point.end is None or point.end == point.date:
        return str(point.date.day)
    return f"{_short(point.date)}–{_short(point.end)}"


def _short(value: Any) -> str:
    from babel.dates import format_date

    return str(format_date(value, "d MMM", locale="sv" if _is_swedish() else "en_GB"))


def _is_swedish() -> bool:
    return (get_language() or "sv").startswith("sv")


@register.filter
def occasion(meeting: Meeting) -> str:
    """When a meeting is: "torsdag 3 december 2026 kl. 13.00–14.30"."""
    from babel.dates import format_date

    start, end = timezone.localtime(meeting.starts_at), timezone.localtime(meeting.ends_at)
    weekday = format_date(start, "EEEE", locale="sv" if _is_swedish() else "en_GB")
    clock = "%H.%M" if _is_swedish() else "%H:%M"
    return _("%(weekday)s %(day)s kl. %(start)s–%(end)s") % {
        "weekday": weekday,
        "day": day(start),
        "start": start.strftime(clock),
        "end": end.strftime(clock),
    }


@register.filter
def recurs(point: FixedPoint) -> str:
    """How a recurring point recurs: "i december vartannat år, först 2025"."""
    from babel.dates import get_month_names

    names = get_month_names("wide", locale="sv" if _is_swedish() else "en_GB")
    when = (
        f"{point.day} {names[point.month]}" if point.day else _("i %(month)s") % {"month": names[point.month]}
    )
    often = {1: _("varje år"), 2: _("vartannat år"), 3: _("vart tredje år"), 4: _("vart fjärde år")}.get(
        point.every, _("vart %(count)s:e år") % {"count": point.every}
    )
    if point.every == 1:
        return f"{when}, {often}"
    return _("%(when)s, %(often)s med början %(year)s") % {
        "when": when,
        "often": often,
        "year": point.first_year,
    }
