"""The running picture of a pair as canonical JSON: the text that both parties approve, word for word.

Language-independent: codes where the program speaks, people's own words as they wrote them. The same database
gives the same bytes. Nothing here asks for the time.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db.models import Q

from samsyn.evidence.audience import JOINT, reading_for
from samsyn.judging.queries import Stand, stands
from samsyn.judging.rules import NOBODY
from samsyn.people.models import Member
from samsyn.places.models import Area, AreaPair
from samsyn.places.queries import outline, parts
from samsyn.records.canonical import dumps
from samsyn.releases.queries import joint
from samsyn.steps.situation.carried import carried_rows
from samsyn.steps.situation.frozen import byline, figures
from samsyn.steps.situation.models import (
    Edition,
    Finding,
    Level,
    LevelAssessment,
    Paragraph,
    Section,
    SituationPicture,
)
from samsyn.steps.situation.queries.areas import areas_of
from samsyn.steps.situation.queries.judged import QUESTION, SUBJECT, under_way
from samsyn.steps.situation.queries.levels import newest

SCHEMA = 1
Outline = list[list[list[list[float]]]]  # polygons of rings of [longitude, latitude]
OUTLINE_DIGITS = 5  # about a metre
OUTLINE_TOLERANCE_M = 40  # enough for a map on a page


def canonical(
    picture: SituationPicture,
    *,
    number: int,
    period_start: date,
    period_end: date,
    previous: Edition | None,
) -> str:
    """Return the picture as both see it now, as the canonical text of edition `number`."""
    with reading_for(JOINT):
        return dumps(
            contents(
                picture, number=number, period_start=period_start, period_end=period_end, previous=previous
            )
        )


def contents(
    picture: SituationPicture,
    *,
    number: int,
    period_start: date,
    period_end: date,
    previous: Edition | None,
) -> dict[str, Any]:
    """Return what an edition holds, before it becomes text."""
    pair = picture.pair
    areas = parts(pair.city_area) or [pair.city_area]
    evidence = figures(picture)
    handed_on = carried_rows(pair)
    return {
        "schema": SCHEMA,
        "kind": "situation-edition",
        "number": number,
        "previous": {"number": previous.number, "checksum": previous.checksum} if previous else None,
        "is_example": pair.city.is_example,
        "is_invented": pair.city.is_example or _has_invented_author(picture),
        "period": {"start": period_start, "end": period_end},
        "pair": _pair(pair),
        "areas": _with_outlines(areas),
        "scale": [_level(level) for level in Level.objects.filter(city=pair.city).order_by("order")],
        "levels": _levels(picture),
        **_unsettled(picture),
        "sections": _sections(picture),
        "findings": evidence.findings,
        **({"carried": handed_on} if handed_on else {}),
        "indicators": evidence.indicators,
        **({"unusual": evidence.unusual} if evidence.unusual else {}),
        "safety": evidence.safety,
        "breaks": evidence.breaks,
        "coverage": evidence.coverage,
        "metrics": evidence.metrics,
        "sources": evidence.sources,
    }


def _has_invented_author(picture: SituationPicture) -> bool:
    """Whether an invented person wrote or judged here: what she says is invented in a real city too."""
    wrote = [
        joint(Paragraph.objects.filter(picture=picture, removed_at=None)).values("written_by"),
        joint(Finding.objects.filter(picture=picture, removed_at=None)).values("written_by"),
        LevelAssessment.objects.filter(picture=picture).values("judged_by"),
    ]
    by = [Q(pk__in=rows) for rows in wrote]
    return Member.objects.filter(by[0] | by[1] | by[2], is_example=True).exists()


def _pair(pair: AreaPair) -> dict[str, Any]:
    return {
        "slug": pair.slug,
        "name": pair.name,
        "city": {"slug": pair.city.slug, "name": pair.city.name, "code": pair.city.code},
        "city_area": _area(pair.city_area),
        "police_area": _area(pair.police_area),
    }


def _area(area: Area) -> dict[str, Any]:
    division = area.division
    return {
        "key": area.key,
        "name": area.name,
        "kind": division.kind,
        "division": division.name,
        "since": division.valid_from,
        "source": division.source,
        "licence": division.licence,
        "is_verified": division.is_verified,
    }


def _with_outlines(areas: list[Area]) -> list[dict[str, Any]]:
    borders = _outlines(areas)
    return [
        {
            **_area(area),
            "outline": borders[area.key],
            "label": [round(area.label_x, OUTLINE_DIGITS), round(area.label_y, OUTLINE_DIGITS)],
        }
        for area in areas
    ]


def _outlines(areas: list[Area]) -> dict[str, Outline]:
    """Return the areas' borders by key, simple enough for a page."""
    features = outline(areas, OUTLINE_TOLERANCE_M)["features"]
    return {feature["properties"]["key"]: _rings(feature["geometry"]) for feature in features}


