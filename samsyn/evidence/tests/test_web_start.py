"""The first page of Underlag: what holds, what is on its way, what stopped."""

from django.urls import reverse

from samsyn.evidence.models import DataImport, ImportState
from samsyn.evidence.tests.web import CRIMES, hand_in, read_in, text_of
from samsyn.people.models import RoleAssignment

START = "/underlag/"


def test_the_first_page_teaches_what_belongs_here_while_it_is_empty(client, cilla):
    client.force_login(cilla)
    text = text_of(client.get(START))
    assert "Inget underlag ännu" in text
    assert "Börja med folkmängden" in text
    assert "Läs in en fil" in text


def test_one_who_may_only_read_sees_no_way_in(client, astrid):
    client.force_login(astrid)
    response = client.get(START)
    assert "Stadens analytiker läser in filerna." in text_of(response)
    assert "/underlag/las-in/" not in response.content.decode()


def test_one_without_a_role_sees_no_city(client, cilla):
    RoleAssignment.objects.filter(member=cilla).delete()
    client.force_login(cilla)
    assert "Du har ingen roll i någon stad" in text_of(client.get(START))


def test_nobody_is_let_in_without_signing_in(client, db):
    response = client.get(START)
    assert response.status_code == 302
    assert reverse("account_login") in response["Location"]


def test_the_menu_has_underlag_marked_as_the_room_one_is_in(client, astrid):
    client.force_login(astrid)
    assert f'<a href="{START}" aria-current="page">Underlag</a>' in client.get(START).content.decode()


def test_a_dataset_in_force_shows_its_source_period_rows_licence_and_reader(client, cilla, city):
    client.force_login(cilla)
    read_in(client, city, CRIMES)
    text = text_of(client.get(START))
    assert "Anmälda brott" in text and "Brå" in text and "CC0" in text
    assert "2023–2024" in text
    assert "Cilla" in text


def test_a_file_on_its_way_waits_for_the_one_who_may_read_it_in(client, cilla, astrid, city):
    client.force_login(cilla)
    hand_in(client, city, CRIMES)
    assert "Väntar på att du granskar den. Granska filen" in text_of(client.get(START))
    client.force_login(astrid)
    text = text_of(client.get(START))
    assert "mottagen, väntar på granskning" in text
    assert "Granska filen" not in text


def test_a_running_import_shows_a_bar_that_works_without_script(client, cilla, city):
    client.force_login(cilla)
    hand_in(client, city, CRIMES)
    DataImport.objects.update(state=ImportState.RUNNING, rows_done=12_000, rows_total=48_000)
    html = client.get(START).content.decode()
    assert '<progress max="48000" value="12000"' in html
    assert "12\u00a0000 av 48\u00a0000 rader lästa." in html


def test_a_failed_import_says_why(client, cilla, city):
    client.force_login(cilla)
    row = read_in(client, city, "ar,omrade,brottstyp,antal\n2024,Ingenstans,alla_brott,1\n")
    assert row.state == ImportState.FAILED
    text = text_of(client.get(START))
    assert "Gick inte att läsa in" in text
    assert "Ingen rad i filen kunde läsas in." in text


def test_the_first_page_asks_no_more_questions_when_there_is_more_to_show(
    client, cilla, city, django_assert_max_num_queries
):
    client.force_login(cilla)
    read_in(client, city, CRIMES)
    for year in range(2015, 2021):
        hand_in(client, city, f"ar,omrade,brottstyp,antal\n{year},Norr,alla_brott,1\n", name=f"{year}.csv")
    with django_assert_max_num_queries(12):
        text = text_of(client.get(START))
    assert "2020.csv" in text
