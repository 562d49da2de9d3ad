"""One typical row of everything in step 3, made by its services: for the tests of the apps above and the access matrix."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from samsyn.people.models import Member
from samsyn.places.models import Area, AreaPair
from samsyn.records.joint.services import approve, send_to_review
from samsyn.steps.problem.models import ProblemPicture
from samsyn.steps.problem.tests import world as problems
from samsyn.steps.purpose import services
from samsyn.steps.purpose.models import Direction, Goal, GoalKind, OutcomeLevel, Purpose
from samsyn.steps.purpose.queries import baselines, without_purpose
from samsyn.steps.situation.canonical import canonical
from samsyn.steps.situation.models import Edition, Finding
from samsyn.steps.situation.services import open_picture
from samsyn.steps.situation.workflow import EditionState
from samsyn.ui.clock import now, today

IMPORT = 999_001  # of no file: nothing in force is the same
ASSAULTS, NARCOTICS, SAFE = "crime_assault", "crime_drugs_weapons", "safe_evening"


def figure(
    area: Area, metric: str, value: float, *, base: int | None = None, year: int = 2025
) -> dict[str, Any]:
    """A figure as a finding keeps it. No file stands behind it."""
    return {
        "metric": metric,
        "area": area.key,
        "start": f"{year}-01-01",
        "end": f"{year + 1}-01-01",
        "import": IMPORT,
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


def add_edition(pair: AreaPair, by: Member, *figures: dict[str, Any]) -> Edition:
    """A decided edition that holds the figures: 150 assaults, 211 narcotics offences, 47 % of 180 safe, by default."""
    part = pair.city_area.parts.order_by("code").first() or pair.city_area
    Finding.objects.create(
        shared="whole",
        picture=open_picture(pair),
        statement="Fler bråk och färre trygga på kvällen",
        doubt="Skillnaden är större än slumpen.",
        figures=list(figures)
        or [
            figure(pair.city_area, ASSAULTS, 150),
            figure(pair.city_area, NARCOTICS, 211),
            figure(part, SAFE, 0.47, base=180),
            figure(pair.city_area, SAFE, 0.61, base=1207),
        ],
        party=by.party,
        written_by=by,
        written_at=now(),
    )
    picture = open_picture(pair)
    number = picture.editions.count() + 1
    start, end = date(2025, 1, 1), date(2026, 1, 1)
    text = canonical(picture, number=number, period_start=start, period_end=end, previous=None)
    return Edition.objects.create(
        picture=picture,
        number=number,
        state=EditionState.DECIDED,
        period_start=start,
        period_end=end,
        canonical=text,
        checksum=f"{number:064x}",
        cut_by=by,
        cut_at=now(),
        decided_at=now(),
    )


def reference(pair: AreaPair, metric: str, *, area: Area | None = None) -> str:
    """How a form names the frozen figure of a metric: that of the area, else the first."""
    rows = [one for one in baselines(pair).candidates if one.metric == metric]
    return next(one.reference for one in rows if area is None or one.area == area.key)


def said(pair: AreaPair, **more: Any) -> dict[str, Any]:
    """What a goal that lacks nothing says: assaults from 150 to 100."""
    return {
        "statement": "Färre misshandlas ute",
        "level": OutcomeLevel.EFFECT,
        "kind": GoalKind.CRIME,
        "direction": Direction.DOWN,
        "baseline_reference": reference(pair, ASSAULTS),
        "target": 100.0,
        "due_on": today() + timedelta(days=500),
        "measured_by": "Analytiker, socialförvaltningen",
        "why": "Då ligger området nära snittet för staden.",
        **more,
    }


def own(**more: Any) -> dict[str, Any]:
    """What a goal of the parties' own count says: 0 to 100 evenings."""
    return {
        "statement": "Vuxna ute på torget",
        "level": OutcomeLevel.ACTIVITY,
        "kind": GoalKind.BOTH,
        "direction": Direction.UP,
        "own_measure": "Kvällar med fältassistenter",
        "unit": "kvällar",
        "baseline": 0.0,
        "target": 100.0,
        "due_on": today() + timedelta(days=300),
        "source": "Fältassistenternas räkneblad",
        "measured_by": "Enhetschef, fältenheten",
        **more,
    }


def decide(purpose: Purpose, cast: dict[str, Member]) -> Purpose:
    """Both parties have decided the purpose."""
    held = send_to_review(purpose, by=cast["astrid"])
    for member in (cast["astrid"], cast["bo"]):
        approve(held, read_checksum=held.checksum, by=member)
    return Purpose.objects.select_related("pair__city", "problem").get(pk=purpose.pk)


def problem_of(cast: dict[str, Member], pair: AreaPair) -> ProblemPicture:
    """A decided and chosen problem that no purpose is about."""
    free = without_purpose(pair)
    if free:
        return free[0]
    if not ProblemPicture.objects.filter(pair=pair).exists():
        found: ProblemPicture = problems.build(cast, pair)["problem"]
        return found
    finding = Finding.objects.filter(picture__pair=pair).first() or problems.add_finding(pair, cast["astrid"])
    whole = problems._whole(pair, cast, finding, title="Bråk vid stationen på helgkvällar", place=None)
    return problems.decide(whole, cast)


def build(cast: dict[str, Member], norr: AreaPair) -> dict[str, Any]:
    """Make a decided purpose with an effect and an activity goal, a draft, and a problem that lacks a purpose.

    purpose, goal, activity_goal   decided
    purpose_draft, goal_draft      open, its goal lacking a target and who measures
    unaimed                        decided and chosen, without a purpose
    """
    astrid, bo = cast["astrid"], cast["bo"]
    if not baselines(norr).candidates:
        add_edition(norr, astrid)
    purpose = services.add_purpose(
        problem=problem_of(cast, norr),
        text="Den som går hem en kväll ska inte behöva vara rädd.",
        by=astrid,
    )
    goal = services.add_goal(purpose=purpose, by=astrid, **said(norr))
    activity_goal = services.add_goal(purpose=purpose, by=bo, **own())
    purpose = decide(purpose, cast)
    draft = services.add_purpose(
        problem=problem_of(cast, norr), text="Det ska gå att ställa cykeln vid stationen.", by=bo
    )
    goal_draft = services.add_goal(
        purpose=draft, by=bo, **said(norr, statement="Färre stölder", target=None, measured_by="")
    )
    return {
        "purpose": purpose,
        "goal": Goal.objects.get(pk=goal.pk),
        "activity_goal": Goal.objects.get(pk=activity_goal.pk),
        "purpose_draft": draft,
        "goal_draft": goal_draft,
        "unaimed": problem_of(cast, norr),
    }


def said_of(goal: Goal) -> dict[str, Any]:
    """What a saved goal says, as a form sends it again."""
    indicator = goal.indicator
    kept = goal.baseline_figure
    names = ("metric", "area", "start", "end", "import")
    said = {
        name: getattr(goal, name)
        for name in (
            "statement",
            "level",
            "kind",
            "direction",
            "target",
            "due_on",
            "why",
            "periods",
            "answers",
        )
    }
    return {
        **said,
        "baseline_reference": "|".join(str(kept[name]) for name in names) if kept else "",
        "own_measure": indicator.own_measure,
        "unit": indicator.unit,
        "baseline": None if kept else goal.baseline,
        "source": indicator.source,
        "measured_by": indicator.measured_by,
    }
