"""What an external party sees: what her own organisation does, by decided plans and promises, and what is published."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Sum

from samsyn.agreements.models import CitizenPromise, Commitment, ReportedOutcome
from samsyn.agreements.queries.promises import still_public
from samsyn.partners.models import Confirmation
from samsyn.people import access
from samsyn.people.models import Member
from samsyn.places.models import AreaPair
from samsyn.records.canonical import dumps
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity.models import Activity, Progress
from samsyn.ui.clock import today


@dataclass(frozen=True)
class Own:
    """One thing that the organisation does.

    end            the day after the last, or None without one
    done           how much the organisation itself has counted or reported; None when nothing is
    confirmed      the confirmation of exactly these words, or None
    is_outdated    whether other words were confirmed before
    is_counted     whether it is counted on days; else it is told in words, with a number when there is a unit
    """

    row: Activity | Commitment
    pair: AreaPair
    what: str
    number: int | None
    unit: str
    start: date | None
    end: date | None
    where: str
    done: int | None
    confirmed: Confirmation | None
    is_outdated: bool

    @property
    def is_counted(self) -> bool:
        return isinstance(self.row, Activity)

    @property
    def is_over(self) -> bool:
        return self.end is not None and self.end <= today()

    @property
    def is_started(self) -> bool:
        return self.start is None or self.start <= today()

    @property
    def last_day(self) -> date | None:
        return self.end - timedelta(days=1) if self.end else None


def words_of(row: Activity | Commitment) -> str:
    """Return the SHA-256 of what the organisation is asked to confirm, as canonical text."""
    if isinstance(row, Activity):
        said: dict[str, Any] = {
            "text": row.text,
            "number": row.amount,
            "unit": row.unit,
            "start": row.period_start,
            "end": row.period_end,
            "where": row.where,
            "organisation": row.doer_id,
        }
    else:
        promise = row.promise
        said = {
            "text": row.what,
            "number": row.number,
            "unit": row.unit,
            "start": promise.valid_from,
            "end": promise.valid_to,
            "where": "",
            "organisation": row.organisation_id,
        }
    return hashlib.sha256(dumps(said).encode()).hexdigest()


def activities_of(member: Member) -> Any:
    """Return the activities of decided plans that her organisation does, where she is an external party."""
    rows = Activity.objects.filter(
        doer=member.organisation_id,
        action__removed_at=None,
        action__plan__state=JointState.DECIDED,
        action__plan__pair__in=access.external_pairs(member),
    ).standing()
    return rows.select_related("action__plan__pair__city", "place", "area").order_by("-period_end", "pk")


def commitments_of(member: Member) -> Any:
    """Return the commitments of decided promises that her organisation has made, where she is an external party."""
    rows = Commitment.objects.filter(
        organisation=member.organisation_id,
        promise__state=JointState.DECIDED,
        promise__pair__in=access.external_pairs(member),
    ).standing()
    return rows.select_related("promise__pair__city").order_by("-promise__valid_to", "pk")


def all_of(member: Member) -> list[Own]:
    """Return everything that her organisation does: what is under way first, what is over last."""
    found = [
        *shown(member, activities_of(member)),
        *(one for one in shown(member, commitments_of(member)) if not _is_counted_elsewhere(one.row)),
    ]
    return sorted(found, key=lambda one: (one.is_over, not one.is_started, one.end or date.max))


def _is_counted_elsewhere(row: Activity | Commitment) -> bool:
    """Whether a commitment is counted on an activity, which stands in the list itself when it is her own."""
    return isinstance(row, Commitment) and row.activity_key is not None


def shown(member: Member, rows: Iterable[Activity | Commitment]) -> list[Own]:
    """Return the rows as her pages show them, each fact read once for all of them."""
    known = list(rows)
    keys = [row.key for row in known]
    counted = _counted(member, keys)
    confirmations: dict[tuple[str, UUID], list[Confirmation]] = {}
    found = Confirmation.objects.filter(organisation=member.organisation_id, subject_key__in=keys)
    for one in found.select_related("by"):
        confirmations.setdefault((one.subject_type, one.subject_key), []).append(one)
    return [
        _own(row, counted.get(row.key), confirmations.get((row._meta.label_lower, row.key), []))
        for row in known
    ]


def _counted(member: Member, keys: list[UUID]) -> dict[UUID, int]:
    """Return what her organisation itself has counted or reported, by key."""
    mine = {"by__organisation": member.organisation_id}
    rows = Progress.objects.filter(activity_key__in=keys, undone_at=None, **mine).order_by()
    found = dict(rows.values_list("activity_key").annotate(sum=Sum("count")))
    reports = ReportedOutcome.objects.filter(
        commitment_key__in=keys, reported_by__organisation=member.organisation_id
    )
    for report in reports.exclude(number=None).order_by("reported_at", "pk"):
        found[report.commitment_key] = report.number
    return found


def _own(row: Activity | Commitment, done: int | None, confirmations: list[Confirmation]) -> Own:
    checksum = words_of(row)
    confirmed = next((one for one in confirmations if one.checksum == checksum), None)
    common = {"done": done, "confirmed": confirmed, "is_outdated": bool(confirmations) and confirmed is None}
    if isinstance(row, Activity):
        pair = row.action.plan.pair
        span = {"start": row.period_start, "end": row.period_end, "where": row.where}
        return Own(row, pair, row.text, row.amount, row.unit, **span, **common)  # type: ignore[arg-type]
    promise = row.promise
    span = {"start": promise.valid_from, "end": promise.valid_to, "where": ""}
    return Own(row, promise.pair, row.what, row.number, row.unit, **span, **common)  # type: ignore[arg-type]


def published(member: Member) -> list[CitizenPromise]:
    """Return the promises that residents read where she is an external party, the latest first."""
    rows = CitizenPromise.objects.filter(
        pair__in=access.external_pairs(member), state=JointState.DECIDED
    ).exclude(published_at=None)
    return still_public(rows.select_related("pair__city").defer("canonical").order_by("-valid_from", "pk"))
