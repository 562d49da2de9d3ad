"""Surveys drawn in strata, in clusters and with weights from a whole city, and thin surveys of many areas."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from calibration.table import ALARMS, APPROXIMATE, Line
from samsyn.analysis.fayherriot import fay_herriot
from samsyn.analysis.result import Estimate
from samsyn.analysis.survey import survey
from samsyn.analysis.survey_change import survey_change
from samsyn.analysis.survey_design import Design, survey_design

STRATA = 4
CLUSTERS, SIZE = 1_200, 40  # of the whole city; residents of a cluster
ASKED = 8  # of each cluster that is drawn
AT_LEAST = (0.93, 1.0)  # wide on purpose where areas hardly differ, see fayherriot.py
BETWEEN = 0.35  # sd of clusters on the log-odds: about 3 % of the variance


@dataclass(frozen=True)
class _City:
    """A finite population: one row a resident. `feels` is 0 or 1, `worry` a skewed score."""

    stratum: NDArray
    cluster: NDArray
    feels: NDArray
    worry: NDArray


@dataclass(frozen=True)
class _Drawn:
    rows: NDArray
    design: Design
    cluster: NDArray


Draw = Callable[[np.random.Generator, _City], _Drawn]


def lines(rng: np.random.Generator, runs: int) -> Iterator[Line]:
    many = max(runs // 20, 30)
    for share in (0.5, 0.15):
        city = _city(rng, share)
        for name, draw in DRAWS.items():
            yield from _estimates(rng, many, city, draw, f"{name}, share {100 * share:g} %")
    city = _city(rng, 0.3)
    for name, draw in DRAWS.items():
        yield from _changes(rng, many, city, draw, name)
    yield from _same_units(rng, many, city)
    for areas in (12, 40, 150):
        for spread in (0.1, 1.0, 4.0):
            yield _thin(rng, max(runs // 100, 20), areas, spread)


def _city(rng: np.random.Generator, share: float) -> _City:
    """Strata differ, residents of a cluster are alike, and clusters are of unequal size."""
    sizes = rng.integers(SIZE // 2, SIZE * 3 // 2, CLUSTERS)
    of_cluster = np.sort(rng.choice(STRATA, CLUSTERS, p=(0.4, 0.3, 0.2, 0.1)))
    cluster = np.repeat(np.arange(CLUSTERS), sizes)
    level = np.log(share / (1 - share)) + np.linspace(-0.6, 0.6, STRATA)[of_cluster]
    level = (level + rng.normal(0, BETWEEN, CLUSTERS))[cluster]
    feels = (rng.random(len(cluster)) < 1 / (1 + np.exp(-level))).astype(float)
    worry = rng.gamma(2, 2, len(cluster)) + 1.5 * feels
    return _City(of_cluster[cluster], cluster, feels, worry)


def _in_strata(rng: np.random.Generator, city: _City) -> _Drawn:
    """As many from each stratum, so that weights differ; one in seven does not answer."""
    rows = np.concatenate(
        [rng.choice(np.flatnonzero(city.stratum == k), 150, replace=False) for k in range(STRATA)]
    )
    size = np.bincount(city.stratum)[city.stratum[rows]]
    answered = rng.random(len(rows)) > 1 / 7
    rows, size = rows[answered], size[answered]
    stratum = city.stratum[rows]
    weight = size / np.bincount(stratum)[stratum]
    return _Drawn(rows, survey_design(weight, strata=[stratum], fpc=[size]), rows)


def _in_clusters(each: int) -> Draw:
    """Return a way to draw `each` clusters of every stratum, and some residents of each."""

    def draw(rng: np.random.Generator, city: _City) -> _Drawn:
        return _of(rng, city, _some_clusters(rng, city, each))

    return draw


def _some_clusters(rng: np.random.Generator, city: _City, each: int) -> NDArray:
    """Return clusters by stratum, drawn without weights."""
    stratum = city.stratum[np.searchsorted(city.cluster, np.arange(CLUSTERS))]
    return np.concatenate(
        [rng.choice(np.flatnonzero(stratum == k), each, replace=False) for k in range(STRATA)]
    )


def _of(rng: np.random.Generator, city: _City, clusters: NDArray) -> _Drawn:
    """Ask some in each of these clusters."""
    starts = np.searchsorted(city.cluster, np.arange(CLUSTERS + 1))
    sizes, stratum = np.diff(starts), city.stratum[starts[:-1]]
    rows = np.flatnonzero(np.isin(city.cluster, clusters))
    rows = rows[np.lexsort((rng.random(len(rows)), city.cluster[rows]))]
    heads = np.repeat(
        np.cumsum(sizes[np.sort(clusters)]) - sizes[np.sort(clusters)], sizes[np.sort(clusters)]
    )
    rows = rows[np.arange(len(rows)) - heads < ASKED]
    cluster = city.cluster[rows]
    chance = np.bincount(stratum[clusters], minlength=STRATA) / np.bincount(stratum, minlength=STRATA)
    weight = sizes[cluster] / np.minimum(sizes[cluster], ASKED) / chance[stratum[cluster]]
    return _Drawn(rows, survey_design(weight, strata=[stratum[cluster]], clusters=[cluster]), cluster)


DRAWS: dict[str, Draw] = {
    "strata with weights": _in_strata,
    "30 clusters a stratum": _in_clusters(30),
    "5 clusters a stratum": _in_clusters(5),
}


def _held(found: Estimate, truth: float) -> bool:
    return found.low is not None and found.high is not None and found.low <= truth <= found.high


def _estimates(rng: np.random.Generator, runs: int, city: _City, draw: Draw, scenario: str) -> Iterator[Line]:
    """Shares, a mean, and the mean worry of those who do not feel safe, as a ratio.

    Not below 100 answers: the mean of something skewed among 25 to 60 answers from 20 clusters holds the truth
    in 90 to 93 %. Such answers are marked (small-base), not refused.
    """
    names = ("share, logit", "share, Korn–Graubard", "mean", "ratio")
    held, least = dict.fromkeys(names, 0), len(city.feels)
    feels, worry = float(city.feels.mean()), float(city.worry.mean())
    ratio = float(city.worry[city.feels == 1].sum() / city.feels.sum())
    for _run in range(runs):
        drawn = draw(rng, city)
        x, y = city.feels[drawn.rows], city.worry[drawn.rows]
        held["share, logit"] += _held(survey(drawn.design, x, kind="share"), feels)
        held["share, Korn–Graubard"] += _held(survey(drawn.design, x, kind="share", interval="beta"), feels)
        held["mean"] += _held(survey(drawn.design, y), worry)
        held["ratio"] += _held(survey(drawn.design, x * y, kind="ratio", per=x), ratio)
        least = min(least, int(x.sum()))
    for name in names if least >= 100 else names[:-1]:
        yield Line(f"survey {name}", scenario, "coverage", held[name] / runs, runs, APPROXIMATE)


def _changes(rng: np.random.Generator, runs: int, city: _City, draw: Draw, name: str) -> Iterator[Line]:
    """Two waves drawn by themselves: every tenth resident changes to yes in one, nobody in the other."""
    later = np.where(rng.random(len(city.feels)) < 0.1, 1.0, city.feels)
    truth = float(later.mean() - city.feels.mean())
    held = told = 0
    for _run in range(runs):
        one, two = draw(rng, city), draw(rng, city)
        x, same, new = city.feels[one.rows], city.feels[two.rows], later[two.rows]
        held += _held(survey_change(one.design, two.design, (x, new), kind="share"), truth)
        told += survey_change(one.design, two.design, (x, same), kind="share").is_more_than_chance
    yield Line("survey change", name, "coverage", held / runs, runs, APPROXIMATE)
    yield Line("survey change", name, "false alarms", told / runs, runs, ALARMS)


def _same_units(rng: np.random.Generator, runs: int, city: _City) -> Iterator[Line]:
    """The same clusters are asked twice, a third of them anew; the answers of a cluster move together."""
    told = 0
    for _run in range(runs):
        first = _some_clusters(rng, city, 30)
        others = np.setdiff1d(_some_clusters(rng, city, 10), first)
        second = np.concatenate([first[rng.random(len(first)) < 2 / 3], others])
        one, two = _of(rng, city, np.sort(first)), _of(rng, city, np.sort(second))
        found = survey_change(
            one.design, two.design, (city.feels[one.rows], city.feels[two.rows]), kind="share",
            units=(one.cluster, two.cluster),
        )  # fmt: skip
        told += found.is_more_than_chance
    yield Line("survey change", "clusters in both waves", "false alarms", told / runs, runs, ALARMS)


def _thin(rng: np.random.Generator, runs: int, areas: int, spread: float) -> Line:
    """Areas with unlike errors, about 1; `spread` is the variance between areas that a covariate leaves."""
    covariate = np.linspace(-1, 1, areas)
    variance = np.geomspace(0.3, 3, areas)[rng.permutation(areas)]
    held, known = 0, 0
    for _run in range(runs):
        truth = 5 + 2 * covariate + rng.normal(0, np.sqrt(spread), areas)
        found = fay_herriot(truth + rng.normal(0, np.sqrt(variance)), variance, covariate[:, None])
        inside = (found.low <= truth) & (truth <= found.high)
        held, known = held + int(inside.sum()), known + areas
    bounds = APPROXIMATE if spread >= 1 and areas >= 40 else AT_LEAST
    name = f"{areas} areas, spread {spread:g} times the error"
    return Line("Fay–Herriot", name, "coverage", held / known, known, bounds)
