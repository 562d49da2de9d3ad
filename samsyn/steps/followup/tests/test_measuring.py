"""What is found: the three levels apart, the area beside, and every way in which the answer can be lacking."""

from __future__ import annotations

from datetime import date

import pytest

from samsyn.audit.models import LogEntry
from samsyn.evidence import services as evidence
from samsyn.evidence.models import Dataset
from samsyn.places.models import Area, Division
from samsyn.steps.followup import services, words
from samsyn.steps.followup.measuring import measured_now
from samsyn.steps.followup.tests import world
from samsyn.steps.purpose.models import Direction, OutcomeLevel
from samsyn.ui.clock import today

YEAR = world.LAST


def measured(row, cilla):
    services.measure(followup=row, by=cilla)
    row.refresh_from_db()
    return row.measured


def test_done_result_and_effect_are_kept_apart(lighting, counted, cilla):
    counted((100, 60), (140, 145), (240, 205))
    found = measured(lighting, cilla)
    assert found["done"]["is_met"] is True
    assert found["done"]["activities"][0]["delivered"] == 48
    assert found["result"]["goals"] == []
    assert found["effect"]["state"] == "measured"
    assert found["effect"]["value"] == 60
    assert found["effect"]["beside"] == {"code": "rest", "name": "Exempelstaden", "kind": "rest"}


def test_the_sentence_says_how_many_fewer_than_expected(lighting, counted, cilla):
    counted((100, 60), (140, 145), (240, 205))
    found = measured(lighting, cilla)
    # expected 100 * 145 / 140 = 103.6; the interval of the ratio of ratios by scipy.stats.contingency.odds_ratio
    assert words.verdict(found) == (
        "Åtgärden är gjord som lovat: 48 av 48 stolpar. "
        "Det blev 44 färre anmälda brott än väntat, troligen mellan 13 och 64 färre."
    )
    assert words.short(found) == "44 färre än väntat"


def test_events_are_set_beside_an_area_of_about_the_same_size(lighting, counted, cilla):
    counted((100, 60), (140, 145), (240, 205))
    found = measured(lighting, cilla)
    # samsyn analyse wdd --control 140,145 --treated 100,60: −45, standard error 21.1
    events = found["effect"]["events"]
    assert (events["value"], events["before"]) == (-45, 140)
    assert (events["low"], events["high"]) == pytest.approx((-86.34, -3.66), abs=0.01)
    assert any("blev det 45 färre än om det ändrats som i" in line for line in words.sureness(found))


def test_events_are_not_set_beside_what_is_much_larger(lighting, counted, cilla):
    counted((100, 60), (1400, 1450), (1500, 1510))
    assert measured(lighting, cilla)["effect"]["events"] is None


def test_a_change_that_came_everywhere_is_not_said_to_be_ours(lighting, counted, cilla):
    counted((100, 60), (300, 180), (400, 240))
    found = measured(lighting, cilla)
    assert found["effect"]["change"]["is_secured"] and not found["effect"]["against"]["is_secured"]
    assert words.short(found) == "Ingen säkerställd förändring"
    assert any("ändrades ungefär lika där ni inte gjorde något" in line for line in words.sureness(found))


def test_no_secured_change_is_said_with_the_span_of_chance(lighting, counted, cilla):
    counted((100, 98), (140, 145), (240, 243))
    assert "Ingen säkerställd förändring: 98 anmälda brott mot väntat 104." in words.verdict(
        measured(lighting, cilla)
    )


def test_without_an_area_beside_it_is_set_against_before(lighting, counted, cilla):
    counted((100, 60), (), ())
    found = measured(lighting, cilla)
    assert found["effect"]["against"] is None
    assert "40 färre anmälda brott än före åtgärden" in words.verdict(found)
    assert words.sureness(found)[1].startswith("Det finns inget område att jämföra med")


def test_an_area_where_the_action_works_too_is_never_beside(cast, norr, counted, cilla):
    everywhere = Area.objects.get(key="exempelstaden/kommun/9999")
    row = world.story(cast, norr, works_in=everywhere)
    counted((100, 60), (140, 145), (240, 205))
    assert measured(row, cilla)["effect"]["options"] == []


def test_people_choose_another_area_and_it_is_counted_anew(lighting, counted, cilla):
    counted((100, 60), (140, 70), (300, 290))
    measured(lighting, cilla)
    assert [one["name"] for one in lighting.measured["effect"]["options"]] == ["Exempelstaden", "Söder"]
    soder = "exempelstaden/stadsomraden/soder"
    held = services.choose_comparison(followup=lighting, code=soder, version=lighting.version, by=cilla)
    assert measured(held, cilla)["effect"]["beside"]["name"] == "Söder"


