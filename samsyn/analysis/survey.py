"""What do the residents say? Weighted shares, means, totals and ratios, with errors that know how the survey was drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError, Caveat, Estimate, Reason, check_level
from samsyn.analysis.shares import HIDE_UNDER, MARK_UNDER
from samsyn.analysis.survey_design import (
    Design,
    Floats,
    Ints,
    Runs,
    cells_of,
    in_order,
    reordered,
    survey_design,
    variance,
)
from samsyn.analysis.survey_interval import interval_of_share, plain

__all__ = ["SurveyBatch", "SurveyEstimate", "survey", "survey_batch", "survey_design"]

METHOD = "taylor"
Kind = Literal["share", "mean", "total", "ratio"]
Interval = Literal["logit", "beta", "plain"]
FEW = 10  # degrees of freedom
_MANY = 4  # variables for which it pays to put the rows in order
_BLOCK = 2048  # rows


@dataclass(frozen=True)
class SurveyEstimate(Estimate):
    """One estimate of a survey. `n` is the number of answers behind it.

    se        standard error by the design
    df        degrees of freedom: clusters minus strata that hold answers
    interval  the interval that was used; None when there is none
    """

    se: float | None = None
    df: int = 0
    interval: str | None = None


@dataclass(frozen=True)
class SurveyBatch:
    """Estimates of every domain (rows) and variable (columns); arrays of the same shape, read-only.

    value, se, low, high  `float64`; nan only where `reason` says why, or, for the ends, where `caveats` has one-cluster
    n, df                 answers and degrees of freedom, `int64`
    reason                "" where the estimate may be shown, else a code of `Reason`
    switched              the share has no spread: Korn and Graubard's interval stands
    lonely                strata of the design with a single cluster
    """

    value: Floats
    se: Floats
    low: Floats
    high: Floats
    n: Ints
    df: Ints
    reason: NDArray[np.str_]
    switched: NDArray[np.bool_]
    kind: str
    interval: str
    level: float
    lonely: int
    has_clusters: bool
    mark_under: int

    def one(self, domain: int = 0, variable: int = 0) -> SurveyEstimate:
        """Return one of the estimates in plain numbers."""
        at = (domain, variable)
        base, df, reason = int(self.n[at]), int(self.df[at]), str(self.reason[at])
        if reason:
            return SurveyEstimate(
                None, None, None, self.level, base, METHOD, reason=Reason(reason), se=None, df=df
            )
        has_ends, switched = bool(np.isfinite(self.low[at])), bool(self.switched[at])
        found = (
            (Caveat.SMALL_BASE, base < self.mark_under),
            (Caveat.LONELY_STRATA, self.lonely > 0),
            (Caveat.ONE_CLUSTER, not has_ends),
            (Caveat.FEW_CLUSTERS, has_ends and self.has_clusters and df < FEW),
            (Caveat.INTERVAL_SWITCHED, has_ends and switched and self.interval != "beta"),
        )
        used = None if not has_ends else "beta" if switched else self.interval
        return SurveyEstimate(
            value=float(self.value[at]),
            low=float(self.low[at]) if has_ends else None,
            high=float(self.high[at]) if has_ends else None,
            level=self.level,
            n=base,
            method=METHOD,
            caveats=tuple(code for code, holds in found if holds),
            se=float(self.se[at]),
            df=df,
            interval=used,
        )


@dataclass(frozen=True)
class Linearised:
    """Values and their scores: weight times the linearised value, 0 where a row does not count.

    value   (domains, variables), nan where nothing can be said
    scores  (rows, variables)
    counts  (rows, variables): the row has an answer and a weight above 0
    """

    value: Floats
    scores: Floats
    counts: NDArray[np.bool_]


def survey(
    design: Design,
    values: ArrayLike,
    *,
    kind: Kind = "mean",
    per: ArrayLike | None = None,
    keep: ArrayLike | None = None,
    interval: Interval = "logit",
    level: float = 0.95,
    hide_under: int = HIDE_UNDER,
    mark_under: int = MARK_UNDER,
) -> SurveyEstimate:
    """Return one estimate of one variable: see `survey_batch`. `keep` picks the rows of a domain (true or false).

    >>> design = survey_design([4, 4, 1], strata=[[0, 0, 1]], fpc=[[8, 8, 1]])
    >>> found = survey(design, [1, 2, 6], kind="mean", hide_under=0)
    >>> found.value, round(found.se, 6)
    (2.0, 0.3849)
    """
    domain = None if keep is None else np.asarray(keep, dtype=bool).astype(np.int64) - 1
    return survey_batch(
        design, values, kind=kind, per=per, domain=domain, interval=interval, level=level,
        hide_under=hide_under, mark_under=mark_under,
    ).one()  # fmt: skip


def survey_batch(
    design: Design,
    values: ArrayLike,
    *,
    kind: Kind = "mean",
    per: ArrayLike | None = None,
    domain: ArrayLike | None = None,
    domains: int = 1,
    interval: Interval = "logit",
    level: float = 0.95,
    hide_under: int = HIDE_UNDER,
    mark_under: int = MARK_UNDER,
) -> SurveyBatch:
    """Return the estimates of many variables in many domains (areas, groups) at once.

    values    rows, or rows by variables; nan where there is no answer; 0 or 1 for shares
    kind      share, mean, total, or ratio: the sum of values for each of `per`
    per       ratio only: shape as values
    domain    the domain of each row, 0 up to domains - 1; below 0: the row belongs to none, but still to the design
    interval  of shares. logit: on the log-odds; beta: Korn and Graubard's; plain: value ± t * se, cut at 0 and 1.
              The others are plain. t has the design's degrees of freedom in the domain

    Rows without an answer are a domain that is left out, as R does it. Fewer than `hide_under` answers: Reason.HIDDEN;
    none, or a ratio to nothing: Reason.NO_VALUE. A share of 0 or 1 has no spread: Korn and Graubard's interval is given.

    Source: Binder (1983), Int. Stat. Rev. 51, 279-292; intervals: see survey_interval.py.
    """
    check_level(level)
    where = _checked(design, kind, interval, domain, domains)
    design, where, values, per = _arranged(design, where, values, per)
    found = linearised(design, values, kind=kind, per=per, domain=where, domains=domains)
    n, df = bases(design, found.counts, where, domains)
    n = n if per is None else bases(design, found.counts & (_columns(design, per) != 0), where, domains)[0]
    se = np.sqrt(variance(design, found.scores, where, domains))
    reason = np.where(~np.isfinite(found.value), Reason.NO_VALUE, np.where(n < hide_under, Reason.HIDDEN, ""))
    switched = np.zeros(n.shape, dtype=bool)
    if kind == "share":
        low, high, switched = interval_of_share(found.value, se, n=n, df=df, kind=interval, level=level)
    else:
        low, high = plain(found.value, se, df=df, level=level)
    shown = reason == ""
    value, se, low, high = (np.where(shown, part, np.nan) for part in (found.value, se, low, high))
    for array in (value, se, low, high, n, df, reason, switched):
        array.flags.writeable = False
    return SurveyBatch(
        value=value,
        se=se,
        low=low,
        high=high,
        n=n,
        df=df,
        reason=reason,
        switched=switched,
        kind=kind,
        interval=interval if kind == "share" else "plain",
        level=level,
        lonely=design.lonely,
        has_clusters=not design.stages[0].is_rows,
        mark_under=mark_under,
    )


def _checked(design: Design, kind: str, interval: str, domain: ArrayLike | None, domains: int) -> Ints:
    """Return the domain of each row."""
    if kind not in ("share", "mean", "total", "ratio") or interval not in ("logit", "beta", "plain"):
        raise AnalysisError(f"there is no {kind} with the interval {interval}")
    where = np.zeros(len(design), np.int64) if domain is None else np.asarray(domain, dtype=np.int64)
    if where.shape != (len(design),) or domains < 1 or where.max() >= domains:
        raise AnalysisError("domain must number each row below domains")
    return where


def _arranged(
    design: Design, where: Ints, values: ArrayLike, per: ArrayLike | None
) -> tuple[Design, Ints, ArrayLike, ArrayLike | None]:
    """Return the rows by domain and stratum where the variables are many: each sum is then of rows side by side."""
    table = np.asarray(values)
    fits = table.ndim == 2 and len(table) == len(design) and (per is None or np.shape(per) == table.shape)
    order = in_order(design, where) if fits and table.shape[1] >= _MANY else None
    if order is None:
        return design, where, values, per
    other = None if per is None else _rows_in_order(np.asarray(per), order)
    return reordered(design, order), where[order], _rows_in_order(table, order), other


def _rows_in_order(table: NDArray[Any], order: Ints) -> Floats:
    """Return the rows in an order, column by column in memory; a block at a time, that stays in the processor's cache."""
    out = np.empty(table.shape[::-1])
    for first in range(0, len(order), _BLOCK):
        block = slice(first, first + _BLOCK)
        out[:, block] = table[order[block]].T
    return out.T


