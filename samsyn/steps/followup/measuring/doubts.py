"""What else could explain a change, or hide one. Codes; `words` says them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from samsyn.evidence.metrics import metric
from samsyn.evidence.queries import Observation, joint_series
from samsyn.places.models import Area
from samsyn.steps.followup.measuring.figures import Frozen, covered
from samsyn.steps.purpose.models import Direction, Goal
from samsyn.steps.situation.frames import comes_in_clumps

ENOUGH = 3  # earlier periods, before one can say that the baseline was the highest of them


def of(
    code: str,
    baseline: Frozen,
    rows: Sequence[Observation],
    now: Sequence[Observation],
    begins_on: date,
    area: Area,
    goal: Goal,
) -> list[dict[str, Any]]:
    """Return the doubts that hold, each {"code", and what its sentence names}."""
    known = metric(code)
    lacking = goal.periods - len(now) if known.kind == "count" else 0
    first = now[0]
    found: dict[str, tuple[bool, dict[str, Any]]] = {
        "police-effort": (known.police_driven, {}),
        "partly-before": (
            covered(first.start, first.end, begins_on) < 1,
            {"start": first.start.isoformat(), "end": first.end.isoformat(), "on": begins_on.isoformat()},
        ),
        "overlaps": (baseline.end > begins_on, {"on": begins_on.isoformat()}),
        "season": (_is_other_season(baseline, now), {}),
        "extreme": (_was_extreme(baseline, rows, goal), {}),
        "preliminary": (any(str(row.state) == "preliminary" for row in now), {}),
        "clumps": (known.kind == "count" and _clumped(code, area, rows), {}),
        "more-to-come": (lacking > 0, {"count": lacking, "came": len(now)}),
    }
    return [{"code": name, **facts} for name, (holds, facts) in found.items() if holds]


def _is_other_season(baseline: Frozen, now: Sequence[Observation]) -> bool:
    """Whether a part of a year is set against another part of a year."""
    days = (baseline.end - baseline.start).days
    return days < 300 and any(row.start.month != baseline.start.month for row in now)


def _was_extreme(baseline: Frozen, rows: Sequence[Observation], goal: Goal) -> bool:
    """Whether the work began from the worst figure of several: such a figure tends to come back by itself."""
    earlier = [row.value for row in rows if row.end <= baseline.start and row.value is not None]
    if len(earlier) < ENOUGH or baseline.value is None:
        return False
    if goal.direction == Direction.DOWN:
        return baseline.value > max(earlier)
    return baseline.value < min(earlier)


def _clumped(code: str, area: Area, rows: Sequence[Observation]) -> bool:
    is_yearly = all((row.end - row.start).days > 360 for row in rows)
    return is_yearly and comes_in_clumps(joint_series(code, area, grain="month"), list(rows))
