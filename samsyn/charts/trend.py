"""A trend: one figure over time, what was to be expected, and the days when the areas or the counting changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, INK, INK_2, NARROW, PAPER, TINT, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words

CROWDED = 16  # points


@dataclass(frozen=True)
class TrendPoint:
    """One period, `start` up to but not including `end`. None leaves a gap in the line."""

    label: str
    start: date
    end: date
    value: float | None
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    expected_low: float | None = None
    expected_high: float | None = None
    is_preliminary: bool = False


@dataclass(frozen=True)
class BreakMark:
    """A day when what is counted changed: the line is cut there and the rule says why."""

    on: date
    label: str


@dataclass(frozen=True)
class _Frame:
    """What both widths share: the points, their places and the scales."""

    points: tuple[TrendPoint, ...]
    places: tuple[float, ...]
    marks: tuple[BreakMark, ...]
    x_domain: tuple[float, float]
    y_ticks: tuple[float, ...]
    is_share: bool
    observed: str
    words: Words

    @property
    def x(self) -> Spec:
        return {"domain": list(self.x_domain), "nice": False, "zero": False}

    @property
    def y(self) -> Spec:
        return {"domain": [self.y_ticks[0], self.y_ticks[-1]], "nice": False, "zero": False}


def trend(
    points: Sequence[TrendPoint],
    *,
    title: str,
    description: str,
    source: str,
    value_label: str = "",
    observed: str = "",
    marks: Sequence[BreakMark] = (),
    digits: int = 0,
    is_share: bool = False,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw a series. `value_label` heads the column of values; `observed` is written at the end of the line."""
    columns = _columns(points, value_label or words.value, digits, is_share, words)
    rows = tuple(_row(point, columns, words) for point in points)
    if not any(point.value is not None for point in points):
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=rows,
            is_example=is_example,
            words=words,
        )
    frame = _frame(points, marks, observed or words.observed, is_share, words)
    return Picture(
        _wide(frame), _narrow(frame), title, description, source, columns, rows, is_example=is_example
    )


def _columns(
    points: Sequence[TrendPoint], label: str, digits: int, is_share: bool, words: Words
) -> tuple[Column, ...]:
    found = [
        Column(words.period),
        Column(label, "share" if is_share else "number", digits),
    ]
    if any(p.low is not None for p in points):
        found.append(Column(words.interval, "share_interval" if is_share else "interval", digits))
    if any(p.expected is not None for p in points):
        found.append(Column(words.expected, "share" if is_share else "number", digits))
    if any(p.expected_low is not None for p in points):
        found.append(Column(words.expected_span, "share_interval" if is_share else "interval", digits))
    if any(p.is_preliminary for p in points):
        found.append(Column(words.state))
    return tuple(found)


def _row(point: TrendPoint, columns: tuple[Column, ...], words: Words) -> tuple[Any, ...]:
    cells = {
        words.interval: (point.low, point.high),
        words.expected: point.expected,
        words.expected_span: (point.expected_low, point.expected_high),
        words.state: words.preliminary if point.is_preliminary else "",
    }
    return (point.label, point.value, *(cells[column.label] for column in columns[2:]))


def _is_yearly(points: Sequence[TrendPoint]) -> bool:
    return all((point.end - point.start).days > 360 for point in points)


