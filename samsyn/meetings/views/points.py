"""The recurring points of a pair or a city: adding, changing, taking away."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.meetings import access, services
from samsyn.meetings.forms import PointForm, of_new_point, of_point
from samsyn.meetings.models import FixedPoint
from samsyn.meetings.views.shared import frame, say, whole
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair, City
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "meetings/point_form.html"


def _context(owner: AreaPair | City, **more: Any) -> dict[str, Any]:
    name = "meetings:pair_year" if isinstance(owner, AreaPair) else "meetings:city_year"
    from django.urls import reverse

    return {**frame(owner), "back": reverse(name, args=[owner.slug]), "owner": owner, **more}


@login_required
def new_of_pair(request: MemberRequest, slug: str) -> HttpResponse:
    """Add a point to the year of a pair."""
    return _new(request, access.pair_for(request.user, slug, change=True))


@login_required
def new_of_city(request: MemberRequest, slug: str) -> HttpResponse:
    """Add a point to the year of a whole city."""
    return _new(request, access.city_for(request.user, slug, change=True))


def _new(request: MemberRequest, owner: AreaPair | City) -> HttpResponse:
    if request.method != "POST":
        return page(request, FORM, _context(owner, form=PointForm(initial=of_new_point(today()))))
    form = PointForm(request.POST)
    if form.is_valid():
        pair = owner if isinstance(owner, AreaPair) else None
        city = owner if isinstance(owner, City) else owner.city
        try:
            made = services.add_point(city=city, pair=pair, by=request.user, **form.said())
            messages.success(request, _("Punkten står nu i årshjulet."))
            return _back(owner, made)
        except UserError as error:
            refused(form, error)
    return page(request, FORM, _context(owner, form=form), status=422)


def _back(owner: AreaPair | City, point: FixedPoint | None = None) -> HttpResponse:
    name = "meetings:pair_year" if isinstance(owner, AreaPair) else "meetings:city_year"
    to = redirect(name, slug=owner.slug)
    if point is not None:
        to["Location"] += f"#punkt-{point.pk}"
    return to


@login_required
def change_of_pair(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change a point of a pair."""
    row = access.point_for(request.user, slug, pk, of_city=False)
    assert row.pair is not None
    return _change(request, row.pair, row)


@login_required
def change_of_city(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change a point of a whole city."""
    row = access.point_for(request.user, slug, pk, of_city=True)
    return _change(request, row.city, row)


def _change(request: MemberRequest, owner: AreaPair | City, row: FixedPoint) -> HttpResponse:
    if request.method != "POST":
        return page(request, FORM, _context(owner, point=row, form=PointForm(initial=of_point(row))))
    form, theirs = PointForm(request.POST), ""
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_point(point=row, version=version, by=request.user, **form.said())
            messages.success(request, _("Årshjulet är ändrat."))
            return _back(owner, row)
        except UserError as error:
            row.refresh_from_db()
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, _context(owner, point=row, form=form, theirs=theirs), status=422)


@login_required
@require_POST
def remove_of_pair(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take a point of a pair away."""
    row = access.point_for(request.user, slug, pk, of_city=False)
    assert row.pair is not None
    return _remove(request, row.pair, row)


@login_required
@require_POST
def remove_of_city(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take a point of a whole city away."""
    row = access.point_for(request.user, slug, pk, of_city=True)
    return _remove(request, row.city, row)


def _remove(request: MemberRequest, owner: AreaPair | City, row: FixedPoint) -> HttpResponse:
    try:
        services.remove_point(point=row, version=whole(request.POST.get("version", "")), by=request.user)
        messages.success(request, _("Punkten är borttagen ur årshjulet."))
    except UserError as error:
        say(request, error)
    return _back(owner)
