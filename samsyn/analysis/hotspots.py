"""Which cells of a grid stay hot, become hot or were hot before? Gi* of every period, then a class for each cell."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.classes import DEFAULT, Classes, Rules, classes
from samsyn.analysis.counts import adjusted
from samsyn.analysis.gistar import g_star
from samsyn.analysis.result import AnalysisError, Reason

METHOD = "hot-spots-over-time"


@dataclass(frozen=True)
class HotSpots:
    """The classes of all cells, row by row, the lowest row first.

    classes  see `Classes`; its `method` is that of the rules
    hot      bool, periods × rows × columns, read-only
    empty    periods without any event, or with as many in every cell: nothing is hot in them
    n        events
    """

    classes: Classes
    hot: NDArray[np.bool_]
    empty: int
    n: int
    reason: Reason | None = None
    method: str = METHOD


def hotspots(counts: ArrayLike, *, inside: ArrayLike | None = None, rules: Rules = DEFAULT) -> HotSpots:
    """Return each cell's class from Gi* of each period.

    counts  periods × rows × columns, whole numbers from 0, the earliest period first
    inside  bool, rows × columns: the study area. None: all

    A cell is hot in a period when its z is above 0 and the exact p of `g_star`, adjusted for all cells and periods at
    once (false-discovery rate), is at most rules.p.

    >>> month = np.zeros((1, 8, 8), int); month[0, 2:4, 2:4] = 3
    >>> found = hotspots(np.concatenate([month] * 5))
    >>> found.classes.kinds.reshape(8, 8)[2].tolist()[1:5]
    ['none', 'persistent', 'persistent', 'none']
    """
    given = np.asarray(counts)
    if given.ndim != 3:
        raise AnalysisError("counts must be periods by rows by columns")
    maps = [g_star(one, inside=inside) for one in given]
    p, is_up = np.ones(given.shape), np.zeros(given.shape, dtype=bool)
    for period, found in enumerate(maps):
        if found.p_exact is not None:
            p[period][found.is_known] = found.p_exact[found.is_known]
            is_up[period][found.is_known] = found.z[found.is_known] > 0
    area = np.ones(given.shape[1:], dtype=bool) if inside is None else np.asarray(inside, dtype=bool)
    hot = np.zeros(given.shape, dtype=bool)
    hot[:, area] = (adjusted(p[:, area].ravel()).reshape(len(given), -1) <= rules.p) & is_up[:, area]
    hot.flags.writeable = False
    told = classes(hot.reshape(len(given), -1), rules=rules)
    n = sum(found.n for found in maps)
    reason = told.reason if n else Reason.NO_EVENTS
    return HotSpots(told, hot, sum(found.reason is not None for found in maps), n, reason)
