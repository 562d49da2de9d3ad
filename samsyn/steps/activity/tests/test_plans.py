"""The plan and its pieces: what is written, what is refused, two at once, and that a decided plan stands."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people.models import Party
from samsyn.records.joint import services as joint
from samsyn.records.joint.workflow import JointState
from samsyn.steps.activity import hooks, queries, services
from samsyn.steps.activity.models import Action, ActionKind, ActionPlan, Nature
from samsyn.steps.activity.ready import TYPES
from samsyn.steps.activity.tests import world
from samsyn.steps.method import library
from samsyn.ui.errors import StaleError, UserError

ACTION = {"kind": ActionKind.OTHER, "title": "Städa torget", "nature": Nature.SITUATIONAL}


def plan_words(plan, **changed):
    words = {
        "title": plan.title,
        "period_start": plan.period_start,
        "period_end": plan.period_end,
        "edition": plan.edition,
        "forum": plan.forum,
    }
    return {**words, **changed}


def activity_words(row, **changed):
    words = {
        "text": row.text,
        "period_start": row.period_start,
        "period_end": row.period_end,
        "responsible": row.responsible,
        "amount": row.amount,
        "unit": row.unit,
    }
    return {**words, **changed}


def test_a_plan_is_begun_with_period_edition_and_forum_and_logged(norr, astrid, reasons):
    plan = world.whole_plan(norr, by=astrid)
    assert plan.state == JointState.DRAFT and plan.edition == reasons.edition
    assert LogEntry.objects.filter(event=Event.PLAN_ADDED).count() == 1


@pytest.mark.parametrize("who", ["hanna", "gun", "lena", "farid"])
def test_who_does_not_write_in_the_pair_begins_no_plan(cast, norr, reasons, who):
    with pytest.raises(UserError, match="inte skriva"):
        world.whole_plan(norr, by=cast[who])
    assert not ActionPlan.objects.exists()


def test_a_period_that_ends_before_it_begins_is_refused(norr, astrid, reasons):
    with pytest.raises(UserError, match="slutar innan den börjar"):
        world.whole_plan(norr, by=astrid, start=date(2026, 5, 1), end=date(2026, 5, 1))


def test_an_edition_that_is_not_decided_here_is_refused(norr, soder, astrid, farid, reasons):
    elsewhere = world.edition_of(soder, by=farid)
    with pytest.raises(UserError, match="inte beslutad för det här området"):
        services.add_plan(
            pair=norr,
            title="Plan",
            period_start=world.START,
            period_end=world.END,
            edition=elsewhere,
            by=astrid,
        )


def test_two_change_the_plan_and_the_second_is_told(draft, astrid, bo):
    services.change_plan(plan=draft.plan, version=1, by=bo, **plan_words(draft.plan, title="Bos titel"))
    with pytest.raises(StaleError) as refused:
        services.change_plan(
            plan=draft.plan, version=1, by=astrid, **plan_words(draft.plan, title="Astrids titel")
        )
    assert "Bos titel" in refused.value.theirs
    assert ActionPlan.objects.get().title == "Bos titel"


def test_an_action_is_the_writers_own_partys_unless_another_is_said(draft, astrid, bo):
    assert services.add_action(plan=draft.plan, by=bo, **ACTION).party == Party.POLICE
    said = services.add_action(plan=draft.plan, by=bo, party=Party.CITY, **ACTION)
    assert said.party == Party.CITY and said.position == 3


def test_an_action_without_a_name_is_refused(draft, astrid):
    with pytest.raises(UserError, match="Åtgärdens namn saknas"):
        services.add_action(plan=draft.plan, by=astrid, **{**ACTION, "title": "  "})


def test_an_action_of_no_known_kind_or_method_is_refused(draft, astrid):
    with pytest.raises(UserError, match="inte något av valen"):
        services.add_action(plan=draft.plan, by=astrid, **{**ACTION, "kind": "trolleri"})
    with pytest.raises(UserError, match="metodbiblioteket"):
        services.add_action(plan=draft.plan, by=astrid, method="trolleri", **ACTION)


def test_a_cause_or_goal_of_another_pair_or_that_is_removed_is_refused(draft, soder, astrid, farid, reasons):
    elsewhere = world.problem_of(soder, by=farid)
    with pytest.raises(UserError, match="Orsaken finns inte längre"):
        services.add_action(plan=draft.plan, by=astrid, cause=world.cause_of(elsewhere, by=farid), **ACTION)
    with pytest.raises(UserError, match="Målet finns inte längre"):
        services.add_action(plan=draft.plan, by=astrid, goal=world.goal_of(elsewhere, by=farid), **ACTION)


def test_two_change_an_action_and_the_second_is_told(draft, astrid, bo):
    services.change_action(action=draft.action, version=1, by=bo, **{**ACTION, "title": "Bos åtgärd"})
    with pytest.raises(StaleError) as refused:
        services.change_action(action=draft.action, version=1, by=astrid, **ACTION)
    assert "Bos åtgärd" in refused.value.theirs
    with pytest.raises(StaleError):
        services.remove_action(action=draft.action, version=1, by=astrid)


def test_an_action_that_somebody_removed_takes_no_change_and_no_activity(draft, astrid, bo):
    services.remove_action(action=draft.action, version=1, by=bo)
    with pytest.raises(StaleError, match="tagit bort"):
        services.change_action(action=draft.action, version=1, by=astrid, **ACTION)
    with pytest.raises(StaleError, match="tagit bort åtgärden"):
        world.whole_activity(draft.action, by=astrid)
    assert queries.actions(draft.plan.pair) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"text": " "}, "Aktivitetens namn saknas"),
        ({"responsible": ""}, "Ansvarig funktion saknas"),
        ({"unit": ""}, "Enheten saknas"),
        ({"amount": 0}, "mellan 1 och 100 000"),
        ({"amount": -5}, "mellan 1 och 100 000"),
        ({"within_hours": 0}, "Antalet timmar"),
        ({"period_end": world.START}, "slutar innan den börjar"),
    ],
)
def test_an_activity_that_cannot_be_is_refused_with_what_to_do(draft, astrid, changed, said):
    with pytest.raises(UserError, match=said) as refused:
        world.whole_activity(draft.action, by=astrid, **changed)
    assert str(refused.value).count(".") >= 3


def test_an_activity_elsewhere_is_refused(draft, soder, astrid):
    with pytest.raises(UserError, match="hör inte hit"):
        world.whole_activity(draft.action, by=astrid, area=soder.city_area)


def test_two_change_an_activity_and_the_second_is_told(draft, astrid, bo):
    words = activity_words(draft.activity, amount=80)
    services.change_activity(activity=draft.activity, version=1, by=bo, **words)
    with pytest.raises(StaleError, match="Någon har ändrat"):
        services.change_activity(activity=draft.activity, version=1, by=astrid, **words)
    with pytest.raises(StaleError):
        services.remove_activity(activity=draft.activity, version=1, by=astrid)
    services.remove_activity(activity=draft.activity, version=2, by=astrid)
    assert queries.activities([draft.action]) == []


CHANGES = {
    "change_plan": lambda it, by: services.change_plan(
        plan=it.plan, version=it.plan.version, by=by, **plan_words(it.plan, title="Ny")
    ),
    "add_action": lambda it, by: services.add_action(plan=it.plan, by=by, **ACTION),
    "change_action": lambda it, by: services.change_action(action=it.action, version=1, by=by, **ACTION),
    "remove_action": lambda it, by: services.remove_action(action=it.action, version=1, by=by),
    "add_activity": lambda it, by: world.whole_activity(it.action, by=by),
    "change_activity": lambda it, by: services.change_activity(
        activity=it.activity, version=1, by=by, **activity_words(it.activity, amount=7)
    ),
    "remove_activity": lambda it, by: services.remove_activity(activity=it.activity, version=1, by=by),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", ["astrid", "bo", "cilla", "karl"])
def test_writers_change_a_draft(cast, draft, change, who):
    CHANGES[change](draft, cast[who])
    draft.plan.refresh_from_db()
    assert draft.plan.state == JointState.DRAFT


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("who", ["hanna", "gun", "lena", "mats", "ivar", "farid"])
def test_others_change_nothing_in_any_state(cast, draft, change, who):
    with pytest.raises(UserError, match="inte skriva"):
        CHANGES[change](draft, cast[who])


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_a_plan_on_review_makes_it_a_draft_and_ends_both_approvals(draft, astrid, bo, change):
    sent = joint.send_to_review(draft.plan, by=astrid)
    joint.approve(sent, read_checksum=sent.checksum, by=astrid)
    CHANGES[change](draft, bo)
    sent.refresh_from_db()
    assert sent.state == JointState.DRAFT and not sent.checksum
    with pytest.raises(UserError):
        joint.approve(sent, read_checksum=draft.plan.checksum, by=bo)


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("state", [JointState.DECIDED, JointState.SUPERSEDED, JointState.WITHDRAWN])
def test_a_plan_that_is_decided_superseded_or_withdrawn_never_changes(draft, astrid, bo, change, state):
    if state == JointState.WITHDRAWN:
        joint.withdraw(draft.plan, by=astrid)
    else:
        plan = world.decide(draft.plan, city=astrid, police=bo)
    if state == JointState.SUPERSEDED:
        world.decide(joint.start_version(plan, by=bo), city=astrid, police=bo)
    before = list(Action.objects.filter(plan=draft.plan).values())
    with pytest.raises(UserError, match="ändras inte"):
        CHANGES[change](draft, astrid)
    assert list(Action.objects.filter(plan=draft.plan).values()) == before
    draft.plan.refresh_from_db()
    assert draft.plan.state == state


def test_a_new_version_copies_actions_and_activities_with_their_keys_and_the_newest_reasons(
    decided, reasons, astrid, bo
):
    newer = world.problem_of(decided.plan.pair, by=astrid, state=JointState.DRAFT)
    type(newer).objects.filter(pk=reasons.problem.pk).update(state=JointState.SUPERSEDED)
    type(newer).objects.filter(pk=newer.pk).update(
        key=reasons.problem.key, number=2, state=JointState.DECIDED
    )
    cause = world.cause_of(newer, by=astrid, text="Inga vuxna på plats efter kl. 18")
    type(cause).objects.filter(pk=cause.pk).update(key=reasons.cause.key)
    made = joint.start_version(decided.plan, by=bo)
    action = made.actions.get()
    assert action.key == decided.action.key and action.cause_id == cause.pk
    assert action.goal == reasons.goal
    activity = action.activities.get()
    assert activity.key == decided.activity.key and activity.place == decided.activity.place
    assert made.edition == decided.plan.edition and made.number == 2


def test_the_decision_tells_those_who_asked(draft, astrid, bo, monkeypatch):
    told = []
    monkeypatch.setattr(hooks, "_callbacks", [lambda plan, by: told.append((plan.pk, by.pk))])
    world.decide(draft.plan, city=astrid, police=bo)
    assert told == [(draft.plan.pk, bo.pk)]


def test_the_plan_in_force_is_the_one_of_today_then_the_one_that_began_last(decided, norr, astrid, bo):
    later = world.whole_plan(
        norr, by=astrid, title="Nästa år", start=world.END, end=world.END + timedelta(365)
    )
    assert queries.current_plan(norr) == decided.plan
    assert queries.current_plan(norr, on=world.END + timedelta(days=5)) == decided.plan
    assert [plan.title for plan in queries.plans(norr)] == [later.title, decided.plan.title]


def test_every_kind_of_action_has_a_ready_type_of_a_known_method():
    assert [one.kind for one in TYPES] == list(ActionKind)
    for one in TYPES:
        assert not one.method or library.method(one.method) is not None, one.kind
        assert str(one.about).endswith(".")


def test_graffiti_is_removed_within_a_day():
    graffiti = next(one for one in TYPES if one.kind == ActionKind.GRAFFITI_REMOVAL)
    assert graffiti.within_hours == 24
