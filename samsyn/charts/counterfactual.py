"""What happened beside what would have happened: a series, its twin, the start between, and the gap after it.

Where the twins of other units are known too, their gaps stand under it, pale behind the gap of this one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import ceil
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, TINT, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number

CROWDED = 16  # periods: with more there are no dots
DENSE = 60  # and with so many the line is thinner
_MOST_NAME = 182  # pixels beside the lines
_ROW = 18


@dataclass(frozen=True)
class Period:
    """One period: what was observed, and what the twin says."""

    name: str
    treated: float
    twin: float


@dataclass(frozen=True)
class Names:
    """The words in the picture.

    gap    what the coloured surface says: the size of the gap, and its interval on a line of its own
    gaps   heads the lower part: the gaps of this unit and the others
    """

    treated: str
    twin: str
    start: str
    gap: str
    difference: str = "Skillnad"
    gaps: str = ""
    others: str = ""


@dataclass(frozen=True)
class _Part:
    """One part of the drawing: its top and height in pixels, the ends of its scale, and its round numbers."""

    top: float
    height: float
    ends: tuple[float, float]
    ticks: tuple[float, ...]

    def y(self, value: float) -> float:
        low, high = self.ends
        return round(self.top + self.height * (high - value) / (high - low), 2)


@dataclass(frozen=True)
class _Frame:
    periods: tuple[Period, ...]
    start: int
    names: Names
    behind: tuple[tuple[float, ...], ...]
    upper: _Part
    lower: _Part | None
    width: float  # of the plot
    words: Words

    def x(self, place: float) -> float:
        many = len(self.periods)
        return round(self.width / 2 if many < 2 else 4 + (self.width - 8) * place / (many - 1), 2)

    @property
    def bottom(self) -> float:
        last = self.lower or self.upper
        return last.top + last.height


_Given = tuple[tuple[Period, ...], int, Names, tuple[tuple[float, ...], ...], Words]


def counterfactual(
    periods: Sequence[Period],
    *,
    start: int,
    names: Names,
    title: str,
    description: str,
    source: str,
    behind: Sequence[Sequence[float]] = (),
    digits: int = 1,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw a series beside its twin.

    start   place of the first period with the treatment: the rule stands just before it
    behind  the gap of each of the other units, a number a period
    """
    columns = (
        Column(words.period),
        Column(names.treated, "number", digits),
        Column(names.twin, "number", digits),
        Column(names.difference, "number", digits),
    )
    rows = tuple((one.name, one.treated, one.twin, one.treated - one.twin) for one in periods)
    if not periods:
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            is_example=is_example,
            words=words,
        )
    given = tuple(periods), start, names, tuple(tuple(one) for one in behind), words
    return Picture(_wide(given), _narrow(given), title, description, source, columns, rows, is_example)


def _upper(periods: Sequence[Period], height: float) -> _Part:
    """Round numbers from nothing, or below it, to over the largest value."""
    values = [value for one in periods for value in (one.treated, one.twin)]
    low, high = min(0.0, *values), max(0.0, *values)
    steps = picture.ticks(low, high if high > low else low + 1.0, about=4)
    return _Part(0, height, (steps[0], steps[-1]), tuple(steps))


def _gaps(periods: Sequence[Period], behind: Sequence[Sequence[float]], top: float, height: float) -> _Part:
    """The gaps fill their part; the round numbers are those that lie within."""
    gaps = [one.treated - one.twin for one in periods] + [gap for line in behind for gap in line]
    low, high = min(0.0, *gaps), max(0.0, *gaps)
    room = 0.06 * (high - low) or 1.0
    low, high = low - room, high + room
    steps = [step for step in picture.ticks(low, high, about=4) if low <= step <= high]
    return _Part(top, height, (low, high), tuple(steps))


def _frame(given: _Given, *, width: float, heights: tuple[float, float], between: float) -> _Frame:
    periods, start, names, behind, words = given
    upper = _upper(periods, heights[0])
    lower = _gaps(periods, behind, heights[0] + between, heights[1]) if behind else None
    return _Frame(periods, start, names, behind, upper, lower, width, words)


