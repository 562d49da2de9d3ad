"""Medarbetare: who works in a city, in which organisation, with which roles and offices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from samsyn.people import access, queries, resets, services
from samsyn.people.forms.members import (
    MemberForm,
    NewcomerForm,
    OfficeForm,
    OrganisationForm,
    OwnDetailsForm,
    RoleForm,
)
from samsyn.people.models import Member, OfficeHolding, RoleAssignment
from samsyn.people.requests import MemberRequest
from samsyn.places.models import City
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page


def saved(form: Form, service: Callable[[], Any]) -> Any:
    """Run the service on a valid form; put what went wrong on the form and return None."""
    if not form.is_valid():
        return None
    try:
        return service()
    except UserError as error:
        form.add_error(None, str(error))
        return None


@login_required
def cities(request: MemberRequest) -> HttpResponse:
    """Show the cities that one administers; straight to the city when it is the only one."""
    mine = list(access.administered_cities(request.user))
    if not mine:
        raise PermissionDenied
    if len(mine) == 1:
        return redirect("people:members", mine[0].slug)
    return page(request, "people/cities.html", {"cities": mine, "room": "settings"})


def _tell(request: MemberRequest, row: RoleAssignment | OfficeHolding) -> None:
    """Say that what was given waits for the member's own authority."""
    if row.waits:
        said = _(
            "Uppdraget är sparat men gäller inte än. Någon i medarbetarens egen myndighet ska bekräfta det."
        )
        messages.warning(request, said)


def _status(request: MemberRequest) -> int:
    return 422 if request.method == "POST" else 200


@login_required
def members(request: MemberRequest, city: str) -> HttpResponse:
    row = access.city_to_administer(request.user, city)
    return page(
        request,
        "people/members.html",
        {
            "city": row,
            "organisations": queries.members_of(row),
            "forums": queries.forums_of(row),
            "several": access.administered_cities(request.user).count() > 1,
            "is_example": row.is_example,
        },
    )


@login_required
@never_cache
def add_member(request: MemberRequest, city: str) -> HttpResponse:
    row = access.city_to_administer(request.user, city)
    form = MemberForm(request.POST or None, city=row)
    if request.method == "POST":
        made = saved(form, lambda: services.add_member(by=request.user, **form.cleaned_data))
        if made:
            return show_password(request, row, *made)
    return page(
        request,
        "people/member_form.html",
        {"city": row, "form": form, "is_example": row.is_example},
        status=_status(request),
    )


def show_password(request: MemberRequest, city: City, member: Member, password: str) -> HttpResponse:
    """Show the one-time password. The answer is not a redirect: the password exists nowhere but in it."""
    return page(
        request,
        "people/password.html",
        {"city": city, "member": member, "password": password, "is_example": city.is_example},
    )


@login_required
def add_organisation(request: MemberRequest, city: str) -> HttpResponse:
    row = access.city_to_administer(request.user, city)
    form = OrganisationForm(request.POST or None, city=row)
    if request.method == "POST" and saved(
        form, lambda: services.add_organisation(city=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Organisationen är tillagd."))
        return redirect("people:members", row.slug)
    return page(
        request,
        "people/organisation_form.html",
        {"city": row, "form": form, "is_example": row.is_example},
        status=_status(request),
    )


@login_required
def add_newcomer(request: MemberRequest, city: str) -> HttpResponse:
    """Give somebody from another city a role here."""
    row = access.city_to_administer(request.user, city)
    form = NewcomerForm(request.POST or None, city=row, by=request.user)
    if request.method == "POST":
        made = saved(form, lambda: services.give_role(city=row, by=request.user, **form.cleaned_data))
        if made:
            _tell(request, made)
            return redirect("people:member", row.slug, made.member_id)
    return page(
        request,
        "people/newcomer_form.html",
        {"city": row, "form": form, "is_example": row.is_example},
        status=_status(request),
    )


def member_of(request: MemberRequest, city: str, pk: int) -> tuple[City, Member]:
    row = access.city_to_administer(request.user, city)
    member = queries.known_to(request.user).select_related("organisation__city").filter(pk=pk).first()
    if member is None:
        raise Http404
    return row, member


def _member_page(
    request: MemberRequest, city: City, member: Member, *, status: int = 200, **forms: Form
) -> HttpResponse:
    return page(
        request,
        "people/member.html",
        {
            "city": city,
            "member": member,
            "is_ours": member.organisation.city_id == city.pk,
            "reset": resets.open_for(member),
            "roles": queries.roles_of(member, city),
            "offices": queries.offices_of(member, city),
            "details_form": forms.get("details")
            or OwnDetailsForm(initial={"name": member.name, "title": member.title}),
            "role_form": forms.get("role") or RoleForm(city=city, prefix="role"),
            "office_form": forms.get("office") or OfficeForm(city=city, member=member, prefix="office"),
            "is_example": city.is_example,
        },
        status=status,
    )


@login_required
def member(request: MemberRequest, city: str, pk: int) -> HttpResponse:
    return _member_page(request, *member_of(request, city, pk))


@login_required
@require_POST
def change_member(request: MemberRequest, city: str, pk: int) -> HttpResponse:
    row, who = member_of(request, city, pk)
    form = OwnDetailsForm(request.POST)
    if saved(form, lambda: services.change_member(member=who, by=request.user, **form.cleaned_data)):
        return redirect("people:member", row.slug, who.pk)
    return _member_page(request, row, who, status=422, details=form)


@login_required
@require_POST
def give_role(request: MemberRequest, city: str, pk: int) -> HttpResponse:
    row, who = member_of(request, city, pk)
    form = RoleForm(request.POST, city=row, prefix="role")
    made = saved(form, lambda: services.give_role(member=who, city=row, by=request.user, **form.cleaned_data))
    if made:
        _tell(request, made)
        return redirect("people:member", row.slug, who.pk)
    return _member_page(request, row, who, status=422, role=form)


@login_required
@require_POST
def give_office(request: MemberRequest, city: str, pk: int) -> HttpResponse:
    row, who = member_of(request, city, pk)
    form = OfficeForm(request.POST, city=row, member=who, prefix="office")
    made = saved(form, lambda: services.give_office(member=who, by=request.user, **form.cleaned_data))
    if made:
        _tell(request, made)
        return redirect("people:member", row.slug, who.pk)
    return _member_page(request, row, who, status=422, office=form)


@login_required
@require_POST
def end_duty(request: MemberRequest, city: str, pk: int, kind: str, duty: int) -> HttpResponse:
    """End a role or a holding of an office today."""
    row, who = member_of(request, city, pk)
    rows = queries.roles_of(who, row) if kind == "roll" else queries.offices_of(who, row)
    found = next((each for each in rows if each.pk == duty), None)
    if found is None:
        raise Http404
    try:
        if kind == "roll":
            services.end_role(row=found, by=request.user)  # type: ignore[arg-type]
        else:
            services.end_office(row=found, by=request.user)  # type: ignore[arg-type]
    except UserError as error:
        messages.error(request, str(error))
    return redirect("people:member", row.slug, who.pk)


@login_required
@require_POST
def open_or_close(request: MemberRequest, city: str, pk: int) -> HttpResponse:
    """Close a member's sign-in, or open it again: the button says which."""
    row, who = member_of(request, city, pk)
    service = services.open_member if request.POST.get("do") == "open" else services.close_member
    try:
        service(member=who, by=request.user)
    except UserError as error:
        messages.error(request, str(error))
    return redirect("people:member", row.slug, who.pk)
