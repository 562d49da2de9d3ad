"""The room of step 4, and one work plan."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from samsyn.people.access import may_write
from samsyn.people.requests import MemberRequest
from samsyn.steps.method import access, queries, services
from samsyn.steps.method.checks import all_checks
from samsyn.steps.method.forms import PlanForm
from samsyn.steps.method.models import WorkPlan
from samsyn.steps.method.queries.plans import matter_of
from samsyn.steps.method.queries.resources import balance_of
from samsyn.steps.method.views.shared import FormPage, read_version, saved
from samsyn.steps.method.words import balance_sentence, ball
from samsyn.steps.situation.views.shared import frame, refused
from samsyn.ui.errors import UserError
from samsyn.ui.shortcuts import page


@login_required
@require_safe
def plans(request: MemberRequest, slug: str) -> HttpResponse:
    """Each problem with its work plan, and the problems that wait for one."""
    pair = access.pair_for(request.user, slug)
    context = {**frame(pair), "room_of": queries.room(pair), "may_write": may_write(request.user, pair)}
    return page(request, "method/plans.html", context)


@login_required
@require_POST
def new(request: MemberRequest, slug: str, problem: int) -> HttpResponse:
    """Begin to order the work against a problem."""
    found = access.problem_for(request.user, slug, problem)
    try:
        plan = services.add_plan(problem=found, by=request.user)
    except UserError as error:
        context = {
            **frame(found.pair),
            "room_of": queries.room(found.pair),
            "may_write": True,
            "problem": str(error),
        }
        return page(request, "method/plans.html", context, status=422)
    messages.success(request, _("Nu kan ni välja metoder, lova resurser och säga vem som leder."))
    return redirect(plan)


@login_required
@require_safe
def plan(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """One work plan: causes with methods, the balance of resources, the organisation."""
    row = access.plan_for(request.user, slug, pk)
    may = may_write(request.user, row.pair)
    matter = matter_of(row) if row.is_open else None
    promised = queries.resources(row)
    sums = balance_of(promised)
    problem = queries.problem_of(row)
    context = {
        **frame(row.pair),
        "plan": row,
        "problem": problem,
        "work": queries.work_on_causes(row),
        "resources": [
            {
                "one": one,
                "may_change": may
                and row.is_open
                and access.may_promise_for(request.user, one.row.organisation),
                "may_give": access.may_give(request.user, row.pair, one.row.organisation),
            }
            for one in promised
        ],
        "balance": sums,
        "balance_sentence": balance_sentence(sums),
        "seats": queries.seats_of(row.forum),
        "functions": _by_party(row),
        "ball": ball(row.state, matter),
        "lacking": [check for check in all_checks(row) if not check.is_met] if row.is_open else [],
        "newer": _newer_problem(row),
        "newest": _newer_plan(row),
        "may_write": may,
        "may_change": may and row.is_open,
    }
    return page(request, "method/plan.html", context)


def _by_party(row: WorkPlan) -> list[tuple[str, list[object]]]:
    """Return the functions by party: the city's left, the police's right, others' last when there are any."""
    rows = queries.functions(row)
    sides: list[tuple[str, list[object]]] = [
        (party, [one for one in rows if one.party == party]) for party in ("city", "police", "other")
    ]
    return [side for side in sides if side[1] or side[0] != "other"]


def _newer_problem(row: WorkPlan) -> bool:
    """Whether the decided problem has a later version than the one that a closed plan rests on."""
    return (
        type(row.problem)
        .objects.decided()
        .filter(key=row.problem.key, number__gt=row.problem.number)
        .exists()
        if not row.is_open
        else False
    )


def _newer_plan(row: WorkPlan) -> WorkPlan | None:
    """The newest standing version of the plan, when this is not it."""
    found: WorkPlan | None = (
        WorkPlan.objects.standing().filter(key=row.key, number__gt=row.number).order_by("-number").first()
    )
    if found is not None:
        found.pair = row.pair
    return found


@login_required
def change(request: MemberRequest, slug: str, pk: int) -> HttpResponse:
    """Change which forum leads, its mandate and the last day."""
    row = access.plan_for(request.user, slug, pk, change=True)
    forums = queries.forums_of(row.pair)
    if row.forum is not None and row.forum not in forums:
        forums.insert(0, row.forum)  # it has ended, but the plan may still name it
    initial = {
        "forum": row.forum_id,
        "mandate": row.mandate,
        "ends_on": row.ends_on,
        "one_sided_reason": row.one_sided_reason,
        "version": row.version,
    }
    form, theirs = PlanForm(request.POST or None, initial=initial, forums=forums), ""
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("forum", "mandate", "ends_on", "one_sided_reason")}
        try:
            services.change_plan(plan=row, version=read_version(form), by=request.user, **said)
            return saved(request, row, _("Ändringen är sparad."), part="organisation")
        except UserError as error:
            row.refresh_from_db(fields=["version"])
            theirs = refused(form, error, version=row.version)
    said_page = FormPage(
        heading=_("Vem som leder arbetet"),
        lead=_("Ett forum leder, har ett mandat och vet när arbetet slutar."),
        button=_("Spara"),
        back="organisation",
    )
    return said_page.show(request, row, form, theirs=theirs, is_refused=request.method == "POST")
