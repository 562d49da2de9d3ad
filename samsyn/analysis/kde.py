"""A smooth surface of events: kernel density with the edge corrected, every category at once, no event lost."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.grid import Grid, points
from samsyn.analysis.result import AnalysisError, Reason

METHOD = "kernel-density"
EXACT_WORK = 2e9  # events × cells up to which each event keeps its own place
_BLOCK = 4_096  # events at a time
_SHARED = 32_768  # and when they are shared between nodes

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Density:
    """Surfaces of events.

    density    categories × rows × columns, float64, read-only: events per square unit (m² where x and y are metres);
               times the area of a cell it sums to n, 0 outside the study area; None when `reason` says why
    n          events of each category inside the study area
    left_out   events outside it
    bandwidth  standard deviation of the Gaussian kernel
    is_exact   whether each event kept its place, else it was shared between the four nodes around it
    """

    density: Floats | None
    n: Counts
    left_out: int
    bandwidth: float | None
    is_exact: bool
    reason: Reason | None = None
    method: str = METHOD


@dataclass(frozen=True)
class _Area:
    """The grid, its study area, and the bandwidth."""

    grid: Grid
    inside: Floats | None  # 1 and 0, None: all
    bandwidth: float


def kde(
    x: ArrayLike,
    y: ArrayLike,
    grid: Grid,
    *,
    bandwidth: float | None = None,
    category: ArrayLike | None = None,
    categories: int = 1,
    inside: ArrayLike | None = None,
) -> Density:
    """Return the density of events at the centres of a grid's cells.

    x, y        finite, of equal length; events outside the study area are left out and counted
    bandwidth   at least half a cell; None: `scott` of all the events, but at least the side of a cell
    category    whole numbers from 0 to categories - 1, as many as there are events; all share the bandwidth
    inside      bool, rows × columns: the study area. None: the whole grid

    Each event's kernel is divided by its own mass in the study area (Jones and Diggle), summed over the cells' centres, so
    that the surface integrates to n whatever lies near an edge. No kernel is cut off. Many events in a large grid are first
    shared linearly between nodes at most a sixth of a bandwidth apart, and the kernel narrowed by the variance that adds.

    >>> from samsyn.analysis.grid import around
    >>> x, y = [10.0, 60.0, 240.0], [10.0, 30.0, 200.0]
    >>> found = kde(x, y, around(x, y, 50), bandwidth=100)
    >>> round(float(found.density.sum() * 50**2), 9)
    3.0

    Source: Jones (1993), Stat. Comput. 3, 135-146; Diggle (1985), Appl. Stat. 34, 138-147.
    """
    east, north = points(x, y)
    kinds = _kinds(category, east.size, categories)
    mask = None if inside is None else np.asarray(inside, dtype=bool)
    if mask is not None and mask.shape != grid.shape:
        raise AnalysisError("inside must have the shape of the grid")
    if bandwidth is not None and not (np.isfinite(bandwidth) and bandwidth >= grid.cell / 2):
        raise AnalysisError(f"the bandwidth must be at least half a cell, not {bandwidth}")
    places = grid.places(east, north)
    is_in = places >= 0
    if mask is not None:
        is_in &= mask.ravel()[places]
    east, north, kinds, out = east[is_in], north[is_in], kinds[is_in], int(np.count_nonzero(~is_in))
    n = np.bincount(kinds, minlength=categories)
    if not east.size:
        return Density(None, _frozen(n), out, None, False, Reason.NO_EVENTS)
    width = bandwidth if bandwidth is not None else scott(east, north, least=grid.cell)
    if width is None:
        return Density(None, _frozen(n), out, None, False, Reason.NO_SPREAD)
    area = _Area(grid, None if mask is None else mask.astype(np.float64), float(width))
    surface, is_exact = _surfaces(east, north, kinds, categories, area)
    return Density(_frozen(surface), _frozen(n), out, float(width), is_exact)


def scott(x: ArrayLike, y: ArrayLike, *, least: float = 0.0) -> float | None:
    """Return Scott's bandwidth in two dimensions, n^(-1/6) * sqrt((var x + var y) / 2), not under `least`.

    None when all events lie in one point, or there are none: they have no spread.

    >>> round(scott([0, 2, 4, 6], [0, 0, 3, 3]), 6)
    1.744938

    Source: Scott (1992), Multivariate Density Estimation, 6.3; the mean variance serves both directions.
    """
    east, north = points(x, y)
    if east.size < 2:
        return None
    spread = (float(east.var(ddof=1)) + float(north.var(ddof=1))) / 2
    if np.ptp(east) == 0 and np.ptp(north) == 0:
        return None
    return float(max(east.size ** (-1 / 6) * sqrt(spread), least))


def _frozen(array: NDArray) -> NDArray:
    array.flags.writeable = False
    return array


def _kinds(category: ArrayLike | None, events: int, categories: int) -> Counts:
    if category is None:
        return np.zeros(events, dtype=np.int64)
    kinds = np.asarray(category, dtype=np.int64).ravel()
    if kinds.size != events or (events and not 0 <= kinds.min() <= kinds.max() < categories):
        raise AnalysisError("there must be one category for each event, from 0 to categories - 1")
    return kinds


def _surfaces(
    east: Floats, north: Floats, kinds: Counts, categories: int, area: _Area
) -> tuple[Floats, bool]:
    """Return a surface for each category, and whether each event kept its place."""
    surface = np.zeros((categories, *area.grid.shape))
    is_exact = east.size * float(area.grid.rows * area.grid.columns) <= EXACT_WORK
    if is_exact:
        for kind, placed in enumerate(_by_kind(kinds, categories)):
            _add_exact(surface[kind], east[placed], north[placed], area)
    else:
        _add_shared(surface, east, north, kinds, area)
    if area.inside is not None:
        surface *= area.inside
    return surface, is_exact


def _by_kind(kinds: Counts, categories: int) -> list[NDArray[np.intp]]:
    order = np.argsort(kinds, kind="stable")
    return np.split(order, np.cumsum(np.bincount(kinds, minlength=categories))[:-1])


def _kernel(centres: Floats, places: Floats, width: float) -> Floats:
    """Return the kernel, 1 at its top, of each place (row) at each centre (column)."""
    return np.asarray(np.exp(-0.5 * ((centres[None, :] - places[:, None]) / width) ** 2), dtype=np.float64)


def _add_exact(surface: Floats, east: Floats, north: Floats, area: _Area) -> None:
    for block in _blocks(east.size):
        across = _kernel(area.grid.x, east[block], area.bandwidth)
        up = _kernel(area.grid.y, north[block], area.bandwidth)
        if area.inside is None:
            mass = across.sum(axis=1) * up.sum(axis=1)
        else:
            mass = ((up @ area.inside) * across).sum(axis=1)
        surface += up.T @ (across / (mass * area.grid.cell**2)[:, None])


def _blocks(size: int, step: int = _BLOCK) -> Iterator[slice]:
    for start in range(0, size, step):
        yield slice(start, start + step)


def _add_shared(surface: Floats, east: Floats, north: Floats, kinds: Counts, area: _Area) -> None:
    """Add the kernels of nodes, which hold the events around them, by Fourier transforms; every cell's centre is a node."""
    grid = area.grid
    finer = ceil(6 * grid.cell / area.bandwidth - 1e-9) // 2 * 2 + 1
    step, middle = grid.cell / finer, finer // 2 + 1
    narrowed = sqrt(area.bandwidth**2 - step**2 / 6) / step
    nodes = grid.rows * finer + 2, grid.columns * finer + 2  # one more to each side
    left, low = grid.left * grid.cell - step / 2, grid.bottom * grid.cell - step / 2
    weights = _shared((east - left) / step, (north - low) / step, kinds, (len(surface), *nodes))
    smooth = _Smoother(nodes, narrowed)
    centres = np.zeros(nodes)
    centres[middle:-1:finer, middle:-1:finer] = 1 if area.inside is None else area.inside
    mass = smooth(centres)
    for kind, weight in enumerate(weights):
        share = np.divide(weight, mass * grid.cell**2, out=np.zeros(nodes), where=weight > 0)
        surface[kind] = smooth(share)[middle:-1:finer, middle:-1:finer]
    np.maximum(surface, 0, out=surface)  # a Fourier transform leaves dust of both signs


