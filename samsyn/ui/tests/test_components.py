"""/komponenter/ shows every part where an example lies, and is not there in a city's own installation."""

import pytest

from samsyn.ui.showcase import ground
from tests.worlds import shared


@shared
def own_city(city):
    city.is_example = False
    city.save()


def test_the_page_shows_every_part(client, city):
    response = client.get("/komponenter/")
    html = response.content.decode()
    assert response.status_code == 200
    for part in (
        "Hjulet",
        "Knappar",
        "Två halvor blir ett beslut",
        "Slutsats",
        "Tomt läge",
        "Fält med hjälp och fel",
        "Diagram",
        "Kartor",
    ):
        assert f">{part}</h2>" in html
    assert html.count('<figure class="chart"') == 8
    assert html.count('<span class="ex">Exempeldata</span>') >= 10
    assert " style=" not in html


def test_the_page_speaks_english_when_asked(client, city):
    html = client.get("/komponenter/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="en">' in html and "12,705" not in html and "1,259" in html


@pytest.mark.parametrize("address", ["/komponenter/", "/komponenter/punkter/", "/komponenter/omraden/"])
def test_without_an_example_the_page_is_not_there(client, own_city, address):
    assert client.get(address).status_code == 404


def test_a_field_says_its_help_and_its_error_to_a_screen_reader(client, city):
    html = client.get("/komponenter/").content.decode()
    assert 'aria-describedby="id_due_on_helptext id_due_on_error"' in html
    assert 'aria-invalid="true"' in html
    assert (
        '<div class="errm" id="id_due_on_error"><p>Målet sparades inte. Dagen 30 november 2025 har redan varit.'
        in html
    )


def test_the_map_has_its_ground_and_its_points(client, city):
    areas = client.get("/komponenter/omraden/").json()["features"]
    points = client.get("/komponenter/punkter/").json()["features"]
    assert [area["properties"]["name"] for area in areas] == list(ground.NAMES)
    assert len(points) == 231 and points[0]["properties"]["category"] == "Skadegörelse"


def test_the_decision_bar_shows_the_binding_button_on_the_waiting_side_only(client, city):
    html = client.get("/komponenter/").content.decode()
    left, right = html.split('<div class="mid">')[0], html.split('<div class="mid">')[1]
    assert "Staden har godkänt" in left and "Godkänn för polisen" not in left
    assert "Godkänn för polisen" in right and "7c1e 04b9 9f2a 63d8" in right
