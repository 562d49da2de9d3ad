"""A map of levels: the shape says the level, the hue its weight, hatching that the material is thin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from samsyn.charts import geometry, maps, picture
from samsyn.charts.geometry import Geometry, Sheet
from samsyn.charts.picture import HUE, INK, PAPER, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words

_THIN_SIGN = ("#ffffff", "M0,-0.76A0.76,0.76,0,1,1,0,0.76A0.76,0.76,0,1,1,0,-0.76Z")
# Fill and outline of each sign, as in the page's own marks.
SIGNS = {
    "circle": ("#2f8259", _THIN_SIGN[1]),
    "triangle": ("#f4d64a", "M0,-0.82L0.88,0.76H-0.88Z"),
    "diamond": ("#ee8f2e", "M0,-0.91L0.91,0L0,0.91L-0.91,0Z"),
    "square": ("#b8142b", "M-0.76,-0.76H0.76V0.76H-0.76Z"),
}


@dataclass(frozen=True)
class LevelArea:
    """One area. `weight` 1 (lightest) to 4 gives the hue; None is thin evidence, with `shape` "none".

    `geometry` is GeoJSON in longitude and latitude, simplified by the caller.
    """

    name: str
    geometry: Geometry
    level: str
    shape: str
    weight: int | None
    have: int
    total: int = 4

    @property
    def is_thin(self) -> bool:
        return self.weight is None


def level_map(
    areas: Sequence[LevelArea],
    *,
    title: str,
    description: str,
    source: str,
    others: Sequence[Geometry] = (),
    is_example: bool = False,
    words: Words = SWEDISH,
) -> Picture:
    """Draw the areas, numbered 1–n in the order given. The wide map carries names, the narrow one numbers."""
    columns = (
        Column(words.number, "number"),
        Column(words.area),
        Column(words.level),
        Column(words.evidence),
    )
    rows = tuple(
        (number, area.name, area.level, words.of_total.format(have=area.have, total=area.total))
        for number, area in enumerate(areas, 1)
    )
    if not areas:
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            is_example=is_example,
            words=words,
        )
    drawn = [area.geometry for area in areas]
    wide = _wide(areas, geometry.sheet(drawn, others, width=maps.MAP_WIDE, highest=640), words)
    narrow = _narrow(areas, geometry.sheet(drawn, others, width=maps.MAP_NARROW, highest=420), words)
    return Picture(wide, narrow, title, description, source, columns, rows, is_example)


def _ground(areas: Sequence[LevelArea], sheet: Sheet) -> list[Spec]:
    fills = [PAPER if area.weight is None else HUE[min(max(area.weight, 1), 4) - 1] for area in areas]
    return maps.ground(sheet, fills, [area.is_thin for area in areas])


def _signs(areas: Sequence[LevelArea], spots: Sequence[tuple[float, float]], size: int) -> list[Spec]:
    """The signs, white first so that the hatching ends at their edge."""
    rows: list[Spec] = []
    for index, (area, (x, y)) in enumerate(zip(areas, spots, strict=True)):
        fill, outline = SIGNS.get(area.shape, _THIN_SIGN)
        rows.append(
            {
                "row": index,
                "x": round(x, 1),
                "y": round(y, 1),
                "fill": fill,
                "outline": outline,
                "thin": area.is_thin,
            }
        )
    at: dict[str, Any] = {
        "x": picture.pixel("x"),
        "y": picture.pixel("y"),
        "shape": {"field": "outline", "type": "nominal", "scale": None},
        "fill": {"field": "fill", "type": "nominal", "scale": None},
    }
    mark = {"type": "point", "size": size, "stroke": INK, "strokeWidth": 1.6, "strokeJoin": "round"}
    dashed = {**mark, "strokeDash": [3.1, 2.6]}
    return [
        picture.layer([row for row in rows if not row["thin"]], mark, **at),
        picture.layer([row for row in rows if row["thin"]], dashed, **at),
    ]


def _wide(areas: Sequence[LevelArea], sheet: Sheet, words: Words) -> Spec:
    spots = [(x, y - 9) for x, y in maps.places(sheet.shapes)]
    names = maps.stacked([(x, y + 23) for x, y in spots], [area.name for area in areas], sheet)
    layers = [
        *_ground(areas, sheet),
        *_signs(areas, spots, 520),
        *maps.words_on(names),
        *maps.bar(sheet, words),
    ]
    return maps.spec(sheet, layers, words)


def _narrow(areas: Sequence[LevelArea], sheet: Sheet, words: Words) -> Spec:
    spots = [(x - 9, y) for x, y in maps.places(sheet.shapes)]
    numbers = [{"x": x + 19, "y": y, "text": str(index)} for index, (x, y) in enumerate(spots, 1)]
    layers = [
        *_ground(areas, sheet),
        *_signs(areas, spots, 400),
        *maps.words_on(numbers, size=14),
        *maps.bar(sheet, words),
    ]
    return maps.spec(sheet, layers, words)
