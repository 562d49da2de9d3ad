"""Small multiples: the same figure in several areas, one panel each, all on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number


@dataclass(frozen=True)
class PanelPoint:
    label: str
    value: float | None
    low: float | None = None
    high: float | None = None
    is_preliminary: bool = False


@dataclass(frozen=True)
class Panel:
    """One area. Every panel has the same labels in the same order."""

    name: str
    points: tuple[PanelPoint, ...]


@dataclass(frozen=True)
class _Box:
    """Where a panel's plot lies, in pixels, and its scale."""

    x: float
    y: float
    width: float
    height: float
    ticks: tuple[float, ...]

    def at(self, value: float | None) -> float | None:
        return None if value is None else round(self.y + self.height * (1 - value / self.ticks[-1]), 2)

    def centre(self, place: int, count: int) -> float:
        return round(self.x + self.width / count * (place + 0.5), 2)


def multiples(
    panels: Sequence[Panel],
    *,
    title: str,
    description: str,
    source: str,
    value_label: str = "",
    digits: int = 0,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw the panels in the order given: four in a row when wide, two when narrow."""
    columns = (
        Column(words.area),
        Column(words.period),
        Column(value_label or words.value, "number", digits),
        Column(words.interval, "interval", digits),
    )
    rows = tuple(
        (panel.name, point.label, point.value, (point.low, point.high))
        for panel in panels
        for point in panel.points
    )
    values = [v for p in panels for q in p.points for v in (q.value, q.low, q.high) if v is not None]
    if not values:
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=rows,
            is_example=is_example,
            words=words,
        )
    top = tuple(picture.ticks(0, max(values) or 1.0, about=4))
    wide = _grid(panels, top, digits, words, total=WIDE, across=min(4, max(len(panels), 2)), height=170)
    narrow = _grid(panels, top, digits, words, total=NARROW, across=2, height=120)
    return Picture(wide, narrow, title, description, source, columns, rows, is_example)


def _grid(
    panels: Sequence[Panel],
    ticks: tuple[float, ...],
    digits: int,
    words: Words,
    *,
    total: int,
    across: int,
    height: int,
) -> Spec:
    """Every place is in pixels: one layer of points, lines, intervals and words for all panels."""
    axis_digits = picture.digits_for(ticks)
    left = 12 + int(picture.text_width(number(ticks[-1], axis_digits, words.lang)))
    gap, block = 26, height + 86
    width = (total - left - 8 - gap * (across - 1)) / across
    layers: list[Spec] = []
    values: list[Spec] = []
    row = 0
    for index, panel in enumerate(panels):
        box = _Box((index % across) * (width + gap), (index // across) * block + 40, width, height, ticks)
        lang = words.lang if index % across == 0 else None
        layers.extend([_grid_lines(box), *_names(panel, box, axis_digits, lang)])
        for place, point in enumerate(panel.points):
            if point.value is not None:
                values.append({"row": row, **_value(panel, place, box, digits, words)})
            row += 1
    layers.extend(_points(values))
    depth = -(-len(panels) // across) * block
    return picture.layered(total, depth - 20, layers, padding=(4, 8, 6, left), lang=words.lang)


def _value(panel: Panel, place: int, box: _Box, digits: int, words: Words) -> Spec:
    """One point. Only the first and the last carry their number; `part` cuts the line at gaps."""
    point = panel.points[place]
    gaps = sum(earlier.value is None for earlier in panel.points[:place])
    is_end = place in (0, len(panel.points) - 1)
    top = box.at(point.high if point.high is not None else point.value) or 0.0
    return {
        "x": box.centre(place, len(panel.points)),
        "y": box.at(point.value),
        "low": box.at(point.low),
        "high": box.at(point.high),
        "text_y": top - 10,
        "label": number(point.value, digits, words.lang) if is_end else "",
        "part": f"{panel.name} {gaps}",
        "is_preliminary": point.is_preliminary,
    }


def _grid_lines(box: _Box) -> Spec:
    lines = [
        {"x": box.x, "x2": box.x + box.width, "y": box.at(tick), "stroke": INK if tick == 0 else LINE}
        for tick in box.ticks
    ]
    return picture.layer(
        lines,
        {"type": "rule", "strokeWidth": 1},
        x=picture.pixel("x"),
        x2={"field": "x2"},
        y=picture.pixel("y"),
        stroke={"field": "stroke", "type": "nominal", "scale": None},
    )


def _names(panel: Panel, box: _Box, digits: int, lang: str | None) -> list[Spec]:
    """The panel's name, its periods and, in the first column (where `lang` is given), the numbers of the scale."""
    name = picture.written(
        panel.name,
        box.x,
        box.y - 30,
        align="left",
        baseline="middle",
        fontWeight=600,
        fontSize=14,
        limit=box.width,
    )
    layers = [name, _periods(panel, box)]
    if lang:
        rows = [
            {"x": box.x - 8, "y": box.at(tick), "label": number(tick, digits, lang)} for tick in box.ticks
        ]
        layers.append(_labels(rows, align="right"))
    return layers


def _periods(panel: Panel, box: _Box) -> Spec:
    """As many period labels as there is room for, the last one always."""
    count = max(len(panel.points), 1)
    longest = max((picture.text_width(point.label) for point in panel.points), default=0)
    every = max(1, -(-int(longest + 8) // max(int(box.width / count), 1)))
    rows = [
        {"x": box.centre(place, count), "y": box.y + box.height + 16, "label": point.label}
        for place, point in enumerate(panel.points)
        if (count - 1 - place) % every == 0
    ]
    return _labels(rows, align="center")


def _labels(rows: list[Spec], *, align: str) -> Spec:
    mark = {"type": "text", "align": align, "baseline": "middle", "color": INK_2}
    return picture.layer(rows, mark, x=picture.pixel("x"), y=picture.pixel("y"), text={"field": "label"})


def _points(values: list[Spec]) -> list[Spec]:
    at: dict[str, Any] = {"x": picture.pixel("x"), "y": picture.pixel("y")}
    line = {"type": "line", "strokeWidth": 1.5, "stroke": HUE[2]}
    bar = {"type": "rule", "strokeWidth": 3, "stroke": HUE[3], "strokeCap": "round"}
    hollow = {"type": "point", "fill": PAPER, "stroke": DEEP, "strokeWidth": 2, "size": 46}
    text = {"type": "text", "align": "center", "baseline": "bottom", "fontWeight": 600}
    bars = [row for row in values if row["low"] is not None and row["high"] is not None]
    return [
        picture.layer(values, line, **at, detail={"field": "part", "type": "nominal"}),
        picture.layer(bars, bar, x=at["x"], y=picture.pixel("low"), y2={"field": "high"}),
        picture.layer([r for r in values if not r["is_preliminary"]], {"type": "point", "size": 46}, **at),
        picture.layer([r for r in values if r["is_preliminary"]], hollow, **at),
        picture.layer(values, text, x=at["x"], y=picture.pixel("text_y"), text={"field": "label"}),
    ]
