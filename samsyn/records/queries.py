"""Reading decisions: who has approved what, what was asked for, and what was decided."""

from __future__ import annotations

from samsyn.places.prepared import FIRST, Prepared
from samsyn.records.models import Approval, ChangeRequest, Decision
from samsyn.records.services import Subject, standing

__all__ = ["approvals", "change_requests", "decision", "standing"]


def approvals(subject: Subject) -> list[Approval]:
    """Return every approval of the object, also those that ended, oldest first."""
    rows = Approval.objects.filter(subject_type=subject.type, subject_id=subject.row.pk)
    return list(rows.select_related("by__organisation").order_by("approved_at", "pk"))


def change_requests(subject: Subject) -> list[ChangeRequest]:
    """Return what was asked for before the decision, newest first."""
    rows = ChangeRequest.objects.filter(subject_type=subject.type, subject_id=subject.row.pk)
    return list(rows.select_related("by__organisation"))


_DECISION = Prepared(
    Decision,
    lambda kind, pk: Decision.objects.filter(subject_type=kind, subject_id=pk).order_by(),
    values=["?kind", FIRST],
    without=["canonical"],
)


def decision(subject: Subject) -> Decision | None:
    """Return what both authorities decided, or None. Its text stays in the database until it is asked for."""
    found: Decision | None = _DECISION.first(subject.type, subject.row.pk)
    return found
