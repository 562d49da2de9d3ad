"""Effekt: did the problem become smaller? The indicator before and after, alone and beside another area.

`state` says how far one comes: "measured" has `change` and perhaps `against` (see `frames`); every other state says what
is lacking. The baseline is the frozen one, whatever the source says today; a correction is told beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from samsyn.evidence.queries import Observation, joint_series
from samsyn.places.models import Area
from samsyn.places.queries import breaks_of
from samsyn.steps.followup import frames
from samsyn.steps.followup.measuring import doubts
from samsyn.steps.followup.measuring.action import Measured
from samsyn.steps.followup.measuring.compared import REST, Beside, areas_beside, chosen
from samsyn.steps.followup.measuring.figures import Frozen, after, frozen, grain, kept, next_period
from samsyn.steps.followup.measuring.result import Readings, described, is_reached
from samsyn.steps.purpose.models import Goal
from samsyn.steps.purpose.queries import corrected
from samsyn.steps.situation.queries.indicators import is_torn

SHOWN = {"year": 5, "quarter": 6, "month": 12}  # periods of the picture before the baseline, at most
TESTED = {"count", "share"}


@dataclass(frozen=True)
class _Indicator:
    """What one effect is measured by."""

    goal: Goal
    code: str
    kind: str
    area: Area
    baseline: Frozen
    rows: tuple[Observation, ...]

    @property
    def in_force(self) -> Observation | None:
        """What the source says of the baseline's period today."""
        period = (self.baseline.start, self.baseline.end)
        return next((row for row in self.rows if (row.start, row.end) == period), None)


def effect_of(case: Measured, compared_with: str, readings: Readings) -> dict[str, Any]:
    """Return what is known of the effect, as plain values."""
    goal = case.effect_goal
    if goal is None:
        return {"state": "no-goal"}
    said = described(goal, case)
    if not goal.indicator.metric:
        return _own(goal, said, readings)
    begun = frozen(goal.baseline_figure)
    area = goal.indicator.area or (case.problem.area if case.problem is not None else case.pair.city_area)
    if begun is None or begun.value is None:
        return {**said, "state": "no-baseline"}
    length = grain(begun.start, begun.end)
    rows = tuple(joint_series(goal.indicator.metric, area, grain=length))
    one = _Indicator(goal, goal.indicator.metric, said["kind"], area, begun, rows)
    return {
        **said,
        "baseline_figure": dict(goal.baseline_figure),
        "grain": length,
        **_measured(one, case, compared_with),
    }


def _own(goal: Goal, said: Mapping[str, Any], readings: Readings) -> dict[str, Any]:
    """An indicator that the parties count themselves has no interval: it is shown, never tested."""
    reading = readings.get(said["key"])
    value = reading["value"] if reading else None
    state = "untested" if reading else "no-reading"
    return {
        **said,
        "state": state,
        "value": value,
        "reading": dict(reading) if reading else None,
        "is_reached": is_reached(value, goal),
    }


def _measured(one: _Indicator, case: Measured, compared_with: str) -> dict[str, Any]:
    if not any(row.has_value for row in one.rows):
        return {"state": "gone"}
    ended = one.area.division.valid_to
    if ended is not None and ended <= max(case.begins_on, one.baseline.end):
        return {"state": "redrawn", "redrawn_on": ended.isoformat(), "correction": _correction(one)}
    candidates = after(one.rows, one.baseline, case.begins_on)
    came = [row for row in candidates if _is_shown(row, one.kind)]
    told = {"correction": _correction(one), **_series(one, case, None)}
    if not came:
        state = "hidden" if candidates else "no-data"
        return {**told, "state": state, "lacking": _lacking(one, case)}
    now = came[-one.goal.periods :] if one.kind == "count" else came[-1:]
    then = replace(now[-1], start=one.baseline.start, end=one.baseline.end)
    if is_torn(one.in_force or then, now[-1], breaks_of(one.area)):
        return {**told, "state": "redrawn", "redrawn_on": _redrawn_on(one, now[-1])}
    return {**told, **_tested(one, case, now, compared_with)}


def _is_shown(row: Observation, kind: str) -> bool:
    return frames.share_of(row).value is not None if kind == "share" else row.has_value


def _redrawn_on(one: _Indicator, now: Observation) -> str:
    marks = [mark.date for mark in breaks_of(one.area) if one.baseline.start < mark.date <= now.start]
    return max(marks).isoformat() if marks else now.start.isoformat()


def _correction(one: _Indicator) -> dict[str, Any] | None:
    """Return both values when a later file says something else of the baseline's period."""
    found = corrected(one.goal.baseline_figure, one.area)
    if found is None:
        return None
    return {"frozen": found.frozen, "now": found.now, "import": found.import_id}


def _lacking(one: _Indicator, case: Measured) -> dict[str, str] | None:
    period = next_period(one.baseline, case.begins_on)
    return {"start": period[0].isoformat(), "end": period[1].isoformat()} if period is not None else None


