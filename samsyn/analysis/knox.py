"""Does it come back? Pairs of events near each other both in place and in time, beside what chance gives (Knox's test)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError

METHOD = "knox"
SLAB_PAIRS = 20_000_000
MOST_PAIRS = 40_000_000  # near in place, kept in memory for the permutations
SNAPPED_SHARE, SNAPPED_OTHERS = 0.3, 10
_TOGETHER = 64  # permutations at a time: one row of times for each event
_BLOCK = 255 * 16  # pairs at a time; 255 is the most that a uint8 can count

Metric = Literal["euclidean", "manhattan"]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class TooManyPairsError(AnalysisError):
    """So many pairs lie within the longest distance that a list of them would not fit: use permutations=0."""

    most = MOST_PAIRS

    def __init__(self, many: int) -> None:
        super().__init__(
            f"{many} pairs lie within the longest distance, at most {MOST_PAIRS} can: permutations=0"
        )
        self.many = many


@dataclass(frozen=True)
class Knox:
    """Pairs by distance (rows) and time (columns). The last row and the last column are open: all that lies beyond.

    distances, times  upper limits of the bands but the open ones; a band is (lower, upper], the first also holds 0
    observed          pairs, `int64`, read-only; all of them sum to n(n-1)/2
    expected, sd      exact mean and standard deviation over all orders of the times, read-only
    p                 chance of as many pairs or more, read-only; None without permutations or pairs
    """

    distances: tuple[float, ...]
    times: tuple[float, ...]
    observed: Ints
    expected: Floats
    sd: Floats
    p: Floats | None
    n: int
    permutations: int
    metric: Metric
    method: str = METHOD

    @property
    def pairs(self) -> int:
        return self.n * (self.n - 1) // 2

    def ratio(self, row: int, column: int) -> float | None:
        """Return observed over expected of one cell; None when nothing can be expected there."""
        expected = float(self.expected[row, column])
        return int(self.observed[row, column]) / expected if expected else None


def knox(
    x: ArrayLike,
    y: ArrayLike,
    time: ArrayLike,
    *,
    distances: Sequence[float],
    times: Sequence[float],
    permutations: int = 999,
    metric: Metric = "euclidean",
    rng: np.random.Generator | None = None,
) -> Knox:
    """Return how many pairs of events lie near in place and time, and how many chance gives when times change places.

    x, y          metres in one flat system, finite, of equal length
    time          as many, finite, in any unit; whole numbers are compared as such
    distances     upper limits of the bands of distance, rising, 0 or more; 0 is the same place
    times         the same of the time between, in the unit of `time`
    permutations  0 gives no p but needs no list of pairs: for a million events; else `rng` is needed

    Expected is S * T / (n(n-1)/2), S and T the pairs in the band of distance and of time. p is one-sided, upwards:
    (1 + permutations with as many or more) / (1 + permutations). A limit holds what is longer by rounding alone.

    >>> found = knox([0, 0, 9, 9], [0, 1, 0, 1], [0, 1, 8, 9], distances=[1], times=[1], permutations=0)
    >>> found.observed.tolist(), found.expected.round(6).tolist()
    ([[2, 0], [0, 4]], [[0.666667, 1.333333], [1.333333, 2.666667]])

    Source: Knox (1964), Appl. Stat. 13, 25-29; mean and variance: David & Barton (1966), Br. J. Prev. Soc. Med. 20, 44-48;
    bands and permutations: Johnson et al. (2007), J. Quant. Criminol. 23, 201-219.
    """
    places, moments = _events(x, y, time)
    d_limits, t_limits = _limits(distances, "distances"), _limits(times, "times")
    if permutations < 0 or (permutations and rng is None):
        raise AnalysisError("permutations must be 0 or more, and more than 0 need rng")
    if metric not in ("euclidean", "manhattan"):
        raise AnalysisError("metric must be euclidean or manhattan")
    n = len(moments)
    reach = d_limits + _rounding(x, y)
    until = t_limits if moments.dtype.kind == "i" else t_limits + _rounding(time)
    space = _degrees_in_place(places, reach, metric)
    when = _degrees_in_time(moments, until)
    expected, sd = _exact(space, when)
    p = None
    if n < 2:
        observed = np.zeros((len(reach) + 1, len(until) + 1), dtype=np.int64)
    elif rng is None or not permutations:
        observed = _filled(_near_in_both(places, moments, reach, until, metric), space, when)
    else:
        observed, p = _permuted(places, moments, reach, until, metric, permutations, rng, (space, when))
    for table in (observed, expected, sd, p):
        if table is not None:
            table.flags.writeable = False
    return Knox(
        tuple(d_limits.tolist()), tuple(t_limits.tolist()), observed, expected, sd, p, n, permutations, metric
    )  # fmt: skip


def is_snapped(x: ArrayLike, y: ArrayLike) -> bool:
    """Return whether over 30 % of the points share their very place with at least 10 others: placed by rule, not seen."""
    places = np.column_stack([np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)])
    if not len(places):
        return False
    many = np.unique(places, axis=0, return_counts=True)[1]
    return bool(many[many > SNAPPED_OTHERS].sum() > SNAPPED_SHARE * len(places))


def _events(x: ArrayLike, y: ArrayLike, time: ArrayLike) -> tuple[Floats, NDArray[Any]]:
    """Return places, and times from 0 in the smallest type that holds them."""
    px, py = (np.asarray(column, dtype=np.float64).ravel() for column in (x, y))
    t = np.asarray(time).ravel()
    t = t.astype(np.int64) if t.dtype.kind in "iub" else t.astype(np.float64)
    if not px.shape == py.shape == t.shape:
        raise AnalysisError("x, y and time must be of equal length")
    if not (np.isfinite(px).all() and np.isfinite(py).all() and np.isfinite(t).all()):
        raise AnalysisError("x, y and time must be finite")
    if not len(t):
        return np.zeros((0, 2)), np.zeros(0, dtype=np.int16)
    if t.dtype.kind == "f" and np.array_equal(t, np.rint(t)) and np.abs(t).max() < 2**53:
        t = t.astype(np.int64)
    t = t - t.min()
    if t.dtype.kind == "i":
        t = t.astype(np.int16 if t.max() < 2**15 else np.int32 if t.max() < 2**31 else np.int64)
    return np.column_stack([px - px.min(), py - py.min()]), t


def _rounding(*columns: ArrayLike) -> float:
    """Return what a difference of two such numbers may err by: 7.1 - 6.1 is to be 1."""
    return (
        16
        * float(np.finfo(float).eps)
        * max(float(np.abs(np.asarray(column, dtype=np.float64)).max(initial=0.0)) for column in columns)
    )


def _limits(limits: Sequence[float], name: str) -> Floats:
    found = np.asarray(limits, dtype=np.float64).ravel()
    if not len(found) or not np.isfinite(found).all() or found[0] < 0 or np.any(np.diff(found) <= 0):
        raise AnalysisError(f"{name} must be finite, 0 or more, and rising")
    return found


def _degrees_in_place(places: Floats, reach: Floats, metric: Metric) -> Ints:
    """Return how many others each event (column, in no certain order) has in each band of distance (row)."""
    from scipy.spatial import KDTree

    n = len(places)
    if not n:
        return np.zeros((len(reach) + 1, 0), dtype=np.int64)
    cells = places // max(
        float(reach[0]), 1.0
    )  # neighbours are asked one after the other: three times as fast
    places = places[np.lexsort((cells[:, 1], cells[:, 0]))]
    tree, power = KDTree(places, leafsize=32), 2 if metric == "euclidean" else 1
    within = [
        np.asarray(tree.query_ball_point(places, r, p=power, return_length=True, workers=-1)) for r in reach
    ]
    return _bands(within, n)


def _bands(within: list[Ints], n: int) -> Ints:
    edges = np.vstack([np.ones((1, n)), *within, np.full((1, n), n)]).astype(np.int64)
    return edges[1:] - edges[:-1]


def _degrees_in_time(moments: NDArray[Any], until: Floats) -> Ints:
    n, ordered = len(moments), np.sort(_wide(moments))
    within = []
    for limit in until:
        step = _step(float(limit), ordered)
        last = np.searchsorted(ordered, ordered + step, side="right")
        first = np.searchsorted(ordered, ordered - step, side="left")
        within.append(last - first)
    return _bands(within, n)


def _wide(moments: NDArray[Any]) -> NDArray[Any]:
    return moments.astype(np.float64 if moments.dtype.kind == "f" else np.int64)


def _step(limit: float, moments: NDArray[Any]) -> float:
    """Return a limit as something to add to these moments: whole numbers over 2^53 keep their last digits."""
    return limit if moments.dtype.kind == "f" else int(np.floor(min(limit, 2.0**62)))


def _exact(space: Ints, when: Ints) -> tuple[Floats, Floats]:
    """Return mean and sd of each cell from the degrees, sums taken about their mean so that large ones keep their digits.

    Two pairs of events share both, one, or none: three sums for place and three for time, multiplied and averaged.
    """
    n = space.shape[1]
    pairs = n * (n - 1) / 2
    if n < 2:
        return np.zeros((len(space), len(when))), np.zeros((len(space), len(when)))
    (s, s_both, s_one), (t, t_both, t_one) = _sums(space, n), _sums(when, n)
    variance = np.outer(s_both, t_both) / pairs
    if n > 2:
        variance += np.outer(s_one, t_one) / (2 * pairs * (n - 2))
    if n > 3:
        variance += 2 * np.outer(s_both + s_one, t_both + t_one) / (pairs * (n - 2) * (n - 3))
    return np.outer(s, t) / pairs, np.sqrt(np.maximum(variance, 0.0))


def _sums(degrees: Ints, n: int) -> tuple[Floats, Floats, Floats]:
    """Return for each band: pairs; their squares about the mean; products of two pairs with one event in common."""
    ends = degrees.sum(axis=1)
    many, others = ends / 2, (n * (n - 1) - ends) / 2
    both = many * others / (n * (n - 1) / 2)
    one = ((degrees - (ends / n)[:, None]) ** 2).sum(axis=1) - 2 * both
    return many, both, one


def _filled(near: Ints, space: Ints, when: Ints) -> Ints:
    """Return the table with its open bands: what is left of the pairs of each distance and each time."""
    s, t = space.sum(axis=1) // 2, when.sum(axis=1) // 2
    table = np.zeros((*near.shape[:-2], len(s), len(t)), dtype=np.int64)
    table[..., :-1, :-1] = near
    table[..., :-1, -1] = s[:-1] - near.sum(axis=-1)
    table[..., -1, :] = t - table[..., :-1, :].sum(axis=-2)
    return table


def _apart(a: Floats, b: Floats, metric: Metric) -> Floats:
    steps = np.abs(a - b)
    return np.hypot(steps[:, 0], steps[:, 1]) if metric == "euclidean" else steps[:, 0] + steps[:, 1]


def _near_in_both(
    places: Floats, moments: NDArray[Any], reach: Floats, until: Floats, metric: Metric
) -> Ints:
    """Count pairs in each closed cell by trees in three dimensions: only pairs near in both are listed, a slab of time at once."""
    from scipy.spatial import KDTree

    order = np.argsort(moments, kind="stable")
    places, when = places[order], _wide(moments[order])
    events = np.column_stack([places / max(reach[-1], 1e-9), when / max(until[-1], 1e-9)])
    # a little too far: what is listed is measured again
    near = 1 + 1e-6 + 2 * float(np.spacing(events.max()))
    table = np.zeros((len(reach), len(until)), dtype=np.int64)
    for start, stop, last in _slabs(events, when, float(until[-1])):
        found = KDTree(events[start:last], leafsize=32).query_pairs(near, p=np.inf, output_type="ndarray")
        i, j = (found[found[:, 0] < stop - start] + start).T
        distance = np.searchsorted(reach, _apart(places[i], places[j], metric), side="left")
        time = np.searchsorted(until, when[j] - when[i], side="left")
        inside = (distance < len(reach)) & (time < len(until))
        cells = distance[inside] * len(until) + time[inside]
        table += np.bincount(cells, minlength=table.size).reshape(table.shape)
    return table


def _slabs(events: Floats, when: NDArray[Any], until: float) -> Iterator[tuple[int, int, int]]:
    """Cut events in order of time so that each slab has about a few million pairs; `last` ends what its events may meet."""
    from scipy.spatial import KDTree

    tree = KDTree(events)
    step = int(len(events) / np.ceil(tree.count_neighbors(tree, 1 + 1e-6, p=np.inf) / SLAB_PAIRS)) + 1
    for start in range(0, len(events), step):
        stop = min(start + step, len(events))
        yield start, stop, int(np.searchsorted(when, when[stop - 1] + _step(until, when), side="right"))


def _permuted(
    places: Floats,
    moments: NDArray[Any],
    reach: Floats,
    until: Floats,
    metric: Metric,
    permutations: int,
    rng: np.random.Generator,
    degrees: tuple[Ints, Ints],
) -> tuple[Ints, Floats]:
    """Return the table and p: the pairs near in place are listed once, then only the times change places."""
    many = int(degrees[0][:-1].sum()) // 2
    if many > MOST_PAIRS:
        raise TooManyPairsError(many)
    i, j, heads = _pairs(places, reach, metric)
    observed = _filled(_counts(moments[:, None], i, j, heads, until)[0], *degrees)
    as_many = np.zeros(observed.shape, dtype=np.int64)
    for start in range(0, permutations, _TOGETHER):
        shuffled = np.column_stack(
            [rng.permutation(moments) for _turn in range(min(_TOGETHER, permutations - start))]
        )
        tables = _filled(_counts(shuffled, i, j, heads, until), *degrees)
        as_many += np.count_nonzero(tables >= observed, axis=0)
    return observed, (1 + as_many) / (1 + permutations)


def _pairs(places: Floats, reach: Floats, metric: Metric) -> tuple[Ints, Ints, Ints]:
    """Return the pairs within the longest distance, band after band, and where each band begins and the last ends."""
    from scipy.spatial import KDTree

    power = 2 if metric == "euclidean" else 1
    found = KDTree(places).query_pairs(reach[-1] * (1 + 1e-9) + 1e-9, p=power, output_type="ndarray")
    band = np.searchsorted(reach, _apart(places[found[:, 0]], places[found[:, 1]], metric), side="left")
    order = np.argsort(band.astype(np.int64) * len(places) + found[:, 0], kind="stable")
    heads = np.searchsorted(band[order], np.arange(len(reach) + 1))
    return found[order, 0], found[order, 1], heads


def _counts(moments: NDArray[Any], i: Ints, j: Ints, heads: Ints, until: Floats) -> Ints:
    """Return the pairs in each closed cell for each column of times: shape (columns, distances, times)."""
    columns = moments.shape[1]
    within = np.zeros((columns, len(heads) - 1, len(until) + 1), dtype=np.int64)
    limits = until if moments.dtype.kind == "f" else np.floor(np.minimum(until, np.iinfo(moments.dtype).max))
    limits = limits.astype(moments.dtype)
    for band in range(len(heads) - 1):
        for start in range(int(heads[band]), int(heads[band + 1]), _BLOCK):
            block = slice(start, min(start + _BLOCK, int(heads[band + 1])))
            between = np.take(moments, i[block], axis=0)
            between -= np.take(moments, j[block], axis=0)
            np.abs(between, out=between)
            for place, limit in enumerate(limits):
                within[:, band, place + 1] += _trues(between <= limit)
    return within[:, :, 1:] - within[:, :, :-1]


def _trues(is_near: NDArray[np.bool_]) -> Ints:
    """Count the trues of each column, 255 rows at a time in bytes: many times faster than summing to int64."""
    whole = len(is_near) // 255 * 255
    ones = is_near.view(np.uint8)
    parts = ones[:whole].reshape(-1, 255, ones.shape[1]).sum(axis=1, dtype=np.uint8)
    rest = ones[whole:].sum(axis=0, dtype=np.uint8)
    return parts.sum(axis=0, dtype=np.int64) + rest
