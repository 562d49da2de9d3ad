from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from samsyn.config.settings import _options
from samsyn.places.models import Area, AreaPair
from samsyn.places.prepared import FIRST, Prepared
from samsyn.places.queries import pair_by_slug, parts


def test_a_pair_comes_with_its_city_and_areas_by_one_query_without_geometry(norr, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = pair_by_slug(norr.slug)
        told = (
            found.name,
            found.city.name,
            found.city.is_example,
            found.city_area.name,
            found.city_area.division.get_kind_display(),
            found.police_area.division.valid_from,
            found.valid_to,
        )
    plain = AreaPair.objects.get(pk=norr.pk)
    assert found == plain
    assert told == (
        plain.name,
        "Exempelstaden",
        True,
        plain.city_area.name,
        "stadsområde",
        plain.police_area.division.valid_from,
        None,
    )
    assert type(told[2]) is bool
    assert "geometry" in found.city_area.get_deferred_fields()


def test_the_same_query_answers_for_each_value(norr, soder):
    assert [pair_by_slug(slug).pk for slug in (norr.slug, soder.slug)] == [norr.pk, soder.pk]
    assert pair_by_slug("finns-inte") is None
    assert pair_by_slug("?") is None
    norr.valid_to = date(2030, 1, 1)
    norr.save()
    assert pair_by_slug(norr.slug).valid_to == date(2030, 1, 1)


def test_the_parts_of_an_area_are_those_that_the_ordinary_query_gives(norr):
    plain = Area.objects.filter(wholes=norr.city_area).order_by("division", "code")
    assert parts(norr.city_area) == list(plain)
    assert [area.division.name for area in parts(norr.city_area)] == [area.division.name for area in plain]
    assert parts(parts(norr.city_area)[0]) == []


def test_what_leads_to_a_row_comes_beside_it_and_is_not_set_on_it(norr):
    asked = Prepared(
        Area,
        lambda pk: Area.objects.filter(pk=pk).order_by("parts__code"),
        values=[FIRST],
        joined=["division", "parts"],
        without=["geometry", "parts__geometry"],
    )
    found = asked.pieces(norr.city_area.pk)
    plain = list(Area.objects.filter(wholes=norr.city_area).order_by("code"))
    assert len(plain) > 1
    assert [one["parts"] for one in found] == plain
    assert {one[""].division.pk for one in found} == {norr.city_area.division_id}
    leaf = plain[0]
    assert [one["parts"] for one in asked.pieces(leaf.pk)] == [None]
    assert asked.rows(leaf.pk)[0].parts.count() == 0


def test_the_server_plans_the_query_once_a_connection(norr, soder):
    for pair in (norr, soder, norr):
        assert pair_by_slug(pair.slug) == pair
    if connection.vendor != "postgresql":  # nothing is planned in another process, and nothing is told
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generic_plans + custom_plans FROM pg_prepared_statements WHERE statement LIKE %s",
            ['%FROM "places_areapair"%'],
        )
        assert [uses for (uses,) in cursor.fetchall()] == [3]


@pytest.mark.parametrize(
    ("query", "threshold"),
    [("", 0), ("sslmode=require", 0), ("prepare_threshold=5", 5), ("prepare_threshold=off", None)],
)
def test_after_how_many_uses_the_server_keeps_a_plan_is_set_in_the_address(query, threshold):
    assert _options(query)["prepare_threshold"] == threshold


def test_a_wrong_number_of_uses_is_said_at_the_start():
    with pytest.raises(ImproperlyConfigured, match="prepare_threshold in SAMSYN_DATABASE is 'never'"):
        _options("prepare_threshold=never")
