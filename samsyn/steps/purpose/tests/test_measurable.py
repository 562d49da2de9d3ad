"""What a goal lacks before it can be measured, one sentence for each."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from samsyn.places.models import Division
from samsyn.places.services import NewArea, add_division, set_predecessors
from samsyn.steps.purpose.aims import Aim, aim_of
from samsyn.steps.purpose.measurable import lacking
from samsyn.steps.purpose.tests import world
from samsyn.steps.situation.tests.conftest import read_in  # noqa: F401 - a fixture
from samsyn.ui.clock import today

TODAY = date(2026, 11, 25)
WHOLE = Aim(
    own_measure="Kvällar",
    unit="kvällar",
    baseline=10,
    target=5,
    due_on=date(2028, 1, 1),
    source="Räkneblad",
    measured_by="Analytiker",
)


def codes(aim):
    return [lack.code for lack in lacking(aim, on=TODAY)]


def sentence(aim):
    return " ".join(lack.sentence for lack in lacking(aim, on=TODAY))


def test_a_whole_goal_lacks_nothing():
    assert lacking(WHOLE, on=TODAY) == []


@pytest.mark.parametrize(
    ("change", "code", "said"),
    [
        ({"own_measure": ""}, "no-indicator", "Det saknas en indikator"),
        ({"baseline": None}, "no-baseline", "skriv vad talet är i dag"),
        ({"target": None}, "no-target", "Det saknas ett målvärde"),
        ({"target": 10}, "target-is-baseline", "Målvärdet är detsamma som utgångsvärdet, 10"),
        (
            {"target": 12},
            "target-on-wrong-side",
            "Målet är att minska, men målvärdet 12 är högre än utgångsvärdet 10",
        ),
        (
            {"direction": "up"},
            "target-on-wrong-side",
            "Målet är att öka, men målvärdet 5 är lägre än utgångsvärdet 10",
        ),
        ({"due_on": None}, "no-date", "Det saknas ett datum"),
        ({"due_on": TODAY}, "date-is-past", "Datumet 25 november 2026 har redan varit"),
        ({"source": " "}, "no-source", "Det saknas en källa"),
        ({"measured_by": " "}, "nobody-measures", "Ingen mäter"),
    ],
)
def test_each_lack_has_its_own_sentence(change, code, said):
    aim = replace(WHOLE, **change)
    assert codes(aim) == [code]
    assert said in sentence(aim)


def test_all_that_is_lacking_is_said_at_once():
    assert codes(Aim()) == ["no-indicator", "no-target", "no-date", "nobody-measures"]


def test_a_metric_without_a_baseline_points_at_the_decided_edition(norr):
    aim = replace(WHOLE, own_measure="", metric=world.SAFE, area=norr.city_area, baseline=None, target=0.5)
    assert "den beslutade utgåvan av lägesbilden" in sentence(aim)


def test_two_shares_that_read_alike_are_the_same():
    aim = replace(WHOLE, own_measure="", metric=world.SAFE, baseline=0.576, target=0.58, direction="up")
    assert codes(aim) == ["target-is-baseline"]


def test_reported_narcotics_as_a_measure_of_effect_is_warned_of(norr):
    aim = replace(WHOLE, own_measure="", metric=world.NARCOTICS, area=norr.city_area)
    (lack,) = lacking(aim, on=TODAY)
    assert lack.is_warning and "hur mycket polisen söker" in lack.sentence
    assert lacking(replace(aim, level="result"), on=TODAY) == []


def test_an_area_that_a_reform_has_replaced_is_named_with_what_took_its_place(norr, goal):
    old = norr.city_area
    Division.objects.filter(pk=old.division_id).update(valid_to=today() + timedelta(days=100))
    add_division(
        city=norr.city,
        name="Stadsområden 2027",
        kind=old.division.kind,
        valid_from=today() + timedelta(days=100),
        source="Samsyns exempel",
        licence="CC0",
        areas=[NewArea("nord", "Nya Norr", bytes(old.geometry))],
    )
    set_predecessors({"exempelstaden/stadsomraden-2027/nord": (old.key,)})
    goal.indicator.area.refresh_from_db()
    (lack,) = lacking(aim_of(goal), on=today())
    assert (lack.code, lack.is_warning) == ("area-is-replaced", False)
    assert "ersätts av Nya Norr" in lack.sentence


def test_a_goal_that_ends_before_the_reform_is_not_touched_by_it(norr, goal):
    Division.objects.filter(pk=norr.city_area.division_id).update(valid_to=goal.due_on + timedelta(days=1))
    goal.indicator.area.refresh_from_db()
    assert lacking(aim_of(goal), on=today()) == []


def test_a_figure_that_a_later_import_corrects_shows_both_values(goal, norr, read_in):  # noqa: F811
    read_in("ar,omrade,brottstyp,antal\n2025,Norr,misshandel,163\n", name="Anmälda brott", reader="bra-csv")
    (lack,) = lacking(aim_of(goal), on=today())
    assert (lack.code, lack.is_warning) == ("figure-is-corrected", True)
    assert "i utgåva 1 står 150, i dag är det 163. Utgåvan ändras inte." in lack.sentence
    goal.refresh_from_db()
    assert goal.baseline == 150


def test_the_same_value_in_a_later_import_is_no_correction(goal, norr, read_in):  # noqa: F811
    read_in("ar,omrade,brottstyp,antal\n2025,Norr,misshandel,150\n", name="Anmälda brott", reader="bra-csv")
    assert lacking(aim_of(goal), on=today()) == []
