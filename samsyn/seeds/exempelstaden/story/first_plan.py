"""What Norr decided to do in 2024: methods, hours and kronor, three actions, and what was done of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import Decimal
from functools import partial
from operator import itemgetter
from typing import Any

import numpy as np

from samsyn.people.models import Forum, ForumKind, Organisation
from samsyn.seeds.exempelstaden.story.hands import decide, on
from samsyn.seeds.exempelstaden.story.picture import BRIDGE, Teller
from samsyn.steps.activity import services as activity
from samsyn.steps.activity.models import ActionKind, ActionPlan, Activity, Nature
from samsyn.steps.method import services as method
from samsyn.steps.method.models import Resource, ResourceKind
from samsyn.steps.problem.models import Cause, ProblemPicture
from samsyn.steps.purpose.models import Goal
from samsyn.steps.situation.models import Edition

PLAN_START, PLAN_END = date(2024, 3, 20), date(2026, 1, 1)
LIT_ON, GIVEN_ON = date(2024, 3, 29), date(2025, 12, 29)
SEED = 20263
DARK, NO_ADULTS, CROWD, FOR_CARS = "dark", "no-adults", "crowd", "for-cars"


Given = list[tuple[Resource, int, str]]


def arrange(story: Teller, picture: ProblemPicture, causes: dict[str, Cause]) -> Given:
    """Methods, hours and kronor, and who leads. Returns what was given of the hours in the end, and who wrote it in."""
    by = story.members["astrid"]
    own = {row.name: row for row in Organisation.objects.filter(city=story.pair.city)}
    social, police = own["Socialförvaltningen Norr"], own["Lokalpolisområde Väst"]
    forum = Forum.objects.get(pair=story.pair, kind=ForumKind.PREPARATORY)
    span: dict[str, Any] = {"period_start": PLAN_START, "period_end": PLAN_END}
    with on(date(2024, 3, 14)):
        row = method.add_plan(
            problem=picture, forum=forum, mandate="Leder arbetet, köper belysningen och lägger scheman.",
            ends_on=date(2025, 12, 31), by=by,
        )  # fmt: skip
        for cause, code, why in (
            (DARK, "belysning", "Mörkret är den orsak som båda är säkra på."),
            (NO_ADULTS, "faltassistenter", "Vuxna som ungdomarna känner kan lugna innan något händer."),
            (CROWD, "fotpatrull", "Polis till fots vid hållplatsen när uteställena stänger."),
        ):
            method.choose_method(plan=row, cause=causes[cause], method=code, why=why, by=by)
        method.leave_out(
            plan=row,
            cause=causes[FOR_CARS],
            why="Att bygga om gatan ligger utanför det vi råder över.",
            by=by,
        )
        method.promise_resource(
            plan=row,
            organisation=social,
            kind=ResourceKind.KRONOR,
            what="48 nya stolpar",
            amount=Decimal(620_000),
            by=by,
            **span,
        )
        hours = method.promise_resource(
            plan=row, organisation=social, kind=ResourceKind.HOURS, what="Fältassistenter fredag och lördag kväll",
            amount=Decimal(900), by=by, **span,
        )  # fmt: skip
        patrols = method.promise_resource(
            plan=row, organisation=police, kind=ResourceKind.HOURS, what="Fotpatrull vid hållplatsen", amount=Decimal(960),
            by=story.members["bo"], **span,
        )  # fmt: skip
        method.add_function(
            plan=row,
            function="Trygghetssamordnare",
            party="city",
            task="Samordnar och håller tiderna.",
            by=by,
        )
        method.add_function(
            plan=row,
            function="Kommunpolis",
            party="police",
            task="Lägger patrullerna efter när det händer mest.",
            by=by,
        )
    with on(date(2024, 3, 18)):
        decide(row, story.members)
    return [(hours, 905, "astrid"), (patrols, 770, "bo")]


def plan(story: Teller, causes: dict[str, Cause], goals: dict[str, Goal]) -> ActionPlan:
    """Three actions with number, unit and a planned follow-up."""
    edition = Edition.objects.get(picture=story.picture, number=1)
    forum = Forum.objects.get(pair=story.pair, kind=ForumKind.STEERING)
    bridge = story.area(BRIDGE)
    with on(date(2024, 3, 19)):
        row = activity.add_plan(
            pair=story.pair, title="Åtgärdsplan 2024–2025", period_start=PLAN_START, period_end=PLAN_END,
            edition=edition, forum=forum, by=story.members["astrid"],
        )  # fmt: skip
        for one in _actions(causes, goals):
            action = activity.add_action(plan=row, by=story.members[one.pop("who")], **one.pop("action"))
            activity.add_activity(action=action, area=bridge, by=story.members["astrid"], **one)
    with on(PLAN_START):
        return decide(row, story.members)


def count(
    story: Teller, plan: ActionPlan, given: Given, meanwhile: Iterable[tuple[date, Callable[[], object]]] = ()
) -> None:
    """What was done: the lighting at once, the evenings over two years, the patrols not as many as promised.

    meanwhile  what else happened in those two years, each on its day
    """
    rows = {
        row.action.kind: row for row in Activity.objects.filter(action__plan=plan).select_related("action")
    }
    with on(LIT_ON):
        activity.count_progress(
            activity=rows[ActionKind.LIGHTING],
            count=48,
            note="Alla stolpar är tända.",
            by=story.members["astrid"],
        )
    for _day, happen in sorted((*_nights(story, rows), *meanwhile), key=itemgetter(0)):
        happen()
    for resource, amount, who in given:
        with on(GIVEN_ON):
            method.give_resource(
                resource=resource, amount=Decimal(amount), on=GIVEN_ON, by=story.members[who]
            )


def _nights(story: Teller, rows: dict[str, Activity]) -> list[tuple[date, Callable[[], object]]]:
    """Return the evenings of the field assistants and the patrols, each with the counting of it."""
    rng = np.random.default_rng(SEED)
    field = ((ActionKind.FIELD_ASSISTANTS, "hanna", 28), (ActionKind.EVENING_POLICE, "karl", 24))
    nights = [
        (int(day), kind, who) for kind, who, times in field for day in rng.choice(620, times, replace=False)
    ]
    return [
        (PLAN_START + timedelta(days=12 + day), partial(_evening, story, rows[kind], day, who))
        for day, kind, who in sorted(nights)
    ]


def _evening(story: Teller, row: Activity, day: int, who: str) -> None:
    with on(PLAN_START + timedelta(days=12 + day), hour=22):
        activity.count_progress(activity=row, count=4, by=story.members[who])


def _actions(causes: dict[str, Cause], goals: dict[str, Goal]) -> list[dict[str, Any]]:
    """Return the three actions, each with its activity."""
    common = {"followup_on": date(2026, 2, 2), "followup_by": "Analytiker, Exempelstaden stad"}
    return [
        {
            "who": "astrid",
            "action": {
                "kind": ActionKind.LIGHTING, "title": "Ny belysning längs gångvägen", "nature": Nature.SITUATIONAL,
                "method": "belysning", "cause": causes[DARK], "goal": goals["fewer"], "responsible": "Trygghetssamordnare",
                "how": "48 stolpar mot gångvägen, med jämnt ljus.", "expected_short": "Färre händelser samma år",
                "followup_source": "Händelser i Exempelstaden", **common,
            },
            "text": "Stolpar tända", "amount": 48, "unit": "stolpar", "period_start": PLAN_START,
            "period_end": date(2024, 5, 1), "responsible": "Trygghetssamordnare",
        },
        {
            "who": "astrid",
            "action": {
                "kind": ActionKind.FIELD_ASSISTANTS, "title": "Fältassistenter på plats till klockan 01",
                "nature": Nature.SOCIAL, "method": "faltassistenter", "cause": causes[NO_ADULTS], "goal": goals["safer"],
                "responsible": "Områdeschef", "followup_source": "Trygghetsundersökningen", **common,
            },
            "text": "Kvällar med fältassistenter vid Gamla bron", "amount": 100, "unit": "kvällar",
            "period_start": PLAN_START, "period_end": PLAN_END, "responsible": "Fältassistent",
        },
        {
            "who": "bo",
            "action": {
                "kind": ActionKind.EVENING_POLICE, "title": "Fotpatrull när uteställena stänger",
                "nature": Nature.SITUATIONAL, "method": "fotpatrull", "cause": causes[CROWD], "goal": goals["fewer"],
                "responsible": "Kommunpolis", "followup_source": "Händelser i Exempelstaden", **common,
            },
            "text": "Fotpatruller vid hållplatsen", "amount": 120, "unit": "tillfällen",
            "period_start": PLAN_START, "period_end": PLAN_END, "responsible": "Områdespolis",
        },
    ]  # fmt: skip
