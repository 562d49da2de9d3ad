"""What must hold before a plan goes to review, what it says when it does not, and the signed exception."""

from __future__ import annotations

from datetime import timedelta

import pytest

from samsyn.records.joint import services as joint
from samsyn.records.joint.kinds import kind_of
from samsyn.records.joint.queries import texts_of
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity import checks, queries, services
from samsyn.steps.activity.models import Action, ActionPlan, Activity
from samsyn.steps.activity.rules import WITHOUT_CAUSE, WITHOUT_GOAL
from samsyn.steps.activity.tests import world
from samsyn.ui.errors import UserError


def lacking(plan):
    return {one.code: one.sentence for one in checks.run(plan) if not one.is_met}


def test_a_whole_plan_passes_every_check_with_one_sentence_each(draft):
    found = checks.run(draft.plan)
    assert [one.code for one in found if not one.is_met] == []
    assert len(found) == len(checks.CHECKS) == len({one.code for one in found})
    assert "Planen vilar på utgåva 1 av lägesbilden." in [one.sentence for one in found]


def test_an_empty_plan_says_so(norr, astrid, reasons):
    plan = world.whole_plan(norr, by=astrid)
    assert lacking(plan) == {"actions": "Planen har ingen åtgärd."}


def change(row, **values):
    type(row).objects.filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(
    ("what", "values", "code", "said"),
    [
        ("plan", {"edition": None}, "edition", "inte på någon beslutad utgåva"),
        ("action", {"cause": None}, WITHOUT_CAUSE, "saknas orsak"),
        ("action", {"goal": None}, WITHOUT_GOAL, "saknas mål"),
        ("action", {"responsible": ""}, "responsible", "Ansvarig funktion saknas"),
        ("action", {"followup_by": ""}, "followup", "av vem eller med vad"),
        ("action", {"followup_on": None}, "followup", "när, av vem"),
        ("activity", {"amount": None}, "numbers", "Antal saknas"),
        ("activity", {"period_end": world.END + timedelta(days=1)}, "period", "utanför planens period"),
        ("activity", {"removed_at": world.now()}, "activities", "ingen aktivitet med antal och datum"),
    ],
)
def test_what_is_lacking_is_said_by_name_and_leads_to_where_it_is_mended(draft, what, values, code, said):
    change(getattr(draft, what), **values)
    plan = ActionPlan.objects.get(pk=draft.plan.pk)
    found = lacking(plan)
    assert list(found) == [code] and said in found[code]
    if what != "plan":
        assert "”Fotpatrull" in found[code]
    assert next(one for one in checks.run(plan) if one.code == code).url.startswith("/par/")
    with pytest.raises(UserError, match="skickades inte på granskning"):
        joint.send_to_review(plan, by=plan.added_by)


def test_a_cause_or_goal_of_a_draft_is_not_enough(draft, reasons, astrid):
    change(draft.action, goal=world.goal_of(reasons.problem, by=astrid, state=JointState.DRAFT))
    assert "beslutad text" in lacking(draft.plan)["decided-reasons"]


def test_cause_and_goal_are_of_the_same_problem(draft, reasons, norr, astrid):
    other = world.problem_of(norr, by=astrid)
    change(draft.action, goal=world.goal_of(other, by=astrid))
    assert list(lacking(draft.plan)) == ["one-problem"]


def test_two_plans_of_the_pair_never_hold_at_once(decided, norr, astrid, reasons):
    second = world.whole_plan(norr, by=astrid, title="En plan till")
    assert "gäller samtidigt som planen ”Åtgärdsplan Norr”" in lacking(second)["overlap"]
    after = world.whole_plan(norr, by=astrid, start=world.END, end=world.END + timedelta(days=300))
    assert "overlap" not in lacking(after)


def test_a_new_version_takes_the_old_ones_place_and_does_not_overlap_it(decided, astrid):
    assert lacking(joint.start_version(decided.plan, by=astrid)) == {}


def test_a_later_edition_is_a_clear_state_and_not_a_lack(draft, norr, astrid):
    later = world.edition_of(norr, number=2, by=astrid)
    plan = ActionPlan.objects.get(pk=draft.plan.pk)
    assert queries.edition_now(plan) == later
    assert lacking(plan) == {}
    assert "Utgåva 2 gäller nu." in checks.run(plan)[0].sentence


def test_who_decides_signs_an_exception_and_it_stands_in_the_text(draft, astrid, bo, lena):
    change(draft.action, goal=None)
    action = Action.objects.get(pk=draft.action.pk)
    services.sign_exception(action=action, rule=WITHOUT_GOAL, reason="Vi prövar först.", by=lena)
    found = {one.code: one for one in checks.run(draft.plan)}
    assert found[WITHOUT_GOAL].is_met and found[WITHOUT_GOAL].is_waived
    plan = world.decide(draft.plan, city=astrid, police=bo)
    assert "Vi prövar först." in plan.canonical
    kind = kind_of(plan)
    said = " ".join(one.text for one in texts_of(kind, kind.contents(plan)))
    assert "Undantag: Åtgärden bidrar inte till något mål. Skäl: Vi prövar först." in said
    assert "socialdirektör" in said


