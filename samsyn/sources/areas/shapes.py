"""Geometries in any system to valid polygons in degrees."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import shapely

from samsyn.sources import crs
from samsyn.sources.areas.files import Features
from samsyn.sources.contract import N_, SourceError

REPAIRED = N_("Gränsen för ”{name}” korsade sig själv och lagades.")
EMPTY = N_("Området ”{name}” är tomt i filen och lämnades utanför.")
NO_SURFACE = N_("Området ”{name}” är ingen yta utan en punkt eller linje, och lämnades utanför.")
BROKEN = N_("Området ”{name}” har en gräns som inte går att läsa, och lämnades utanför.")
SMALLEST = 1e-14  # square degrees: about a square millimetre


def in_degrees(path: Path, features: Features, told: str) -> np.ndarray[Any, Any]:
    """Return the geometries in EPSG:4326. Raises SourceError for swapped axes, degrees for metres, no system."""
    code = told or features.crs
    if not code:
        raise SourceError(
            N_(
                "Filen {file} säger inte vilket koordinatsystem den använder. Filen .prj saknas eller är tom. "
                "Skriv koordinatsystemet, till exempel EPSG:3006 eller EPSG:3007."
            ),
            file=path.name,
        )
    system = crs.system(path, code)
    shapes = shapely.force_2d(features.geometries)
    points = shapely.get_coordinates(shapes)
    if not len(points):
        return np.asarray(shapes)
    crs.check(path, system, points[:, 0], points[:, 1])
    if system.to_epsg() == 4326:
        return np.asarray(shapes)
    lon, lat = crs.to_degrees(system, points[:, 0], points[:, 1])
    return np.asarray(shapely.set_coordinates(np.array(shapes), np.column_stack([lon, lat])))


def polygon(geometry: Any) -> tuple[bytes | None, str]:
    """Return a valid Polygon or MultiPolygon as WKB, None when there is none, and a note: repaired, why left out."""
    if geometry is None:
        return None, BROKEN
    if geometry.is_empty:
        return None, EMPTY
    if shapely.get_dimensions(geometry) < 2:
        return None, NO_SURFACE
    if not np.isfinite(shapely.get_coordinates(geometry)).all():
        return None, BROKEN
    is_valid = geometry.geom_type in ("Polygon", "MultiPolygon") and geometry.is_valid
    surface = geometry if is_valid else _surface(geometry)
    if surface is None or surface.area < SMALLEST:
        return None, EMPTY
    return shapely.to_wkb(surface), "" if is_valid else REPAIRED


def _surface(geometry: Any) -> Any:
    """Mend rings that cross themselves, and keep only what has a surface."""
    try:
        mended = shapely.make_valid(geometry)
        nested = [part for whole in shapely.get_parts(mended) for part in shapely.get_parts(whole)]
        parts = [part for part in nested if part.geom_type == "Polygon" and part.area > 0]
        return shapely.union_all(parts) if parts else None
    except shapely.errors.ShapelyError:
        return None
