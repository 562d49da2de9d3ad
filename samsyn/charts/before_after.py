"""Before and after: what came, what was to be expected, and the day between. The span of the expected is always drawn."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, NARROW, PAPER, TINT, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words

_YEAR = 365.25


@dataclass(frozen=True)
class Moment:
    """One period, `start` up to but not including `end`; shares run from 0 to 1.

    low, high           the doubt of the value itself, as a survey's margin
    expected, *_low, *_high  what was to be expected, and its span
    is_tested           the period that the sentence is about
    """

    label: str
    start: date
    end: date
    value: float | None
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    expected_low: float | None = None
    expected_high: float | None = None
    is_tested: bool = False

    @property
    def place(self) -> float:
        """The middle of the period in years."""
        return (_place(self.start) + _place(self.end)) / 2


@dataclass(frozen=True)
class Names:
    """What is written in the picture: at the lines' ends and beside the day."""

    observed: str
    expected: str
    span: str
    begins: str


@dataclass(frozen=True)
class _Frame:
    moments: tuple[Moment, ...]
    begins_on: date
    names: Names
    x_domain: tuple[float, float]
    y_ticks: tuple[float, ...]
    is_share: bool
    lang: str


def before_after(
    moments: Sequence[Moment],
    *,
    begins_on: date,
    names: Names,
    title: str,
    description: str,
    source: str,
    value_label: str = "",
    digits: int = 0,
    is_share: bool = False,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw the moments, oldest first, with a rule on the day when the work began."""
    columns = _columns(moments, value_label or words.value, digits, is_share, words)
    rows = tuple(_row(one, columns, words) for one in moments)
    if not any(one.value is not None for one in moments):
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=rows,
            is_example=is_example,
            words=words,
        )
    frame = _frame(moments, begins_on, names, is_share, words)
    return Picture(
        _wide(frame), _narrow(frame), title, description, source, columns, rows, is_example=is_example
    )


def _columns(
    moments: Sequence[Moment], label: str, digits: int, is_share: bool, words: Words
) -> tuple[Column, ...]:
    found = [Column(words.period), Column(label, "share" if is_share else "number", digits)]
    if any(one.low is not None for one in moments):
        found.append(Column(words.interval, "share_interval" if is_share else "interval", digits))
    if any(one.expected is not None for one in moments):
        found.append(Column(words.expected, "share" if is_share else "number", digits))
        found.append(Column(words.expected_span, "share_interval" if is_share else "interval", digits))
    return tuple(found)


def _row(one: Moment, columns: tuple[Column, ...], words: Words) -> tuple[Any, ...]:
    cells = {
        words.interval: (one.low, one.high),
        words.expected: one.expected,
        words.expected_span: (one.expected_low, one.expected_high),
    }
    return (one.label, one.value, *(cells[column.label] for column in columns[2:]))


def _place(day: date) -> float:
    return day.year + (day.timetuple().tm_yday - 1) / _YEAR


def _frame(moments: Sequence[Moment], begins_on: date, names: Names, is_share: bool, words: Words) -> _Frame:
    places = [*(one.place for one in moments), _place(begins_on)]
    room = max(max(places) - min(places), 1.0) * 0.04
    values = [
        value
        for one in moments
        for value in (one.value, one.high, one.expected, one.expected_high)
        if value is not None
    ]
    steps = [0.0, 0.25, 0.5, 0.75, 1.0] if is_share else picture.ticks(0.0, max(values) or 1.0, about=4)
    return _Frame(
        tuple(moments),
        begins_on,
        names,
        (min(places) - room, max(places) + room),
        tuple(steps),
        is_share,
        words.lang,
    )


def _layers(frame: _Frame, *, about_x: int, width: int) -> list[Spec]:
    """Axes, band, expectation, day, doubt, line and points: the same in both widths."""
    x = picture.scaled(
        "x",
        scale={"domain": list(frame.x_domain), "nice": False, "zero": False},
        axis=_x_axis(frame, about_x),
    )
    y = picture.scaled(
        "y",
        scale={"domain": [frame.y_ticks[0], frame.y_ticks[-1]], "nice": False, "zero": False},
        axis=_y_axis(frame),
    )
    first = {"x": frame.moments[0].place, "y": frame.y_ticks[0]}
    axes = picture.layer([first], {"type": "point", "opacity": 0, "aria": False}, x=x, y=y)
    return [axes, *_band(frame), *_begins(frame, width), *_observed(frame)]


def _x_axis(frame: _Frame, about: int) -> Spec:
    """The years: under the middle of each when the periods are years, else where each begins."""
    low, high = frame.x_domain
    shift = 0.5 if _is_yearly(frame) else 0.0
    years = [year for year in range(int(low), int(high) + 2) if low <= year + shift <= high]
    step = max(1, -(-len(years) // about))
    shown = years[(len(years) - 1) % step :: step]
    return {
        "values": [year + shift for year in shown],
        "tickCount": len(shown),
        "labelOverlap": False,
        "labelExpr": "format(floor(datum.value), 'd')",
    }


def _is_yearly(frame: _Frame) -> bool:
    return all((one.end - one.start).days > 360 for one in frame.moments)


def _y_axis(frame: _Frame) -> Spec:
    shape = ".0%" if frame.is_share else f",.{picture.digits_for(frame.y_ticks)}f"
    return {"values": list(frame.y_ticks), "tickCount": len(frame.y_ticks), "format": shape}


def _band(frame: _Frame) -> list[Spec]:
    """The expected, dashed, and its span, which opens from the last moment that has none."""
    rows = [
        {"x": one.place, "y": one.expected, "low": one.expected_low, "high": one.expected_high}
        for one in frame.moments
        if one.expected is not None
    ]
    ends = {"x": picture.scaled("x"), "y": picture.scaled("low"), "y2": {"field": "high"}}
    at = {"x": picture.scaled("x"), "y": picture.scaled("y")}
    dashes = {"type": "line", "stroke": INK_2, "strokeWidth": 1.5, "strokeDash": [5, 4]}
    known = [row for row in rows if row["low"] is not None and row["high"] is not None]
    before = [row for row in rows if row["low"] is None]
    if known and before:
        known = [{**before[-1], "low": before[-1]["y"], "high": before[-1]["y"]}, *known]
    band = [picture.layer(known, {"type": "area", "fill": TINT}, **ends)] if len(known) > 1 else []
    return [*band, picture.layer(rows, dashes, **at)] if rows else []


def _begins(frame: _Frame, width: int) -> list[Spec]:
    """The rule on the day, with its words on the side where there is room."""
    place = _place(frame.begins_on)
    low, high = frame.x_domain
    share = (place - low) / (high - low)
    is_right = share < 0.4
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 1.25}
    letters = int(max((1 - share if is_right else share) * width - 12, 60) / 7.4)
    text = {
        "type": "text",
        "align": "left" if is_right else "right",
        "dx": 7 if is_right else -7,
        "baseline": "top",
        "lineHeight": 17,
        "color": INK,
    }
    at = {"x": picture.scaled("x")}
    return [
        picture.layer([{"x": place}], rule, **at, y={"value": -8}, y2={"value": "height"}),
        picture.layer(
            [{"x": place}], text, **at, y={"value": -8}, text={"value": _wrapped(frame.names.begins, letters)}
        ),
    ]


def _wrapped(text: str, letters: int) -> list[str]:
    lines = [""]
    for part in text.split("\n"):
        for word in part.split():
            if lines[-1] and len(lines[-1]) + 1 + len(word) > letters:
                lines.append(word)
            else:
                lines[-1] = f"{lines[-1]} {word}".strip()
        lines.append("")
    return [line for line in lines if line]


def _observed(frame: _Frame) -> list[Spec]:
    """The line and its points; what is doubtful carries its bar, and the moment that is tested a ring."""
    rows: list[Spec] = []
    part = 0
    for index, one in enumerate(frame.moments):
        if one.value is None:
            part += 1
            continue
        rows.append(
            {
                "row": index,
                "x": one.place,
                "y": one.value,
                "low": one.low,
                "high": one.high,
                "part": part,
                "is_tested": one.is_tested,
            }
        )
    at = {"x": picture.scaled("x"), "y": picture.scaled("y")}
    bars = [row for row in rows if row["low"] is not None and row["high"] is not None]
    bar = {"type": "rule", "strokeWidth": 3, "stroke": HUE[2]}
    layers = (
        [picture.layer(bars, bar, x=at["x"], y=picture.scaled("low"), y2={"field": "high"})] if bars else []
    )
    ring = {"type": "point", "fill": PAPER, "stroke": DEEP, "strokeWidth": 2.25, "size": 150}
    tested = [row for row in rows if row["is_tested"]]
    return [
        *layers,
        picture.layer(rows, "line", **at, detail={"field": "part", "type": "nominal"}),
        *([picture.layer(tested, ring, **at)] if tested else []),
        picture.layer(rows, {"type": "point", "size": 46}, **at),
    ]


def _left(frame: _Frame) -> int:
    digits = picture.digits_for(frame.y_ticks)
    widest = "100 %" if frame.is_share else f"{frame.y_ticks[-1]:,.{digits}f}"
    return 14 + int(picture.text_width(widest))


def _ends(frame: _Frame) -> list[tuple[str, float, str, int]]:
    """What is written at the lines' ends: words, height, colour and weight."""
    seen = [one for one in frame.moments if one.value is not None]
    found: list[tuple[str, float, str, int]] = [(frame.names.observed, seen[-1].value or 0.0, DEEP, 600)]
    expected = [one for one in frame.moments if one.expected is not None]
    if expected:
        found.append((frame.names.expected, expected[-1].expected or 0.0, INK_2, 400))
        if expected[-1].expected_high is not None:
            found.append((frame.names.span, expected[-1].expected_high, INK_2, 400))
    return found


def _wide(frame: _Frame) -> Spec:
    names = _ends(frame)
    left = _left(frame)
    right = 18 + int(max(picture.text_width(name) for name, *_rest in names))
    width, height = WIDE - left - right, 250
    low, high = frame.y_ticks[0], frame.y_ticks[-1]
    heights = picture.apart([height * (high - value) / (high - low) for _n, value, *_r in names], 20)
    layers = _layers(frame, about_x=9, width=width)
    for (name, _value, color, weight), y in zip(names, heights, strict=True):
        layers.append(
            picture.written(
                name, width + 8, y, align="left", color=color, fontWeight=weight, baseline="middle"
            )
        )
    return picture.layered(WIDE, height, layers, padding=(20, right, 30, left), lang=frame.lang)


def _narrow(frame: _Frame) -> Spec:
    """The names stand as a key over the plot: at the line's end there is no room for them."""
    left, names = _left(frame), _ends(frame)
    width, height = NARROW - left - 18, 200
    top = 26 + 20 * len(names)
    layers = _layers(frame, about_x=4, width=width)
    for index, (name, _value, color, weight) in enumerate(names):
        y = index * 20 - top + 12
        layers.append(_key(name, frame, y, left))
        layers.append(
            picture.written(
                name, 32 - left, y, align="left", baseline="middle", color=color, fontWeight=weight
            )
        )
    return picture.layered(NARROW, height, layers, padding=(top, 18, 30, left), lang=frame.lang)


def _key(name: str, frame: _Frame, y: float, left: int) -> Spec:
    """The sign before a name of the key: band, dashes or line."""
    x, x2 = {"value": 4 - left}, {"value": 26 - left}
    if name == frame.names.span:
        tint = {"type": "rect", "fill": TINT}
        return picture.layer([{}], tint, x=x, x2=x2, y={"value": y - 6}, y2={"value": y + 6})
    mark: Spec = {"type": "rule", "stroke": DEEP, "strokeWidth": 2.25}
    if name == frame.names.expected:
        mark = {"type": "rule", "stroke": INK_2, "strokeWidth": 1.5, "strokeDash": [5, 4]}
    return picture.layer([{}], mark, x=x, x2=x2, y={"value": y})
