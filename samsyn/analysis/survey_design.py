"""How a survey was drawn: weights, strata, clusters in stages, sampled fractions, post-strata; and the variance that gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_LONG = 8  # rows: runs that are longer are summed as they lie


class DesignError(AnalysisError):
    """A design that cannot be. `code` names what is wrong, `row` the first row (0 is the first) where it shows."""

    def __init__(self, code: str, message: str, row: int = 0) -> None:
        super().__init__(message)
        self.code = code
        self.row = row


@dataclass(frozen=True)
class Stage:
    """One stage of drawing; units and strata are numbered from 0.

    unit      the unit of each row
    stratum   the stratum of each unit
    size      units drawn, by stratum
    left      the part of the stratum's units that was not drawn, 1 without a finite population
    before    the product of the sampled fractions of the stages before, by stratum
    is_rows   every row is its own unit
    """

    unit: Ints
    stratum: Ints
    size: Floats
    left: Floats
    before: Floats
    is_rows: bool


@dataclass(frozen=True)
class Design:
    """A survey's rows: `weight` after post-stratification, the stages, the post-stratum of each row.

    lonely     strata with a single unit although more could have been drawn
    is_nested  cluster numbers that come back in several strata were taken as clusters of their own
    """

    weight: Floats
    stages: tuple[Stage, ...]
    post: Ints | None
    lonely: int
    is_nested: bool

    def __len__(self) -> int:
        return self.weight.size


@dataclass(frozen=True)
class Cells:
    """Units times domains, those that hold rows: `row` the rows used, `cell` of each, and per cell `domain`, `place`.

    place  stratum * domains + domain
    """

    row: Ints
    cell: Ints
    domain: Ints
    place: Ints
    domains: int


class Runs:
    """Rows with a number each, from 0 to size - 1: sums by number, and numbers' values given to their rows.

    Where the same number comes in long runs, as after `in_order`, each run is summed as it lies in memory.
    """

    def __init__(self, number: Ints, size: int) -> None:
        self.number, self.size = number, size
        self._heads = np.flatnonzero(np.diff(number, prepend=number[:1] - 1))
        self._is_long = 0 < self._heads.size * _LONG <= number.size
        if self._is_long:
            self._of = number[self._heads]
            self._length = np.diff(self._heads, append=number.size)

    def sums(self, column: NDArray[np.float64 | np.bool_]) -> Floats:
        """Return the sum of each number."""
        if not self._is_long:
            return np.asarray(np.bincount(self.number, column, self.size), np.float64)
        parts = np.add.reduceat(column, self._heads, dtype=np.float64)
        return np.asarray(np.bincount(self._of, parts, self.size), np.float64)

    def spread(self, values: Floats) -> Floats:
        """Return each row's value."""
        return np.repeat(values[self._of], self._length) if self._is_long else values[self.number]


def in_order(design: Design, domain: Ints) -> Ints | None:
    """Return the rows by domain and first stratum; None where they lie so already."""
    stage = design.stages[0]
    key = domain * stage.size.size + stage.stratum[stage.unit]
    if (key[1:] >= key[:-1]).all():
        return None
    key = key - key.min()
    return np.argsort(key.astype(np.uint16) if key.max() < 2**16 else key, kind="stable")


def reordered(design: Design, order: Ints) -> Design:
    """Return the design with its rows in another order."""
    stages = tuple(replace(stage, unit=stage.unit[order]) for stage in design.stages)
    post = None if design.post is None else design.post[order]
    return replace(design, weight=design.weight[order], stages=stages, post=post)


