"""The town as it was drawn once (`town_map`): read from its file, in metres and in degrees. Pure: no database."""

from __future__ import annotations

import gzip
import json
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from numpy.typing import NDArray

from samsyn.seeds.exempelstaden.town_map import TARGET

EPSG = 3006


@dataclass(frozen=True)
class Town:
    """The map: 40 areas in metres (EPSG:3006) and in degrees, with code, name and what each belongs to."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    metres: NDArray[np.object_]
    degrees: NDArray[np.object_]
    groups: dict[str, tuple[int, ...]]


@cache
def town() -> Town:
    """Read the map once."""
    from pyproj import Transformer

    with gzip.open(TARGET, "rt", encoding="utf-8") as file:
        features = json.load(file)["features"]
    facts = [feature["properties"] for feature in features]
    metres = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    to_degrees = Transformer.from_crs(EPSG, 4326, always_xy=True)
    degrees = shapely.transform(
        metres, lambda xy: np.round(np.column_stack(to_degrees.transform(xy[:, 0], xy[:, 1])), 7)
    )
    return Town(
        codes=tuple(fact["code"] for fact in facts),
        names=tuple(fact["name"] for fact in facts),
        metres=metres,
        degrees=degrees,
        groups={
            name: tuple(fact[name] for fact in facts)
            for name in ("middle", "city_area", "district", "police")
        },
    )
