"""The field: one's own activities, and +1. Every form works without script; with script it also waits for a network."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity import access, queries, services
from samsyn.steps.activity.forms import CountForm
from samsyn.steps.activity.models import Activity, Progress
from samsyn.steps.activity.queries.field import activities_to_count, latest_counts
from samsyn.ui.clock import now
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page
from samsyn.ui.templatetags.numbers import number

SENT_BY_SCRIPT = (
    "X-Samsyn-Count"  # field.mjs sends presses itself and wants a short answer: 204, or 422 with why
)


def token() -> str:
    """Return a receipt for one form: sent twice, it counts once."""
    return uuid.uuid4().hex


@login_required
@require_safe
def activities(request: MemberRequest) -> HttpResponse:
    """The activities that one counts, each with its own +1."""
    found = activities_to_count(request.user)
    context = {
        "room": "field",
        "is_example": any(
            row.activity.action.plan.pair.city.is_example
            for row in (*found.ongoing, *found.coming, *found.over)
        ),
        "found": found,
        "token": token,
    }
    return page(request, "activity/field.html", context)


@login_required
def activity(request: MemberRequest, pk: int) -> HttpResponse:
    """One activity: how many, how far one should have come, +1, undo, a note, what is counted lately."""
    row = access.activity_to_count(request.user, pk)
    if request.method != "POST":
        if row.pk != pk:  # the plan has a new version: the address follows
            return redirect("field:activity", row.pk)
        return page(request, "activity/field_activity.html", _context(request, row, _form()))
    form, is_sent = CountForm(request.POST), SENT_BY_SCRIPT in request.headers
    if form.is_valid():
        pressed = now()
        try:
            made = services.count_progress(activity=row, by=request.user, **form.said())
            messages.success(request, _said(made, is_new=made.at >= pressed))
            return HttpResponse(status=204) if is_sent else redirect("field:activity", made.activity_id)
        except UserError as error:
            form.add_error(None, str(error))
    if is_sent:
        return HttpResponse(_sentences(form), status=422, content_type="text/plain; charset=utf-8")
    return page(request, "activity/field_activity.html", _context(request, row, form), status=422)


def _sentences(form: CountForm) -> str:
    """What is wrong with the form, as the script shows it."""
    return " ".join(str(error) for errors in form.errors.values() for error in errors)


def _form() -> CountForm:
    return CountForm(initial={"token": token()})


def _said(made: Progress, *, is_new: bool) -> str:
    if not is_new:
        return _("Det var redan räknat. Inget räknades en gång till.")
    return _("Räknat: +%(count)s.") % {"count": number(made.count)}


def _context(request: MemberRequest, row: Activity, form: CountForm) -> dict[str, Any]:
    plan = row.action.plan
    tally = queries.tallies([row])[0]
    counts = latest_counts(row.key)
    rights = people.rights_in(request.user, plan.pair)
    others = activities_to_count(request.user)
    return {
        "room": "field",
        "pair": plan.pair,
        "is_example": plan.pair.city.is_example,
        "activity": row,
        "tally": tally,
        "form": form,
        "counts": counts,
        "mine": [one for one in counts if one.by_id == request.user.pk or rights.may_write],
        "last": next((one for one in counts if one.undone_at is None), None),
        "is_in_force": plan.state == JointState.DECIDED and row.removed_at is None,
        "others": [one for one in others.ongoing if one.activity.key != row.key],
        "token": token,
    }


@login_required
@require_POST
def undo(request: MemberRequest, pk: int) -> HttpResponse:
    """Take a count back."""
    row = access.progress_to_undo(request.user, pk)
    try:
        services.undo_progress(progress=row, by=request.user)
        messages.success(request, _("Ångrat. Raden står kvar i listan som tillbakatagen."))
    except UserError as error:
        current = access.activity_to_count(request.user, row.activity_id)
        form = _form()
        context = {**_context(request, current, form), "problem": str(error)}
        return page(request, "activity/field_activity.html", context, status=422)
    return redirect("field:activity", row.activity_id)
