"""Röda tråden as SVG. Each knot is a link with a name of its own; the whole reads as well in grey as in colour.

Solid knot: holds. Ring with half: under way. Empty ring and dotted thread: planned. Rust diamond on a thin rust
thread: signed exception. Red ring with cross between frayed ends: break.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import pairwise

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from samsyn.chain import words
from samsyn.chain.graph import Stage
from samsyn.chain.layout import COLUMN, FIRST_LINE, KNOT, LINE, OVER, TURN, WIDTH, Course, Plan, Spot
from samsyn.chain.weave import Look

INK, INK_2, DEEP, HAND, BREAK = "#10242b", "#485c62", "#0a4a54", "#9c4513", "#bd1230"
MIST, PAPER = "#e3ebea", "#fff"
LEFT_EDGE = 4  # of the paper, so that what stands at the first column's edge keeps its halo
STUB = 56  # how far a thread reaches before it frays
FRAY_OUT = ((-1.8, -15, 20), (-0.6, -5, 27), (0.7, 6, 25), (1.9, 16, 18))  # from, to, reach of each fibre
FRAY_BACK = ((-1.4, -14, 18), (-0.4, -4, 25), (0.7, 7, 22), (1.5, 15, 16))
HIT = COLUMN - 12  # width of what can be pressed
_THREADS = {
    Look.HOLDS: f'stroke="{DEEP}" stroke-width="5"',
    Look.ONGOING: f'stroke="{DEEP}" stroke-width="5"',
    Look.PLANNED: f'stroke="{DEEP}" stroke-width="5" stroke-dasharray="2 7" stroke-linecap="round"',
    Look.WAIVED: f'stroke="{HAND}" stroke-width="2"',
}
_ORDER = (Look.PLANNED, Look.WAIVED, Look.HOLDS, Look.BROKEN)  # what is drawn last lies on top


def draw(
    plan: Plan, *, title: str, description: str, urls: Mapping[str, str], name: str = "trad"
) -> SafeString:
    """Return the picture. `urls` is where each knot leads; one without an address leads to the list."""
    height = round(plan.height)
    courses = sorted(plan.courses, key=lambda course: _ORDER.index(course.tie.look))
    ties = "".join(_tie(course, plan) for course in courses)
    keys = list(plan.spots)
    ways = _ways(plan, {key: number for number, key in enumerate(keys)})
    knots = "".join(
        _knot(plan.spots[key], urls.get(key, ""), f"{name}-{number}", ways[key])
        for number, key in enumerate(keys)
    )
    return mark_safe(  # noqa: S308 - every word is escaped  # nosec B308 B703
        f'<svg class="thread" viewBox="-{LEFT_EDGE} 0 {round(WIDTH) + 2 * LEFT_EDGE} {height}" role="group" '
        f'aria-labelledby="{name}-t" aria-describedby="{name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{_head(height)}{ties}{knots}</svg>'
    )


def _head(height: int) -> str:
    """The names of the nine stages over a line, and where each step of the model begins."""
    parts = []
    for stage in Stage:
        x = COLUMN * (stage - 1)
        parts.append(_text(x, 22, str(words.STAGES[stage]), weight=640))
        if stage in words.STEPS:
            parts.append(_text(x, 58, str(words.STEPS[stage]), size=13, color=INK_2, weight=400))
        if stage > 1:
            parts.append(f'<path d="M{x - 12:.1f} 46V{height - 8}" stroke="{MIST}"/>')
    return f'<g aria-hidden="true">{"".join(parts)}<path d="M0 38H{WIDTH:.0f}" stroke="{INK}" stroke-width="2"/></g>'


def _text(
    x: float,
    y: float,
    text: str,
    *,
    size: int = 15,
    color: str = INK,
    weight: int = 500,
    has_halo: bool = False,
) -> str:
    halo = (
        f' stroke="{PAPER}" stroke-width="5" paint-order="stroke" stroke-linejoin="round"' if has_halo else ""
    )
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{color}"{halo}>'
        f"{escape(text)}</text>"
    )


def _tie(course: Course, plan: Plan) -> str:
    start, end = plan.spots[course.tie.start], plan.spots[course.tie.end]
    if course.tie.look is Look.BROKEN:
        return _torn(start, end)
    return f'<path d="{_curve(start.x, course.heights)}" fill="none" {_THREADS[course.tie.look]}/>'


def _curve(x: float, heights: tuple[float, ...]) -> str:
    """Straight along a height, then over to the next one just before the next column."""
    path = f"M{x:.1f} {heights[0]:.1f}"
    for here, there in pairwise(heights):
        end = x + COLUMN
        if abs(here - there) >= 0.1:
            bend = x + TURN
            path += f"H{bend:.1f}C{bend + 34:.1f} {here:.1f} {end - 38:.1f} {there:.1f} {end:.1f} {there:.1f}"
        else:
            path += f"H{end:.1f}"
        x = end
    return path


def _torn(start: Spot, end: Spot) -> str:
    """A thread that breaks off: a stub from each knot that is there, frayed; loose fibres at the gap."""
    return _loose_end(start, 1) + _loose_end(end, -1)


def _loose_end(spot: Spot, way: int) -> str:
    """One end of a broken thread; `way` is 1 for one that leads on to the right, -1 for one that comes from the left."""
    if spot.knot.look is Look.BROKEN:
        return _fibres(spot.x + 14 * way, spot.y, way, FRAY_BACK)
    end = spot.x + STUB * way
    stub = f'<path d="M{spot.x:.1f} {spot.y:.1f}H{end:.1f}" {_THREADS[Look.HOLDS]}/>'
    return stub + _fibres(end - way, spot.y, way, FRAY_OUT)


def _fibres(x: float, y: float, way: int, fibres: tuple[tuple[float, float, int], ...]) -> str:
    path = "".join(
        f"M{x:.1f} {y + at:.1f}q{way * reach / 2:.1f} {to / 10:.1f} {way * reach} {to}"
        for at, to, reach in fibres
    )
    return f'<path d="{path}" fill="none" stroke="{BREAK}" stroke-width="2" stroke-linecap="round"/>'


def _knot(spot: Spot, url: str, name: str, ways: str) -> str:
    """A knot as a link: what can be pressed, the ring that shows focus, the mark, the words."""
    left, top = spot.x - KNOT - 3, spot.y - 22
    bottom = spot.y + FIRST_LINE + LINE * len(spot.lines) - 12
    hit = f'<rect x="{left:.1f}" y="{top:.1f}" width="{HIT:.1f}" height="{bottom - top:.1f}" fill="none"/>'
    ring = f'<circle class="ring" cx="{spot.x:.1f}" cy="{spot.y:.1f}" r="16"/>'
    content = f"{hit}{ring}{mark(spot.knot.look, spot.x, spot.y)}{_words(spot)}"
    return (
        f'<a id="{name}" class="knot {spot.knot.look.value}" href="{escape(url)}" '
        f'aria-label="{escape(said(spot))}"{ways}>{content}</a>'
    )


def said(spot: Spot) -> str:
    """What a screen reader says of a knot."""
    knot = spot.knot
    stage, look = str(words.STAGES[knot.stage]), str(words.LOOKS[knot.look])
    if knot.is_gap:
        about = f"{words.STAGES[knot.node.stage]} {knot.node.label}"
        return ", ".join(part for part in (f"{stage}: {look}", knot.label, about) if part)
    return ", ".join(part for part in (f"{stage}: {knot.label}", knot.node.detail, look) if part)


def mark(look: Look, x: float, y: float) -> str:
    """The sign of a knot, about its middle."""
    at = f'cx="{x:.1f}" cy="{y:.1f}"'
    if look is Look.BROKEN:
        return (
            f'<circle {at} r="10" fill="{PAPER}" stroke="{BREAK}" stroke-width="3"/>'
            f'<path d="M{x - 4:.1f} {y - 4:.1f}l8 8m0-8l-8 8" stroke="{BREAK}" stroke-width="2.4" stroke-linecap="round"/>'
        )
    if look is Look.WAIVED:
        diamond = f"M{x:.1f} {y - 11:.1f}l11 11l-11 11l-11-11Z"
        return (
            f'<path d="{diamond}" fill="{HAND}" stroke="{PAPER}" stroke-width="3" stroke-linejoin="round"/>'
        )
    if look is Look.HOLDS:
        return f'<circle {at} r="9" fill="{DEEP}" stroke="{PAPER}" stroke-width="3"/>'
    ring = f'<circle {at} r="8.5" fill="{PAPER}" stroke="{DEEP}" stroke-width="3"/>'
    if look is Look.ONGOING:
        ring += f'<path d="M{x:.1f} {y - 5:.1f}A5 5 0 0 0 {x:.1f} {y + 5:.1f}Z" fill="{DEEP}"/>'
    return ring


def sign(look: Look, *, has_thread: bool = False) -> SafeString:
    """The sign of a knot by itself, for lists; with a piece of its thread in the key to the picture."""
    thread, box, x = "", "0 0 30 30", 15
    if has_thread and look is Look.BROKEN:
        thread, box, x = _fibres(23, 15, -1, FRAY_BACK) + _fibres(51, 15, 1, FRAY_BACK), "0 0 74 30", 37
    elif has_thread:
        thread, box, x = f'<path d="M0 15H56" {_THREADS[look]}/>', "0 0 56 30", 28
    return mark_safe(  # noqa: S308 - our own constants  # nosec B308 B703
        f'<svg class="knot-sign" viewBox="{box}" aria-hidden="true">{thread}{mark(look, x, 15)}</svg>'
    )


def _words(spot: Spot) -> str:
    is_broken = spot.knot.look is Look.BROKEN
    color, weight = (BREAK, 620) if is_broken else (INK, 500)
    left = spot.x - KNOT
    parts = [
        _text(left, spot.y + FIRST_LINE + LINE * i, line, color=color, weight=weight, has_halo=True)
        for i, line in enumerate(spot.lines)
    ]
    for i, line in enumerate(reversed(spot.over)):
        over = BREAK if is_broken else HAND
        parts.append(_text(left, spot.y - OVER - LINE * i, line, color=over, weight=640, has_halo=True))
    return "".join(parts)


def _ways(plan: Plan, numbers: Mapping[str, int]) -> dict[str, str]:
    """Where the arrow keys lead from each knot: along its ties, the straightest first, and to the knot above and below."""
    on: dict[str, list[str]] = defaultdict(list)
    back: dict[str, list[str]] = defaultdict(list)
    for course in plan.courses:
        on[course.tie.start].append(course.tie.end)
        back[course.tie.end].append(course.tie.start)
    found: dict[str, str] = {}
    columns: dict[Stage, list[str]] = defaultdict(list)
    for key, spot in plan.spots.items():
        columns[spot.knot.stage].append(key)
    for column in columns.values():
        for place, key in enumerate(column):
            steps = {
                "left": _straightest(key, back[key], plan),
                "right": _straightest(key, on[key], plan),
                "up": column[place - 1] if place else None,
                "down": column[place + 1] if place + 1 < len(column) else None,
            }
            found[key] = "".join(
                f' data-{way}="{numbers[other]}"' for way, other in steps.items() if other is not None
            )
    return found


def _straightest(key: str, others: list[str], plan: Plan) -> str | None:
    here = plan.spots[key]
    return min(
        others,
        key=lambda other: (
            plan.spots[other].knot.stage - here.knot.stage,
            abs(plan.spots[other].y - here.y),
        ),
        default=None,
    )
