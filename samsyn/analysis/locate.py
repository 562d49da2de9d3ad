"""Points to areas by one rule: each point of the union of the areas falls in exactly one area.

On a shared border, and where two outlines overlap, the area that comes first in the given order has the point.
A point that no area covers, or without finite coordinates, is outside: -1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import shapely

OUTSIDE = -1
_UNDECIDED = -2
_MOST_CELLS = 1024  # on the longer side

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Labels = npt.NDArray[np.int32]


@dataclass(frozen=True)
class _Grid:
    """Equal cells over the box of all areas; the first is at (west, south)."""

    west: float
    south: float
    size: float
    columns: int
    rows: int

    @classmethod
    def over(cls, bounds: Floats, cells: int) -> _Grid:
        west, south, east, north = bounds.tolist()
        size = max(east - west, north - south, 1e-9) / cells
        return cls(west, south, size, int((east - west) / size) + 1, int((north - south) / size) + 1)

    def column(self, x: Floats) -> Ints:
        return np.clip(np.floor((x - self.west) / self.size), 0, self.columns - 1).astype(np.int64)

    def row(self, y: Floats) -> Ints:
        return np.clip(np.floor((y - self.south) / self.size), 0, self.rows - 1).astype(np.int64)

    def centres(self, rows: Ints, columns: Ints) -> tuple[Floats, Floats]:
        x = self.west + (columns.astype(np.float64) + 0.5) * self.size
        y = self.south + (rows.astype(np.float64) + 0.5) * self.size
        return x, y


class Locator:
    """Areas made ready for many points.

    Cells of a grid that lie wholly inside one area, or outside all, answer at once. For the others the areas that
    touch the cell are asked, in order, by an exact test.
    """

    def __init__(self, areas: Sequence[shapely.Geometry], *, cells: int = _MOST_CELLS) -> None:
        """areas  Polygons or MultiPolygons, valid, in one flat coordinate system; the order decides on borders."""
        self._areas = np.asarray(areas, dtype=object)
        shapely.prepare(self._areas)
        filled = ~shapely.is_empty(self._areas)
        self._grid: _Grid | None = None
        if not filled.any():
            return
        self._grid = grid = _Grid.over(shapely.total_bounds(self._areas[filled]), cells)
        self._bounds = shapely.total_bounds(self._areas[filled])
        self._answer = np.full(grid.rows * grid.columns, OUTSIDE, dtype=np.int32)
        pairs: list[tuple[Ints, int]] = []
        for number in np.flatnonzero(filled).tolist():
            self._add(number, pairs)
        self._index(pairs)

    def _add(self, number: int, pairs: list[tuple[Ints, int]]) -> None:
        """Enter one area in the table: first come, first served; a cell it only touches becomes undecided."""
        inside, touched = _cells_of(self._areas[number], self._grid)  # type: ignore[arg-type]
        before = self._answer[inside]
        self._answer[inside[before == OUTSIDE]] = number
        maybe = np.concatenate([inside[before == _UNDECIDED], touched[self._answer[touched] < 0]])
        self._answer[maybe] = _UNDECIDED
        pairs.append((maybe, number))

    def _index(self, pairs: list[tuple[Ints, int]]) -> None:
        """Keep for every undecided cell the areas to ask, in order, as one flat list with starts."""
        cells = np.concatenate([cells for cells, _ in pairs])
        numbers = np.concatenate([np.full(len(cells), number, dtype=np.int32) for cells, number in pairs])
        order = np.argsort(cells, kind="stable")
        self._asked = numbers[order]
        self._starts = np.zeros(len(self._answer) + 1, dtype=np.int64)
        np.cumsum(np.bincount(cells, minlength=len(self._answer)), out=self._starts[1:])

    def locate(self, x: Floats, y: Floats) -> Labels:
        """Return for each point the number of its area, or -1."""
        x, y = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
        found = np.full(len(x), OUTSIDE, dtype=np.int32)
        if self._grid is None:
            return found
        west, south, east, north = self._bounds
        inside = np.flatnonzero((x >= west) & (x <= east) & (y >= south) & (y <= north))
        cells = self._grid.row(y[inside]) * self._grid.columns + self._grid.column(x[inside])
        answers = self._answer[cells]
        found[inside] = np.maximum(answers, OUTSIDE)
        unsure = np.flatnonzero(answers == _UNDECIDED)
        self._ask(x, y, inside[unsure], cells[unsure], found)
        return found

    def _ask(self, x: Floats, y: Floats, points: Ints, cells: Ints, found: Labels) -> None:
        """Ask the areas of each undecided cell in turn, all points of one area at once."""
        turn = 0
        while len(points):
            here = self._starts[cells] + turn
            left = here < self._starts[cells + 1]
            points, cells, here = points[left], cells[left], here[left]
            numbers = self._asked[here]
            order = np.argsort(numbers, kind="stable")
            heads = np.flatnonzero(np.diff(numbers[order], prepend=-1))
            hit = np.zeros(len(points), dtype=bool)
            for group in np.split(order, heads[1:]) if len(order) else []:
                who, number = points[group], int(numbers[group[0]])
                hit[group] = shapely.intersects_xy(self._areas[number], x[who], y[who])
                found[who[hit[group]]] = number
            points, cells, turn = points[~hit], cells[~hit], turn + 1


def locate(x: Floats, y: Floats, areas: Sequence[shapely.Geometry]) -> Labels:
    """Return for each point the number of the first area that covers it, or -1.

    >>> squares = [shapely.box(0, 0, 1, 1), shapely.box(1, 0, 2, 1)]
    >>> locate(np.array([0.5, 1.0, 1.5, 3.0]), np.array([0.5, 0.5, 0.5, 0.5]), squares).tolist()
    [0, 0, 1, -1]
    """
    cells = int(np.clip(np.sqrt(max(len(x), 1)) * 2, 16, _MOST_CELLS))
    return Locator(areas, cells=cells).locate(x, y)


def _cells_of(area: shapely.Geometry, grid: _Grid) -> tuple[Ints, Ints]:
    """Return the cells wholly inside the area, and those that its border may touch."""
    west, south, east, north = shapely.bounds(area)
    columns = grid.column(np.array([west - grid.size, east + grid.size]))
    rows = grid.row(np.array([south - grid.size, north + grid.size]))
    border = np.zeros((rows[1] - rows[0] + 1, columns[1] - columns[0] + 1), dtype=bool)
    _mark_border(area, grid, border, int(rows[0]), int(columns[0]))
    inside = _fill(area, grid, border, int(rows[0]), int(columns[0]))

    def flat(mask: npt.NDArray[np.bool_]) -> Ints:
        row, column = np.nonzero(mask)
        return (row + rows[0]) * grid.columns + column + columns[0]

    return flat(inside), flat(border)


def _mark_border(
    area: shapely.Geometry, grid: _Grid, border: npt.NDArray[np.bool_], row0: int, column0: int
) -> None:
    """Mark every cell that the border may touch: edges cut into half cells, each with the box around it."""
    rings = shapely.get_rings(shapely.get_parts(area))
    points, ring = shapely.get_coordinates(rings, return_index=True)
    same = ring[1:] == ring[:-1]
    start, end = points[:-1][same], points[1:][same]
    pieces = np.maximum(np.ceil(np.abs(end - start).max(axis=1) / grid.size * 2), 1).astype(np.int64)
    edge = np.repeat(np.arange(len(pieces)), pieces)
    step = np.arange(len(edge)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    share = (step / pieces[edge])[:, None]
    head = start[edge] + (end - start)[edge] * share
    tail = start[edge] + (end - start)[edge] * (share + 1 / pieces[edge][:, None])
    slack = grid.size * 1e-3
    low, high = np.minimum(head, tail) - slack, np.maximum(head, tail) + slack
    for x in (low[:, 0], high[:, 0]):  # a piece is shorter than a cell: its box touches at most two by two
        for y in (low[:, 1], high[:, 1]):
            border[grid.row(y) - row0, grid.column(x) - column0] = True


def _fill(
    area: shapely.Geometry, grid: _Grid, border: npt.NDArray[np.bool_], row0: int, column0: int
) -> npt.NDArray[np.bool_]:
    """Return the cells wholly inside: each run of cells between two border cells is tested once, at its first."""
    free = ~border
    first = free.copy()
    first[:, 1:] &= border[:, :-1]
    row, column = np.nonzero(first)
    x, y = grid.centres(row + row0, column + column0)
    is_inside = shapely.intersects_xy(area, x, y)
    run = np.cumsum(first.ravel()) - 1  # row by row: a new row starts a new run
    if not len(is_inside):
        return np.zeros_like(border)
    return (is_inside[np.maximum(run, 0)] & free.ravel()).reshape(border.shape)
