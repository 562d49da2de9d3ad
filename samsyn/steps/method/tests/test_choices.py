"""Choosing a method for a cause, leaving a cause out aloud, and two who do it at once."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.people.models import Forum, ForumKind
from samsyn.steps.method import queries, services
from samsyn.steps.method.models import MethodChoice, WorkPlan
from samsyn.steps.method.tests import world
from samsyn.steps.method.tests.world import facts_of
from samsyn.steps.problem import services as problem_services
from samsyn.steps.problem.models import Weight
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import shared


@shared
def choice(plan, cause, astrid):
    return services.choose_method(plan=plan, cause=cause, method="belysning", why="Det är mörkt.", by=astrid)


def test_a_plan_begins_as_a_draft_of_its_problem_and_is_logged(plan, problem, astrid):
    assert (plan.state, plan.number, plan.problem, plan.pair_id) == ("draft", 1, problem, problem.pair_id)
    entry = LogEntry.objects.get(event=Event.WORK_PLAN_ADDED)
    assert (entry.by_id, facts_of(entry)["problem"]) == (astrid.pk, problem.pk)


def test_a_problem_has_one_work_plan(plan, problem, bo):
    with pytest.raises(UserError, match=r"redan ordnat.*Ladda om sidan"):
        services.add_plan(problem=problem, by=bo)
    assert WorkPlan.objects.count() == 1


def test_a_problem_that_is_set_aside_or_replaced_gets_no_plan(cast, norr, astrid):
    picture = world.problems.add_problem(norr, astrid, "Klotter")
    picture = problem_services.weigh(
        picture=picture, weight=Weight.SET_ASIDE, reason="Saneras redan.", version=picture.version, by=astrid
    ) or type(picture).objects.get(pk=picture.pk)
    with pytest.raises(UserError, match="lagt problemet åt sidan"):
        services.add_plan(problem=picture, by=astrid)
    type(picture).objects.filter(pk=picture.pk).update(state="withdrawn")
    picture.refresh_from_db()
    with pytest.raises(UserError, match="gäller inte längre"):
        services.add_plan(problem=picture, by=astrid)


def test_who_may_only_read_orders_nothing(problem, plan, cause, hanna, gun, farid, lena):
    for member in (hanna, gun, farid, lena):
        with pytest.raises(UserError, match="inte skriva"):
            services.add_plan(problem=problem, by=member)
        with pytest.raises(UserError, match="inte skriva"):
            services.choose_method(plan=plan, cause=cause, method="belysning", why="Mörkt.", by=member)


def test_a_forum_of_another_pair_does_not_lead(plan, soder, norr, astrid, city):
    theirs = Forum.objects.create(
        city=city, pair=soder, kind=ForumKind.WORKING, name="Arbetsgrupp Söder", valid_from=norr.valid_from
    )
    with pytest.raises(UserError, match="Arbetsgrupp Söder hör inte till området"):
        services.change_plan(plan=plan, version=1, by=astrid, forum=theirs, mandate="", ends_on=None)


def test_the_lead_is_changed_and_the_reason_that_is_not_named_stays(plan, norr, astrid, bo):
    forum = world.steering(norr)
    held = services.change_plan(
        plan=plan,
        version=1,
        by=astrid,
        forum=forum,
        mandate=" Leder. ",
        ends_on=None,
        one_sided_reason="Skäl.",
    )
    assert (held.forum, held.mandate, held.version) == (forum, "Leder.", 2)
    held = services.change_plan(plan=plan, version=2, by=bo, forum=forum, mandate="Leder.", ends_on=None)
    assert (held.one_sided_reason, held.version) == ("Skäl.", 3)


def test_the_second_who_changes_the_lead_is_told(plan, norr, astrid, bo):
    services.change_plan(
        plan=plan, version=1, by=bo, forum=world.steering(norr), mandate="Bos.", ends_on=None
    )
    with pytest.raises(StaleError, match="Någon har ändrat samma sak") as told:
        services.change_plan(plan=plan, version=1, by=astrid, forum=None, mandate="Astrids.", ends_on=None)
    assert told.value.theirs == "Styrgrupp Norr\n\nBos."


def test_a_method_is_chosen_for_a_cause_with_its_reason(choice, plan, cause, astrid):
    assert queries.choices(plan) == [choice]
    entry = LogEntry.objects.get(event=Event.METHOD_CHOSEN)
    assert (facts_of(entry)["method"], facts_of(entry)["cause"]) == ("belysning", cause.pk)
    assert "mörkt" not in entry.facts


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"method": "belysning", "why": "  "}, "Varför ni väljer metoden saknas"),
        ({"why": "Skäl."}, "Ingen metod är angiven"),
        ({"method": "belysning", "own_method": "Kiosk", "why": "Skäl."}, "Behåll en av dem"),
        ({"method": "trolleri", "why": "Skäl."}, "Biblioteket har ingen metod"),
    ],
)
def test_a_choice_that_lacks_something_is_refused(plan, cause, astrid, said, refusal):
    with pytest.raises(UserError, match=refusal):
        services.choose_method(plan=plan, cause=cause, by=astrid, **said)
    assert not MethodChoice.objects.exists()


def test_the_same_method_is_not_chosen_twice_for_a_cause(choice, plan, cause, bo):
    with pytest.raises(UserError, match="Bättre belysning är redan vald"):
        services.choose_method(plan=plan, cause=cause, method="belysning", why="Jag också.", by=bo)
    services.choose_method(plan=plan, cause=cause, own_method="Kvällskiosk", why="Vuxen på plats.", by=bo)
    with pytest.raises(UserError, match="redan vald"):
        services.choose_method(plan=plan, cause=cause, own_method="kvällskiosk", why="Igen.", by=bo)


def test_a_method_is_not_chosen_for_another_problems_cause(cast, norr, plan, astrid):
    stranger = world.free_problem(cast, norr, "Stölder vid stationen").causes.first()
    with pytest.raises(UserError, match="hör inte till problemet"):
        services.choose_method(plan=plan, cause=stranger, method="belysning", why="Skäl.", by=astrid)


def test_a_choice_is_changed_by_either_party_and_the_second_is_told(choice, astrid, bo):
    row = services.change_choice(
        choice=choice, version=1, by=bo, method="siktrojning", why="Buskarna skymmer."
    )
    assert (row.method, row.why, row.version) == ("siktrojning", "Buskarna skymmer.", 2)
    with pytest.raises(StaleError, match="Någon har ändrat") as told:
        services.change_choice(choice=choice, version=1, by=astrid, method="belysning", why="Mörkt.")
    assert told.value.theirs == "Siktröjning\n\nBuskarna skymmer."


def test_a_change_does_not_make_two_of_the_same(choice, plan, cause, astrid):
    other = services.choose_method(plan=plan, cause=cause, method="fotpatrull", why="Vuxna ute.", by=astrid)
    with pytest.raises(UserError, match="redan vald"):
        services.change_choice(choice=other, version=1, by=astrid, method="belysning", why="Vuxna ute.")


def test_a_removed_choice_is_gone_from_the_plan_and_stays_for_history(choice, plan, astrid, bo):
    services.remove_choice(choice=choice, version=1, by=bo)
    assert queries.choices(plan) == []
    assert MethodChoice.objects.get().removed_at is not None
    with pytest.raises(StaleError, match="tagit bort"):
        services.change_choice(choice=choice, version=1, by=astrid, method="belysning", why="Mörkt.")


def test_a_cause_is_left_out_aloud_and_taken_up_again_by_a_method(plan, cause, astrid):
    out = services.leave_out(plan=plan, cause=cause, why="Andra råder över den.", by=astrid)
    assert queries.choices(plan) == []
    assert queries.work_on_causes(plan)[0].left_out == out
    services.choose_method(plan=plan, cause=cause, method="belysning", why="Ändå.", by=astrid)
    work = queries.work_on_causes(plan)[0]
    assert work.left_out is None and [one.name for one in work.chosen] == ["Bättre belysning"]


def test_a_cause_with_a_method_is_not_left_out_too(choice, plan, cause, bo):
    with pytest.raises(UserError, match="har redan en metod"):
        services.leave_out(plan=plan, cause=cause, why="Nej.", by=bo)


def test_the_reason_for_leaving_a_cause_is_changed_alone(plan, cause, astrid, bo):
    out = services.leave_out(plan=plan, cause=cause, why="Andra råder över den.", by=astrid)
    row = services.change_choice(
        choice=out, version=1, by=bo, why="Regionen råder över den.", method="belysning"
    )
    assert (row.is_left_out, row.method, row.why) == (True, "", "Regionen råder över den.")


def test_the_database_refuses_a_choice_that_is_nothing_or_two_things(plan, cause, astrid, choice):
    for said in ({"method": "", "own_method": ""}, {"own_method": "Kiosk"}, {"is_left_out": True}):
        with pytest.raises(IntegrityError), transaction.atomic():
            MethodChoice.objects.filter(pk=choice.pk).update(**said)


def test_a_decided_plan_changes_in_nothing(decided, astrid):
    row, cause = decided.choices.first(), world.cause_of(decided)
    for change in (
        lambda: services.choose_method(plan=decided, cause=cause, method="belysning", why="Nu.", by=astrid),
        lambda: services.leave_out(plan=decided, cause=cause, why="Nu.", by=astrid),
        lambda: services.change_choice(choice=row, version=1, by=astrid, method="belysning", why="Nu."),
        lambda: services.remove_choice(choice=row, version=1, by=astrid),
        lambda: services.change_plan(
            plan=decided, version=1, by=astrid, forum=None, mandate="", ends_on=None
        ),
    ):
        with pytest.raises(UserError, match="beslutad och ändras inte"):
            change()
