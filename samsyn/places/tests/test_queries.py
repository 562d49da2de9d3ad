from datetime import date

import pytest

from samsyn.places import queries, services
from samsyn.places.models import Area, AreaKind, Division
from samsyn.places.names import NameIndex, fold, match_name, normal

pytestmark = pytest.mark.django_db


def area(key):
    return Area.objects.select_related("division__city").get(key=f"exempelstaden/{key}")


def test_an_area_has_parts_one_step_down_and_leaves_however_far_down(city):
    assert [part.name for part in queries.parts(area("kommun/9999"))] == ["Norr", "Söder"]
    leaves = queries.leaves(area("kommun/9999"), AreaKind.INTERMEDIATE_AREA)
    assert [leaf.code for leaf in leaves] == ["00", "01", "02", "10", "11", "12"]
    assert queries.leaves(area("stadsomraden/norr"), AreaKind.BASE_AREA) == []
    assert [one.name for one in queries.leaves(area("stadsomraden/norr"), AreaKind.CITY_AREA)] == ["Norr"]


def test_the_outline_keeps_shared_borders_together(city):
    import json

    import numpy as np
    import shapely

    areas = queries.areas_of(Division.objects.get(slug="mellanomraden"))
    collection = queries.outline(areas, tolerance_m=50)
    shapes = np.array([shapely.from_geojson(json.dumps(f["geometry"])) for f in collection["features"]])
    assert len(shapes) == 6
    assert shapely.coverage_is_valid(shapes)
    assert {f["properties"]["name"] for f in collection["features"]} >= {"Norra 1", "Södra 3"}


def test_an_outline_that_is_asked_for_twice_asks_the_database_once(city, django_assert_num_queries):
    areas = queries.areas_of(Division.objects.get(slug="stadsomraden"))
    queries.outline(areas, 10)
    with django_assert_num_queries(0):
        assert len(queries.outline(areas, 10)["features"]) == 2


def test_a_reform_is_a_break_in_words(city, norr):
    import shapely

    services.add_division(
        city=city,
        name="Stadsdelar",
        kind=AreaKind.CITY_DISTRICT,
        valid_from=date(2011, 1, 1),
        valid_to=date(2021, 1, 1),
        source="Samsyns exempel",
        licence="CC0",
        areas=[
            services.NewArea("ab", "Abborrviken", shapely.to_wkb(shapely.box(12, 57, 12.1, 57.1))),
            services.NewArea("bj", "Björnbo", shapely.to_wkb(shapely.box(12.1, 57, 12.2, 57.1))),
        ],
    )
    older = ("exempelstaden/stadsdelar/ab", "exempelstaden/stadsdelar/bj")
    services.set_predecessors({"exempelstaden/stadsomraden/norr": older})
    assert queries.breaks(norr) == [
        queries.Break(
            date(2021, 1, 1),
            "2021 blev Abborrviken och Björnbo till Norr. Tal för de äldre områdena går inte att jämföra rakt av.",
        )
    ]
    assert [one.name for one in queries.successors(area("stadsdelar/ab"))] == ["Norr"]


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Centrum (Gbg)", "centrum"),
        ("Göteborgs kommun", "göteborg"),
        ("Göteborg kommun", "göteborg"),
        ("LUNDEN–HÄRLANDA-Överås", "lunden härlanda överås"),
        ("Stadsområde Nordost", "nordost"),
        ("Kommun", "kommun"),
    ],
)
def test_names_are_compared_without_case_marks_and_kind(text, plain):
    assert normal(text) == plain


def test_names_without_their_dots_and_rings_are_found():
    assert fold("Örgryte-Härlanda") == fold("Orgryte-Harlanda") == "orgryte harlanda"


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("norr", "stadsomraden/norr"),
        ("Norr (Gbg)", "stadsomraden/norr"),
        ("Soder", "stadsomraden/soder"),
        ("Exempelstadens kommun", "kommun/9999"),
        ("Norra  2", "mellanomraden/01"),
        ("01 Norra hamnen", "mellanomraden/01"),
        ("exempelstaden/mellanomraden/12", "mellanomraden/12"),
    ],
)
def test_the_ways_in_which_files_name_an_area(city, text, key):
    assert match_name(city, text).area == area(key)


def test_a_name_that_is_not_known_gives_those_like_it(city):
    match = match_name(city, "Sodre 2")
    assert match.area is None
    assert "Södra 2" in match.suggestions


def test_one_division_can_be_asked_for(city):
    index = NameIndex(city, division=Division.objects.get(slug="mellanomraden"))
    assert index.match("Norr").area is None


def test_each_area_of_a_division_comes_with_the_larger_ones(city):
    rows = queries.with_wholes(queries.areas_of(Division.objects.get(slug="mellanomraden")))
    assert {one.name for one in rows[0][1]} == {"Norr", "Väst"}
    assert queries.with_wholes([]) == []


def test_the_size_of_an_area_is_in_square_kilometres(city):
    assert queries.size_km2(area("mellanomraden/00")) == pytest.approx(0.66, abs=0.03)


def test_a_map_is_read_from_disk_after_a_restart(norr, settings, monkeypatch):
    from django.core.cache import cache

    from samsyn.places import drawing

    areas = queries.parts(norr.city_area)
    first = drawing.area_map(areas, title="Karta över Norr")
    assert len(list((settings.SAMSYN_DATA / "drawings").glob("*/*.json"))) == 1
    cache.clear()
    monkeypatch.setattr(drawing, "_draw", None)  # drawing anew would fail
    assert drawing.area_map(areas, title="Karta över Norr") == first


def test_a_map_of_other_words_or_a_broken_file_is_drawn_anew(norr, settings):
    from django.core.cache import cache

    from samsyn.places import drawing

    areas = queries.parts(norr.city_area)
    first = drawing.area_map(areas, title="Karta över Norr")
    assert drawing.area_map(areas, title="Map of Norr").wide != first.wide
    for file in (settings.SAMSYN_DATA / "drawings").glob("*/*.json"):
        file.write_text("{")
    cache.clear()
    assert drawing.area_map(areas, title="Karta över Norr") == first
