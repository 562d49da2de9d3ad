"""The indicator table: each metric with value, rate, interval, trend in words, reference area and breaks."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from samsyn.analysis.result import Caveat, Comparison
from samsyn.places.models import Area, AreaPair
from samsyn.places.queries import Break, breaks_of
from samsyn.steps.situation import frames, words
from samsyn.steps.situation.queries.figures import (
    SHOWN,
    Figure,
    Series,
    best_series,
    compared_areas,
    figure,
    one_year_before,
)
from samsyn.steps.situation.queries.rates import PER_RESIDENT, RateShown, rate_shown
from samsyn.steps.situation.queries.trends import TrendShown, trends_of
from samsyn.ui.results import codes

if TYPE_CHECKING:
    from samsyn.evidence.metrics import Metric
    from samsyn.evidence.queries import Observation

SHARED = (Caveat.BREAK.value, Caveat.COMPOSED.value)


@dataclass(frozen=True)
class Spot:
    """One point of a series: a rate where the population is known, else a count. `gap` is set before a break."""

    label: str
    start: str
    end: str
    value: float | None
    low: float | None
    high: float | None
    is_preliminary: bool = False
    is_after_break: bool = False


@dataclass(frozen=True)
class IndicatorRow:
    """One metric of the table. `sentence` is compulsory: a curve alone says nothing."""

    metric: str
    label: str
    kind: str
    unit: str
    note: str
    grain: str
    figure: Figure
    before: Figure | None
    rate: RateShown | None
    series: tuple[Spot, ...]
    series_is_rate: bool
    reference: Figure | None
    reference_rate: RateShown | None
    sentence: str
    caveats: tuple[str, ...]
    is_police_driven: bool
    is_more_than_chance: bool
    p: float | None
    import_ids: tuple[int, ...]
    trend: TrendShown | None = None

    @property
    def is_summed(self) -> bool:
        return Caveat.COMPOSED.value in self.caveats

    @property
    def span(self) -> str:
        """The first and last period of the series: 2020–2025."""
        return f"{self.series[0].label}–{self.series[-1].label}" if self.series else ""

    @property
    def notes(self) -> list[str]:
        """The caveats of this row alone, in words; those that many rows share stand once under the table."""
        return [codes.caveat(code) for code in self.caveats if code not in SHARED]

    @property
    def is_clumped(self) -> bool:
        return Caveat.OVERDISPERSED.value in self.caveats


@dataclass(frozen=True)
class _Draft:
    """What one row is made of, before the rows are tested together."""

    metric: Metric
    grain: str
    rows: list[Observation]
    city_rows: list[Observation]
    now: Observation
    before: Observation | None
    crossed: bool
    is_clumped: bool = False


def build_indicators(pair: AreaPair) -> list[IndicatorRow]:
    """Compute the rows of the table from the figures in force, in the page's language."""
    from samsyn.evidence.queries import metrics_for, table

    area, (*_, city) = pair.city_area, compared_areas(pair)
    marks = breaks_of(area)
    metrics = [metric for metric in metrics_for(area) if metric.kind in {"count", "index", "rate"}]
    known = best_series([metric.code for metric in metrics], compared_areas(pair))
    drafts = _clumped(
        [
            _draft(metric, *known[metric.code], area, city, marks)
            for metric in metrics
            if metric.code in known
        ],
        area,
    )
    tested = frames.compare(
        [
            (draft.before if draft.metric.kind == "count" and not draft.crossed else None, draft.now)
            for draft in drafts
        ]
    )
    people = table([PER_RESIDENT], [area, city], "year")
    residents, city_residents = people[PER_RESIDENT, area.key], people[PER_RESIDENT, city.key]
    trends = _trends(drafts, area, marks)
    return [
        replace(
            _row(draft, comparison, residents, city_residents, marks), trend=trends.get(draft.metric.code)
        )
        for draft, comparison in zip(drafts, tested, strict=True)
    ]


def _trends(drafts: Sequence[_Draft], area: Area, marks: Sequence[Break]) -> dict[str, TrendShown | None]:
    counts = [draft for draft in drafts if draft.metric.kind == "count"]
    names = [draft.metric.code for draft in counts]
    yearly = {draft.metric.code: draft.rows for draft in counts if draft.grain == "year"}
    return dict(zip(names, trends_of(names, area, yearly, marks), strict=True))


def _draft(
    metric: Metric, grain: str, series: Series, area: Area, city: Area, marks: Sequence[Break]
) -> _Draft:
    rows = series[area.key]
    now = rows[-1]
    before = one_year_before(rows, now)
    crossed = before is not None and is_torn(before, now, marks)
    city_rows = series[city.key] if city.pk != area.pk else []
    return _Draft(metric, grain, rows, city_rows, now, before, crossed)


def _clumped(drafts: Sequence[_Draft], area: Area) -> list[_Draft]:
    """Mark the yearly counts whose months vary more than chance alone makes them."""
    from samsyn.evidence.queries import table

    codes = [draft.metric.code for draft in drafts if draft.metric.kind == "count" and draft.grain == "year"]
    months = table(codes, [area], "month") if codes else {}
    return [
        replace(
            draft,
            is_clumped=draft.before is not None
            and frames.comes_in_clumps(months.get((draft.metric.code, area.key), []), draft.rows),
        )
        for draft in drafts
    ]