def _rings(geometry: Mapping[str, Any]) -> Outline:
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [
        [[[round(x, OUTLINE_DIGITS), round(y, OUTLINE_DIGITS)] for x, y, *_ in ring] for ring in polygon]
        for polygon in polygons
    ]


def _level(level: Level) -> dict[str, Any]:
    return {
        "code": level.code,
        "name": level.name,
        "name_en": level.name_en,
        "shape": level.shape,
        "order": level.order,
    }


def _levels(picture: SituationPicture) -> list[dict[str, Any]]:
    """Return the newest joint level of each area, by the area's code, with what each party had judged for itself."""
    rows = LevelAssessment.objects.filter(picture=picture).select_related(
        "area", "level", "city_level", "police_level", "judged_by__organisation", "settlement"
    )
    newest: dict[int, LevelAssessment] = {}
    for row in rows.order_by("version"):
        newest[row.area_id] = row
    said = _judgements(picture.pair, newest.values())
    return [
        {
            "area": row.area.key,
            "area_name": row.area.name,
            "level": _level(row.level) if row.level else None,
            "reason": row.reason,
            "coverage": sorted(row.coverage),
            "version": row.version,
            **byline(row.party, row.judged_by, row.judged_at),
            **(_joint(row, said) if row.is_joint else {}),
        }
        for row in sorted(newest.values(), key=lambda row: (row.area.code, row.area.key))
    ]


def _judgements(pair: AreaPair, rows: Iterable[LevelAssessment]) -> dict[tuple[int, int], Stand]:
    """Return what each party judged before the levels, by area and round: what both have given, and nothing else."""
    return stands(pair, SUBJECT, QUESTION, NOBODY, [row.area_id for row in rows if row.is_joint])


def _joint(row: LevelAssessment, known: Mapping[tuple[int, int], Stand]) -> dict[str, Any]:
    """Return how the parties came to a level: what each judged first, unseen, and that they agree or differ."""
    settlement, said = row.settlement, known[row.area_id, row.version].said
    assert settlement is not None
    levels = {"city": row.city_level, "police": row.police_level}
    return {
        "joint": {
            "differs": row.is_differing,
            "proposed": bool(settlement.grounds),
            **{
                party: {
                    "level": _level(level) if level else None,
                    "grounds": said[party].grounds,
                    "says": settlement.says(party),
                    "changed": said[party].is_changed_after_seen,
                    "first": said[party].first,
                    **byline(party, said[party].by, said[party].at),
                }
                for party, level in levels.items()
            },
        }
    }


def _unsettled(picture: SituationPicture) -> dict[str, Any]:
    """Return the areas that both have judged and have not settled; nothing when there is none. It holds up the review."""
    judged = newest(picture)
    areas = areas_of(picture.pair)
    found = under_way(picture.pair, judged, [area.pk for area in areas], NOBODY)
    names = [area.name for area in areas if area.pk in found]
    return {"unsettled": names} if names else {}


def _sections(picture: SituationPicture) -> dict[str, list[dict[str, Any]]]:
    """Return the three parts of the law with their paragraphs in order."""
    rows = (
        joint(Paragraph.objects.filter(picture=picture, removed_at=None))
        .select_related("written_by__organisation")
        .order_by("section", "position", "pk")
    )
    found: dict[str, list[dict[str, Any]]] = {section.value: [] for section in Section}
    for row in rows:
        found[row.section].append(
            {"id": row.pk, "text": row.text, **byline(row.party, row.written_by, row.written_at)}
        )
    return found
