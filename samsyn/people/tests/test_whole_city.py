"""The pair of the whole city: the two chiefs decide there, those who coordinate a pair prepare, whoever reads a pair reads it."""

from datetime import date

import pytest

from samsyn.people import access
from samsyn.places.intake import open_whole
from samsyn.places.models import AreaPair
from samsyn.places.queries import whole_pair
from samsyn.ui.errors import UserError
from tests.worlds import shared

DAY = date(2021, 1, 1)


@shared
def whole(city):
    return open_whole(city, valid_from=DAY, by=None)


def test_it_is_the_municipality_and_its_police_district(whole, city, pairs):
    assert whole.is_whole
    assert whole.city_area.name == "Exempelstaden"
    assert whole.police_area.division.kind == "police-district"
    assert not any(pair.is_whole for pair in pairs.values())
    assert whole_pair(city, on=date(2026, 1, 1)) == whole
    assert whole_pair(city, on=date(2020, 1, 1)) is None


def test_a_city_has_one(whole, city):
    with pytest.raises(UserError, match="Staden har redan ett par för hela staden"):
        open_whole(city, valid_from=DAY, by=None)


def test_a_pair_of_the_whole_municipality_is_an_ordinary_one_unless_it_is_said(city, cast):
    from samsyn.places.intake import open_pair_in
    from samsyn.places.models import Area

    municipality = Area.objects.select_related("division__city").get(division__kind="municipality")
    said = {
        "city": city,
        "city_area": municipality,
        "police_area": None,
        "valid_from": DAY,
        "by": cast["cilla"],
    }
    assert not open_pair_in(**said, name="Småstaden").is_whole
    assert open_pair_in(**said, name="Hela staden", is_whole=True).is_whole


@pytest.mark.parametrize(
    ("who", "rights"),
    [
        ("astrid", "read write"),
        ("bo", "read write"),
        ("cilla", "read write"),
        ("david", "read approve"),
        ("elsa", "read approve"),
        ("farid", "read write"),
        ("gun", "read"),
        ("hanna", "read"),
        ("karl", "read"),
        ("lena", "read"),
        ("mats", "read"),
    ],
)
def test_what_each_may_do_for_the_whole_city(cast, whole, who, rights):
    found = access.rights_in(cast[who], whole)
    held = {"read": found.may_read, "write": found.may_write, "approve": found.may_approve}
    assert " ".join(name for name, has in held.items() if has) == rights
    assert whole in access.visible_pairs(cast[who])


def test_the_chiefs_of_the_city_decide_nothing_for_one_area(cast, whole, norr):
    for who in ("david", "elsa"):
        assert not access.may_approve(cast[who], norr)
        assert access.capacity(cast[who], norr) == ""
    assert access.capacity(cast["david"], whole) == "stadsdirektör"


def test_nobody_of_another_city_sees_it(cast, whole):
    from samsyn.places import services
    from samsyn.places.models import AreaKind
    from tests.small_city import _square

    other = services.add_city(name="Annanstad", code="9998")
    services.add_division(
        city=other, name="Kommun", kind=AreaKind.MUNICIPALITY, valid_from=DAY, source="x", licence="CC0",
        areas=[services.NewArea("9998", "Annanstad", _square(9, 9))],
    )  # fmt: skip
    theirs = open_whole(other, valid_from=DAY, by=None)
    assert not access.rights_in(cast["astrid"], theirs).may_read
    assert set(access.visible_pairs(cast["gun"])) == set(AreaPair.objects.exclude(pk=theirs.pk))