def is_torn(before: Observation, now: Observation, marks: Sequence[Break]) -> bool:
    """Whether the area was drawn anew between two figures of it, so that they are not compared.

    Figures that are both summed from as many smaller areas are today's area on both sides: those borders stood still.
    """
    return crosses(before.start, now.start, marks) and not (before.parts > 1 and before.parts == now.parts)


def crosses(start: date, end: date, marks: Sequence[Break]) -> bool:
    """Whether the area was drawn anew after the first day and no later than the second."""
    return any(start < mark.date <= end for mark in marks)


def _row(
    draft: _Draft,
    comparison: Comparison | None,
    residents: list[Observation],
    city_residents: list[Observation],
    marks: Sequence[Break],
) -> IndicatorRow:
    metric, now = draft.metric, draft.now
    same = next((row for row in draft.city_rows if (row.start, row.end) == (now.start, now.end)), None)
    per_resident = metric.kind == "count" and metric.denominator == PER_RESIDENT and draft.grain == "year"
    shown = draft.rows[-SHOWN[draft.grain] :]
    spots = spots_of(shown, residents if per_resident else [], marks, kind=metric.kind)
    rate = rate_shown(now, residents) if per_resident else None
    reference_rate = rate_shown(same, city_residents) if per_resident else None
    before = figure(draft.before) if draft.before is not None else None
    return IndicatorRow(
        metric=metric.code,
        label=metric.label,
        kind=metric.kind,
        unit=metric.unit_label,
        note=metric.note_label,
        grain=draft.grain,
        figure=figure(now),
        before=before,
        rate=rate,
        series=spots,
        series_is_rate=bool(per_resident and residents),
        reference=figure(same) if same is not None else None,
        reference_rate=reference_rate,
        sentence=_sentence(draft, comparison, before),
        caveats=_caveats(draft, comparison, rate, shown, marks),
        is_police_driven=metric.police_driven,
        is_more_than_chance=bool(comparison and comparison.is_more_than_chance),
        p=comparison.p if comparison else None,
        import_ids=tuple(dict.fromkeys(row.import_id for row in (*shown, *draft.city_rows[-1:]))),
    )


def _sentence(draft: _Draft, comparison: Comparison | None, before: Figure | None) -> str:
    if draft.now.value is None:
        return words.state(str(draft.now.state)) or words.state("missing")
    if draft.metric.kind != "count":
        return words.not_tested()
    return words.trend(
        comparison,
        before=before.period if before else "",
        has_before=before is not None,
        crosses=draft.crossed,
    )


def _caveats(
    draft: _Draft,
    comparison: Comparison | None,
    rate: RateShown | None,
    shown: Sequence[Observation],
    marks: Sequence[Break],
) -> tuple[str, ...]:
    found = {
        Caveat.POLICE_EFFORT: draft.metric.police_driven,
        Caveat.MANY_VISITORS: rate is not None and draft.now.area in many_visitors(),
        Caveat.BREAK: not draft.crossed and any(is_torn(one, after, marks) for one, after in pairwise(shown)),
        Caveat.OVERDISPERSED: draft.is_clumped and comparison is not None,
        Caveat.PRELIMINARY: str(draft.now.state) == "preliminary",
        Caveat.COMPOSED: draft.now.parts > 1,
        # the sentence of an uncertain change says this already
        Caveat.FEW_EVENTS: bool(
            comparison and comparison.is_more_than_chance and Caveat.FEW_EVENTS in comparison.caveats
        ),
    }
    return tuple(code.value for code, holds in found.items() if holds)


def spots_of(
    rows: Sequence[Observation], residents: Sequence[Observation], marks: Sequence[Break], *, kind: str
) -> tuple[Spot, ...]:
    """Return the points of a series: rates where `residents` are given, counts with their interval, or shares."""
    spots: list[Spot] = []
    for index, row in enumerate(rows):
        spot = _spot(row, residents, kind)
        torn = index > 0 and is_torn(rows[index - 1], row, marks)
        spots.append(replace(spot, is_after_break=torn))
    return tuple(spots)


def _spot(row: Observation, residents: Sequence[Observation], kind: str) -> Spot:
    value, low, high = row.value, row.low, row.high
    if kind == "count" and residents:
        rate = rate_shown(row, residents)
        value, low, high = (rate.value, rate.low, rate.high) if rate else (None, None, None)
    elif kind == "count":
        low, high = frames.count_interval(row.value)
    elif kind == "share":
        share = frames.share_of(row)
        value, low, high = share.value, share.low, share.high
    return Spot(
        label=words.period(row.start, row.end),
        start=row.start.isoformat(),
        end=row.end.isoformat(),
        value=value,
        low=low,
        high=high,
        is_preliminary=str(row.state) == "preliminary",
    )


def shared_notes(rows: Sequence[IndicatorRow]) -> list[str]:
    """Return the caveats that the rows share, each once."""
    found = [code for code in SHARED if any(code in row.caveats for row in rows)]
    return [codes.caveat(code) for code in found]


@cache
def many_visitors() -> frozenset[str]:
    """Return the keys of the areas where many more people are than live there."""
    text = (Path(__file__).parent.parent / "many_visitors.toml").read_text("utf-8")
    return frozenset(entry["area"] for entry in tomllib.loads(text)["area"])
