"""Adding and taking away what belongs to the day: programme, participants, material."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.conference import access, services
from samsyn.conference.forms import MaterialForm, ParticipantForm, PointForm
from samsyn.conference.models import Conference, Material, Participant, ProgrammePoint
from samsyn.conference.views.pages import show
from samsyn.conference.views.shared import FORM, frame
from samsyn.people.requests import MemberRequest
from samsyn.steps.situation.models import Edition
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

KINDS: dict[str, Any] = {"program": ProgrammePoint, "deltagare": Participant, "material": Material}


@login_required
def point_new(request: MemberRequest, city: str, year: int) -> HttpResponse:
    """Add a point to the programme."""
    row = access.conference_for(request.user, city, year, change=True)
    form = PointForm(request.POST or None) if request.method == "POST" else PointForm()
    return _added(request, row, form, "point", lambda: services.add_point(**_said(row, form, request)))


@login_required
def participant_new(request: MemberRequest, city: str, year: int) -> HttpResponse:
    """Add how many of a function take part."""
    row = access.conference_for(request.user, city, year, change=True)
    form = ParticipantForm(request.POST) if request.method == "POST" else ParticipantForm()
    return _added(
        request, row, form, "participant", lambda: services.add_participant(**_said(row, form, request))
    )


@login_required
def material_new(request: MemberRequest, city: str, year: int) -> HttpResponse:
    """Add something to read."""
    row = access.conference_for(request.user, city, year, change=True)
    editions = Edition.objects.filter(picture__pair__city=row.city, state=EditionState.DECIDED)
    known = list(editions.select_related("picture__pair").defer("canonical").order_by("picture__pair__name"))
    form = MaterialForm(request.POST if request.method == "POST" else None, editions=known)
    return _added(
        request,
        row,
        form,
        "material",
        lambda: services.add_material(conference=row, by=request.user, **form.said()),
    )


def _said(row: Conference, form: Form, request: MemberRequest) -> dict[str, Any]:
    return {"conference": row, "by": request.user, **form.cleaned_data}


def _added(
    request: MemberRequest, row: Conference, form: Form, what: str, add: Callable[[], object]
) -> HttpResponse:
    """Show the form, or add what it says and go back to the conference."""
    context = {**frame(row), "what": what, "form": form}
    if request.method != "POST":
        return page(request, FORM, context)
    if form.is_valid():
        try:
            add()
            messages.success(request, _("Sparat på konferensens sida."))
            return redirect(f"{row.get_absolute_url()}#fore")
        except UserError as error:
            refused(form, error, version=None)
    return page(request, FORM, context, status=422)


@login_required
@require_POST
def remove(request: MemberRequest, city: str, year: int, kind: str, pk: int) -> HttpResponse:
    """Take a point, a function or a piece of material away."""
    row = access.conference_for(request.user, city, year, change=True)
    model = KINDS.get(kind)
    part = model._default_manager.filter(conference=row, pk=pk).first() if model is not None else None
    if part is None:
        raise Http404
    part.conference = row
    try:
        services.remove_part(part=part, by=request.user)
    except UserError as error:
        return show(request, row, problem=str(error), status=422)
    messages.success(request, _("Borttaget från konferensens sida."))
    return redirect(f"{row.get_absolute_url()}#fore")
