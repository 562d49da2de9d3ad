"""The charts and maps of the lägesbild: what is shown, handed to `samsyn.charts`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from samsyn.charts.level_map import LevelArea, level_map
from samsyn.charts.picture import Picture
from samsyn.charts.shares import Share, shares
from samsyn.charts.spark import SparkPoint
from samsyn.charts.trend import BreakMark, TrendPoint, trend
from samsyn.charts.value_map import ValueArea, value_map
from samsyn.places.models import Area, AreaPair
from samsyn.places.queries import outline
from samsyn.steps.situation import words
from samsyn.steps.situation.queries.indicators import IndicatorRow, Spot
from samsyn.steps.situation.queries.levels import AreaRow
from samsyn.steps.situation.queries.measure import Measure
from samsyn.steps.situation.queries.safety import SafetyBlock
from samsyn.steps.situation.queries.snapshot import BreakShown, Snapshot
from samsyn.steps.situation.queries.sources import SourceLine, lines_of
from samsyn.ui.picture_words import picture_words

KEPT_S = 60 * 60
MAP_TOLERANCE_M = 40
FULL_HUE = 4


def spark_of(row: IndicatorRow) -> list[SparkPoint]:
    """Return the points of a row's curve; the line is cut where the area was drawn anew."""
    points: list[SparkPoint] = []
    for spot in row.series:
        if spot.is_after_break:
            points.append(SparkPoint(None))
        points.append(SparkPoint(spot.value, spot.low, spot.high, spot.is_preliminary))
    return points


def _kept(parts: Sequence[object], make: Callable[[], Picture]) -> Picture:
    """Return a picture from the cache by what it is made of."""
    named = hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
    key = f"situation:drawing:{get_language()}:{named}"
    found: Picture | None = cache.get(key)
    if found is None:
        found = make()
        cache.set(key, found, KEPT_S)
    return found


def _geometry(areas: Sequence[Area]) -> dict[int, Any]:
    collection = outline(areas, MAP_TOLERANCE_M)
    return {feature["id"]: feature["geometry"] for feature in collection["features"]}


def level_picture(pair: AreaPair, areas: Sequence[Area], rows: Sequence[AreaRow]) -> Picture | None:
    """Return the map of levels, numbered as the table; None when there are no parts to draw."""
    if not areas:
        return None
    made_of = [(row.number, row.area_id, words.level_of(row.assessment), len(row.coverage)) for row in rows]
    return _kept([pair.slug, *made_of], lambda: _level_map(pair, areas, rows))


def _level_map(pair: AreaPair, areas: Sequence[Area], rows: Sequence[AreaRow]) -> Picture:
    shapes = _geometry(areas)
    division = areas[0].division
    drawn = [
        LevelArea(
            name=row.name,
            geometry=shapes[row.area_id],
            level=words.level_of(row.assessment),
            shape=row.level.shape if row.level else "none",
            weight=min(row.level.order, FULL_HUE) if row.level else None,
            have=len(row.assessment.coverage) if row.assessment else len(row.coverage),
            total=words.KINDS_OF_EVIDENCE,
        )
        for row in rows
    ]
    return level_map(
        drawn,
        title=_("Läget i %(area)s") % {"area": pair.city_area.name},
        description=_("Karta. Samma uppgifter står i tabellen intill."),
        source=_(
            "Mörkare ton betyder allvarligare läge. Streckat betyder tunt underlag, inte bedömt eller att parterna är oeniga. "
            "Områden: %(source)s."
        )
        % {"source": division.source},
        is_example=pair.city.is_example,
        words=picture_words(),
    )


def share_picture(pair: AreaPair, block: SafetyBlock, snapshot: Snapshot) -> Picture | None:
    """Return the dots with intervals of a question; None when no part can be drawn with its base."""
    drawn = [row for row in block.rows if row.figure is not None and row.base is not None]
    if not drawn:
        return None
    lines = lines_of(snapshot.sources, block.import_ids)
    return shares(
        [Share(row.area_name, row.value, row.low, row.high, row.base or 0) for row in drawn],
        title=block.title,
        description=_("Andel per område med osäkerhet. Talen står i tabellen under."),
        source=_source(lines),
        reference=(
            (block.whole.area_name, block.whole.value)
            if block.whole is not None and block.whole.value is not None
            else None
        ),
        is_example=_is_example(lines),
        words=picture_words(),
    )


def _source(lines: Sequence[SourceLine]) -> str:
    return " ".join(dict.fromkeys(line.short for line in lines))


