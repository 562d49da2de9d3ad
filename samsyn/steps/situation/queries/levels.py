"""The levels of a picture: what holds now per area, how it was before, and on what."""

from __future__ import annotations

from dataclasses import dataclass

from samsyn.places.models import Area
from samsyn.steps.situation.models import Level, LevelAssessment, SituationPicture


def newest(picture: SituationPicture | None) -> dict[int, LevelAssessment]:
    """Return the judgement that holds per area, by Area.pk."""
    if picture is None or picture.pk is None:
        return {}
    rows = (
        LevelAssessment.objects.filter(picture=picture)
        .select_related("level", "judged_by")
        .order_by("version")
    )
    return {row.area_id: row for row in rows}


def history(picture: SituationPicture | None, area: Area) -> list[LevelAssessment]:
    """Return every judgement of an area, newest first."""
    if picture is None or picture.pk is None:
        return []
    return list(
        LevelAssessment.objects.filter(picture=picture, area=area)
        .select_related("level", "judged_by")
        .order_by("-version")
    )


def gravest_part(picture: SituationPicture) -> Level | None:
    """Return the gravest level among the parts that are judged, None when none has a level."""
    levels = [
        row.level
        for area_id, row in newest(picture).items()
        if row.level is not None and area_id != picture.pair.city_area_id
    ]
    return max(levels, key=lambda level: level.order, default=None)


@dataclass(frozen=True)
class AreaRow:
    """One area of the level table, as the page shows it. Number 0 is the whole."""

    number: int
    code: str
    area_id: int
    key: str
    name: str
    is_whole: bool
    assessment: LevelAssessment | None
    coverage: tuple[str, ...]  # today's kinds of evidence

    @property
    def is_judged(self) -> bool:
        return self.assessment is not None

    @property
    def level(self) -> Level | None:
        return self.assessment.level if self.assessment is not None else None

    @property
    def is_thin(self) -> bool:
        """Judged, and found too little known to be given a level."""
        return self.assessment is not None and self.assessment.level_id is None


def area_rows(
    areas: list[Area], judged: dict[int, LevelAssessment], coverage: dict[str, tuple[str, ...]]
) -> list[AreaRow]:
    """Return the parts in the order of the table: gravest first, then thin, then not judged; each by its code.

    areas     the parts
    coverage  kinds of evidence by Area.key
    """
    ordered = sorted(areas, key=lambda area: (_rank(judged.get(area.pk)), area.code))
    return [
        AreaRow(
            number,
            area.code,
            area.pk,
            area.key,
            area.name,
            False,
            judged.get(area.pk),
            coverage.get(area.key, ()),
        )
        for number, area in enumerate(ordered, 1)
    ]


def _rank(row: LevelAssessment | None) -> int:
    if row is None:
        return 2000
    return -row.level.order if row.level is not None else 1000
