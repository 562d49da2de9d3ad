"""Which police districts and city areas share ground. The geometry of an area never changes, so the answer is kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from django.core.cache import cache

from samsyn.places.models import Area

SECONDS_KEPT = 24 * 60 * 60
SLIVER = 0.005  # share of the smaller area: less than this is two maps drawn by different hands


def meeting(rows: Sequence[Area], columns: Sequence[Area]) -> set[tuple[int, int]]:
    """Return the primary keys of each area of `rows` with each of `columns` that it shares ground with."""
    named = [[area.pk for area in areas] for areas in (rows, columns)]
    digest = hashlib.sha256(json.dumps(named).encode()).hexdigest()
    kept = cache.get(f"meeting:{digest}")
    if kept is None:
        kept = _meeting(*named)
        cache.set(f"meeting:{digest}", kept, SECONDS_KEPT)
    return {(row, column) for row, column in kept}


def _meeting(rows: list[int], columns: list[int]) -> list[tuple[int, int]]:
    import numpy as np
    import shapely

    known = Area.objects.in_bulk({*rows, *columns})
    if not rows or not columns:
        return []
    across, down = (
        np.array([shapely.from_wkb(bytes(known[pk].geometry)) for pk in pks], dtype=object)
        for pks in (columns, rows)
    )
    tree = shapely.STRtree(across)
    first, second = tree.query(down, predicate="intersects")
    shared = shapely.area(shapely.intersection(down[first], across[second]))
    smaller = np.minimum(shapely.area(down)[first], shapely.area(across)[second])
    return [
        (rows[i], columns[j])
        for i, j, is_more in zip(first, second, shared > SLIVER * smaller, strict=True)
        if is_more
    ]
