"""Purposes as the pages show them: goals by level, the state, and who has the ball."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from samsyn.people.models import Party
from samsyn.places.models import AreaPair
from samsyn.records.joint.queries import Matter, matters
from samsyn.steps.purpose import checks, seeing
from samsyn.steps.purpose.kinds import PurposeKind
from samsyn.steps.purpose.models import Goal, OutcomeLevel, Purpose
from samsyn.steps.purpose.queries import goals_by_purpose, purposes
from samsyn.steps.purpose.reading import GoalShown, goals_shown


@dataclass(frozen=True)
class Ball:
    """Who is to do what now: the sign of the party ("" when nobody), and the sentence."""

    party: str
    sentence: str


@dataclass(frozen=True)
class LevelShown:
    """The goals of one level, with what the level means."""

    name: str
    about: str
    goals: tuple[GoalShown, ...]


@dataclass(frozen=True)
class PurposeShown:
    """A purpose whole, as its page and the list show it."""

    row: Purpose
    levels: tuple[LevelShown, ...]
    ball: Ball
    has_effect: bool

    @property
    def goals(self) -> list[GoalShown]:
        return [goal for level in self.levels for goal in level.goals]

    @property
    def method(self) -> str:
        return seeing.method()

    @property
    def decide_url(self) -> str:
        return reverse("records:decide", args=[self.row.pair.slug, PurposeKind.code, self.row.pk])


def listed(pair: AreaPair, *, on: date) -> list[PurposeShown]:
    """Return the pair's standing purposes with their goals, oldest first."""
    rows = purposes(pair)
    by_pk = {matter.pk: matter for matter in matters(pair, codes=[PurposeKind.code])}
    found = goals_by_purpose(rows)
    return [_shown(row, found[row.pk], by_pk.get(row.pk), on) for row in rows]


def whole(row: Purpose, *, on: date) -> PurposeShown:
    """Return one purpose, whichever version it is."""
    by_pk = {matter.pk: matter for matter in matters(row.pair, codes=[PurposeKind.code])}
    return _shown(row, goals_by_purpose([row])[row.pk], by_pk.get(row.pk), on)


def _shown(row: Purpose, goals: Iterable[Goal], matter: Matter | None, on: date) -> PurposeShown:
    shown = goals_shown(goals, on=on)
    return PurposeShown(
        row=row,
        levels=tuple(_levels(shown)),
        ball=_ball(row, shown, matter),
        has_effect=any(goal.row.level == OutcomeLevel.EFFECT for goal in shown),
    )


def _levels(goals: list[GoalShown]) -> Iterable[LevelShown]:
    """Effect first: the others are there for its sake."""
    about = {
        OutcomeLevel.EFFECT: (_("Effekt"), _("att problemet blir mindre")),
        OutcomeLevel.RESULT: (_("Resultat"), _("att det ni gör kommer fram")),
        OutcomeLevel.ACTIVITY: (_("Aktivitet"), _("att ni gör det ni har lovat")),
    }
    for level, (name, meaning) in about.items():
        found = tuple(goal for goal in goals if goal.row.level == level)
        if found:
            yield LevelShown(name, meaning, found)


def _ball(row: Purpose, goals: list[GoalShown], matter: Matter | None) -> Ball:
    if matter is None:
        return Ball("", row.get_state_display().capitalize() + ".")
    if matter.is_decided:
        return Ball("", _("Beslutad av båda. Målen gäller."))
    if matter.is_in_review:
        return _waiting(matter)
    if not goals:
        return Ball("both", _("Båda: lägg till mål."))
    lacking = [check for check in checks.run(row, goals) if not check.is_met]
    if lacking:
        return Ball("both", _("Båda: komplettera utkastet."))
    return Ball("both", _("Båda: skicka utkastet på granskning."))


def _waiting(matter: Matter) -> Ball:
    if len(matter.lacks) > 1:
        return Ball("both", _("Båda: läs och godkänn."))
    if matter.lacks == (Party.CITY,):
        return Ball("city", _("Staden: läs och godkänn."))
    return Ball("police", _("Polisen: läs och godkänn."))