def test_data_that_have_not_come_are_named_with_their_day(lighting, counted, cilla):
    counted((100,), (140,), (240,))
    found = measured(lighting, cilla)
    assert found["effect"]["state"] == "no-data"
    assert words.verdict(found).endswith(
        f"Talen för {YEAR} har inte kommit ännu. Perioden slutar före 1 januari {YEAR + 1}, och talen kan komma "
        "tidigast då. Ni vet att det är gjort, inte om det hjälpte."
    )


def test_a_metric_that_is_gone_says_what_to_do(lighting, cilla):
    found = measured(lighting, cilla)
    assert found["effect"]["state"] == "gone"
    assert "Måttet Anmäld misshandel finns inte längre bland talen i kraft." in words.verdict(found)


def test_a_corrected_baseline_is_told_and_the_frozen_one_is_used(lighting, counted, cilla):
    counted((120, 60), (140, 145), (260, 205))  # the goal's edition says 100
    found = measured(lighting, cilla)
    assert found["effect"]["change"]["expected"] == 100
    assert any(
        "100 när utgåvan beslutades, 120 nu. Uppföljningen räknar med 100" in line
        for line in words.sureness(found)
    )


def test_an_area_drawn_anew_is_not_compared(cast, norr, counted, cilla):
    counted((100, 60), (140, 145), (240, 205))
    row = world.story(cast, norr)
    Division.objects.filter(pk=norr.city_area.division_id).update(valid_to=date(YEAR, 1, 1))
    found = measured(row, cilla)
    assert found["effect"]["state"] == "redrawn"
    assert f"Området Norr ritades om 1 januari {YEAR}." in words.verdict(found)


def test_a_change_for_the_worse_is_no_improvement(lighting, counted, cilla):
    counted((100, 160), (140, 145), (240, 305))
    found = measured(lighting, cilla)
    assert found["effect"]["against"]["is_secured"]
    assert not words.is_secured(found)
    assert words.short(found) == "56 fler än väntat"


def test_nothing_before_cannot_be_counted(cast, norr, counted, cilla):
    row = world.story(cast, norr, value=0)
    counted((0, 4), (140, 145), (140, 149))
    found = measured(row, cilla)
    assert "Inget hände före åtgärden, så förändringen går inte att räkna." in words.verdict(found)
    assert not words.is_tested(found)


def test_shares_change_by_points_beside_the_nearest_area(cast, norr, surveyed, cilla):
    part = Area.objects.get(key="exempelstaden/mellanomraden/00")
    row = world.story(
        cast, norr, metric="safe_in_area", value=0.5, base=400, area=part, direction=Direction.UP
    )
    surveyed(
        {
            "Norra 1": ((50, 400), (66, 400)),
            "Norra 2": ((52, 400), (51, 400)),
            "Södra 1": ((80, 400), (80, 400)),
        }
    )
    found = measured(row, cilla)
    assert found["effect"]["beside"]["name"] == "Norra 2"
    assert words.is_secured(found)
    assert words.short(found) == "17 procentenheter högre än väntat"


def test_a_share_of_few_answers_is_never_shown(cast, norr, surveyed, cilla):
    part = Area.objects.get(key="exempelstaden/mellanomraden/00")
    row = world.story(cast, norr, metric="safe_in_area", value=0.5, base=400, area=part)
    surveyed({"Norra 1": ((50, 400), (66, 12))})
    found = measured(row, cilla)
    assert found["effect"]["state"] == "hidden"
    assert "0.66" not in str(found)


def test_a_period_that_began_before_the_action_is_told(lighting, counted, cilla):
    from samsyn.steps.activity.models import Activity

    counted((100, 60), (140, 145), (240, 205))
    Activity.objects.update(period_start=date(YEAR, 4, 1))
    found = measured(lighting, cilla)
    assert any(f"Åtgärden började 1 april {YEAR}" in line for line in words.sureness(found))


def test_a_period_that_is_mostly_before_the_action_does_not_count(lighting, counted, cilla):
    from samsyn.steps.activity.models import Activity

    counted((100, 60), (140, 145), (240, 205))
    Activity.objects.update(period_start=date(YEAR, 9, 1))
    assert measured(lighting, cilla)["effect"]["lacking"]["start"] == f"{YEAR + 1}-01-01"


def test_the_worst_baseline_of_several_years_is_told(lighting, counted, cilla):
    counted((60, 70, 65, 100, 60), (140,) * 5, (240,) * 5, first=YEAR - 4)
    assert any(
        "Ett sådant tal går ofta tillbaka av sig självt" in line
        for line in words.sureness(measured(lighting, cilla))
    )


