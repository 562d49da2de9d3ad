"""A series and what was reckoned of it: the fitted line, what it would have been without, and its latest period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isclose
from typing import Any

from samsyn.charts import picture, series_points
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, NARROW, PAPER, TINT, WIDE, Picture, Spec
from samsyn.charts.series_points import Names, Point
from samsyn.charts.words import SWEDISH, Words

CROWDED = 80  # points: then they are no longer drawn one by one
_GAP = 20  # pixels between the words at the lines' ends


@dataclass(frozen=True)
class _Frame:
    points: tuple[Point, ...]
    names: Names
    begins_at: float | None
    is_dashed: bool
    is_years: bool
    unit: str
    x_domain: tuple[float, float]
    y_ticks: tuple[float, ...]
    lang: str

    @property
    def has_line(self) -> bool:
        return any(point.line is not None for point in self.points)


def series(
    points: Sequence[Point],
    *,
    names: Names,
    title: str,
    description: str,
    source: str,
    begins_at: float | None = None,
    is_dashed: bool = False,
    is_years: bool = True,
    value_label: str = "",
    unit: str = "",
    digits: int = 0,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw the points, oldest first.

    begins_at  where something begins: a rule with `names.begins` beside it
    is_dashed  the line may be chance: it is drawn dashed
    is_years   the axis is in years, else in running numbers
    unit       what the axis counts, written over it
    """
    columns = series_points.columns(points, names, value_label or words.value, digits, words)
    rows = tuple(series_points.row(point, points) for point in points)
    if not any(point.value is not None for point in points):
        told: dict[str, Any] = {
            "title": title,
            "description": description,
            "source": source,
            "is_example": is_example,
        }
        return picture.empty(**told, columns=columns, rows=rows, words=words)
    places = [point.at for point in points] + ([] if begins_at is None else [begins_at])
    room = (max(places) - min(places)) * 0.025 or 0.5
    frame = _Frame(
        tuple(points),
        names,
        begins_at,
        is_dashed,
        is_years,
        unit,
        (min(places) - room, max(places) + room),
        _y_ticks(points),
        words.lang,
    )
    return Picture(_wide(frame), _narrow(frame), title, description, source, columns, rows, is_example)


def _y_ticks(points: Sequence[Point]) -> tuple[float, ...]:
    """From 0, and so far up that what was counted fills the picture: what runs far beyond is cut at the edge."""
    seen = [v for p in points for v in (p.value, p.line) if v is not None]
    seen += [p.other for p in points if p.other is not None and p.other <= 2.5 * max(seen)]
    ends = [v for p in points for v in (p.low, p.high) if v is not None]
    reach = max(seen) - min(0.0, *seen) or 1.0
    top = min(max([*seen, *ends]), max(seen) + 0.6 * reach)
    bottom = max(min([0.0, *seen, *ends]), min(0.0, *seen) - 0.6 * reach) if min(seen) < 0 else 0.0
    return tuple(picture.ticks(bottom, top or 1.0, about=5))


# Layers


def _drawn(frame: _Frame, *, width: float, height: float, about: int) -> list[Spec]:
    x = picture.scaled("x", scale={"domain": list(frame.x_domain), "nice": False, "zero": False}, axis=None)
    y = picture.scaled(
        "y",
        scale={"domain": [frame.y_ticks[0], frame.y_ticks[-1]], "nice": False, "zero": False},
        axis=_y_axis(frame),
    )
    first = {"x": frame.x_domain[0], "y": frame.y_ticks[0]}
    axes = picture.layer([first], {"type": "point", "opacity": 0, "aria": False}, x=x, y=y)
    return [
        axes,
        *_span(frame),
        *_x_axis(frame, width, height, about),
        *_unit(frame),
        *_begins(frame, width),
        *_observed(frame),
        *_lines(frame),
        *_marked(frame),
    ]


def _y_axis(frame: _Frame) -> Spec:
    steps = list(frame.y_ticks)
    return {"values": steps, "tickCount": len(steps), "format": f",.{picture.digits_for(steps)}f"}


