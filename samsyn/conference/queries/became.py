"""What became of a year's priorities: who took them up, with which goals, and what the decided follow-ups say.

Nothing is guessed: without a decided follow-up nobody knows yet, and that is what is said.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.places.models import AreaPair
from samsyn.priorities.models import Priority, PriorityAnswer, PriorityList
from samsyn.priorities.queries import answers_to, chosen_of
from samsyn.records.joint.workflow import JointState
from samsyn.steps.followup import words
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.purpose.models import Goal
from samsyn.ui.clock import today
from samsyn.ui.templatetags.numbers import day


@dataclass(frozen=True)
class Answer:
    """What one area says of it; `answer` is None when it has said nothing."""

    pair: AreaPair
    answer: PriorityAnswer | None


@dataclass(frozen=True)
class GoalBecame:
    """A decided goal that answers to a priority, with the follow-ups of the actions that serve it.

    decided   follow-ups that both parties have decided, the newest of each action
    next_on   the day when the next one that is not decided is due, or None
    """

    goal: Goal
    pair: AreaPair
    decided: tuple[FollowUp, ...]
    next_on: date | None


@dataclass(frozen=True)
class Became:
    """One priority and what became of it."""

    row: Priority
    answers: tuple[Answer, ...]
    goals: tuple[GoalBecame, ...]

    @property
    def decided(self) -> list[FollowUp]:
        return [row for goal in self.goals for row in goal.decided]

    @property
    def refusals(self) -> list[Answer]:
        return [one for one in self.answers if one.answer is not None and not one.answer.is_taken_up]

    @property
    def takers(self) -> list[Answer]:
        return [one for one in self.answers if one.answer is not None and one.answer.is_taken_up]

    @property
    def silent(self) -> list[Answer]:
        return [one for one in self.answers if one.answer is None]

    @property
    def code(self) -> str:
        """One word for tests and style: unknown, done, partly or not-done."""
        done = [row.measured["done"]["is_met"] for row in self.decided if row.measured]
        if not done or all(met is None for met in done):
            return "unknown"
        if all(done):
            return "done"
        return "partly" if any(done) else "not-done"

    @property
    def headline(self) -> str:
        """Whether it is done, and whether it helped; or that nobody knows yet."""
        if not self.decided:
            return _("Vet inte än.")
        return f"{self._done()} {self._effect()}"

    def _done(self) -> str:
        done = [row.measured["done"]["is_met"] for row in self.decided if row.measured]
        met = sum(1 for one in done if one)
        return {
            "unknown": _("Vi vet inte om det är gjort."),
            "done": _("Gjort som lovat."),
            "partly": _("%(met)s av %(count)s åtgärder är gjorda som lovat.")
            % {"met": met, "count": len(done)},
            "not-done": _("Inte gjort som lovat."),
        }[self.code]

    def _effect(self) -> str:
        tested = [row for row in self.decided if words.is_tested(row.measured)]
        if not tested:
            return _("Effekten är inte känd.")
        secured = sum(1 for row in tested if words.is_secured(row.measured))
        if not secured:
            return _("Ingen säker effekt.")
        return ngettext(
            "Effekten syns för %(secured)s av %(count)s åtgärd.",
            "Effekten syns för %(secured)s av %(count)s åtgärder.",
            len(tested),
        ) % {"secured": secured, "count": len(tested)}

    @property
    def why(self) -> str:
        """One sentence under the headline: what it rests on."""
        if not self.goals:
            return _("Inget område har ett beslutat mål som svarar mot den.")
        said = ngettext(
            "Ett beslutat mål svarar mot den.", "%(count)s beslutade mål svarar mot den.", len(self.goals)
        ) % {"count": len(self.goals)}
        days = [goal.next_on for goal in self.goals if goal.next_on is not None]
        if self.decided or not days:
            return said
        facts = {"said": said, "day": day(min(days))}
        if min(days) < today():
            return _("%(said)s Uppföljningen skulle ha gjorts %(day)s.") % facts
        return _("%(said)s Nästa uppföljning är planerad till %(day)s.") % facts


def became_of(row: PriorityList | None, pairs: Iterable[AreaPair]) -> list[Became]:
    """Return what became of each chosen priority of a decided list; nothing without a list.

    pairs  the areas that answer
    """
    if row is None:
        return []
    chosen, areas = chosen_of(row), list(pairs)
    goals = _goals(row.pair.city_id, [one.key for one in chosen])
    return [Became(one, _answers(one, areas), tuple(goals[one.key])) for one in chosen]


def _answers(row: Priority, pairs: list[AreaPair]) -> tuple[Answer, ...]:
    given = answers_to(row.key)
    return tuple(Answer(pair, given.get(pair.pk)) for pair in pairs)


def _goals(city: int, keys: list[UUID]) -> dict[UUID, list[GoalBecame]]:
    """Return the decided goals that answer to each priority, in the order of the areas' names."""
    rows = (
        Goal.objects.filter(
            priority_key__in=keys, purpose__pair__city=city, purpose__state=JointState.DECIDED
        )
        .standing()
        .select_related("purpose__pair", "purpose__problem")
        .defer("purpose__canonical", "purpose__problem__canonical")
        .order_by("purpose__pair__name", "position", "pk")
    )
    found: dict[UUID, list[GoalBecame]] = defaultdict(list)
    followups = _followups(city, {row.key for row in rows})
    for goal in rows:
        assert goal.priority_key is not None
        found[goal.priority_key].append(_goal(goal, followups[goal.key]))
    return found


def _followups(city: int, goals: set[UUID]) -> dict[UUID, list[FollowUp]]:
    """Return the newest standing follow-up of each action that serves one of the goals, by the goal's key."""
    rows = (
        FollowUp.objects.filter(pair__city=city, action__goal__key__in=goals)
        .standing()
        .select_related("action__goal", "pair")
        .defer("canonical")
        .order_by("due_on", "number", "pk")
    )
    newest = {(row.action_key, row.state == JointState.DECIDED): row for row in rows}
    found: dict[UUID, list[FollowUp]] = defaultdict(list)
    for row in newest.values():
        if row.action.goal is not None:
            found[row.action.goal.key].append(row)
    return found


def _goal(goal: Goal, rows: list[FollowUp]) -> GoalBecame:
    decided = [row for row in rows if row.state == JointState.DECIDED]
    waiting = [row.due_on for row in rows if row.state != JointState.DECIDED]
    return GoalBecame(goal, goal.purpose.pair, tuple(decided), min(waiting, default=None))
