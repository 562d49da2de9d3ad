"""Observations to numbers for `samsyn.analysis`, and its answers back: the only door to statistics from this app."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Protocol

from samsyn.analysis import counts, rates, shares
from samsyn.analysis.result import Caveat, Comparison, Rate, Reason, Share

LEVEL = 0.95


class Seen(Protocol):
    """What is needed of an `evidence.queries.Observation`."""

    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...
    @property
    def value(self) -> float | None: ...
    @property
    def base(self) -> int | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...


def rate_of(count: Seen | None, population: Seen | None) -> Rate | None:
    """Return events per 1 000 residents, or None when the count or the population is not known."""
    if count is None or population is None or count.value is None or not population.value:
        return None
    if count.value < 0 or population.value < 0:
        return None
    return rates.rate_per_1000(round(count.value), population.value, level=LEVEL)


def count_interval(value: float | None) -> tuple[float | None, float | None]:
    """Return the exact interval of a count, or two None."""
    if value is None or value < 0:
        return None, None
    low, high = rates.poisson_interval([round(value)], level=LEVEL)
    return float(low[0]), float(high[0])


def population_for(start: date, populations: Sequence[Seen]) -> Seen | None:
    """Return the population of the period's year, else the nearest one before it, else the nearest after.

    populations  oldest first
    """
    known = [row for row in populations if row.value]
    same = [row for row in known if row.start.year == start.year]
    if same:
        return same[-1]
    earlier = [row for row in known if row.start.year < start.year]
    return earlier[-1] if earlier else (known[0] if known else None)


def compare(pairs: Sequence[tuple[Seen | None, Seen | None]]) -> list[Comparison | None]:
    """Compare each later count with its earlier one by the E-test, all of them at once.

    pairs  (before, now); a pair that lacks a value gives None

    Many rows are tested together, so a difference counts as more than chance when its p-value, adjusted for the
    number of rows (false-discovery rate), is at most 0.05.
    """
    found = [_compare(_count(before), _count(now)) for before, now in pairs]
    tested = [row for row in found if row is not None]
    adjusted = iter(counts.adjusted([row.p if row.p is not None else 1.0 for row in tested]).tolist())
    return [
        replace(row, is_more_than_chance=next(adjusted) <= 1 - LEVEL) if row is not None else None
        for row in found
    ]


MONTHS = 12
YEARS = 5  # of months, at most, for telling clumps from chance


def comes_in_clumps(months: Sequence[Seen], years: Sequence[Seen]) -> bool:
    """Whether the months of the last years vary more than year, season and chance make them. One year says nothing.

    months, years  oldest first
    """
    rows = [
        [row.value for row in months if row.value is not None and year.start <= row.start < year.end]
        for year in years[-YEARS:]
    ]
    whole = [row for row in rows if len(row) == MONTHS]
    return len(whole) > 1 and counts.dispersion(whole).is_over


def _compare(before: int | None, now: int | None) -> Comparison | None:
    return counts.etest(before, now, level=LEVEL) if before is not None and now is not None else None


def _count(row: Seen | None) -> int | None:
    return round(row.value) if row is not None and row.value is not None and row.value >= 0 else None


def share_of(row: Seen | None) -> Share:
    """Return a share with its interval, hidden under 30 answers and marked under 100."""
    if row is None or row.value is None or not 0 <= row.value <= 1:
        return shares.share(None, row.base if row is not None else None)
    return shares.share(row.value, row.base, low=row.low, high=row.high, level=LEVEL)


def is_hidden(row: Seen) -> bool:
    """Whether the share rests on so few answers that it must not be shown."""
    return share_of(row).reason is Reason.HIDDEN


def is_uncertain(share: Share) -> bool:
    """Whether the share rests on so few answers that it is drawn hollow."""
    return Caveat.SMALL_BASE in share.caveats
