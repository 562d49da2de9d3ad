"""A grid of squares by arithmetic: which cell a point falls in, and where the cells' centres are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError

MOST = 1_000_000  # cells

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]


@dataclass(frozen=True)
class Grid:
    """`rows` by `columns` squares with the side `cell`, the lowest row first; left and bottom are counted in cells from 0.

    A cell holds its left and lower border and not the other two, so every point of the plane lies in one cell.
    """

    left: int
    bottom: int
    columns: int
    rows: int
    cell: float

    @property
    def shape(self) -> tuple[int, int]:
        return self.rows, self.columns

    @property
    def x(self) -> Floats:
        """The centres of the columns."""
        return np.asarray((self.left + np.arange(self.columns) + 0.5) * self.cell, dtype=np.float64)

    @property
    def y(self) -> Floats:
        """The centres of the rows."""
        return np.asarray((self.bottom + np.arange(self.rows) + 0.5) * self.cell, dtype=np.float64)

    def places(self, x: ArrayLike, y: ArrayLike) -> Counts:
        """Return row * columns + column of each point, -1 outside the grid."""
        across = _floor(x, self.cell) - self.left
        up = _floor(y, self.cell) - self.bottom
        is_in = (across >= 0) & (across < self.columns) & (up >= 0) & (up < self.rows)
        return np.asarray(np.where(is_in, up * self.columns + across, -1), dtype=np.int64)

    def counts(self, x: ArrayLike, y: ArrayLike, layer: ArrayLike | None = None, layers: int = 1) -> Counts:
        """Return the points of each cell, `layers` × rows × columns; `layer` says which layer a point belongs to, 0 first."""
        places = self.places(x, y)
        size = self.rows * self.columns
        if layer is not None:
            which = np.asarray(layer, dtype=np.int64)
            if which.shape != places.shape or (which.size and not 0 <= which.min() <= which.max() < layers):
                raise AnalysisError("there must be one layer for each point, from 0 to layers - 1")
            places = np.where(places < 0, -1, places + which * size)
        found = np.bincount(places[places >= 0], minlength=layers * size)
        return np.asarray(found.reshape(layers, self.rows, self.columns), dtype=np.int64)


def around(x: ArrayLike, y: ArrayLike, cell: float) -> Grid:
    """Return the smallest grid that holds all points; its lines lie at whole multiples of `cell`.

    x, y  finite, of equal length, at least one
    cell  side of a square, above 0, in the unit of x and y

    Raises AnalysisError for more than 1 000 000 cells.

    >>> around([0.0, 1000.0], [10.0, 20.0], 500)
    Grid(left=0, bottom=0, columns=3, rows=1, cell=500.0)
    """
    if not (np.isfinite(cell) and cell > 0):
        raise AnalysisError(f"the side of a cell must be above 0, not {cell}")
    east, north = points(x, y)
    if not east.size:
        raise AnalysisError("a grid needs at least one point")
    ends = [float(np.floor(end / cell)) for end in (east.min(), east.max(), north.min(), north.max())]
    if (ends[1] - ends[0] + 1) * (ends[3] - ends[2] + 1) > MOST:
        raise AnalysisError(f"a grid has at most {MOST} cells")
    left, right, bottom, top = map(int, ends)
    return Grid(left, bottom, right - left + 1, top - bottom + 1, float(cell))


def points(x: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Return the coordinates as flat arrays. Raises AnalysisError unless they are finite and as many."""
    east, north = (np.asarray(axis, dtype=np.float64).ravel() for axis in (x, y))
    if east.shape != north.shape or not (np.isfinite(east).all() and np.isfinite(north).all()):
        raise AnalysisError("x and y must be finite and as many")
    return east, north


def _floor(values: ArrayLike, cell: float) -> Counts:
    at = np.floor(np.asarray(values, dtype=np.float64).ravel() / cell)
    return np.asarray(np.clip(at, -(2.0**62), 2.0**62), dtype=np.int64)
