"""What is unusual in the latest month: every count of the area and its parts against what its own years let expect."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from samsyn.places.models import AreaPair
from samsyn.places.queries import parts
from samsyn.steps.situation import frames_time, words
from samsyn.steps.situation.queries.figures import Figure, figure
from samsyn.steps.situation.queries.trends import FINE

if TYPE_CHECKING:
    from samsyn.evidence.queries import Observation

SHOWN = 8  # the most unlikely first


@dataclass(frozen=True)
class UnusualRow:
    """One count that chance alone would seldom give."""

    figure: Figure
    is_whole: bool
    is_high: bool
    expected: float
    low: float
    high: float
    p: float
    sentence: str

    @property
    def span(self) -> str:
        return words.counts_between(self.low, self.high)

    @property
    def expected_text(self) -> str:
        return words.value(round(self.expected), "count")


@dataclass(frozen=True)
class Unusual:
    """The latest period of so many series, and those that stand out when all are asked about at once."""

    start: str
    end: str
    period: str
    tested: int
    areas: int
    metrics: int
    found: int  # all that stand out; `rows` holds the first of them
    rows: tuple[UnusualRow, ...]
    import_ids: tuple[int, ...]
    sentence: str


def build_unusual(pair: AreaPair) -> Unusual | None:
    """Compute it from the figures in force, in the page's language; None when nothing can be tested."""
    from samsyn.evidence.queries import metrics_for, table

    areas = [pair.city_area, *parts(pair.city_area)]
    codes = [one.code for one in metrics_for(pair.city_area) if one.kind == "count"]
    for grain in FINE:
        rows = table(codes, areas, grain) if codes else {}
        series = [found for found in rows.values() if any(row.has_value for row in found)]
        if series and (unusual := _unusual(series, grain, whole=pair.city_area.key)):
            return unusual
    return None


def _unusual(series: list[list[Observation]], grain: str, *, whole: str) -> Unusual | None:
    period = frames_time.latest(series)
    held = frames_time.held(series, grain)
    tested = [(rows[-1], one) for rows, one in zip(series, held, strict=True) if one is not None]
    if period is None or not tested:
        return None
    found = sorted(
        ((row, one) for row, one in tested if one.is_unusual), key=lambda pair: (pair[1].p, pair[0].area)
    )
    return Unusual(
        start=period[0].isoformat(),
        end=period[1].isoformat(),
        period=words.period(*period),
        tested=len(tested),
        areas=len({row.area for row, _one in tested}),
        metrics=len({row.metric for row, _one in tested}),
        found=len(found),
        rows=tuple(_row(row, one, whole) for row, one in found[:SHOWN]),
        import_ids=tuple(dict.fromkeys(row.import_id for row, _one in tested)),
        sentence=words.tested(len(found), len(tested), words.period(*period)),
    )


def _row(row: Observation, one: frames_time.Held, whole: str) -> UnusualRow:
    shown = figure(row)
    is_high = one.count > one.expected
    return UnusualRow(
        figure=shown,
        is_whole=row.area == whole,
        is_high=is_high,
        expected=one.expected,
        low=one.low,
        high=one.high,
        p=one.p,
        sentence=words.unusual(shown.label, shown.area_name, one, shown.text, is_high=is_high),
    )
