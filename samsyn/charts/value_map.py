"""A map of values: at most five classes of one hue, numbers 1–n that match the table, and a key with its limits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import shapely

from samsyn.charts import geometry, maps, picture
from samsyn.charts.geometry import Geometry, Sheet
from samsyn.charts.picture import HUE, INK, INK_2, PAPER, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words, number, percent

MOST_CLASSES = 5


@dataclass(frozen=True)
class ValueArea:
    """One area. None is hatched: a missing figure is not a low one. The geometry is GeoJSON in degrees."""

    name: str
    geometry: Geometry
    value: float | None
    low: float | None = None
    high: float | None = None


def value_map(
    areas: Sequence[ValueArea],
    *,
    title: str,
    description: str,
    source: str,
    value_label: str = "",
    limits: Sequence[float] = (),
    others: Sequence[Geometry] = (),
    digits: int = 0,
    is_share: bool = False,
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw the areas, numbered 1–n in the order given.

    `limits` are the lower limits of class 2 and up, rising; without them the span is cut in equal steps.
    """
    columns = _columns(areas, value_label or words.value, digits, is_share, words)
    has_interval = len(columns) == 4
    rows = tuple(
        (place, area.name, area.value, *(((area.low, area.high),) if has_interval else ()))
        for place, area in enumerate(areas, 1)
    )
    if not any(area.value is not None for area in areas):
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=rows,
            is_example=is_example,
            words=words,
        )
    edges = tuple(limits)[: MOST_CLASSES - 1] or _equal_steps([a.value for a in areas if a.value is not None])
    texts = _class_texts(areas, edges, digits, is_share, words)
    drawn = [area.geometry for area in areas]
    wide = _draw(
        areas, edges, texts, geometry.sheet(drawn, others, width=maps.MAP_WIDE, highest=600), words, 14
    )
    narrow = _draw(
        areas, edges, texts, geometry.sheet(drawn, others, width=maps.MAP_NARROW, highest=400), words, 13
    )
    return Picture(wide, narrow, title, description, source, columns, rows, is_example)


def _columns(
    areas: Sequence[ValueArea], label: str, digits: int, is_share: bool, words: Words
) -> tuple[Column, ...]:
    found = [
        Column(words.number, "number"),
        Column(words.area),
        Column(label, "share" if is_share else "number", digits),
    ]
    if any(area.low is not None for area in areas):
        found.append(Column(words.interval, "share_interval" if is_share else "interval", digits))
    return tuple(found)


def _equal_steps(values: Sequence[float]) -> tuple[float, ...]:
    """Limits at equal steps between round numbers: three to five classes."""
    steps = picture.ticks(min(values), max(values), about=4)[1:-1]
    return tuple(steps[: MOST_CLASSES - 1])


def _class_of(value: float, edges: Sequence[float]) -> int:
    return sum(value >= edge for edge in edges)


def _hues(edges: Sequence[float]) -> tuple[str, ...]:
    """One hue per class; with few classes the steps are larger, so that they can be told apart."""
    return {1: HUE[2:3], 2: (HUE[0], HUE[3]), 3: (HUE[0], HUE[2], HUE[4]), 4: (*HUE[:3], HUE[4])}.get(
        len(edges) + 1, HUE
    )


def _class_texts(
    areas: Sequence[ValueArea], edges: Sequence[float], digits: int, is_share: bool, words: Words
) -> list[str]:
    """The span of each class in words: "3–5", and what hatching means."""

    def show(value: float) -> str:
        return percent(value, digits, words.lang) if is_share else number(value, digits, words.lang)

    texts = [words.under.format(limit=show(edges[0]))] if edges else [""]
    texts += [words.between.format(low=show(a), high=show(b)) for a, b in pairwise(edges)]
    texts += [words.at_least.format(limit=show(edges[-1]))] if edges else []
    return texts + ([words.missing] if any(area.value is None for area in areas) else [])


def _draw(
    areas: Sequence[ValueArea],
    edges: Sequence[float],
    texts: Sequence[str],
    sheet: Sheet,
    words: Words,
    size: int,
) -> Spec:
    hues = _hues(edges)
    classes = [None if area.value is None else _class_of(area.value, edges) for area in areas]
    fills = [PAPER if found is None else hues[found] for found in classes]
    layers = maps.ground(sheet, fills, [found is None for found in classes])
    numbers: list[Spec] = [
        {"row": index, "x": round(x, 1), "y": round(y, 1), "text": str(index + 1)}
        for index, (x, y) in enumerate(maps.places(sheet.shapes))
    ]
    layers += [*maps.words_on(numbers, size=size), *maps.bar(sheet, words)]
    key = _key(texts, hues, sheet)
    spec = maps.spec(sheet, [*layers, *key], words)
    return {**spec, "height": max(spec["height"], sheet.height + 14 + 22 * len(texts))}


def _key(texts: Sequence[str], hues: Sequence[str], sheet: Sheet) -> list[Spec]:
    """The classes under the map, lightest first."""
    rows: list[dict[str, Any]] = [
        {
            "y": sheet.height + 10 + 22 * place,
            "text": text,
            "fill": hues[place] if place < len(hues) else PAPER,
        }
        for place, text in enumerate(texts)
        if text
    ]
    for row in rows:
        row["bottom"] = row["y"] + 14
        row["middle"] = row["y"] + 7
    box = picture.layer(
        rows,
        {"type": "rect", "stroke": INK, "strokeWidth": 0.9},
        x={"value": 1},
        x2={"value": 23},
        y=picture.pixel("y"),
        y2={"field": "bottom"},
        fill={"field": "fill", "type": "nominal", "scale": None},
    )
    text = {"type": "text", "align": "left", "baseline": "middle", "color": INK_2}
    label = picture.layer(rows, text, x={"value": 32}, y=picture.pixel("middle"), text={"field": "text"})
    hatched = [
        geometry.feature(geometry.hatch(shapely.box(1, row["y"], 23, row["bottom"])))
        for row in rows[len(hues) :]
    ]
    return [
        box,
        *([maps.shapes(hatched, filled=False, stroke=maps.HATCH, strokeWidth=1.1)] if hatched else []),
        label,
    ]
