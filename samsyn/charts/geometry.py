"""GeoJSON polygons laid on the paper: pixels, hatching, a place for each name and a scale bar. Pure shapely."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from shapely import affinity
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

Geometry = Mapping[str, Any]  # GeoJSON geometry in longitude and latitude
_METRES_PER_DEGREE = 111_320.0
_BAR_LENGTHS_M = (100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000, 50_000)


@dataclass(frozen=True)
class Sheet:
    """A set of shapes on a sheet of `width` by `height` pixels; y grows downwards."""

    width: int
    height: int
    shapes: tuple[BaseGeometry, ...]
    others: tuple[BaseGeometry, ...]
    metres_per_pixel: float


def sheet(
    areas: Sequence[Geometry], others: Sequence[Geometry] = (), *, width: int, highest: int, margin: int = 8
) -> Sheet:
    """Scale the areas into the width (or the greatest height). `others` are what lies around, cut at the edge.

    Longitudes are squeezed by the cosine of the middle latitude: right enough for a city, and the same everywhere.
    """
    found = [_valid(area) for area in areas]
    west, south, east, north = shapely.total_bounds(found)
    squeeze = math.cos(math.radians((south + north) / 2))
    wide, tall = max((east - west) * squeeze, 1e-9), max(north - south, 1e-9)
    factor = min((width - 2 * margin) / wide, (highest - 2 * margin) / tall)
    height = math.ceil(tall * factor) + 2 * margin
    left = (width - wide * factor) / 2

    def place(geometry: BaseGeometry) -> BaseGeometry:
        matrix = [factor * squeeze, 0, 0, -factor, left - west * factor * squeeze, margin + north * factor]
        return affinity.affine_transform(geometry, matrix)

    frame = shapely.box(0, 0, width, height)
    around = [place(_valid(other)).intersection(frame) for other in others]
    return Sheet(
        width,
        height,
        tuple(place(geometry) for geometry in found),
        tuple(geometry for geometry in around if not geometry.is_empty),
        _METRES_PER_DEGREE / factor,
    )


def _valid(area: Geometry) -> BaseGeometry:
    found = shape(area)
    return found if found.is_valid else shapely.make_valid(found)


def feature(geometry: BaseGeometry, **properties: Any) -> dict[str, Any]:
    """One GeoJSON feature in pixels, rounded: a tenth of a pixel is finer than any screen."""
    rounded = shapely.set_precision(_without_points(geometry), 0.1, mode="pointwise")
    return {"type": "Feature", "geometry": json.loads(shapely.to_geojson(rounded)), **properties}


def _without_points(geometry: BaseGeometry) -> BaseGeometry:
    """Where a line only touches a border, shapely leaves a point: it is nothing to draw."""
    if geometry.geom_type != "GeometryCollection":
        return geometry
    parts = [part for part in geometry.geoms if part.geom_type.endswith(("Polygon", "LineString"))]
    return shapely.GeometryCollection(parts)


def hatch(geometry: BaseGeometry, *, gap: float = 6.0) -> BaseGeometry:
    """Slanting lines inside the shape: little material, or a figure that is missing."""
    west, north, east, south = geometry.bounds
    reach = south - north
    lefts = np.arange(west - reach, east, gap)
    starts = np.column_stack([lefts, np.full(len(lefts), south)])
    ends = np.column_stack([lefts + reach, np.full(len(lefts), north)])
    lines = shapely.linestrings(np.stack([starts, ends], axis=1))
    return shapely.MultiLineString(list(lines)).intersection(geometry)


def anchor(geometry: BaseGeometry) -> tuple[float, float]:
    """A place well inside the shape: for its sign and name."""
    parts = list(getattr(geometry, "geoms", [geometry]))
    largest = max((part for part in parts if part.area > 0), key=lambda part: part.area, default=geometry)
    centre = largest.centroid
    if largest.buffer(-6).contains(centre):
        return float(centre.x), float(centre.y)
    if largest.area == 0:
        return float(centre.x), float(centre.y)
    middle = shapely.maximum_inscribed_circle(largest, tolerance=1.0)
    x, y = middle.coords[0]
    return float(x), float(y)


def scale_bar(metres_per_pixel: float, *, longest: float) -> tuple[int, float]:
    """A round number of metres and its length in pixels, no longer than `longest`."""
    fitting = [metres for metres in _BAR_LENGTHS_M if metres / metres_per_pixel <= longest]
    metres = fitting[-1] if fitting else _BAR_LENGTHS_M[0]
    return metres, metres / metres_per_pixel
