"""The tour: ten stops that show all twelve parts of the model, with a bar that goes along until one leaves."""

import pytest
from django.urls import reverse

from samsyn.home import tour


def text(response):
    return " ".join(response.content.decode().split())


def test_ten_stops_show_all_twelve_parts_of_the_model():
    assert len(tour.STOPS) == 10
    assert len(tour.PARTS) == 12
    assert {part for stop in tour.STOPS for part in stop.parts} == set(tour.PARTS)


def test_every_stop_of_a_coordinator_is_a_page_with_the_bar(client, astrid, norr, soder):
    client.force_login(astrid)
    assert "Börja vid stopp 1" in text(client.get(reverse("home:tour")))
    for number, stop in enumerate(tour.STOPS, 1):
        response = client.get(reverse("home:tour-stop", args=[number]), follow=True)
        assert response.status_code == 200
        page = text(response)
        assert f"Stopp {number} av 10: {stop.title}." in page
        assert ("Nästa stopp" in page) is (number < 10)
        assert ("Förra stoppet" in page) is (number > 1)


def test_the_bar_is_gone_when_one_has_left(client, astrid, norr):
    client.force_login(astrid)
    client.get(reverse("home:tour-stop", args=[1]))
    assert "Avsluta rundturen" in text(client.get(norr.get_absolute_url()))
    client.post(reverse("home:tour-leave"))
    assert "Avsluta rundturen" not in text(client.get(norr.get_absolute_url()))


@pytest.mark.parametrize("number", [0, 11, 999])
def test_there_is_no_other_stop(client, astrid, norr, number):
    client.force_login(astrid)
    assert client.get(reverse("home:tour-stop", args=[number])).status_code == 404


def test_one_who_works_in_no_invented_city_is_told_so(client, astrid, norr):
    norr.city.is_example = False
    norr.city.save()
    client.force_login(astrid)
    assert "Du arbetar inte i någon påhittad stad." in text(client.get(reverse("home:tour")))
    assert client.get(reverse("home:tour-stop", args=[1])).status_code == 404


def test_the_tour_goes_where_the_most_has_happened(astrid, cast, norr, soder):
    from samsyn.audit.events import Event
    from samsyn.audit.services import record

    for _time in range(3):
        record(Event.GOAL_ADDED, pair_id=norr.pk)
    record(Event.GOAL_ADDED, pair_id=soder.pk)
    assert tour.pair_to_show(astrid) == norr
    assert tour.pair_to_show(cast["farid"]) == soder
