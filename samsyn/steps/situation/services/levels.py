"""The scale of levels, and the rules of every judgement of one: people judge, the program asks for evidence and reasons."""

from __future__ import annotations

from django.utils.translation import gettext as _

from samsyn.places.models import Area, City
from samsyn.steps.situation.models import Level, SituationPicture
from samsyn.ui.errors import UserError

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


def have(area: Area) -> list[str]:
    """Return the kinds of evidence that both parties have at hand today: both read the judgement."""
    from samsyn.evidence.queries import joint_coverage

    return list(joint_coverage(area))


def name_of(level: Level | None) -> str:
    return level.name if level is not None else _("Tunt underlag")


def check_area(picture: SituationPicture, area: Area) -> None:
    from samsyn.steps.situation.queries.areas import areas_of

    if area.pk not in {one.pk for one in areas_of(picture.pair)}:
        raise UserError(
            _(
                "Läget sparades inte. %(area)s hör inte till lägesbildens område. "
                "Välj området självt eller en av dess delar."
            )
            % {"area": area.name}
        )


def check_coverage(level: Level | None, have: list[str]) -> None:
    if level is not None and level.needs_coverage and len(have) < THIN_UNDER:
        raise UserError(
            _(
                "Läget sparades inte. %(level)s kräver minst %(need)s slags underlag och området har %(have)s. "
                "Välj ”Tunt underlag” och skriv vad som saknas: lite underlag betyder inte lugnt."
            )
            % {"level": level.name, "need": THIN_UNDER, "have": len(have)}
        )


def with_difference(
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