def _place(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / 365.25


def _frame(
    points: Sequence[TrendPoint], marks: Sequence[BreakMark], observed: str, is_share: bool, words: Words
) -> _Frame:
    yearly = _is_yearly(points)
    places = tuple(
        float(p.start.year) if yearly else round((_place(p.start) + _place(p.end)) / 2, 4) for p in points
    )
    first, last = places[0], places[-1]
    room = max(last - first, 1.0) * 0.025
    start = first - room if yearly else min(float(points[0].start.year), first - room)
    values = [
        v for p in points for v in (p.value, p.low, p.high, p.expected_low, p.expected_high) if v is not None
    ]
    top = 1.0 if is_share else max(values)
    steps = [0.0, 0.25, 0.5, 0.75, 1.0] if is_share else picture.ticks(min(0.0, *values), top or 1.0, about=4)
    inside = tuple(mark for mark in marks if start < _mark_place(mark, yearly) < last + room)
    return _Frame(
        tuple(points), places, inside, (start, last + room), tuple(steps), is_share, observed, words
    )


def _mark_place(mark: BreakMark, yearly: bool) -> float:
    """Yearly points stand on their year; a break on 1 January then lies between two of them."""
    return _place(mark.on) - (0.5 if yearly else 0.0)


def _values(frame: _Frame) -> list[Spec]:
    """One row per point with a value; `part` cuts the line at gaps and breaks."""
    cuts = [_mark_place(mark, _is_yearly(frame.points)) for mark in frame.marks]
    rows: list[Spec] = []
    gaps = 0
    for index, (x, point) in enumerate(zip(frame.places, frame.points, strict=True)):
        if point.value is None:
            gaps += 1
            continue
        rows.append(
            {
                "row": index,
                "x": x,
                "value": point.value,
                "low": point.low,
                "high": point.high,
                "is_preliminary": point.is_preliminary,
                "part": gaps + sum(x > cut for cut in cuts) * 1000,
            }
        )
    return rows


def _expected(frame: _Frame, x: Spec) -> list[Spec]:
    """The band of what was to be expected, also for periods that have no value yet."""
    rows = [
        {"x": place, "y": p.expected, "low": p.expected_low, "high": p.expected_high}
        for place, p in zip(frame.places, frame.points, strict=True)
    ]
    band = [row for row in rows if row["low"] is not None and row["high"] is not None]
    middle = [row for row in rows if row["y"] is not None]
    layers = []
    if band:
        layers.append(
            picture.layer(
                band,
                {"type": "area", "interpolate": "monotone"},
                x=x,
                y=picture.scaled("low"),
                y2={"field": "high"},
            )
        )
    if middle:
        mark = {
            "type": "line",
            "stroke": INK_2,
            "strokeWidth": 1.25,
            "strokeDash": [5, 4],
            "interpolate": "monotone",
        }
        layers.append(picture.layer(middle, mark, x=x, y=picture.scaled("y")))
    return layers


def _only(rows: Sequence[Spec], *keys: str) -> list[Spec]:
    """Rows with no more than a layer draws: the specification goes out with the page."""
    return [{key: row[key] for key in keys} for row in rows]


def _drawn(frame: _Frame, *, about_x: int) -> list[Spec]:
    """The layers that both widths share: axes, band, interval, line and points."""
    rows = _values(frame)
    x = picture.scaled("x", scale=frame.x, axis=_x_axis(frame, about_x))
    y = picture.scaled("value", scale=frame.y, axis=_y_axis(frame))
    axes = picture.layer(
        _only(rows[:1], "x", "value"), {"type": "point", "opacity": 0, "aria": False}, x=x, y=y
    )
    return [axes, *_expected(frame, picture.scaled("x")), *_intervals(rows), *_observed(rows)]


def _intervals(rows: Sequence[Spec]) -> list[Spec]:
    """Bars while they are few enough to be told apart, then a band."""
    known = [row for row in rows if row["low"] is not None and row["high"] is not None]
    bar = {"type": "rule", "strokeWidth": 3, "stroke": picture.HUE[2]}
    mark = {"type": "area", "fill": TINT} if len(rows) > CROWDED else bar
    ends = {"y": picture.scaled("low"), "y2": {"field": "high"}, "x": picture.scaled("x")}
    return [picture.layer(_only(known, "x", "low", "high"), mark, **ends)] if known else []


def _observed(rows: Sequence[Spec]) -> list[Spec]:
    """The line, cut at gaps and breaks, and its points; a preliminary one is hollow."""
    at = {"x": picture.scaled("x"), "y": picture.scaled("value")}
    is_crowded = len(rows) > CROWDED
    dot = {"type": "point", "size": 46, "opacity": 0.001 if is_crowded else 1}
    hollow = {"type": "point", "fill": PAPER, "stroke": DEEP, "strokeWidth": 2, "size": 56}
    solid = [row for row in rows if not row["is_preliminary"]]
    preliminary = [row for row in rows if row["is_preliminary"]]
    line = picture.layer(
        _only(rows, "x", "value", "part"), "line", **at, detail={"field": "part", "type": "nominal"}
    )
    return [
        line,
        picture.layer(_only(solid, "row", "x", "value"), dot, **at),
        picture.layer(_only(preliminary, "row", "x", "value"), hollow, **at),
    ]


def _x_axis(frame: _Frame, about: int) -> Spec:
    low, high = frame.x_domain
    years = [year for year in range(int(low), int(high) + 2) if low - 1e-9 <= year <= high + 1e-9]
    if _is_yearly(frame.points):
        years = [int(place) for place in frame.places]
    step = max(1, -(-len(years) // about))
    shown = years[(len(years) - 1) % step :: step]
    return {"values": shown, "tickCount": len(shown), "format": "d", "labelOverlap": False}


def _y_axis(frame: _Frame) -> Spec:
    shape = ".0%" if frame.is_share else f",.{picture.digits_for(frame.y_ticks)}f"
    return {"values": list(frame.y_ticks), "tickCount": len(frame.y_ticks), "format": shape}


def _left(frame: _Frame) -> int:
    digits = picture.digits_for(frame.y_ticks)
    return 14 + int(picture.text_width(f"{frame.y_ticks[-1]:,.{digits}f}" if not frame.is_share else "100 %"))


def _breaks(frame: _Frame, *, width: float) -> list[Spec]:
    """A rule at each break with its words over the plot, on the side where there is room."""
    layers = []
    low, high = frame.x_domain
    for mark in frame.marks:
        place = _mark_place(mark, _is_yearly(frame.points))
        share = (place - low) / (high - low)
        is_right = share < 0.5
        rule = {"type": "rule", "stroke": INK, "strokeWidth": 1.25}
        layers.append(
            picture.layer(
                [{"x": place}], rule, x=picture.scaled("x"), y={"value": -6}, y2={"value": "height"}
            )
        )
        room = (1 - share if is_right else share) * width - 12
        lines = _wrapped(mark.label, int(max(room, 60) / 7.4))
        text = {
            "type": "text",
            "align": "left" if is_right else "right",
            "dx": 6 if is_right else -6,
            "baseline": "top",
            "lineHeight": 16,
            "color": INK,
        }
        layers.append(
            picture.layer([{"x": place}], text, x=picture.scaled("x"), y={"value": -6}, text={"value": lines})
        )
    return layers


def _wrapped(text: str, letters: int) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _wide(frame: _Frame) -> Spec:
    names = _names(frame)
    left = _left(frame)
    right = 18 + int(max(picture.text_width(name) for name, *_rest in names))
    width, height = WIDE - left - right, 240
    low, high = frame.y_ticks[0], frame.y_ticks[-1]
    heights = picture.apart([height * (high - value) / (high - low) for _n, value, *_r in names], 20)
    layers = [*_drawn(frame, about_x=9), *_breaks(frame, width=width)]
    for (name, _value, color, weight), y in zip(names, heights, strict=True):
        layers.append(
            picture.written(
                name, width + 8, y, align="left", color=color, fontWeight=weight, baseline="middle"
            )
        )
    return picture.layered(WIDE, height, layers, padding=(18, right, 30, left), lang=frame.words.lang)


def _names(frame: _Frame) -> list[tuple[str, float, str, int]]:
    """What is written at the line's end: words, height, colour and weight."""
    last = next(p for p in reversed(frame.points) if p.value is not None)
    names: list[tuple[str, float, str, int]] = [(frame.observed, last.value or 0.0, DEEP, 600)]
    expected = [p for p in frame.points if p.expected is not None]
    if expected:
        names.append((frame.words.expected, expected[-1].expected or 0.0, INK_2, 400))
    band = [p for p in frame.points if p.expected_high is not None]
    if band:
        names.append((frame.words.expected_span, band[-1].expected_high or 0.0, INK_2, 400))
    if last.is_preliminary:
        names.append((frame.words.ring, (last.value or 0.0) * 0.9, INK_2, 400))
    return names


def _narrow(frame: _Frame) -> Spec:
    """The names stand as a key over the plot: at the line's end there is no room for them."""
    left = _left(frame)
    width, height = NARROW - left - 18, 190
    names = _names(frame)
    rows = len(names) if len(names) > 1 else 1
    top = 8 + 20 * rows + (20 if frame.marks else 0)
    layers = [*_drawn(frame, about_x=4), *_breaks(frame, width=width)]
    for index, (name, _value, color, weight) in enumerate(names):
        y = index * 20 - top + 12
        layers.append(_key(name, frame, y))
        layers.append(
            picture.written(
                name, 26 - left + 6, y, align="left", baseline="middle", color=color, fontWeight=weight
            )
        )
    return picture.layered(NARROW, height, layers, padding=(top, 18, 30, left), lang=frame.words.lang)


def _key(name: str, frame: _Frame, y: float) -> Spec:
    """The sign before a name of the key: band, dashes, hollow point or line."""
    x, x2 = {"value": 0 - _left(frame) + 6}, {"value": 22 - _left(frame) + 6}
    if name == frame.words.expected_span:
        return picture.layer(
            [{}], {"type": "rect", "fill": TINT}, x=x, x2=x2, y={"value": y - 6}, y2={"value": y + 6}
        )
    if name == frame.words.expected:
        dashes = {"type": "rule", "stroke": INK_2, "strokeDash": [5, 4], "strokeWidth": 1.25}
        return picture.layer([{}], dashes, x=x, x2=x2, y={"value": y})
    if name == frame.observed:
        return picture.layer(
            [{}], {"type": "rule", "stroke": DEEP, "strokeWidth": 2.25}, x=x, x2=x2, y={"value": y}
        )
    hollow = {"type": "point", "fill": PAPER, "stroke": DEEP, "strokeWidth": 2, "size": 56}
    return picture.layer([{}], hollow, x={"value": 11 - _left(frame) + 6}, y={"value": y})