@pytest.mark.parametrize("who", ["cilla", "karl", "hanna", "gun", "farid", "ivar"])
def test_who_does_not_decide_signs_no_exception(cast, draft, who):
    change(draft.action, cause=None)
    action = Action.objects.get(pk=draft.action.pk)
    with pytest.raises(UserError, match="rätt att besluta"):
        services.sign_exception(action=action, rule=WITHOUT_CAUSE, reason="Ändå.", by=cast[who])
    assert WITHOUT_CAUSE in lacking(draft.plan)


def test_an_exception_without_reason_twice_or_for_nothing_is_refused(draft, lena, mats):
    with pytest.raises(UserError, match="har redan det"):
        services.sign_exception(action=draft.action, rule=WITHOUT_GOAL, reason="Ändå.", by=lena)
    change(draft.action, goal=None)
    action = Action.objects.get(pk=draft.action.pk)
    with pytest.raises(UserError, match="saknas ett skäl"):
        services.sign_exception(action=action, rule=WITHOUT_GOAL, reason=" ", by=lena)
    services.sign_exception(action=action, rule=WITHOUT_GOAL, reason="Ändå.", by=lena)
    with pytest.raises(UserError, match="redan skrivit under"):
        services.sign_exception(action=action, rule=WITHOUT_GOAL, reason="Ändå.", by=mats)


def test_no_exception_is_signed_while_both_read_the_text(draft, astrid, lena):
    joint.send_to_review(draft.plan, by=astrid)
    with pytest.raises(UserError, match="står texten fast"):
        services.sign_exception(action=draft.action, rule=WITHOUT_GOAL, reason="Ändå.", by=lena)


def test_an_exception_follows_the_action_to_the_next_version(draft, astrid, bo, lena):
    change(draft.action, goal=None)
    action = Action.objects.get(pk=draft.action.pk)
    services.sign_exception(action=action, rule=WITHOUT_GOAL, reason="Ändå.", by=lena)
    plan = world.decide(draft.plan, city=astrid, police=bo)
    assert lacking(joint.start_version(plan, by=astrid)) == {}


def test_the_text_says_what_where_when_and_who(draft):
    kind = kind_of(draft.plan)
    whole, action = texts_of(kind, kind.contents(draft.plan))
    assert whole.heading == "Åtgärdsplan Norr" and "utgåva 1 av lägesbilden" in whole.text
    for said in (
        "Slag: poliser utomhus kvällstid, situationell.",
        "Svarar mot orsaken: Inga vuxna på plats.",
        "Bidrar till målet: Färre bråk på kvällarna.",
        "Ansvarig: områdespolis, polisen.",
        "– Fotpatrull torsdag till lördag: minst 100 tillfällen, Centrumtorget, ",
        "utförs av Lokalpolisområde Väst.",
    ):
        assert said in action.text, said


def test_the_text_is_the_same_for_the_same_plan(draft):
    kind = kind_of(draft.plan)
    first = kind.contents(draft.plan)
    assert kind.contents(ActionPlan.objects.get(pk=draft.plan.pk)) == first
    Activity.objects.filter(pk=draft.activity.pk).update(amount=101)
    assert kind.contents(ActionPlan.objects.get(pk=draft.plan.pk)) != first


@pytest.mark.parametrize("state", [JointState.DRAFT, JointState.DECIDED])
def test_an_exception_is_signed_on_what_people_work_with(draft, astrid, bo, lena, state):
    """A decided action loses its goal when the goal's text is superseded without it: the exception then stands beside."""
    plan = draft.plan if state == JointState.DRAFT else world.decide(draft.plan, city=astrid, police=bo)
    change(draft.action, goal=None)
    before = plan.canonical
    services.sign_exception(
        action=Action.objects.get(pk=draft.action.pk), rule=WITHOUT_GOAL, reason="Ändå.", by=lena
    )
    plan.refresh_from_db()
    assert plan.state == state and plan.canonical == before


@pytest.mark.parametrize("state", [JointState.SUPERSEDED, JointState.WITHDRAWN])
def test_no_exception_is_signed_on_what_is_over(draft, astrid, bo, lena, state):
    change(draft.action, goal=None)
    if state == JointState.WITHDRAWN:
        joint.withdraw(draft.plan, by=astrid)
    else:
        change(draft.action, goal=draft.action.goal)
        plan = world.decide(draft.plan, city=astrid, police=bo)
        world.decide(joint.start_version(plan, by=astrid), city=astrid, police=bo)
        change(draft.action, goal=None)
    with pytest.raises(UserError, match="står texten fast"):
        services.sign_exception(
            action=Action.objects.get(pk=draft.action.pk), rule=WITHOUT_GOAL, reason="Ändå.", by=lena
        )