def survey_design(
    weight: ArrayLike | None = None,
    *,
    strata: Sequence[ArrayLike] = (),
    clusters: Sequence[ArrayLike] = (),
    fpc: Sequence[ArrayLike] = (),
    poststrata: tuple[ArrayLike, ArrayLike] | None = None,
    rows: int | None = None,
) -> Design:
    """Return the design of a survey with one row for each answer.

    weight      0 or more, finite; None: from fpc (the inverse of the chance to be drawn), or 1 without fpc
    strata      labels of the rows' strata, one array a stage
    clusters    labels of the rows' clusters, one array a stage; none: each row was drawn by itself
    fpc         one array a stage, at most as many as stages: sizes of the population in units (all 1 or more), or
                sampled fractions (all above 0, at most 1). A stage without it is drawn from a population without end
    poststrata  the post-stratum of each row, numbered from 0, and the population of each
    rows        number of rows, when nothing else says it

    Raises DesignError: fpc-mixed, fpc-small (fewer in the population than drawn), fpc-varies (within a stratum),
    weight, post-empty (a post-stratum without weight).

    >>> design = survey_design([2, 2, 2], strata=[["a", "a", "b"]], fpc=[[4, 4, 2]])
    >>> design.lonely, design.stages[0].left.tolist()
    (1, [0.5, 0.5])

    Source: Lumley (2004), J. Stat. Softw. 9(8); R survey::svydesign.
    """
    given = [np.asarray(one) for one in (*strata, *clusters, *fpc, *([] if weight is None else [weight]))]
    count = rows if rows is not None else (given[0].size if given else -1)
    if count < 1 or any(one.shape != (count,) for one in given):
        raise AnalysisError("a design needs rows, and arrays as long as each other")
    sizes = [np.asarray(one, dtype=np.float64) for one in fpc]
    if len(sizes) > max(1, len(clusters)) or len(strata) > max(1, len(clusters)):
        raise AnalysisError("there are more stages of fpc or strata than of clusters")
    is_size = _check_fpc(sizes)
    stages, chance, is_nested = _stages(count, strata, clusters, sizes, is_size)
    known = np.asarray(weight, np.float64) if weight is not None else 1 / chance
    if not np.isfinite(known).all() or (known < 0).any() or not known.any():
        bad = np.flatnonzero(~np.isfinite(known) | (known < 0))
        raise DesignError(
            "weight", "weights must be finite, 0 or more, not all 0", int(bad[0]) if bad.size else 0
        )
    post = None
    if poststrata is not None:
        post, known = _poststratified(known, *poststrata)
    lonely = sum(int(np.count_nonzero((one.size == 1) & (one.left > 0) & (one.before > 0))) for one in stages)
    return Design(_frozen(known.copy()), stages, post, lonely, is_nested)


def _frozen(array: Floats) -> Floats:
    array.flags.writeable = False
    return array


def _check_fpc(sizes: list[Floats]) -> bool:
    """Return whether fpc holds sizes of populations (else sampled fractions)."""
    if not sizes:
        return False
    table = np.stack(sizes)
    bad = np.isnan(table) | (table <= 0)
    if bad.any():
        raise DesignError("fpc-mixed", "fpc must be above 0", int(np.flatnonzero(bad.any(axis=0))[0]))
    is_size = bool((table > 1).any())
    if is_size and (table < 1).any():
        row = int(np.flatnonzero((table < 1).any(axis=0))[0])
        raise DesignError("fpc-mixed", "fpc must be all sizes (1 or more) or all fractions (1 or less)", row)
    return is_size


def _stages(
    count: int, strata: Sequence[ArrayLike], clusters: Sequence[ArrayLike], sizes: list[Floats], is_size: bool
) -> tuple[tuple[Stage, ...], Floats, bool]:
    """Return the stages, each row's chance to be drawn (1 without fpc), and whether clusters had to be nested."""
    stages: list[Stage] = []
    parent, before, chance, is_nested = np.zeros(count, np.int64), np.ones(count), np.ones(count), False
    for k in range(max(1, len(clusters))):
        stratum = _codes(parent, np.asarray(strata[k])) if k < len(strata) else parent
        if clusters:
            unit = _codes(stratum, np.asarray(clusters[k]))
            apart = _codes(parent, np.asarray(clusters[k]))
            is_nested |= int(apart.max()) < int(unit.max())
        else:
            unit = np.arange(count, dtype=np.int64)
        first = np.unique(unit, return_index=True)[1] if clusters else unit
        of_unit = stratum[first]
        size = np.bincount(of_unit).astype(np.float64)
        fraction = _fraction(stratum, size, sizes[k], is_size) if k < len(sizes) else np.zeros(size.size)
        lead = np.zeros(size.size)
        lead[stratum] = before
        stages.append(Stage(unit, of_unit, size, 1 - fraction, lead, first.size == count))
        before = before * fraction[stratum]
        chance = chance * (fraction[stratum] if k < len(sizes) else 1.0)
        parent = unit
        if not before.any():
            break
    return tuple(stages), chance, is_nested


def _codes(first: Ints, labels: NDArray[np.generic]) -> Ints:
    """Return one number from 0 for each pair that occurs."""
    second = np.unique(labels, return_inverse=True)[1].ravel().astype(np.int64)
    if not first.any():
        return second
    pairs = np.unique(first * (int(second.max()) + 1) + second, return_inverse=True)[1]
    return np.asarray(pairs.ravel(), dtype=np.int64)


def _fraction(stratum: Ints, size: Floats, fpc: Floats, is_size: bool) -> Floats:
    """Return the sampled fraction of each stratum."""
    low, high = np.full(size.size, np.inf), np.zeros(size.size)
    np.minimum.at(low, stratum, fpc)
    np.maximum.at(high, stratum, fpc)
    varies = high > low * (1 + 1e-9)
    if varies.any():
        row = int(np.flatnonzero(fpc > low[stratum] * (1 + 1e-9))[0])
        raise DesignError("fpc-varies", "fpc must be the same in all rows of a stratum", row)
    fraction: Floats = size / low if is_size else low
    if (fraction > 1 + 1e-9).any():
        row = int(np.flatnonzero((fraction > 1 + 1e-9)[stratum])[0])
        raise DesignError("fpc-small", "fpc says that more units were drawn than there are", row)
    return np.minimum(fraction, 1.0)


