"""Where do many events lie close together? Getis and Ord's Gi*, on a grid by arithmetic or for points with a distance."""

from __future__ import annotations

from dataclasses import dataclass
from math import comb, sqrt

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.counts import adjusted
from samsyn.analysis.result import AnalysisError, Reason

METHOD = "getis-ord-gi-star"
WINDOW = 9  # a cell and its eight neighbours
LONGEST = (
    20_000  # sums that the exact law keeps apart; beyond, counts are rounded so that p is never too small
)

Floats = NDArray[np.float64]
Counts = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class _Kinds:
    """Cells whose windows hold as many cells with the same sum are tested once.

    near, sums  of each kind
    many        cells of each kind
    kind        of each cell
    """

    near: Counts
    sums: Counts
    many: Counts
    kind: Counts


@dataclass(frozen=True)
class _Tests:
    """The numbers of known cells: z and exact p of each kind (of each cell without kinds), permuted p of each cell."""

    z: Floats
    exact: Floats | None
    permuted: Floats | None
    kinds: _Kinds | None


@dataclass(frozen=True)
class GiStar:
    """Equal-shaped read-only arrays, one value a cell or point.

    values         what was counted or measured
    neighbours     how many cells the window holds, the cell itself too
    z              how far the window's sum lies from what chance gives, in standard deviations
    p              two-sided, by the normal law of z
    p_exact        two-sided, twice the smaller tail of the exact law of the sum; None for values that are no counts
    p_adjusted     p_exact (or p) adjusted for all cells at once (false-discovery rate)
    p_permutation  two-sided, by conditional permutation; None when it was not asked for
    hot            z is above 0 and p_adjusted at most `alpha`
    is_known       z is estimable; elsewhere the numbers are nan: outside the study area, where the window holds all
                   cells, and everywhere when `reason` says so
    """

    values: Floats
    neighbours: Counts
    z: Floats
    p: Floats
    p_exact: Floats | None
    p_adjusted: Floats
    p_permutation: Floats | None
    hot: Flags
    is_known: Flags
    alpha: float
    n: int
    reason: Reason | None = None
    method: str = METHOD


def g_star(
    counts: ArrayLike,
    *,
    inside: ArrayLike | None = None,
    permutations: int = 0,
    rng: np.random.Generator | None = None,
    alpha: float = 0.05,
) -> GiStar:
    """Return Gi* of each cell of a grid; neighbours are the eight cells around and the cell itself, each with weight 1.

    counts        rows × columns, whole numbers from 0
    inside        bool of the same shape: the study area; cells outside it are nobody's neighbours. None: all
    permutations  conditional ones: the cell keeps its count, its neighbours' are drawn among all others. 0: none
    rng           where they are drawn from
    alpha         the largest p_adjusted of a hot cell

    `hot` rests on the exact law of the window's sum when the counts are thrown at random on the cells, which the normal
    law of z only comes near: with few events a cell, z calls far too much hot.

    >>> found = g_star([[0, 0, 0, 0], [0, 0, 1, 2], [0, 0, 3, 9]])
    >>> found.z[2].round(6).tolist()
    [-1.162953, -0.76751, 1.644664, 2.325905]

    Source: Ord & Getis (1995), Geogr. Anal. 27, 286-306; false discoveries: Benjamini & Hochberg (1995).
    """
    grid, area = _grid(counts, inside)
    if permutations < 0 or (permutations and rng is None):
        raise AnalysisError("permutations are 0 or more, and need an rng")
    n = int(grid[area].sum())
    near = _window(area.astype(np.int64))
    if _is_flat(grid[area]):
        return _nothing(grid, near, n, alpha)
    sums = _window(grid)
    values = grid[area]
    is_known = area & (near < values.size)
    kinds = _kinds(near[is_known], sums[is_known])
    z = _z(values.astype(np.float64), kinds.sums.astype(np.float64), kinds.near)
    exact = _exact_p(values, kinds.near, kinds.sums)
    permuted = None
    if permutations and rng is not None:
        permuted = _permuted_p(grid, area, near, sums, is_known, permutations, rng)
    return _found(grid.astype(np.float64), near, is_known, _Tests(z, exact, permuted, kinds), alpha, n)


