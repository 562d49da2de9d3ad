"""Medborgarlöften: the list, one promise as residents read it, its forms, and reporting what was done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.agreements import access_promises as access
from samsyn.agreements import checks_promises as checks
from samsyn.agreements.forms_promises import (
    CommitmentForm,
    OutcomeForm,
    PromiseForm,
    activity_label,
    commitment_initial,
    commitment_values,
    promise_initial,
    promise_values,
)
from samsyn.agreements.models import CitizenPromise, Commitment
from samsyn.agreements.queries import promises as queries
from samsyn.agreements.queries.promises import When
from samsyn.agreements.services import commitments, promises
from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.places.models import AreaPair
from samsyn.records.joint.services import subject
from samsyn.records.joint.workflow import JointState
from samsyn.records.sides import sides
from samsyn.steps.activity.models import Activity
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page, refused

FORM, COMMITMENT, OUTCOME = (
    "agreements/promise_form.html",
    "agreements/promise_commitment.html",
    "agreements/promise_outcome.html",
)


@login_required
@require_safe
def listed(request: MemberRequest, slug: str) -> HttpResponse:
    """The pair's promises: being written, current, coming and past, with promised beside done."""
    pair = people.pair_for(request.user, slug)
    rows = queries.promises(pair)
    groups = [
        (when, [row for row in rows if row.when == when])
        for when in (When.DRAFTED, When.CURRENT, When.COMING, When.PAST)
    ]
    context = {
        **_frame(pair),
        "groups": [(when, found) for when, found in groups if found],
        "may_write": people.may_write(request.user, pair),
    }
    return page(request, "agreements/promises.html", context)


