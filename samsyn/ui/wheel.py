"""The wheel: the six steps of a round, clockwise from twelve. Read as well in grey as in colour.

The body of a segment is its state, the rim how much is done, the rings inside are earlier rounds, and the ball lies
on the rim, filled on the side of the party whose turn it is. Numbers and texts in, SVG markup out.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

INK, INK_2, DEEP, TINT, HAND, EDGE = "#10242b", "#485c62", "#0a4a54", "#d5e6e6", "#9c4513", "#6b7f84"
CENTRE, INNER, OUTER, RIM, EDGE_RIM, MIDDLE = 300, 124, 250, 256, 270, 188
GAP = 1.1  # degrees on each side of a segment
RINGS = (113, 105, 97)  # the newest earlier round lies outermost
MOST_RINGS = len(RINGS)


@dataclass(frozen=True)
class Segment:
    """One step. A "|" in the name breaks the line; `share` 0 to 1 fills the rim; `earlier` oldest round first."""

    number: int
    name: str | Promise
    fact: str = ""
    state: Literal["decided", "ongoing", "empty"] | str = "empty"
    share: float | None = None
    ball: Literal["", "city", "police", "both"] | str = ""
    url: str = ""
    earlier: tuple[bool, ...] = ()

    @property
    def full_name(self) -> str:
        return str(self.name).replace("|", " ")


def wheel(
    segments: Sequence[Segment], *, round_label: str, years: str, title: str, description: str
) -> SafeString:
    """Return the wheel in two widths: with names, and with numbers only. Each segment is a link to its step."""
    name = _name(title, description, *(str(segment) for segment in segments))
    drawn = []
    for is_wide in (True, False):
        parts = [_segment(segment, is_wide=is_wide) for segment in segments]
        parts += [_rings(segments), _arrow(), _middle(round_label, years, segments, is_wide=is_wide)]
        parts += [_ball(segment) for segment in segments if segment.ball]
        drawn.append(_svg("".join(parts), f"{name}-{'w' if is_wide else 'n'}", title, description, "group"))
    return _both(drawn)


def model_wheel() -> SafeString:
    """The plain wheel of the start page: the six steps, and who walks them."""
    names = (
        _("Lägesbild"),
        _("Problembild"),
        _("Syfte|och mål"),
        _("Metod, resurs,|organisation"),
        _("Aktivitet|och åtgärd"),
        _("Uppföljning"),
    )
    title = _("Trygg i Göteborg: sex steg i ett varv")
    description = _(
        "Lägesbild, problembild, syfte och mål, metod, resurs och organisation, aktivitet och åtgärd, uppföljning. "
        "Sedan börjar varvet om."
    )
    drawn = []
    for is_wide in (True, False):
        parts = [
            _body(number, DEEP, outer=EDGE_RIM) + _words(Segment(number, text), "#fff", is_wide=is_wide)
            for number, text in enumerate(names, 1)
        ]
        parts += [_arrow(), _two_rings(_("Staden och polisen"))]
        name = f"{_name(title)}-{'w' if is_wide else 'n'}"
        drawn.append(_svg("".join(parts), name, title, description, "img"))
    return _both(drawn)


def _both(drawn: Sequence[str]) -> SafeString:
    wide, narrow = drawn
    return mark_safe(f'<div class="only-w">{wide}</div><div class="only-n">{narrow}</div>')  # noqa: S308 - all escaped  # nosec B308 B703


def _name(*texts: str) -> str:
    return "hjul-" + hashlib.sha256("\n".join(texts).encode()).hexdigest()[:8]


def _svg(content: str, name: str, title: str, description: str, role: str) -> str:
    """A picture with links in it is a group: an image's parts cannot be reached."""
    return (
        f'<svg class="wheel" viewBox="0 0 600 600" role="{role}" aria-labelledby="{name}-t" aria-describedby="{name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>{content}</svg>'
    )


def _point(radius: float, degrees: float) -> str:
    angle = math.radians(degrees)
    return f"{CENTRE + radius * math.sin(angle):.1f} {CENTRE - radius * math.cos(angle):.1f}"


def _span(number: int) -> tuple[float, float]:
    return 60 * (number - 1) + GAP, 60 * number - GAP


def _band(start: float, end: float, inner: float, outer: float) -> str:
    return (
        f"M{_point(outer, start)}A{outer} {outer} 0 0 1 {_point(outer, end)}"
        f"L{_point(inner, end)}A{inner} {inner} 0 0 0 {_point(inner, start)}Z"
    )


def _body(number: int, fill: str, *, outer: float = OUTER, edge: str = DEEP, dashes: str = "") -> str:
    path = _band(*_span(number), INNER, outer)
    return f'<path d="{path}" fill="{fill}" stroke="{edge}" stroke-width="2"{dashes}/>'


