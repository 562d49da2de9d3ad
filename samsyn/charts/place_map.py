"""A map of places by number: where something is done, over the outlines of the areas. The numbers stand in the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from samsyn.charts import geometry, maps, picture
from samsyn.charts.geometry import Geometry, Sheet
from samsyn.charts.picture import DEEP, HUE, PAPER, Column, Picture, Spec
from samsyn.charts.words import SWEDISH, Words

APART = 30  # pixels between two numbers


@dataclass(frozen=True)
class MapPlace:
    """One place in longitude and latitude, with what is done there."""

    name: str
    longitude: float
    latitude: float
    activities: tuple[str, ...]


@dataclass(frozen=True)
class PlaceWords:
    place: str = "Plats eller område"
    activities: str = "Aktiviteter"


def place_map(
    places: Sequence[MapPlace],
    areas: Sequence[Geometry],
    *,
    title: str,
    description: str,
    source: str,
    is_example: bool = False,
    words: Words = SWEDISH,
    said: PlaceWords = PlaceWords(),
) -> Picture:
    """Draw the areas with a number at each place, 1–n in the order given. The wide map carries names too."""
    columns = (Column(words.number, "number"), Column(said.place), Column(said.activities))
    rows = tuple((number, place.name, "; ".join(place.activities)) for number, place in enumerate(places, 1))
    if not areas or not places:
        return picture.empty(
            title=title,
            description=description,
            source=source,
            columns=columns,
            rows=rows,
            is_example=is_example,
            words=words,
        )
    wide = _drawn(places, areas, maps.MAP_WIDE, 640, words, has_names=True)
    narrow = _drawn(places, areas, maps.MAP_NARROW, 420, words, has_names=False)
    return Picture(wide, narrow, title, description, source, columns, rows, is_example)


def _drawn(
    places: Sequence[MapPlace],
    areas: Sequence[Geometry],
    width: int,
    highest: int,
    words: Words,
    *,
    has_names: bool,
) -> Spec:
    sheet, points = _sheet(places, areas, width, highest)
    spots = _apart(points, sheet)
    layers = maps.ground(sheet, [HUE[0]] * len(sheet.shapes), [False] * len(sheet.shapes))
    if has_names:
        below = [(x, y + 26) for x, y in spots]
        layers += maps.words_on(maps.stacked(below, [place.name for place in places], sheet))
    layers += [*_discs(spots), *maps.bar(sheet, words)]
    return maps.spec(sheet, layers, words)


def _sheet(
    places: Sequence[MapPlace], areas: Sequence[Geometry], width: int, highest: int
) -> tuple[Sheet, list[tuple[float, float]]]:
    """Lay areas and points on one sheet: each point goes as a hair of a square, so that it scales as the areas do."""
    hair = 1e-7
    squares = [
        {
            "type": "Polygon",
            "coordinates": [
                [
                    (place.longitude - hair, place.latitude - hair),
                    (place.longitude + hair, place.latitude - hair),
                    (place.longitude + hair, place.latitude + hair),
                    (place.longitude - hair, place.latitude - hair),
                ]
            ],
        }
        for place in places
    ]
    whole = geometry.sheet([*areas, *squares], width=width, highest=highest)
    count = len(areas)
    points = [(float(one.centroid.x), float(one.centroid.y)) for one in whole.shapes[count:]]
    return (
        Sheet(whole.width, whole.height, whole.shapes[:count], whole.others, whole.metres_per_pixel),
        points,
    )


def _apart(points: Sequence[tuple[float, float]], sheet: Sheet) -> list[tuple[float, float]]:
    """Move numbers that would cover each other to the right, and then down; all stay on the sheet."""
    taken: list[tuple[float, float]] = []
    for x, y in points:
        while any(abs(x - other_x) < APART and abs(y - other_y) < APART for other_x, other_y in taken):
            x += APART
            if x > sheet.width - APART / 2:
                x, y = APART / 2, y + APART
        taken.append((round(x, 1), round(y, 1)))
    return taken


def _discs(spots: Sequence[tuple[float, float]]) -> list[Spec]:
    rows = [{"row": index, "x": x, "y": y, "text": str(index + 1)} for index, (x, y) in enumerate(spots)]
    at = {"x": picture.pixel("x"), "y": picture.pixel("y")}
    disc = {"type": "point", "shape": "circle", "size": 620, "fill": DEEP, "stroke": PAPER, "strokeWidth": 2}
    text = {
        "type": "text",
        "align": "center",
        "baseline": "middle",
        "fontSize": 14,
        "fontWeight": 650,
        "color": PAPER,
    }
    return [picture.layer(rows, disc, **at), picture.layer(rows, text, text={"field": "text"}, **at)]
