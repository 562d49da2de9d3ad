"""The chapters: which figures had come in by then, and what the people wrote and decided."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from samsyn.places.models import AreaPair
from samsyn.seeds.exempelstaden.story import (
    above,
    agreements,
    conferences,
    first_followup,
    first_round,
    meetings,
    partners,
    second_round,
)
from samsyn.steps.activity.models import ActionPlan
from samsyn.steps.situation.models import Edition

NORR, SODER = "exempelstaden-norr", "exempelstaden-soder"


@dataclass(frozen=True)
class Chapter:
    """One chapter.

    tell        writes it, in one transaction
    is_told     whether it stands already, for a load that was interrupted
    figures_on  the day when new figures come in before it, or None
    """

    tell: Callable[[AreaPair, date], None]
    is_told: Callable[[AreaPair], bool]
    figures_on: date | None = None


def chapters(today: date) -> tuple[Chapter, ...]:
    """Return the chapters in order."""
    return (
        Chapter(agreements.first, agreements.stands(NORR, 1)),
        Chapter(first_round.tell, _has_plans(1), first_round.FIGURES_ON),
        Chapter(first_followup.tell, _has_edition(2), first_followup.FIGURES_ON),
        Chapter(conferences.last_year, _has_conferences(1)),
        Chapter(second_round.tell, _has_plans(2)),
        Chapter(conferences.this_year, _has_conferences(2)),
        Chapter(agreements.soder, agreements.stands(SODER, 1)),
        Chapter(agreements.successor, agreements.stands(NORR, 3)),
        Chapter(second_round.third_edition, _has_edition(3), today - timedelta(days=4)),
        Chapter(above.tell, above.is_told),
        Chapter(meetings.tell, meetings.is_told),
        Chapter(partners.tell, partners.is_told),
    )


def _has_plans(count: int) -> Callable[[AreaPair], bool]:
    return lambda pair: ActionPlan.objects.filter(pair=pair).count() >= count


def _has_edition(number: int) -> Callable[[AreaPair], bool]:
    return lambda pair: Edition.objects.filter(picture__pair=pair, number=number).exists()


def _has_conferences(count: int) -> Callable[[AreaPair], bool]:
    return lambda pair: conferences.has_conferences(count, pair)
