"""The rules of levels: reason, coverage, the whole and its parts, two who judge at once."""

from __future__ import annotations

import pytest

from samsyn.audit.events import Event
from samsyn.audit.models import LogEntry
from samsyn.judging.models import Judgement
from samsyn.releases import four
from samsyn.steps.situation import queries, services, words
from samsyn.steps.situation.models import Level, LevelAssessment
from samsyn.steps.situation.tests.levels import both_judge
from samsyn.ui.errors import StaleError, UserError
from tests.worlds import picked


@picked
def judge(picture):
    def judge_level(area, level, *, by, reason="Vi har sett det själva.", **more):
        return services.judge_level(picture=picture, area=area, level=level, reason=reason, by=by, **more)

    return judge_level


@picked
def both(picture, astrid, bo):
    def judge_alike(area, level, **more):
        return both_judge(picture, area, level, astrid, bo, **more)

    return judge_alike


@picked
def apart(judge, part, scale, astrid, bo):
    """The city says gul and the police röd of an area: both see it."""

    def judge_apart(code="00"):
        assert judge(part(code), scale["gul"], by=astrid, reason="Lugnare nu.") is None
        assert judge(part(code), scale["rod"], by=bo, reason="Vi är där varje kväll.") is None
        return part(code)

    return judge_apart


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
    assert not Judgement.objects.exists()


def test_too_little_to_judge_is_a_judgement(both, part):
    row = both(part("00"), None, reason="Vi vet för lite om området.")
    assert (row.level, row.is_differing, row.reason) == (None, False, "Vi vet för lite om området.")


def test_green_is_allowed_on_two_kinds_of_material(both, norr, scale, astrid, bo, population, crimes, survey):
    row = both(norr.city_area, scale["gron"])
    assert row.coverage == ["statistics", "survey"]
    entry = LogEntry.objects.get(event=Event.LEVEL_SET)
    assert (entry.by_id, entry.party) == (bo.pk, "police")


def test_one_party_sets_no_level(judge, part, scale, astrid, picture):
    assert judge(part("00"), scale["gul"], by=astrid) is None
    assert queries.newest(picture) == {}


def test_a_new_level_is_a_new_row_and_the_old_stays(both, part, scale, picture):
    both(part("00"), scale["gul"], reason="Först.")
    both(part("00"), scale["orange"], reason="Sedan.", settled=1)
    rows = queries.history(picture, part("00"))
    assert [(row.version, row.level.code, row.reason, row.is_joint) for row in rows] == [
        (2, "orange", "Sedan.", True),
        (1, "gul", "Först.", True),
    ]
    assert queries.newest(picture)[part("00").pk].level.code == "orange"


def test_the_second_of_one_party_is_told_what_a_colleague_said(judge, part, scale, astrid, cilla):
    judge(part("00"), scale["gul"], by=astrid, reason="Lugnare nu.")
    with pytest.raises(StaleError, match="Någon från er part") as told:
        judge(part("00"), scale["rod"], by=cilla)
    assert told.value.theirs == "Lugnare nu."
    assert [row.value for row in Judgement.objects.all()] == ["gul"]


def test_one_who_judges_what_both_have_settled_is_told_so(both, judge, part, scale, astrid):
    both(part("00"), scale["gul"], reason="Lugnare nu.")
    with pytest.raises(StaleError, match="Parterna har avgjort") as told:
        judge(part("00"), scale["rod"], by=astrid)
    assert told.value.theirs == "Gul\n\nLugnare nu."


def test_they_agree_on_a_third_level_and_both_first_ones_stand_beside(apart, picture, scale, astrid, bo):
    where = {"picture": picture, "area": apart(), "settled": 0}
    services.propose_level(level=scale["orange"], reason="Vi möts här.", version=0, by=astrid, **where)
    with pytest.raises(UserError, match="inget förslag som väntar på er"):
        services.accept_level(version=1, by=astrid, **where)
    row = services.accept_level(version=1, by=bo, **where)
    assert (row.level.code, row.reason) == ("orange", "Vi möts här.")
    assert (row.city_level.code, row.police_level.code) == ("gul", "rod")
    assert words.level_of(row) == "Orange"


