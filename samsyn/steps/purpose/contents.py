"""What is decided of a purpose: its words, its goals whole, and every warning as it was read."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import override

from samsyn.priorities.queries import decided_priority
from samsyn.steps.purpose import seeing
from samsyn.steps.purpose.aims import Aim
from samsyn.steps.purpose.measurable import Lack, warnings
from samsyn.steps.purpose.models import Goal, Purpose
from samsyn.steps.purpose.queries import goals_by_purpose
from samsyn.steps.purpose.reading import GoalShown, goals_shown
from samsyn.ui.clock import today

LANGUAGES = ("sv", "en")


def contents(row: Purpose) -> dict[str, Any]:
    """Return the purpose as plain values and codes. Sentences that the program makes are kept in both languages."""
    found = goals_shown(goals_by_purpose([row])[row.pk], on=today())
    return {
        "problem": {
            "key": str(row.problem.key),
            "title": row.problem.title,
            "number": row.problem.number,
        },
        "purpose": row.text,
        "goals": [_goal(one, row.pair.city_id) for one in found],
    }


def _goal(shown: GoalShown, city: int) -> dict[str, Any]:
    goal, indicator = shown.row, shown.row.indicator
    return {
        "key": str(goal.key),
        "statement": goal.statement,
        "level": goal.level,
        "kind": goal.kind,
        "direction": goal.direction,
        "metric": indicator.metric,
        "own_measure": indicator.own_measure,
        "unit": indicator.unit,
        "area": indicator.area.key if indicator.area is not None else None,
        "area_name": shown.aim.area_name,
        "is_share": shown.aim.is_share,
        "baseline": goal.baseline,
        "baseline_figure": goal.baseline_figure,
        "edition": shown.aim.edition,
        "target": goal.target,
        "due_on": goal.due_on,
        "periods": goal.periods,
        "answers": goal.answers,
        "source": indicator.source,
        "measured_by": indicator.measured_by,
        "why": goal.why,
        "priority": _priority(goal, city),
        "visibility": _visibility(shown),
        "warnings": _warnings(shown),
    }


def _priority(goal: Goal, city: int) -> dict[str, Any] | None:
    """Return the city's priority that the goal answers to, as it is called now."""
    row = decided_priority(city, goal.priority_key) if goal.priority_key is not None else None
    if row is None:
        return None
    return {"key": str(row.key), "title": row.title, "year": row.list.year}


def _visibility(shown: GoalShown) -> dict[str, Any]:
    seen = shown.seen
    return {
        "state": seen.state,
        "after": seen.after,
        "chance": seen.chance,
        "sentence": _both(partial(seeing.sentence, seen, shown.aim)),
    }


def _warnings(shown: GoalShown) -> list[dict[str, Any]]:
    return [
        {"code": lack.code, "sentence": _both(partial(_said, shown.aim, lack))} for lack in shown.warnings
    ]


def _said(aim: Aim, lack: Lack) -> str:
    """Return a warning's sentence in the language that is switched on."""
    found = {one.code: one.sentence for one in warnings(aim, on=today())}
    return found.get(lack.code, lack.sentence)


def _both(say: Callable[[], str]) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with override(language):
            found[language] = say()
    return found
