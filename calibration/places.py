"""Places: near repeats, hot cells and concentration where there are none, and a hot spot among cells that are not."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from calibration.table import DISCOVERIES, EXACT_ALARMS, Line
from samsyn.analysis.concentration import concentration
from samsyn.analysis.counts import adjusted
from samsyn.analysis.gistar import g_star
from samsyn.analysis.knox import knox

PERMUTATIONS = 99
SIDE, DAYS = 3_000.0, 365  # metres, days
DISTANCES, WEEKS = (200, 400, 600), (7, 14, 28)
CELLS = 30


def lines(rng: np.random.Generator, runs: int) -> Iterator[Line]:
    few = max(runs // 25, 30)
    for events in (60, 300):
        for kind in ("even", "in two places and one season"):
            yield from _repeats(rng, few, events, kind)
    for mean in (0.2, 2, 20):
        yield _flat(rng, max(runs // 20, 30), mean)
        yield _one_spot(rng, max(runs // 20, 30), mean)
    for places, events in ((50, 30), (200, 1000)):
        yield _spread(rng, few, places, events)


def _events(rng: np.random.Generator, many: int, kind: str) -> tuple[NDArray, NDArray, NDArray]:
    """Places and days that know nothing of each other."""
    if kind == "even":
        return rng.uniform(0, SIDE, many), rng.uniform(0, SIDE, many), rng.integers(0, DAYS, many)
    centres = rng.uniform(0, SIDE, (2, 2))[rng.integers(0, 2, many)]
    x, y = (centres + rng.normal(0, SIDE / 10, (many, 2))).T
    return x, y, np.clip(rng.normal(180, 30, many), 0, DAYS).astype(int)


def _repeats(rng: np.random.Generator, runs: int, events: int, kind: str) -> Iterator[Line]:
    """The first band by itself, and the list of nine bands adjusted: is any of them told of?"""
    first = whole = 0
    for _run in range(runs):
        found = knox(
            *_events(rng, events, kind), distances=DISTANCES, times=WEEKS, permutations=PERMUTATIONS, rng=rng
        )
        assert found.p is not None
        first += found.p[0, 0] <= 0.05
        whole += adjusted(found.p[:-1, :-1].ravel()).min() <= 0.05
    scenario = f"{events} events, {kind}"
    yield Line("Knox", scenario, "false alarms", first / runs, runs, EXACT_ALARMS)
    yield Line("Knox with FDR", scenario, "false discoveries", whole / runs, runs, DISCOVERIES)


def _flat(rng: np.random.Generator, runs: int, mean: float) -> Line:
    """Nothing is hot, so every list with a cell on it is wrong altogether."""
    told = sum(bool(g_star(rng.poisson(mean, (CELLS, CELLS))).hot.any()) for _run in range(runs))
    return Line("Gi*", f"flat map, {mean:g} a cell", "false discoveries", told / runs, runs, DISCOVERIES)


def _one_spot(rng: np.random.Generator, runs: int, mean: float) -> Line:
    """A square of cells has four times as many; told of wrongly is a cell that has none of them in its window."""
    truth = np.full((CELLS, CELLS), float(mean))
    truth[10:14, 10:14] *= 4
    near = np.zeros(truth.shape, bool)
    near[9:15, 9:15] = True
    wrong = []
    for _run in range(runs):
        hot = g_star(rng.poisson(truth)).hot
        wrong.append((hot & ~near).sum() / max(hot.sum(), 1))
    return Line(
        "Gi*",
        f"one hot square, {mean:g} a cell",
        "false discoveries",
        float(np.mean(wrong)),
        runs,
        DISCOVERIES,
    )


def _spread(rng: np.random.Generator, runs: int, places: int, events: int) -> Line:
    even = np.full(places, 1 / places)
    told = 0
    for _run in range(runs):
        found = concentration(rng.multinomial(events, even), permutations=PERMUTATIONS, rng=rng)
        told += found.p is not None and found.p <= 0.05
    return Line(
        "concentration",
        f"{events} events on {places} places",
        "false alarms",
        told / runs,
        runs,
        EXACT_ALARMS,
    )
