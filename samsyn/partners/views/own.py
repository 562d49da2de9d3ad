"""An external party's own pages: what her organisation does, counting on it, and saying yes to it."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.agreements.forms_promises import OutcomeForm
from samsyn.agreements.models import Commitment, ReportedOutcome
from samsyn.agreements.services import commitments
from samsyn.partners import access, own, services
from samsyn.people.requests import MemberRequest
from samsyn.steps.activity import services as work
from samsyn.steps.activity.forms import CountForm
from samsyn.steps.activity.models import Activity, Progress
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

ROOM = "partner"


@login_required
@require_safe
def home(request: MemberRequest) -> HttpResponse:
    """What the organisation does, and what is published."""
    access.home_for(request.user)
    rows, promises = own.all_of(request.user), own.published(request.user)
    pairs = [*(row.pair for row in rows), *(row.pair for row in promises)]
    context = {
        "rows": rows,
        "promises": promises,
        "organisation": request.user.organisation,
        "room": ROOM,
        "is_example": bool(pairs) and all(pair.city.is_example for pair in pairs),
    }
    return page(request, "partners/home.html", context)


def _context(
    request: MemberRequest, row: Activity | Commitment, form: Any, problem: str = ""
) -> dict[str, Any]:
    shown = own.shown(request.user, [row])[0]
    mine = {"by__organisation": request.user.organisation_id}
    return {
        "row": row,
        "own": shown,
        "checksum": own.words_of(row),
        "form": form,
        "problem": problem,
        "counts": Progress.objects.filter(activity_key=row.key, **mine).select_related("by")[:10],
        "reports": ReportedOutcome.objects.filter(
            commitment_key=row.key, reported_by__organisation=request.user.organisation_id
        ),
        "room": ROOM,
        "is_example": shown.pair.city.is_example,
    }


@login_required
def activity(request: MemberRequest, pk: int) -> HttpResponse:
    """One activity of the organisation: what is promised, counting, and what it has counted itself."""
    row = access.activity_for(request.user, pk)
    if request.method != "POST":
        form = CountForm(initial={"token": uuid.uuid4().hex, "count": 1})
        return page(request, "partners/activity.html", _context(request, row, form))
    form = CountForm(request.POST)
    if form.is_valid():
        try:
            work.count_progress(activity=row, by=request.user, **form.said())
            messages.success(request, _("Räknat. Staden och polisen ser det i planen."))
            return redirect("partners:activity", row.pk)
        except UserError as error:
            refused(form, error)
    return page(request, "partners/activity.html", _context(request, row, form), status=422)


@login_required
@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Take back one of one's own counts."""
    row = access.progress_for(request.user, pk)
    try:
        work.undo_progress(progress=row, by=request.user)
        messages.success(request, _("Ångrat. Raden står kvar som tillbakatagen."))
    except UserError as error:
        messages.error(request, str(error))
    return redirect("partners:home")


@login_required
def commitment(request: MemberRequest, pk: int) -> HttpResponse:
    """One commitment of a promise: what was done of it, told by the organisation itself."""
    row = access.commitment_for(request.user, pk)
    if request.method != "POST":
        return page(request, "partners/commitment.html", _context(request, row, OutcomeForm(commitment=row)))
    form = OutcomeForm(request.POST, commitment=row)
    if form.is_valid():
        try:
            commitments.report_outcome(commitment=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Redovisat. Staden och polisen ser det vid löftet."))
            return redirect("partners:commitment", row.pk)
        except UserError as error:
            refused(form, error)
    return page(request, "partners/commitment.html", _context(request, row, form), status=422)


@login_required
@require_POST
def confirm_activity(request: MemberRequest, pk: int) -> HttpResponse:
    """Say yes to an activity, in the words that were read."""
    return _confirm(request, access.activity_for(request.user, pk), "partners:activity")


@login_required
@require_POST
def confirm_commitment(request: MemberRequest, pk: int) -> HttpResponse:
    """Say yes to a commitment, in the words that were read."""
    return _confirm(request, access.commitment_for(request.user, pk), "partners:commitment")


def _confirm(request: MemberRequest, row: Activity | Commitment, name: str) -> HttpResponse:
    try:
        services.confirm(row=row, read_checksum=request.POST.get("checksum", ""), by=request.user)
        messages.success(request, _("Bekräftat. Staden och polisen ser att ni står för åtagandet."))
    except UserError as error:
        messages.error(request, str(error))
    return redirect(name, row.pk)
