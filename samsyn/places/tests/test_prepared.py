from __future__ import annotations

from datetime import date

from samsyn.places.models import Area, AreaPair
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
