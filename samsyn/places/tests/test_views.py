import re

import pytest

pytestmark = pytest.mark.django_db

PAGES = (
    "/platser/exempelstaden/",
    "/platser/exempelstaden/mellanomraden/",
    "/platser/exempelstaden/stadsomraden/norr/",
)


def text(response):
    return response.content.decode()


def test_places_list_the_cities_where_one_works(client, astrid):
    client.force_login(astrid)
    page = text(client.get("/platser/"))
    assert "Exempelstaden" in page
    assert "Mellanområden" in page
    assert "Lägg till en stad" not in page


def test_the_administrator_is_offered_to_add_a_city(client, cilla):
    client.force_login(cilla)
    assert "Lägg till en stad" in text(client.get("/platser/"))


@pytest.mark.parametrize("address", PAGES)
def test_every_member_of_the_city_may_read(client, hanna, address):
    client.force_login(hanna)
    response = client.get(address)
    assert response.status_code == 200
    assert 'style="' not in text(response)


@pytest.mark.parametrize("address", PAGES)
def test_one_without_a_role_in_the_city_is_not_told_that_it_exists(client, hanna, address):
    hanna.roles.all().delete()
    client.force_login(hanna)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/platser/", *PAGES])
def test_one_who_has_not_signed_in_is_sent_to_sign_in(client, city, address):
    assert client.get(address).status_code == 302


def test_a_division_draws_each_area_and_has_the_same_areas_in_a_table(client, astrid):
    client.force_login(astrid)
    page = text(client.get("/platser/exempelstaden/mellanomraden/"))
    wide = re.search(r'<div class="only-w"><svg.*?</svg>', page, re.S).group()
    assert len(re.findall(r'<path d="[^"]*" fill="#bcd6d6"', wide)) == 6
    assert "Norra 1" in wide
    assert page.count("<tr><td") == 6
    assert "Källa: Samsyns exempel. Licens: CC0." in page


def test_an_area_says_what_it_is_made_of_and_belongs_to(client, astrid):
    client.force_login(astrid)
    page = text(client.get("/platser/exempelstaden/stadsomraden/norr/"))
    for words in ("Norra 1", "Hör till", "tills vidare", "km²", "exempelstaden/stadsomraden/norr"):
        assert words in page


def test_an_area_that_does_not_exist_is_not_found(client, astrid):
    client.force_login(astrid)
    assert client.get("/platser/exempelstaden/stadsomraden/ingen/").status_code == 404
    assert client.get("/platser/exempelstaden/ingen/").status_code == 404


def test_an_unverified_division_says_so(client, astrid, city):
    city.divisions.filter(slug="lokalpolisomraden").update(is_verified=False, note="Satt av oss.")
    client.force_login(astrid)
    page = text(client.get("/platser/exempelstaden/lokalpolisomraden/"))
    assert "ej verifierad indelning" in page
    assert "Satt av oss." in page


def test_pages_ask_few_questions_of_the_database(client, astrid, django_assert_max_num_queries):
    client.force_login(astrid)
    client.get(PAGES[1])
    with django_assert_max_num_queries(14):
        client.get(PAGES[1])
