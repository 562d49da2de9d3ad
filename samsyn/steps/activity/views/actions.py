"""Actions: choose a type, fill in the form, take one away, sign an exception."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people.requests import MemberRequest
from samsyn.records.waivers import waivers_of
from samsyn.steps.activity import access, services
from samsyn.steps.activity.forms import ActionForm, ExceptionForm, action_initial, action_values
from samsyn.steps.activity.models import Action, ActionPlan
from samsyn.steps.activity.ready import TYPES, ready
from samsyn.steps.activity.rules import RULES
from samsyn.steps.activity.views.shared import frame, version_of
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "activity/action_form.html"


@login_required
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """First the type (`?slag=`), then the form with what the type proposes."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    chosen = ready(request.GET.get("slag", ""))
    if chosen is None:
        status = 422 if request.method == "POST" else 200
        return page(
            request, "activity/types.html", {**frame(plan.pair), "plan": plan, "types": TYPES}, status=status
        )
    context = {**frame(plan.pair), "plan": plan, "ready": chosen}
    if request.method != "POST":
        initial = action_initial(chosen, party=request.user.party, plan=plan)
        return page(request, FORM, {**context, "form": ActionForm(initial=initial, pair=plan.pair)})
    form = ActionForm(request.POST, pair=plan.pair)
    if form.is_valid():
        try:
            made = services.add_action(plan=plan, kind=chosen.kind, by=request.user, **form.said())
            messages.success(
                request, _("Åtgärden är sparad. Lägg till vad som ska göras och hur många gånger.")
            )
            return redirect("activity:activity_new", slug, made.pk)
        except UserError as error:
            refused(form, error)
    return page(request, FORM, {**context, "form": form}, status=422)


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change an action."""
    row = access.action_for(request.user, slug, pk, change=True)
    if request.method != "POST":
        return page(request, FORM, _context(row, ActionForm(initial=action_values(row), pair=row.plan.pair)))
    form, theirs = ActionForm(request.POST, pair=row.plan.pair), ""
    if form.is_valid():
        try:
            services.change_action(
                action=row,
                version=form.cleaned_data["version"],
                by=request.user,
                kind=row.kind,
                **form.said(),
            )
            messages.success(request, _("Åtgärden är sparad."))
            return _back(row)
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**_context(row, form), "theirs": theirs}, status=422)


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take an action out of a plan that can still change."""
    row = access.action_for(request.user, slug, pk, change=True)
    try:
        services.remove_action(action=row, version=version_of(request), by=request.user)
        messages.success(request, _("Åtgärden är borttagen ur planen."))
        return redirect(row.plan)
    except UserError as error:
        row.refresh_from_db(fields=["version"])
        form = ActionForm(action_values(row), pair=row.plan.pair)
        theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**_context(row, form), "theirs": theirs}, status=422)


@login_required
def sign(request: MemberRequest, slug: str, pk: int, rule: str) -> HttpResponse:
    """Sign that the action goes without cause or goal, with the reason."""
    if rule not in RULES:
        raise Http404
    row = access.action_to_except(request.user, slug, pk)
    context: dict[str, Any] = {
        **frame(row.plan.pair),
        "plan": row.plan,
        "action": row,
        "rule": rule,
        "sentence": RULES[rule],
        "waiver": waivers_of([row.key]).get((row.key, rule)),
    }
    if request.method != "POST":
        return page(request, "activity/exception.html", {**context, "form": ExceptionForm()})
    form = ExceptionForm(request.POST)
    if form.is_valid():
        try:
            services.sign_exception(action=row, rule=rule, by=request.user, **form.cleaned_data)
            messages.success(request, _("Undantaget är undertecknat. Det står vid åtgärden för alltid."))
            return _back(row)
        except UserError as error:
            refused(form, error)
    return page(request, "activity/exception.html", {**context, "form": form}, status=422)


def _context(row: Action, form: ActionForm) -> dict[str, Any]:
    plan: ActionPlan = row.plan
    return {**frame(plan.pair), "plan": plan, "action": row, "ready": ready(row.kind), "form": form}


def _back(row: Action) -> HttpResponseRedirect:
    return redirect(f"{row.plan.get_absolute_url()}#atgard-{row.pk}")
