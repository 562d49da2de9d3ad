"""One typical row of everything in step 4, made by its services: for the tests of the apps above and the access matrix."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from samsyn.audit.models import LogEntry
from samsyn.people.models import Forum, ForumKind, Member, Organisation, Party
from samsyn.places.models import AreaPair
from samsyn.records.joint.services import approve, send_to_review
from samsyn.steps.method import services
from samsyn.steps.method.models import ResourceKind, WorkPlan
from samsyn.steps.method.queries.plans import room
from samsyn.steps.problem.models import Cause, ProblemPicture
from samsyn.steps.problem.tests import world as problems
from samsyn.ui.clock import today

YEAR = {"period_start": date(2026, 1, 1), "period_end": date(2027, 1, 1)}


def free_problem(
    cast: dict[str, Member], pair: AreaPair, title: str = "Bråk vid stationen"
) -> ProblemPicture:
    """A decided and chosen problem, with two causes, that has no work plan."""
    finding = problems.add_finding(pair, cast["astrid"], statement=f"Händelserna blir fler: {title}")
    whole = problems._whole(pair, cast, finding, title=title, place=None)
    return problems.decide(whole, cast)


def organisation(pair: AreaPair, party: str) -> Organisation:
    """The party's organisation nearest to the pair; of the others the housing company."""
    found = Organisation.objects.filter(city=pair.city, party=party).order_by("-parent_id", "pk").first()
    assert found is not None
    return found


def facts_of(entry: LogEntry) -> dict[str, Any]:
    """What a log entry holds: ids, counts and codes."""
    facts: dict[str, Any] = json.loads(entry.facts)
    return facts


def steering(pair: AreaPair) -> Forum:
    return Forum.objects.get(pair=pair, kind=ForumKind.STEERING)


def cause_of(plan: WorkPlan, number: int = 1) -> Cause:
    return list(Cause.objects.filter(picture=plan.problem).standing())[number - 1]


def promise(plan: WorkPlan, by: Member, **more: Any) -> Any:
    """120 hours from the writer's own organisation."""
    said = {"organisation": by.organisation, "kind": ResourceKind.HOURS, "what": "Kvällsarbete ute", "amount": Decimal(120)}  # fmt: skip
    return services.promise_resource(plan=plan, by=by, **{**said, **YEAR, **more})


def whole_plan(cast: dict[str, Member], problem: ProblemPicture) -> WorkPlan:
    """A draft that lacks nothing: a method, a cause left out, hours from both, a forum that leads, functions."""
    astrid, bo = cast["astrid"], cast["bo"]
    plan = services.add_plan(
        problem=problem, by=astrid, forum=steering(problem.pair), ends_on=date(2027, 6, 30)
    )
    services.choose_method(
        plan=plan,
        cause=cause_of(plan),
        method="fotpatrull",
        why="Samma poliser och fältassistenter på torget varje kväll gör att någon vuxen alltid är där.",
        by=astrid,
    )
    services.leave_out(
        plan=plan,
        cause=cause_of(plan, 2),
        why="Öppettiderna bestäms i nästa budget. Ni tar upp orsaken igen i mars.",
        by=astrid,
    )
    promise(plan, astrid)
    promise(plan, bo, what="Fotpatrull torsdag till lördag", amount=Decimal(80))
    services.add_function(
        plan=plan,
        function="fältassistent",
        party=Party.CITY,
        task="Är på torget torsdag till lördag.",
        by=astrid,
    )
    services.add_function(
        plan=plan,
        function="områdespolis",
        party=Party.POLICE,
        task="Går fotpatrull och skriver upp varje gång.",
        by=bo,
    )
    return WorkPlan.objects.select_related("pair__city", "problem", "forum").get(pk=plan.pk)


def decide(plan: WorkPlan, cast: dict[str, Member]) -> WorkPlan:
    """Both parties have decided the plan."""
    held = send_to_review(plan, by=cast["astrid"])
    for member in (cast["astrid"], cast["bo"]):
        approve(held, read_checksum=held.checksum, by=member)
    return WorkPlan.objects.select_related("pair__city", "problem", "forum").get(pk=plan.pk)


def build(cast: dict[str, Member], norr: AreaPair) -> dict[str, Any]:
    """Make a decided work plan, an open one with every kind of piece, and a problem that has none.

    work_plan, work_resource, work_given   decided, with something given
    open_plan, open_choice, open_cause, open_resource, open_given, open_function   open; the resource is the city's
    unplanned                              a decided and chosen problem without a work plan
    """
    astrid = cast["astrid"]
    waiting = room(norr).to_start
    problem = waiting[0] if waiting else free_problem(cast, norr, "Otryggt vid busstorget")
    decided = decide(whole_plan(cast, problem), cast)
    resource = decided.resources.order_by("position").first()
    given = services.give_resource(resource=resource, amount=Decimal("12.5"), on=today(), by=astrid)
    draft = whole_plan(cast, free_problem(cast, norr, "Bråk vid stationen"))
    open_resource = draft.resources.order_by("position").first()
    yesterday = today() - timedelta(days=1)
    return {
        "work_plan": decided,
        "work_resource": resource,
        "work_given": given,
        "open_plan": draft,
        "open_choice": draft.choices.order_by("position").first(),
        "open_cause": cause_of(draft, 2),
        "open_resource": open_resource,
        "open_given": services.give_resource(
            resource=open_resource, amount=Decimal(8), on=yesterday, by=astrid
        ),
        "open_function": draft.functions.order_by("position").first(),
        "unplanned": free_problem(cast, norr, "Klotter i tunneln"),
    }
