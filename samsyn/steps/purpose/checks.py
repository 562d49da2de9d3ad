"""What must hold before a purpose goes to review: one function, one sentence each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from samsyn.records.checks import Check
from samsyn.records.joint.workflow import JointState
from samsyn.steps.problem.models import Weight
from samsyn.steps.purpose.models import OutcomeLevel, Purpose
from samsyn.steps.purpose.queries.goals import best_version
from samsyn.steps.purpose.reading import GoalShown

Goals = Sequence[GoalShown]


def problem_is_on_the_table(row: Purpose, goals: Goals) -> Check:
    """A purpose may be written while its problem is on review, not while the problem is a draft."""
    problem = best_version(row.problem)
    holds = problem.state in (JointState.DECIDED, JointState.IN_REVIEW)
    if problem.state == JointState.DECIDED:
        sentence = _("Problembilden är beslutad.")
    elif holds:
        sentence = _("Problembilden är på granskning.")
    else:
        sentence = _("Problembilden är %(state)s: skicka den på granskning först.") % {
            "state": problem.get_state_display()
        }
    return Check("problem", holds, sentence, url=_problem_url(row))


def problem_is_chosen(row: Purpose, goals: Goals) -> Check:
    problem = best_version(row.problem)
    holds = problem.weight == Weight.CHOSEN
    sentence = (
        _("Problemet är prioriterat.")
        if holds
        else _("Problemet är inte prioriterat: besluta först att ta er an det.")
    )
    return Check("chosen", holds, sentence, url=_problem_url(row))


def has_words(row: Purpose, goals: Goals) -> Check:
    holds = bool(row.text.strip())
    sentence = _("Syftet är skrivet.") if holds else _("Syftet har ingen text.")
    return Check("words", holds, sentence, url=_address(row, "purpose:purpose_change"))


def has_goals(row: Purpose, goals: Goals) -> Check:
    count = len(goals)
    sentence = ngettext("Ett mål finns med.", "%(count)s mål finns med.", count) % {"count": count}
    return Check(
        "goals",
        count > 0,
        sentence if count else _("Det finns inget mål."),
        url=_address(row, "purpose:goal_new"),
    )


def goals_can_be_measured(row: Purpose, goals: Goals) -> Check:
    """Name every goal that lacks something, with what it lacks."""
    lacking = [goal for goal in goals if not goal.is_measurable]
    if not lacking:
        return Check(
            "measurable",
            bool(goals),
            _("Varje mål går att mäta.") if goals else _("Inget mål går att mäta än."),
        )
    said = [
        _("”%(goal)s” går inte att mäta. %(lacks)s")
        % {"goal": goal.row.statement, "lacks": " ".join(lack.sentence for lack in goal.blocking)}
        for goal in lacking
    ]
    return Check("measurable", False, " ".join(said), url=lacking[0].row.get_absolute_url())


def has_an_effect_goal(row: Purpose, goals: Goals) -> Check:
    count = sum(1 for goal in goals if goal.row.level == OutcomeLevel.EFFECT)
    if count:
        sentence = ngettext(
            "Ett mål säger hur problemet ska bli mindre.",
            "%(count)s mål säger hur problemet ska bli mindre.",
            count,
        )
        return Check("effect", True, sentence % {"count": count})
    return Check(
        "effect",
        False,
        _("Inget mål säger hur problemet ska bli mindre: lägg till ett effektmål."),
        url=_address(row, "purpose:goal_new"),
    )


def _address(row: Purpose, name: str) -> str:
    return reverse(name, args=[row.pair.slug, row.pk])


def _problem_url(row: Purpose) -> str:
    return best_version(row.problem).get_absolute_url()


CHECKS: tuple[Callable[[Purpose, Goals], Check], ...] = (
    problem_is_on_the_table,
    problem_is_chosen,
    has_words,
    has_goals,
    goals_can_be_measured,
    has_an_effect_goal,
)


def run(row: Purpose, goals: Goals) -> list[Check]:
    """Return every check of the purpose, in the order in which they are shown."""
    return [check(row, goals) for check in CHECKS]
