"""Area files as rows of attributes and geometries: GeoJSON, GeoPackage, shape and MapInfo in a zip; also gzipped."""

from __future__ import annotations

import json
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from samsyn.sources import crs, faults, glimpse, sheet_guard, sheets, text
from samsyn.sources.contract import N_, SourceError
from samsyn.sources.rows import wrong_form

MOST_AREAS = 200_000
MOST_ROWS = 2_000_000  # of a layer read as a table
SHAPE = b"\x00\x00\x27\x0a"
OPENED_IN_ZIP = (".shp", ".tab", ".gpkg", ".geojson", ".json")


@dataclass(frozen=True)
class Features:
    """Attributes as text by heading, equally long, and geometries (None where broken); `crs` "" when not said."""

    values: dict[str, list[str]]
    geometries: np.ndarray[Any, Any]
    crs: str
    layer: str = ""
    layers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Layer:
    """A layer of a file: `geometry` is what it says it holds, None when it is a table without any."""

    name: str
    geometry: str | None
    fields: tuple[str, ...]


def read(path: Path, layer: str = "") -> Features:
    """Read a file of areas. Raises SourceError."""
    form = glimpse.form_of(path)
    if form == "json":
        return _geojson(path)
    if form in ("gpkg", "zip"):
        return _through_gdal(path, form, lambda found: _wanted(path, layer, found))
    raise wrong_form(path, form)


def read_table(path: Path, pick: Callable[[Sequence[Layer]], str]) -> Features:
    """Read a layer whatever it holds, also a shape file beside its others; `pick` names it. Raises SourceError."""
    form = "shp" if is_shape(path) else glimpse.form_of(path)
    if form == "json":
        return _geojson(path, is_table=True)
    if form in ("gpkg", "zip", "shp"):
        return _through_gdal(path, form, pick, is_table=True)
    raise wrong_form(path, form)


