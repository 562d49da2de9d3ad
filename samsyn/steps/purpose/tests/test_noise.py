"""Going by the mock-up and the E-test: can the change be seen, and what would make it so?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from samsyn.steps.purpose import seeing
from samsyn.steps.purpose.aims import Aim
from samsyn.steps.purpose.noise import See, Why, visibility
from samsyn.steps.purpose.queries import baselines
from samsyn.steps.purpose.tests import world
from samsyn.steps.purpose.ways import ways
from tests.worlds import shared


@shared
def safe(edition, norr, part):
    """47 % of 180 feel safe in the part; the goal is 56 %."""
    found = baselines(norr).get(world.reference(norr, world.SAFE, area=part))
    return Aim(
        direction="up", metric=world.SAFE, area=part, figure=found.kept, edition=1, baseline=0.47, target=0.56
    )


@shared
def assaults(edition, norr):
    found = baselines(norr).get(world.reference(norr, world.ASSAULTS))
    return Aim(
        metric=world.ASSAULTS, area=norr.city_area, figure=found.kept, edition=1, baseline=150, target=125
    )


def said(aim):
    return seeing.sentence(visibility(aim), aim)


def test_a_share_within_chance_cannot_be_seen(safe, part):
    assert visibility(safe).state is See.NO
    assert said(safe) == (
        f"Nej, inte så här. Undersökningen ger omkring 180 svar från {part.name}. Andelen måste stiga till 62\u00a0% för att "
        "ni säkert ska kunna skilja den från slumpen. Med ert mål är chansen 40\u00a0% att förändringen syns."
    )


def test_a_share_beyond_chance_is_seen(safe):
    found = visibility(replace(safe, target=0.63))
    assert found.state is See.YES and found.chance >= 0.8


def test_an_outcome_that_would_stand_out_but_may_miss_is_neither(safe):
    aim = replace(safe, target=0.59)
    assert visibility(aim).state is See.MAYBE
    assert "Kanske, men inte säkert." in said(aim)
    assert "Blir det precis 59\u00a0% är skillnaden större än slumpen" in said(aim)


def test_a_count_is_judged_by_the_e_test(assaults):
    assert visibility(assaults).state is See.NO
    assert "Norr hade 150 anmälda brott under 2025. Det måste bli högst 105" in said(assaults)
    assert visibility(replace(assaults, target=100)).state is See.YES


def test_a_longer_period_makes_a_smaller_change_visible(assaults):
    one, two = (visibility(replace(assaults, periods=periods)) for periods in (1, 2))
    assert two.after > one.after
    assert "Räknat över två år måste det bli högst" in said(replace(assaults, periods=2))


def test_so_few_events_that_not_even_nought_is_seen(assaults):
    aim = replace(assaults, figure={}, metric="", own_measure="Bråk", unit="bråk", baseline=3, target=0)
    assert visibility(aim).after is None
    assert "inte ens om det blir noll" in said(aim)


def test_what_the_parties_do_themselves_has_nothing_to_do_with_chance():
    aim = Aim(level="activity", own_measure="Kvällar", baseline=0, target=100)
    assert visibility(aim).state is See.OWN
    assert said(aim).startswith("Ja, ni räknar det ni själva gör.")


@pytest.mark.parametrize(
    ("aim", "why"),
    [
        (Aim(own_measure="Andel", unit="%", baseline=0.4, target=0.5, direction="up"), Why.NO_ANSWERS),
        (Aim(metric="vulnerability_index", baseline=43.5, target=40.0), Why.NO_INTERVAL),
        (Aim(own_measure="Minuter", unit="minuter", baseline=12.5, target=10.0), Why.NO_INTERVAL),
    ],
)
def test_a_figure_without_known_doubt_is_not_tested(aim, why):
    assert (visibility(aim).state, visibility(aim).why) == (See.UNTESTED, why)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"baseline": None}, Why.NO_BASELINE),
        ({"target": None}, Why.NO_TARGET),
        ({"target": 150}, Why.NOT_A_CHANGE),
        ({"target": 160}, Why.NOT_A_CHANGE),
    ],
)
def test_what_is_not_yet_a_change_waits(assaults, change, why):
    found = visibility(replace(assaults, **change))
    assert (found.state, found.why) == (See.WAITING, why)


def test_an_own_survey_is_as_large_before_as_after():
    aim = Aim(own_measure="Trygga gäster", unit="%", baseline=0.5, target=0.7, direction="up", answers=200)
    assert visibility(aim).state is See.YES


def test_clumps_are_said(assaults):
    found = visibility(assaults, clumped=frozenset({world.ASSAULTS}))
    assert "kommer i klumpar" in seeing.sentence(found, assaults)


def test_a_source_that_is_less_sure_than_its_answers_say_counts_for_less(safe):
    wide = {**safe.figure, "shown": {**safe.figure["shown"], "low": 0.37, "high": 0.57}}
    assert visibility(replace(safe, figure=wide)).after > visibility(safe).after


def test_three_ways_out_are_computed(assaults, safe, norr):
    offered = baselines(norr)
    found = {way.code: way for way in ways(safe, visibility(safe), offered)}
    assert found["wider"].text == "Mät hela Norr, 1\u00a0207 svar. Då syns 6 procentenheter."
    assert found["wider"].sets["target"] == "67"
    assert found["longer"].sets == {} and "Fler svar nästa gång räcker inte" in found["longer"].text


def test_more_answers_are_a_way_out_where_the_first_survey_is_large_enough(safe, norr):
    figure = {**safe.figure, "shown": {**safe.figure["shown"], "base": 600}}
    aim = replace(safe, figure=figure, answers=200)
    way = next(way for way in ways(aim, visibility(aim), baselines(norr)) if way.code == "longer")
    assert visibility(replace(aim, answers=int(way.sets["answers"]))).state is See.YES


def test_a_longer_period_is_a_way_out_when_it_is_long_enough(assaults, norr):
    aim = replace(assaults, target=108)
    way = next(way for way in ways(aim, visibility(aim), baselines(norr)) if way.code == "longer")
    assert way.text == "Räkna utfallet över två år. Då syns 150 till 108."
    assert visibility(replace(aim, periods=int(way.sets["periods"]))).state is See.YES


def test_another_indicator_is_sought_among_the_problems_findings(assaults, norr):
    near = {world.reference(norr, world.SAFE, area=norr.city_area)}
    way = next(
        way for way in ways(assaults, visibility(assaults), baselines(norr), near=near) if way.code == "other"
    )
    assert (
        way.text
        == "Mät Trygga ute på kvällen i Norr i stället, 1\u00a0207 svar. Då syns 61\u00a0% till 67\u00a0%."
    )
    assert way.sets["direction"] == "up"


def test_what_the_police_look_for_is_never_a_way_out_of_an_effect_goal(safe, assaults, norr):
    for aim in (safe, assaults):
        for way in ways(aim, visibility(aim), baselines(norr)):
            assert world.NARCOTICS not in way.sets.get("tal", "")


def test_a_goal_that_is_seen_needs_no_way_out(safe, norr):
    aim = replace(safe, target=0.65)
    assert ways(aim, visibility(aim), baselines(norr)) == []
