"""What a goal says, whether it is saved or only typed so far: what is checked and computed on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from samsyn.evidence.metrics import Metric, metric
from samsyn.places.models import Area
from samsyn.steps.purpose.models import Direction, Goal, OutcomeLevel

PERCENT = frozenset({"%", "procent", "percent", "per cent", "andel", "share"})  # own units that are shares


@dataclass(frozen=True)
class Aim:
    """A goal in plain values. `figure` is the frozen figure that the baseline comes from, {} for the parties' own count.

    baseline, target  a count, or a share between 0 and 1
    """

    level: str = OutcomeLevel.EFFECT
    direction: str = Direction.DOWN
    metric: str = ""
    own_measure: str = ""
    unit: str = ""
    area: Area | None = None
    figure: Mapping[str, Any] = field(default_factory=dict)
    edition: int | None = None
    baseline: float | None = None
    target: float | None = None
    due_on: date | None = None
    source: str = ""
    measured_by: str = ""
    periods: int = 1
    answers: int | None = None

    @property
    def has_indicator(self) -> bool:
        return bool(self.metric or self.own_measure.strip())

    @property
    def known(self) -> Metric | None:
        return metric(self.metric) if self.metric else None

    @property
    def kind(self) -> str:
        """count, share, index, rate or population, as the metrics have it; the parties' own is a count or a share."""
        if self.metric:
            return metric(self.metric).kind
        return "share" if is_percent(self.unit) else "count"

    @property
    def is_share(self) -> bool:
        return self.kind == "share"

    @property
    def is_up(self) -> bool:
        return self.direction == Direction.UP

    @property
    def shown(self) -> Mapping[str, Any]:
        """What stood beside the figure in the edition: value, base, low, high, area_name."""
        found: Mapping[str, Any] = self.figure.get("shown") or {}
        return found

    @property
    def base(self) -> int | None:
        return self.shown.get("base")

    @property
    def area_name(self) -> str:
        return str(self.shown.get("area_name") or "") or (self.area.name if self.area is not None else "")

    @property
    def period(self) -> tuple[date, date] | None:
        """The baseline's period, half-open; None for the parties' own count."""
        if not self.figure:
            return None
        return date.fromisoformat(self.figure["start"]), date.fromisoformat(self.figure["end"])


def is_percent(unit: str) -> bool:
    """Whether a unit that people wrote means a share."""
    return unit.strip().casefold() in PERCENT


def aim_of(goal: Goal) -> Aim:
    """Return what a saved goal says."""
    indicator = goal.indicator
    return Aim(
        level=goal.level,
        direction=goal.direction,
        metric=indicator.metric,
        own_measure=indicator.own_measure,
        unit=indicator.unit,
        area=indicator.area,
        figure=goal.baseline_figure,
        edition=goal.edition.number if goal.edition is not None else None,
        baseline=goal.baseline,
        target=goal.target,
        due_on=goal.due_on,
        source=indicator.source,
        measured_by=indicator.measured_by,
        periods=goal.periods,
        answers=goal.answers,
    )
