"""How many in each area? Labelled points to a cube of counts, and counts to rates where the population is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.rates import rates
from samsyn.analysis.result import AnalysisError, check_level

METHOD = "garwood"
MOST_CELLS = 50_000_000

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class AreaCounts:
    """Counts of areas, and of groups within them.

    counts   `int64`, areas × the sizes of the groups, read-only; sums to `n`
    n        events in any area
    outside  events in none
    """

    counts: Counts
    n: int
    outside: int
    method: str = METHOD


@dataclass(frozen=True)
class AreaRates:
    """Equal-length arrays, `float64`, read-only, nan where `known` is False: no population, or none that is above 0."""

    value: Floats
    low: Floats
    high: Floats
    known: NDArray[np.bool_]
    level: float
    per: float
    method: str = METHOD


def area_counts(
    labels: ArrayLike, areas: int, *, groups: Sequence[ArrayLike] = (), sizes: Sequence[int] = ()
) -> AreaCounts:
    """Return how many events each area has, in each combination of groups.

    labels  the number of each event's area from 0 to areas - 1, or -1 outside all: `locate.locate`
    groups  for each way to divide (category, month …) the number of each event's group, 0 and upwards
    sizes   the number of groups of each way

    >>> area_counts([0, 1, 1, -1], 2).counts.tolist()
    [1, 2]
    """
    places = _numbers(labels, areas, lowest=-1)
    if len(groups) != len(sizes):
        raise AnalysisError("there must be one size for each way to divide")
    shape = (areas, *map(int, sizes))
    if np.prod([float(size) for size in shape]) > MOST_CELLS:
        raise AnalysisError(f"areas times groups are over {MOST_CELLS}")
    within = int(np.prod(shape[1:]))
    flat = places.astype(np.int32) + np.int32(1)  # MOST_CELLS fits; the first layer is of events outside
    for group, size in zip(groups, sizes, strict=True):
        numbers = _numbers(group, size, lowest=0)
        if numbers.shape != places.shape:
            raise AnalysisError("there must be one group for each event")
        flat *= np.int32(size)
        flat += numbers.astype(np.int32)
    counts = np.bincount(flat, minlength=(areas + 1) * within)[within:].reshape(shape).astype(np.int64)
    counts.flags.writeable = False
    n = int(counts.sum())
    return AreaCounts(counts, n, int(places.size - n))


def area_rates(
    counts: ArrayLike, populations: ArrayLike, *, per: float = 1000, level: float = 0.95
) -> AreaRates:
    """Return the rate of each count per `per` of the population with an exact Poisson interval, where there is one.

    counts       whole numbers, 0 or more
    populations  as many; nan where unknown. 0 and nan give no rate: `known` is False

    >>> found = area_rates([15, 3], [400, 0])
    >>> found.value[0], found.known.tolist()
    (np.float64(37.5), [True, False])

    Source: Garwood (1936), Biometrika 28, 437-442.
    """
    check_level(level)
    x, population = (np.asarray(column, dtype=np.float64).ravel() for column in (counts, populations))
    if x.shape != population.shape or not np.isfinite(x).all() or np.any(x < 0) or np.any(x != np.floor(x)):
        raise AnalysisError("counts must be whole numbers, 0 or more, and as many as the populations")
    if np.any(population < 0) or np.any(np.isinf(population)):
        raise AnalysisError("populations must be 0 or more, or nan")
    if not (np.isfinite(per) and per > 0):
        raise AnalysisError("per must be above 0")
    known = population > 0
    columns = [np.full(x.shape, np.nan) for _end in range(3)]
    found = rates(x[known], population[known], per=per, level=level)
    for column, values in zip(columns, (found.value, found.low, found.high), strict=True):
        column[known] = values
        column.flags.writeable = False
    known.flags.writeable = False
    return AreaRates(columns[0], columns[1], columns[2], known, level, per)


def _numbers(labels: ArrayLike, size: int, *, lowest: int) -> NDArray[np.integer]:
    found = np.asarray(labels).ravel()
    if found.size and found.dtype.kind not in "iu":
        raise AnalysisError("areas and groups are whole numbers")
    if size < 0 or (found.size and not lowest <= int(found.min()) <= int(found.max()) < size):
        raise AnalysisError(f"numbers must lie between {lowest} and {size - 1}")
    return found if found.size else found.astype(np.int64)
