"""Documents out: whoever may read the page may take it along. Each time is an event of the log."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

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


def _document(request: MemberRequest, slug: str, number: int, report: registry.Report) -> HttpResponse:
    edition = edition_for(request.user, slug, number)
    made = services.export_edition(
        edition=edition, report=report, language=get_language() or "sv", by=request.user
    )
    response = HttpResponse(made.content, content_type=report.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response
