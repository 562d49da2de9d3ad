"""Choosing a method for a cause, and leaving a cause out aloud."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people.requests import MemberRequest
from samsyn.steps.method import access, queries, services
from samsyn.steps.method.forms import ChoiceForm, ReasonForm
from samsyn.steps.method.models import MethodChoice, WorkPlan
from samsyn.steps.method.views.shared import FormPage, posted_version, read_version, saved
from samsyn.steps.problem.models import Cause
from samsyn.steps.situation.views.shared import refused
from samsyn.ui.errors import UserError

PART = "metoder"


@login_required
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Choose a method; `?orsak=` and `?metod=` fill in what was chosen on the way here."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    initial = {"cause": request.GET.get("orsak", ""), "method": request.GET.get("metod", "")}
    form = ChoiceForm(request.POST or None, initial=initial, causes=queries.causes_of(plan))
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("cause", "method", "own_method", "why")}
        try:
            services.choose_method(plan=plan, by=request.user, **said)
            return saved(request, plan, _("Metoden är vald."), part=PART)
        except UserError as error:
            refused(form, error, version=None)
    said_page = FormPage(
        heading=_("Välj en metod för en orsak"),
        lead=_("En metod väljs mot en orsak, inte mot problemet. Säg varför den passar just här."),
        button=_("Välj metoden"),
        back=PART,
    )
    return said_page.show(request, plan, form, is_refused=request.method == "POST")


@login_required
def change(request: MemberRequest, slug: str, pk: int, choice: int) -> HttpResponse:
    """Change a chosen method, or the reason for leaving a cause out."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    row = access.choice_of(plan, choice)
    form, theirs = _form(row, request.POST or None), ""
    if request.method == "POST" and form.is_valid():
        said = {
            name: form.cleaned_data[name] for name in ("why", "method", "own_method") if name in form.fields
        }
        try:
            services.change_choice(choice=row, version=read_version(form), by=request.user, **said)
            return saved(request, plan, _("Ändringen är sparad."), part=PART)
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    return _change_page(row).show(request, plan, form, theirs=theirs, is_refused=request.method == "POST")


def _form(row: MethodChoice, data: QueryDict | None = None) -> Form:
    initial = {"method": row.method, "own_method": row.own_method, "why": row.why, "version": row.version}
    if row.is_left_out:
        return ReasonForm(data, initial=initial)
    return ChoiceForm(data, initial=initial, causes=[], is_new=False)


def _change_page(row: MethodChoice) -> FormPage:
    is_out = row.is_left_out
    return FormPage(
        heading=_("Varför ni lämnar orsaken") if is_out else _("Ändra den valda metoden"),
        lead=_("Ändrar ni något i en text på granskning blir den ett utkast igen."),
        button=_("Spara ändringen"),
        back=PART,
        about=row.cause.text,
        remove_url=reverse("method:choice_remove", args=[row.plan.pair.slug, row.plan_id, row.pk]),
        remove_text=_("Ni kan välja en metod för orsaken i stället.")
        if is_out
        else _("Metoden försvinner ur planen. Orsaken behöver då en annan metod eller ett skäl."),
        remove_button=_("Ta upp orsaken igen") if is_out else _("Ta bort metoden"),
    )


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int, choice: int) -> HttpResponse:
    """Take a chosen method, or the word that a cause is left out, from the plan."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    row = access.choice_of(plan, choice)
    try:
        services.remove_choice(choice=row, version=posted_version(request), by=request.user)
        return saved(request, plan, _("Valet är borttaget."), part=PART)
    except UserError as error:
        row.refresh_from_db()
        return _change_page(row).show(request, plan, _form(row), problem=str(error), is_refused=True)


@login_required
def leave_out(request: MemberRequest, slug: str, pk: int, cause: int) -> HttpResponse:
    """Say aloud that nobody works on a cause, and why."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    found = _cause(plan, cause)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.leave_out(plan=plan, cause=found, why=form.cleaned_data["why"], by=request.user)
            return saved(
                request, plan, _("Det står nu i planen att ni lämnar orsaken, och varför."), part=PART
            )
        except UserError as error:
            refused(form, error, version=None)
    said_page = FormPage(
        heading=_("Lämna en orsak utan metod"),
        lead=_("Att låta bli är också ett val. Säg det högt, så att ingen tror att det glömdes."),
        button=_("Spara skälet"),
        back=PART,
        about=found.text,
    )
    return said_page.show(request, plan, form, is_refused=request.method == "POST")


def _cause(plan: WorkPlan, pk: int) -> Cause:
    for one in queries.causes_of(plan):
        if one.pk == pk:
            return one
    raise Http404
