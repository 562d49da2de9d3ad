"""The list of problems, one problem whole, and what it is, where and how it is weighed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair, Place
from samsyn.releases.queries import joint
from samsyn.steps.problem import access, services
from samsyn.steps.problem.forms import ProblemForm, WeighForm
from samsyn.steps.problem.models import ProblemPicture, Weight
from samsyn.steps.problem.reading import listed
from samsyn.steps.problem.views.shared import back_to, frame, framed, party_of
from samsyn.steps.problem.views.whole import whole_page
from samsyn.steps.situation.models import Finding
from samsyn.steps.situation.queries.areas import areas_of
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "problem/form.html"
WEIGH = "problem/weigh.html"


@login_required
@require_safe
def pictures(request: MemberRequest, slug: str) -> HttpResponse:
    """Every problem of the pair: those that are worked with, and those set aside with the reason."""
    pair = access.pair_for(request.user, slug)
    rows = listed(pair, party_of(request))
    context = {
        **frame(pair),
        "rows": [row for row in rows if row.picture.weight != Weight.SET_ASIDE],
        "aside": [row for row in rows if row.picture.weight == Weight.SET_ASIDE],
        "may_write": people.may_write(request.user, pair),
    }
    return page(request, "problem/pictures.html", context)


@login_required
@require_safe
def picture(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """One problem: its facts, the cause tree, the causes with evidence, how sure both are, and how it is weighed."""
    row = access.picture_for(request.user, slug, pk)
    return whole_page(request, row)


@login_required
def new(request: MemberRequest, slug: str) -> HttpResponse:
    """Begin on a problem; `?slutsats=` chooses a finding beforehand."""
    pair = access.pair_for(request.user, slug, change=True)
    rows = _rows(pair)
    if request.method != "POST":
        form = ProblemForm(initial={"findings": request.GET.getlist("slutsats")}, **rows)
        return page(request, FORM, {**frame(pair), "form": form})
    form = ProblemForm(request.POST, **rows)
    if form.is_valid():
        try:
            made = services.add_picture(pair=pair, by=request.user, **_said(form))
            messages.success(request, _("Problembilden är sparad som utkast. Lägg till orsaker härnäst."))
            return redirect(made)
        except UserError as error:
            refused(form, error, version=None)
    return page(request, FORM, {**frame(pair), "form": form}, status=422)


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change what the problem is, where, since when, and which findings show it."""
    row = access.picture_for(request.user, slug, pk, change=True)
    rows = _rows(row.pair, kept=row)
    if request.method != "POST":
        form = ProblemForm(initial=_initial(row), **rows)
        return page(request, FORM, framed(row, form=form))
    form, theirs = ProblemForm(request.POST, **rows), ""
    if form.is_valid():
        try:
            version = form.cleaned_data["version"] or 0
            services.change_picture(picture=row, by=request.user, version=version, **_said(form))
            messages.success(request, _("Problembilden är sparad."))
            return back_to(row)
        except UserError as error:
            row.refresh_from_db(fields=["version", "state"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, framed(row, form=form, theirs=theirs), status=422)


@login_required
def weigh(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take the problem on, or set it aside, with the reason."""
    row = access.picture_for(request.user, slug, pk, change=True)
    if request.method != "POST":
        said: dict[str, Any] = {"weight": row.weight, "reason": row.weight_reason, "version": row.version}
        return page(request, WEIGH, framed(row, form=WeighForm(initial=said)))
    form, theirs = WeighForm(request.POST), ""
    if form.is_valid():
        said = {**form.cleaned_data, "version": form.cleaned_data["version"] or 0}
        try:
            services.weigh(picture=row, by=request.user, **said)
            messages.success(request, _("Prioriteringen är sparad."))
            return back_to(row, "prioritering")
        except UserError as error:
            row.refresh_from_db(fields=["version", "state"])
            theirs = refused(form, error, version=row.version)
    return page(request, WEIGH, framed(row, form=form, theirs=theirs), status=422)


def _rows(pair: AreaPair, *, kept: ProblemPicture | None = None) -> dict[str, Any]:
    """Return what the form lets one choose among; findings that the problem has already stay though they are removed."""
    standing = joint(Finding.objects.filter(picture__pair=pair, removed_at=None))
    findings = list(standing.order_by("position", "pk"))
    if kept is not None:
        mine = {finding.pk for finding in findings}
        findings += [finding for finding in kept.findings.all() if finding.pk not in mine]
    return {
        "areas": areas_of(pair),
        "places": list(Place.objects.filter(city=pair.city_id)),
        "findings": findings,
    }


def _initial(row: ProblemPicture) -> dict[str, Any]:
    return {
        "findings": [str(finding.pk) for finding in row.findings.all()],
        "title": row.title,
        "kind": row.kind,
        "area": row.area_id,
        "place": row.place_id or "",
        "since": row.since,
        "affected": row.affected,
        "description": row.description,
        "version": row.version,
    }


def _said(form: ProblemForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}