def _is_example(lines: Sequence[SourceLine]) -> bool:
    return any(line.is_example for line in lines)


def _points(spots: Sequence[Spot]) -> list[TrendPoint]:
    return [
        TrendPoint(
            label=spot.label,
            start=date.fromisoformat(spot.start),
            end=date.fromisoformat(spot.end),
            value=spot.value,
            low=spot.low,
            high=spot.high,
            is_preliminary=spot.is_preliminary,
        )
        for spot in spots
    ]


def _marks(breaks: Sequence[BreakShown], spots: Sequence[Spot]) -> list[BreakMark]:
    """Return the days when the area was drawn anew that fall within the series."""
    found = [date.fromisoformat(one.date) for one in breaks]
    inside = [
        day for day in dict.fromkeys(found) if spots and spots[0].start < day.isoformat() <= spots[-1].start
    ]
    return [BreakMark(day, _("ny indelning %(year)s") % {"year": day.year}) for day in inside]


def trend_of_row(pair: AreaPair, row: IndicatorRow, snapshot: Snapshot) -> Picture:
    """Return the time chart of one row of the indicator table; its title is the row's sentence."""
    lines = lines_of(snapshot.sources, row.import_ids)
    label = _("Per 1 000 invånare") if row.series_is_rate else _("Antal") if row.kind == "count" else row.unit
    biggest = max((spot.value or 0 for spot in row.series), default=0)
    return trend(
        _points(row.series),
        title=f"{row.label}: {row.sentence[:1].lower()}{row.sentence[1:]}".rstrip("."),
        description=_("%(label)s i %(area)s, %(what)s.")
        % {"label": row.label, "area": pair.city_area.name, "what": label.lower()},
        source=_source(lines),
        value_label=label,
        observed=label.lower(),
        marks=_marks(snapshot.breaks, row.series),
        digits=words.rate_digits(biggest) if row.series_is_rate or row.kind != "count" else 0,
        is_share=row.kind == "share",
        is_example=_is_example(lines),
        words=picture_words(),
    )


def trend_of_measure(pair: AreaPair, found: Measure) -> Picture:
    """Return the time chart of a metric's page."""
    biggest = max((spot.value or 0 for spot in found.spots), default=0)
    is_count = found.kind in {"count", "population"}
    return trend(
        _points(found.spots),
        title=_("%(label)s i %(area)s") % {"label": found.label, "area": pair.city_area.name},
        description=_("%(label)s över tid. Talen står i tabellen under.") % {"label": found.label},
        source=_source(found.sources),
        value_label=found.unit.capitalize() if found.unit else _("Värde"),
        observed="",
        marks=_marks(found.breaks, found.spots),
        digits=0 if is_count else words.rate_digits(biggest),
        is_share=found.kind == "share",
        is_example=found.is_example,
        words=picture_words(),
    )


def map_of_measure(pair: AreaPair, found: Measure) -> Picture | None:
    """Return the map of a metric's parts: rates where the residents are known, else the values themselves."""
    rows = found.parts.rows
    if not found.has_parts:
        return None
    return _kept(
        [
            "measure",
            pair.slug,
            *(f"{row.area_id}:{row.figure.value if row.figure else ''}:{row.rate}" for row in rows),
        ],
        lambda: _value_map(pair, found),
    )


def _value_map(pair: AreaPair, found: Measure) -> Picture:
    rows = found.parts.rows
    by_rate = any(row.rate is not None for row in rows)
    areas = {row.area_id: Area(pk=row.area_id) for row in rows}
    shapes = _geometry(list(areas.values()))
    is_share = found.kind == "share"
    drawn = []
    for row in rows:
        value = row.rate.value if row.rate else None if by_rate or row.figure is None else row.figure.value
        ends = (row.rate.low, row.rate.high) if row.rate else (None, None)
        drawn.append(ValueArea(row.name, shapes[row.area_id], value, *ends))
    biggest = max((area.value or 0 for area in drawn), default=0)
    label = _("Per 1 000 invånare") if by_rate else found.unit.capitalize()
    return value_map(
        drawn,
        title=_("%(label)s per delområde") % {"label": found.label},
        description=_("Karta. Samma tal står i tabellen under."),
        source=_source(found.sources),
        value_label=label,
        digits=words.rate_digits(biggest) if by_rate or found.kind == "index" else 0,
        is_share=is_share,
        is_example=found.is_example,
        words=picture_words(),
    )