def g_star_points(
    x: ArrayLike, y: ArrayLike, values: ArrayLike, distance: float, *, alpha: float = 0.05
) -> GiStar:
    """Return Gi* of each point; neighbours are the points at most `distance` away and the point itself, with weight 1.

    x, y, values  finite, of equal length; values of any sign
    distance      0 or more, in the unit of x and y

    >>> found = g_star_points([10, 20, 40, 15, 30, 30], [10, 10, 10, 20, 20, 30], [2, 3, 3.2, 5, 8, 7], 15)
    >>> found.z.round(8).tolist()
    [-1.39727626, -0.28917762, 0.65064964, -0.28917762, 1.23452088, 2.02424331]

    Source: Ord & Getis (1995), Geogr. Anal. 27, 286-306. The numbers are those of PySAL's esda.
    """
    from scipy.spatial import cKDTree

    places = np.column_stack([np.asarray(axis, dtype=np.float64).ravel() for axis in (x, y)])
    weights = np.asarray(values, dtype=np.float64).ravel()
    if len(places) != weights.size or not (np.isfinite(places).all() and np.isfinite(weights).all()):
        raise AnalysisError("x, y and values must be finite and as many")
    if not (np.isfinite(distance) and distance >= 0):
        raise AnalysisError(f"distance must be 0 or more, not {distance}")
    pairs = cKDTree(places).query_pairs(distance, output_type="ndarray")
    one, other = pairs[:, 0], pairs[:, 1]
    near = 1 + np.bincount(one, minlength=weights.size) + np.bincount(other, minlength=weights.size)
    if _is_flat(weights):
        return _nothing(weights, near, int(weights.size), alpha)
    sums = (
        weights
        + np.bincount(one, weights[other], weights.size)
        + np.bincount(other, weights[one], weights.size)
    )
    is_known = near < weights.size
    z = _z(weights, sums[is_known], near[is_known])
    return _found(weights, near, is_known, _Tests(z, None, None, None), alpha, int(weights.size))


def _grid(counts: ArrayLike, inside: ArrayLike | None) -> tuple[Counts, Flags]:
    given = np.asarray(counts, dtype=np.float64)
    area = np.ones(given.shape, dtype=bool) if inside is None else np.asarray(inside, dtype=bool)
    if given.ndim != 2 or area.shape != given.shape:
        raise AnalysisError("counts must be rows by columns, and inside as many")
    known = given[area]
    if not np.all(np.isfinite(known)) or np.any(known < 0) or np.any(known != np.rint(known)):
        raise AnalysisError("counts must be whole numbers from 0")
    return np.where(area, given, 0).astype(np.int64), area


def _is_flat(values: Floats | Counts) -> bool:
    return values.size < 2 or bool(values.min() == values.max())


def _window(grid: Counts) -> Counts:
    """Return the sum of each cell and its eight neighbours, by six shifted additions."""
    tall = grid.copy()
    tall[1:] += grid[:-1]
    tall[:-1] += grid[1:]
    wide = tall.copy()
    wide[:, 1:] += tall[:, :-1]
    wide[:, :-1] += tall[:, 1:]
    return wide


def _z(values: Floats, sums: Floats, near: Counts) -> Floats:
    n, mean = values.size, float(values.mean())
    sd = sqrt(float(np.mean((values - mean) ** 2)))
    size = near.astype(np.float64)
    return np.asarray((sums - mean * size) / (sd * np.sqrt((n * size - size**2) / (n - 1))), np.float64)