def _poststratified(weight: Floats, post: ArrayLike, totals: ArrayLike) -> tuple[Ints, Floats]:
    group, wanted = np.asarray(post, np.int64), np.asarray(totals, np.float64)
    if group.shape != weight.shape or not np.isfinite(wanted).all() or (wanted < 0).any():
        raise AnalysisError("post-strata must be one number for each row, with populations of 0 or more")
    if (group < 0).any() or (group >= wanted.size).any():
        raise AnalysisError("every row must lie in a post-stratum")
    found = np.bincount(group, weight, wanted.size)
    if (empty := (found <= 0) & (wanted > 0)).any():
        raise DesignError(
            "post-empty", f"post-stratum {int(np.flatnonzero(empty)[0])} has no weight in the sample"
        )
    scale = np.divide(wanted, found, out=np.zeros(wanted.size), where=found > 0)
    return group, weight * scale[group]


def cells_of(stage: Stage, domain: Ints, domains: int) -> Cells:
    """Return the cells of units and domains that hold rows; rows with a domain below 0 are left out."""
    if domain.min() < 0:
        row = np.flatnonzero(domain >= 0)
        where, unit = domain[row], stage.unit[row]
    else:
        row, where, unit = np.arange(domain.size), domain, stage.unit
    if stage.is_rows:
        return Cells(row, np.arange(row.size), where, stage.stratum[unit] * domains + where, domains)
    pairs, cell = np.unique(unit * domains + where, return_inverse=True)
    of_cell = pairs % domains
    return Cells(row, cell.ravel(), of_cell, stage.stratum[pairs // domains] * domains + of_cell, domains)


def variance(design: Design, scores: Floats, domain: Ints, domains: int) -> Floats:
    """Return the variance of the sums of scores in each domain, shape (domains, columns).

    scores   rows by columns: weight times the linearised value, 0 where the row does not count
    domain   the domain of each row from 0, below 0 for none

    Stage by stage: (1 - f) n / (n - 1) times the squared distances of the units' sums from their stratum's mean, units
    without rows in the domain at 0, times the sampled fractions of the stages before. A stratum with a single unit counts
    its distance from 0, which is too large rather than too small. With post-strata the scores are first taken from
    their post-stratum's weighted mean.

    Source: Särndal, Swensson & Wretman (1992), Model Assisted Survey Sampling, 4.3 and 5.10; R survey::svyrecvar.
    """
    if design.post is None:
        return _variance(design, scores, domain, domains)
    return np.concatenate(
        [
            _variance(design, _residual(design, scores, domain == one), np.zeros(len(design), np.int64), 1)
            for one in range(domains)
        ]
    )


def unit_sums(design: Design, scores: Floats) -> Floats:
    """Return the sums of one column of scores by first-stage unit, after post-stratification."""
    if design.post is not None:
        scores = _residual(design, scores, np.ones(len(design), dtype=bool))
    return np.asarray(np.bincount(design.stages[0].unit, scores[:, 0]), np.float64)


def _residual(design: Design, scores: Floats, is_in: NDArray[np.bool_]) -> Floats:
    post = design.post
    assert post is not None
    weight = np.bincount(post, design.weight)
    kept = np.where(is_in[:, None], scores, 0.0)
    sums = np.stack([np.bincount(post, column) for column in kept.T], axis=1)
    means = np.divide(sums, weight[:, None], out=np.zeros_like(sums), where=weight[:, None] > 0)
    return np.asarray(kept - means[post] * design.weight[:, None])


def _variance(design: Design, scores: Floats, domain: Ints, domains: int) -> Floats:
    total = np.zeros((domains, scores.shape[1]))
    for stage in design.stages:
        cells = cells_of(stage, domain, domains)
        places = stage.size.size * domains
        size = np.repeat(stage.size, domains)
        one = size == 1
        scale = np.repeat(stage.before * stage.left, domains) * size / np.where(one, 1.0, size - 1)
        empty = size - np.bincount(cells.place, minlength=places)
        used = scores if cells.row.size == len(scores) else scores[cells.row]
        runs, by_cell = Runs(cells.place, places), Runs(cells.cell, cells.place.size)
        for q in range(scores.shape[1]):
            sums = used[:, q] if stage.is_rows else by_cell.sums(used[:, q])
            mean = np.where(one, 0.0, runs.sums(sums) / size)
            squares = runs.sums((sums - runs.spread(mean)) ** 2) + empty * mean**2
            total[:, q] += (scale * squares).reshape(-1, domains).sum(axis=0)
    return total
