"""Planning: of itself when the plan is decided, and by hand."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samsyn.audit.models import LogEntry
from samsyn.records.joint import services as joint
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity import services as activity
from samsyn.steps.activity.tests import world as plans
from samsyn.steps.followup import queries, services
from samsyn.steps.followup.models import FollowUp
from samsyn.steps.followup.tests import world
from samsyn.ui.clock import today
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import shared


@shared
def decided(cast, norr, astrid):
    """A plan with one action that says when it is followed up, decided by both."""
    problem = plans.problem_of(norr, by=astrid)
    plan = plans.whole_plan(norr, by=astrid)
    action = plans.whole_action(
        plan, by=astrid, cause=plans.cause_of(problem, by=astrid), goal=plans.goal_of(problem, by=astrid)
    )
    plans.whole_activity(action, by=astrid, area=norr.city_area)
    return world.decide(plan, cast)


def test_a_decided_plan_plans_its_follow_ups_by_itself(decided, norr):
    (row,) = queries.followups(norr)
    assert (row.action.title, row.due_on) == (
        "Fotpatrull vid centrum",
        decided.period_end - timedelta(days=30),
    )
    assert (row.measured_by, row.source) == ("analytiker", "anmälda brott och räknade tillfällen")
    assert LogEntry.objects.filter(event="followup-planned", object_id=str(row.pk)).exists()


def test_a_new_version_of_the_plan_moves_what_nobody_has_measured(decided, norr, cast, astrid):
    draft = joint.start_version(decided, by=astrid)
    action = draft.actions.get()
    later = decided.period_end - timedelta(days=3)
    fields = ("kind", "title", "nature", "cause", "goal", "how", "method", "responsible", "party")
    said = {name: getattr(action, name) for name in fields}
    activity.change_action(
        action=action, version=action.version, by=astrid, followup_on=later, followup_by="analytiker",
        followup_source="anmälda brott", expected_short="", expected_long="", **said,
    )  # fmt: skip
    world.decide(draft, cast)
    (row,) = queries.followups(norr)
    assert row.due_on == later
    assert row.action.plan_id == draft.pk


def test_a_follow_up_is_planned_by_hand(cast, norr, astrid):
    action = world.action_of(world.plan_of(norr, by=astrid), by=astrid, goal=None)
    row = services.plan_followup(
        action=action, due_on=today(), by=astrid, measured_by=" analytiker ", source="enkät"
    )
    assert (row.state, row.measured_by, row.pair_id) == (JointState.DRAFT, "analytiker", norr.pk)


def test_a_day_before_the_action_begins_is_refused(cast, norr, astrid):
    action = world.action_of(world.plan_of(norr, by=astrid), by=astrid, goal=None)
    with pytest.raises(UserError) as refused:
        services.plan_followup(action=action, due_on=date(world.LAST - 1, 6, 1), by=astrid)
    assert str(refused.value) == (
        f"Uppföljningen sparades inte. Åtgärden börjar 1 januari {world.LAST}, och du valde "
        f"1 juni {world.LAST - 1}. Välj en dag efter att åtgärden har börjat."
    )


def test_an_action_that_is_not_decided_is_refused(norr, astrid):
    problem = plans.problem_of(norr, by=astrid)
    plan = plans.whole_plan(norr, by=astrid)
    action = plans.whole_action(plan, by=astrid, cause=plans.cause_of(problem, by=astrid), goal=None)
    with pytest.raises(UserError, match="bara en beslutad åtgärd följs upp"):
        services.plan_followup(action=action, due_on=plan.period_end, by=astrid)


def test_a_second_open_follow_up_is_refused(lighting, astrid):
    with pytest.raises(UserError, match="Åtgärden följs redan upp"):
        services.plan_followup(action=lighting.action, due_on=today(), by=astrid)


def test_the_next_is_planned_when_the_last_is_decided(lighting, counted, cast, astrid):
    counted((100, 60), (140, 145), (240, 205))
    world.decide(world.concluded(lighting, cast), cast)
    later = services.plan_followup(action=lighting.action, due_on=today() + timedelta(days=200), by=astrid)
    assert queries.history(later)[0].key == lighting.key


@pytest.mark.parametrize("who", ["gun", "hanna", "lena", "farid"])
def test_who_may_not_write_may_not_plan(cast, norr, astrid, who):
    action = world.action_of(world.plan_of(norr, by=astrid), by=astrid, goal=None)
    with pytest.raises(UserError, match="Du får läsa här men inte skriva"):
        services.plan_followup(action=action, due_on=today(), by=cast[who])


def test_day_and_source_are_changed_and_two_writers_are_told(lighting, astrid, bo):
    later = today() + timedelta(days=30)
    services.change_followup(followup=lighting, version=1, by=astrid, due_on=later, measured_by="analytiker")
    with pytest.raises(StaleError) as stale:
        services.change_followup(followup=lighting, version=1, by=bo, due_on=today())
    assert "analytiker" in stale.value.theirs
    assert FollowUp.objects.get().due_on == later


def test_what_is_past_its_day_and_not_measured_is_late(lighting, norr, counted, cilla):
    tomorrow = today() + timedelta(days=1)
    assert queries.late_followups(norr, on=today()) == []
    assert queries.late_followups(norr, on=tomorrow) == [lighting]
    counted((100, 60), (140, 145), (240, 205))
    services.measure(followup=lighting, by=cilla)
    assert queries.late_followups(norr, on=tomorrow) == []


def test_measuring_before_the_action_begins_is_refused(cast, norr, astrid):
    plan = world.plan_of(norr, by=astrid, year=today().year + 1)
    action = world.action_of(plan, by=astrid, goal=None)
    row = services.plan_followup(action=action, due_on=plan.period_end, by=astrid)
    with pytest.raises(UserError, match="Åtgärden börjar 1 januari"):
        services.measure(followup=row, by=astrid)


def test_what_a_draft_of_the_plan_says_is_promised_by_nobody_yet(decided, norr, astrid):
    from samsyn.steps.followup.measuring import measured_now

    (row,) = queries.followups(norr)
    draft = joint.start_version(decided, by=astrid)
    draft.actions.get().activities.update(amount=5)
    found = measured_now(row)["done"]["activities"]
    assert [one["promised"] for one in found] == [100]


def test_a_decided_action_is_missed_while_a_draft_of_its_plan_is_open(decided, norr, astrid):
    FollowUp.objects.all().delete()
    joint.start_version(decided, by=astrid)
    assert [item.title for item in queries.board(norr).unplanned] == ["Fotpatrull vid centrum"]
