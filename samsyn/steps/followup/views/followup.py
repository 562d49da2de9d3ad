"""One follow-up: what was found, how sure one can be, what each party says, and what they conclude."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.audit.kept import kept
from samsyn.people import access as people
from samsyn.people.requests import MemberRequest
from samsyn.records.joint.queries import newest
from samsyn.records.services import PARTIES
from samsyn.steps.followup import access, drawings, queries, services, shown, words
from samsyn.steps.followup.forms import (
    CompareForm,
    LessonForm,
    ProposeForm,
    ReadingForm,
    SettleForm,
    VersionForm,
)
from samsyn.steps.followup.measuring import Measured, measured_action
from samsyn.steps.followup.models import Conclusion, FollowUp, ProposedConclusion
from samsyn.steps.followup.turns import ball_of
from samsyn.steps.followup.views.shared import frame, refused
from samsyn.ui.clock import today
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page

TEMPLATE = "followup/followup.html"


@login_required
@require_safe
def followup(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """The whole follow-up."""
    return _page(request, access.followup_for(request.user, slug, pk))


def _page(
    request: MemberRequest,
    row: FollowUp,
    *,
    status: int = 200,
    problem: str = "",
    theirs: str = "",
    **forms: Form,
) -> HttpResponse:
    case = measured_action(row)
    context = {
        **frame(row.pair),
        "row": row,
        "case": case,
        "may_write": people.may_write(request.user, row.pair) and row.is_open,
        "is_late": row.is_open and row.measured_at is None and row.due_on < today(),
        "has_begun": case.begins_on <= today(),
        "ball": ball_of(row, str(request.user.party)),
        "newest": newest(row),
        "knot": f"effect:{row.key}",
        "me": str(request.user.party),
        "problem": problem,
        "theirs": theirs,
        **_found(row),
        "board": _board(row, case),
        **_said(request, row),
        "lessons": queries.lessons_of(row),
        "earlier": queries.history(row),
        **_forms(row, case),
        **{f"{name}_form": form for name, form in forms.items()},
    }
    return page(request, TEMPLATE, context, status=status)


def _board(row: FollowUp, case: Measured) -> queries.Board:
    def read() -> queries.Board:
        return queries.board(row.pair, problem=case.problem, here=row)

    return kept(row.pair_id, "followup-board", read, row.pk)


def _found(row: FollowUp) -> dict[str, Any]:
    """Return what was measured, as the page shows it; nothing before."""
    if row.measured_at is None:
        return {}
    return {
        "verdict": words.verdict(row.measured),
        "levels": shown.levels(row.measured),
        "picture": drawings.effect_picture(row.measured),
        "sureness": words.sureness(row.measured),
        "is_tested": words.is_tested(row.measured),
        "is_chosen": (row.measured["effect"].get("beside") or {}).get("code") == row.compared_with,
    }


def _said(request: MemberRequest, row: FollowUp) -> dict[str, Any]:
    """Return what each party has said; the other party's answer is hidden until one's own is given."""
    seen = queries.proposals_of(row, request.user.party)
    both = len(seen) == len(PARTIES)
    mine = seen.get(request.user.party)
    return {
        "both_said": both,
        "agreed": both and len({one.conclusion for one in seen.values()}) == 1,
        "answers": [
            {
                "label": str(choice.label).capitalize(),
                "cells": [_cell(seen, party, choice) for party in PARTIES],
            }
            for choice in Conclusion
        ],
        "changed": [one for one in seen.values() if one.is_changed_after_seen],
        "reasons": [seen[party] for party in PARTIES if party in seen and seen[party].reason],
        "mine": mine,
        "needs_answer": _needs_answer(row, mine),
        "stale": [one for one in seen.values() if row.measured_at is not None and one.at < row.measured_at],
    }


def _needs_answer(row: FollowUp, mine: ProposedConclusion | None) -> bool:
    return mine is None or (row.measured_at is not None and mine.at < row.measured_at)


def _cell(seen: dict[str, ProposedConclusion], party: str, choice: Conclusion) -> str:
    if party in seen:
        return _("Vald") if seen[party].conclusion == choice else ""
    return ""


def _forms(row: FollowUp, case: Measured) -> dict[str, Any]:
    effect = row.measured.get("effect") or {}
    own = [(str(goal.key), _own_goal(goal)) for goal in case.goals if not goal.indicator.metric]
    return {
        "compare_form": CompareForm(
            options=_options(effect),
            initial={"code": row.compared_with, "version": row.version},
            auto_id="jamfor_%s",
        ),
        "options": effect.get("options") or [],
        "reading_form": ReadingForm(
            goals=own, initial={"on": today(), "version": row.version}, auto_id="varde_%s"
        ),
        "own_goals": own,
        "propose_form": ProposeForm(auto_id="forslag_%s"),
        "settle_form": SettleForm(
            initial={"conclusion": row.conclusion, "reason": row.reason, "version": row.version},
            auto_id="slutsats_%s",
        ),
        "lesson_form": LessonForm(auto_id="lardom_%s"),
    }


def _own_goal(goal: Any) -> str:
    return f"{goal.statement} ({goal.indicator.unit})" if goal.indicator.unit else goal.statement


def _options(effect: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        (
            option["code"],
            capfirst(words.beside_name(option)),
        )
        for option in effect.get("options") or ()
    ]


def _version(form: Form) -> int:
    return int(form.cleaned_data["version"] or 0)


@login_required
@require_POST
def measure(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Measure now."""
    row = access.followup_for(request.user, slug, pk, change=True)
    try:
        made = services.measure(followup=row, by=request.user)
    except UserError as error:
        return _page(request, row, status=422, problem=str(error))
    if made.version == row.version:
        messages.info(request, _("Talen är desamma som förra gången. Ingenting ändrades."))
    else:
        messages.success(request, _("Uppföljningen är räknad. Läs vad den visar."))
    return redirect(row)


