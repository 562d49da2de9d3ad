"""Aktivitet: was it done? What was delivered against what was promised, activity by activity."""

from __future__ import annotations

from typing import Any

from samsyn.steps.activity.queries import done_counts
from samsyn.steps.followup.measuring.action import Measured


def done_of(case: Measured) -> dict[str, Any]:
    """Return each activity with promised and delivered.

    is_met  whether everything that has a number came up to it; None when nothing has a number, or when what has one is
            met but something else has none
    """
    counted = done_counts([row.key for row in case.activities])
    rows: list[dict[str, Any]] = [
        {
            "key": str(row.key),
            "text": row.text,
            "unit": row.unit,
            "promised": row.amount,
            "delivered": counted.get(row.key, 0),
            "is_met": None if row.amount is None else counted.get(row.key, 0) >= row.amount,
            "start": row.period_start.isoformat(),
            "end": row.period_end.isoformat(),
        }
        for row in case.activities
    ]
    return {"activities": rows, "is_met": _all([row["is_met"] for row in rows])}


def _all(answers: list[bool | None]) -> bool | None:
    if False in answers:
        return False
    return None if not answers or None in answers else True