def _unit(frame: _Frame) -> list[Spec]:
    """What the axis counts, over its highest number; over that in turn stands where something begins."""
    if not frame.unit:
        return []
    return [
        picture.written(
            frame.unit, 4 - _left(frame), -16, align="left", baseline="middle", color=INK_2, fontSize=12
        )
    ]


def _over(frame: _Frame) -> int:
    """How much the axis' unit takes of the room over the picture."""
    return 18 if frame.unit else 0


def _at(field: str = "y") -> dict[str, Spec]:
    return {"x": picture.scaled("x"), "y": picture.scaled(field)}


def _span(frame: _Frame) -> list[Spec]:
    """The field of doubt; the bar and its ends where but one period has one."""
    bottom, top = frame.y_ticks[0], frame.y_ticks[-1]
    rows = [
        {"x": p.at, "low": min(max(p.low, bottom), top), "high": min(p.high, top), "part": p.part}
        for p in frame.points
        if p.low is not None and p.high is not None
    ]
    at = {**_at("low"), "y2": {"field": "high"}}
    if len(rows) == 1:
        bar = {"type": "rule", "strokeWidth": 16, "stroke": TINT, "strokeCap": "butt"}
        ends = [{"x": rows[0]["x"], "y": rows[0][end]} for end in ("low", "high")]
        tick = {"type": "tick", "orient": "horizontal", "size": 16, "thickness": 2, "color": INK_2}
        return [picture.layer(rows, bar, **at), picture.layer(ends, tick, **_at())]
    before = _before(frame)
    if rows and before is not None and before.line is not None:
        rows = [{"x": before.at, "low": before.line, "high": before.line, "part": rows[0]["part"]}, *rows]
    area = {"type": "area", "fill": TINT}
    return [picture.layer(rows, area, **at, detail={"field": "part", "type": "nominal"})] if rows else []


def _before(frame: _Frame) -> Point | None:
    """The last point before the dashed line, from whose fitted level it goes on."""
    first = next((index for index, p in enumerate(frame.points) if p.other is not None), 0)
    return frame.points[first - 1] if first else None


def _x_axis(frame: _Frame, width: float, height: float, about: int) -> list[Spec]:
    rows: list[Spec] = [{"x": at, "text": text} for at, text in _x_ticks(frame, about)]
    low, high = frame.x_domain
    for row in rows:  # the outermost words stay within the picture
        place, half = (row["x"] - low) / (high - low) * width, picture.text_width(row["text"]) / 2
        row["px"] = min(max(place, half - 30), width + 14 - half)
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 1}
    text = {"type": "text", "align": "center", "baseline": "middle", "fontSize": 13, "color": INK_2}
    return [
        picture.layer([{}], rule, x={"value": 0}, x2={"value": width}, y={"value": height}),
        picture.layer(rows, rule, x=picture.scaled("x"), y={"value": height}, y2={"value": height + 5}),
        picture.layer(rows, text, x=picture.pixel("px"), y={"value": height + 17}, text={"field": "text"}),
    ]


