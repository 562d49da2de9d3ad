"""Did the answers change between two waves of a survey, more than the samples may have done by chance?"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from samsyn.analysis.result import AnalysisError, Caveat, Estimate, check_level
from samsyn.analysis.shares import HIDE_UNDER, MARK_UNDER
from samsyn.analysis.survey import Kind, SurveyEstimate, linearised, survey
from samsyn.analysis.survey_design import Design, Floats, Ints, unit_sums, variance

METHOD = "survey-change"
Two = tuple[ArrayLike, ArrayLike]


@dataclass(frozen=True)
class SurveyChange(Estimate):
    """The second wave minus the first. `n` is the number of answers in both waves together.

    first, second  the waves' own estimates
    se, df, p      standard error, degrees of freedom, and the two-sided chance of so large a change without any
    interval       plain (value ± t * se) or mover (from the ends of the two shares); None when there is none
    shared         first-stage units (clusters or respondents) with rows that are kept in both waves
    covariance     of the two estimates; 0 when the waves share nothing
    """

    first: SurveyEstimate | None = None
    second: SurveyEstimate | None = None
    se: float | None = None
    df: float | None = None
    p: float | None = None
    interval: str | None = None
    shared: int = 0
    covariance: float = 0.0
    is_more_than_chance: bool = False


def survey_change(
    first: Design,
    second: Design,
    values: Two,
    *,
    kind: Kind = "mean",
    per: Two | None = None,
    keep: Two | None = None,
    units: Two | None = None,
    level: float = 0.95,
    hide_under: int = HIDE_UNDER,
    mark_under: int = MARK_UNDER,
) -> SurveyChange:
    """Return the change of a share, mean, total or ratio between two waves of the same survey.

    first, second      the designs of the waves, each of its own rows
    values, per, keep  for each wave, as in `survey`
    units              the first-stage unit of each row, the same number in both waves for the same cluster or respondent;
                       None: the waves were drawn independently of one another

    variance = V1 + V2 - 2 Cov. In each stratum with c units in both waves, of n1 and n2 drawn from N:
    Cov = (c - n1 n2 / N) s12, where s12 is the covariance of the shared units' weighted sums. When every unit is in
    both waves this is the variance of the units' own changes. Later stages add to V1 and V2 only.

    Hidden when one of the waves is. With a share of 0 or 1 the interval is made of the waves' own (MOVER), without p.

    >>> from samsyn.analysis.survey import survey_design
    >>> wave = survey_design(clusters=[[1, 2, 3, 4]])
    >>> found = survey_change(wave, wave, ([1, 2, 3, 6], [2, 4, 4, 8]), units=([1, 2, 3, 4],) * 2, hide_under=0)
    >>> found.value, round(found.se, 6)  # the changes are 1, 2, 1, 2
    (1.5, 0.288675)

    Source: Kish (1965), Survey Sampling, 12.4; Tam (1984), Am. Stat. 38, 288-289; Qualité & Tillé (2008), Survey
    Methodology 34, 173-181.
    """
    check_level(level)
    keeps = [_keep(design, keep, k) for k, design in enumerate((first, second))]
    pers = (None, None) if per is None else per
    one, two = (
        survey(
            design, values[k], kind=kind, per=pers[k], keep=keeps[k], interval="beta", level=level,
            hide_under=hide_under, mark_under=mark_under,
        )
        for k, design in enumerate((first, second))
    )  # fmt: skip
    n = (one.n or 0) + (two.n or 0)
    if one.value is None or two.value is None:
        why = one.reason or two.reason
        return SurveyChange(None, None, None, level, n, METHOD, reason=why, first=one, second=two)
    scores, (v1, v2) = _scored((first, second), values, pers, keeps, kind)
    every, shared, covariance = 0, 0, 0.0
    if units is not None:
        every, covariance = _shared((first, second), scores, units)
        covariance, shared = min(max(covariance, -sqrt(v1 * v2)), sqrt(v1 * v2)), _in_both(units, keeps)
    found = _result(one, two, [v1, v2], every, covariance, is_share=kind == "share", level=level, n=n)
    return replace(found, shared=shared)


def _scored(
    designs: tuple[Design, Design],
    values: Two,
    pers: tuple[ArrayLike | None, ArrayLike | None],
    keeps: list[Ints],
    kind: Kind,
) -> tuple[list[Floats], list[float]]:
    """Return the scores of both waves, and the variances of their estimates."""
    scores, variances = [], []
    for design, y, per, kept in zip(designs, values, pers, keeps, strict=True):
        found = linearised(design, y, kind=kind, per=per, domain=kept - 1, domains=1).scores
        scores.append(found)
        variances.append(float(variance(design, found, kept - 1, 1)[0, 0]))
    return scores, variances


def _in_both(units: Two, keeps: list[Ints]) -> int:
    """Return how many units of the domain are in both waves."""
    one, other = (np.asarray(unit)[kept > 0] for unit, kept in zip(units, keeps, strict=True))
    return int(np.intersect1d(one, other).size)


def _keep(design: Design, keep: Two | None, wave: int) -> Ints:
    """Return 1 for the rows of the domain, 0 for the others."""
    if keep is None:
        return np.ones(len(design), np.int64)
    return np.asarray(keep[wave], dtype=bool).astype(np.int64)


def _shared(designs: tuple[Design, Design], scores: list[Floats], units: Two) -> tuple[int, float]:
    """Return how many first-stage units are in both waves, and the covariance that they give the two estimates."""
    sums, labels = [], []
    for design, score, unit in zip(designs, scores, units, strict=True):
        stage = design.stages[0]
        of_row = np.asarray(unit)
        if of_row.shape != (len(design),):
            raise AnalysisError("there must be a unit for each row")
        label = np.zeros(stage.stratum.size, of_row.dtype)
        label[stage.unit] = of_row
        if (label[stage.unit] != of_row).any():
            raise AnalysisError("units must name the first-stage unit of each row")
        if np.unique(label).size < label.size:
            raise AnalysisError("two first-stage units of a wave have the same number")
        sums.append(unit_sums(design, score))
        labels.append(label)
    _same, first, second = np.intersect1d(labels[0], labels[1], assume_unique=True, return_indices=True)
    if not first.size:
        return 0, 0.0
    s1, s2 = (design.stages[0] for design in designs)
    strata, group = np.unique(np.stack([s1.stratum[first], s2.stratum[second]]), axis=1, return_inverse=True)
    group = group.ravel()
    both = np.bincount(group).astype(np.float64)
    n1, n2 = s1.size[strata[0]], s2.size[strata[1]]
    drawn = np.sqrt((1 - s1.left[strata[0]]) * (1 - s2.left[strata[1]]) * n1 * n2)  # n1 n2 / N
    a, b = sums[0][first], sums[1][second]
    lonely = (n1 == 1) & (n2 == 1)  # counted from 0, as in the variances
    means = [np.where(lonely, 0.0, np.bincount(group, x) / both) for x in (a, b)]
    products = np.bincount(group, (a - means[0][group]) * (b - means[1][group]))
    spread = np.where(lonely, products, products / np.maximum(both - 1, 1))
    return int(first.size), float(((both - drawn) * spread).sum())


def _result(
    one: SurveyEstimate, two: SurveyEstimate, parts: list[float], shared: int, covariance: float,
    *, is_share: bool, level: float, n: int,
) -> SurveyChange:  # fmt: skip
    from scipy.special import stdtr, stdtrit

    assert one.value is not None and two.value is not None
    value = two.value - one.value
    spread = max(parts[0] + parts[1] - 2 * covariance, 0.0)
    se, df = sqrt(spread), _df(one.df, two.df, parts, shared)
    low: float | None = None
    high: float | None = None
    p: float | None = None
    interval: str | None = None
    caveats: set[Caveat] = {*one.caveats, *two.caveats} - {Caveat.INTERVAL_SWITCHED}
    if df is None:
        caveats.add(Caveat.ONE_CLUSTER)
    elif is_share and {one.value, two.value} & {0.0, 1.0}:
        low, high = _mover(one, two)
        interval, caveats = "mover", caveats | {Caveat.INTERVAL_SWITCHED}
    else:
        half = float(stdtrit(df, (1 + level) / 2)) * se
        low, high, interval = value - half, value + half, "plain"
        p = float(2 * stdtr(df, -abs(value) / se)) if se > 0 else None
        if is_share:
            low, high = max(low, -1.0), min(high, 1.0)
    return SurveyChange(
        value, low, high, level, n, METHOD, tuple(sorted(caveats)), first=one, second=two, se=se, df=df, p=p,
        interval=interval, shared=shared, covariance=covariance,
        is_more_than_chance=low is not None and high is not None and (low > 0 or high < 0),
    )  # fmt: skip


def _df(first: int, second: int, parts: list[float], shared: int) -> float | None:
    """Return Satterthwaite's degrees of freedom of independent waves, the smaller of the two when they share units."""
    if min(first, second) <= 0:
        return None
    if shared or not any(parts):
        return float(min(first, second))
    return (parts[0] + parts[1]) ** 2 / (parts[0] ** 2 / first + parts[1] ** 2 / second)


def _mover(one: SurveyEstimate, two: SurveyEstimate) -> tuple[float, float]:
    ends = (one.value, one.low, one.high, two.value, two.low, two.high)
    v1, l1, h1, v2, l2, h2 = (float(end) for end in ends if end is not None)
    low = v2 - v1 - sqrt((v2 - l2) ** 2 + (h1 - v1) ** 2)
    return low, v2 - v1 + sqrt((h2 - v2) ** 2 + (v1 - l1) ** 2)
