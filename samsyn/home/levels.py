"""The levels of a pair's parts for its home: what people have judged, with the coverage that they saw."""

from __future__ import annotations

from dataclasses import dataclass

from samsyn.charts.picture import Picture
from samsyn.judging.rules import NOBODY
from samsyn.places.models import Area, AreaPair
from samsyn.places.prepared import FIRST, Prepared
from samsyn.places.queries import parts
from samsyn.steps.situation.access import code_of
from samsyn.steps.situation.models import LevelAssessment
from samsyn.steps.situation.queries.judged import given
from samsyn.steps.situation.queries.levels import AreaRow, area_rows


@dataclass(frozen=True)
class Levels:
    """The pair's parts: those that the parties differ on, then gravest first, then thin, then not judged.

    mine     Area.pk that the reader's own party has judged since the last joint level
    to_settle  name and code of the areas that both have judged and not settled
    """

    areas: tuple[Area, ...]
    rows: tuple[AreaRow, ...]
    mine: frozenset[int] = frozenset()
    to_settle: tuple[tuple[str, str], ...] = ()

    @property
    def unjudged(self) -> tuple[AreaRow, ...]:
        return tuple(row for row in self.rows if not row.is_judged)

    @property
    def to_judge(self) -> tuple[AreaRow, ...]:
        """The areas without a level that the reader's own party has not judged. Says nothing of the other party."""
        return tuple(row for row in self.unjudged if row.area_id not in self.mine)

    @property
    def are_judged(self) -> bool:
        return any(row.is_judged for row in self.rows)


_JUDGED = Prepared(
    LevelAssessment,
    lambda pk: LevelAssessment.objects.filter(picture__pair=pk).order_by("version"),
    values=[FIRST],
    joined=["level", "city_level", "police_level"],
    without=["reason"],
)


def levels_of(pair: AreaPair, reader: str = NOBODY) -> Levels:
    """Return the levels of the pair's parts, as a reader of the party may know them: three queries."""
    areas = parts(pair.city_area)
    newest = {row.area_id: row for row in _JUDGED.rows(pair.pk)}
    mine, both = given(pair, {pk: row.version for pk, row in newest.items()}, reader)
    to_settle = tuple(
        (area.name, code_of(pair, area)) for area in (pair.city_area, *areas) if area.pk in both
    )
    return Levels(tuple(areas), tuple(area_rows(areas, newest, {})), frozenset(mine), to_settle)


def level_map(pair: AreaPair, levels: Levels) -> Picture | None:
    """Return the map of the levels, kept between requests; None while nobody has judged anything."""
    if not levels.are_judged:
        return None
    from samsyn.steps.situation.drawings import level_picture  # shapely: only where a map is drawn

    return level_picture(pair, levels.areas, levels.rows)
