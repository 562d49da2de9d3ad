"""Where both authorities decide: one set of pages for every kind of joint matter."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.records import queries as records
from samsyn.records import services as approvals
from samsyn.records.addresses import address_of
from samsyn.records.differences import compared
from samsyn.records.forms import ApproveForm, ChangeForm, RegistryForm, approve_form
from samsyn.records.joint import queries, services
from samsyn.records.joint.access import matter_for
from samsyn.records.joint.kinds import Contents, Kind
from samsyn.records.joint.models import Joint
from samsyn.records.joint.workflow import JointState
from samsyn.records.models import Decision
from samsyn.records.own import records_of
from samsyn.records.sides import Side, sides
from samsyn.records.verdicts import verdict_of, verify_all
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page
from samsyn.ui.templatetags.numbers import moment


@login_required
@require_safe
def decisions(request: MemberRequest, slug: str) -> HttpResponse:
    """What the pair's two authorities have decided together, newest first, and what waits for a decision."""
    pair = people.pair_for(request.user, slug)
    rows = verify_all(Decision.objects.filter(pair=pair))
    found = [{"row": one.decision, "url": address_of(one.decision, pair), "verdict": one} for one in rows]
    waiting = queries.matters(pair, states=[JointState.IN_REVIEW])
    context = {
        "pair": pair,
        "room": "pair",
        "is_example": pair.city.is_example,
        "decisions": found,
        "failing": sum(1 for one in rows if not one.is_good),
        "waiting": waiting,
    }
    return page(request, "records/decisions.html", context)


