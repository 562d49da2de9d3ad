"""Geometry in degrees (EPSG:4326): areas that meet without gaps, are summed, and simplified together.

Imported inside functions only: shapely is slow to import.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import shapely
from numpy.typing import NDArray

GRID = 1e-6  # degrees, about 0.1 m: the decimals of published files
SLIVER_M2 = 2_000  # a hole smaller than this between areas is a drawing error, not a lake
METRES_PER_DEGREE = 111_320.0
Geometries = NDArray[np.object_]


def polygons_only(geometry: shapely.Geometry) -> shapely.Geometry:
    """Return the geometry made valid, with stray points and lines left out; may be empty."""
    if not shapely.is_valid(geometry):
        geometry = shapely.make_valid(geometry, method="structure", keep_collapsed=False)
    kept = [part for part in shapely.get_parts(geometry).tolist() if part.geom_type == "Polygon"]
    nested = [part for part in shapely.get_parts(geometry).tolist() if part.geom_type == "MultiPolygon"]
    pieces = kept + [piece for part in nested for piece in part.geoms]
    if not pieces:
        return shapely.Polygon()
    return pieces[0] if len(pieces) == 1 else shapely.MultiPolygon(pieces)


def mend(geometries: Geometries) -> Geometries:
    """Return the same areas as an exact coverage: slivers and overlaps of a drawing get one owner each."""
    whole = np.asarray(geometries, dtype=object)
    if shapely.coverage_is_valid(whole):
        return whole
    lines = shapely.union_all(shapely.boundary(whole), grid_size=GRID)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    owners = _owners(faces, whole)
    out = [dissolve(faces[owners == number]) for number in range(len(whole))]
    return np.array(
        [old if shapely.is_empty(new) else new for old, new in zip(whole, out, strict=True)], dtype=object
    )


def _owners(faces: Geometries, whole: Geometries) -> NDArray[np.int64]:
    """Return for each face the number of the area that owns it, −1 for a true hole."""
    owners = np.full(len(faces), -1)
    face, area = shapely.STRtree(whole).query(shapely.point_on_surface(faces), predicate="within")
    owners[face[::-1]] = area[::-1]  # the first area of an overlap keeps it
    latitude = float(np.mean(shapely.bounds(whole)[:, 1::2]))
    square_m = METRES_PER_DEGREE**2 * math.cos(math.radians(latitude))
    for number in np.flatnonzero(owners < 0):
        if shapely.area(faces[number]) * square_m < SLIVER_M2:
            shared = shapely.length(shapely.intersection(faces[number], shapely.boundary(whole)))
            owners[number] = int(np.argmax(shared))
    return owners


def together(geometries: Sequence[shapely.Geometry] | Geometries) -> shapely.Geometry:
    """Return the union of areas."""
    return polygons_only(shapely.union_all(np.asarray(geometries, dtype=object)))


def dissolve(coverage: Sequence[shapely.Geometry] | Geometries) -> shapely.Geometry:
    """Return the union of areas whose borders fit exactly: many times faster than `together`."""
    return polygons_only(shapely.coverage_union_all(np.asarray(coverage, dtype=object)))


def to_metres(geometries: Geometries, latitude: float) -> Geometries:
    """Return degrees as metres on a plane that is true at one latitude; good for a city."""
    scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(latitude)), METRES_PER_DEGREE])
    out: Geometries = shapely.transform(geometries, lambda xy: xy * scale)
    return out


def to_degrees(geometries: Geometries, latitude: float) -> Geometries:
    """Return metres of `to_metres` as degrees again."""
    scale = np.array([METRES_PER_DEGREE * math.cos(math.radians(latitude)), METRES_PER_DEGREE])
    out: Geometries = shapely.transform(geometries, lambda xy: xy / scale)
    return out


def simplify(geometries: Geometries, tolerance_m: float) -> Geometries:
    """Return areas with fewer corners whose shared borders stay shared; tiny islands are left out.

    A drawing that overlaps itself is simplified too: what does not fit together is simplified area by area.
    """
    if tolerance_m <= 0 or not len(geometries):
        return geometries
    latitude = float(np.mean(shapely.bounds(geometries)[:, 1::2]))
    plane = to_metres(geometries, latitude)
    simple = shapely.coverage_simplify(plane, tolerance_m)
    kept = np.array([_large_parts(one, (3 * tolerance_m) ** 2) for one in simple], dtype=object)
    return to_degrees(kept, latitude)


def _large_parts(geometry: shapely.Geometry, area_m2: float) -> shapely.Geometry:
    """Leave out islands under an area, but never the largest."""
    parts = shapely.get_parts(geometry)
    if len(parts) < 2:
        return geometry
    sizes = shapely.area(parts)
    kept = parts[(sizes >= area_m2) | (sizes == sizes.max())]
    return kept[0] if len(kept) == 1 else shapely.MultiPolygon(list(kept))
