"""The year wheel: twelve months clockwise from twelve o'clock, each a link. Read as well in grey as in colour.

A mark's shape says what it is, its fill how it stands: filled is done, open is to come, dashed is a day that has been,
rust with a stroke is late. The words of each month stand beside it; a month with more than fits says how many there are more.
"""

from __future__ import annotations

import hashlib
import math
from calendar import monthrange
from collections.abc import Sequence
from datetime import date

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.meetings.points import Point, PointKind, PointState
from samsyn.meetings.years import Month, YearWheel

INK, INK_2, DEEP, TINT, HAND, LINE = "#10242b", "#485c62", "#0a4a54", "#d5e6e6", "#9c4513", "#6b7f84"
INNER, OUTER, MARKS, STEP = 112, 164, 184, 16.5
NEAREST, MOST_ROWS = 5.2, 4  # degrees between two marks in a row, and how many rows there are
GAP = 0.8  # degrees on each side of a month
WIDE, HIGH, NARROW = 1120, 580, 480
MOST_LINES, LETTERS = 3, 42
TOP, ROW, RIGHT = 22, 94, 812  # where the words of the first month stand, and how far apart the months are
SHAPES = {
    PointKind.EDITION: "circle",
    PointKind.LAW: "circle",
    PointKind.FOLLOW_UP: "circle",
    PointKind.PLAN: "circle",
    PointKind.AGREEMENT: "diamond",
    PointKind.PROMISE: "diamond",
    PointKind.CONFERENCE: "square",
    PointKind.MEETING: "square",
    PointKind.SURVEY: "triangle",
    PointKind.OWN: "triangle",
}
PATHS = {
    "circle": "M{x} {y}m-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0Z",
    "square": "M{x} {y}m-5.5-5.5h11v11h-11Z",
    "diamond": "M{x} {y}m0-7.5l7.5 7.5l-7.5 7.5l-7.5-7.5Z",
    "triangle": "M{x} {y}m0-6.8l7 12h-14Z",
}


def shape_of(kind: str) -> str:
    """Return the shape that a kind of point is drawn with."""
    return SHAPES[PointKind(kind)]


def mark_path(shape: str, x: float, y: float) -> str:
    """Return a mark's outline with its middle at a place."""
    return PATHS[shape].format(x=f"{x:.1f}", y=f"{y:.1f}")


def mark(kind: str, state: str, x: float, y: float) -> str:
    """Return one mark as SVG markup."""
    path = mark_path(shape_of(kind), x, y)
    fill, edge, dashes = {
        PointState.DONE: (DEEP, DEEP, ""),
        PointState.LATE: (HAND, HAND, ""),
        PointState.PASSED: ("#fff", LINE, ' stroke-dasharray="2.6 2.2"'),
    }.get(PointState(state), ("#fff", DEEP, ""))
    drawn = (
        f'<path d="{path}" fill="{fill}" stroke="{edge}" stroke-width="2.2" stroke-linejoin="round"{dashes}/>'
    )
    if state == PointState.LATE:  # a stroke through it: late is seen in grey too
        drawn += f'<path d="M{x - 3.2:.1f} {y:.1f}h6.4" stroke="#fff" stroke-width="2.4"/>'
    return drawn


def year_wheel(wheel: YearWheel, *, now: date, title: str) -> SafeString:
    """Return the wheel in two widths: with the words of each month beside it, and with the months alone."""
    description = _(
        "Tolv månader medurs från januari. Varje månad är en länk till listan under hjulet, där samma punkter står."
    )
    name = "arshjul-" + hashlib.sha256(repr((wheel, now, title)).encode()).hexdigest()[:8]
    wide = _ring(wheel, now, (WIDE / 2, HIGH / 2), is_wide=True) + _words(wheel)
    narrow = _ring(wheel, now, (NARROW / 2, NARROW / 2), is_wide=False)
    return mark_safe(  # noqa: S308 - all escaped  # nosec B308 B703
        f'<div class="only-w">{_svg(wide, f"{name}-w", title, description, f"0 0 {WIDE} {HIGH}")}</div>'
        f'<div class="only-n">{_svg(narrow, f"{name}-n", title, description, f"0 0 {NARROW} {NARROW}")}</div>'
    )


def _svg(content: str, name: str, title: str, description: str, box: str) -> str:
    return (
        f'<svg class="wheel year-wheel" viewBox="{box}" role="group" aria-labelledby="{name}-t" '
        f'aria-describedby="{name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{content}</svg>'
    )


def _at(middle: tuple[float, float], radius: float, degrees: float) -> tuple[float, float]:
    angle = math.radians(degrees)
    return middle[0] + radius * math.sin(angle), middle[1] - radius * math.cos(angle)


def _ring(wheel: YearWheel, now: date, middle: tuple[float, float], *, is_wide: bool) -> str:
    parts = [_month(month, middle, is_wide=is_wide) for month in wheel.months]
    parts.append(_marks(wheel.points, middle))
    if now.year == wheel.year:
        parts.append(_today(now, middle))
    size, small = (34, 15) if is_wide else (44, 20)
    x, y = middle
    parts.append(_text(x, y + 4, str(wheel.year), size, 650, INK))
    if now.year == wheel.year:
        parts.append(_text(x, y + 30, _day_words(now), small, 400, INK_2))
    return "".join(parts)


