"""Signing on screen, filing a signed paper, and taking out the scan."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from samsyn.agreements import access, services
from samsyn.agreements.forms import PaperForm, SignForm
from samsyn.agreements.models import Agreement
from samsyn.agreements.queries import clauses_of
from samsyn.agreements.services.scans import scan_path
from samsyn.agreements.views.shared import back_to, frame
from samsyn.agreements.workflow import Stage
from samsyn.people.limits import costly_post
from samsyn.people.requests import MemberRequest
from samsyn.records.joint.kinds import kind_of
from samsyn.records.joint.queries import contents_of
from samsyn.secrecy.rules import must_export
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused


@login_required
def sign(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Read the decided text and sign it for one's own party."""
    row = access.to_sign(request.user, slug, pk)
    form = (
        SignForm(request.POST)
        if request.method == "POST"
        else SignForm(initial={"read_checksum": row.checksum})
    )
    problem = ""
    if request.method == "POST":
        problem = _unread() if not form.is_valid() else ""
        try:
            if form.is_valid():
                services.sign(agreement=row, by=request.user, **form.cleaned_data)
                messages.success(request, _("Din underskrift är registrerad."))
                return back_to(row)
        except UserError as error:
            problem = str(error)
        row.refresh_from_db(fields=["stage", "checksum"])
        form = SignForm(initial={"read_checksum": row.checksum})
    context = {
        **frame(row.pair),
        "agreement": row,
        "form": form,
        "problem": problem,
        "texts": kind_of(row).texts(contents_of(row)) if row.canonical else [],
        "has_signed": row.signatures.filter(party=request.user.party).first(),
        "can_sign": row.stage == Stage.FOR_SIGNATURE,
    }
    return page(request, "agreements/sign.html", context, status=422 if request.method == "POST" else 200)


def _unread() -> str:
    return _(
        "Underskriften sparades inte. Formuläret säger inte vilken text du har läst. Läs texten och skriv under igen."
    )


@login_required
@costly_post
def paper(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """File a scan of a signed paper, as its witness."""
    row = access.to_file(request.user, slug, pk)
    if request.method != "POST":
        return page(
            request, "agreements/paper.html", _paper(row, PaperForm(initial=_first(row), agreement=row))
        )
    form = PaperForm(request.POST, request.FILES, agreement=row)
    if form.is_valid():
        try:
            services.file_signed_paper(agreement=row, by=request.user, **form.said())
            messages.success(request, _("Papperet är sparat, och du står som vittne."))
            return back_to(row)
        except UserError as error:
            refused(form, error)
    return page(request, "agreements/paper.html", _paper(row, form), status=422)


def _first(row: Agreement) -> dict[str, object]:
    """Return what the form begins with: the party that has not signed."""
    signed = set(row.signatures.values_list("party", flat=True))
    lacking = [party for party in ("city", "police") if party not in signed]
    return {"party": lacking[0] if lacking else "city", "signed_on": today()}


def _paper(row: Agreement, form: PaperForm) -> dict[str, object]:
    return {
        **frame(row.pair),
        "agreement": row,
        "form": form,
        "can_file": row.stage == Stage.FOR_SIGNATURE,
        "clauses": len(clauses_of(row)),
    }


@login_required
@require_safe
def scan(request: MemberRequest, slug: str, pk: int, signature: int) -> HttpResponseBase:
    """The scan as it was filed. It is taken out as a file and never shown inside the page. What is masked elsewhere is not."""
    row = access.paper_for(request.user, slug, pk, signature)
    must_export(row.agreement)
    path = scan_path(row.file_checksum)
    if not path.is_file():
        raise Http404
    response = FileResponse(
        path.open("rb"), as_attachment=True, filename=row.file_name, content_type="application/pdf"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