@login_required
@require_safe
def decide(request: MemberRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """The text, what has changed in it, what is checked, who has approved; one's own party's button."""
    found, row = matter_for(request.user, slug, kind, pk)
    return _page(request, found, row)


def _page(
    request: MemberRequest,
    kind: Kind[Any],
    row: Joint,
    *,
    problem: str = "",
    status: int = 200,
    **forms: Form,
) -> HttpResponse:
    rights = people.rights_in(request.user, row.pair)
    subject = services.subject(row)
    is_asked = row.state == JointState.IN_REVIEW
    halves = sides(subject, approver=request.user if is_asked and rights.may_approve else None)
    verdict = verdict_of(subject) if row.is_closed else None
    decision = verdict.decision if verdict else None
    contents = queries.contents_now(row)
    context = {
        "pair": row.pair,
        "room": "pair",
        "is_example": row.pair.city.is_example,
        "kind": kind,
        "row": row,
        "title": kind.title(row),
        "url": row.get_absolute_url(),
        "problem": problem,
        "sides": halves,
        **_bar(halves, is_asked=is_asked or row.is_closed),
        "is_invented": _is_invented(row, halves),
        **_text(kind, row, contents),
        "checks": kind.checks(row) if row.is_open else [],
        "mine": any(side.is_mine for side in halves),
        "verdict": verdict,
        "own_records": records_of(subject, halves, url=_address(kind, row), decision=decision),
        "approve_form": forms.get("approve")
        or approve_form(
            subject,
            code=kind.code,
            checksum=row.checksum,
            by=request.user,
            may_approve=any(side.is_mine for side in halves),
        ),
        "may_write": rights.may_write,
        "may_ask": is_asked and (rights.may_approve or rights.may_write),
        "change_form": forms.get("change") or ChangeForm(auto_id="andring_%s"),
        "requests": records.change_requests(subject) if row.is_open else [],
        "registry_numbers": decision.registry_numbers if decision else [],
        "registry_form": _registry_form(request, rights, decision, forms.get("registry")),
        "versions": queries.versions(row),
    }
    context["is_ready"] = all(check.is_met for check in context["checks"])
    return page(request, "records/decide.html", context, status=status)


def _text(kind: Kind[Any], row: Joint, contents: Contents) -> dict[str, Any]:
    """Return the text as people read it, and how it differs from the version decided before."""
    texts = queries.texts_of(kind, contents)
    earlier = queries.decided_before(row)
    before = queries.texts_of(kind, queries.contents_of(earlier)) if earlier else []
    blocks = compared(
        {one.key: (one.heading, one.text) for one in before},
        {one.key: (one.heading, one.text) for one in texts},
    )
    return {"texts": texts, "earlier": earlier, "blocks": blocks if earlier else []}


def _is_invented(row: Joint, halves: tuple[Side, Side]) -> bool:
    return row.pair.city.is_example or row.added_by.is_example or any(side.is_invented for side in halves)


def _bar(halves: tuple[Side, Side], *, is_asked: bool) -> dict[str, Any]:
    """Return what the decision bar shows of each half."""
    city, police = (
        {
            "party": side.party,
            "title": side.title(is_asked=is_asked),
            "is_done": side.is_done,
            "who": side.who,
            "when": moment(side.at) if side.at else "",
            "slot": "records/_buttons.html" if side.is_mine else "records/_signature.html",
            "key": side.key,
            "note": side.note,
        }
        for side in halves
    )
    return {"city": city, "police": police}


def _registry_form(
    request: MemberRequest, rights: people.Rights, decision: Decision | None, form: Form | None
) -> Form | None:
    if decision is None or not rights.may_register:
        return None
    own = dict(decision.registry_numbers).get(request.user.party, "")
    return form or RegistryForm(initial={"number": own})


def _address(kind: Kind[Any], row: Joint) -> str:
    return reverse("records:decide", args=[row.pair.slug, kind.code, row.pk])


def _refused(
    request: MemberRequest, kind: Kind[Any], row: Joint, error: UserError, **forms: Form
) -> HttpResponse:
    """Say why nothing was saved, on the page as it stands now."""
    _kind, fresh = matter_for(request.user, row.pair.slug, kind.code, row.pk)
    return _page(request, kind, fresh, problem=str(error), status=422, **forms)


@login_required
@require_POST
def send(request: MemberRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Send a draft to both parties."""
    found, row = matter_for(request.user, slug, kind, pk, change=True)
    try:
        services.send_to_review(row, by=request.user)
    except UserError as error:
        return _refused(request, found, row, error)
    messages.success(request, _("Texten är skickad. Båda parter får frågan om att godkänna den."))
    return redirect(_address(found, row))


@login_required
@require_POST
def approve(request: MemberRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Approve for one's own party."""
    found, row = matter_for(request.user, slug, kind, pk)
    if not people.may_approve(request.user, row.pair):
        raise PermissionDenied
    form = ApproveForm(request.POST, auto_id="godkann_%s")
    if not form.is_valid():
        return _page(request, found, row, approve=form, problem=_unread(form), status=422)
    try:
        decision = services.approve(row, by=request.user, **form.approval())
    except UserError as error:
        row.refresh_from_db()
        kept = ApproveForm(initial={**form.cleaned_data, "read_checksum": row.checksum}, auto_id="godkann_%s")
        return _refused(request, found, row, error, approve=kept)
    if decision is None:
        messages.success(request, _("Ditt godkännande är sparat. Nu väntar texten på den andra parten."))
    else:
        messages.success(request, _("Beslutat av båda parter. Texten ändras aldrig mer."))
    return redirect(_address(found, row))


def _unread(form: Form) -> str:
    """Return what to say when the form does not tell which text was read."""
    if "read_checksum" not in form.errors:
        return ""
    return _(
        "Godkännandet sparades inte. Formuläret säger inte vilken text du har läst. Läs texten och godkänn igen."
    )


@login_required
@require_POST
def ask(request: MemberRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Send a text back to draft with a reason."""
    found, row = matter_for(request.user, slug, kind, pk)
    if not (people.may_approve(request.user, row.pair) or people.may_write(request.user, row.pair)):
        raise PermissionDenied
    form = ChangeForm(request.POST, auto_id="andring_%s")
    if not form.is_valid():
        return _page(request, found, row, change=form, status=422)
    try:
        services.ask_for_change(row, by=request.user, **form.cleaned_data)
    except UserError as error:
        return _refused(request, found, row, error, change=form)
    messages.info(request, _("Texten är ett utkast igen. Båda parter ser ditt skäl."))
    return redirect(_address(found, row))


@login_required
@require_POST
def withdraw(request: MemberRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Take back a draft."""
    found, row = matter_for(request.user, slug, kind, pk, change=True)
    try:
        services.withdraw(row, by=request.user)
    except UserError as error:
        return _refused(request, found, row, error)
    messages.info(request, _("Utkastet är tillbakadraget. Det går att läsa, men ingen beslutar det."))
    return redirect(_address(found, row))


@login_required
@require_POST
def new_version(request: MemberRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Start the next version of what is decided."""
    found, row = matter_for(request.user, slug, kind, pk, change=True)
    try:
        made = services.start_version(row, by=request.user)
    except UserError as error:
        return _refused(request, found, row, error)
    messages.success(
        request,
        _("Version %(number)s är påbörjad. Den förra gäller tills båda har godkänt den nya.")
        % {"number": made.number},
    )
    return redirect(made)


@login_required
@require_POST
def register(request: MemberRequest, slug: str, kind: str, pk: int) -> HttpResponse:
    """Write one's own authority's registry number on what is decided."""
    found, row = matter_for(request.user, slug, kind, pk)
    if not row.is_closed:
        raise Http404
    if not people.rights_in(request.user, row.pair).may_register:
        raise PermissionDenied
    form = RegistryForm(request.POST)
    if form.is_valid():
        try:
            approvals.set_registry_number(subject=services.subject(row), by=request.user, **form.cleaned_data)
            messages.success(request, _("Diarienumret är sparat."))
            return redirect(_address(found, row))
        except UserError as error:
            form.add_error("number", str(error))
    return _page(request, found, row, registry=form, status=422)
