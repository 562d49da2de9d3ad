"""Writing candidates, and entering one's own party's order of them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.conference import access, services
from samsyn.conference.forms import CandidateForm, RankForm
from samsyn.conference.models import Candidate, Conference
from samsyn.conference.queries import areas_of_city, offered_evidence, tally_of
from samsyn.conference.queries.tally import Tally
from samsyn.conference.views.pages import show
from samsyn.conference.views.shared import FORM, frame
from samsyn.people.access import PARTIES
from samsyn.people.requests import MemberRequest
from samsyn.priorities.queries import offered
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused


def _form(row: Conference, data: QueryDict | None = None, **more: Any) -> CandidateForm:
    return CandidateForm(
        data,
        pairs=areas_of_city(row.city, on=today()),
        evidence=offered_evidence(row.city),
        priorities=offered(row.city_id, [row.year]),
        **more,
    )


@login_required
def new(request: MemberRequest, city: str, year: int) -> HttpResponse:
    """Propose something for next year. `?omrade=` says which area it comes from."""
    row = access.conference_for(request.user, city, year, change=True)
    context: dict[str, Any] = {**frame(row), "what": "candidate"}
    if request.method != "POST":
        form = _form(row, initial={"from_pair": request.GET.get("omrade", "")})
        return page(request, FORM, {**context, "form": form})
    form = _form(row, request.POST)
    if form.is_valid():
        try:
            services.add_candidate(conference=row, by=request.user, **form.said())
            messages.success(request, _("Förslaget är sparat."))
            return redirect(f"{row.get_absolute_url()}#forslag")
        except UserError as error:
            refused(form, error, version=None)
    return page(request, FORM, {**context, "form": form}, status=422)


@login_required
def change(request: MemberRequest, city: str, year: int, pk: int) -> HttpResponse:
    """Change what a candidate says."""
    row = access.candidate_for(request.user, city, year, pk)
    conference = row.conference
    context: dict[str, Any] = {**frame(conference), "what": "candidate", "candidate": row}
    if request.method != "POST":
        form = _form(conference, kept=row.evidence, initial=_saved(row))
        return page(request, FORM, {**context, "form": form})
    form, theirs = _form(conference, request.POST, kept=row.evidence), ""
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.change_candidate(candidate=row, version=version, by=request.user, **form.said())
            messages.success(request, _("Förslaget är sparat."))
            return redirect(f"{conference.get_absolute_url()}#forslag")
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**context, "form": form, "theirs": theirs}, status=422)


def _saved(row: Candidate) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in ("title", "why", "focus", "version")},
        "from_pair": row.from_pair.slug if row.from_pair is not None else "",
        "priority_key": str(row.priority_key or ""),
        "evidence": [one["ref"] for one in row.evidence],
    }


@login_required
@require_POST
def remove(request: MemberRequest, city: str, year: int, pk: int) -> HttpResponse:
    """Take a candidate away."""
    row = access.candidate_for(request.user, city, year, pk)
    version = request.POST.get("version", "")
    try:
        services.remove_candidate(
            candidate=row, version=int(version) if version.isdecimal() else 0, by=request.user
        )
    except UserError as error:
        return show(request, row.conference, problem=str(error), status=422)
    messages.success(request, _("Förslaget är borttaget."))
    return redirect(f"{row.conference.get_absolute_url()}#forslag")


@login_required
def rank(request: MemberRequest, city: str, year: int) -> HttpResponse:
    """Enter the order of one's own party."""
    row = access.conference_for(request.user, city, year, rank=True)
    if request.user.party not in PARTIES:
        raise PermissionDenied
    tally = tally_of(row, request.user.party)
    candidates = sorted((one.candidate for one in tally.rows), key=lambda one: (one.position, one.pk))
    context: dict[str, Any] = {**frame(row), "tally": tally, "party": request.user.party}
    if request.method != "POST":
        form = RankForm(candidates=candidates, initial=_own(tally, request.user.party))
        return page(request, "conference/rank.html", {**context, "form": form})
    form, theirs = RankForm(request.POST, candidates=candidates), ""
    if form.is_valid():
        version = form.cleaned_data["version"] or 0
        try:
            services.rank_candidates(conference=row, ranks=form.ranks(), version=version, by=request.user)
            messages.success(request, _("Er ordning är sparad. Den visas bredvid den andra partens."))
            return redirect(f"{row.get_absolute_url()}#ordning")
        except UserError as error:
            theirs = refused(
                form, error, version=tally_of(row, request.user.party).versions[request.user.party]
            )
    return page(request, "conference/rank.html", {**context, "form": form, "theirs": theirs}, status=422)


def _own(tally: Tally, party: str) -> dict[str, Any]:
    """Return the party's order as it stands, for the form."""
    places = {f"plats-{row.candidate.pk}": getattr(row, party) for row in tally.rows}
    return {**places, "version": tally.versions[party]}
