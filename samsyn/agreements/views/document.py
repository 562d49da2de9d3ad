"""One agreement: its page, its frame of title, period and parties, and its successor."""

from __future__ import annotations

from dataclasses import astuple
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.agreements import access, services
from samsyn.agreements.forms import AgreementForm
from samsyn.agreements.models import Agreement
from samsyn.agreements.sheet import acts_of, decide_url, sheet_of
from samsyn.agreements.views.shared import back_to, closed, frame
from samsyn.audit.kept import EVERY_PAIR, kept_markup
from samsyn.people.requests import MemberRequest
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM = "agreements/change.html"


@login_required
@require_safe
def agreement(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The document: clauses with what they cover, checklist, stage, differences, signatures, reviews."""
    return shown(request, access.agreement_for(request.user, slug, pk))


def shown(request: MemberRequest, row: Agreement, *, problem: str = "", status: int = 200) -> HttpResponse:
    """Answer with the agreement's page, with what went wrong over it."""
    acts = acts_of(row, request.user)

    def read() -> dict[str, Any]:
        return {**frame(row.pair), "sheet": sheet_of(row, acts)}

    content = kept_markup(request, EVERY_PAIR, "agreements/parts/document.html", read, row.pk, astuple(acts))
    context = {
        **frame(row.pair), "row": row, "acts": acts, "decide_url": decide_url(row), "content": content,
        "problem": problem,
    }  # fmt: skip
    return page(request, "agreements/agreement.html", context, status=status)


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change title, period, parties or parent of a draft."""
    row = access.agreement_for(request.user, slug, pk, change=True)
    context: dict[str, Any] = {**frame(row.pair), "agreement": row}
    if request.method != "POST" and not row.is_open:
        return closed(request, row)
    if request.method != "POST":
        form = AgreementForm(initial=AgreementForm.values(row), agreement=row)
        return page(request, FORM, {**context, "form": form})
    form, theirs = AgreementForm(request.POST, agreement=row), ""
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_agreement(agreement=row, version=version, by=request.user, **form.said())
            messages.success(request, _("Överenskommelsen är sparad."))
            return back_to(row)
        except UserError as error:
            row.refresh_from_db(fields=["version", "state"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**context, "form": form, "theirs": theirs}, status=422)


@login_required
@require_POST
def successor(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Begin the agreement that takes this one's place."""
    row = access.agreement_for(request.user, slug, pk, change=True)
    try:
        made = services.start_successor(agreement=row, by=request.user)
    except UserError as error:
        return shown(request, row, problem=str(error), status=422)
    messages.success(
        request, _("Efterträdaren är påbörjad som en kopia. Den förra gäller tills den nya börjar.")
    )
    return redirect(made)