def is_shape(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == SHAPE


def _geojson(path: Path, *, is_table: bool = False) -> Features:
    with text.Utf8(path) as source:
        raw = source.read_all()
    try:
        content = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise faults.cut(path) from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        raise SourceError(
            N_(
                "Filen {file} är inte en samling områden i GeoJSON. Den saknar listan ”features”. "
                "Exportera områdena som GeoJSON (FeatureCollection) och lämna in filen igen."
            ),
            file=path.name,
        )
    _check_count(path, len(features), is_table=is_table)
    properties = [feature.get("properties") for feature in features]
    rows = [row if isinstance(row, dict) else {} for row in properties]
    headings = list(dict.fromkeys(name for row in rows for name in row))[: text.MOST_COLUMNS]
    values = {name: [_text(row.get(name)) for row in rows] for name in headings}
    geometries = np.array([_geometry(feature.get("geometry")) for feature in features], dtype=object)
    return Features(values, geometries, _crs_of(content))


def _geometry(value: Any) -> shapely.Geometry | None:
    try:
        return (
            shapely.from_geojson(json.dumps(value), on_invalid="ignore") if isinstance(value, dict) else None
        )
    except (ValueError, TypeError, RecursionError, shapely.errors.ShapelyError):
        return None


def _crs_of(content: Mapping[str, Any]) -> str:
    """Return the old "crs" member as a code; GeoJSON without one is in degrees."""
    member = content.get("crs")
    properties = member.get("properties") if isinstance(member, dict) else None
    name = str(properties.get("name") or "") if isinstance(properties, dict) else ""
    if not name or "CRS84" in name:
        return crs.WGS84
    return "EPSG:" + name.rsplit(":", 1)[-1] if "EPSG" in name.upper() else name


def _text(value: Any) -> str:
    if value is None or (isinstance(value, float) and value != value):
        return ""
    if isinstance(value, (dict, list)):
        return ""
    return " ".join(sheets.as_text(value).split())


def _check_count(path: Path, count: int, *, is_table: bool = False) -> None:
    if count > (MOST_ROWS if is_table else MOST_AREAS):
        raise faults.too_large(path, limit="2 000 000" if is_table else N_("200 000 områden"))
    if not count:
        raise faults.empty(path)


def _through_gdal(
    path: Path, form: str, pick: Callable[[Sequence[Layer]], str], *, is_table: bool = False
) -> Features:
    from pyogrio.errors import DataLayerError, DataSourceError, FieldError, GeometryError

    with _unpacked(path) as plain, warnings.catch_warnings():
        sources = _inside_zip(path, plain) if form == "zip" else [str(plain)]
        try:
            warnings.simplefilter("ignore", RuntimeWarning)  # a suffix that does not say what the file is
            of = {
                layer: source
                for source in sources[: None if is_table else 1]
                for layer in _layers(source, is_table=is_table)
            }
            chosen = pick(tuple(of))
            source = next(source for layer, source in of.items() if layer.name == chosen)
            return _layer(path, source, chosen, tuple(of), is_table=is_table)
        except (
            DataLayerError,
            DataSourceError,
            FieldError,
            GeometryError,
            ValueError,
            RuntimeError,
        ) as error:
            raise faults.cut(path) from error


@contextmanager
def _unpacked(path: Path) -> Iterator[Path]:
    """Give the file itself, or what its gzip holds."""
    source = text.Unpacked(path)
    try:
        if not source.is_gzip:
            yield path
            return
        with tempfile.NamedTemporaryFile(suffix=".gpkg") as plain:
            while chunk := source.read(text.CHUNK):
                plain.write(chunk)
                if source.out > text.LARGEST_WHOLE:
                    raise faults.too_large(path, limit=N_("400 megabyte"))
            plain.flush()
            yield Path(plain.name)
    finally:
        source.close()


def _inside_zip(path: Path, plain: Path) -> list[str]:
    """Return the ways in to the files of the first kind that the zip holds."""
    with faults.guarded(path):
        try:
            with zipfile.ZipFile(plain) as archive:
                sheet_guard.check_sizes(path, archive)
                sheet_guard.check_locked(path, archive)
                if archive.testzip() is not None:
                    raise faults.cut(path)
                names = [name for name in archive.namelist() if not name.startswith("__MACOSX")]
        except (RuntimeError, ValueError, KeyError) as error:
            raise faults.cut(path) from error
    for suffix in OPENED_IN_ZIP:
        if found := [name for name in names if name.lower().endswith(suffix)]:
            return [f"/vsizip/{{{plain}}}/{name}" for name in found]
    raise SourceError(
        N_(
            "Zip-filen {file} innehåller inga områden som vi kan läsa. Den innehåller: {names}. "
            "Lägg .shp, .shx, .dbf och .prj i samma zip-fil och lämna in den igen."
        ),
        file=path.name,
        names=faults.listed(names, 8) or "–",
    )


def _layers(source: str, *, is_table: bool) -> tuple[Layer, ...]:
    import pyogrio

    found = [(str(row[0]), row[1]) for row in pyogrio.list_layers(source)]
    if not is_table:
        return tuple(Layer(name, str(kind), ()) for name, kind in found if kind is not None)
    return tuple(
        Layer(name, kind, tuple(map(str, pyogrio.read_info(source, layer=name)["fields"])))
        for name, kind in found
    )


def _wanted(path: Path, layer: str, found: Sequence[Layer]) -> str:
    layers = tuple(one.name for one in found)
    if layer and layer not in layers:
        raise SourceError(
            N_(
                "Filen {file} har inget lager som heter ”{layer}”. Lagren i filen är: {layers}. "
                "Välj ett av dem."
            ),
            file=path.name,
            layer=layer,
            layers=faults.listed(layers) or "–",
        )
    if not layers:
        raise faults.empty(path)
    return layer or layers[0]


def _layer(path: Path, source: str, layer: str, layers: Sequence[Layer], *, is_table: bool) -> Features:
    import pyogrio

    _check_count(path, int(pyogrio.read_info(source, layer=layer)["features"]), is_table=is_table)
    meta, _ids, geometries, fields = pyogrio.raw.read(source, layer=layer, datetime_as_string=True)
    if geometries is None and not is_table:
        raise faults.empty(path)
    values = {
        str(name): [_text(value) for value in column.tolist()]
        for name, column in zip(meta["fields"], fields, strict=True)
    }
    shapes = np.array([]) if geometries is None else shapely.from_wkb(geometries, on_invalid="ignore")
    return Features(values, shapes, str(meta["crs"] or ""), layer, tuple(one.name for one in layers))
