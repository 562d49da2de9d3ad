"""The charts and maps of an edition, drawn from its frozen contents only."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _

from samsyn.charts.level_map import LevelArea, level_map
from samsyn.charts.picture import Picture
from samsyn.charts.shares import Share, shares
from samsyn.charts.spark import SparkPoint
from samsyn.steps.situation import words
from samsyn.steps.situation.drawings import FULL_HUE
from samsyn.steps.situation.reading import IndicatorRow, Reading, SafetyBlock
from samsyn.ui.picture_words import picture_words


def level_picture(contents: dict[str, Any], reading: Reading) -> Picture | None:
    """Return the map of levels, numbered as the table; None when nothing is judged or there are no parts to draw."""
    rows = {row.key: row for row in reading.levels}
    if not any(row.is_judged for row in reading.levels):
        return None
    drawn = [
        LevelArea(
            name=area["name"],
            geometry={"type": "MultiPolygon", "coordinates": area["outline"]},
            level=rows[area["key"]].word,
            shape=rows[area["key"]].shape or "none",
            weight=min(rows[area["key"]].order, FULL_HUE) or None,
            have=rows[area["key"]].coverage,
            total=words.KINDS_OF_EVIDENCE,
        )
        for area in contents["areas"]
    ]
    made = level_map(
        drawn,
        title=_("Läget i %(area)s") % {"area": contents["pair"]["city_area"]["name"]},
        description=_("Karta. Samma uppgifter står i tabellen intill."),
        source=_(
            "Mörkare ton betyder allvarligare läge, streckat tunt underlag eller att parterna är oeniga. "
            "Områden: %(source)s."
        )
        % {"source": reading.areas_source},
        is_example=reading.is_invented,
        words=picture_words(),
    )
    return _without_table(made)


def safety_picture(reading: Reading, block: SafetyBlock) -> Picture | None:
    """Return the shares with their intervals; None when no area can be drawn with its base."""
    drawn = [row for row in block.rows if row.base is not None and not row.is_whole]
    if not drawn:
        return None
    whole = next((row for row in block.rows if row.is_whole and row.value is not None), None)
    made = shares(
        [Share(row.area, row.value, row.low, row.high, row.base or 0) for row in drawn],
        title=block.title,
        description=_("Andel per område med osäkerhet. Talen står i tabellen."),
        source=f"{block.name}, {block.period}.",
        reference=(whole.area, whole.value) if whole is not None and whole.value is not None else None,
        is_example=reading.is_example,
        words=picture_words(),
    )
    return _without_table(made)


def _without_table(picture: Picture) -> Picture:
    """Take away the picture's own table: the edition's table beside it says the same and leads to the sources."""
    return replace(picture, rows=())


def spark_of(row: IndicatorRow) -> list[SparkPoint]:
    """Return the points of a row's curve; the line is cut where the area was drawn anew."""
    points: list[SparkPoint] = []
    for spot in row.series:
        if spot.is_after_break:
            points.append(SparkPoint(None))
        points.append(SparkPoint(spot.value, spot.low, spot.high, spot.is_preliminary))
    return points