@login_required
@require_POST
def compare(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Choose what to compare with, and measure anew."""
    row = access.followup_for(request.user, slug, pk, change=True)
    form = CompareForm(request.POST, options=_options(row.measured.get("effect") or {}), auto_id="jamfor_%s")
    if form.is_valid():
        try:
            held = services.choose_comparison(
                followup=row, code=form.cleaned_data["code"], version=_version(form), by=request.user
            )
            services.measure(followup=held, by=request.user)
            messages.success(request, _("Jämförelsen är bytt och allt är räknat på nytt."))
            return redirect(row)
        except UserError as error:
            refused(form, error)
    return _page(request, row, status=422, compare=form)


@login_required
@require_POST
def reading(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write in a value that the parties have measured themselves."""
    row = access.followup_for(request.user, slug, pk, change=True)
    own = [
        (str(goal.key), _own_goal(goal)) for goal in measured_action(row).goals if not goal.indicator.metric
    ]
    form = ReadingForm(request.POST, goals=own, auto_id="varde_%s")
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.record_reading(followup=row, by=request.user, **{**said, "version": _version(form)})
            messages.success(request, _("Värdet är sparat. Räkna på nytt så kommer det med."))
            return redirect(row)
        except UserError as error:
            refused(form, error)
    return _page(request, row, status=422, reading=form)


@login_required
@require_POST
def propose(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Say what one's own party thinks."""
    row = access.followup_for(request.user, slug, pk, change=True)
    form = ProposeForm(request.POST, auto_id="forslag_%s")
    if form.is_valid():
        try:
            services.propose(followup=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Ert svar är sparat. Båda svaren syns när båda har svarat."))
            return redirect(f"{row.get_absolute_url()}#slutsats")
        except UserError as error:
            refused(form, error)
    return _page(request, row, status=422, propose=form)


@login_required
@require_POST
def settle(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Write the conclusion that the parties have come to."""
    row = access.followup_for(request.user, slug, pk, change=True)
    form, theirs = SettleForm(request.POST, auto_id="slutsats_%s"), ""
    if form.is_valid():
        said = form.cleaned_data
        try:
            services.settle(followup=row, by=request.user, **{**said, "version": _version(form)})
            messages.success(request, _("Slutsatsen är sparad. Nu kan texten skickas på granskning."))
            return redirect(f"{row.get_absolute_url()}#slutsats")
        except UserError as error:
            row.refresh_from_db()
            theirs = refused(form, error, version=row.version)
    return _page(request, row, status=422, theirs=theirs, settle=form)


@login_required
@require_POST
def add_lesson(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Add a lesson."""
    row = access.followup_for(request.user, slug, pk, change=True)
    form = LessonForm(request.POST, auto_id="lardom_%s")
    if form.is_valid():
        try:
            services.add_lesson(followup=row, by=request.user, **form.cleaned_data)
            messages.success(request, _("Lärdomen är sparad."))
            return redirect(f"{row.get_absolute_url()}#lardomar")
        except UserError as error:
            refused(form, error)
    return _page(request, row, status=422, lesson=form)


@login_required
@require_POST
def remove_lesson(request: MemberRequest, slug: str, pk: int, lesson: int) -> HttpResponse:
    """Take a lesson of one's own party out."""
    row = access.lesson_for(request.user, slug, pk, lesson)
    form = VersionForm(request.POST)
    version = _version(form) if form.is_valid() else 0
    try:
        services.remove_lesson(lesson=row, version=version, by=request.user)
    except UserError as error:
        return _page(request, row.followup, status=422, problem=str(error))
    messages.info(request, _("Lärdomen är borttagen."))
    return redirect(f"{row.followup.get_absolute_url()}#lardomar")
