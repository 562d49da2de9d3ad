"""Which agreements a pair has, which hold today, and which others can rest on."""

from __future__ import annotations

from datetime import date
from typing import Any

from samsyn.agreements.models import Agreement, AgreementKind
from samsyn.agreements.workflow import EndReason, Stage
from samsyn.places.models import AreaPair, City
from samsyn.records.joint.workflow import JointState

_WITH = ("pair__city", "parent", "replaces", "city_party", "police_party", "problem", "added_by")
_HEAVY = ("canonical", "parent__canonical", "replaces__canonical", "problem__canonical")


def rows() -> Any:
    """Agreements with what a list says of them; their texts stay in the database."""
    return Agreement.objects.select_related(*_WITH).defer(*_HEAVY)


def agreements_of(pair: AreaPair) -> list[Agreement]:
    """Return the pair's agreements, those under way too, the latest period first; not what was withdrawn."""
    found = list(rows().filter(pair=pair).exclude(state=JointState.WITHDRAWN))
    return sorted(found, key=lambda row: (row.valid_from or date.max, row.pk), reverse=True)


def in_force(pair: AreaPair, *, on: date, kinds: tuple[str, ...] = ()) -> list[Agreement]:
    """Return the pair's agreements that hold on the day, of the kinds named or of all."""
    found = rows().filter(pair=pair, stage=Stage.IN_FORCE, valid_from__lte=on, valid_to__gt=on)
    return list(found.filter(kind__in=kinds) if kinds else found)


def parents_for(pair: AreaPair, kind: str) -> list[Agreement]:
    """Return what an agreement of the kind can rest on: decided and not ended, in force first, the latest period first.

    A local one rests on a central one of the city; a verksamhetsavtal on the pair's local one or on a central one.
    """
    if kind == AgreementKind.CENTRAL:
        return []
    found = rows().filter(state=JointState.DECIDED).exclude(stage=Stage.ENDED)
    central = list(found.filter(pair__city=pair.city_id, kind=AgreementKind.CENTRAL))
    local = (
        list(found.filter(pair=pair, kind=AgreementKind.LOCAL)) if kind == AgreementKind.OPERATIONAL else []
    )
    return [*_in_force_first(local), *_in_force_first(central)]


def _in_force_first(found: list[Agreement]) -> list[Agreement]:
    """By stage, then by period; `sorted` keeps the order of the first key among equals of the second."""
    by_period = sorted(found, key=lambda row: (row.valid_from or date.min, row.pk), reverse=True)
    return sorted(by_period, key=lambda row: row.stage != Stage.IN_FORCE)


def successor_of(row: Agreement) -> Agreement | None:
    """Return what takes the agreement's place: decided or being written, not withdrawn or ended before it began."""
    found = rows().filter(replaces=row.pk).exclude(state=JointState.WITHDRAWN)
    if row.end_reason == EndReason.REPLACED:
        found = found.filter(valid_from=row.ended_on)
    else:
        found = found.exclude(stage=Stage.ENDED)
    first: Agreement | None = found.order_by("-pk").first()
    return first


def city_agreements(city: City) -> list[Agreement]:
    """Return every agreement of the city's pairs, not what was withdrawn, oldest first."""
    found = rows().filter(pair__city=city).exclude(state=JointState.WITHDRAWN)
    return list(found.order_by("pk"))
