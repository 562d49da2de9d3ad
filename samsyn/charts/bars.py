"""Bars from zero, with the number at the end and the interval where there is one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import picture
from samsyn.charts.picture import DEEP, HUE, INK, NARROW, PAPER, WIDE, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number


@dataclass(frozen=True)
class Bar:
    """One row. None is written in words; `is_marked` is the row that the title speaks of."""

    name: str
    value: float | None
    low: float | None = None
    high: float | None = None
    is_marked: bool = False


def bars(
    rows: Sequence[Bar],
    *,
    title: str,
    description: str,
    source: str,
    name_label: str = "",
    value_label: str = "",
    digits: int = 0,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw the rows in the order given, all on one scale from zero."""
    has_interval = any(row.low is not None for row in rows)
    columns = (
        Column(name_label or words.name),
        Column(value_label or words.value, "number", digits),
        *((Column(words.interval, "interval", digits),) if has_interval else ()),
    )
    cells = tuple((row.name, row.value, *(((row.low, row.high),) if has_interval else ())) for row in rows)
    if not any(row.value is not None for row in rows):
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=cells,
            is_example=is_example,
            words=words,
        )
    wide, narrow = _wide(rows, digits, words), _narrow(rows, digits, words)
    return Picture(wide, narrow, title, description, source, columns, cells, is_example)


def _values(rows: Sequence[Bar], digits: int, words: Words, *, step: int, middle: int) -> list[Spec]:
    has_mark = any(row.is_marked for row in rows)
    return [
        {
            "row": index,
            "name": row.name,
            "zero": 0,
            "value": row.value,
            "end": max(row.value or 0, row.high or 0),
            "low": row.low,
            "high": row.high,
            "label": number(row.value, digits, words.lang) if row.value is not None else words.missing,
            "fill": DEEP if row.is_marked or not has_mark else HUE[2],
            "y": index * step + middle,
        }
        for index, row in enumerate(rows)
    ]


def _drawn(values: list[Spec], *, height: int) -> list[Spec]:
    """Bars, intervals, numbers and the zero line."""
    top = max(row["end"] for row in values) or 1
    x = picture.scaled("value", scale={"domain": [0, top], "nice": False, "zero": True}, axis=None)
    y = picture.pixel("y")
    bar = {"type": "bar", "size": 16}
    fill = {"field": "fill", "type": "nominal", "scale": None}
    with_interval = [row for row in values if row["low"] is not None and row["high"] is not None]
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 1.5}
    halo = {"type": "rule", "stroke": PAPER, "strokeWidth": 5}
    text = {"type": "text", "align": "left", "baseline": "middle", "dx": 8, "fontWeight": 600}
    return [
        picture.layer(values, bar, x=x, x2={"field": "zero"}, y=y, fill=fill),
        picture.layer(with_interval, halo, x=picture.scaled("low"), x2={"field": "high"}, y=y),
        picture.layer(with_interval, rule, x=picture.scaled("low"), x2={"field": "high"}, y=y),
        picture.layer(values, text, x=picture.scaled("end"), y=y, text={"field": "label"}),
        picture.layer([{}], rule, x={"value": 0}, y={"value": 0}, y2={"value": height}),
    ]


def _names(values: list[Spec], x: float, **mark: Any) -> Spec:
    return picture.layer(
        values,
        {"type": "text", "align": "left", "baseline": "middle", "fontSize": 14, "color": INK, **mark},
        x={"value": x},
        y=picture.pixel("y"),
        text={"field": "name"},
    )


def _room(values: list[Spec]) -> int:
    return 16 + int(max(picture.text_width(row["label"]) for row in values))


def _wide(rows: Sequence[Bar], digits: int, words: Words) -> Spec:
    values = _values(rows, digits, words, step=30, middle=15)
    height = 30 * len(rows)
    left = min(240, 16 + int(max(picture.text_width(row.name, 14) for row in rows)))
    layers = [*_drawn(values, height=height), _names(values, 2 - left, limit=left - 10)]
    return picture.layered(WIDE, height, layers, padding=(6, _room(values), 6, left), lang=words.lang)


def _narrow(rows: Sequence[Bar], digits: int, words: Words) -> Spec:
    """The name stands over its bar."""
    values = _values(rows, digits, words, step=48, middle=34)
    height = 48 * len(rows)
    layers = [*_drawn(values, height=height), _names(values, 4, dy=-22, limit=NARROW - 16)]
    return picture.layered(NARROW, height, layers, padding=(4, _room(values), 4, 4), lang=words.lang)
