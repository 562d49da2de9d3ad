"""The room of the follow-ups, planning one, and the lessons of the whole city."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.audit.kept import kept
from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity.models import Action
from samsyn.steps.activity.queries.plans import actions_of, decided_plans
from samsyn.steps.followup import access, queries, services, words
from samsyn.steps.followup.forms import PlanForm, SearchForm
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.turns import ball_of
from samsyn.steps.followup.views.shared import frame, refused
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def followups(request: MemberRequest, slug: str) -> HttpResponse:
    """What is planned, what is late, the four boxes, and what was concluded."""
    pair = access.pair_for(request.user, slug)
    may_write, party = people.may_write(request.user, pair), str(request.user.party)
    may_plan, markup = kept(pair.pk, "followups", lambda: _room(pair, may_write, party), may_write, party)
    context = {**frame(pair), "may_plan": may_plan, "content": mark_safe(markup)}  # noqa: S308 - from a template  # nosec B308 B703
    return page(request, "followup/followups.html", context)


def _room(pair: AreaPair, may_write: bool, reader: str) -> tuple[bool, str]:
    """Return whether the reader can plan a follow-up, and the room as markup."""
    rows = queries.followups(pair)
    day = today()
    waiting = [row for row in rows if row.is_open]
    late = [row for row in waiting if row.measured_at is None and row.due_on < day]
    unplanned = _unplanned(pair, rows)
    context = {
        **frame(pair),
        "may_write": may_write,
        "late": late,
        "under_way": [(row, ball_of(row, reader)) for row in waiting if row.measured_at is not None],
        "coming": [
            (row, ball_of(row, reader)) for row in waiting if row.measured_at is None and row not in late
        ],
        "decided": [_concluded(row) for row in reversed(rows) if row.state == JointState.DECIDED],
        "board": queries.board(pair),
    }
    return may_write and bool(unplanned), str(render_to_string("followup/parts/room.html", context))


def _concluded(row: FollowUp) -> dict[str, Any]:
    return {"row": row, "sentence": words.short(row.measured)}


def _unplanned(pair: AreaPair, rows: list[FollowUp]) -> list[Action]:
    """Return the decided actions that have no open follow-up: those that one can be planned for."""
    taken = {row.action_key for row in rows if row.is_open}
    return [action for action in actions_of(decided_plans(pair)) if action.key not in taken]


@login_required
def new(request: MemberRequest, slug: str) -> HttpResponse:
    """Plan the follow-up of a decided action; `?atgard=` chooses it."""
    pair = access.pair_for(request.user, slug, change=True)
    free = _unplanned(pair, queries.followups(pair))
    if request.method != "POST":
        form = PlanForm(actions=free, initial=_initial(free, request.GET.get("atgard", "")))
        return page(request, "followup/plan.html", {**frame(pair), "form": form, "free": free})
    form = PlanForm(request.POST, actions=free)
    if free and form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            made = services.plan_followup(by=request.user, **said)
            messages.success(request, _("Uppföljningen är planerad."))
            return redirect(made)
        except UserError as error:
            refused(form, error)
    return page(request, "followup/plan.html", {**frame(pair), "form": form, "free": free}, status=422)


def _initial(free: list[Action], wanted: str) -> dict[str, Any]:
    action = next((one for one in free if str(one.key) == wanted), free[0] if free else None)
    if action is None:
        return {}
    return {
        "action": str(action.key),
        "due_on": action.followup_on,
        "measured_by": action.followup_by,
        "source": action.followup_source,
    }


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change when, by whom and from what."""
    row = access.followup_for(request.user, slug, pk, change=True)
    context = {**frame(row.pair), "row": row}
    if request.method != "POST":
        initial = {name: getattr(row, name) for name in ("due_on", "measured_by", "source", "version")}
        return page(request, "followup/plan.html", {**context, "form": PlanForm(initial=initial)})
    form, theirs = PlanForm(request.POST), ""
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.change_followup(
                followup=row, by=request.user, **{**said, "version": said["version"] or 0}
            )
            messages.success(request, _("Uppföljningen är ändrad."))
            return redirect(row)
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    return page(request, "followup/plan.html", {**context, "form": form, "theirs": theirs}, status=422)


@login_required
@require_safe
def lessons(request: MemberRequest, slug: str) -> HttpResponse:
    """Lärdomsbanken: what was tried on which cause in the whole city. `?slag=` is a kind of problem, `?sok=` words."""
    pair = access.pair_for(request.user, slug)
    form = SearchForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {"slag": "", "sok": ""}
    found = queries.lessons_in(pair.city, request.user, kind=asked["slag"], text=asked["sok"])
    context = {
        **frame(pair),
        "form": form,
        "lessons": found,
        "is_asked": bool(asked["slag"] or asked["sok"]),
    }
    return page(request, "followup/lessons.html", context)
