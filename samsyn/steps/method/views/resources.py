"""Promising resources, and writing in what is given of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people.requests import MemberRequest
from samsyn.steps.method import access, services
from samsyn.steps.method.forms import DAY, GivenForm, ResourceForm
from samsyn.steps.method.models import GivenResource, Resource, WorkPlan
from samsyn.steps.method.queries.resources import ResourceRow, given_of, given_rows
from samsyn.steps.method.views.shared import FormPage, posted_version, read_version, saved
from samsyn.steps.situation.views.shared import refused
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError

PART = "resurser"


@login_required
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Promise a resource for one's own party, or for an outside organisation."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    initial = {"organisation": request.user.organisation_id, "period_start": today()}
    form = _form(request, plan, request.POST or None, initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.promise_resource(plan=plan, by=request.user, **form.said())
            return saved(request, plan, _("Resursen är inskriven som ett löfte."), part=PART)
        except UserError as error:
            refused(form, error, version=None)
    said_page = FormPage(
        heading=_("Lova en resurs"),
        lead=_("Varje part lovar för sina egna. Båda ser allt, och löftet blir en del av beslutet."),
        button=_("Lova resursen"),
        back=PART,
    )
    return said_page.show(request, plan, form, is_refused=request.method == "POST")


@login_required
def change(request: MemberRequest, slug: str, pk: int, resource: int) -> HttpResponse:
    """Change a promise of one's own party."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    row = access.own_resource_of(plan, resource, request.user)
    form, theirs = _form(request, plan, request.POST or None, _initial(row)), ""
    if request.method == "POST" and form.is_valid():
        try:
            services.change_resource(resource=row, version=read_version(form), by=request.user, **form.said())
            return saved(request, plan, _("Ändringen är sparad."), part=PART)
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    return _change_page(row).show(request, plan, form, theirs=theirs, is_refused=request.method == "POST")


def _form(
    request: MemberRequest, plan: WorkPlan, data: QueryDict | None, initial: dict[str, object]
) -> ResourceForm:
    organisations = access.organisations_for(request.user, plan.pair)
    return ResourceForm(data, initial=initial, organisations=organisations)


def _initial(row: Resource) -> dict[str, object]:
    names = ("kind", "what", "amount", "unit", "period_start", "version")
    return {
        **{name: getattr(row, name) for name in names},
        "organisation": row.organisation_id,
        "period_last": row.period_end - DAY,
    }


def _change_page(row: Resource) -> FormPage:
    return FormPage(
        heading=_("Ändra ett löfte"),
        lead=_("Ändrar ni något i en text på granskning blir den ett utkast igen."),
        button=_("Spara ändringen"),
        back=PART,
        about=row.organisation.name,
        remove_url=reverse("method:resource_remove", args=[row.plan.pair.slug, row.plan_id, row.pk]),
        remove_text=_("Löftet försvinner ur planen. Det som redan är givet räknas då inte med."),
        remove_button=_("Ta tillbaka löftet"),
    )


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int, resource: int) -> HttpResponse:
    """Take back a promise of one's own party."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    row = access.own_resource_of(plan, resource, request.user)
    try:
        services.remove_resource(resource=row, version=posted_version(request), by=request.user)
        return saved(request, plan, _("Löftet är tillbakataget."), part=PART)
    except UserError as error:
        row.refresh_from_db()
        form = _form(request, plan, None, _initial(row))
        return _change_page(row).show(request, plan, form, problem=str(error), is_refused=True)


@login_required
def give(request: MemberRequest, slug: str, pk: int, resource: int) -> HttpResponse:
    """Write in what was given of a promise, and see what was written in before."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    row = _may_give(request, plan, resource)
    form = GivenForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        try:
            services.give_resource(resource=row, by=request.user, **form.cleaned_data)
            return saved(request, plan, _("Det givna är inskrivet."), part=PART)
        except UserError as error:
            refused(form, error, version=None)
    return _give_page(request, plan, row, form, is_refused=request.method == "POST")


def _may_give(request: MemberRequest, plan: WorkPlan, pk: int) -> Resource:
    row = access.resource_of(plan, pk)
    if not access.may_give(request.user, plan.pair, row.organisation):
        raise PermissionDenied
    return row


def _give_page(
    request: MemberRequest,
    plan: WorkPlan,
    row: Resource,
    form: GivenForm,
    *,
    problem: str = "",
    is_refused: bool = False,
) -> HttpResponse:
    said_page = FormPage(
        heading=_("Skriv in vad som är givet"),
        lead=_("Det givna räknas för sig och ändrar inte beslutet. Skriv in mer när mer är gjort."),
        button=_("Skriv in det givna"),
        back=PART,
        about=f"{row.organisation.name}: {row.what}",
    )
    return said_page.show(
        request,
        plan,
        form,
        problem=problem,
        is_refused=is_refused,
        resource=ResourceRow(row, given_of([row.key]).get(row.key, row.amount * 0)),
        given=given_rows(row),
    )


@login_required
@require_POST
def take_back(request: MemberRequest, slug: str, pk: int, resource: int, given: int) -> HttpResponse:
    """Take back what was written in by mistake."""
    plan = access.plan_for(request.user, slug, pk, change=True)
    row = _may_give(request, plan, resource)
    found = GivenResource.objects.filter(pk=given, resource_key=row.key).first()
    if found is None:
        raise Http404
    try:
        services.take_back(resource=row, given=found, by=request.user)
    except UserError as error:
        return _give_page(
            request, plan, row, GivenForm(initial={"on": today()}), problem=str(error), is_refused=True
        )
    return redirect("method:give", slug, plan.pk, row.pk)
