"""Series of observations to numbers for `samsyn.analysis`, many at once: trends, and what is unusual in the latest period."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from samsyn.steps.situation.frames import LEVEL, Seen

PARTS = {"month": 12, "quarter": 4, "year": 1}  # of a year
YEARS = 5  # of a trend
LEAST_YEARS = 5  # of figures by the year: fewer say nothing

Row = TypeVar("Row", bound=Seen)


@dataclass(frozen=True)
class Trend:
    """Per cent a year over the periods from `since` to `until`, half-open. More than chance: all rows of the table tested."""

    percent: float
    low: float
    high: float
    p: float
    is_more_than_chance: bool
    since: date
    until: date


@dataclass(frozen=True)
class Held:
    """The latest period of one series against what was to be expected; `low` to `high` is not unusual, ends included."""

    count: float
    expected: float
    low: float
    high: float
    p: float
    is_unusual: bool  # all series of the batch tested together


def recent(rows: Sequence[Row], grain: str) -> list[Row]:
    """Return the last YEARS years of a series, a year more of yearly figures; [] when they are too few to tell."""
    many = YEARS * PARTS[grain] if grain != "year" else YEARS + 1
    found = list(rows[-many:])
    return [] if grain == "year" and len(found) < LEAST_YEARS else found


def trends(series: Sequence[tuple[str, Sequence[Seen]]]) -> list[Trend | None]:
    """Return the trend of each (grain, series, oldest first); None where there is none to tell.

    The p-values of all series are adjusted together (false-discovery rate).
    """
    from samsyn.analysis.counts import adjusted
    from samsyn.analysis.trend import trends as fitted

    found: list[Trend | None] = [None] * len(series)
    for grain, parts in PARTS.items():
        places = [at for at, (name, rows) in enumerate(series) if name == grain and rows]
        if not places:
            continue
        chosen = [series[at][1] for at in places]
        counts, times = _table(chosen, parts)
        batch = fitted(counts, times, parts=parts, level=LEVEL)
        for row, at in enumerate(places):
            if batch.reasons[row] is None:
                found[at] = Trend(
                    percent=float(batch.change_percent[row]),
                    low=float(batch.low[row]),
                    high=float(batch.high[row]),
                    p=float(batch.p[row]),
                    is_more_than_chance=False,
                    since=chosen[row][0].start,
                    until=chosen[row][-1].end,
                )
    fair = iter(adjusted([one.p for one in found if one is not None]).tolist())
    return [
        replace(one, is_more_than_chance=next(fair) <= 1 - LEVEL) if one is not None else None
        for one in found
    ]


def held(series: Sequence[Sequence[Seen]], grain: str) -> list[Held | None]:
    """Return the latest period that any of the series has, for each; None where nothing can be told of it.

    series  of the same grain, month or quarter, oldest first
    """
    from samsyn.analysis.alarm import alarms

    parts = PARTS[grain]
    counts, times = _table(series, parts)
    if not len(times):
        return [None] * len(series)
    found = alarms(counts, times, parts=parts, level=LEVEL)
    return [
        Held(
            count=float(found.count[at]),
            expected=float(found.expected[at]),
            low=float(found.low[at]),
            high=float(found.high[at]),
            p=float(found.p[at]),
            is_unusual=bool(found.is_alarm[at]),
        )
        if reason is None
        else None
        for at, reason in enumerate(found.reasons)
    ]


def latest(series: Sequence[Sequence[Seen]]) -> tuple[date, date] | None:
    """Return the latest period that any of the series has a value of."""
    periods = [(row.start, row.end) for rows in series for row in rows if row.value is not None]
    return max(periods, default=None)


def _table(series: Sequence[Sequence[Seen]], parts: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return counts (S, T), nan where a period has no value, and the numbers of the periods."""
    of = [{_number(row.start, parts): row.value for row in rows} for rows in series]
    known = sorted({number for row in of for number, value in row.items() if value is not None})
    times = np.arange(known[0], known[-1] + 1, dtype=np.float64) if known else np.empty(0)
    counts = np.full((len(series), len(times)), np.nan)
    for at, row in enumerate(of):
        for number, value in row.items():
            if value is not None and value >= 0:
                counts[at, int(number - times[0])] = round(value)
    return counts, times


def _number(start: date, parts: int) -> int:
    return start.year * parts + (start.month - 1) * parts // 12
