"""Figures as a follow-up keeps them, and the periods that lie after an action began."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from samsyn.evidence.queries import Observation
from samsyn.steps.purpose.queries.in_force import grain
from samsyn.steps.situation.queries.figures import figure

HALF = 0.5  # of a period must lie after the action began, for the period to tell of it
MONTHS = {"year": 12, "quarter": 3, "month": 1}
__all__ = ["Frozen", "after", "covered", "frozen", "grain", "kept", "next_period"]


@dataclass(frozen=True)
class Frozen:
    """A figure as a goal keeps it: what the edition said."""

    start: date
    end: date
    value: float | None
    base: int | None
    low: float | None
    high: float | None
    import_id: int | None


def frozen(kept: Mapping[str, Any]) -> Frozen | None:
    """Return the kept figure's numbers, None of nothing."""
    if not kept:
        return None
    shown = kept.get("shown") or kept
    return Frozen(
        start=date.fromisoformat(kept["start"]),
        end=date.fromisoformat(kept["end"]),
        value=shown.get("value"),
        base=shown.get("base"),
        low=shown.get("low"),
        high=shown.get("high"),
        import_id=kept.get("import"),
    )


def kept(row: Observation) -> dict[str, Any]:
    """Return a figure in force as it is kept, with the way to its origin."""
    return figure(row).kept()


def covered(start: date, end: date, begins_on: date) -> float:
    """Return how much of a period lies after the action began, from 0 to 1.

    >>> covered(date(2026, 1, 1), date(2027, 1, 1), date(2026, 7, 2))
    0.5013698630136987
    """
    return max(0.0, (end - max(start, begins_on)).days / (end - start).days)


def after(rows: Sequence[Observation], baseline: Frozen, begins_on: date) -> list[Observation]:
    """Return the figures that tell of the time after the action began, oldest first; one may lack its value."""
    return [
        row for row in rows if row.start >= baseline.end and covered(row.start, row.end, begins_on) >= HALF
    ]


def next_period(baseline: Frozen, begins_on: date) -> tuple[date, date] | None:
    """Return the first period, as long as the baseline's, that tells of the action; None for surveys and the like."""
    months = MONTHS.get(grain(baseline.start, baseline.end))
    if months is None:
        return None
    start = baseline.end
    while covered(start, _later(start, months), begins_on) < HALF:
        start = _later(start, months)
    return start, _later(start, months)


def _later(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
