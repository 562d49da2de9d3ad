"""One plan of everything in Norr: decided, counted on, with an exception; and a draft beside it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from samsyn.people.models import Forum, Member
from samsyn.places.models import AreaPair, Place, PlaceKind
from samsyn.records.joint import services as joint
from samsyn.records.joint.models import Joint
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity import services
from samsyn.steps.activity.models import Action, ActionKind, ActionPlan, Activity, Nature
from samsyn.steps.activity.rules import WITHOUT_GOAL
from samsyn.steps.problem.models import (
    Cause,
    CauseKind,
    Perspective,
    ProblemKind,
    ProblemPicture,
)
from samsyn.steps.purpose.models import Direction, Goal, GoalKind, Indicator, OutcomeLevel, Purpose
from samsyn.steps.situation.models import Edition, SituationPicture
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.clock import now, today

START = date(today().year, 1, 1) if today().month > 3 else date(today().year - 1, 7, 1)
END = START.replace(year=START.year + 1)


def edition_of(pair: AreaPair, *, number: int = 1, by: Member) -> Edition:
    """A decided edition, without its contents; an earlier one is superseded."""
    picture, _is_new = SituationPicture.objects.get_or_create(pair=pair)
    Edition.objects.filter(picture=picture, state=EditionState.DECIDED).update(state=EditionState.SUPERSEDED)
    return Edition.objects.create(
        picture=picture,
        number=number,
        state=EditionState.DECIDED,
        period_start=date(2025, 1, 1),
        period_end=date(2026, 1, 1),
        canonical="{}",
        checksum=f"{number:064d}",
        cut_by=by,
        cut_at=now(),
        decided_at=now(),
    )


def problem_of(pair: AreaPair, *, by: Member, state: str = JointState.DECIDED) -> ProblemPicture:
    """A problem with nothing in it."""
    return ProblemPicture.objects.create(
        pair=pair,
        title="Otryggt vid centrum",
        kind=ProblemKind.VIOLENCE,
        area=pair.city_area,
        since="våren 2024",
        affected="De som bor och handlar här",
        state=state,
        added_by=by,
        added_at=now(),
        decided_at=now() if state == JointState.DECIDED else None,
    )


def cause_of(picture: ProblemPicture, *, by: Member, text: str = "Inga vuxna på plats") -> Cause:
    return Cause.objects.create(
        picture=picture,
        text=text,
        kind=CauseKind.DIRECT,
        perspective=Perspective.SITUATION,
        grounds="Butikerna stänger kl. 18.",
        party=by.party,
        added_by=by,
        added_at=now(),
    )


def goal_of(
    picture: ProblemPicture,
    *,
    by: Member,
    statement: str = "Färre bråk på kvällarna",
    state: str = JointState.DECIDED,
) -> Goal:
    purpose = Purpose.objects.create(
        pair=picture.pair,
        problem=picture,
        text="Alla ska kunna gå här på kvällen.",
        state=state,
        added_by=by,
        added_at=now(),
        decided_at=now() if state == JointState.DECIDED else None,
    )
    goal = Goal.objects.create(
        purpose=purpose,
        statement=statement,
        level=OutcomeLevel.EFFECT,
        kind=GoalKind.CRIME,
        direction=Direction.DOWN,
        baseline=96,
        target=70,
        due_on=END,
        added_by=by,
        added_at=now(),
    )
    Indicator.objects.create(
        goal=goal, own_measure="bråk vid centrum", unit="händelser", measured_by="analytiker"
    )
    return goal


def place_of(pair: AreaPair, name: str = "Centrumtorget") -> Place:
    spot = {"kind": PlaceKind.SQUARE, "area": pair.city_area, "longitude": 12.015, "latitude": 57.515}
    return Place.objects.get_or_create(city=pair.city, name=name, defaults=spot)[0]


def whole_plan(pair: AreaPair, *, by: Member, title: str = "Åtgärdsplan Norr", **period: date) -> ActionPlan:
    """A draft that rests on the newest edition; every check of it holds once an action is added."""
    edition = Edition.objects.filter(picture__pair=pair, state=EditionState.DECIDED).first()
    return services.add_plan(
        pair=pair,
        title=title,
        period_start=period.get("start", START),
        period_end=period.get("end", END),
        edition=edition or edition_of(pair, by=by),
        forum=Forum.objects.filter(pair=pair).first(),
        by=by,
    )


def whole_action(
    plan: ActionPlan, *, by: Member, cause: Cause | None, goal: Goal | None, **said: Any
) -> Action:
    """An action that lacks nothing but an activity."""
    words = {
        "kind": ActionKind.EVENING_POLICE,
        "title": "Fotpatrull vid centrum",
        "nature": Nature.SITUATIONAL,
        "how": "Två och två, till fots.",
        "responsible": "områdespolis",
        "followup_on": plan.period_end - timedelta(days=30),
        "followup_by": "analytiker",
        "followup_source": "anmälda brott och räknade tillfällen",
    }
    return services.add_action(plan=plan, by=by, cause=cause, goal=goal, **{**words, **said})


def whole_activity(action: Action, *, by: Member, **said: Any) -> Activity:
    words = {
        "text": "Fotpatrull torsdag till lördag",
        "amount": 100,
        "period_start": action.plan.period_start,
        "period_end": action.plan.period_end,
        "responsible": "områdespolis",
    }
    return services.add_activity(action=action, by=by, **{**words, **said})


def decide(row: Joint, *, city: Member, police: Member) -> Any:
    """Send the text to review and let both parties approve it."""
    sent = joint.send_to_review(row, by=city)
    for member in (city, police):
        joint.approve(sent, read_checksum=sent.checksum, by=member)
    sent.refresh_from_db()
    return sent


def build(cast: dict[str, Member], norr: AreaPair) -> dict[str, Any]:
    """Return one of everything, and in braces the ids that the access matrix uses.

    plan   decided, with an action and an activity that is counted on, and an action with a signed exception
    draft  its next version, open, with the same pieces: {action} and {activity} are its own, {counted_activity} is the plan's
    """
    astrid, bo, hanna = cast["astrid"], cast["bo"], cast["hanna"]
    problem = ProblemPicture.objects.filter(pair=norr, state=JointState.DECIDED).first() or problem_of(
        norr, by=astrid
    )
    cause = Cause.objects.filter(picture=problem, removed_at=None).first() or cause_of(problem, by=astrid)
    goal = (
        Goal.objects.filter(purpose__problem__key=problem.key, purpose__state=JointState.DECIDED)
        .standing()
        .first()
    ) or goal_of(problem, by=astrid)
    plan = whole_plan(norr, by=astrid)
    patrol = whole_action(plan, by=bo, cause=cause, goal=goal)
    rounds = whole_activity(patrol, by=bo, place=place_of(norr), doer=bo.organisation)
    walk = whole_action(
        plan, by=astrid, cause=cause, goal=None, kind=ActionKind.SAFETY_WALK, title="Trygghetsvandring",
        nature=Nature.SOCIAL, responsible="trygghetssamordnare",
    )  # fmt: skip
    whole_activity(walk, by=astrid, text="Vandring med boende", amount=2, area=norr.city_area)
    services.sign_exception(
        action=walk, rule=WITHOUT_GOAL, reason="Vandringen ska ge underlag till målen.", by=cast["lena"]
    )
    plan = decide(plan, city=astrid, police=bo)
    progress = services.count_progress(activity=rounds, by=hanna, note="Lugnt.")
    draft = joint.start_version(plan, by=astrid)
    action = draft.actions.get(key=patrol.key)
    return {
        "{action_plan}": plan.pk,
        "{open_action_plan}": draft.pk,
        "{action}": action.pk,
        "{activity}": action.activities.get().pk,
        "{counted_activity}": rounds.pk,
        "{progress}": progress.pk,
        "plan": plan,
        "draft": draft,
        "actions": [patrol, walk],
        "activities": list(Activity.objects.filter(action__plan=plan)),
        "cause": cause,
        "goal": goal,
        "problem": problem,
        "progress": progress,
    }
