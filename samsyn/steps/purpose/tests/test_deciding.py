"""From draft to decision and to the next version: what is checked, frozen and copied."""

from __future__ import annotations

import pytest

from samsyn.places.models import Division
from samsyn.records.joint.kinds import find
from samsyn.records.joint.queries import contents_now, contents_of, texts_of
from samsyn.records.joint.services import send_to_review, start_version, withdraw
from samsyn.steps.problem.tests import world as problem_world
from samsyn.steps.purpose import services
from samsyn.steps.purpose.queries import current_goal, goals, goals_of, purposes, without_purpose
from samsyn.steps.purpose.tests import world
from samsyn.ui.errors import UserError

KIND = find("syfte")


def unmet(purpose):
    return {check.code: check.sentence for check in KIND.checks(purpose) if not check.is_met}


def test_a_whole_purpose_is_decided_by_both(made):
    assert made["purpose"].state == "decided"
    assert unmet(made["purpose"]) == {}


def test_the_text_says_goal_baseline_target_source_and_whether_it_can_be_seen(made):
    texts = {one.key.split(":")[0]: one for one in texts_of(KIND, contents_of(made["purpose"]))}
    assert texts["problem"].text == "Otryggt vid Gamla torget på kvällen (problembild, version 1)"
    whole = texts_of(KIND, contents_of(made["purpose"]))[2]
    assert whole.heading == "Mål 1: Färre misshandlas ute"
    assert whole.text.startswith("Effektmål om brott.\nFrån 150 till 100 senast ")
    assert "Utgångsvärdet är för 2025 och står i utgåva 1 av lägesbilden." in whole.text
    assert "Mäts av: Analytiker, socialförvaltningen." in whole.text
    assert "Går det att se? Ja, det syns." in whole.text


def test_a_goal_that_cannot_be_seen_is_allowed_with_its_warning_in_the_text(purpose, norr, cast, astrid):
    services.add_goal(purpose=purpose, by=astrid, **world.said(norr, target=140.0))
    decided = world.decide(purpose, cast)
    (goal,) = contents_of(decided)["goals"]
    assert goal["visibility"]["state"] == "no"
    assert goal["visibility"]["sentence"]["sv"].startswith("Nej, inte så här.")
    assert "Nej, inte så här." in texts_of(KIND, contents_of(decided))[-1].text


def test_reported_narcotics_as_effect_is_allowed_with_its_warning_in_the_text(purpose, norr, cast, astrid):
    reference = world.reference(norr, world.NARCOTICS)
    services.add_goal(purpose=purpose, by=astrid, **world.said(norr, baseline_reference=reference))
    decided = world.decide(purpose, cast)
    assert [one["code"] for one in contents_of(decided)["goals"][0]["warnings"]] == ["follows-police-effort"]
    assert (
        "Varning: Anmälda narkotika- och vapenbrott visar mest"
        in texts_of(KIND, contents_of(decided))[-1].text
    )


def test_the_same_goals_give_the_same_text(goal, purpose):
    assert contents_now(purpose) == contents_now(purpose)


def test_a_purpose_without_goals_is_not_sent(purpose, astrid):
    assert unmet(purpose)["goals"] == "Det finns inget mål."
    with pytest.raises(UserError, match="Det finns inget mål"):
        send_to_review(purpose, by=astrid)


def test_only_goals_of_activity_are_not_enough(purpose, astrid):
    services.add_goal(purpose=purpose, by=astrid, **world.own())
    assert unmet(purpose) == {
        "effect": "Inget mål säger hur problemet ska bli mindre: lägg till ett effektmål."
    }


def test_every_goal_that_cannot_be_measured_is_named_with_what_it_lacks(purpose, norr, astrid):
    services.add_goal(purpose=purpose, by=astrid, **world.said(norr, target=None, measured_by=""))
    said = unmet(purpose)["measurable"]
    assert said.startswith("”Färre misshandlas ute” går inte att mäta.")
    assert "Det saknas ett målvärde" in said and "Ingen mäter" in said


def test_a_goal_in_an_area_that_is_replaced_stops_the_review(goal, purpose, norr, astrid):
    Division.objects.filter(pk=norr.city_area.division_id).update(valid_to=goal.due_on)
    with pytest.raises(UserError, match="välj ett utgångsvärde för ett område som gäller"):
        send_to_review(purpose, by=astrid)


def test_the_problem_is_on_the_table_and_chosen_first(edition, norr, cast, astrid):
    finding = problem_world.add_finding(norr, astrid)
    draft = problem_world.add_problem(norr, astrid, "Buskörning i parken", findings=[finding])
    purpose = services.add_purpose(problem=draft, text="Barnen ska kunna leka.", by=astrid)
    lacks = unmet(purpose)
    assert lacks["problem"] == "Problembilden är utkast: skicka den på granskning först."
    assert "inte prioriterat" in lacks["chosen"]


def test_the_next_version_begins_with_goals_and_keys_and_leaves_the_removed(made, astrid):
    old = made["purpose"]
    new = start_version(old, by=astrid)
    rows = list(new.goals.order_by("position"))
    assert [(row.key, row.statement) for row in rows] == [
        (made["goal"].key, "Färre misshandlas ute"),
        (made["activity_goal"].key, "Vuxna ute på torget"),
    ]
    assert (
        rows[0].indicator.metric == world.ASSAULTS and rows[0].baseline_figure == made["goal"].baseline_figure
    )
    services.remove_goal(goal=rows[1], version=1, by=astrid)
    assert [row.statement for row in goals(new.pair) if row.purpose_id == new.pk] == ["Färre misshandlas ute"]
    assert current_goal(made["goal"].key).purpose_id == new.pk


def test_what_a_draft_withdraws_is_still_decided(made, norr, astrid):
    new = start_version(made["purpose"], by=astrid)
    withdraw(new, by=astrid)
    assert made["purpose"].pk in {row.pk for row in purposes(norr)}
    assert current_goal(made["goal"].key).purpose_id == made["purpose"].pk


def test_the_goals_of_a_problem_are_those_of_its_newest_purpose(made):
    assert [goal.statement for goal in goals_of(made["purpose"].problem)] == [
        "Färre misshandlas ute",
        "Vuxna ute på torget",
    ]


def test_a_decided_and_chosen_problem_without_purpose_is_found(cast, norr):
    made = problem_world.build(cast, norr)
    assert without_purpose(norr) == [made["problem"]]
    services.add_purpose(problem=made["problem"], text="Alla ska våga gå hem.", by=cast["astrid"])
    assert without_purpose(norr) == []


def test_a_purpose_about_a_withdrawn_problem_is_not_begun(norr, cast, astrid):
    made = problem_world.build(cast, norr)
    gone = withdraw(made["draft"], by=astrid)
    with pytest.raises(UserError, match="Problembilden är tillbakadragen"):
        services.add_purpose(problem=gone, text="Alla ska våga gå hem.", by=astrid)
