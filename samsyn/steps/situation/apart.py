"""Where the two judge an area's level differently, as a reader of one party may know."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.judging.rules import PARTIES
from samsyn.places.models import AreaPair
from samsyn.places.queries import parts
from samsyn.releases.four import Judged
from samsyn.steps.situation import queries
from samsyn.steps.situation.access import WHOLE
from samsyn.steps.situation.models import Level, LevelAssessment, SituationPicture
from samsyn.steps.situation.queries.judged import StandShown, under_way
from samsyn.steps.situation.words import level_name


def judged_apart(pair: AreaPair, party: str) -> Iterator[Judged]:
    """Yield the areas of which both have judged, and judged differently: recorded, or not settled yet."""
    standing = SituationPicture.objects.filter(pair=pair).first()
    if standing is None:
        return
    judged, areas = queries.newest(standing), [pair.city_area, *parts(pair.city_area)]
    stands = under_way(pair, judged, [area.pk for area in areas], party)
    for area in areas:
        levels = _levels(judged.get(area.pk), stands.get(area.pk))
        if levels is not None and levels[0] != levels[1]:
            code = WHOLE if area.pk == pair.city_area_id else area.code
            yield Judged(
                _("Läget i %(area)s") % {"area": area.name},
                level_name(levels[0]),
                level_name(levels[1]),
                reverse("situation:level", args=[pair.slug, code]),
            )


def _levels(
    joint: LevelAssessment | None, stand: StandShown | None
) -> tuple[Level | None, Level | None] | None:
    """Return what the city and the police say now: of judgements under way when both are shown, else of the recorded difference."""
    if stand is not None and stand.is_shown:
        said = {one.party: one.level for one in stand.said}
        return said[PARTIES[0]], said[PARTIES[1]]
    if joint is not None and joint.is_differing:
        return joint.city_level, joint.police_level
    return None