def _kinds(near: Counts, sums: Counts) -> _Kinds:
    key = sums * (WINDOW + 1) + near
    if key.size and int(key.max()) < 10 * key.size + 100_000:  # counted, not sorted: a twentieth of the time
        all_many = np.bincount(key)
        distinct = np.flatnonzero(all_many)
        place = np.zeros(all_many.size, dtype=np.int64)
        place[distinct] = np.arange(distinct.size)
        many, kind = all_many[distinct], place[key]
    else:
        distinct, kind, many = np.unique(key, return_inverse=True, return_counts=True)
    return _Kinds(distinct % (WINDOW + 1), distinct // (WINDOW + 1), many, kind.ravel())


def _spread(is_known: Flags, values: Floats) -> Floats:
    out = np.full(is_known.shape, np.nan)
    out[is_known] = values
    return out


def _exact_p(values: Counts, near: Counts, sums: Counts) -> Floats:
    """Return two-sided p: twice the smaller tail of the sum of `near` of the values, drawn without replacement."""
    step = -(-WINDOW * int(values.max()) // LONGEST)  # 1: exact
    below = _law(values // step)
    lower = np.cumsum(below, axis=1)[near, np.minimum(sums // step, below.shape[1] - 1)]
    above = _law(-(-values // step)) if step > 1 else below
    tail = np.cumsum(above[:, ::-1], axis=1)[:, ::-1]
    upper = tail[near, np.minimum(sums // step, above.shape[1] - 1)]
    return np.minimum(2 * np.minimum(lower, upper), 1.0)


def _law(values: Counts) -> Floats:
    """Return the chance of each sum (column) of 0 to 9 values (row) drawn without replacement.

    All ways to draw are counted by a product over the distinct values v of Σ C(m, j) uʲ t^(jv): only additions of what is
    positive, so the tails keep their digits. Each factor adds the ways of u - j values and the sum s - jv to those of u and
    s: along slanting lines of the table, which are the columns of a view whose rows begin v later each. So a factor is
    one product of matrices. Zeros before each row stand for sums under 0.
    """
    times = np.bincount(values)
    distinct = np.flatnonzero(times)
    width = WINDOW * int(distinct[-1]) + 1
    table = np.zeros((WINDOW + 1, 2 * width))
    ways, item = table[:, width:], table.itemsize
    ways[0, 0] = 1
    back = np.subtract.outer(np.arange(WINDOW + 1), np.arange(WINDOW + 1))
    for value, many in zip(distinct.tolist(), times[distinct].tolist(), strict=True):
        lead = WINDOW * value
        factor = np.array([comb(many, j) for j in range(WINDOW + 1)], dtype=np.float64)
        lines = np.ndarray(
            (WINDOW + 1, lead + 1),
            np.float64,
            table,
            (width - lead) * item,
            ((2 * width + value) * item, item),
        )
        lines[:] = np.where(back >= 0, factor[np.maximum(back, 0)], 0.0) @ lines
    drawn = [max(comb(values.size, size), 1) for size in range(WINDOW + 1)]
    return np.asarray(ways / np.array(drawn, dtype=np.float64)[:, None], dtype=np.float64)


def _permuted_p(
    grid: Counts, area: Flags, near: Counts, sums: Counts, is_known: Flags,
    permutations: int, rng: np.random.Generator,
) -> Floats:  # fmt: skip
    """Return two-sided p with +1, by draws of each known cell's neighbours among all other cells.

    Cells with as many neighbours and the same count have the same law, and share their draws.
    """
    values = np.sort(grid[area])
    own, size, seen = grid[is_known], near[is_known], sums[is_known]
    out = np.ones(own.size)
    for many in np.unique(size).tolist():
        drawn = _draws(values.size - 1, many - 1, permutations, rng)
        cells = np.flatnonzero(size == many)
        order = cells[np.argsort(own[cells], kind="stable")]
        kinds, first = np.unique(own[order], return_index=True)
        for kind, group in zip(kinds.tolist(), np.split(order, first[1:]), strict=True):
            at = int(np.searchsorted(values, kind))  # the one that stays
            law = np.sort(values[drawn + (drawn >= at)].sum(axis=1) + kind)
            above = permutations - np.searchsorted(law, seen[group], side="left")
            below = np.searchsorted(law, seen[group], side="right")
            out[group] = np.minimum(2 * (np.minimum(above, below) + 1) / (permutations + 1), 1.0)
    return out


def _draws(among: int, many: int, turns: int, rng: np.random.Generator) -> Counts:
    """Return `turns` rows of `many` different numbers from 0 to among - 1."""
    if among < 200:
        return np.asarray(rng.random((turns, among)).argsort(axis=1)[:, :many], dtype=np.int64)
    drawn = rng.integers(0, among, (turns, many))
    while True:
        ordered = np.sort(drawn, axis=1)
        again = np.flatnonzero((ordered[:, 1:] == ordered[:, :-1]).any(axis=1))
        if not again.size:
            return np.asarray(drawn, dtype=np.int64)
        drawn[again] = rng.integers(0, among, (again.size, many))


def _found(
    values: Floats, near: Counts, is_known: Flags, tests: _Tests, alpha: float, n: int
) -> GiStar:  # fmt: skip
    from scipy.special import erfc

    kinds = tests.kinds
    p = erfc(np.abs(tests.z) / sqrt(2))
    tested = p if tests.exact is None else tests.exact
    every = adjusted(tested) if kinds is None else _adjusted(tested, kinds.many)
    is_hot = (tests.z > 0) & (every <= alpha)

    def full(numbers: Floats) -> Floats:
        return _spread(is_known, numbers if kinds is None else numbers[kinds.kind])

    hot = np.zeros(near.shape, dtype=bool)
    hot[is_known] = is_hot if kinds is None else is_hot[kinds.kind]
    z, p, every = full(tests.z), full(p), full(every)
    exact = None if tests.exact is None else full(tests.exact)
    permuted = None if tests.permuted is None else _spread(is_known, tests.permuted)
    for array in (values, near, z, p, exact, every, permuted, hot, is_known):
        if array is not None:
            array.flags.writeable = False
    reason = None if is_known.any() else Reason.NO_VARIATION
    return GiStar(values, near, z, p, exact, every, permuted, hot, is_known, alpha, n, reason)


def _adjusted(p: Floats, many: Counts) -> Floats:
    """Return what `adjusted` gives where `many` tests have each p: the last of those that are alike counts."""
    order = np.argsort(p)
    last = np.cumsum(many[order])
    steps = p[order] * int(many.sum()) / last
    result = np.empty_like(p)
    result[order] = np.minimum(np.minimum.accumulate(steps[::-1])[::-1], 1.0)
    return result


def _nothing(values: Floats | Counts, near: Counts, n: int, alpha: float) -> GiStar:
    """Return what there is to say when all values are the same."""
    no = np.zeros(values.shape, dtype=bool)
    return _found(values.astype(np.float64), near, no, _Tests(np.zeros(0), None, None, None), alpha, n)
