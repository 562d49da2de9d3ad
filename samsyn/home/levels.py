"""The levels of a pair's parts for its home: what people have judged, with the coverage that they saw."""

from __future__ import annotations

from dataclasses import dataclass

from samsyn.charts.picture import Picture
from samsyn.places.models import Area, AreaPair
from samsyn.places.prepared import FIRST, Prepared
from samsyn.places.queries import parts
from samsyn.steps.situation.models import LevelAssessment
from samsyn.steps.situation.queries.levels import AreaRow, area_rows


@dataclass(frozen=True)
class Levels:
    """The pair's parts, gravest first, then thin, then not judged."""

    areas: tuple[Area, ...]
    rows: tuple[AreaRow, ...]

    @property
    def unjudged(self) -> tuple[AreaRow, ...]:
        return tuple(row for row in self.rows if not row.is_judged)

    @property
    def are_judged(self) -> bool:
        return any(row.is_judged for row in self.rows)


_JUDGED = Prepared(
    LevelAssessment,
    lambda pk: LevelAssessment.objects.filter(picture__pair=pk).order_by("version"),
    values=[FIRST],
    joined=["level"],
    without=["reason"],
)


def levels_of(pair: AreaPair) -> Levels:
    """Return the levels of the pair's parts: two queries."""
    areas = parts(pair.city_area)
    newest = {row.area_id: row for row in _JUDGED.rows(pair.pk)}
    return Levels(tuple(areas), tuple(area_rows(areas, newest, {})))


def level_map(pair: AreaPair, levels: Levels) -> Picture | None:
    """Return the map of the levels, kept between requests; None while nobody has judged anything."""
    if not levels.are_judged:
        return None
    from samsyn.steps.situation.drawings import level_picture  # shapely: only where a map is drawn

    return level_picture(pair, levels.areas, levels.rows)
