"""A level that both parties came to, for tests that need one."""

from __future__ import annotations

from samsyn.people.models import Member
from samsyn.places.models import Area
from samsyn.steps.situation import services
from samsyn.steps.situation.models import Level, LevelAssessment, SituationPicture


def both_judge(
    picture: SituationPicture,
    area: Area,
    level: Level | None,
    *members: Member,
    reason: str = "Skäl",
    **more: object,
) -> LevelAssessment:
    """Let a member of each party judge an area alike, and return the joint level."""
    made = [
        services.judge_level(picture=picture, area=area, level=level, reason=reason, by=member, **more)
        for member in members
    ]
    assert made[0] is None and made[1] is not None
    return made[1]
