"""Judging the level of an area. People judge; the program holds the rules about evidence and reasons."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from samsyn.audit.events import Event
from samsyn.audit.services import record
from samsyn.people.models import Member
from samsyn.places.models import Area, City
from samsyn.steps.situation.models import Level, LevelAssessment, SituationPicture
from samsyn.steps.situation.services.pictures import cleaned, must_write
from samsyn.ui.clock import now
from samsyn.ui.errors import StaleError, UserError

THIN_UNDER = 2  # kinds of evidence: under this the picture is thin and never calm

# code, Swedish and English name, shape, whether it asks for coverage; from calm to grave
DEFAULT_SCALE = (
    ("gron", "Grön", "Green", Level.Shape.CIRCLE, True),
    ("gul", "Gul", "Yellow", Level.Shape.TRIANGLE, False),
    ("orange", "Orange", "Orange", Level.Shape.DIAMOND, False),
    ("rod", "Röd", "Red", Level.Shape.SQUARE, False),
)


def add_default_scale(city: City) -> list[Level]:
    """Give the city the scale grön, gul, orange, röd, unless it has a scale already."""
    standing = list(Level.objects.filter(city=city))
    if standing:
        return standing
    return [
        Level.objects.create(
            city=city,
            code=code,
            name=name,
            name_en=name_en,
            shape=shape,
            order=order,
            needs_coverage=needs_coverage,
        )
        for order, (code, name, name_en, shape, needs_coverage) in enumerate(DEFAULT_SCALE, 1)
    ]


@transaction.atomic
def set_level(
    *,
    picture: SituationPicture,
    area: Area,
    level: Level | None,
    reason: str,
    version: int,
    by: Member,
    difference: str = "",
) -> LevelAssessment:
    """Judge an area of the pair and log it. A new judgement is a new row; the old ones stay.

    level       None says "tunt underlag": too little is known to judge
    version     the version of the judgement that the writer had before her, 0 when there was none
    difference  why the whole is judged otherwise than the gravest of its parts; compulsory when it is

    The coverage of the day is kept with the judgement. A level that needs coverage is refused when fewer than two
    kinds of evidence are at hand.
    """
    from samsyn.evidence.queries import coverage

    must_write(by, picture)
    _check_area(picture, area)
    SituationPicture.objects.select_for_update().get(pk=picture.pk)
    latest = picture.levels.filter(area=area).order_by("-version").first()
    _check_version(latest, version)
    reason = cleaned(reason, what=_("Skälet"))
    have = list(coverage(area))
    _check_coverage(level, have)
    reason = _with_difference(picture, area, level, reason, difference.strip())
    row = LevelAssessment.objects.create(
        picture=picture,
        area=area,
        level=level,
        reason=reason,
        coverage=have,
        party=by.party,
        judged_by=by,
        judged_at=now(),
        version=version + 1,
    )
    record(
        Event.LEVEL_SET,
        row,
        by=by,
        pair_id=picture.pair_id,
        area=area.pk,
        level=level.code if level else None,
        version=row.version,
    )
    return row


def _check_area(picture: SituationPicture, area: Area) -> None:
    from samsyn.steps.situation.queries.areas import areas_of

    if area.pk not in {one.pk for one in areas_of(picture.pair)}:
        raise UserError(
            _(
                "Läget sparades inte. %(area)s hör inte till lägesbildens område. "
                "Välj området självt eller en av dess delar."
            )
            % {"area": area.name}
        )


def _check_version(latest: LevelAssessment | None, version: int) -> None:
    if (latest.version if latest else 0) == version:
        return
    theirs = ""
    if latest is not None:
        theirs = f"{latest.level.name if latest.level else _('Tunt underlag')}\n\n{latest.reason}"
    raise StaleError(
        _(
            "Läget sparades inte. Någon har bedömt området sedan du öppnade sidan. "
            "Läs den bedömningen, ändra din om det behövs och spara igen."
        ),
        theirs=theirs,
    )


def _check_coverage(level: Level | None, have: list[str]) -> None:
    if level is not None and level.needs_coverage and len(have) < THIN_UNDER:
        raise UserError(
            _(
                "Läget sparades inte. %(level)s kräver minst %(need)s slags underlag och området har %(have)s. "
                "Välj ”Tunt underlag” och skriv vad som saknas: lite underlag betyder inte lugnt."
            )
            % {"level": level.name, "need": THIN_UNDER, "have": len(have)}
        )


def _with_difference(
    picture: SituationPicture, area: Area, level: Level | None, reason: str, difference: str
) -> str:
    """Return the reason with why the whole differs from its parts; raise UserError when that is lacking."""
    from samsyn.steps.situation.queries.levels import gravest_part

    if area.pk != picture.pair.city_area_id:
        return reason
    gravest = gravest_part(picture)
    if gravest is None or (level is not None and gravest.pk == level.pk):
        return reason
    if not difference:
        raise UserError(
            _(
                "Läget sparades inte. Hela området får ett annat läge än den del som har det allvarligaste, %(level)s. "
                "Skriv varför helheten skiljer sig från delarna."
            )
            % {"level": gravest.name}
        )
    return f"{reason}\n\n{difference}"
