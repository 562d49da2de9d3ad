"""Make the sample files: `python make.py`. Invented squares by the sea, one of them a bow tie, one empty."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import numpy as np
import pyogrio
import shapely
from pyproj import Transformer

FOLDER = Path(__file__).parent


def square(x: float, y: float) -> shapely.Polygon:
    return shapely.box(12 + x / 100, 57.5 + y / 100, 12.01 + x / 100, 57.51 + y / 100)


BOW_TIE = shapely.Polygon([(12.0, 57.52), (12.01, 57.53), (12.01, 57.52), (12.0, 57.53)])
ROWS = (
    ("N1", "Norra 1", "Norr", square(0, 1)),
    ("N2", "Norra 2", "Norr", square(1, 1)),
    ("S1", "Södra 1", "Söder", square(0, 0)),
    ("S2", "Södra 2", "Söder", BOW_TIE),
    ("S3", "Södra 3", "Söder", shapely.Polygon()),
)


def geojson() -> None:
    features = [
        {
            "type": "Feature",
            "properties": {"kod": code, "namn": name, "stadsomrade": parent},
            "geometry": json.loads(shapely.to_geojson(shape)),
        }
        for code, name, parent, shape in ROWS
    ]
    content = {"type": "FeatureCollection", "features": features}
    (FOLDER / "omraden.geojson").write_text(
        json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8"
    )


def through_gdal(name: str, driver: str, crs: str) -> Path:
    forward = Transformer.from_crs(4326, crs, always_xy=True)
    shapes = [shapely.transform(shape, forward.transform, interleaved=False) for *_rest, shape in ROWS[:4]]
    fields = [np.array(column, dtype=object) for column in list(zip(*ROWS[:4], strict=True))[:3]]
    path = FOLDER / name
    pyogrio.raw.write(
        path,
        shapely.to_wkb(np.array(shapes, dtype=object)),
        fields,
        ["kod", "namn", "stadsomrad"],
        geometry_type="Polygon",
        crs=crs,
        driver=driver,
    )
    return path


def zipped_shape() -> None:
    path = through_gdal("omraden.shp", "ESRI Shapefile", "EPSG:3007")
    with zipfile.ZipFile(FOLDER / "omraden_shape.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(FOLDER.glob("omraden.*")):
            if part.suffix in (".shp", ".shx", ".dbf", ".prj", ".cpg"):
                archive.write(part, part.name)
                part.unlink()
    assert not path.exists()


if __name__ == "__main__":
    geojson()
    (FOLDER / "omraden.gpkg").unlink(missing_ok=True)
    through_gdal("omraden.gpkg", "GPKG", "EPSG:3006")
    zipped_shape()
