"""What a figure is made of, one step at a time: smaller areas, then kinds of incidents, then shorter periods.

A year of incidents in a whole city rests on thousands of stored counts. Each step lists some dozens of parts that a
person can follow further, down to the rows of the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

from samsyn.evidence import overview
from samsyn.evidence.metrics import INCIDENTS
from samsyn.evidence.views import words
from samsyn.places.models import Area

if TYPE_CHECKING:
    from samsyn.evidence.queries import Observation, Origin, Piece

GRAINS = {12: "year", 3: "quarter", 1: "month"}


@dataclass(frozen=True)
class Part:
    """One part of a figure, with its own origin; `url` is "" for the part that is the figure itself."""

    name: str
    metric: str
    seen: Observation | Piece
    url: str


def parts(found: Origin) -> list[Part]:
    """Return the next step down from the figure; [] for one that is read straight from a row."""
    seen = found.observation
    if seen is None or found.row is not None:
        return []
    if seen.parts > 1:
        return _by_area(found, seen)
    if seen.metric == INCIDENTS:
        return _by_kind(found, seen)
    return [_part(one, seen) for one in found.pieces]


def _by_area(found: Origin, seen: Observation) -> list[Part]:
    from samsyn.evidence.queries.catalogue import catalogue
    from samsyn.evidence.trees import tree

    city = found.data_import.city_id
    whole, divisions = tree(city), catalogue(city).divisions([seen.metric])
    covers = (whole.cover(found.area.pk, division) for division in sorted(divisions))
    cover = next((one for one in covers if len(one) == seen.parts), ())
    areas = Area.objects.filter(pk__in=cover).select_related("division").defer("geometry").order_by("name")
    return _observed([seen.metric], list(areas), seen)


def _by_kind(found: Origin, seen: Observation) -> list[Part]:
    kinds = overview.kinds_in_force(found.data_import.city)
    return [part for part in _observed(kinds, [found.area], seen) if part.seen.value != 0]


def _observed(metrics: list[str], areas: list[Area], whole: Observation) -> list[Part]:
    """Return the figures of the same period as the whole's, of some metrics and areas."""
    from samsyn.evidence import queries

    months = (whole.end.year - whole.start.year) * 12 + whole.end.month - whole.start.month
    table = queries.table(metrics, areas, GRAINS.get(months, "other")) if metrics and areas else {}
    same = (
        seen for rows in table.values() for seen in rows if (seen.start, seen.end) == (whole.start, whole.end)
    )
    return [_part(seen, whole) for seen in same]


def _part(one: Observation | Piece, whole: Observation) -> Part:
    asked = {"m": one.metric, "a": one.area, "d": one.start.isoformat(), "t": one.end.isoformat()}
    itself = (one.metric, one.area, one.start, one.end) == (whole.metric, whole.area, whole.start, whole.end)
    url = f"{reverse('evidence:origin', args=[one.import_id])}?{urlencode(asked)}"
    return Part(one.area_name, words.metric_name(one.metric), one, "" if itself else url)