class _Smoother:
    """Sums of Gaussian kernels, 1 at their top, over a grid of nodes; `width` is counted in steps between nodes.

    The grid is made so much larger that nothing comes round from the other side: a kernel is followed to where a
    double has no digits left, 8.5 widths away.
    """

    def __init__(self, shape: tuple[int, int], width: float) -> None:
        from scipy import fft

        self.shape = shape
        reach = [min(ceil(8.5 * width), size - 1) for size in shape]
        self.size = [
            int(fft.next_fast_len(size + far, real=True)) for size, far in zip(shape, reach, strict=True)
        ]
        lines = []
        for size, far in zip(self.size, reach, strict=True):
            line = np.zeros(size)
            steps = np.arange(-far, far + 1)
            line[steps] = np.exp(-0.5 * (steps / width) ** 2)
            lines.append(line)
        self.kernel = np.outer(fft.fft(lines[0]).real, fft.rfft(lines[1]).real)  # even lines: real

    def __call__(self, nodes: Floats) -> Floats:
        from scipy import fft

        lines = fft.fft(fft.rfft(nodes, self.size[1], axis=1), self.size[0], axis=0, overwrite_x=True)
        lines *= self.kernel
        lines = fft.ifft(lines, axis=0, overwrite_x=True)[
            : self.shape[0]
        ]  # only rows that are asked for go back
        return np.asarray(fft.irfft(lines, self.size[1], axis=1)[:, : self.shape[1]], dtype=np.float64)


def _shared(across: Floats, up: Floats, kinds: Counts, shape: tuple[int, int, int]) -> Floats:
    """Return the weight of each node: an event is shared linearly between the four around it."""
    categories, rows, columns = shape
    total = np.zeros(categories * rows * columns)
    for block in _blocks(across.size, _SHARED):  # they stay in the processor's cache
        right, above = across[block], up[block]
        column, row = np.floor(right), np.floor(above)
        right, above = right - column, above - row
        node = (kinds[block] * rows + row.astype(np.int64)) * columns + column.astype(np.int64)
        both = right * above
        right -= both
        above -= both
        np.add.at(total, node + (columns + 1), both)
        np.add.at(total, node + 1, right)
        np.add.at(total, node + columns, above)
        np.add.at(total, node, 1 - both - right - above)
    return total.reshape(shape)
