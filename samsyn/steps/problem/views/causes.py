"""Adding a cause with what it leads to, changing it, and removing it with what hangs on it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from samsyn.people.requests import MemberRequest
from samsyn.steps.problem import access, queries, services
from samsyn.steps.problem.forms import PROBLEM, CauseForm
from samsyn.steps.problem.models import Cause, CauseKind
from samsyn.steps.problem.views.shared import back_to, framed, party_of
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "problem/cause.html"
REMOVE = "problem/cause_remove.html"


@login_required
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add a cause; `?leder-till=` chooses beforehand the cause that it leads to."""
    picture = access.picture_for(request.user, slug, pk, change=True)
    rows: dict[str, Any] = {"causes": queries.causes(picture), "problem": picture.title}
    if request.method != "POST":
        effect = request.GET.get("leder-till", "")
        kind = CauseKind.UNDERLYING if effect else CauseKind.DIRECT
        form = CauseForm(initial={"effect": effect or PROBLEM, "kind": kind}, **rows)
        return page(request, FORM, framed(picture, form=form))
    form = CauseForm(request.POST, **rows)
    if form.is_valid():
        said = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        try:
            made = services.add_cause(picture=picture, by=request.user, **said)
            messages.success(request, _("Orsaken är sparad. Säg nu hur säkra ni är på den."))
            return back_to(picture, f"orsak-{made.pk}")
        except UserError as error:
            refused(form, error, version=None)
    return page(request, FORM, framed(picture, form=form), status=422)


@login_required
def change(request: MemberRequest, slug: str, pk: int, cause: int) -> HttpResponse:
    """Change a cause."""
    row = access.cause_for(request.user, slug, pk, cause)
    if request.method != "POST":
        form = CauseForm(initial=_initial(row), is_new=False)
        return page(request, FORM, framed(row.picture, form=form, cause=row))
    form, theirs = CauseForm(request.POST, is_new=False), ""
    if form.is_valid():
        said = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
        try:
            services.change_cause(cause=row, by=request.user, **said)
            messages.success(request, _("Orsaken är sparad."))
            return back_to(row.picture, f"orsak-{row.pk}")
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    context = framed(row.picture, form=form, cause=row, theirs=theirs)
    return page(request, FORM, context, status=422)


@login_required
def remove(request: MemberRequest, slug: str, pk: int, cause: int) -> HttpResponse:
    """Ask once, with what goes along, and remove a cause."""
    row = access.cause_for(request.user, slug, pk, cause)
    problem = ""
    if request.method == "POST":
        try:
            read = request.POST.get("version", "")
            services.remove_cause(cause=row, version=int(read) if read.isdecimal() else 0, by=request.user)
            messages.success(request, _("Orsaken är borttagen."))
            return back_to(row.picture, "samband")
        except UserError as error:
            problem = str(error)
            row.refresh_from_db(fields=["version", "text", "removed_at"])
    found = [one for one in queries.tree(row.picture, party_of(request)).causes if one.row.pk == row.pk]
    context = framed(row.picture, cause=row, shown=found[0] if found else None, problem=problem)
    return page(request, REMOVE, context, status=422 if problem else 200)


def _initial(row: Cause) -> dict[str, Any]:
    return {
        "text": row.text,
        "kind": row.kind,
        "perspective": row.perspective,
        "grounds": row.grounds,
        "disproof": row.disproof,
        "version": row.version,
    }
