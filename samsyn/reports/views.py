"""Documents out: whoever may read the page may take it along. Each time is an event of the log."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from samsyn.agreements.access import agreement_for
from samsyn.conference.access import conference_for
from samsyn.people.access import pair_for
from samsyn.people.limits import costly
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.records.models import Decision
from samsyn.records.own import OwnRecord
from samsyn.records.verdicts import verify
from samsyn.reports import registry, services
from samsyn.steps.situation.access_editions import edition_for
from samsyn.ui.shortcuts import page


@login_required
@require_safe
@costly
def edition_pdf(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """The edition as an accessible PDF, in the page's language."""
    return _document(request, slug, number, registry.EDITION_PDF)


@login_required
@require_safe
@costly
def edition_docx(request: MemberRequest, slug: str, number: int) -> HttpResponse:
    """The edition as a Word file, in the page's language."""
    return _document(request, slug, number, registry.EDITION_DOCX)


@login_required
@require_safe
@costly
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
@costly
def agreement_pdf(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The agreement as an accessible PDF, in the page's language."""
    from samsyn.reports.agreement_pdf import export_agreement

    row = agreement_for(request.user, slug, pk)
    made = export_agreement(agreement=row, language=get_language() or "sv", by=request.user)
    response = HttpResponse(made.content, content_type=registry.AGREEMENT_PDF.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
def decision_record(request: MemberRequest, slug: str, pk: int, party: str) -> HttpResponse:
    """One authority's own decision as a page to print."""
    from samsyn.reports.decision_record import is_invented, signed_words

    pair, decision, own = _own_record(request, slug, pk, party)
    verdict = verify(decision)
    context = {
        "pair": pair,
        "room": "pair",
        "is_example": pair.city.is_example,
        "is_invented": is_invented(own, pair),
        "decision": decision,
        "one": own,
        "organisation": own.approval.by.organisation.name,
        "verdict": verdict,
        "signed": signed_words(verdict.signed.get(own.party)),
    }
    return page(request, "reports/decision_record.html", context)


@login_required
@require_safe
@costly
def decision_record_pdf(request: MemberRequest, slug: str, pk: int, party: str) -> HttpResponse:
    """One authority's own decision as an accessible PDF, in the page's language."""
    from samsyn.reports.decision_record import export_record

    pair, decision, own = _own_record(request, slug, pk, party)
    made = export_record(
        own=own, decision=decision, pair=pair, language=get_language() or "sv", by=request.user
    )
    response = HttpResponse(made.content, content_type=registry.DECISION_RECORD.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def _own_record(
    request: MemberRequest, slug: str, pk: int, party: str
) -> tuple[AreaPair, Decision, OwnRecord]:
    """Return the pair, what was decided and the party's own decision, or raise Http404."""
    from samsyn.reports.decision_record import record_of

    pair = pair_for(request.user, slug)
    decision = Decision.objects.filter(pk=pk, pair=pair).first()
    own = record_of(decision, pair, party) if decision else None
    if decision is None or own is None:
        raise Http404
    return pair, decision, own


def _document(request: MemberRequest, slug: str, number: int, report: registry.Report) -> HttpResponse:
    edition = edition_for(request.user, slug, number)
    made = services.export_edition(
        edition=edition, report=report, language=get_language() or "sv", by=request.user
    )
    response = HttpResponse(made.content, content_type=report.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.file_name}"'
    response["Cache-Control"] = "private, no-store"
    return response
