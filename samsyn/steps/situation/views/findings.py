"""Writing findings and choosing the figures that they rest on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.people.requests import MemberRequest
from samsyn.steps.situation import access, queries, services
from samsyn.steps.situation.forms import FindingForm
from samsyn.steps.situation.models import Finding, SituationPicture
from samsyn.steps.situation.queries.areas import areas_of
from samsyn.steps.situation.queries.figures import Figure, search
from samsyn.steps.situation.queries.texts import figure_shown
from samsyn.steps.situation.views.shared import back_to, frame, refused
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

TEMPLATE = "situation/finding.html"
MOST_SHOWN = 40


@login_required
def new(request: MemberRequest, slug: str) -> HttpResponse:
    """Write a new finding; `?sok=` searches among the figures."""
    picture = access.picture_for(request.user, slug, change=True)
    areas = areas_of(picture.pair)
    if request.method != "POST":
        form = FindingForm(areas=areas)
        return page(request, TEMPLATE, _context(request, picture, form, request.GET.getlist("tal")))
    form, chosen = FindingForm(request.POST, areas=areas), request.POST.getlist("tal")
    if "sok-tal" in request.POST:
        return _searched(request, picture, areas, chosen)
    if form.is_valid():
        try:
            services.add_finding(picture=picture, by=request.user, figures=chosen, **_said(form))
            messages.success(request, _("Slutsatsen är sparad."))
            return back_to(picture.pair, "slutsatser")
        except UserError as error:
            refused(form, error, version=None)
    return page(request, TEMPLATE, _context(request, picture, form, chosen), status=422)


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change one's own party's finding."""
    row = _own(request, slug, pk)
    picture, areas = row.picture, areas_of(row.picture.pair)
    if request.method != "POST":
        initial = {
            "statement": row.statement,
            "doubt": row.doubt,
            "area": row.area_id,
            "version": row.version,
        }
        form = FindingForm(initial=initial, areas=areas)
        chosen = [queries.reference_of(kept) for kept in row.figures]
        return page(request, TEMPLATE, _context(request, picture, form, chosen, row=row))
    form, chosen, theirs = FindingForm(request.POST, areas=areas), request.POST.getlist("tal"), ""
    if "sok-tal" in request.POST:
        return _searched(request, picture, areas, chosen, row=row)
    if form.is_valid():
        try:
            services.change_finding(
                finding=row,
                by=request.user,
                figures=chosen,
                version=form.cleaned_data["version"] or 0,
                **_said(form),
            )
            messages.success(request, _("Slutsatsen är sparad."))
            return back_to(picture.pair, "slutsatser")
        except UserError as error:
            row.refresh_from_db(fields=["version", "statement", "doubt", "figures", "removed_at"])
            theirs = refused(form, error, version=row.version)
    context = _context(request, picture, form, chosen, row=row, theirs=theirs)
    return page(request, TEMPLATE, context, status=422)


def _said(form: FindingForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("statement", "doubt", "area")}


def _searched(
    request: MemberRequest,
    picture: SituationPicture,
    areas: list[Any],
    chosen: list[str],
    *,
    row: Finding | None = None,
) -> HttpResponse:
    """Answer a search among the figures: nothing is saved, nothing that was typed is lost."""
    typed = {name: request.POST.get(name, "") for name in ("statement", "doubt", "area", "version")}
    form = FindingForm(initial=typed, areas=areas)
    return page(request, TEMPLATE, _context(request, picture, form, chosen, row=row))


def _context(
    request: MemberRequest,
    picture: SituationPicture,
    form: FindingForm,
    chosen: list[str],
    *,
    row: Finding | None = None,
    theirs: str = "",
) -> dict[str, Any]:
    """Return the page's context: the chosen figures first, then those that the search found."""
    asked = request.POST.get("sok", request.GET.get("sok", ""))[:100]
    in_force = queries.candidates_for(picture.pair)
    by_reference: dict[str, Any] = {one.reference: one for one in in_force}
    for kept in row.figures if row is not None else []:
        shown = figure_shown(kept)
        by_reference.setdefault(shown.reference, shown)
    mine = [by_reference[reference] for reference in dict.fromkeys(chosen) if reference in by_reference]
    taken = {one.reference for one in mine}
    found: list[Figure] = [one for one in search(in_force, asked) if one.reference not in taken]
    return {
        **frame(picture.pair),
        "form": form,
        "row": row,
        "theirs": theirs,
        "asked": asked,
        "chosen": mine,
        "found": found[:MOST_SHOWN],
        "more": max(0, len(found) - MOST_SHOWN),
        "any_figures": bool(in_force),
    }


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take one's own party's finding out of the picture."""
    row = _own(request, slug, pk)
    initial = {"statement": row.statement, "doubt": row.doubt, "area": row.area_id or ""}
    form = FindingForm(
        {**initial, "version": request.POST.get("version", "")}, areas=areas_of(row.picture.pair)
    )
    theirs = ""
    if form.is_valid():
        try:
            services.remove_finding(finding=row, version=form.cleaned_data["version"] or 0, by=request.user)
            messages.success(request, _("Slutsatsen är borttagen."))
            return back_to(row.picture.pair, "slutsatser")
        except UserError as error:
            theirs = refused(form, error, version=row.version)
    chosen = [queries.reference_of(kept) for kept in row.figures]
    context = _context(request, row.picture, form, chosen, row=row, theirs=theirs)
    return page(request, TEMPLATE, context, status=422)


@login_required
@require_POST
def move(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Move a finding one place up or down."""
    row = access.finding_for(request.user, slug, pk)
    services.move_finding(finding=row, up=request.POST.get("till") == "upp", by=request.user)
    return back_to(row.picture.pair, f"slutsats-{row.pk}", is_ordering=True)


def _own(request: MemberRequest, slug: str, pk: int) -> Finding:
    row = access.finding_for(request.user, slug, pk)
    if row.party != request.user.party:
        raise PermissionDenied
    return row