@pytest.mark.parametrize(
    ("delivered", "sentence"),
    [
        (48, "Åtgärden är gjord som lovat: 48 av 48 stolpar."),
        (63, "Åtgärden är gjord som lovat: 63 av 48 stolpar."),
        (12, "Åtgärden är inte gjord som lovat: 12 av 48 stolpar."),
        (0, "Åtgärden är inte gjord som lovat: 0 av 48 stolpar."),
    ],
)
def test_what_was_delivered_is_set_against_what_was_promised(cast, norr, cilla, delivered, sentence):
    row = world.story(cast, norr, delivered=delivered)
    assert words.verdict(measured(row, cilla)).startswith(sentence)


def test_an_activity_without_a_number_cannot_be_judged(lighting, astrid, cilla):
    world.activity_of(lighting.action, by=astrid, amount=None, unit="kvällar")
    found = measured(lighting, cilla)
    assert found["done"]["is_met"] is None
    assert words.verdict(found).startswith("En aktivitet har inget antal, så det går inte att säga")


def test_one_that_falls_short_decides_even_beside_one_without_a_number(lighting, astrid, cilla):
    world.activity_of(lighting.action, by=astrid, amount=None)
    world.activity_of(lighting.action, by=astrid, amount=4, unit="vandringar")
    found = measured(lighting, cilla)
    assert found["done"]["is_met"] is False
    assert "1 av 3 aktiviteter nådde sitt antal" in words.verdict(found)


def test_the_parties_own_measure_is_read_in_and_set_against_its_target(lighting, astrid, cilla):
    goal = world.goal_of(
        lighting.action.goal.purpose.problem,
        by=astrid,
        baseline=None,
        level=OutcomeLevel.RESULT,
        direction=Direction.UP,
        target=20,
        own="Ljus",
        unit="lux",
        value=4,
    )
    held = services.record_reading(
        followup=lighting, goal=str(goal.key), value=27, on=today(), version=lighting.version, by=astrid
    )
    row = measured(held, cilla)["result"]["goals"][0]
    assert (row["value"], row["is_reached"]) == (27, True)


def test_an_action_without_a_goal_of_effect_says_so(cast, norr, astrid, cilla):
    action = world.action_of(world.plan_of(norr, by=astrid), by=astrid, goal=None)
    row = services.plan_followup(action=action, due_on=today(), by=astrid)
    assert (
        words.verdict(measured(row, cilla))
        == "Åtgärden har inga aktiviteter, så det går inte att säga om den är "
        "gjord. Problemet har inget mål på nivån effekt, så effekten går inte att mäta. "
        "Ni vet inte säkert om det är gjort, och inte om det hjälpte."
    )


def test_a_goal_without_a_baseline_cannot_be_measured(cast, norr, astrid, cilla, lighting):
    goal = lighting.action.goal
    goal.baseline_figure = {}
    goal.save()
    assert "har inget utgångsvärde" in words.verdict(measured(lighting, cilla))


def test_several_periods_are_added_up_as_the_goal_asks(cast, norr, counted, cilla):
    row = world.story(cast, norr, value=100, periods=2)
    counted((100, 60), (140, 145), (240, 205))
    found = measured(row, cilla)
    assert found["effect"]["value"] == 60
    assert any("Målet räknas över fler perioder: en återstår." in line for line in words.sureness(found))


def test_the_same_figures_give_the_same_answer_and_change_nothing(lighting, counted, cilla):
    counted((100, 60), (140, 145), (240, 205))
    measured(lighting, cilla)
    first = (lighting.measured_at, lighting.version)
    measured(lighting, cilla)
    assert (lighting.measured_at, lighting.version) == first


def test_every_sentence_can_be_said_in_both_languages(lighting, counted, cilla):
    from django.utils.translation import override

    counted((100, 60), (140, 145), (240, 205))
    found = measured_now(lighting)
    with override("en"):
        assert words.verdict(found)
        assert words.sureness(found)


def test_a_draft_forgets_what_was_measured_with_a_dataset_that_is_taken_back(lighting, counted, cilla, norr):
    row = counted((100, 60), (90, 100), (400, 390))
    measured(lighting, cilla)
    dataset = Dataset.objects.get(pk=row.dataset_id)
    evidence.withdraw_dataset(dataset=dataset, reason="Fel fil.", by=cilla)
    lighting.refresh_from_db()
    assert lighting.measured == {} and lighting.measured_at is None
    assert LogEntry.objects.filter(event="followup-changed", object_id=str(lighting.pk)).exists()
    assert measured(lighting, cilla)["effect"]["state"] != "measured"