def _day_words(now: date) -> str:
    from samsyn.ui.templatetags.numbers import day

    return day(now).rsplit(" ", 1)[0]


def _month(month: Month, middle: tuple[float, float], *, is_wide: bool) -> str:
    """One month: a link to its place in the list, tinted when it is over."""
    start, end = 30 * (month.number - 1) + GAP, 30 * month.number - GAP
    corners = [
        _at(middle, OUTER, start),
        _at(middle, OUTER, end),
        _at(middle, INNER, end),
        _at(middle, INNER, start),
    ]
    (ax, ay), (bx, by), (cx, cy), (dx, dy) = corners
    path = (
        f"M{ax:.1f} {ay:.1f}A{OUTER} {OUTER} 0 0 1 {bx:.1f} {by:.1f}"
        f"L{cx:.1f} {cy:.1f}A{INNER} {INNER} 0 0 0 {dx:.1f} {dy:.1f}Z"
    )
    fill = TINT if month.is_past else "#fff"
    width = 3.4 if month.is_now else 1.4
    x, y = _at(middle, (INNER + OUTER) / 2, 30 * month.number - 15)
    text = _text(x, y + 5, month.short, 14 if is_wide else 20, 640 if month.is_now else 400, INK)
    said = _said(month)
    return (
        f'<a href="#{month.anchor}" aria-label="{escape(said)}"><path d="{path}" fill="{fill}" stroke="{DEEP}" '
        f'stroke-width="{width}"/>{text}</a>'
    )


def _said(month: Month) -> str:
    """What a screen reader says of a month."""
    count = len(month.points)
    if not count:
        return _("%(month)s: inga punkter") % {"month": month.name}
    late = sum(1 for point in month.points if point.is_late)
    said = ngettext("%(month)s: en punkt", "%(month)s: %(count)s punkter", count) % {
        "month": month.name,
        "count": count,
    }
    if not late:
        return said
    return f"{said}, " + ngettext("en försenad", "%(count)s försenade", late) % {"count": late}


def _degrees(day: date) -> float:
    return 30 * (day.month - 1) + 30 * (day.day - 0.5) / monthrange(day.year, day.month)[1]


def _marks(points: Sequence[Point], middle: tuple[float, float]) -> str:
    """The marks outside the ring at their days; those that would lie on each other move outwards."""
    taken: list[tuple[float, int]] = []
    parts = []
    for point in points:
        degrees = 30 * point.date.month - 15 if point.is_month else _degrees(point.date)
        rows = {row for other, row in taken if _apart(other, degrees) < NEAREST}
        row = next(number for number in range(len(points) + 1) if number not in rows)
        if row >= MOST_ROWS:  # the list has them all; the ring does not grow without end
            continue
        taken.append((degrees, row))
        x, y = _at(middle, MARKS + STEP * row, degrees)
        parts.append(mark(point.kind, point.state, x, y))
    return "".join(parts)


def _apart(one: float, other: float) -> float:
    """Return the degrees between two days: 31 December lies beside 1 January."""
    return abs((one - other + 180) % 360 - 180)


def _today(now: date, middle: tuple[float, float]) -> str:
    (ax, ay), (bx, by) = (_at(middle, radius, _degrees(now)) for radius in (INNER - 16, OUTER + 6))
    return f'<path d="M{ax:.1f} {ay:.1f}L{bx:.1f} {by:.1f}" stroke="{INK}" stroke-width="3.2"/>'


def _text(x: float, y: float, text: str, size: int, weight: int, color: str, anchor: str = "middle") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" font-weight="{weight}" '
        f'fill="{color}">{escape(text)}</text>'
    )


def _words(wheel: YearWheel) -> str:
    """What each month holds, January to June down the right side, July to December up the left."""
    parts = []
    for month in wheel.months:
        if not month.points:
            continue
        is_right = month.number <= 6
        row = month.number - 1 if is_right else 12 - month.number
        parts.append(_block(month, RIGHT if is_right else 0, TOP + ROW * row))
    return "".join(parts)


def _block(month: Month, x: float, y: float) -> str:
    shown = _most_important(month.points)
    lines = [_text(x, y, month.name.capitalize(), 14, 640, INK, "start")]
    for number, point in enumerate(shown, 1):
        top = y + 19 * number
        lines.append(mark(point.kind, point.state, x + 7, top - 4.5))
        words = _short(point)
        color = HAND if point.is_late else INK
        lines.append(_text(x + 21, top, words, 13, 560 if point.is_late else 400, color, "start"))
    more = len(month.points) - len(shown)
    if more:
        said = ngettext("och en till", "och %(count)s till", more) % {"count": more}
        lines[0] = _text(x, y, f"{month.name.capitalize()}, {said}", 14, 640, INK, "start")
    return f'<g aria-hidden="true">{"".join(lines)}</g>'


def _most_important(points: Sequence[Point]) -> list[Point]:
    """Return the points with room beside the wheel: the late ones first, meetings last, then in order of the days."""
    order = sorted(
        range(len(points)),
        key=lambda place: (not points[place].is_late, points[place].kind == PointKind.MEETING),
    )
    return [points[place] for place in sorted(order[:MOST_LINES])]


def _short(point: Point) -> str:
    said = point.title if point.is_month else f"{point.date.day}  {point.title}"
    return said if len(said) <= LETTERS else said[: LETTERS - 1].rstrip(" ,.:") + "…"