def linearised(
    design: Design, values: ArrayLike, *, kind: Kind, per: ArrayLike | None, domain: Ints, domains: int
) -> Linearised:
    """Return the values and their scores; arguments as in `survey_batch`."""
    y = _columns(design, values)
    if (per is None) == (kind == "ratio"):
        raise AnalysisError("per goes with a ratio, and only with it")
    x = None if per is None else _columns(design, per)
    if x is not None and x.shape != y.shape:
        raise AnalysisError("per must have the shape of values")
    usable = (design.weight > 0) & (domain >= 0)
    runs = Runs(np.maximum(domain, 0), domains)
    base = _Base(design.weight, usable, runs, runs.sums(np.where(usable, design.weight, 0.0)))
    found = Linearised(np.empty((domains, y.shape[1])), np.empty_like(y), np.empty_like(y, dtype=bool))
    for q in range(y.shape[1]):  # one column at a time stays in the processor's cache
        parts = _linearised(base, y[:, q], None if x is None else x[:, q], kind)
        for table, part in zip((found.value, found.scores, found.counts), parts, strict=True):
            table[:, q] = part
    return found


@dataclass(frozen=True)
class _Base:
    """What the variables share: weights of the rows, which may count, their domains, the weight of each domain."""

    weight: Floats
    usable: NDArray[np.bool_]
    runs: Runs
    total: Floats


