"""The cause tree as a picture: underlying causes to the left, direct ones in the middle, the problem to the right.

A box is a cause and a link to it; the discs say how sure each party is. A thick line is tested on data, a dashed one is not.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from samsyn.charts.picture import text_width
from samsyn.steps.problem.causation import layers
from samsyn.steps.problem.layout import Layout, Point, Spot, arrange
from samsyn.steps.problem.models import CauseKind, Certainty, Sureness
from samsyn.steps.problem.queries import CauseShown, Tree
from samsyn.ui.wheel import DEEP, HAND, INK, INK_2

PAGE = 1248.0  # as wide as a page's content
LEAST_BOX, ALONE = 206.0, 440.0  # alone: there is only one column of causes
LEAST_SPACE, MOST_SPACE = 62.0, 126.0
HEAD = 56.0  # over the boxes: the columns' names, and room for a tag on the edge of the first box
SIZE, LINE, PAD = 18, 23, 18
ROW = 25  # of certainty
TWO_IN_A_ROW = 308.0  # a box wide enough for both parties' answers side by side
POLICE = "#2b4478"


@dataclass(frozen=True)
class _Box:
    """A box before it has a place: its lines of words, and how many rows of certainty it has."""

    lines: tuple[str, ...]
    rows: int
    note: str = ""

    @property
    def height(self) -> float:
        return PAD + len(self.lines) * LINE + (LINE if self.note else 0) + 9 + self.rows * ROW + 9


def cause_tree(shown: Tree, *, status: str) -> SafeString:
    """Return the tree as SVG; nothing when there is no cause.

    status  the line in the problem's box: whether it is prioritised
    """
    if not shown.causes:
        return mark_safe("")  # nothing  # nosec B308
    least = {cause.row.pk: 1 if cause.row.kind == CauseKind.DIRECT else 2 for cause in shown.causes}
    places = layers(least, shown.ties)
    box, space = _widths(max(places.values()))
    boxes = {cause.row.pk: _box(cause, places[cause.row.pk], box) for cause in shown.causes}
    problem = _Box(wrapped(shown.picture.title, box - 2 * PAD), len(wrapped(status, box - 2 * PAD, 14)))
    heights: dict[int | None, float] = {None: problem.height}
    heights.update({key: one.height for key, one in boxes.items()})
    layout = arrange(heights, places, shown.ties, box=box, space=space)
    parts = [_heads(layout, places)]
    parts += [_line(layout.ways[link.cause_id, link.effect_id], link.is_tested) for link in shown.links]
    parts += [_cause(cause, boxes[cause.row.pk], layout.spots[cause.row.pk]) for cause in shown.causes]
    parts.append(_problem(problem, layout.spots[None], status))
    return _svg("".join(parts), layout, shown)


def _widths(last: int) -> tuple[float, float]:
    """Return the width of a box and the space between two columns, so that they fill the page where they can."""
    if last == 1:
        return ALONE, PAGE - 2 * ALONE
    space = max(LEAST_SPACE, MOST_SPACE - 32 * (last - 2))
    return max((PAGE - space * last) / (last + 1), LEAST_BOX), space


def wrapped(text: str, width: float, size: float = SIZE) -> tuple[str, ...]:
    """Return the text on lines that fit the width; a word that is wider than a line is divided with a hyphen.

    >>> wrapped("Mörkt längs gångstråket", 200)
    ('Mörkt längs', 'gångstråket')
    """
    most = max(4, int(width / text_width("n", size)))
    lines = [""]
    for word in re.split(r"[ \t\r\n]+", text.strip().replace("kl. ", "kl.\u00a0")):
        for piece in _divided(word, most):
            if lines[-1] and len(lines[-1]) + 1 + len(piece) > most:
                lines.append(piece)
            else:
                lines[-1] = f"{lines[-1]} {piece}".strip()
    return tuple(lines)


def _divided(word: str, most: int) -> list[str]:
    pieces = []
    while len(word) > most:
        pieces.append(f"{word[: most - 1]}-")
        word = word[most - 1 :]
    return [*pieces, word]


def _box(cause: CauseShown, layer: int, width: float) -> _Box:
    is_misplaced = cause.row.kind == CauseKind.DIRECT and layer > 1
    return _Box(
        lines=wrapped(f"{cause.number}. {cause.row.text}", width - 2 * PAD),
        rows=1 if width >= TWO_IN_A_ROW else 2,
        note=_("direkt orsak") if is_misplaced else "",
    )


def _heads(layout: Layout, places: dict[int, int]) -> str:
    """Name the columns, with a hairline over those that belong together."""
    last = max(places.values())
    box = layout.spots[None].width
    heads = [(0, 0, _("Problem")), (1, 1, _("Direkta orsaker"))]
    if last > 1:
        heads.append((last, 2, _("Bakomliggande orsaker")))
    return "".join(
        _text(layout.columns[first], 16, words, 14, 400, INK_2)
        + f'<path d="M{layout.columns[first]:.1f} 27H{layout.columns[end] + box:.1f}" stroke="{INK_2}" stroke-width="1"/>'
        for first, end, words in heads
    )


def _line(points: Sequence[Point], is_tested: bool) -> str:
    """Draw a tie: curves between the columns, straight through them, with a head where it leads."""
    moved = [(x, y + HEAD) for x, y in points]
    path = [f"M{moved[0][0]:.1f} {moved[0][1]:.1f}"]
    for index in range(0, len(moved) - 1, 2):
        (x, y), (to_x, to_y) = moved[index], moved[index + 1]
        end = to_x - 8 if index + 2 == len(moved) else to_x
        middle = (x + end) / 2
        path.append(f"C{middle:.1f} {y:.1f} {middle:.1f} {to_y:.1f} {end:.1f} {to_y:.1f}")
        if index + 2 < len(moved):
            path.append(f"H{moved[index + 2][0]:.1f}")
    tip_x, tip_y = moved[-1]
    width, dashes = (2.8, "") if is_tested else (1.4, ' stroke-dasharray="5 5"')
    return (
        f'<path d="{"".join(path)}" fill="none" stroke="{INK}" stroke-width="{width}"{dashes}/>'
        f'<path d="M{tip_x - 9:.1f} {tip_y - 6:.1f}l9 6l-9 6z" fill="{INK}"/>'
    )


def _cause(cause: CauseShown, box: _Box, spot: Spot) -> str:
    x, y = spot.x, spot.y + HEAD
    parts = [
        f'<rect x="{x + 0.75:.2f}" y="{y + 0.75:.2f}" width="{spot.width - 1.5:.2f}" height="{spot.height - 1.5:.2f}" '
        f'fill="#fff" stroke="{INK}" stroke-width="1.5"/>',
        *(
            _text(x + PAD, y + PAD + 14 + LINE * place, line, SIZE, 600, INK)
            for place, line in enumerate(box.lines)
        ),
    ]
    if box.note:
        parts.append(_text(x + PAD, y + PAD + 13 + LINE * len(box.lines), box.note, 14, 400, INK_2))
    top = y + spot.height - 9 - box.rows * ROW + ROW / 2
    for place, party in enumerate(("city", "police")):
        along = (spot.width - 2 * PAD) / 2 + 2 if box.rows == 1 else 0.0
        down = ROW if box.rows == 2 else 0.0
        parts.append(
            _certainty(x + PAD + 6 + along * place, top + down * place, party, cause.certainty.get(party))
        )
    if cause.is_disputed:
        parts.append(_tag(x + spot.width - 12, y, _("Oeniga")))
    return f'<a href="#orsak-{cause.row.pk}" aria-label="{escape(said(cause))}">{"".join(parts)}</a>'


def said(cause: CauseShown) -> str:
    """What a screen reader says of a cause: its words, its kind, how sure each party is."""
    return _("Orsak %(number)s, %(kind)s: %(text)s. Staden: %(city)s. Polisen: %(police)s.%(disputed)s") % {
        "number": cause.number,
        "kind": cause.row.get_kind_display(),
        "text": cause.row.text,
        "city": word(cause.city),
        "police": word(cause.police),
        "disputed": " " + _("Oeniga.") if cause.is_disputed else "",
    }


def word(answer: Certainty | None) -> str:
    return str(Sureness(answer.sureness).label) if answer is not None else _("inget än")


def _certainty(x: float, y: float, party: str, answer: Certainty | None) -> str:
    color, sweep = (DEEP, 0) if party == "city" else (POLICE, 1)
    level = answer.sureness if answer is not None else 0
    dots = "".join(
        f'<circle cx="{x + 16 + 10 * place:.1f}" cy="{y:.1f}" r="3.6" fill="{INK if place < level else "#fff"}" '
        f'stroke="{INK}" stroke-width="1.2"/>'
        for place in range(3)
    )
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="6" fill="#fff" stroke="{color}" stroke-width="1.3"/>'
        f'<path d="M{x:.1f} {y - 6:.1f}A6 6 0 0 {sweep} {x:.1f} {y + 6:.1f}Z" fill="{color}"/>{dots}'
        + _text(x + 45, y + 5, word(answer), 13.5, 400, INK if answer is not None else INK_2)
    )


def _tag(right: float, y: float, words: str) -> str:
    """A tag on the upper edge of a box."""
    width = text_width(words, 13) + 26
    return (
        f'<rect x="{right - width:.1f}" y="{y - 12:.1f}" width="{width:.1f}" height="24" fill="#fff" '
        f'stroke="{HAND}" stroke-width="1.5"/>'
        f'<text x="{right - width / 2:.1f}" y="{y + 4.7:.1f}" text-anchor="middle" font-size="13" font-weight="620" '
        f'fill="{HAND}">{escape(words)}</text>'
    )


def _problem(box: _Box, spot: Spot, status: str) -> str:
    x, y = spot.x, spot.y + HEAD
    parts = [
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{spot.width:.1f}" height="{spot.height:.1f}" fill="{DEEP}"/>',
        *(
            _text(x + PAD, y + PAD + 14 + LINE * place, line, SIZE, 600, "#fff")
            for place, line in enumerate(box.lines)
        ),
    ]
    lines = wrapped(status, spot.width - 2 * PAD, 14)
    top = y + spot.height - 9 - len(lines) * ROW + ROW / 2 + 5
    parts += [_text(x + PAD, top + 20 * place, line, 14, 400, "#fff") for place, line in enumerate(lines)]
    return "".join(parts)


def _text(x: float, y: float, text: str, size: float, weight: int, color: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" font-weight="{weight}" fill="{color}">{escape(text)}</text>'


def _svg(content: str, layout: Layout, shown: Tree) -> SafeString:
    """A picture with links in it is a group: an image's parts cannot be reached. A very deep tree is wider than the page."""
    width, height = layout.width, layout.height + HEAD + 2
    title = _("Orsaksträd för ”%(problem)s”") % {"problem": shown.picture.title}
    description = _(
        "Linjerna går från varje orsak till det som den leder till. Samma innehåll står i listan under bilden."
    )
    name = "trad-" + hashlib.sha256(content.encode()).hexdigest()[:8]
    is_deep = width > PAGE + 1
    size = f' width="{width:.0f}"' if is_deep else ""
    drawn = (
        f'<svg class="causes" viewBox="0 0 {max(width, PAGE):.0f} {height:.0f}"{size} role="group" aria-labelledby="{name}-t" '
        f'aria-describedby="{name}-d"><title id="{name}-t">{escape(title)}</title>'
        f'<desc id="{name}-d">{escape(description)}</desc>{content}</svg>'
    )
    if is_deep:
        words = _("Orsaksträdet som bild. Rulla åt sidan för att se allt.")
        drawn = f'<div class="scroll-w" tabindex="0" role="region" aria-label="{escape(words)}">{drawn}</div>'
    return mark_safe(drawn)  # noqa: S308 - all escaped  # nosec B308 B703
