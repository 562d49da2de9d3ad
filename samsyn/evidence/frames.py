"""Rows to arrays: the only door from evidence to `analysis`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from samsyn.evidence.trees import AreaTree, tree
from samsyn.places.models import Area, AreaKind, City, Division

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from samsyn.evidence.queries import Observation


@dataclass(frozen=True)
class Layer:
    """One division made ready for incidents.

    keys    Area.key of each area, in the order that decides on borders
    source  None when points are placed in it; else the layer whose areas it is made of
    lift    for each area of `source`, the number of the area here, or -1
    """

    division: Division
    keys: list[str]
    source: Layer | None = None
    lift: Any = None


def layers(city: City) -> list[Layer]:
    """Return the city's divisions, those that points are placed in first.

    Points are placed in the finest division (not base areas, where nearly every cell is empty, unless there is nothing
    else), and in each division that is not made of its areas. The others follow from them, so that parts always sum to
    the whole.
    """
    found = tree(city.pk)
    divisions = {row.pk: row for row in Division.objects.filter(city=city) if row.pk in found.divisions()}
    if not divisions:
        return []
    order = sorted(divisions.values(), key=lambda row: _fineness(row, found))
    placed: list[Layer] = []
    lifted: list[Layer] = []
    for division in order:
        if division.kind == AreaKind.BASE_AREA and placed:
            continue
        nodes = found.in_division(division.pk)
        source = next((layer for layer in placed if _is_made_of(found, division.pk, layer.division.pk)), None)
        keys = [node.key for node in nodes]
        if source is None:
            placed.append(Layer(division, keys))
        else:
            lifted.append(Layer(division, keys, source, lift(found, source, division.pk)))
    return [*placed, *lifted]


def whole_city(city: City) -> list[Layer]:
    """Return the municipality alone, as a layer that points are placed in."""
    found = tree(city.pk)
    rows = Division.objects.filter(city=city, kind=AreaKind.MUNICIPALITY)
    return [Layer(row, [node.key for node in found.in_division(row.pk)]) for row in rows]


def _fineness(division: Division, found: AreaTree) -> tuple[bool, bool, int, str]:
    many = len(found.in_division(division.pk))
    return division.kind == AreaKind.BASE_AREA, division.valid_to is not None, -many, division.slug


def _is_made_of(found: AreaTree, whole: int, part: int) -> bool:
    return all(found.cover(node.pk, part) for node in found.in_division(whole))


def lift(found: AreaTree, source: Layer, division: int) -> np.ndarray[Any, Any]:
    """Return for each area of the source the number of the area of the division that it is a part of, or -1."""
    import numpy as np

    place = {key: number for number, key in enumerate(source.keys)}
    up = np.full(len(source.keys), -1, dtype=np.int32)
    for number, node in reversed(list(enumerate(found.in_division(division)))):
        for part in found.cover(node.pk, source.division.pk):
            up[place[found.nodes[part].key]] = number
    return up


def shapes(layer: Layer) -> list[Any]:
    """Return the geometry of each area of the layer, in its order."""
    import shapely

    wkb = dict(Area.objects.filter(division=layer.division).values_list("key", "geometry"))
    return list(shapely.from_wkb([bytes(wkb[key]) for key in layer.keys]))


def observations_table(rows: Sequence[Observation]) -> pa.Table:
    """Return observations as a table: metric, area, start, end, value, state, base, low, high, import_id, parts."""
    import pyarrow as pa

    names = ("metric", "area", "start", "end", "value", "state", "base", "low", "high", "import_id", "parts")
    kinds = (
        pa.string(), pa.string(), pa.date32(), pa.date32(), pa.float64(), pa.string(), pa.int64(), pa.float64(),
        pa.float64(), pa.int64(), pa.int64(),
    )  # fmt: skip
    columns = {
        name: pa.array([getattr(row, name) for row in rows], kind)
        for name, kind in zip(names, kinds, strict=True)
    }
    return pa.table(columns)
