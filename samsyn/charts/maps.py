"""What the two kinds of map share: areas in one hue with ink borders, hatching, names with a halo, a scale bar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shapely.geometry.base import BaseGeometry

from samsyn.charts import geometry, picture
from samsyn.charts.geometry import Sheet
from samsyn.charts.picture import INK, INK_2, PAPER, Spec
from samsyn.charts.words import Words, number

OTHER, HATCH = "#f0f3f2", "#9fb0b3"
PROJECTION = {"type": "identity", "scale": 1, "translate": [0, 0]}
AREAS = "areas"  # the outlines are sent once and drawn twice: filled, then bordered
MAP_WIDE, MAP_NARROW = 560, 320


def shapes(features: Sequence[Spec], **mark: Any) -> Spec:
    """One layer of shapes already in pixels."""
    layer = picture.layer(features, {"type": "geoshape", **mark})
    return {**layer, "projection": PROJECTION}


def ground(sheet: Sheet, fills: Sequence[str], hatched: Sequence[bool]) -> list[Spec]:
    """The areas, what lies around them, the hatching and the borders. `row` ties a shape to its row."""
    layers = []
    if sheet.others:
        around = [geometry.feature(other) for other in sheet.others]
        layers.append(shapes(around, fill=OTHER, stroke=PAPER, strokeWidth=1.5))
    areas = [
        geometry.feature(area, row=index, fill=fill)
        for index, (area, fill) in enumerate(zip(sheet.shapes, fills, strict=True))
    ]
    filled = shapes(areas, stroke=PAPER, strokeWidth=2.5, strokeJoin="round")
    filled["data"]["name"] = AREAS
    filled["encoding"] = {"fill": {"field": "fill", "type": "nominal", "scale": None}}
    layers.append(filled)
    lines = [
        geometry.feature(geometry.hatch(area))
        for area, is_thin in zip(sheet.shapes, hatched, strict=True)
        if is_thin
    ]
    if lines:
        layers.append(shapes(lines, filled=False, stroke=HATCH, strokeWidth=1.1))
    border = shapes([], filled=False, stroke=INK, strokeWidth=0.9, strokeJoin="round")
    layers.append({**border, "data": {"name": AREAS}})
    return layers


def words_on(rows: Sequence[Spec], *, size: int = 13, align: str = "center") -> list[Spec]:
    """Texts with a white halo: rows of x, y and text."""
    at = {"x": picture.pixel("x"), "y": picture.pixel("y"), "text": {"field": "text"}}
    mark = {"type": "text", "align": align, "baseline": "middle", "fontSize": size, "fontWeight": 600}
    halo = {**mark, "stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    return [picture.layer(rows, halo, **at), picture.layer(rows, {**mark, "color": INK}, **at)]


def bar(sheet: Sheet, words: Words) -> list[Spec]:
    """The scale bar, in the lower right corner."""
    metres, length = geometry.scale_bar(sheet.metres_per_pixel, longest=sheet.width / 4)
    y, right = sheet.height + 18, sheet.width - 6
    rule = {"type": "rule", "stroke": INK, "strokeWidth": 1.4}
    ends: list[Spec] = [{"x": right - length}, {"x": right}]
    kilometres = metres / 1000
    text = f"{number(kilometres, 1 if kilometres < 1 else 0, words.lang)}\u00a0{words.kilometre}"
    return [
        picture.layer([{}], rule, x={"value": right - length}, x2={"value": right}, y={"value": y}),
        picture.layer(ends, rule, x=picture.pixel("x"), y={"value": y - 4}, y2={"value": y + 4}),
        picture.written(text, right - length / 2, y - 11, align="center", baseline="middle", color=INK_2),
    ]


def spec(sheet: Sheet, layers: Sequence[Spec], words: Words) -> Spec:
    return picture.layered(sheet.width, sheet.height + 26, layers, padding=(0, 0, 0, 0), lang=words.lang)


def places(found: Sequence[BaseGeometry]) -> list[tuple[float, float]]:
    return [geometry.anchor(area) for area in found]


def stacked(spots: Sequence[tuple[float, float]], texts: Sequence[str], sheet: Sheet) -> list[Spec]:
    """Places for names under their signs: kept on the sheet, and moved down where they would lie on each other."""
    rows: list[Spec] = []
    for (x, y), text in sorted(zip(spots, texts, strict=True), key=lambda pair: pair[0][1]):
        half = picture.text_width(text) / 2 + 2
        x = min(max(x, half), sheet.width - half)
        for row in rows:
            if abs(row["y"] - y) < 16 and abs(row["x"] - x) < half + picture.text_width(row["text"]) / 2:
                y = row["y"] + 16
        rows.append({"x": round(x, 1), "y": round(y, 1), "text": text})
    return rows