def _segment(segment: Segment, *, is_wide: bool) -> str:
    """Body, rim and words of one step, in a link where there is one."""
    is_empty = segment.state not in {"decided", "ongoing"}
    fill = {"decided": DEEP, "ongoing": TINT}.get(segment.state, "#fff")
    edge, dashes = (EDGE, ' stroke-dasharray="5 5"') if is_empty else (DEEP, "")
    start, end = _span(segment.number)
    rim = f'<path d="{_band(start, end, RIM, EDGE_RIM)}" fill="#fff" stroke="{edge}" stroke-width="1.5"{dashes}/>'
    share = segment.share if segment.share is not None else 1.0 if segment.state == "decided" else 0.0
    share = min(max(share, 0.0), 1.0)
    done = _band(start, start + (end - start) * share, RIM, EDGE_RIM)
    filled = f'<path d="{done}" fill="{DEEP}"/>' if share and not is_empty else ""
    words = _words(segment, "#fff" if segment.state == "decided" else INK, is_wide=is_wide)
    content = _body(segment.number, fill, edge=edge, dashes=dashes) + rim + filled + words
    if not segment.url:
        return content
    return f'<a href="{escape(segment.url)}" aria-label="{escape(_said(segment))}">{content}</a>'


def _said(segment: Segment) -> str:
    """What a screen reader says of a segment."""
    state = {"decided": _("beslutad"), "ongoing": _("pågår")}.get(segment.state, _("ej påbörjad"))
    turn = {
        "city": _("staden har bollen"),
        "police": _("polisen har bollen"),
        "both": _("båda har bollen"),
    }.get(segment.ball, "")
    return ", ".join(
        part for part in (f"{segment.number} {segment.full_name}", state, segment.fact, turn) if part
    )


def _words(segment: Segment, color: str, *, is_wide: bool) -> str:
    angle = math.radians(60 * segment.number - 30)
    x, y = CENTRE + MIDDLE * math.sin(angle), CENTRE - MIDDLE * math.cos(angle)
    if not is_wide:
        return _text(x, y + 21, str(segment.number), 58, 640, color)
    lines = _lines(str(segment.name))
    top = y - 9 * (len(lines) - 1) - (10 if segment.fact else 0)
    parts = [_text(x, top, str(segment.number), 30, 640, color)]
    parts += [_text(x, top + 22 + 18 * place, line, 15, 600, color) for place, line in enumerate(lines)]
    if segment.fact:
        parts.append(_text(x, top + 24 + 18 * len(lines), segment.fact, 14, 400, color))
    return "".join(parts)


def _lines(name: str, letters: int = 14) -> list[str]:
    """The name on as many lines as the author gave, or as it needs."""
    if "|" in name:
        return name.split("|")
    lines = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _text(x: float, y: float, text: str, size: int, weight: int, color: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="{size}" font-weight="{weight}" '
        f'fill="{color}">{escape(text)}</text>'
    )


def _rings(segments: Sequence[Segment]) -> str:
    """One ring per earlier round, dashed where the step was not done in full; the oldest are not drawn."""
    parts = []
    for segment in segments:
        start, end = _span(segment.number)
        for radius, is_whole in zip(RINGS, reversed(segment.earlier[-MOST_RINGS:]), strict=False):
            dashes = "" if is_whole else ' stroke-dasharray="3 5"'
            arc = f"M{_point(radius, start + 0.5)}A{radius} {radius} 0 0 1 {_point(radius, end - 0.5)}"
            parts.append(f'<path d="{arc}" fill="none" stroke="{DEEP}" stroke-width="5"{dashes}/>')
    return "".join(parts)


def _arrow() -> str:
    """Where a round begins."""
    arc = f"M{_point(284, -13)}A284 284 0 0 1 {_point(284, -2.5)}"
    return f'<path d="M291 8 L307 16 L291 24Z" fill="{INK}"/><path d="{arc}" fill="none" stroke="{INK}" stroke-width="2"/>'


def _middle(round_label: str, years: str, segments: Sequence[Segment], *, is_wide: bool) -> str:
    big, small, first, second = (36, 18, 300, 328) if is_wide else (46, 28, 306, 344)
    hidden = max((len(segment.earlier) for segment in segments), default=0) - MOST_RINGS
    more = _text(CENTRE, second + small + 8, f"+{hidden}", small, 400, INK_2) if hidden > 0 else ""
    return (
        _text(CENTRE, first, round_label, big, 650, INK)
        + _text(CENTRE, second, years, small, 400, INK_2)
        + more
    )


def _ball(segment: Segment) -> str:
    """A ring on the rim, its left half filled for the city, its right half for the police, all of it for both."""
    angle = math.radians(60 * segment.number - 30)
    x, y = CENTRE + 263 * math.sin(angle), CENTRE - 263 * math.cos(angle)
    ring = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="17" fill="#fff" stroke="{HAND}" stroke-width="4"/>'
    halves = {"city": (0,), "police": (1,)}.get(segment.ball, (0, 1))
    return ring + "".join(
        f'<path d="M{x:.1f} {y - 11:.1f}A11 11 0 0 {side} {x:.1f} {y + 11:.1f}Z" fill="{HAND}"/>'
        for side in halves
    )


def _two_rings(text: str) -> str:
    """The sign of the program, large: two rings that share a middle."""
    return (
        _text(CENTRE, 374, text, 18, 600, INK)
        + f'<g transform="translate(300 288)"><path d="M0 -36a49 49 0 0 1 0 72a49 49 0 0 1 0 -72Z" fill="{DEEP}"/>'
        f'<circle cx="-25" r="44" fill="none" stroke="{INK}" stroke-width="5"/>'
        f'<circle cx="25" r="44" fill="none" stroke="{INK}" stroke-width="5"/><circle r="9.5" fill="#fff"/></g>'
    )
