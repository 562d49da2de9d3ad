"""The rules of levels: reason, coverage, the whole and its parts, two who judge at once."""

from __future__ import annotations

import pytest

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.steps.situation import queries, services
from samsyn.steps.situation.models import Level, LevelAssessment
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import picked


@picked
def judge(picture):
    def set_level(area, level, *, by, reason="Vi har sett det själva.", version=0, **more):
        return services.set_level(
            picture=picture, area=area, level=level, reason=reason, version=version, by=by, **more
        )

    return set_level


def test_the_default_scale_has_four_levels_and_is_added_once(city):
    made = services.add_default_scale(city)
    assert [(level.name, level.shape) for level in made] == [
        ("Grön", "circle"),
        ("Gul", "triangle"),
        ("Orange", "diamond"),
        ("Röd", "square"),
    ]
    services.add_default_scale(city)
    assert Level.objects.filter(city=city).count() == 4


def test_a_level_needs_a_reason(judge, part, scale, astrid):
    with pytest.raises(UserError, match="Skälet är tomt"):
        judge(part("00"), scale["gul"], by=astrid, reason="  ")


def test_green_is_refused_where_the_material_is_thin(judge, part, scale, astrid):
    with pytest.raises(UserError, match="lite underlag betyder inte lugnt"):
        judge(part("00"), scale["gron"], by=astrid)
    assert not LevelAssessment.objects.exists()
    thin = judge(part("00"), None, by=astrid, reason="Vi vet för lite om området.")
    assert thin.level is None


def test_green_is_allowed_on_two_kinds_of_material(judge, norr, scale, astrid, population, crimes, survey):
    row = judge(norr.city_area, scale["gron"], by=astrid)
    assert row.coverage == ["statistics", "survey"]
    entry = LogEntry.objects.get(event=Event.LEVEL_SET)
    assert (entry.by_id, entry.party) == (astrid.pk, "city")


def test_a_new_judgement_is_a_new_row_and_the_old_stays(judge, part, scale, astrid, bo, picture):
    judge(part("00"), scale["gul"], by=astrid)
    judge(part("00"), scale["orange"], by=bo, version=1)
    assert [(row.version, row.level.code, row.party) for row in queries.history(picture, part("00"))] == [
        (2, "orange", "police"),
        (1, "gul", "city"),
    ]
    assert queries.newest(picture)[part("00").pk].level.code == "orange"


def test_the_second_who_judges_is_told_what_stands(judge, part, scale, astrid, bo):
    judge(part("00"), scale["gul"], by=astrid, reason="Lugnare nu.")
    with pytest.raises(StaleError, match="Någon har bedömt") as told:
        judge(part("00"), scale["rod"], by=bo)
    assert told.value.theirs == "Gul\n\nLugnare nu."
    assert LevelAssessment.objects.count() == 1


def test_the_whole_may_differ_from_its_parts_only_with_a_reason_for_it(judge, norr, part, scale, astrid):
    judge(part("00"), scale["rod"], by=astrid)
    judge(part("01"), scale["gul"], by=astrid)
    with pytest.raises(UserError, match="Skriv varför helheten skiljer sig"):
        judge(norr.city_area, scale["gul"], by=astrid)
    row = judge(norr.city_area, scale["gul"], by=astrid, difference="Röd gäller bara ett torg.")
    assert row.reason == "Vi har sett det själva.\n\nRöd gäller bara ett torg."


def test_the_whole_like_its_gravest_part_needs_no_more(judge, norr, part, scale, astrid):
    judge(part("00"), scale["rod"], by=astrid)
    assert judge(norr.city_area, scale["rod"], by=astrid).reason == "Vi har sett det själva."


def test_an_area_of_another_pair_is_not_judged_here(judge, part, scale, astrid):
    with pytest.raises(UserError, match="hör inte till"):
        judge(part("10"), scale["gul"], by=astrid)


def test_who_may_only_read_judges_nothing(judge, part, scale, hanna, gun, farid):
    for member in (hanna, gun, farid):
        with pytest.raises(UserError, match="inte skriva"):
            judge(part("00"), scale["gul"], by=member)


def test_the_table_begins_with_the_gravest_and_ends_with_what_is_not_judged(
    judge, picture, part, scale, astrid
):
    judge(part("02"), scale["rod"], by=astrid)
    judge(part("01"), None, by=astrid)
    rows = queries.area_rows([part("00"), part("01"), part("02")], queries.newest(picture), {})
    assert [(row.number, row.code, row.is_judged, row.is_thin) for row in rows] == [
        (1, "02", True, False),
        (2, "01", True, True),
        (3, "00", False, False),
    ]