def _tested(
    one: _Indicator, case: Measured, now: Sequence[Observation], compared_with: str
) -> dict[str, Any]:
    """Return the change, and the change beside another area, where the kind of figure allows a test."""
    value = sum(row.value or 0.0 for row in now) if one.kind == "count" else now[-1].value
    found: dict[str, Any] = {
        "value": value,
        "now": [kept(row) for row in now],
        "periods": one.goal.periods,
        "is_reached": is_reached(now[-1].value if one.kind != "count" else (value or 0) / len(now), one.goal),
        "doubts": doubts.of(one.code, one.baseline, one.rows, now, case.begins_on, one.area, one.goal),
    }
    if one.kind not in TESTED:
        return {**found, "state": "untested"}
    options = areas_beside(case, one.area, one.code, one.baseline, [(row.start, row.end) for row in now])
    beside = chosen(options, compared_with)
    return {
        **found,
        **_series(one, case, beside),
        "state": "measured",
        "change": _change(one, now),
        "against": _against(one, now, beside) if beside is not None else None,
        "events": _in_events(one, now, [*([beside] if beside is not None else []), *options]),
        "beside": _named(beside) if beside is not None else None,
        "options": [_named(option) for option in options],
    }


def _named(beside: Beside) -> dict[str, str]:
    return {"code": beside.code, "name": beside.name, "kind": "rest" if beside.code == REST else "area"}


def _change(one: _Indicator, now: Sequence[Observation]) -> dict[str, Any]:
    if one.kind == "share":
        return frames.change_of_shares(one.baseline, now[-1])
    return frames.change_of_counts(one.baseline.value or 0.0, [row.value or 0.0 for row in now])


def _against(one: _Indicator, now: Sequence[Observation], beside: Beside) -> dict[str, Any] | None:
    before = beside.value_in(one.baseline.start, one.baseline.end)
    later = [beside.value_in(row.start, row.end) for row in now]
    known = [row for row in later if row is not None]
    if before is None or len(known) < len(now):
        return None
    figures = {"before": _shown(before), "after": [_shown(row) for row in known]}
    if one.kind == "share":
        return {**frames.shares_against(one.baseline, now[-1], (before, known[-1])), **figures}
    counts = [row.value or 0.0 for row in known]
    own = [row.value or 0.0 for row in now]
    return {**frames.counts_against(one.baseline.value or 0.0, own, before.value or 0.0, counts), **figures}


def _in_events(
    one: _Indicator, now: Sequence[Observation], options: Sequence[Beside]
) -> dict[str, Any] | None:
    """Return the weighted displacement difference against the first area that had about as many events before."""
    if one.kind != "count":
        return None
    own = [row.value or 0.0 for row in now]
    for beside in options:
        before = beside.value_in(one.baseline.start, one.baseline.end)
        later = [beside.value_in(row.start, row.end) for row in now]
        counts = [row.value or 0.0 for row in later if row is not None]
        if before is None or before.value is None or len(counts) < len(now):
            continue
        found = frames.events_against(one.baseline.value or 0.0, own, before.value, counts)
        if found is not None:
            return {**found, "beside": _named(beside), "before": before.value, "after": sum(counts)}
    return None


def _shown(row: Observation) -> dict[str, Any]:
    return {
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "value": row.value,
        "import": row.import_id,
    }


def _series(one: _Indicator, case: Measured, beside: Beside | None) -> dict[str, Any]:
    """Return what the picture draws: each period with its doubt, and from the baseline on what was to be expected."""
    earlier = [row for row in one.rows if row.start < one.baseline.start]
    most = SHOWN.get(grain(one.baseline.start, one.baseline.end), 3)
    rows = [*earlier[-most:], *(row for row in one.rows if row.start >= one.baseline.start)]
    return {"series": [_moment(one, row, beside, case.begins_on) for row in rows]}


def _moment(one: _Indicator, row: Observation, beside: Beside | None, begins_on: date) -> dict[str, Any]:
    value, low, high = row.value, row.low, row.high
    if one.kind == "share":
        share = frames.share_of(row)
        value, low, high = share.value, share.low, share.high
    elif one.kind == "count":
        low, high = None, None  # the span of the expected says it
    expected = _expected(one, row, beside)
    if row.end <= begins_on:
        expected = (expected[0], None, None)  # the span is of what came after
    return {
        "start": row.start.isoformat(),
        "end": row.end.isoformat(),
        "value": value,
        "low": low,
        "high": high,
        "expected": expected[0],
        "expected_low": expected[1],
        "expected_high": expected[2],
    }


def _expected(
    one: _Indicator, row: Observation, beside: Beside | None
) -> tuple[float | None, float | None, float | None]:
    """Return what was to be expected of a period, with its span; the baseline expects itself."""
    begun = one.baseline
    if (row.start, row.end) == (begun.start, begun.end):
        return begun.value, None, None
    if row.start < begun.end or row.value is None or begun.value is None or one.kind not in TESTED:
        return None, None, None
    control = None
    if beside is not None:
        before, now = beside.value_in(begun.start, begun.end), beside.value_in(row.start, row.end)
        if before is None or now is None:
            return None, None, None
        control = (before, now)
    if one.kind == "share":
        return frames.span_of_share(begun, row, control)
    counts = (control[0].value or 0.0, control[1].value or 0.0) if control is not None else None
    span = frames.span_of_count(begun.value, counts)
    return span.value, span.low, span.high
