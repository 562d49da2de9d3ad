"""GeoJSON, GeoPackage and shape files for the methods: attributes as columns of text, and points with their system.

Not a method: what `tables` and `points` use.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from samsyn.cli.analyses import tables
from samsyn.cli.analyses.words import UsageError

X, Y = "geometrins x", "geometrins y"
_POINT, _MULTIPOINT = 0, 4
_KINDS = {
    0: "punkter", 1: "linjer", 2: "linjer", 3: "ytor", 4: "samlingar av punkter", 5: "linjer", 6: "ytor",
    7: "blandade samlingar",
}  # fmt: skip


def holds(path: Path, form: str) -> bool:
    """Say whether a file is read as layers; `form` is glimpse's. A broken Excel file is no zip of shapes."""
    from samsyn.sources.areas import files

    if form == "zip":
        return path.suffix.lower() not in (".xlsx", ".xlsm", ".ods")
    return form in ("json", "gpkg") or files.is_shape(path)


def table(path: Path, names: Sequence[str]) -> tables.Table:
    """Return attributes of a layer. Raises UsageError and SourceError."""
    return _table(path, features(path, names), names)


def points(path: Path, names: Sequence[str]) -> tuple[tables.Table, str]:
    """Return attributes of a layer of points with X and Y besides, and its system, "" when not said."""
    import numpy as np
    import pyarrow as pa
    import shapely

    found = features(path, names, with_points=True)
    shapes = _single(path, found.geometries)
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    texts = {
        name: pa.array(
            [repr(one) if one == one else "" for one in np.asarray(column, np.float64).tolist()], pa.string()
        )
        for name, column in ((X, x), (Y, y))
    }
    read = _table(path, found, names, many=len(shapes))
    said = "" if "Undefined" in found.crs else found.crs
    return tables.Table(path, read.rows, {**read.columns, **texts}, 0), said


def features(path: Path, names: Sequence[str], *, with_points: bool = False) -> Any:
    """Return the layer that was chosen, else the only one with these columns (and with geometry). Raises both errors."""
    from samsyn.sources.areas import files
    from samsyn.sources.contract import SourceError

    _check_shape(path)
    try:
        return files.read_table(path, lambda found: _pick(path, found, names, with_points=with_points))
    except SourceError as error:
        if "features" not in error.template:
            raise
        raise UsageError(
            f"Filen {path.name} är JSON men inte GeoJSON. Den saknar listan ”features”. "
            "Spara uppgifterna som GeoJSON (FeatureCollection) eller som CSV."
        ) from error


def _check_shape(path: Path) -> None:
    from samsyn.sources import faults
    from samsyn.sources.areas import files

    if not files.is_shape(path):
        return
    with path.open("rb") as file:
        words = int.from_bytes(file.read(28)[24:], "big")  # the length that its head tells, of two bytes each
    if path.stat().st_size < 2 * words:
        raise faults.cut(path)
    beside = {one.suffix.lower() for one in path.parent.glob("*") if one.stem == path.stem}
    if missing := [suffix for suffix in (".shx", ".dbf") if suffix not in beside]:
        raise UsageError(
            f"Filen {path.name} är bara en del av en shapefil. Bredvid den saknas {' och '.join(missing)}. "
            "Lägg .shp, .shx, .dbf och .prj i samma mapp."
        )


def _pick(path: Path, found: Sequence[Any], names: Sequence[str], *, with_points: bool) -> str:
    from samsyn.sources import columns, faults

    layer, spelled = tables.part(path)[1], [one.name for one in found]
    if layer:
        if layer not in spelled:
            raise UsageError(
                f"Filen {path.name} har inget lager som heter ”{layer}”. Lagren i filen är: {faults.listed(spelled)}. "
                "Välj ett av dem med --layer."
            )
        return layer
    if not found:
        raise UsageError(
            f"Filen {path.name} går inte att läsa. Den har inga lager. Spara den på nytt, som GeoPackage eller GeoJSON."
        )
    right = [one for one in found if one.geometry is not None] if with_points else []
    has_all = {one.name: columns.has_all(one.fields, *names) for one in right or found}
    return tables.only(path, has_all, "lager", "--layer")


def _table(path: Path, found: Any, names: Sequence[str], *, many: int | None = None) -> tables.Table:
    import numpy as np
    import pyarrow as pa

    from samsyn.sources import columns

    heading = tuple(found.values)
    texts = {name: found.values[heading[columns.chosen(path, heading, name)]] for name in names}
    rows = len(next(iter(texts.values()))) if texts else many or 0
    columns_ = {name: pa.array(column, pa.string()) for name, column in texts.items()}
    return tables.Table(path, np.arange(1, rows + 1, dtype=np.int64), columns_, 0)


def _single(path: Path, shapes: Any) -> Any:
    """Return points, None where there is no geometry; a collection of one point is one. Raises UsageError."""
    import shapely

    kinds = shapely.get_type_id(shapes)
    alone = (kinds == _MULTIPOINT) & (shapely.get_num_geometries(shapes) == 1)
    shapes, kinds = shapes.copy(), kinds.copy()
    shapes[alone], kinds[alone] = shapely.get_geometry(shapes[alone], 0), _POINT
    wrong = Counter(_KINDS.get(kind, "annat") for kind in kinds.tolist() if kind not in (-1, _POINT))
    if not len(shapes) or wrong or not (kinds == _POINT).any():
        told = Counter({"punkter": int((kinds == _POINT).sum())} if (kinds == _POINT).any() else {}) + wrong
        held = ", ".join(f"{kind} ({many})" for kind, many in told.items()) or "ingen geometri alls"
        raise UsageError(
            f"Filen {path.name} har inte bara punkter, som metoden behöver. Geometrin är: {held}. "
            "Välj ett lager med punkter, eller ge kolumner med koordinater i --x och --y."
        )
    return shapes