def _left(periods: Sequence[Period], behind: Sequence[Sequence[float]], words: Words) -> int:
    """Room for the numbers of the axis."""
    both = [_upper(periods, 1).ticks, *([_gaps(periods, behind, 0, 1).ticks] if behind else [])]
    texts = [
        number(step, digits, words.lang)
        for steps in both
        for digits in [picture.digits_for(steps)]
        for step in steps
    ]
    return 14 + int(max(picture.text_width(text) for text in texts))


def _line(points: Sequence[tuple[float, float]], **mark: Any) -> Spec:
    values = [{"x": x, "y": y} for x, y in points]
    return picture.layer(values, {"type": "line", **mark}, x=picture.pixel("x"), y=picture.pixel("y"))


def _rule(x: float, x2: float, y: float, y2: float, **mark: Any) -> Spec:
    ends = {"x": {"value": x}, "x2": {"value": x2}, "y": {"value": y}, "y2": {"value": y2}}
    return picture.layer([{}], {"type": "rule", **mark}, **ends)


def _grid(part: _Part, frame: _Frame) -> list[Spec]:
    """The lines and the numbers of one part's axis."""
    digits = picture.digits_for(part.ticks)
    rows = [
        {"x": 0, "x2": frame.width, "y": part.y(step), "text": number(step, digits, frame.words.lang)}
        for step in part.ticks
    ]
    lines: Spec = {"type": "rule", "stroke": LINE, "strokeWidth": 1}
    text: Spec = {"type": "text", "align": "right", "baseline": "middle", "dx": -7, "color": INK_2}
    x, y = picture.pixel("x"), picture.pixel("y")
    return [
        picture.layer(rows, lines, x=x, x2={"field": "x2"}, y=y),
        picture.layer(rows, text, x=x, y=y, text={"field": "text"}),
    ]


def _time_axis(frame: _Frame) -> list[Spec]:
    """The names of as many periods as there is room for, with a tick above each."""
    known = _years([one.name for one in frame.periods])
    wide = max(picture.text_width(text) for _place, text in known) + 14
    gaps = [frame.x(second) - frame.x(first) for (first, _a), (second, _b) in pairwise(known)]
    least = min(gaps, default=wide)
    known = known[:: max(1, ceil(wide / least))]
    rows = [{"x": frame.x(place), "text": text} for place, text in known]
    y = frame.bottom
    ticks: Spec = {"type": "rule", "stroke": INK, "strokeWidth": 1}
    text: Spec = {"type": "text", "align": "center", "baseline": "top", "dy": 9, "color": INK_2}
    x = picture.pixel("x")
    return [
        _rule(0, frame.width, y, y, stroke=INK, strokeWidth=1),
        picture.layer(rows, ticks, x=x, y={"value": y}, y2={"value": y + 5}),
        picture.layer(rows, text, x=x, y={"value": y}, text={"field": "text"}),
    ]


def _years(names: Sequence[str]) -> list[tuple[int, str]]:
    """The places to name: every period, or of months and quarters over some years the first of each year.

    >>> _years(["2023-12", "2024-01", "2024-02"])[:1], _years([f"{2020 + n // 4}K{n % 4 + 1}" for n in range(9)])
    ([(0, '2023-12')], [(0, '2020'), (4, '2021'), (8, '2022')])
    """
    firsts = [re.fullmatch(r"(\d{4})(-01(-01.*)?| ?[KQ]1)", name) for name in names]
    found = [(place, first[1]) for place, first in enumerate(firsts) if first]
    return found if len(found) > 1 and len(names) > 8 else list(enumerate(names))