def _x_ticks(frame: _Frame, about: int) -> list[tuple[float, str]]:
    """Years where the series is long, the periods' own names where it is short, whole numbers where they are no years."""
    low, high = frame.x_domain
    if frame.is_years and high - low >= 2.2:
        years = [year for year in range(int(low), int(high) + 2) if low <= year <= high]
        step = max(1, -(-len(years) // about))
        return [(float(year), str(year)) for year in years[(len(years) - 1) % step :: step]]
    if frame.is_years:
        step = max(1, -(-len(frame.points) // max(2, about * 2 // 3)))
        return [(point.at, point.label) for point in frame.points[(len(frame.points) - 1) % step :: step]]
    steps = [step for step in picture.ticks(low, high, about=about) if low <= step <= high]
    whole = [step for step in steps if isclose(step, round(step))]
    return [(step, f"{step:g}") for step in (whole or steps)]


def _begins(frame: _Frame, width: float) -> list[Spec]:
    """The rule, and its words over it, as near its middle as the sheet lets them be."""
    if frame.begins_at is None:
        return []
    low, high = frame.x_domain
    place = (frame.begins_at - low) / (high - low) * width
    half = picture.text_width(frame.names.begins) / 2
    middle = min(max(place, half + 6 - _left(frame)), width + 14 - half)
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 1.25}
    return [
        picture.layer([{}], rule, x={"value": place}, y={"value": -8 - _over(frame)}, y2={"value": "height"}),
        picture.written(
            frame.names.begins, middle, -17 - _over(frame), align="center", baseline="middle", color=INK
        ),
    ]


def _observed(frame: _Frame) -> list[Spec]:
    """What was counted: quieter where a fitted line carries the finding."""
    rows: list[Spec] = []
    part = 0
    for point in frame.points:
        if point.value is None:
            part += 1
        else:
            rows.append({"x": point.at, "y": point.value, "part": part})
    ink = HUE[3] if frame.has_line else DEEP
    mark = {"type": "line", "stroke": ink, "strokeWidth": 1.1 if frame.has_line else 2}
    lines = picture.layer(rows, mark, **_at(), detail={"field": "part", "type": "nominal"})
    size = 14 if len(rows) > CROWDED / 2 else 26 if frame.has_line else 30
    dots = picture.layer(rows, {"type": "point", "size": size, "fill": ink}, **_at())
    return [lines] if len(rows) > CROWDED else [lines, dots]


def _lines(frame: _Frame) -> list[Spec]:
    line = [{"x": p.at, "y": p.line, "part": p.part} for p in frame.points if p.line is not None]
    top = frame.y_ticks[-1]
    other = [{"x": p.at, "y": p.other} for p in frame.points if p.other is not None and p.other <= top]
    layers: list[Spec] = []
    if len(other) == 1:
        tick = {"type": "tick", "orient": "horizontal", "size": 24, "thickness": 2, "color": INK}
        layers.append(picture.layer(other, tick, **_at()))
    elif other:
        before = _before(frame)
        if before is not None and before.line is not None:
            other = [{"x": before.at, "y": before.line}, *other]
        mark: Spec = {"type": "line", "stroke": INK_2, "strokeWidth": 1.75, "strokeDash": [5, 4]}
        layers.append(picture.layer(other, mark, **_at()))
    if line:
        mark = {"type": "line", "stroke": DEEP, "strokeWidth": 3}
        if frame.is_dashed:
            mark = {**mark, "strokeDash": [7, 5], "strokeWidth": 2.25, "strokeCap": "butt"}
        layers.append(picture.layer(line, mark, **_at(), detail={"field": "part", "type": "nominal"}))
    return layers


def _marked(frame: _Frame) -> list[Spec]:
    marks: dict[str, Spec] = {
        "ring": {"type": "point", "fill": PAPER, "stroke": DEEP, "strokeWidth": 2, "size": 60},
        "last": {"type": "point", "fill": DEEP, "stroke": PAPER, "strokeWidth": 1.5, "size": 110},
        "alarm": {"type": "point", "shape": "diamond", "fill": DEEP, "stroke": PAPER, "strokeWidth": 1.5, "size": 240},
    }  # fmt: skip
    rows = {kind: [p for p in frame.points if p.mark == kind and p.value is not None] for kind in marks}
    return [
        picture.layer([{"x": p.at, "y": p.value} for p in some], marks[kind], **_at())
        for kind, some in rows.items()
        if some
    ]


# Both widths


def _ends(frame: _Frame) -> list[tuple[str, str, float, str, int]]:
    """What is written at the lines' ends: kind, words, height, colour and weight."""
    names, points = frame.names, frame.points
    seen = [p.value for p in points if p.value is not None]
    line = [p.line for p in points if p.line is not None]
    other = [p.other for p in points if p.other is not None]
    high = [p.high for p in points if p.high is not None]
    bold = 400 if line else 600
    found = [("observed", names.observed, seen[-1], INK_2 if line else DEEP, bold)]
    if line and names.line:
        found.append(("line", names.line, line[-1], DEEP, 600))
    if other and names.other:
        found.append(("other", names.other, min(other[-1], frame.y_ticks[-1]), INK_2, 400))
    if high and names.span:
        found.append(("span", names.span, min(high[-1], frame.y_ticks[-1]), INK_2, 400))
    return found


def _left(frame: _Frame) -> int:
    digits = picture.digits_for(frame.y_ticks)
    texts = [f"{step:,.{digits}f}" for step in (frame.y_ticks[0], frame.y_ticks[-1])]
    return 14 + int(max(picture.text_width(text) for text in texts))


def _wide(frame: _Frame) -> Spec:
    ends, left = _ends(frame), _left(frame)
    right = 20 + int(max(picture.text_width(name) for _kind, name, *_rest in ends))
    width, height = WIDE - left - right, 250
    low, high = frame.y_ticks[0], frame.y_ticks[-1]
    wanted = [height * (high - value) / (high - low) for _k, _n, value, *_r in ends]
    heights = picture.apart(wanted, _GAP)
    shift = max(0.0, -min(heights)) - max(0.0, max(heights) - height)
    layers = _drawn(frame, width=width, height=height, about=8)
    for (_kind, name, _value, color, weight), y in zip(ends, heights, strict=True):
        layers.append(
            picture.written(
                name, width + 12, y + shift, align="left", color=color, fontWeight=weight, baseline="middle"
            )
        )
    return picture.layered(WIDE, height, layers, padding=(_top(frame), right, 32, left), lang=frame.lang)


def _top(frame: _Frame) -> int:
    return (32 if frame.begins_at is not None else 14) + _over(frame)


def _narrow(frame: _Frame) -> Spec:
    """The names stand as a key over the plot: at the line's end there is no room for them."""
    left, ends = _left(frame), _ends(frame)
    width, height = NARROW - left - 18, 200
    top = _top(frame) + 4 + _GAP * len(ends)
    layers = _drawn(frame, width=width, height=height, about=4)
    for index, (kind, name, _value, color, weight) in enumerate(ends):
        y = index * _GAP - top + 12
        layers.append(_key(kind, frame, y, left))
        layers.append(
            picture.written(
                name, 34 - left, y, align="left", baseline="middle", color=color, fontWeight=weight
            )
        )
    return picture.layered(NARROW, height, layers, padding=(top, 18, 32, left), lang=frame.lang)


def _key(kind: str, frame: _Frame, y: float, left: int) -> Spec:
    """The sign before a name of the key."""
    x, x2 = {"value": 4 - left}, {"value": 26 - left}
    if kind == "span":
        tint = {"type": "rect", "fill": TINT}
        return picture.layer([{}], tint, x=x, x2=x2, y={"value": y - 6}, y2={"value": y + 6})
    if kind == "observed" and (last := frame.points[-1].mark) in ("alarm", "last"):
        shape = {
            "type": "point",
            "shape": "diamond" if last == "alarm" else "circle",
            "fill": DEEP,
            "size": 120,
        }
        return picture.layer([{}], shape, x={"value": 15 - left}, y={"value": y})
    signs = {"observed": (HUE[3] if frame.has_line else DEEP, 1.1), "line": (DEEP, 3)}
    ink, weight = signs.get(kind, (INK_2, 1.75))
    mark: Spec = {"type": "rule", "stroke": ink, "strokeWidth": weight}
    if kind == "other" and sum(p.other is not None for p in frame.points) > 1:
        mark = {**mark, "strokeDash": [5, 4]}
    if kind == "line" and frame.is_dashed:
        mark = {**mark, "strokeDash": [7, 5], "strokeWidth": 2.25}
    return picture.layer([{}], mark, x=x, x2=x2, y={"value": y})
