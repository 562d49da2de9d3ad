"""The list of purposes with their goals, one purpose, and writing its words."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.audit.kept import EVERY_PAIR, kept_markup
from samsyn.people.access import rights_in
from samsyn.people.requests import MemberRequest
from samsyn.records.joint.queries import newest
from samsyn.steps.purpose import access, services
from samsyn.steps.purpose.forms import PurposeForm
from samsyn.steps.purpose.listing import listed, whole
from samsyn.steps.purpose.priorities import priorities_shown
from samsyn.steps.purpose.queries import without_purpose
from samsyn.steps.purpose.views.shared import back_to, closed, frame
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "purpose/purpose_form.html"


@login_required
@require_safe
def purposes(request: MemberRequest, slug: str) -> HttpResponse:
    """Every problem with its purpose and goals, and the problems that lack one."""
    pair = access.pair_for(request.user, slug)
    may_write = rights_in(request.user, pair).may_write

    def read() -> dict[str, Any]:
        return {
            **frame(pair),
            "priorities": priorities_shown(pair, on=today()),
            "rows": listed(pair, on=today()),
            "unaimed": without_purpose(pair),
            "may_write": may_write,
        }

    content = kept_markup(request, EVERY_PAIR, "purpose/parts/room.html", read, pair.pk, may_write)
    return page(request, "purpose/purposes.html", {**frame(pair), "content": content})


@login_required
@require_safe
def purpose(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """One purpose with its goals: what they are, what is lacking, and whether their change can be seen."""
    row = access.purpose_for(request.user, slug, pk)
    latest = newest(row)
    context = {
        **frame(row.pair),
        "one": whole(row, on=today()),
        "later": latest if latest.pk != row.pk else None,
        "may_write": rights_in(request.user, row.pair).may_write,
    }
    return page(request, "purpose/purpose.html", context)


@login_required
def new(request: MemberRequest, slug: str, problem: int) -> HttpResponse:
    """Write the purpose of the work with a problem."""
    found = access.problem_for(request.user, slug, problem)
    context: dict[str, Any] = {**frame(found.pair), "problem": found}
    if request.method != "POST":
        return page(request, FORM, {**context, "form": PurposeForm()})
    form = PurposeForm(request.POST)
    if form.is_valid():
        try:
            made = services.add_purpose(problem=found, text=form.cleaned_data["text"], by=request.user)
            messages.success(request, _("Syftet är sparat som utkast. Lägg till mål härnäst."))
            return redirect(made)
        except UserError as error:
            refused(form, error, version=None)
    return page(request, FORM, {**context, "form": form}, status=422)


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change the words of a purpose that is not decided."""
    row = access.purpose_for(request.user, slug, pk, change=True)
    context: dict[str, Any] = {**frame(row.pair), "problem": row.problem, "purpose": row}
    if request.method != "POST" and not row.is_open:
        return closed(request, row)
    if request.method != "POST":
        form = PurposeForm(initial={"text": row.text, "version": row.version})
        return page(request, FORM, {**context, "form": form})
    form, theirs = PurposeForm(request.POST), ""
    if form.is_valid():
        said = {"text": form.cleaned_data["text"], "version": form.cleaned_data["version"] or 0}
        try:
            services.change_purpose(purpose=row, by=request.user, **said)
            messages.success(request, _("Syftet är sparat."))
            return back_to(row)
        except UserError as error:
            row.refresh_from_db(fields=["version", "state"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**context, "form": form, "theirs": theirs}, status=422)