def _linearised(
    base: _Base, y: Floats, x: Floats | None, kind: Kind
) -> tuple[Floats, Floats, NDArray[np.bool_]]:
    """Return value, scores and counts of one variable."""
    if np.isinf(y).any() or (x is not None and np.isinf(x).any()):
        raise AnalysisError("values must be finite, or nan for no answer")
    gone = np.isnan(y)
    if kind == "share" and not ((y == 0) | (y == 1) | gone).all():
        raise AnalysisError("a share is made of zeros and ones")
    counts = base.usable & ~(gone if x is None else gone | np.isnan(x))
    weight, total, runs = base.weight, base.total, base.runs
    if not counts.all():
        weight, total = np.where(counts, weight, 0.0), runs.sums(np.where(counts, weight, 0.0))
        y, x = np.where(counts, y, 0.0), None if x is None else np.where(counts, x, 0.0)
    scores = weight * y
    top = runs.sums(scores)
    if kind == "total":
        return np.where(total > 0, top, np.nan), scores, counts
    bottom = total if x is None else runs.sums(weight * x)
    value = np.divide(top, bottom, out=np.full(top.size, np.nan), where=(bottom != 0) & (total > 0))
    is_unknown = np.isnan(value)
    middle = runs.spread(np.where(is_unknown, 0.0, value))
    away = y - (middle if x is None else middle * x)
    return value, weight * away * runs.spread(1 / np.where(is_unknown, 1.0, bottom)), counts


def _columns(design: Design, values: ArrayLike) -> Floats:
    array = np.asarray(values, dtype=np.float64, order="F")  # column by column, as it is read
    array = array[:, None] if array.ndim == 1 else array
    if array.ndim != 2 or array.shape[0] != len(design):
        raise AnalysisError("there must be one value for each row of the design")
    return array


def bases(design: Design, counts: NDArray[np.bool_], domain: Ints, domains: int) -> tuple[Ints, Ints]:
    """Return answers and degrees of freedom: clusters minus strata that hold answers."""
    stage = design.stages[0]
    cells = cells_of(stage, domain, domains)
    n, df = (np.zeros((domains, counts.shape[1]), np.int64) for _ in range(2))
    shape = (stage.size.size, domains)
    runs = Runs(cells.place[cells.cell], shape[0] * domains)
    is_whole = np.asarray(counts.all(axis=0))
    first = int(np.argmax(is_whole))  # of the columns that everybody answered: the others are as it
    for q in [q for q in range(counts.shape[1]) if q == first or not is_whole[q]]:
        has = counts[cells.row, q]
        rows = runs.sums(has).reshape(shape)
        n[:, q] = rows.sum(axis=0)
        if stage.is_rows:
            units = n[:, q]
        else:
            held = np.bincount(cells.cell, has, cells.place.size) > 0
            units = np.bincount(cells.domain[held], minlength=domains)
        df[:, q] = units - np.count_nonzero(rows, axis=0)
    for table in (n, df):
        table[:, is_whole] = table[:, first : first + 1]
    return n, df
