"""One of everything in step 6: for the tests here, the tests of the apps above, and the access matrix."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from samsyn.people.models import Member
from samsyn.places.models import Area, AreaPair
from samsyn.records.joint.models import Joint
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity.models import Action, ActionKind, ActionPlan, Activity, Nature, Progress
from samsyn.steps.activity.tests import world as activity
from samsyn.steps.followup import queries, services
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.purpose.models import Direction, Goal, GoalKind, Indicator, OutcomeLevel, Purpose
from samsyn.ui.clock import now, today

LAST = today().year - 1  # the last whole year


def decide(row: Joint, cast: Mapping[str, Member]) -> Any:
    """Send the text to review and let both parties approve it."""
    return activity.decide(row, city=cast["astrid"], police=cast["bo"])


def figure(
    area: Area, metric: str, value: float, *, year: int = LAST - 1, base: int | None = None
) -> dict[str, Any]:
    """A figure as a goal keeps it."""
    return {
        "metric": metric,
        "area": area.key,
        "start": f"{year}-01-01",
        "end": f"{year + 1}-01-01",
        "import": 999,
        "row": 1,
        "shown": {
            "area_name": area.name,
            "value": value,
            "state": "value",
            "base": base,
            "low": None,
            "high": None,
            "rate": None,
        },
    }


def plan_of(pair: AreaPair, *, by: Member, year: int = LAST) -> ActionPlan:
    """A decided plan of one year, made without its services: the year may lie in the past."""
    return ActionPlan.objects.create(
        pair=pair,
        title=f"Åtgärdsplan {year}",
        period_start=date(year, 1, 1),
        period_end=date(year + 1, 1, 1),
        state=JointState.DECIDED,
        decided_at=now(),
        added_by=by,
        added_at=now(),
    )


def action_of(plan: ActionPlan, *, by: Member, goal: Goal | None, title: str = "Ny belysning") -> Action:
    return Action.objects.create(
        plan=plan,
        kind=ActionKind.LIGHTING,
        title=title,
        nature=Nature.SITUATIONAL,
        goal=goal,
        party=by.party,
        added_by=by,
        added_at=now(),
    )


def activity_of(
    action: Action, *, by: Member, amount: int | None = 48, unit: str = "stolpar", area: Area | None = None
) -> Activity:
    return Activity.objects.create(
        action=action,
        text="Sätta upp stolpar längs gångstråket",
        amount=amount,
        unit=unit,
        area=area,
        period_start=action.plan.period_start,
        period_end=action.plan.period_end,
        responsible="trafikkontoret",
        added_by=by,
        added_at=now(),
    )


def count(row: Activity, times: int, *, by: Member) -> Progress:
    return Progress.objects.create(
        activity_key=row.key,
        activity=row,
        count=times,
        on=row.period_start,
        token=f"{row.key}-{Progress.objects.count()}",
        by=by,
        at=now(),
    )


def goal_of(
    problem: ProblemPicture,
    *,
    by: Member,
    baseline: dict[str, Any] | None,
    level: str = OutcomeLevel.EFFECT,
    direction: str = Direction.DOWN,
    target: float | None = None,
    own: str = "",
    unit: str = "",
    metric: str = "",
    area: Area | None = None,
    **more: Any,
) -> Goal:
    """A decided goal with its indicator: of a metric with its frozen baseline, or of the parties' own measure."""
    purpose = Purpose.objects.create(
        pair=problem.pair,
        problem=problem,
        text="Alla ska kunna gå hem på kvällen.",
        state=JointState.DECIDED,
        decided_at=now(),
        added_by=by,
        added_at=now(),
    )
    goal = Goal.objects.create(
        purpose=purpose,
        statement=more.pop("statement", "Färre misshandlas ute"),
        level=level,
        kind=GoalKind.CRIME,
        direction=direction,
        target=target,
        baseline_figure=baseline or {},
        baseline=baseline["shown"]["value"] if baseline else more.pop("value", None),
        added_by=by,
        added_at=now(),
        **more,
    )
    Indicator.objects.create(
        goal=goal,
        metric=baseline["metric"] if baseline else metric,
        area=area or (problem.area if baseline or metric else None),
        own_measure=own,
        unit=unit,
    )
    return goal


def story(
    cast: Mapping[str, Member],
    pair: AreaPair,
    *,
    metric: str = "crime_assault",
    value: float = 100,
    delivered: int = 48,
    base: int | None = None,
    area: Area | None = None,
    works_in: Area | None = None,
    direction: str = Direction.DOWN,
    **more: Any,
) -> FollowUp:
    """Lighting in the last year against assaults: a baseline of the year before, and its planned follow-up."""
    astrid = cast["astrid"]
    problem = activity.problem_of(pair, by=astrid)
    where = area or pair.city_area
    goal = goal_of(
        problem,
        by=astrid,
        baseline=figure(where, metric, value, base=base),
        area=where,
        direction=direction,
        **more,
    )
    action = action_of(plan_of(pair, by=astrid), by=astrid, goal=goal)
    done = activity_of(action, by=astrid, area=works_in or where)
    if delivered:
        count(done, delivered, by=astrid)
    return services.plan_followup(
        action=action, due_on=today(), by=astrid, measured_by="analytiker", source="anmälda brott"
    )


def concluded(row: FollowUp, cast: Mapping[str, Member], *, conclusion: str = "continue") -> FollowUp:
    """Measure, let both parties say the same, and settle."""
    services.measure(followup=row, by=cast["cilla"])
    for who in ("astrid", "bo"):
        services.propose(followup=row, conclusion=conclusion, by=cast[who], reason="Det verkar hjälpa.")
    row.refresh_from_db()
    return services.settle(
        followup=row,
        conclusion=conclusion,
        reason="Lugnare kvällar för de pengar det kostar.",
        version=row.version,
        by=cast["astrid"],
    )


def build(cast: dict[str, Member], norr: AreaPair) -> dict[str, Any]:
    """Return one of everything by the names that the access matrix uses: {followup}, {lesson}.

    followup  a draft: measured, with both answers, a conclusion and a lesson of the city's
    planned   a draft that nobody has measured; decided: an older one
    """
    decided = decide(concluded(story(cast, norr), cast), cast)
    plans = activity.build(cast, norr)  # its decision plans two follow-ups
    first, *others = [row for row in queries.followups(norr) if row.key != decided.key]
    followup = concluded(first, cast)
    lesson = services.add_lesson(
        followup=followup, text="Räkna redan första veckan, annars glöms det.", by=cast["astrid"]
    )
    return {
        **{name: pk for name, pk in plans.items() if name.startswith("{")},
        "{followup}": followup.pk,
        "{lesson}": lesson.pk,
        "followup": followup,
        "planned": others[0],
        "decided": decided,
        "lesson": lesson,
    }
