"""Goals as pages and texts read them: each with what is lacking and whether its change can be seen."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from samsyn.steps.purpose import seeing, words
from samsyn.steps.purpose.aims import Aim, aim_of
from samsyn.steps.purpose.measurable import Lack, lacking
from samsyn.steps.purpose.models import Goal
from samsyn.steps.purpose.noise import Visibility, visibility
from samsyn.steps.purpose.queries.baselines import clumped_in
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.services.editions import parsed


@dataclass(frozen=True)
class GoalShown:
    """A goal with its answers. `number` counts from 1 in the order of the purpose."""

    number: int
    row: Goal
    aim: Aim
    seen: Visibility
    lacks: tuple[Lack, ...]

    @property
    def is_measurable(self) -> bool:
        return all(lack.is_warning for lack in self.lacks)

    @property
    def blocking(self) -> list[Lack]:
        return [lack for lack in self.lacks if not lack.is_warning]

    @property
    def warnings(self) -> list[Lack]:
        return [lack for lack in self.lacks if lack.is_warning]

    @property
    def label(self) -> str:
        return words.label(self.row)

    @property
    def indicator(self) -> str:
        return words.indicator(self.aim)

    @property
    def unit(self) -> str:
        return words.unit(self.aim)

    @property
    def period(self) -> str:
        return words.period(self.aim)

    @property
    def baseline(self) -> str:
        return words.shown(self.aim.baseline, self.aim)

    @property
    def target(self) -> str:
        return words.amount(self.aim.target, self.aim.kind)

    @property
    def outcome(self) -> str:
        """How the outcome is counted when it is not as the baseline was, else ""."""
        return words.outcome(self.aim)

    @property
    def see(self) -> str:
        return seeing.short(self.seen, self.aim)

    @property
    def answer(self) -> str:
        return seeing.sentence(self.seen, self.aim)

    @property
    def origin(self) -> str:
        """The address that leads to the baseline's source, file and row, else ""."""
        from samsyn.steps.situation.queries.texts import figure_shown

        return figure_shown(self.aim.figure).url if self.aim.figure else ""


def goals_shown(rows: Iterable[Goal], *, on: date) -> list[GoalShown]:
    """Return the goals with their answers, in the order given."""
    goals = list(rows)
    clumped = _clumped({goal.edition_id for goal in goals if goal.edition_id is not None})
    return [
        _shown(number, goal, clumped.get(goal.edition_id or 0, frozenset()), on)
        for number, goal in enumerate(goals, 1)
    ]


def _shown(number: int, goal: Goal, clumped: frozenset[str], on: date) -> GoalShown:
    aim = aim_of(goal)
    return GoalShown(number, goal, aim, visibility(aim, clumped=clumped), tuple(lacking(aim, on=on)))


def _clumped(editions: set[int]) -> dict[int, frozenset[str]]:
    return {row.pk: frozenset(clumped_in(parsed(row))) for row in Edition.objects.filter(pk__in=editions)}
