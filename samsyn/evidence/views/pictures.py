"""The pictures of one metric: an area over time, and the areas of a division beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from samsyn.evidence.metrics import Metric
from samsyn.evidence.models import Dataset
from samsyn.evidence.templatetags.evidence_words import period
from samsyn.places.models import Area, Division
from samsyn.ui import drawing
from samsyn.ui.picture_words import picture_words

if TYPE_CHECKING:
    from samsyn.charts.picture import Picture
    from samsyn.charts.trend import BreakMark
    from samsyn.evidence.queries import Observation

FEWEST = 2  # figures that make a line, or areas that can be compared
MOST_BARS = 15
FEWEST_MAPPED = 6  # areas; fewer are better read beside each other
MAP_TOLERANCE_M = 60


def over_time(
    metric: Metric, area: Area, series: Sequence[Observation], datasets: Sequence[Dataset], version: str
) -> Picture | None:
    """Return the series as a line, cut where the areas were drawn anew; None for fewer than two figures."""
    if sum(seen.has_value for seen in series) < FEWEST:
        return None
    key = f"evidence:trend:{version}:{metric.code}:{area.key}:{series[0].start}:{series[0].end}"
    return drawing.kept(key, lambda: _trend(metric, area, series, datasets))


def _trend(metric: Metric, area: Area, series: Sequence[Observation], datasets: Sequence[Dataset]) -> Picture:
    from samsyn.charts.trend import TrendPoint, trend

    points = [
        TrendPoint(
            label=period(seen.start, seen.end),
            start=seen.start,
            end=seen.end,
            value=seen.value,
            low=seen.low,
            high=seen.high,
            is_preliminary=seen.state == "preliminary",
        )
        for seen in series
    ]
    return trend(
        points,
        title=_("%(metric)s i %(area)s") % {"metric": metric.label, "area": area.name},
        description=_("%(metric)s över tid. Samma tal står i tabellen.") % {"metric": metric.label},
        source=_source(datasets),
        value_label=_unit(metric),
        observed=area.name,
        marks=_marks(area, series),
        digits=_digits(metric),
        is_share=metric.kind == "share",
        is_example=_is_example(datasets, area.division),
        words=picture_words(),
    )


def _marks(area: Area, series: Sequence[Observation]) -> list[BreakMark]:
    """Return the days within the series when earlier areas became this one, or this one became others."""
    from samsyn.charts.trend import BreakMark
    from samsyn.places.queries import breaks_of

    days: list[date] = [one.date for one in breaks_of(area)]
    if area.division.valid_to:
        days.append(area.division.valid_to)
    inside = [day for day in dict.fromkeys(days) if series[0].start < day <= series[-1].start]
    return [BreakMark(day, _("ny indelning %(year)s") % {"year": day.year}) for day in inside]


def side_by_side(
    metric: Metric,
    division: Division,
    seen: Sequence[tuple[Area, Observation | None]],
    datasets: Sequence[Dataset],
    version: str,
) -> Picture | None:
    """Return the areas of one period: bars of counts, a map of shares and rates; None for fewer than two figures.

    Counts are never put on a map: a large area would look dark because many live there. Neither are the shares of a
    few areas: two classes of colour would hide that their intervals overlap.
    """
    spans = Counter((one.start, one.end) for _area, one in seen if one is not None and one.has_value)
    if not spans:
        return None
    span = max(spans, key=lambda one: (spans[one], one))
    if spans[span] < FEWEST:
        return None
    same = [(area, one if one and (one.start, one.end) == span else None) for area, one in seen]
    key = f"evidence:areas:{version}:{metric.code}:{division.pk}:{span}"
    make = _bars if metric.is_summable else _dots if _fits_dots(metric, same) else _map
    return drawing.kept(key, lambda: make(metric, division, same, span, datasets))


def is_map(picture: Picture | None, metric: Metric, seen: Sequence[tuple[Area, Observation | None]]) -> bool:
    """Whether the picture of the areas is a map, whose numbers the table must have too."""
    return picture is not None and not metric.is_summable and not _fits_dots(metric, seen)


def _fits_dots(metric: Metric, seen: Sequence[tuple[Area, Observation | None]]) -> bool:
    known = [one for _area, one in seen if one is not None and one.has_value]
    return metric.kind == "share" and len(known) < FEWEST_MAPPED and all(one.base for one in known)


def _title(metric: Metric, division: Division, span: tuple[date, date]) -> str:
    facts = {"metric": metric.label, "division": division.name.lower(), "period": period(*span)}
    return _("%(metric)s, %(division)s, %(period)s") % facts


def _bars(
    metric: Metric,
    division: Division,
    seen: Sequence[tuple[Area, Observation | None]],
    span: tuple[date, date],
    datasets: Sequence[Dataset],
) -> Picture:
    from samsyn.charts.bars import Bar, bars

    rows = [Bar(area.name, one.value) for area, one in seen if one is not None and one.value is not None]
    rows.sort(key=lambda row: -(row.value or 0))
    text = _("Högst först. Samma tal står i tabellen.")
    if len(rows) > MOST_BARS:
        facts = {"shown": MOST_BARS, "all": len(rows)}
        text = _("De %(shown)s högsta av %(all)s områden. Alla tal står i tabellen.") % facts
    return bars(
        rows[:MOST_BARS],
        title=_title(metric, division, span),
        description=text,
        source=_source(datasets),
        name_label=_("Område"),
        value_label=_unit(metric),
        digits=_digits(metric),
        is_example=_is_example(datasets, division),
        words=picture_words(),
    )


def _dots(
    metric: Metric,
    division: Division,
    seen: Sequence[tuple[Area, Observation | None]],
    span: tuple[date, date],
    datasets: Sequence[Dataset],
) -> Picture:
    from samsyn.charts.shares import Share, shares

    return shares(
        [
            Share(area.name, one.value, one.low, one.high, one.base or 0)
            for area, one in seen
            if one is not None and one.value is not None
        ],
        title=_title(metric, division, span),
        description=_("Andel per område med osäkerhet. Samma tal står i tabellen."),
        source=_source(datasets),
        is_example=_is_example(datasets, division),
        words=picture_words(),
    )


def _map(
    metric: Metric,
    division: Division,
    seen: Sequence[tuple[Area, Observation | None]],
    span: tuple[date, date],
    datasets: Sequence[Dataset],
) -> Picture:
    from samsyn.charts.value_map import ValueArea, value_map
    from samsyn.places.queries import outline

    collection = outline([area for area, _one in seen], MAP_TOLERANCE_M)
    shapes = {feature["id"]: feature["geometry"] for feature in collection["features"]}
    return value_map(
        [
            ValueArea(
                area.name,
                shapes[area.pk],
                one.value if one else None,
                one.low if one else None,
                one.high if one else None,
            )
            for area, one in seen
        ],
        title=_title(metric, division, span),
        description=_("Karta. Numren är samma som i tabellen."),
        source=_source(datasets),
        value_label=_unit(metric),
        digits=_digits(metric),
        is_share=metric.kind == "share",
        is_example=_is_example(datasets, division),
        words=picture_words(),
    )


def _unit(metric: Metric) -> str:
    unit = metric.unit_label
    return unit[:1].upper() + unit[1:] if unit else _("Värde")


def _digits(metric: Metric) -> int:
    return 0 if metric.is_summable or metric.kind == "share" else 1


def _source(datasets: Sequence[Dataset]) -> str:
    lines = [
        _("Källa: %(source)s (%(licence)s).") % {"source": one.attribution, "licence": one.licence}
        for one in datasets
    ]
    return " ".join(dict.fromkeys(lines))


def _is_example(datasets: Sequence[Dataset], division: Division) -> bool:
    return division.city.is_example or any(one.is_example for one in datasets)