def _drawn(frame: _Frame) -> list[Spec]:
    """What both widths share: axes, the gap, the twin, the series, the start, and the gaps of all."""
    periods, upper = frame.periods, frame.upper
    own = [(frame.x(place), upper.y(one.treated)) for place, one in enumerate(periods)]
    twin = [(frame.x(place), upper.y(one.twin)) for place, one in enumerate(periods)]
    gap = [
        {"x": x, "y": y, "y2": y2}
        for (x, y), (_x, y2) in zip(_from(own, frame), _from(twin, frame), strict=True)
    ]
    fill: Spec = {"type": "area", "orient": "vertical", "fill": TINT}
    ends = {"x": picture.pixel("x"), "y": picture.pixel("y"), "y2": {"field": "y2"}}
    layers = [picture.layer(gap, fill, **ends), *_grid(upper, frame), *_lower(frame), *_time_axis(frame)]
    layers.append(_line(twin, stroke=INK_2, strokeWidth=1.75, strokeDash=[5, 4]))
    layers.append(_line(own, stroke=DEEP, strokeWidth=2.5 if len(periods) < DENSE else 1.75))
    if len(periods) <= CROWDED:
        dots: Spec = {"type": "point", "filled": True, "fill": DEEP, "size": 46}
        values = [{"x": x, "y": y} for x, y in own]
        layers.append(picture.layer(values, dots, x=picture.pixel("x"), y=picture.pixel("y")))
    return [*layers, *_start(frame)]


def _from(line: Sequence[tuple[float, float]], frame: _Frame) -> list[tuple[float, float]]:
    """The part of a line after the rule, from the rule itself."""
    rest = list(line[frame.start :])
    if not 0 < frame.start < len(line):
        return rest
    (x, y), (x2, y2) = line[frame.start - 1], line[frame.start]
    return [((x + x2) / 2, (y + y2) / 2), *rest]


def _start(frame: _Frame) -> list[Spec]:
    """The rule before the first period with the treatment, its words over the plot where there is room."""
    if not 0 < frame.start < len(frame.periods):
        return []
    x = (frame.x(frame.start - 1) + frame.x(frame.start)) / 2
    is_right = frame.width - x >= picture.text_width(frame.names.start) or x < frame.width / 2
    align = {"align": "left", "dx": -1} if is_right else {"align": "right", "dx": 1}
    parts = [(-6.0, frame.upper.height)]
    parts += [(frame.lower.top, frame.bottom)] if frame.lower else []
    return [
        *(_rule(x, x, y, y2, stroke=INK, strokeWidth=1.25) for y, y2 in parts),
        picture.written(frame.names.start, x, -10, baseline="bottom", color=INK, **align),
    ]


def _lower(frame: _Frame) -> list[Spec]:
    """The gaps: those of the others pale, this one's strong, and the line of no gap."""
    part = frame.lower
    if part is None:
        return []
    rows = [
        {"x": frame.x(place), "y": part.y(gap), "unit": unit}
        for unit, line in enumerate(frame.behind)
        for place, gap in enumerate(line)
    ]
    own = [(frame.x(place), part.y(one.treated - one.twin)) for place, one in enumerate(frame.periods)]
    pale: Spec = {"type": "line", "stroke": HUE[2], "strokeWidth": 1}
    at = {"x": picture.pixel("x"), "y": picture.pixel("y")}
    zero = part.y(0)
    return [
        *_grid(part, frame),
        picture.layer(rows, pale, **at, detail={"field": "unit", "type": "nominal"}),
        _rule(0, frame.width, zero, zero, stroke=INK_2, strokeWidth=1.75, strokeDash=[5, 4]),
        _line(own, stroke=DEEP, strokeWidth=2.5),
    ]


def _broken(text: str, width: float, size: float = 13) -> list[str]:
    """Lines of at most a width; a line break stays one."""
    if "\n" in text:
        return [line for part in text.split("\n") for line in _broken(part, width, size)]
    found: list[str] = []
    for word in text.split(" "):
        if found and picture.text_width(f"{found[-1]} {word}", size) <= width:
            found[-1] = f"{found[-1]} {word}"
        else:
            found.append(word)
    return found


