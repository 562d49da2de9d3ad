"""What the plans say of Röda tråden: knots, ties, breaks and what a signed exception sets aside."""

from __future__ import annotations

import pytest

from samsyn.chain.graph import Fragment, Hold, Link, Node, Stage, Thread, breaks
from samsyn.records.joint import services as joint
from samsyn.steps.activity import services
from samsyn.steps.activity.chain import fragment
from samsyn.steps.activity.models import Action, Activity
from samsyn.steps.activity.rules import WITHOUT_GOAL
from samsyn.steps.activity.tests import world


def thread(norr, reasons, *, followed_up=()):
    """The thread with the knots of the steps around, as those apps would tie them."""
    around = [
        Node(f"cause:{reasons.cause.key}", Stage.CAUSE, reasons.cause.text),
        Node(f"goal:{reasons.goal.key}", Stage.GOAL, reasons.goal.statement),
        Node("effect:x", Stage.EFFECT, "Mäts i december"),
    ]
    ties = [Link(f"done:{row.key}", "effect:x") for row in followed_up]
    return Thread.of([fragment(norr), Fragment(tuple(around), tuple(ties))])


def codes(found):
    return [one.need.code for one in found]


def test_a_decided_plan_with_follow_up_holds(norr, reasons, decided):
    whole = thread(norr, reasons, followed_up=[decided.activity])
    assert codes(breaks(whole)) == []
    action = whole.nodes[f"action:{decided.action.key}"]
    assert action.hold is Hold.HOLDS and action.detail.startswith("Polisen, ")
    assert f"#atgard-{decided.action.pk}" in action.url


def test_nobody_measures_and_the_thread_breaks_once_an_action(norr, reasons, decided):
    found = breaks(thread(norr, reasons))
    assert codes(found) == ["action-without-followup"]
    assert found[0].need.lack == "Ingen uppföljning" and found[0].need.button == "Planera uppföljningen"
    assert "varken visa att den gjorde nytta" in found[0].need.sentence


def test_a_goal_that_is_gone_is_a_break_with_button_and_address(norr, reasons, decided):
    whole = thread(norr, reasons, followed_up=[decided.activity])
    del whole.nodes[f"goal:{reasons.goal.key}"]
    whole.links = [link for link in whole.links if not link.start.startswith("goal:")]
    found = breaks(whole)
    assert codes(found) == [WITHOUT_GOAL]
    assert found[0].need.lack == "Inget mål" and found[0].need.url.startswith("/par/exempelstaden-norr/")


def test_a_signed_exception_takes_the_break_away_and_shows_its_reason(draft, norr, reasons, astrid, bo, lena):
    Action.objects.filter(pk=draft.action.pk).update(goal=None)
    action = Action.objects.get(pk=draft.action.pk)
    services.sign_exception(action=action, rule=WITHOUT_GOAL, reason="Vi prövar först.", by=lena)
    world.decide(draft.plan, city=astrid, police=bo)
    whole = thread(norr, reasons, followed_up=[draft.activity])
    assert codes(breaks(whole)) == []
    assert whole.waived[f"action:{action.key}", WITHOUT_GOAL].reason == "Vi prövar först."


def test_a_draft_is_planned_and_breaks_nothing(draft, norr, reasons):
    Action.objects.filter(pk=draft.action.pk).update(cause=None, goal=None)
    whole = thread(norr, reasons)
    assert codes(breaks(whole)) == []
    assert whole.nodes[f"action:{draft.action.key}"].hold is Hold.PLANNED
    assert whole.nodes[f"done:{draft.activity.key}"].hold is Hold.PLANNED


@pytest.mark.parametrize(
    ("count", "label", "hold"),
    [
        (0, "0 av 100 tillfällen", Hold.ONGOING),
        (63, "63 av 100 tillfällen", Hold.ONGOING),
        (100, "100 av 100 tillfällen", Hold.HOLDS),
    ],
)
def test_the_knot_of_what_is_done_says_how_many(decided, norr, reasons, hanna, count, label, hold):
    if count:
        services.count_progress(activity=decided.activity, by=hanna, count=count)
    knot = thread(norr, reasons).nodes[f"done:{decided.activity.key}"]
    assert (knot.label, knot.hold) == (label, hold)


def test_what_has_not_begun_is_planned(decided, norr, reasons):
    Activity.objects.filter(pk=decided.activity.pk).update(
        period_start=world.END, period_end=world.END.replace(year=world.END.year + 1)
    )
    assert thread(norr, reasons).nodes[f"done:{decided.activity.key}"].hold is Hold.PLANNED


def test_the_version_in_force_is_shown_and_what_its_draft_would_add(decided, norr, reasons, astrid, bo):
    draft = joint.start_version(decided.plan, by=astrid)
    services.remove_action(action=draft.actions.get(), version=1, by=astrid)
    added = world.whole_action(draft, by=bo, cause=reasons.cause, goal=reasons.goal, title="Ny åtgärd")
    whole = thread(norr, reasons)
    assert whole.nodes[f"action:{decided.action.key}"].hold is Hold.HOLDS
    assert whole.nodes[f"action:{added.key}"].hold is Hold.PLANNED
