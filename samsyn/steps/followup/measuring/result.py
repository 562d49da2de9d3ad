"""Resultat: did it come out? The problem's goals on the levels of activity and result, value now against target."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from samsyn.evidence.metrics import metric
from samsyn.evidence.queries import Observation, joint_series
from samsyn.steps.followup import frames
from samsyn.steps.followup.measuring.action import Measured
from samsyn.steps.followup.measuring.figures import frozen, grain, kept
from samsyn.steps.purpose.models import Direction, Goal, OutcomeLevel
from samsyn.steps.situation.queries.figures import GRAINS

Readings = Mapping[str, Mapping[str, Any]]


def result_of(case: Measured, readings: Readings) -> dict[str, Any]:
    """Return each goal with its value now. `is_reached` is None when the value or the target is not known."""
    goals = [goal for goal in case.goals if goal.level != OutcomeLevel.EFFECT]
    return {"goals": [_goal(goal, case, readings) for goal in goals]}


def described(goal: Goal, case: Measured) -> dict[str, Any]:
    """Return what every level keeps of a goal, so that its words can be made of it."""
    known = metric(goal.indicator.metric) if goal.indicator.metric else None
    area = goal.indicator.area or (case.problem.area if case.problem is not None else case.pair.city_area)
    return {
        "key": str(goal.key),
        "statement": goal.statement,
        "level": str(goal.level),
        "direction": str(goal.direction),
        "metric": goal.indicator.metric,
        "own_measure": goal.indicator.own_measure,
        "unit": goal.indicator.unit,
        "kind": known.kind if known is not None else "own",
        "area": area.key,
        "area_name": area.name,
        "baseline": goal.baseline,
        "target": goal.target,
        "due_on": goal.due_on.isoformat() if goal.due_on else None,
    }


def _goal(goal: Goal, case: Measured, readings: Readings) -> dict[str, Any]:
    said = described(goal, case)
    if not goal.indicator.metric:
        reading = readings.get(str(goal.key))
        value = reading["value"] if reading else None
        return {
            **said,
            "value": value,
            "low": None,
            "high": None,
            "figure": None,
            "reading": dict(reading) if reading else None,
            "is_reached": is_reached(value, goal),
        }
    now = _newest(goal, case)
    value, low, high = _with_doubt(now, said["kind"])
    return {
        **said,
        "value": value,
        "low": low,
        "high": high,
        "figure": kept(now) if now is not None else None,
        "reading": None,
        "is_reached": is_reached(value, goal),
    }


def is_reached(value: float | None, goal: Goal) -> bool | None:
    """Return whether the value is at the target or past it."""
    if value is None or goal.target is None:
        return None
    return value <= goal.target if goal.direction == Direction.DOWN else value >= goal.target


def _newest(goal: Goal, case: Measured) -> Observation | None:
    """Return the newest figure of the goal's indicator, of the same length as the baseline's."""
    area = goal.indicator.area or (case.problem.area if case.problem is not None else case.pair.city_area)
    begun = frozen(goal.baseline_figure)
    for length in [grain(begun.start, begun.end)] if begun is not None else GRAINS:
        rows = [row for row in joint_series(goal.indicator.metric, area, grain=length) if row.has_value]
        if rows:
            return rows[-1]
    return None


def _with_doubt(row: Observation | None, kind: str) -> tuple[float | None, float | None, float | None]:
    if row is None or row.value is None:
        return None, None, None
    if kind == "share":
        share = frames.share_of(row)
        return share.value, share.low, share.high
    if kind == "count":
        return row.value, *frames.count_interval(row.value)
    return row.value, row.low, row.high
