"""Documents out: whoever may read the page may take it along. Each time is an event of the log."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samsyn.agreements.access import agreement_for
from samsyn.conference.access import conference_for
from samsyn.people.requests import MemberRequest
from samsyn.reports import registry, services
from samsyn.steps.situation.access_editions import edition_for


@login_required
@require_safe
def edition_pdf(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """The edition as an accessible PDF, in the page's language."""
    return _document(request, slug, number, registry.EDITION_PDF)


@login_required
@require_safe
def edition_docx(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """The edition as a Word file, in the page's language."""
    return _document(request, slug, number, registry.EDITION_DOCX)


@login_required
@require_safe
def conference_pack(request: MemberRequest, city: str, year: int) -> HttpResponse:
    """The whole of a conference as an accessible PDF, in the page's language."""
    from samsyn.reports.conference_pack import export_pack

    row = conference_for(request.user, city, year)
    made = export_pack(conference=row, language=get_language() or "sv", by=request.user)
    response = HttpResponse(made.content, content_type=registry.CONFERENCE_PACK.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def agreement_pdf(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The agreement as an accessible PDF, in the page's language."""
    from samsyn.reports.agreement_pdf import export_agreement

    row = agreement_for(request.user, slug, pk)
    made = export_agreement(agreement=row, language=get_language() or "sv", by=request.user)
    response = HttpResponse(made.content, content_type=registry.AGREEMENT_PDF.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _document(request: MemberRequest, slug: str, number: int, report: registry.Report) -> HttpResponse:
    edition = edition_for(request.user, slug, number)
    made = services.export_edition(
        edition=edition, report=report, language=get_language() or "sv", by=request.user
    )
    response = HttpResponse(made.content, content_type=report.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response
