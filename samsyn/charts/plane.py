"""Two measures of the same areas against each other, each beside its reference: four corners with names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log
from typing import Any

from samsyn.charts import picture
from samsyn.charts.labels import Box, place
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number, percent

_SIZES = {
    WIDE: (440, 46),
    NARROW: (330, 58),
}  # height of the plane, and the room for the names of its corners
_LEFT, _RIGHT, _TOP, _AXIS = 58, 14, 46, 56
_LINE = 19  # of the list under the narrow plane
_LISTED = 25  # names under the narrow plane
_CROWD = 30  # with more points those that cannot be told have no cross and no name


@dataclass(frozen=True)
class Dot:
    """An area: x with its ends, y with its ends.

    corner   0 top left, 1 top right, 2 bottom left, 3 bottom right; None where an interval holds its reference
    is_bold  its corner stands also when it is counted in that many areas are tested
    """

    name: str
    x: float
    y: float
    x_ends: tuple[float, float]
    y_ends: tuple[float, float]
    corner: int | None = None
    is_bold: bool = False


@dataclass(frozen=True)
class Axis:
    """reference: what all are held against; name: of the measure; whole: written at the line of the reference."""

    name: str
    reference: float
    whole: str
    is_share: bool = False


@dataclass(frozen=True)
class PlaneWords:
    """corners in the order of `Dot.corner`; unclear is the name of what lies in none."""

    corners: tuple[str, str, str, str]
    unclear: str
    corner: str = "Klass"
    more: str = "{count} till i tabellen"


@dataclass(frozen=True)
class _Frame:
    """Everything in pixels of the plane: `across` and `up` bring a value there."""

    dots: tuple[Dot, ...]
    x: Axis
    y: Axis
    x_ends: tuple[float, float]
    y_ends: tuple[float, float]
    width: int
    height: int
    room: int
    is_log: bool
    words: Words
    own: PlaneWords

    def across(self, value: float) -> float:
        low, high = self.x_ends
        if self.is_log:
            low, high, value = log(low), log(high), log(max(value, low))
        return min(max((value - low) / (high - low), 0.0), 1.0) * (self.width - 24) + 12

    def up(self, value: float) -> float:
        low, high = self.y_ends
        inner = self.height - 2 * self.room
        return self.room + inner * (1 - min(max((value - low) / (high - low), -0.2), 1.2))


def plane(
    dots: Sequence[Dot],
    *,
    x: Axis,
    y: Axis,
    title: str,
    description: str,
    source: str,
    own_words: PlaneWords,
    is_log: bool = False,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw each area as a point with its cross of intervals; a hollow one lies in no corner for sure.

    is_log  the axis of x grows by ratios: for measures where one area has many times what another has; above 0
    """
    kind: Any = ("share", "share_interval") if y.is_share else ("number", "interval")
    columns = (
        Column(words.area),
        Column(x.name, "number", 1),
        Column(f"{x.name}: {words.interval}", "interval", 1),
        Column(y.name, kind[0], 1),
        Column(f"{y.name}: {words.interval}", kind[1], 1),
        Column(own_words.corner),
    )
    rows = tuple((dot.name, dot.x, dot.x_ends, dot.y, dot.y_ends, _corner(dot, own_words)) for dot in dots)
    texts: dict[str, Any] = {"title": title, "description": description, "source": source}
    if not dots:
        return picture.empty(**texts, columns=columns, is_example=is_example, words=words)
    is_log = is_log and min(dot.x for dot in dots) > 0 and x.reference > 0
    wide, narrow = (_spec(dots, x, y, width, words, own_words, is_log=is_log) for width in (WIDE, NARROW))
    return Picture(wide, narrow, **texts, columns=columns, rows=rows, is_example=is_example)


def _corner(dot: Dot, own: PlaneWords) -> str:
    return own.unclear if dot.corner is None else own.corners[dot.corner]


