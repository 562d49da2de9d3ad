"""Activities: dated work with number and unit."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people.requests import MemberRequest
from samsyn.steps.activity import access, services
from samsyn.steps.activity.forms import ActivityForm, activity_initial, activity_values
from samsyn.steps.activity.models import Action, Activity
from samsyn.steps.activity.ready import ready
from samsyn.steps.activity.views.shared import frame, version_of
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "activity/activity_form.html"


@login_required
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add an activity to an action; the first one is proposed by the action's type."""
    action = access.action_for(request.user, slug, pk, change=True)
    pair = action.plan.pair
    if request.method != "POST":
        form = ActivityForm(initial=activity_initial(ready(action.kind), action), pair=pair)
        return page(request, FORM, _context(action, form))
    form = ActivityForm(request.POST, pair=pair)
    if form.is_valid():
        try:
            services.add_activity(action=action, by=request.user, **form.said())
            messages.success(request, _("Aktiviteten är sparad."))
            return _back(action)
        except UserError as error:
            refused(form, error)
    return page(request, FORM, _context(action, form), status=422)


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change an activity."""
    row = access.activity_for(request.user, slug, pk, change=True)
    pair = row.action.plan.pair
    if request.method != "POST":
        form = ActivityForm(initial=activity_values(row), pair=pair)
        return page(request, FORM, _context(row.action, form, row))
    form, theirs = ActivityForm(request.POST, pair=pair), ""
    if form.is_valid():
        try:
            services.change_activity(
                activity=row, version=form.cleaned_data["version"], by=request.user, **form.said()
            )
            messages.success(request, _("Aktiviteten är sparad."))
            return _back(row.action)
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**_context(row.action, form, row), "theirs": theirs}, status=422)


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take an activity out of a plan that can still change."""
    row = access.activity_for(request.user, slug, pk, change=True)
    try:
        services.remove_activity(activity=row, version=version_of(request), by=request.user)
        messages.success(request, _("Aktiviteten är borttagen ur planen."))
        return _back(row.action)
    except UserError as error:
        row.refresh_from_db(fields=["version"])
        form = ActivityForm(activity_values(row), pair=row.action.plan.pair)
        theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**_context(row.action, form, row), "theirs": theirs}, status=422)


def _context(action: Action, form: ActivityForm, row: Activity | None = None) -> dict[str, Any]:
    return {
        **frame(action.plan.pair),
        "plan": action.plan,
        "action": action,
        "activity": row,
        "form": form,
    }


def _back(action: Action) -> HttpResponseRedirect:
    return redirect(f"{action.plan.get_absolute_url()}#atgard-{action.pk}")
