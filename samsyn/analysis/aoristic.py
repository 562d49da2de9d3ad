"""When did it happen, when nobody knows the hour? Each event is spread over the time in which it may have happened."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from samsyn.analysis.result import AnalysisError

METHOD = "aoristic"
WEEK = 7 * 24 * 60  # minutes
_MONDAY = 3 * 24  # 1 January 1970 was a Thursday
_ONE_DAY = 24 * 60
_BLOCK = 50_000  # events at a time: they fit in the processor's cache

Floats = NDArray[np.float64]
Minutes = NDArray[np.int64]


@dataclass(frozen=True)
class Aoristic:
    """Weights of the hours of the week.

    table             24 rows (hour of the day) by 7 columns (Monday first), `float64`, read-only; sums to `n`
    n                 events counted
    no_start          events left out, for their start is missing
    no_end            events counted at their start, for their end is missing
    end_before_start  events counted at their start, for their end lies before it
    a_week_or_more    events spread evenly over the week
    """

    table: Floats
    n: int
    no_start: int
    no_end: int
    end_before_start: int
    a_week_or_more: int
    method: str = METHOD

    def __add__(self, other: Aoristic) -> Aoristic:
        """Return the weights of both sets of events."""
        return Aoristic(
            _frozen(self.table + other.table),
            self.n + other.n,
            self.no_start + other.no_start,
            self.no_end + other.no_end,
            self.end_before_start + other.end_before_start,
            self.a_week_or_more + other.a_week_or_more,
        )


def aoristic(start: ArrayLike, end: ArrayLike, *, zone: str | None = None) -> Aoristic:
    """Return how events spread over the hours of the week, each with the weight 1.

    start, end  datetime64 of equal length, NaT where missing; whole minutes count, seconds are cut off; empty gives zeros
    zone        None: what a clock on the wall showed, and an hour of the clock is an hour. Else start and end are UTC,
                the hours are those of the zone's clocks, and the time between is what passed: the night to summer time
                is an hour short, the night from it an hour long

    An event's weight is spread evenly over its minutes. Without an end, or with one before the start, it counts at the
    start; a week or more is 1/168 for each hour.

    >>> found = aoristic(["2024-05-06T10:45"], ["2024-05-06T13:15"])
    >>> found.table[10:14, 0].round(9).tolist()
    [0.1, 0.4, 0.4, 0.1]

    Source: Ratcliffe (2002), J. Quant. Criminol. 18, 23-43; the rules for what is missing: his R package aoristic.
    """
    a, b = (np.asarray(column, dtype="datetime64[m]").ravel() for column in (start, end))
    if a.shape != b.shape:
        raise AnalysisError("there must be as many ends as starts")
    known = ~np.isnat(a)
    no_end = known & np.isnat(b)
    turned = known & (b < a)
    a, b = a[known], np.where(no_end | turned, a, b)[known]
    minutes, last = a.astype(np.int64), b.astype(np.int64)
    is_long = last - minutes >= WEEK
    weights = np.full(168, np.count_nonzero(is_long) / 168)
    weights += _spread(minutes[~is_long], last[~is_long], zone)
    return Aoristic(
        table=_frozen(np.ascontiguousarray(weights.reshape(7, 24).T)),
        n=int(np.count_nonzero(known)),
        no_start=int(known.size - np.count_nonzero(known)),
        no_end=int(np.count_nonzero(no_end)),
        end_before_start=int(np.count_nonzero(turned)),
        a_week_or_more=int(np.count_nonzero(is_long)),
    )


def _frozen(table: Floats) -> Floats:
    table.flags.writeable = False
    return table


def _spread(start: Minutes, end: Minutes, zone: str | None) -> Floats:
    """Return the weights of the 168 hours, Monday's first, of events shorter than a week."""
    length = np.maximum(end - start, 1)  # a moment counts as the minute it stands in
    share, end = 1 / length, start + length
    if zone is None or not start.size:
        return _pieces(start, end, share)
    total, left = np.zeros(168), start.copy()
    for change in _changes(zone, int(start.min()), int(end.max())):
        is_over = (left < change) & (end > change)
        if is_over.any():
            until = np.full(int(np.count_nonzero(is_over)), change, dtype=np.int64)
            total += _pieces(*_on_clocks(zone, left[is_over], until), share[is_over])
            left[is_over] = change
    return total + _pieces(*_on_clocks(zone, left, end), share)


def _pieces(start: Minutes, end: Minutes, share: Floats) -> Floats:
    """Add up pieces of under a week and at least a minute, each minute of which weighs `share`.

    The first and the last hour of a piece are added one by one; the whole hours between by where they begin and end.
    """
    if start.size > _BLOCK:
        cuts = [slice(cut, cut + _BLOCK) for cut in range(0, start.size, _BLOCK)]
        return np.asarray(np.sum([_pieces(start[c], end[c], share[c]) for c in cuts], axis=0), np.float64)
    first, last = start // 60, (end - 1) // 60
    is_one = first == last
    head = np.where(is_one, end - start, (first + 1) * 60 - start) * share
    tail = np.where(is_one, 0, end - last * 60) * share
    weights = np.bincount(_of_week(first), head, 168) + np.bincount(_of_week(last), tail, 168)
    whole = np.maximum(last - first - 1, 0)
    begins = _of_week(first + 1)
    steps = np.bincount(begins, 60 * share, 337) - np.bincount(begins + whole, 60 * share, 337)
    pieces = np.bincount(begins, minlength=337) - np.bincount(begins + whole, minlength=337)
    between = np.where(np.cumsum(pieces) > 0, np.cumsum(steps), 0.0)  # no dust where nothing lies
    return np.asarray(weights + between[:168] + between[168:336], dtype=np.float64)


def _of_week(hour: Minutes) -> Minutes:
    return (hour + _MONDAY) % 168


def _on_clocks(zone: str, start: Minutes, end: Minutes) -> tuple[Minutes, Minutes]:
    """Return pieces without a change of the clocks within, as those clocks show them."""
    shift = _offset(zone, start)
    return start + shift, end + shift


def _offset(zone: str, utc: Minutes) -> Minutes:
    """Return how many minutes a zone's clocks are ahead of UTC. Raises AnalysisError for a zone that is not known."""
    import pyarrow as pa
    import pyarrow.compute as pc

    try:
        moments = pa.array(utc * 60, pa.timestamp("s", tz="UTC")).cast(pa.timestamp("s", tz=zone))
        local = pc.local_timestamp(moments).cast(pa.int64()).to_numpy(zero_copy_only=False)
    except pa.ArrowException as error:
        raise AnalysisError(f"there is no time zone called {zone}") from error
    return np.asarray(local // 60 - utc, dtype=np.int64)


def _changes(zone: str, first: int, last: int) -> list[int]:
    """Return the minutes, UTC, at which the clocks are changed: days that differ, then the minute within each."""
    days = np.arange(first - 2 * _ONE_DAY, last + 2 * _ONE_DAY, _ONE_DAY, dtype=np.int64)
    found = []
    for place in np.flatnonzero(np.diff(_offset(zone, days))):
        minutes = np.arange(days[place], days[place] + _ONE_DAY + 1, dtype=np.int64)
        found += [int(minutes[at + 1]) for at in np.flatnonzero(np.diff(_offset(zone, minutes)))]
    return found