def _spec(
    dots: Sequence[Dot], x: Axis, y: Axis, width: int, words: Words, own: PlaneWords, *, is_log: bool
) -> Spec:
    height, room = _SIZES[width]
    xs = [x.reference, *(value for dot in dots for value in (dot.x, *dot.x_ends))]
    ys = [y.reference, *(value for dot in dots for value in (dot.y, *dot.y_ends))]
    if is_log:  # one wide interval may not set the whole axis
        middle = [x.reference, *(dot.x for dot in dots)]
        xs = [min(max(value, min(middle) / 2), max(middle) * 2) for value in xs]
    x_ends, y_ends = _ends(xs), _ends(ys)
    frame = _Frame(
        tuple(dots), x, y, x_ends, y_ends, width - _LEFT - _RIGHT, height, room, is_log, words, own
    )
    is_wide = width == WIDE
    layers = [*_ground(frame), *_axes(frame, is_wide=is_wide), *_crosses(frame), *_points(frame)]
    layers += _named(frame) if is_wide else _numbered(frame)
    listed = [] if is_wide else _list(frame)
    depth = _AXIS + (16 + _LINE * len(listed) if listed else 0)
    layers += _written_list(frame, listed)
    return picture.layered(width, height, layers, padding=(_TOP, _RIGHT, depth, _LEFT), lang=words.lang)


