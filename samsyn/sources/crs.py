"""Coordinate systems: what a code means, which one a file seems to use, and axes that were swapped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from samsyn.sources import faults
from samsyn.sources.contract import N_, SourceError

if TYPE_CHECKING:
    from pyproj import CRS, Transformer

Floats = npt.NDArray[np.float64]
WGS84 = "EPSG:4326"
EUROPE = (-32.0, 27.0, 45.0, 72.0)  # west, south, east, north


def system(path: Path, code: str) -> CRS:
    """Return the coordinate system of a code such as EPSG:3006 or 3006. Raises SourceError."""
    from pyproj import CRS
    from pyproj.exceptions import CRSError

    try:
        found = CRS.from_user_input(int(code) if code.strip().isdigit() else code.strip())
    except (CRSError, OverflowError, ValueError) as error:
        raise _unknown(path, code) from error
    if not (found.is_projected or found.is_geographic):
        raise _unknown(path, code)
    return found


def _unknown(path: Path, code: str) -> SourceError:
    return SourceError(
        N_(
            "Filen {file} kan inte placeras på kartan. Koordinatsystemet ”{crs}” känner vi inte igen. "
            "Skriv det som EPSG:3006, EPSG:3007 eller EPSG:4326."
        ),
        file=path.name,
        crs=faults.shorten(code),
    )


@lru_cache(maxsize=16)
def transformer(wkt: str) -> Transformer:
    """Return the way from a coordinate system to degrees, x before y."""
    from pyproj import CRS, Transformer

    return Transformer.from_crs(CRS.from_wkt(wkt), WGS84, always_xy=True)


def to_degrees(crs: CRS, x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Return lon and lat; nan where a point has no place in the system."""
    if crs.to_epsg() == 4326:
        lon, lat = x.copy(), y.copy()
    else:
        lon, lat = transformer(crs.to_wkt()).transform(x, y)
        lon, lat = np.asarray(lon, dtype=float), np.asarray(lat, dtype=float)
    off = ~(np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90))
    lon[off] = lat[off] = np.nan
    return lon, lat


def proposed(x: Floats, y: Floats) -> tuple[str, bool]:
    """Return the system that coordinates seem to be in and whether x and y have changed places.

    >>> proposed(np.array([319_000.0]), np.array([6_400_000.0]))
    ('EPSG:3006', False)
    """
    known = np.isfinite(x) & np.isfinite(y) & ((x != 0) | (y != 0))
    if not known.any():
        return WGS84, False
    east, north = float(np.median(x[known])), float(np.median(y[known]))
    if abs(east) <= 180 and abs(north) <= 180:
        return WGS84, _seems_swapped_degrees(x[known], y[known])
    if 6_000_000 < east < 7_800_000 and north < 1_100_000:
        return proposed(y, x)[0], True
    if 6_000_000 < north < 7_800_000:
        return ("EPSG:3006" if east > 250_000 else "EPSG:3007"), False
    return WGS84, False


def _share(mask: npt.NDArray[np.bool_]) -> float:
    return float(mask.mean()) if len(mask) else 0.0


def _inside(x: Floats, y: Floats, box: tuple[float, float, float, float]) -> npt.NDArray[np.bool_]:
    return (x >= box[0]) & (x <= box[2]) & (y >= box[1]) & (y <= box[3])


def _seems_swapped_degrees(x: Floats, y: Floats) -> bool:
    if _share(np.abs(y) > 90) > 0.5 and _share(np.abs(x) <= 90) > 0.5:
        return True
    if _share(np.abs(y) < 1e-9) > 0.5:
        return False
    return _share(_inside(y, x, EUROPE)) > 0.5 and _share(_inside(x, y, EUROPE)) < 0.1


def check(path: Path, crs: CRS, x: Floats, y: Floats) -> None:
    """Raise SourceError when most points show that degrees and metres, or x and y, were taken for each other."""
    known = np.isfinite(x) & np.isfinite(y) & ((x != 0) | (y != 0))
    x, y = x[known], y[known]
    if not len(x):
        return
    in_degrees = _share((np.abs(x) <= 180) & (np.abs(y) <= 180)) > 0.5
    if crs.is_geographic and not in_degrees:
        raise _metres(path, crs, x, y)
    if crs.is_projected and in_degrees:
        raise _degrees(path, crs, x, y)
    if _is_swapped(crs, x, y):
        raise _swapped(path, x, y)


def _is_swapped(crs: CRS, x: Floats, y: Floats) -> bool:
    if crs.is_geographic:
        return _seems_swapped_degrees(x, y)
    return _share(_in_use(crs, x, y)) < 0.1 and _share(_in_use(crs, y, x)) > 0.5


def _in_use(crs: CRS, x: Floats, y: Floats) -> npt.NDArray[np.bool_]:
    area = crs.area_of_use
    if area is None:
        return np.ones(len(x), bool)
    lon, lat = to_degrees(crs, x, y)
    return _inside(lon, lat, (area.west - 1, area.south - 1, area.east + 1, area.north + 1))


def _example(x: Floats, y: Floats) -> str:
    return f"x = {x[0]:.10g}, y = {y[0]:.10g}"


def _metres(path: Path, crs: CRS, x: Floats, y: Floats) -> SourceError:
    return SourceError(
        N_(
            "Koordinaterna i filen {file} är inte grader, men koordinatsystemet {crs} räknar i grader. "
            "Första punkten är {example}. Välj koordinatsystem i meter, till exempel EPSG:3006 eller EPSG:3007."
        ),
        file=path.name,
        crs=crs.name,
        example=_example(x, y),
    )


def _degrees(path: Path, crs: CRS, x: Floats, y: Floats) -> SourceError:
    return SourceError(
        N_(
            "Koordinaterna i filen {file} ser ut som grader, men koordinatsystemet {crs} räknar i meter. "
            "Första punkten är {example}. Välj koordinatsystemet EPSG:4326."
        ),
        file=path.name,
        crs=crs.name,
        example=_example(x, y),
    )


def _swapped(path: Path, x: Floats, y: Floats) -> SourceError:
    return SourceError(
        N_(
            "Koordinaterna i filen {file} tycks ha bytt plats. De flesta punkter hamnar rätt först när x och y byts; "
            "första punkten är {example}. Låt kolumnen för x (öst, longitud) och kolumnen för y (nord, latitud) byta plats."
        ),
        file=path.name,
        example=_example(x, y),
    )
