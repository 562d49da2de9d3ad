"""The trend of each row of the indicator table: per cent a year with its interval, from the finest figures there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from samsyn.places.models import Area
from samsyn.places.queries import Break
from samsyn.steps.situation import frames_time, words

if TYPE_CHECKING:
    from samsyn.evidence.queries import Observation

FINE = ("month", "quarter")


@dataclass(frozen=True)
class TrendShown:
    """Plain values, kept with an edition. `since` and `until` are ISO dates, half-open."""

    percent: float
    low: float
    high: float
    p: float
    is_more_than_chance: bool
    since: str
    until: str
    sentence: str


def trends_of(
    codes: Sequence[str], area: Area, yearly: dict[str, list[Observation]], marks: Sequence[Break]
) -> list[TrendShown | None]:
    """Return the trend of each metric of the area, all tested together. `yearly` holds the figures by the year."""
    series = [_series(code, yearly.get(code, []), area, marks, by_grain=_fine(codes, area)) for code in codes]
    return [_shown(row) if row is not None else None for row in frames_time.trends(series)]


def _fine(codes: Sequence[str], area: Area) -> dict[str, dict[str, list[Observation]]]:
    from samsyn.evidence.queries import table

    found = {grain: table(codes, [area], grain) if codes else {} for grain in FINE}
    return {grain: {code: rows[code, area.key] for code in codes} for grain, rows in found.items()}


def _series(
    code: str,
    yearly: list[Observation],
    area: Area,
    marks: Sequence[Break],
    *,
    by_grain: dict[str, dict[str, list[Observation]]],
) -> tuple[str, Sequence[Observation]]:
    for grain, rows in (*((grain, by_grain[grain][code]) for grain in FINE), ("year", yearly)):
        if rows:
            whole = _after_the_last_break(frames_time.recent(rows, grain), marks)
            return grain, whole if grain != "year" or len(whole) >= frames_time.LEAST_YEARS else []
    return "year", []


def _after_the_last_break(rows: Sequence[Observation], marks: Sequence[Break]) -> list[Observation]:
    from samsyn.steps.situation.queries.indicators import is_torn

    torn = [at for at, (one, after) in enumerate(pairwise(rows), 1) if is_torn(one, after, marks)]
    return list(rows[torn[-1] if torn else 0 :])


def _shown(row: frames_time.Trend) -> TrendShown:
    return TrendShown(
        row.percent,
        row.low,
        row.high,
        row.p,
        row.is_more_than_chance,
        row.since.isoformat(),
        row.until.isoformat(),
        words.per_year(row),
    )
