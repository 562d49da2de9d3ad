"""Writing goals: the form, the answer beside it, and removing a goal."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people.requests import MemberRequest
from samsyn.steps.purpose import access, services
from samsyn.steps.purpose.drafting import Draft, draft
from samsyn.steps.purpose.models import Goal, Purpose
from samsyn.steps.purpose.views.shared import back_to, closed, frame
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "purpose/goal_form.html"
ANSWER = "purpose/answer.html"
ASKS = ("sok-tal", "rakna", "valj")  # buttons that save nothing


@login_required
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write a new goal. Every button but one answers the form as it was typed; that one saves."""
    purpose = access.purpose_for(request.user, slug, pk, change=True)
    if request.method != "POST" and not purpose.is_open:
        return closed(request, purpose)
    if request.method != "POST":
        return page(request, FORM, _context(draft(purpose, chosen=request.GET.get("tal", ""))))
    made = draft(purpose, _asked(request.POST))
    if _only_asks(request):
        return page(request, FORM, _context(made.unsaved()))
    if made.form.is_valid():
        try:
            goal = services.add_goal(purpose=purpose, by=request.user, **made.said())
            messages.success(request, _("Målet är sparat i utkastet."))
            return back_to(purpose, goal)
        except UserError as error:
            refused(made.form, error, version=None)
    return page(request, FORM, _context(made), status=422)


@login_required
def change(request: MemberRequest, slug: str, pk: int, goal: int) -> HttpResponse:
    """Change a goal that is not decided."""
    row = access.goal_for(request.user, slug, pk, goal)
    if request.method != "POST" and (not row.purpose.is_open or row.removed_at is not None):
        return closed(request, row.purpose)
    if request.method != "POST":
        return page(request, FORM, _context(draft(row.purpose, goal=row)))
    made = draft(row.purpose, _asked(request.POST), goal=row)
    if _only_asks(request):
        return page(request, FORM, _context(made.unsaved()))
    theirs = ""
    if made.form.is_valid():
        version = made.form.cleaned_data["version"] or 0
        try:
            saved = services.change_goal(goal=row, version=version, by=request.user, **made.said())
            messages.success(request, _("Målet är sparat i utkastet."))
            return back_to(row.purpose, saved)
        except UserError as error:
            row.refresh_from_db(fields=["version", "removed_at"])
            theirs = refused(made.form, error, version=row.version)
    return page(request, FORM, _context(made, theirs=theirs), status=422)


@login_required
@require_POST
def answer(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Answer a form that is being typed: the part beside it and the fields of numbers. Nothing is saved.

    `nytt-tal` says that another figure was chosen just now: the direction follows what is better of it.
    """
    purpose = access.purpose_for(request.user, slug, pk, change=True)
    made = draft(purpose, request.POST, goal=_goal(request, slug, purpose))
    if "nytt-tal" in request.POST and made.chosen is not None:
        made = draft(purpose, made.turned(request.POST), goal=made.goal)
    return page(request, ANSWER, {**frame(purpose.pair), "draft": made})


def _goal(request: MemberRequest, slug: str, purpose: Purpose) -> Goal | None:
    """Return the goal that is being changed, whose own figure may be of an earlier edition."""
    number = request.POST.get("mal", "")
    return access.goal_for(request.user, slug, purpose.pk, int(number)) if number.isdecimal() else None


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int, goal: int) -> HttpResponse:
    """Take a goal out of the draft."""
    row = access.goal_for(request.user, slug, pk, goal)
    version = request.POST.get("version", "")
    try:
        services.remove_goal(goal=row, version=int(version) if version.isdecimal() else 0, by=request.user)
        messages.success(request, _("Målet är borttaget ur utkastet."))
        return back_to(row.purpose)
    except UserError as error:
        row.refresh_from_db()
        made = draft(row.purpose, goal=row)
        return page(request, FORM, _context(made, problem=str(error)), status=422)


def _only_asks(request: MemberRequest) -> bool:
    return any(name in request.POST for name in ASKS)


def _asked(typed: QueryDict) -> QueryDict:
    """Return what was typed, with what a chosen way out writes in it."""
    kept = typed.copy()
    for name, values in QueryDict(typed.get("valj", "")[:2000]).lists():
        kept.setlist(name, values)
    return kept


def _context(made: Draft, **more: Any) -> dict[str, Any]:
    return {**frame(made.purpose.pair), "draft": made, **more}
