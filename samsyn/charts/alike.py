"""An area and those like it, measure by measure: a panel of dots for each, the area's own value as the line to compare with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, INK_2, LINE, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number

_ROW, _HEAD, _GAP, _UNDER = 26, 34, 26, 18


@dataclass(frozen=True)
class Value:
    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Measure:
    """One panel: a value for each area, in the order of the areas; the last areas may be without.

    is_main  what they are compared in: its scale begins at 0; the others are what they were chosen by
    spread   the scale reaches at least so far on both sides of the first area's value
    """

    name: str
    values: tuple[Value, ...]
    digits: int = 0
    is_main: bool = False
    spread: float = 0.0


@dataclass(frozen=True)
class _Box:
    """A panel's place in pixels and its scale."""

    x: float
    y: float
    width: float
    ends: tuple[float, float]

    def at(self, value: float) -> float:
        low, high = self.ends
        return self.x + self.width * (value - low) / ((high - low) or 1.0)


def alike(
    areas: Sequence[str],
    measures: Sequence[Measure],
    *,
    title: str,
    description: str,
    source: str,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw the first area as the one that is compared, the others under it in the order given."""
    columns = [Column(words.area)]
    for measure in measures:
        columns.append(Column(measure.name, "number", measure.digits))
        if any(value.low is not None for value in measure.values):
            columns.append(Column(f"{measure.name}: {words.interval}", "interval", measure.digits))
    rows = tuple(_cells(name, place, measures) for place, name in enumerate(areas))
    texts: dict[str, Any] = {
        "title": title, "description": description, "source": source, "columns": tuple(columns), "rows": rows,
        "is_example": is_example,
    }  # fmt: skip
    if not areas or not any(value.value is not None for one in measures for value in one.values):
        return picture.empty(**texts, words=words)
    return Picture(wide=_wide(areas, measures, words), narrow=_narrow(areas, measures, words), **texts)


def _cells(name: str, place: int, measures: Sequence[Measure]) -> tuple[Any, ...]:
    cells: list[Any] = [name]
    for measure in measures:
        value = measure.values[place] if place < len(measure.values) else Value(None)
        cells.append(value.value)
        if any(one.low is not None for one in measure.values):
            cells.append((value.low, value.high))
    return tuple(cells)


def _ends(measure: Measure) -> tuple[float, float]:
    """Return the scale of a panel: what compares areas starts at 0, what they are like in lies around the first."""
    known = [end for one in measure.values for end in (one.value, one.low, one.high) if end is not None]
    low, high = (min(known), max(known)) if known else (0.0, 1.0)
    if measure.is_main:
        return (min(0.0, low), high * 1.02 or 1.0)
    own = measure.values[0].value
    if own is not None:
        low, high = min(low, own - measure.spread), max(high, own + measure.spread)
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return low - room, high + room


def _wide(areas: Sequence[str], measures: Sequence[Measure], words: Words) -> Spec:
    """The names once at the left of each line of panels; two or three panels in a line."""
    left = min(190, 20 + int(max(picture.text_width(name, 14) for name in areas)))
    across = 2 if len(measures) == 4 else min(3, len(measures))
    width = (WIDE - left - 16 - _GAP * (across - 1)) / across
    layers: list[Spec] = []
    top = 0
    for first in range(0, len(measures), across):
        line = measures[first : first + across]
        many = max(len(measure.values) for measure in line)
        for place, measure in enumerate(line):
            box = _Box(place * (width + _GAP), top + _HEAD, width, _ends(measure))
            layers += _panel(measure, box, words)
        layers += _names(areas[:many], 2 - left, top + _HEAD, limit=left - 14)
        top += _HEAD + _ROW * many + _UNDER
    return picture.layered(WIDE, top - 10, layers, padding=(2, 16, 4, left), lang=words.lang)


def _narrow(areas: Sequence[str], measures: Sequence[Measure], words: Words) -> Spec:
    """One panel under another, each with the names."""
    left = min(128, 18 + int(max(picture.text_width(name, 13) for name in areas)))
    layers: list[Spec] = []
    top = 0
    for measure in measures:
        box = _Box(0, top + _HEAD, NARROW - left - 16, _ends(measure))
        layers += _panel(measure, box, words, heading=2 - left)
        layers += _names(areas[: len(measure.values)], 2 - left, box.y, limit=left - 10, fontSize=13)
        top += _HEAD + _ROW * len(measure.values) + _UNDER
    return picture.layered(NARROW, top - 10, layers, padding=(2, 16, 4, left), lang=words.lang)


def _names(areas: Sequence[str], x: float, top: float, **mark: Any) -> list[Spec]:
    return [
        picture.written(
            name, x, top + _ROW * (place + 0.5), align="left", baseline="middle", color=INK,
            **{"fontSize": 14, "fontWeight": 600 if place == 0 else 400, **mark},
        )
        for place, name in enumerate(areas)
    ]  # fmt: skip


def _panel(measure: Measure, box: _Box, words: Words, *, heading: float | None = None) -> list[Spec]:
    """The name, a row for each area, the first area's value as a line through all, intervals, dots and numbers."""
    rows = _values(measure, box, words)
    many = len(rows)
    bottom = box.y + _ROW * many
    guides: list[Spec] = [
        {"x": box.x, "x2": box.x + box.width, "y": box.y + _ROW * (place + 0.5)} for place in range(many)
    ]
    at = {"x": picture.pixel("x"), "y": picture.pixel("y")}
    layers = [
        picture.written(
            measure.name, box.x if heading is None else heading, box.y - 14, align="left", baseline="middle",
            color=INK, fontWeight=600, limit=box.width if heading is None else NARROW - 8,
        ),
        picture.layer(guides, {"type": "rule", "stroke": LINE, "strokeWidth": 1}, **at, x2={"field": "x2"}),
    ]  # fmt: skip
    own = measure.values[0].value
    if own is not None:
        line: list[Spec] = [{"x": box.at(own), "y": box.y, "y2": bottom}]
        dashed: Spec = {"type": "rule", "stroke": INK_2, "strokeDash": [5, 4], "strokeWidth": 1.5}
        layers.append(picture.layer(line, dashed, **at, y2={"field": "y2"}))
    spans = [row for row in rows if row["low"] is not None]
    bar: Spec = {"type": "rule", "stroke": HUE[2], "strokeWidth": 3}
    layers.append(picture.layer(spans, bar, x=picture.pixel("low"), x2={"field": "high"}, y=at["y"]))
    known = [row for row in rows if row["x"] is not None]
    hollow: Spec = {
        "type": "point",
        "shape": "circle",
        "size": 70,
        "fill": PAPER,
        "stroke": DEEP,
        "strokeWidth": 2,
    }
    solid: Spec = {"type": "point", "shape": "diamond", "size": 140, "fill": DEEP}
    layers += [
        picture.layer([row for row in known if not row["is_own"]], hollow, **at),
        picture.layer([row for row in known if row["is_own"]], solid, **at),
    ]
    return [*layers, *_numbers(rows, box)]


def _values(measure: Measure, box: _Box, words: Words) -> list[Spec]:
    return [
        {
            "x": None if one.value is None else box.at(one.value),
            "low": None if one.low is None or one.high is None else box.at(one.low),
            "high": None if one.low is None or one.high is None else box.at(one.high),
            "y": box.y + _ROW * (place + 0.5),
            "is_own": place == 0,
            "text": words.missing if one.value is None else number(one.value, measure.digits, words.lang),
        }
        for place, one in enumerate(measure.values)
    ]


def _numbers(rows: list[Spec], box: _Box) -> list[Spec]:
    """Each number beside its dot or its interval, away from the first area's line where there is room."""
    layers = []
    own = rows[0]["x"]
    for row in rows:
        right = row["high"] if row["high"] is not None else row["x"]
        left = row["low"] if row["low"] is not None else row["x"]
        wide = picture.text_width(row["text"], 13)
        y = row["y"]
        if right is None or left is None:
            place, align, ink = box.x + 4, "left", INK_2
        else:
            has_right = right + 10 + wide <= box.x + box.width + 12
            has_left = left - 10 - wide >= box.x
            is_left = has_left and (not has_right or (own is not None and row["x"] < own))
            place, align, ink = (left - 10, "right", INK) if is_left else (right + 10, "left", INK)
            if not has_left and not has_right:  # the interval fills the panel: over its right end
                place, align, y = box.x + box.width, "right", y - 10
        mark: Spec = {"align": align, "baseline": "middle", "fontWeight": 600 if row["is_own"] else 400}
        layers += [
            picture.written(row["text"], place, y, **mark, color=PAPER, stroke=PAPER, strokeWidth=4),
            picture.written(row["text"], place, y, **mark, color=ink),
        ]
    return layers
