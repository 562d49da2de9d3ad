"""Whether a frozen figure still is what the source says: the decided never changes, but it can be corrected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from samsyn.audit.kept import NO_PAIR, kept
from samsyn.places.models import Area
from samsyn.records.canonical import dumps

SAME = 1e-6  # relatively: an edition keeps twelve digits


@dataclass(frozen=True)
class Corrected:
    """A later import says something else of the same metric, area and period. `now` is None when it is withdrawn."""

    frozen: float
    now: float | None
    import_id: int | None


def grain(start: date, end: date) -> str:
    """Return how figures of this length are kept: year, quarter, month or other."""
    months = (end.year - start.year) * 12 + end.month - start.month
    if start.day != 1 or end.day != 1:
        return "other"
    return {12: "year", 3: "quarter", 1: "month"}.get(months, "other")


def corrected(figure: Mapping[str, Any], area: Area | None) -> Corrected | None:
    """Return how a later import has corrected the figure, or None when it still stands."""
    if not figure or area is None or figure["shown"]["value"] is None:
        return None
    # files are read in for a city, not for a pair: what is kept falls with the next entry of no pair
    return kept(NO_PAIR, "corrected", lambda: (_compared(figure, area),), area.pk, dumps(dict(figure)))[0]


def _compared(figure: Mapping[str, Any], area: Area) -> Corrected | None:
    from samsyn.evidence.queries import joint_table

    start, end = date.fromisoformat(figure["start"]), date.fromisoformat(figure["end"])
    rows = joint_table([figure["metric"]], [area], grain(start, end))[figure["metric"], area.key]
    now = next((row for row in rows if (row.start, row.end) == (start, end)), None)
    frozen = float(figure["shown"]["value"])
    if now is not None and now.import_id == figure["import"]:
        return None
    if now is not None and now.value is not None and abs(now.value - frozen) <= SAME * max(1.0, abs(frozen)):
        return None
    if now is None or now.value is None:
        return Corrected(frozen, None, now.import_id if now else None) if _is_superseded(figure) else None
    return Corrected(frozen, float(now.value), now.import_id)


def _is_superseded(figure: Mapping[str, Any]) -> bool:
    from samsyn.evidence.models import DataImport, ImportState

    return DataImport.objects.filter(pk=figure["import"], state=ImportState.SUPERSEDED).exists()
