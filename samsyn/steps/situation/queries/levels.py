"""The levels of a picture: what holds now per area, how it was before, and on what."""

from __future__ import annotations

from dataclasses import dataclass

from samsyn.places.models import Area
from samsyn.steps.situation import words
from samsyn.steps.situation.models import Level, LevelAssessment, SituationPicture
from samsyn.steps.situation.queries.judged import StandShown


def newest(picture: SituationPicture | None) -> dict[int, LevelAssessment]:
    """Return the judgement that holds per area, by Area.pk."""
    if picture is None or picture.pk is None:
        return {}
    rows = (
        LevelAssessment.objects.filter(picture=picture)
        .select_related("level", "city_level", "police_level", "judged_by")
        .order_by("version")
    )
    return {row.area_id: row for row in rows}


def history(picture: SituationPicture | None, area: Area) -> list[LevelAssessment]:
    """Return every judgement of an area, newest first."""
    if picture is None or picture.pk is None:
        return []
    return list(
        LevelAssessment.objects.filter(picture=picture, area=area)
        .select_related("level", "city_level", "police_level", "judged_by", "settlement")
        .order_by("-version")
    )


def gravest_part(picture: SituationPicture) -> Level | None:
    """Return the gravest level among the parts that are judged, None when none has a level.

    Of a part that the parties differ on, what either of them says counts.
    """
    levels = [
        level
        for area_id, row in newest(picture).items()
        for level in ((row.city_level, row.police_level) if row.is_differing else (row.level,))
        if level is not None and area_id != picture.pair.city_area_id
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
    stand: StandShown | None = (
        None  # what the reader may know of judgements that have not come to anything yet
    )

    @property
    def is_judged(self) -> bool:
        return self.assessment is not None

    @property
    def level(self) -> Level | None:
        return self.assessment.level if self.assessment is not None else None

    @property
    def is_differing(self) -> bool:
        """Judged by both, who do not agree."""
        return self.assessment is not None and self.assessment.is_differing

    @property
    def word(self) -> str:
        """The joint level in words; "oeniga" with what each says, when they differ."""
        return words.level_of(self.assessment)

    @property
    def is_thin(self) -> bool:
        """Judged, and found too little known to be given a level."""
        return self.is_judged and self.level is None and not self.is_differing


def area_rows(
    areas: list[Area],
    judged: dict[int, LevelAssessment],
    coverage: dict[str, tuple[str, ...]],
    stands: dict[int, StandShown] | None = None,
) -> list[AreaRow]:
    """Return the parts in the order of the table: those that the parties differ on, then gravest first, then thin, then
    not judged; each by its code.

    areas     the parts
    coverage  kinds of evidence by Area.key
    stands    what the reader may know of judgements under way, by Area.pk
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
            (stands or {}).get(area.pk),
        )
        for number, area in enumerate(ordered, 1)
    ]


def _rank(row: LevelAssessment | None) -> int:
    if row is None:
        return 2000
    if row.is_differing:
        return -1000
    return -row.level.order if row.level is not None else 1000
