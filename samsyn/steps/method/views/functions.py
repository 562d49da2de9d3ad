"""Who does what in the work, by function and party."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people.requests import MemberRequest
from samsyn.steps.method import access, services
from samsyn.steps.method.forms import FunctionForm
from samsyn.steps.method.models import WorkFunction
from samsyn.steps.method.views.shared import FormPage, posted_version, read_version, saved
from samsyn.steps.situation.views.shared import refused
from samsyn.ui.errors import UserError

PART = "organisation"


@login_required
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add a function to the work."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    form = FunctionForm(request.POST or None, initial={"party": request.user.party})
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("function", "party", "task")}
        try:
            services.add_function(plan=plan, by=request.user, **said)
            return saved(request, plan, _("Funktionen är tillagd."), part=PART)
        except UserError as error:
            refused(form, error, version=None)
    said_page = FormPage(
        heading=_("Lägg till en funktion"),
        lead=_("Skriv tjänster, inte namn: funktionen finns kvar när någon slutar."),
        button=_("Lägg till funktionen"),
        back=PART,
    )
    return said_page.show(request, plan, form, is_refused=request.method == "POST")


@login_required
def change(request: MemberRequest, slug: str, pk: int, function: int) -> HttpResponse:
    """Change a function, its party or its task."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    row = access.function_of(plan, function)
    form, theirs = FunctionForm(request.POST or None, initial=_initial(row)), ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            services.change_function(
                function=row,
                version=read_version(form),
                by=request.user,
                name=said["function"],
                party=said["party"],
                task=said["task"],
            )
            return saved(request, plan, _("Ändringen är sparad."), part=PART)
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    return _change_page(row).show(request, plan, form, theirs=theirs, is_refused=request.method == "POST")


def _initial(row: WorkFunction) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("function", "party", "task", "version")}


def _change_page(row: WorkFunction) -> FormPage:
    return FormPage(
        heading=_("Ändra en funktion"),
        lead=_("Ändrar ni något i en text på granskning blir den ett utkast igen."),
        button=_("Spara ändringen"),
        back=PART,
        remove_url=reverse("method:function_remove", args=[row.plan.pair.slug, row.plan_id, row.pk]),
        remove_text=_("Funktionen försvinner ur planen."),
        remove_button=_("Ta bort funktionen"),
    )


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int, function: int) -> HttpResponse:
    """Take a function out of the plan."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    row = access.function_of(plan, function)
    try:
        services.remove_function(function=row, version=posted_version(request), by=request.user)
        return saved(request, plan, _("Funktionen är borttagen."), part=PART)
    except UserError as error:
        row.refresh_from_db()
        form = FunctionForm(initial=_initial(row))
        return _change_page(row).show(request, plan, form, problem=str(error), is_refused=True)
