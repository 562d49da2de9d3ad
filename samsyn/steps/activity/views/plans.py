"""The pair's plans, one plan in its three views, and the form of the plan itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.audit.kept import kept_markup
from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.records.joint.models import Joint
from samsyn.records.joint.queries import newest
from samsyn.steps.activity import access, checks, drawings, hooks, queries, services
from samsyn.steps.activity.forms import PlanForm, plan_initial, plan_values
from samsyn.steps.activity.models import ActionPlan
from samsyn.steps.activity.queries.page import ball, groups, summary
from samsyn.steps.activity.views.shared import frame
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

VIEWS = ("lista", "kalender", "karta")


@login_required
@require_safe
def plans(request: MemberRequest, slug: str) -> HttpResponse:
    """The pair's plans, the latest period first."""
    pair = access.pair_for(request.user, slug)
    context = {
        **frame(pair),
        "rows": [summary(plan) for plan in queries.plans(pair)],
        "may_write": people.may_write(request.user, pair),
    }
    return page(request, "activity/plans.html", context)


@login_required
@require_safe
def plan(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """One plan: the same rows as a list, a calendar or a map."""
    row = access.plan_for(request.user, slug, pk)
    rights = people.rights_in(request.user, row.pair)
    asked = request.GET.get("vy", "")
    view = asked if asked in VIEWS else VIEWS[0]
    may = {
        "may_write": rights.may_write and row.is_open,
        "may_start_version": rights.may_write and row.state == "decided",
        "may_except": rights.may_approve and row.state in ("draft", "decided"),
        "may_count": rights.may_report and row.state == "decided",
    }

    def read() -> dict[str, Any]:
        return {**frame(row.pair), "plan": row, **may, **_shown(row, view)}

    template = "activity/parts/plan.html"
    # a picture brings its script with it, so only the list is kept
    content = (
        kept_markup(request, row.pair_id, template, read, row.pk, *may.values())
        if view == VIEWS[0]
        else render_to_string(template, read(), request)
    )
    return page(request, "activity/plan.html", {**frame(row.pair), "plan": row, **may, "content": content})


def _shown(row: ActionPlan, view: str) -> dict[str, Any]:
    """Return the plan as one of its views shows it."""
    tallies = queries.tallies(queries.activities(queries.actions_of([row])))
    return {
        "view": view,
        "tabs": _tabs(row, view),
        "tallies": tallies,
        "newest": _newer(row),
        "ball": ball(row),
        **_editions(row),
        "lacking": [one for one in checks.run(row) if not one.is_met] if row.is_open else [],
        "outside": queries.counted_outside(row),
        **_of_view(view, row, tallies),
    }


def _editions(plan: ActionPlan) -> dict[str, Any]:
    """The edition that the plan rests on and, when another is in force, that one, with their addresses."""
    now_in_force = queries.edition_now(plan)
    found: dict[str, Any] = {"edition_now": now_in_force}
    for name, edition in (("edition_url", plan.edition), ("edition_now_url", now_in_force)):
        if edition is not None:
            found[name] = reverse("situation:edition", args=[plan.pair.slug, edition.number])
    return found


def _of_view(view: str, plan: ActionPlan, tallies: list[queries.Tally]) -> dict[str, Any]:
    if view == "kalender":
        return {"picture": drawings.calendar(plan, tallies)}
    if view == "karta":
        return {"picture": drawings.place_picture(plan, tallies), "spots": drawings.spots(plan.pair, tallies)}
    notes = hooks.notes_of(plan, [one.activity.key for one in tallies])
    return {"groups": groups(plan, tallies), "notes": notes}


def _tabs(plan: ActionPlan, current: str) -> list[dict[str, Any]]:
    labels = {"lista": _("Lista"), "kalender": _("Kalender"), "karta": _("Karta")}
    return [
        {"label": labels[name], "url": f"?vy={name}", "is_current": name == current, "party": ""}
        for name in VIEWS
    ]


def _newer(plan: ActionPlan) -> Joint | None:
    """The newest standing version of the same plan, when it is another than this one."""
    found = newest(plan)
    return found if found.pk != plan.pk else None


@login_required
def new(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin a plan; the newest decided edition is proposed."""
    pair = access.pair_for(request.user, slug, change=True)
    if request.method != "POST":
        form = PlanForm(initial=plan_initial(pair), pair=pair)
        return page(request, "activity/plan_form.html", {**frame(pair), "form": form})
    form = PlanForm(request.POST, pair=pair)
    if form.is_valid():
        try:
            made = services.add_plan(pair=pair, by=request.user, **form.said())
            messages.success(request, _("Planen är påbörjad. Lägg till den första åtgärden."))
            return redirect(made)
        except UserError as error:
            refused(form, error)
    return page(request, "activity/plan_form.html", {**frame(pair), "form": form}, status=422)


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change what the plan is called, its period, its edition or who leads it."""
    row = access.plan_for(request.user, slug, pk, change=True)
    context = {**frame(row.pair), "plan": row}
    if request.method != "POST":
        form = PlanForm(initial=plan_values(row), pair=row.pair)
        return page(request, "activity/plan_form.html", {**context, "form": form})
    form, theirs = PlanForm(request.POST, pair=row.pair), ""
    if form.is_valid():
        try:
            services.change_plan(
                plan=row, version=form.cleaned_data["version"], by=request.user, **form.said()
            )
            messages.success(request, _("Planen är sparad."))
            return redirect(row)
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    return page(request, "activity/plan_form.html", {**context, "form": form, "theirs": theirs}, status=422)
