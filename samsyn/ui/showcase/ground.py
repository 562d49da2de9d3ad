"""An invented ground for the maps of /komponenter/: seven areas that share their borders, and points on them."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

NAMES = ("Norra Åsen", "Kvarnstaden", "Bäckby", "Hamnudden", "Östra Skogen", "Lindängen", "Söderhöjd")
_CENTRES = (
    (12.02, 57.56),
    (12.045, 57.535),
    (12.01, 57.528),
    (11.985, 57.515),
    (12.09, 57.552),
    (12.05, 57.508),
    (12.015, 57.498),
)


@lru_cache(maxsize=1)
def areas() -> tuple[tuple[str, dict[str, Any]], ...]:
    """Return (name, GeoJSON geometry) of each area."""
    import shapely
    from shapely.geometry import mapping

    edge = shapely.Polygon([_shore(step) for step in range(40)])
    cells = shapely.voronoi_polygons(shapely.MultiPoint(_CENTRES), extend_to=edge.buffer(0.1))
    found = []
    for name, centre in zip(NAMES, _CENTRES, strict=True):
        cell = next(cell for cell in cells.geoms if cell.contains(shapely.Point(centre)))
        found.append((name, dict(mapping(cell.intersection(edge)))))
    return tuple(found)


def _shore(step: int) -> tuple[float, float]:
    angle = 2 * math.pi * step / 40
    reach = 1 + 0.12 * math.sin(3 * angle) + 0.05 * math.sin(7 * angle + 1)
    return 12.036 + 0.085 * reach * math.cos(angle), 57.528 + 0.043 * reach * math.sin(angle)


def areas_geojson() -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "geometry": geometry,
            "properties": {"name": name, "label_x": centre[0], "label_y": centre[1]},
        }
        for (name, geometry), centre in zip(areas(), _CENTRES, strict=True)
    ]
    return {"type": "FeatureCollection", "features": features}


def points_geojson(kinds: tuple[str, ...]) -> dict[str, Any]:
    """Some hundred points in a spiral round each centre: dense in the middle, the same every time."""
    features = []
    for place, (x, y) in enumerate(_CENTRES):
        for step in range(6 + 9 * place):
            turn, reach = step * 2.39996, 0.0011 * math.sqrt(step)
            point = [round(x + 1.8 * reach * math.cos(turn), 6), round(y + reach * math.sin(turn), 6)]
            told = {
                "category": kinds[step % len(kinds)],
                "place": NAMES[place],
                "date": f"2026-{1 + step % 9:02d}-{1 + step % 28:02d}",
            }
            features.append(
                {"type": "Feature", "geometry": {"type": "Point", "coordinates": point}, "properties": told}
            )
    return {"type": "FeatureCollection", "features": features}
