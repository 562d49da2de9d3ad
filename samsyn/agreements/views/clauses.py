"""Writing clauses, moving and removing them, and saying what they point at."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.agreements import access, services, wordings
from samsyn.agreements.forms import ClauseForm, TargetsForm
from samsyn.agreements.models import Agreement, Clause, Covers
from samsyn.agreements.queries import things
from samsyn.agreements.views.document import shown
from samsyn.agreements.views.shared import back_to, closed, frame
from samsyn.people.requests import MemberRequest
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM, TARGETS = "agreements/clause.html", "agreements/targets.html"


@login_required
def new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add a clause; `?om=` says what it is about."""
    row = access.agreement_for(request.user, slug, pk, change=True)
    if request.method != "POST" and not row.is_open:
        return closed(request, row)
    if request.method != "POST":
        about = request.GET.get("om", "")
        covers = about if about in Covers.values else Covers.OTHER.value
        return page(request, FORM, _context(row, ClauseForm(initial=_proposed(row, covers)), covers))
    form = ClauseForm(request.POST)
    if form.is_valid():
        try:
            made = services.add_clause(agreement=row, by=request.user, **form.said())
            messages.success(request, _("Punkten är sparad."))
            return back_to(row, made)
        except UserError as error:
            refused(form, error)
    return page(request, FORM, _context(row, form, request.POST.get("covers", "")), status=422)


def _proposed(row: Agreement, covers: str) -> dict[str, Any]:
    """Return the template's clause of the matter, to change as one likes."""
    one = wordings.wording_of(row.kind, covers) if covers != Covers.OTHER else None
    if one is None:
        return {"covers": covers}
    names = {"city": row.city_party.name, "police": row.police_party.name, "area": row.pair.name}
    return {"covers": covers, "heading": one.heading, "text": one.filled(**names)}


def _context(row: Agreement, form: ClauseForm, covers: str, **more: Any) -> dict[str, Any]:
    return {
        **frame(row.pair),
        "agreement": row,
        "form": form,
        "wording": wordings.wording_of(row.kind, covers) if covers != Covers.OTHER else None,
        **more,
    }


@login_required
def change(request: MemberRequest, slug: str, pk: int, clause: int) -> HttpResponse:
    """Change a clause of a draft."""
    row = access.clause_for(request.user, slug, pk, clause)
    held = row.agreement
    if request.method != "POST" and (not held.is_open or row.removed_at is not None):
        return closed(request, held)
    if request.method != "POST":
        form = ClauseForm(initial=ClauseForm.values(row))
        return page(request, FORM, _context(held, form, row.covers, clause=row))
    form, theirs = ClauseForm(request.POST), ""
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_clause(clause=row, version=version, by=request.user, **form.said())
            messages.success(request, _("Punkten är sparad."))
            return back_to(held, row)
        except UserError as error:
            row.refresh_from_db(fields=["version", "removed_at"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, _context(held, form, row.covers, clause=row, theirs=theirs), status=422)


@login_required
@require_POST
def remove(request: MemberRequest, slug: str, pk: int, clause: int) -> HttpResponse:
    """Take a clause out of the draft."""
    row = access.clause_for(request.user, slug, pk, clause)
    version = request.POST.get("version", "")
    number = int(version) if version.isdecimal() else 0
    try:
        services.remove_clause(clause=row, version=number, by=request.user)
    except UserError as error:
        return shown(request, row.agreement, problem=str(error), status=422)
    messages.success(request, _("Punkten är borttagen ur utkastet."))
    return back_to(row.agreement)


@login_required
@require_POST
def move(request: MemberRequest, slug: str, pk: int, clause: int) -> HttpResponse:
    """Let a clause change places with its neighbour: `vart` is "upp" or "ned"."""
    row = access.clause_for(request.user, slug, pk, clause)
    try:
        services.move_clause(clause=row, is_up=request.POST.get("vart") == "upp", by=request.user)
    except UserError as error:
        return shown(request, row.agreement, problem=str(error), status=422)
    return back_to(row.agreement, row)


@login_required
def targets(request: MemberRequest, slug: str, pk: int, clause: int) -> HttpResponse:
    """Say what a clause of a draft points at."""
    row = access.clause_for(request.user, slug, pk, clause)
    held = row.agreement
    if request.method != "POST" and (not held.is_open or row.removed_at is not None):
        return closed(request, held)
    form = _targets_form(request, held, row)
    context = {**frame(held.pair), "agreement": held, "clause": row, "form": form}
    if request.method != "POST":
        return page(request, TARGETS, context)
    if form.is_valid():
        try:
            services.point_at(clause=row, wanted=form.wanted(), by=request.user)
            messages.success(request, _("Sparat. Det står bredvid punkten vad den pekar på."))
            return back_to(held, row)
        except UserError as error:
            refused(form, error)
    return page(request, TARGETS, context, status=422)


def _targets_form(request: MemberRequest, held: Agreement, row: Clause) -> TargetsForm:
    chosen = {(one.kind, one.target_key) for one in row.targets.all()}
    found = [one for one in things(held.pair).values() if one.is_open_to_point_at or one.what in chosen]
    if request.method == "POST":
        return TargetsForm(request.POST, things=found)
    initial: dict[str, list[str]] = {}
    for kind, key in chosen:
        initial.setdefault(kind, []).append(f"{kind}:{key}")
    return TargetsForm(things=found, initial=initial)