def _ends(values: list[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    return (low, high) if low < high else (low - 0.5, high + 0.5)


def _ground(frame: _Frame) -> list[Spec]:
    """The two corners where the measures disagree are tinted; every corner has its name and how many lie there."""
    x, y = frame.across(frame.x.reference), frame.up(frame.y.reference)
    boxes: list[Spec] = [
        {"x": 0, "x2": x, "y": 0, "y2": y},
        {"x": x, "x2": frame.width, "y": y, "y2": frame.height},
    ]
    tint: Spec = {"type": "rect", "fill": HUE[0]}
    at = {"x": picture.pixel("x"), "x2": {"field": "x2"}, "y": picture.pixel("y"), "y2": {"field": "y2"}}
    edge: list[Spec] = [{"x": 0, "x2": frame.width, "y": 0, "y2": frame.height}]
    layers = [
        picture.layer(boxes, tint, **at),
        picture.layer(edge, {"type": "rect", "fill": None, "stroke": LINE, "strokeWidth": 1}, **at),
    ]
    for corner in range(4):
        for text, left, top, align in _corner_lines(frame, corner):
            mark: Spec = {"align": align, "baseline": "middle", "color": INK_2, "fontWeight": 600}
            layers.append(picture.written(text, left, top, **mark))
    return layers


def _corner_lines(frame: _Frame, corner: int) -> list[tuple[str, float, float, str]]:
    """Return the lines of a corner's name, each with its place and how it is aligned."""
    text = f"{frame.own.corners[corner]}: {sum(dot.corner == corner for dot in frame.dots)}"
    edge = frame.across(frame.x.reference)
    room = max((frame.width - edge if corner % 2 else edge) - 16, 96.0)
    lines: list[str] = []
    for word in text.split():
        if lines and picture.text_width(f"{lines[-1]} {word}", 13) <= room:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    is_right, is_low = corner % 2 == 1, corner >= 2
    x = frame.width - 8.0 if is_right else 8.0
    top = frame.height - 15 - 17 * (len(lines) - 1) if is_low else 15
    return [(line, x, top + 17.0 * at, "right" if is_right else "left") for at, line in enumerate(lines)]


def _said(value: float, axis: Axis, digits: int, words: Words) -> str:
    return percent(value, digits, words.lang) if axis.is_share else number(value, digits, words.lang)


def _marks(low: float, high: float, about: int, *, is_log: bool = False) -> list[float]:
    """Return the numbers of an axis, all within its ends."""
    if is_log:
        marks = [factor * 10.0**power for power in range(-3, 8) for factor in (1, 2, 5)]
        return [mark for mark in marks if low <= mark <= high]
    return [mark for mark in picture.ticks(low, high, about=about) if low <= mark <= high]


def _axes(frame: _Frame, *, is_wide: bool) -> list[Spec]:
    """The numbers of both axes, their names, and the two lines of the references with theirs."""
    scale = 100 if frame.y.is_share else 1
    steps = [mark / scale for mark in _marks(scale * frame.y_ends[0], scale * frame.y_ends[1], 5)]
    columns = _marks(*frame.x_ends, 6 if is_wide else 4, is_log=frame.is_log)
    y_digits = picture.digits_for([scale * step for step in steps])
    x_digits = 0 if frame.is_log and min(columns, default=1) >= 1 else picture.digits_for(columns)
    layers = []
    for mark in steps:
        text = _said(mark, frame.y, y_digits, frame.words)
        layers.append(
            picture.written(text, -8, frame.up(mark), align="right", baseline="middle", color=INK_2)
        )
    for mark in columns:
        text = _said(mark, frame.x, x_digits, frame.words)
        layers.append(
            picture.written(
                text, frame.across(mark), frame.height + 16, align="center", baseline="middle", color=INK_2
            )
        )
    x, y = frame.across(frame.x.reference), frame.up(frame.y.reference)
    lines: list[Spec] = [
        {"x": x, "x2": x, "y": 0, "y2": frame.height}, {"x": 0, "x2": frame.width, "y": y, "y2": y},
    ]  # fmt: skip
    dashed: Spec = {"type": "rule", "stroke": INK_2, "strokeDash": [5, 4], "strokeWidth": 1.5}
    at = {"x": picture.pixel("x"), "x2": {"field": "x2"}, "y": picture.pixel("y"), "y2": {"field": "y2"}}
    half = picture.text_width(frame.x.whole, 13) / 2
    whole = _whole(frame)
    return [
        *layers,
        picture.layer(lines, dashed, **at),
        picture.written(
            frame.x.name, frame.width, frame.height + 40, align="right", baseline="middle", color=INK
        ),
        picture.written(frame.y.name, 4 - _LEFT, -34, align="left", baseline="middle", color=INK),
        picture.written(
            frame.x.whole,
            min(max(x, half), frame.width - half),
            -11,
            align="center",
            baseline="middle",
            color=INK_2,
        ),
        *_haloed([{"x": whole.x, "y": y - 9, "text": frame.y.whole}], align="left", color=INK_2),
    ]


def _whole(frame: _Frame) -> Box:
    """Where the name of y's reference stands: at the right end of its line, at the left one when a point lies there."""
    wide = picture.text_width(frame.y.whole, 13)
    y = frame.up(frame.y.reference) - 17
    points = [Box(frame.across(dot.x) - 6, frame.up(dot.y) - 6, 12, 12) for dot in frame.dots]
    places = [Box(frame.width - 6 - wide, y, wide, 16), Box(6, y, wide, 16)]
    return next((box for box in places if not any(box.meets(point) for point in points)), places[0])


def _crosses(frame: _Frame) -> list[Spec]:
    rows: list[Spec] = []
    for dot in frame.dots:
        if dot.corner is None and len(frame.dots) > _CROWD:
            continue
        x, y = frame.across(dot.x), frame.up(dot.y)
        ink = HUE[1] if dot.corner is None else HUE[2]
        left, right = (frame.across(end) for end in dot.x_ends)
        top, bottom = (frame.up(end) for end in reversed(dot.y_ends))
        rows += [
            {"x": left, "x2": right, "y": y, "y2": y, "ink": ink},
            {"x": x, "x2": x, "y": top, "y2": bottom, "ink": ink},
        ]
    at = {"x": picture.pixel("x"), "x2": {"field": "x2"}, "y": picture.pixel("y"), "y2": {"field": "y2"}}
    stroke = {"field": "ink", "type": "nominal", "scale": None}
    return [picture.layer(rows, {"type": "rule", "strokeWidth": 1.5}, **at, stroke=stroke)]


def _points(frame: _Frame) -> list[Spec]:
    rows = [
        {"x": frame.across(dot.x), "y": frame.up(dot.y), "is_told": dot.corner is not None}
        for dot in frame.dots
    ]
    at = {"x": picture.pixel("x"), "y": picture.pixel("y")}
    hollow: Spec = {
        "type": "point",
        "shape": "circle",
        "size": 60,
        "fill": PAPER,
        "stroke": INK_2,
        "strokeWidth": 1.5,
    }
    solid: Spec = {
        "type": "point",
        "shape": "circle",
        "size": 90,
        "fill": DEEP,
        "stroke": PAPER,
        "strokeWidth": 1,
    }
    return [
        picture.layer([row for row in rows if not row["is_told"]], hollow, **at),
        picture.layer([row for row in rows if row["is_told"]], solid, **at),
    ]


def _taken(frame: _Frame) -> list[Box]:
    """What no name may lie on: the points, and the names of the corners."""
    found = [Box(frame.across(dot.x) - 6, frame.up(dot.y) - 6, 12, 12) for dot in frame.dots]
    found.append(_whole(frame))
    for corner in range(4):
        for text, x, y, align in _corner_lines(frame, corner):
            wide = picture.text_width(text, 13)
            found.append(Box(x - wide if align == "right" else x, y - 8, wide, 16))
    return found


def _named(frame: _Frame) -> list[Spec]:
    """Names beside the points where there is room, those in a corner first."""
    is_crowd = len(frame.dots) > _CROWD
    dots = sorted(
        (dot for dot in frame.dots if dot.corner is not None or not is_crowd),
        key=lambda dot: (dot.corner is None, not dot.is_bold),
    )
    texts = [(dot.name, frame.across(dot.x), frame.up(dot.y)) for dot in dots]
    boxes = place(texts, taken=_taken(frame), width=frame.width, height=frame.height, size=13)
    layers: list[Spec] = []
    for is_told, is_bold in ((False, False), (True, False), (True, True)):
        rows: list[Spec] = [
            {"x": box.x, "y": box.y + box.height / 2, "text": dot.name}
            for dot, box in zip(dots, boxes, strict=True)
            if box and (dot.corner is not None, dot.corner is not None and dot.is_bold) == (is_told, is_bold)
        ]
        layers += _haloed(
            rows, align="left", color=INK if is_told else INK_2, fontWeight=600 if is_bold else 400
        )
    return layers


def _numbered(frame: _Frame) -> list[Spec]:
    """Numbers beside the points of the corners; the list under the plane says whose they are."""
    dots = _in_order(frame)
    texts = [(str(at + 1), frame.across(dot.x), frame.up(dot.y)) for at, dot in enumerate(dots)]
    boxes = place(texts, taken=_taken(frame), width=frame.width, height=frame.height, size=13)
    rows: list[Spec] = [
        {"x": box.x, "y": box.y + box.height / 2, "text": text}
        for (text, _x, _y), box in zip(texts, boxes, strict=True)
        if box
    ]
    return _haloed(rows, align="left", color=INK, fontWeight=600)


def _in_order(frame: _Frame) -> list[Dot]:
    """Return the dots that get a number, corner by corner; of very many, those where the measures disagree."""
    told = [dot for dot in frame.dots if dot.corner is not None]
    kept = sorted(told, key=lambda dot: (dot.corner not in (0, 3), not dot.is_bold))[:_LISTED]
    return sorted(kept, key=lambda dot: (dot.corner or 0, -dot.y))


def _list(frame: _Frame) -> list[tuple[str, bool]]:
    """Return the lines under the narrow plane, and whether each is a heading."""
    lines: list[tuple[str, bool]] = []
    seen: int | None = None
    for at, dot in enumerate(_in_order(frame)):
        if dot.corner != seen:
            seen = dot.corner
            lines.append((_corner(dot, frame.own), True))
        text = f"{at + 1} {dot.name}"
        joined = f"{lines[-1][0]} · {text}"
        if not lines[-1][1] and picture.text_width(joined, 13) <= NARROW - 24:
            lines[-1] = (joined, False)
        else:
            lines.append((text, False))
    if left := sum(dot.corner is not None for dot in frame.dots) - len(_in_order(frame)):
        lines.append((frame.own.more.format(count=number(left, lang=frame.words.lang)), False))
    return lines


def _written_list(frame: _Frame, lines: list[tuple[str, bool]]) -> list[Spec]:
    return [
        picture.written(
            text, 4 - _LEFT, frame.height + _AXIS + 14 + _LINE * at, align="left", baseline="middle", color=INK,
            fontWeight=600 if is_heading else 400, limit=NARROW - 8,
        )
        for at, (text, is_heading) in enumerate(lines)
    ]  # fmt: skip


def _haloed(rows: list[Spec], **mark: Any) -> list[Spec]:
    """Texts with paper around them, so that a line behind does not cut them."""
    look: Spec = {"type": "text", "baseline": "middle", **mark}
    halo: Spec = {**look, "stroke": PAPER, "strokeWidth": 4, "color": PAPER}
    at = {"x": picture.pixel("x"), "y": picture.pixel("y"), "text": {"field": "text"}}
    return [picture.layer(rows, one, **at) for one in (halo, look)] if rows else []