def test_nobody_accepts_another_proposal_than_she_read(apart, picture, scale, astrid, bo):
    where = {"picture": picture, "area": apart(), "settled": 0}
    services.propose_level(level=scale["orange"], reason="Vi möts här.", version=0, by=astrid, **where)
    services.propose_level(level=scale["gul"], reason="Eller här.", version=1, by=astrid, **where)
    with pytest.raises(StaleError) as told:
        services.accept_level(version=1, by=bo, **where)
    assert told.value.theirs == "Eller här."


def test_they_differ_and_each_says_its_mind(apart, picture, astrid, bo):
    where = {"picture": picture, "area": apart(), "settled": 0}
    row = services.differ_on_level(says="Ett lugnt år räcker.", by=astrid, **where)
    assert (row.level, row.is_differing) == (None, True)
    assert words.level_of(row) == "Oeniga: staden gul, polisen röd"
    assert services.differ_on_level(says="Det räcker inte.", by=bo, **where) == row
    row.settlement.refresh_from_db()
    assert (row.settlement.city_says, row.settlement.police_says) == (
        "Ett lugnt år räcker.",
        "Det räcker inte.",
    )
    assert LevelAssessment.objects.count() == 1


def test_a_difference_counts_as_the_graver_for_the_whole(apart, judge, picture, norr, scale, astrid):
    services.differ_on_level(picture=picture, area=apart(), settled=0, says="Ett lugnt år.", by=astrid)
    with pytest.raises(UserError, match="Röd"):
        judge(norr.city_area, scale["gul"], by=astrid)


def test_the_whole_may_differ_from_its_parts_only_with_a_reason_for_it(
    judge, both, norr, part, scale, astrid, bo
):
    both(part("00"), scale["rod"])
    both(part("01"), scale["gul"])
    with pytest.raises(UserError, match="Skriv varför helheten skiljer sig"):
        judge(norr.city_area, scale["gul"], by=astrid)
    row = both(
        norr.city_area, scale["gul"], reason="Vi har sett det själva.", difference="Röd gäller bara ett torg."
    )
    assert row.reason == "Vi har sett det själva.\n\nRöd gäller bara ett torg."


def test_the_whole_like_its_gravest_part_needs_no_more(both, norr, part, scale):
    both(part("00"), scale["rod"])
    assert both(norr.city_area, scale["rod"], reason="Vi har sett det.").reason == "Vi har sett det."


def test_an_area_of_another_pair_is_not_judged_here(judge, part, scale, astrid):
    with pytest.raises(UserError, match="hör inte till"):
        judge(part("10"), scale["gul"], by=astrid)


def test_who_may_only_read_judges_nothing(judge, part, scale, hanna, gun, farid):
    for member in (hanna, gun, farid):
        with pytest.raises(UserError, match="inte skriva"):
            judge(part("00"), scale["gul"], by=member)


def test_the_table_begins_with_the_gravest_and_ends_with_what_is_not_judged(both, picture, part, scale):
    both(part("02"), scale["rod"])
    both(part("01"), None)
    rows = queries.area_rows([part("00"), part("01"), part("02")], queries.newest(picture), {})
    assert [(row.number, row.code, row.is_judged, row.is_thin) for row in rows] == [
        (1, "02", True, False),
        (2, "01", True, True),
        (3, "00", False, False),
    ]


def test_the_differences_hold_what_both_have_judged_and_only_then(norr, judge, apart, part, scale, bo):
    told = lambda party: [(one.title, one.city, one.police) for one in four.judged_apart(norr, party)]  # noqa: E731
    judge(part("01"), scale["rod"], by=bo)
    assert told("city") == told("police") == []
    area = apart()
    assert told("city") == told("police") == [(f"Läget i {area.name}", "Gul", "Röd")]
