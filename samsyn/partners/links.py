"""From a secret part to its question: the only way in without an account."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from samsyn.audit.models import LogEntry
from samsyn.partners.models import PartnerQuestion
from samsyn.people.secret_links import find
from samsyn.ui.clock import today


def day_now() -> date:
    """Return today, or the day of the newest entry in the log when the clock says less.

    A clock that goes backwards gives no link a day more.
    """
    newest = LogEntry.objects.order_by("-seq").values_list("at", flat=True).first()
    return max(today(), timezone.localdate(newest)) if newest else today()


def open_question(token: str, *, rows: QuerySet[PartnerQuestion] | None = None) -> PartnerQuestion | None:
    """Return the question that a secret part still answers; None of one that never was, is over, revoked or used.

    rows  to find it among: locked, when it is answered
    """
    known = PartnerQuestion.objects.all() if rows is None else rows
    row = find(known.select_related("pair__city", "asked_by__organisation"), token)
    return row if row is not None and is_open(row) else None


def is_open(row: PartnerQuestion) -> bool:
    """Whether the link of the question works now."""
    if row.revoked_at is not None or day_now() > row.last_day:
        return False
    return row.is_changeable or not row.answers.exists()
