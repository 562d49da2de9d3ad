from datetime import date

import numpy as np
import pytest
import shapely

from samsyn.places import queries
from samsyn.places.models import AreaPair, Division
from samsyn.seeds.exempelstaden import incidents, places, population, survey, town_map
from samsyn.seeds.exempelstaden.town import town

TODAY = date(2026, 11, 22)


def test_the_town_is_forty_areas_without_gaps_or_overlaps_in_the_open_sea():
    plan = town()
    assert len(plan.codes) == len(set(plan.codes)) == len(set(plan.names)) == 40
    assert shapely.is_valid(plan.degrees).all()
    assert shapely.coverage_is_valid(plan.metres)
    west, south, east, north = shapely.total_bounds(plan.degrees)
    assert 10.4 < west < east < 11.05  # Skagerrak: Sweden's coast begins at 11.1
    assert 57.9 < south < north < 58.3


def test_the_map_that_is_kept_is_the_map_that_is_drawn():
    drawn = town_map.feature_collection()["features"]
    plan = town()
    assert [one["properties"]["code"] for one in drawn] == list(plan.codes)
    shapes = np.array([shapely.from_geojson(str(one["geometry"]).replace("'", '"')) for one in drawn])
    assert np.allclose(shapely.area(shapes), shapely.area(plan.metres), rtol=0.001)


@pytest.fixture
def example_town(db):
    made = places.load_places()
    places.open_pairs(made)
    return made


def test_the_two_trees_overlap_over_the_same_areas(example_town):
    norr = AreaPair.objects.get(slug="exempelstaden-norr")
    mine = {one.code for one in queries.leaves(norr.city_area, "primary-area")}
    police = {one.code for one in queries.leaves(norr.police_area, "primary-area")}
    assert mine & police
    assert mine - police
    assert police - mine
    counts = {row.slug: row.areas.count() for row in Division.objects.all()}
    assert counts == {
        "primaromraden": 40,
        "mellanomraden": 12,
        "stadsomraden": 2,
        "stadsdelar": 4,
        "lokalpolisomraden": 2,
        "kommun": 1,
        "polisomrade": 1,
    }


def test_a_series_over_2021_has_a_break(example_town):
    norr = AreaPair.objects.get(slug="exempelstaden-norr")
    assert [one.date for one in queries.breaks(norr)] == [date(2021, 1, 1)]
    assert AreaPair.objects.on(date(2019, 1, 1)).count() == 4


@pytest.fixture(scope="module")
def rows():
    return incidents.simulate(TODAY)


def test_the_past_stays_the_same_when_a_month_is_added(rows):
    earlier = incidents.simulate(date(2026, 9, 2))
    count = len(earlier.start)
    assert 25_000 < count < len(rows.start) < 40_000
    assert (rows.start[:count] == earlier.start).all()
    assert (rows.xy[:count] == earlier.xy).all()
    assert rows.start.max() < np.datetime64("2026-11-01")


def test_the_latest_file_holds_the_planted_outbreak_and_else_the_same(rows):
    flared = incidents.simulate(TODAY, flares_up=True)
    assert len(flared.start) == len(rows.start) + incidents.OUTBREAK_SIZE
    damage = [
        ((one.category == incidents.OUTBREAK_KIND) & (one.start >= np.datetime64("2026-10-01"))).sum()
        for one in (rows, flared)
    ]
    assert damage[1] - damage[0] == incidents.OUTBREAK_SIZE


def test_incidents_have_season_and_nights(rows):
    violence = rows.start[rows.category == "vald_utomhus"]
    hour = violence.astype("datetime64[h]").astype(int) % 24
    assert np.isin(hour, (22, 23, 0, 1, 2)).mean() > 0.3
    month = rows.start[rows.category == "ordningsstorning"].astype("datetime64[M]").astype(int) % 12 + 1
    assert (month == 7).sum() > 1.3 * (month == 1).sum()


def test_burglaries_come_in_near_repeats(rows):
    """More pairs within 200 m and two weeks than when the same days are dealt out anew."""
    is_burglary = rows.category == "bostadsinbrott"
    xy = rows.xy[is_burglary]
    day = rows.start[is_burglary].astype("datetime64[D]").astype(int)
    first, second = shapely.STRtree(shapely.points(xy)).query(
        shapely.points(xy), predicate="dwithin", distance=200
    )
    apart = first < second
    first, second = first[apart], second[apart]

    def close(days):
        return int((np.abs(days[first] - days[second]) <= 14).sum())

    rng = np.random.default_rng(1)
    by_chance = [close(rng.permutation(day)) for _ in range(40)]
    assert close(day) > 1.5 * max(by_chance)


def test_the_planted_effect_can_be_found(rows):
    plan = town()
    bridge = shapely.get_coordinates(shapely.centroid(plan.metres[plan.codes.index("0303")]))[0]
    violent = np.isin(rows.category, incidents.LIGHTING_KINDS)
    near = np.hypot(*(rows.xy - bridge).T) < incidents.LIGHTING_RADIUS_M
    late = rows.start >= incidents.LIGHTING_FROM
    months = {True: 31, False: 75}

    def a_month(where, when):
        return (violent & (near == where) & (late == when)).sum() / months[when]

    assert a_month(True, True) / a_month(True, False) < 0.8 * a_month(False, True) / a_month(False, False)


def test_the_population_of_past_years_stays_the_same():
    years, people = population.residents(TODAY)
    _fewer, before = population.residents(date(2024, 5, 1))
    assert years == list(range(2017, 2026))
    assert (people[:, : before.shape[1]] == before).all()
    assert 85_000 < people[:, -1].sum() < 110_000


def test_the_survey_has_one_area_with_too_few_answers_and_one_with_few():
    for wave in survey.waves(TODAY):
        count = np.bincount([area for area, _row in survey.answers(wave)], minlength=12)
        assert count[1] < 30
        assert 30 <= count[7] < 100
        assert (np.delete(count, [1, 7]) >= 100).all()
    assert [wave.year for wave in survey.waves(TODAY)] == [2023, 2025]
    assert [wave.year for wave in survey.waves(date(2027, 3, 1))] == [2023, 2025]