def _wide(given: _Given) -> Spec:
    """The names stand at the ends of the lines."""
    periods, _start_at, names, behind, words = given
    left = _left(periods, behind, words)
    right = 22 + int(
        max(
            picture.text_width(line, 14 if name == names.treated else 13) + (18 if name == names.gap else 0)
            for name in (names.treated, names.twin, names.gap, names.others)
            for line in _beside_lines(name, names)
        )
    )
    heights = (220.0, 120.0)
    frame = _frame(given, width=WIDE - left - right, heights=heights, between=46)
    last, upper = periods[-1], frame.upper
    ends = [(names.treated, upper.y(last.treated), DEEP, 600), (names.twin, upper.y(last.twin), INK_2, 400)]
    middle = (upper.y(last.treated) + upper.y(last.twin)) / 2
    layers = [*_drawn(frame), *_beside(frame, [*ends, (names.gap, middle, INK, 400)])]
    if frame.lower:
        layers += _head(frame, left)
        end = frame.lower.y(last.treated - last.twin)
        other = frame.lower.y(max(line[-1] for line in behind) if end > frame.lower.y(0) else min(
            line[-1] for line in behind))  # fmt: skip
        layers += _beside(frame, [(names.treated, end, DEEP, 600), (names.others, other, INK_2, 400)])
    return picture.layered(WIDE, int(frame.bottom), layers, padding=(28, right, 30, left), lang=words.lang)


def _head(frame: _Frame, left: int) -> list[Spec]:
    """What the lower part shows."""
    top = frame.lower.top if frame.lower else 0.0
    text = _broken(frame.names.gaps, frame.width + left - 8)
    return [
        picture.written(line, 0 - left + 6, top - 16 - 16 * (len(text) - 1 - at), color=INK, fontWeight=600)
        for at, line in enumerate(text)
    ]


def _beside_lines(name: str, names: Names) -> list[str]:
    return _broken(name, _MOST_NAME - 22 - (18 if name == names.gap else 0))


def _beside(frame: _Frame, ends: list[tuple[str, float, str, int]]) -> list[Spec]:
    """Names to the right of the lines, a row a line of words, moved apart; the gap has its colour before it."""
    rows = [
        (line, y + at * 0.001, color, weight, at == 0 and name == frame.names.gap)
        for name, y, color, weight in sorted(ends, key=lambda end: end[1])
        for at, line in enumerate(_beside_lines(name, frame.names))
    ]
    places = picture.apart([y for _line, y, *_rest in rows], _ROW)
    layers = []
    for (line, _y, color, weight, is_first), y in zip(rows, places, strict=True):
        if is_first:
            layers.append(_swatch(frame.width + 10, y))
        is_gap = line in _beside_lines(frame.names.gap, frame.names)
        x = frame.width + (28 if is_gap else 10)
        layers.append(picture.written(line, x, round(y, 1), color=color, fontWeight=weight))
    return layers


def _swatch(x: float, y: float) -> Spec:
    ends = {"x": {"value": x}, "x2": {"value": x + 12}, "y": {"value": y - 6}, "y2": {"value": y + 6}}
    return picture.layer([{}], {"type": "rect", "fill": TINT}, **ends)


def _narrow(given: _Given) -> Spec:
    """The names stand as a key over the plot."""
    periods, _start_at, names, behind, words = given
    left = _left(periods, behind, words)
    frame = _frame(given, width=NARROW - left - 14, heights=(180.0, 110.0), between=62)
    room = NARROW - 44
    keys = [
        (line, at == 0, kind)
        for kind, name in (("own", names.treated), ("twin", names.twin), ("gap", names.gap), ("others", names.others))
        if name and (kind != "others" or behind)
        for at, line in enumerate(_broken(name, room))
    ]  # fmt: skip
    top = 34 + 20 * len(keys)
    layers = _drawn(frame)
    for at, (line, is_first, kind) in enumerate(keys):
        y = 12 + 20 * at - top
        layers += _key(kind, 4 - left, y) if is_first else []
        bold = 600 if kind == "own" else 400
        color = DEEP if kind == "own" else INK
        layers.append(picture.written(line, 34 - left, y, color=color, fontWeight=bold))
    layers += _head(frame, left) if behind else []
    return picture.layered(NARROW, int(frame.bottom), layers, padding=(top, 14, 30, left), lang=words.lang)


def _key(kind: str, x: float, y: float) -> list[Spec]:
    """The sign before a name of the key."""
    if kind == "gap":
        return [_swatch(x + 5, y)]
    mark: Spec = {"own": {"stroke": DEEP, "strokeWidth": 2.5}, "others": {"stroke": HUE[2], "strokeWidth": 1}}.get(
        kind, {"stroke": INK_2, "strokeWidth": 1.75, "strokeDash": [5, 4]}
    )  # fmt: skip
    return [_rule(x, x + 22, y, y, **mark)]