@login_required
@require_safe
def promise(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """One promise as residents read it, with promised beside done."""
    return _promise(request, access.promise_for(request.user, slug, pk))


def _promise(
    request: MemberRequest, row: CitizenPromise, *, problem: str = "", status: int = 200
) -> HttpResponse:
    rights = people.rights_in(request.user, row.pair)
    is_unpublished = row.state == JointState.DECIDED and row.published_at is None
    context = {
        **_frame(row.pair),
        "promise": row,
        "shown": queries.promise_shown(row),
        "sides": sides(subject(row)) if row.is_closed else (),
        "lacking": [one for one in checks.run(row) if not one.is_met] if row.is_open else [],
        "problem": problem,
        "may_write": rights.may_write and row.is_open,
        "may_start_version": rights.may_write and row.state == JointState.DECIDED,
        "publishing": queries.publishing(row, request.user) if is_unpublished else None,
        "is_kept_back": row.published_at is not None and not queries.still_public([row]),
        "may_report": rights.may_report and row.is_closed,
    }
    return page(request, "agreements/promise.html", context, status=status)


@login_required
def new(request: MemberRequest, slug: str) -> HttpResponse:
    """Start a promise; the coming year is proposed."""
    pair = people.pair_for(request.user, slug, change=True)
    if request.method != "POST":
        form = PromiseForm(initial=promise_initial(pair), pair=pair)
        return page(request, FORM, {**_frame(pair), "form": form})
    form = PromiseForm(request.POST, pair=pair)
    if form.is_valid():
        try:
            made = promises.start_promise(pair=pair, by=request.user, **form.said())
            messages.success(request, _("Löftet är påbörjat. Lägg till det första åtagandet."))
            return redirect(made)
        except UserError as error:
            refused(form, error)
    return page(request, FORM, {**_frame(pair), "form": form}, status=422)


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change the words, the period or the agreement of a promise that is not decided."""
    row = access.promise_for(request.user, slug, pk, change=True)
    context = {**_frame(row.pair), "promise": row}
    if request.method != "POST" and not row.is_open:
        return _closed(request, row)
    if request.method != "POST":
        form = PromiseForm(initial=promise_values(row), pair=row.pair, promise=row)
        return page(request, FORM, {**context, "form": form})
    form, theirs = PromiseForm(request.POST, pair=row.pair, promise=row), ""
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            promises.change_promise(promise=row, version=version, by=request.user, **form.said())
            messages.success(request, _("Löftet är sparat."))
            return redirect(row)
        except UserError as error:
            row.refresh_from_db(fields=["version", "state"])
            theirs = refused(form, error, version=row.version)
    return page(request, FORM, {**context, "form": form, "theirs": theirs}, status=422)


@login_required
@require_POST
def publish_propose(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Propose that a decided promise is published."""
    said = _("Du har föreslagit att löftet publiceras. Nu väntar det på någon annan.")
    return _publishing(request, slug, pk, promises.propose_publishing, said)


@login_required
@require_POST
def publish(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Publish a decided promise that somebody else has proposed."""
    return _publishing(request, slug, pk, promises.publish, _("Löftet är publicerat."))


@login_required
@require_POST
def publish_withdraw(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Take back the proposal that waits for another."""
    return _publishing(
        request, slug, pk, promises.withdraw_publishing, _("Förslaget att publicera är tillbakadraget.")
    )


def _publishing(
    request: MemberRequest, slug: str, pk: int, service: Callable[..., Any], said: str
) -> HttpResponse:
    row = access.promise_to_publish(request.user, slug, pk)
    try:
        service(promise=row, by=request.user)
        messages.success(request, said)
        return redirect(row)
    except UserError as error:
        row.refresh_from_db()
        return _promise(request, row, problem=str(error), status=422)


@login_required
def commitment_new(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add a commitment, free or from an activity of the action plan, whose words are then filled in."""
    row = access.promise_for(request.user, slug, pk, change=True)
    if request.method != "POST" and not row.is_open:
        return _closed(request, row)
    offered = queries.activities_to_promise(row.pair)
    context = {**_frame(row.pair), "promise": row, "offered": _links(offered, row)}
    if request.method != "POST":
        chosen = _asked(request.GET.get("aktivitet", ""), offered)
        form = CommitmentForm(initial=commitment_initial(chosen, request.user), promise=row)
        return page(request, COMMITMENT, {**context, "chosen": chosen, "form": form})
    form = CommitmentForm(request.POST, promise=row)
    if form.is_valid():
        try:
            made = commitments.add_commitment(promise=row, by=request.user, **form.said())
            messages.success(request, _("Åtagandet är sparat."))
            return _back(made)
        except UserError as error:
            refused(form, error)
    return page(request, COMMITMENT, {**context, "form": form}, status=422)


def _links(offered: list[Activity], promise: CitizenPromise) -> list[tuple[str, str]]:
    """Return the activities that no commitment of the promise has yet: key and label."""
    taken = set(promise.commitments.standing().values_list("activity_key", flat=True))
    return [(str(row.key), activity_label(row)) for row in offered if row.key not in taken]


def _asked(key: str, offered: list[Activity]) -> Activity | None:
    return next((row for row in offered if str(row.key) == key), None)


@login_required
def commitment(request: MemberRequest, slug: str, pk: int, commitment: int) -> HttpResponse:
    """Change a commitment of a promise that is not decided."""
    row = access.commitment_for(request.user, slug, pk, commitment)
    if request.method != "POST" and not (row.promise.is_open and row.removed_at is None):
        return _closed(request, row.promise)
    if request.method != "POST":
        form = CommitmentForm(initial=commitment_values(row), promise=row.promise, commitment=row)
        return page(request, COMMITMENT, _of(row, form))
    form, theirs = CommitmentForm(request.POST, promise=row.promise, commitment=row), ""
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            commitments.change_commitment(commitment=row, version=version, by=request.user, **form.said())
            messages.success(request, _("Åtagandet är sparat."))
            return _back(row)
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    return page(request, COMMITMENT, {**_of(row, form), "theirs": theirs}, status=422)


@login_required
@require_POST
def commitment_remove(request: MemberRequest, slug: str, pk: int, commitment: int) -> HttpResponse:
    """Take a commitment out of a promise that is not decided."""
    row = access.commitment_for(request.user, slug, pk, commitment)
    try:
        commitments.remove_commitment(commitment=row, version=_version(request), by=request.user)
        messages.success(request, _("Åtagandet är borttaget ur löftet."))
        return redirect(row.promise)
    except UserError as error:
        row.refresh_from_db(fields=["version"])
        form = CommitmentForm(commitment_values(row), promise=row.promise, commitment=row)
        theirs = refused(form, error, version=row.version)
    return page(request, COMMITMENT, {**_of(row, form), "theirs": theirs}, status=422)


@login_required
def outcome(request: MemberRequest, slug: str, pk: int, commitment: int) -> HttpResponse:
    """Report what was done of a commitment of a decided promise, and read what was reported before."""
    row = access.commitment_to_report(request.user, slug, pk, commitment)
    context = {**_of(row, None), "reports": queries.outcomes(row), "done": _done(row)}
    if request.method != "POST" and not row.promise.is_closed:
        return _closed(request, row.promise)
    if request.method != "POST":
        return page(request, OUTCOME, {**context, "form": OutcomeForm(commitment=row)})
    form = OutcomeForm(request.POST, commitment=row)
    if form.is_valid():
        try:
            commitments.report_outcome(commitment=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Det som blev gjort är redovisat."))
            return _back(row)
        except UserError as error:
            refused(form, error)
    return page(request, OUTCOME, {**context, "form": form}, status=422)


def _done(row: Commitment) -> queries.Done | None:
    shown = queries.promise_shown(row.promise)
    return next((one for one in shown.rows if one.commitment.pk == row.pk), None)


def _of(row: Commitment, form: Form | None) -> dict[str, Any]:
    return {**_frame(row.promise.pair), "promise": row.promise, "commitment": row, "form": form}


def _frame(pair: AreaPair) -> dict[str, Any]:
    """Return what every page of the pair needs of its frame."""
    return {"pair": pair, "room": "agreements", "is_example": pair.city.is_example}


def _back(row: Commitment) -> HttpResponseRedirect:
    return redirect(f"{row.promise.get_absolute_url()}#atagande-{row.pk}")


def _closed(request: MemberRequest, row: CitizenPromise) -> HttpResponseRedirect:
    """Send on from a form that nothing can be saved in."""
    messages.error(
        request,
        _(
            "Det går inte att göra här nu. Texten är %(state)s, eller så har någon tagit bort åtagandet. "
            "Se på löftets sida vad som gäller."
        )
        % {"state": row.get_state_display()},
    )
    return redirect(row)


def _version(request: MemberRequest) -> int:
    """Return the version that a button's form carries; nonsense is none."""
    asked = request.POST.get("version", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else 0
