"""From a figure to its origin: file, row, checksum, day; and where the origin ends for one who may not see rows."""

import json
from datetime import date

import pytest
from django.urls import reverse

from samsyn.audit.models import LogEntry
from samsyn.evidence import queries
from samsyn.evidence.tests.web import add_gothenburg, read_in, signed_in, text_of
from samsyn.places.models import Area
from samsyn.ui.texts import STATES
from tests.worlds import shared

SIX = (
    "ar,omrade,brottstyp,antal\n"
    "2023,Norr,alla_brott,120\n"
    "2024,Norr,alla_brott,0\n"
    "2025,Norr,alla_brott,..\n"
    "2023,Söder,alla_brott,\n"
    "2024,Söder,alla_brott,-\n"
)
INCIDENTS = (
    "datum,typ,longitud,latitud,adress\n"
    "2025-01-03,Stöld,12.005,57.515,Hemliga gatan 1\n"
    "2025-01-09,Stöld,12.015,57.515,Hemliga gatan 2\n"
    "2025-02-09,Bråk,12.015,57.505,Hemliga gatan 3\n"
)


def origin_url(row, metric, area, day):
    return f"{reverse('evidence:origin', args=[row.pk])}?m={metric}&a=exempelstaden/{area}&d={day}"


@shared
def read_six(city, cilla):
    return read_in(signed_in(cilla), city, SIX)


@shared
def read_incidents(city, cilla):
    return read_in(signed_in(cilla), city, INCIDENTS, file_name="handelser.csv", name="Utdrag")


@pytest.fixture
def six(client, cilla, read_six):
    client.force_login(cilla)
    return read_six


@pytest.fixture
def incidents(client, cilla, read_incidents):
    client.force_login(cilla)
    return read_incidents


def test_two_clicks_lead_from_a_figure_to_the_row_of_the_file(client, cilla, city, six):
    client.force_login(cilla)
    page = client.get(reverse("evidence:metric", args=["reported_crime"]) + "?stad=exempelstaden")
    area = Area.objects.select_related("division").get(key="exempelstaden/stadsomraden/norr")
    figure = queries.series("reported_crime", area)[0]
    link = queries.origin_url(figure)
    assert link.replace("&", "&amp;") in page.content.decode()
    text = text_of(client.get(link))
    assert "120 anmälda brott" in text
    assert "Rad 2 i filen" in text
    assert "ar 2023" in text and "omrade Norr" in text and "antal 120" in text
    assert six.file_checksum in text and "CC0" in text and "Cilla" in text
    assert "Räknat när det anmäldes." in text


@pytest.mark.parametrize(
    ("area", "day", "said"),
    [
        ("norr", "2023-01-01", "Värde."),
        ("norr", "2024-01-01", "Noll, räknat av källan."),
        ("norr", "2025-01-01", "Dolt av källan."),
        ("soder", "2023-01-01", "Uppgift saknas."),
        ("soder", "2024-01-01", "Kan inte förekomma här."),
    ],
)
def test_the_states_of_a_value_are_told_apart(client, cilla, six, area, day, said):
    client.force_login(cilla)
    response = client.get(origin_url(six, "reported_crime", f"stadsomraden/{area}", day))
    assert response.status_code == 200
    assert said in text_of(response)


def test_a_preliminary_value_says_that_it_will_change(client, cilla):
    city = add_gothenburg(cilla)
    client.force_login(cilla)
    row = read_in(
        client, city, "kommun,kvartal,antal,preliminar\nGöteborg,2026K1,20000,1\n", file_name="k.csv"
    )
    url = reverse("evidence:origin", args=[row.pk]) + "?m=reported_crime&a=goteborg/kommun/1480&d=2026-01-01"
    text = text_of(client.get(url))
    assert "Preliminärt värde. Källan kommer att ändra värdet." in text
    assert "kvartal 1 2026" in text


def test_all_six_states_have_words_of_their_own():
    assert len({str(word) for word in STATES.values()}) == 6


def test_opening_a_row_is_logged(client, cilla, six):
    client.force_login(cilla)
    client.get(origin_url(six, "reported_crime", "stadsomraden/norr", "2023-01-01"))
    entry = LogEntry.objects.filter(event="rows-seen").get()
    assert entry.by_id == cilla.pk
    assert json.loads(entry.facts)["row"] == 2
    assert "Norr" not in entry.facts


def test_for_one_who_may_not_see_rows_the_origin_ends_at_the_file(client, hanna, six):
    client.force_login(hanna)
    response = client.get(origin_url(six, "reported_crime", "stadsomraden/norr", "2023-01-01"))
    text = text_of(response)
    assert "Här slutar ursprunget för dig" in text
    assert six.file_checksum in text
    assert "Rad 2 i filen" not in text and "omrade Norr" not in text
    assert not LogEntry.objects.filter(event="rows-seen").exists()


@pytest.mark.parametrize("who", ["astrid", "bo", "gun"])
def test_coordinator_officer_and_auditor_see_the_row(client, cast, six, who):
    client.force_login(cast[who])
    text = text_of(client.get(origin_url(six, "reported_crime", "stadsomraden/norr", "2023-01-01")))
    assert "Rad 2 i filen" in text


def test_one_of_another_city_sees_nothing(client, cilla, city, six):
    cilla.roles.all().delete()
    client.force_login(cilla)
    url = origin_url(six, "reported_crime", "stadsomraden/norr", "2023-01-01")
    assert client.get(url).status_code == 404


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?m=reported_crime",
        "?m=x&a=y&d=2023-01-01",
        "?m=reported_crime&a=exempelstaden/kommun/9999&d=igår",
        "?m=reported_crime&a=exempelstaden/stadsomraden/norr&d=1950-01-01",
    ],
)
def test_an_address_of_nonsense_is_not_found(client, cilla, six, query):
    client.force_login(cilla)
    assert client.get(reverse("evidence:origin", args=[six.pk]) + query).status_code == 404


def test_a_summed_figure_lists_its_parts_each_with_its_own_origin(client, cilla, city, incidents):
    client.force_login(cilla)
    area = Area.objects.select_related("division").get(key="exempelstaden/stadsomraden/norr")
    whole = queries.series("incidents", area, grain="month")[0]
    assert (whole.value, whole.parts) == (2, 3)
    page = client.get(queries.origin_url(whole))
    text = text_of(page)
    assert "Summan av 3 mindre områden som tillsammans är hela området." in text
    assert "Norra 1 Händelser, alla slag januari 2025 1" in text
    assert page.content.decode().count('class="num"') == 3


def test_a_counted_figure_leads_down_to_the_rows_that_were_counted(client, cilla, city, incidents):
    client.force_login(cilla)
    url = origin_url(incidents, "incidents.stold", "mellanomraden/00", "2025-01-01") + "&t=2025-02-01"
    text = text_of(client.get(url))
    assert "Antalet rader i filen som hör till området och perioden." in text
    assert "Raderna som är räknade" in text
    assert "2025-01-03" in text and "2025-01-09" not in text
    text = text_of(client.get(url + "&rad=2"))
    assert "Rad 2 i filen" in text and "Hemliga gatan 1" in text


def test_a_row_outside_the_figure_cannot_be_opened_by_changing_the_address(client, cilla, city, incidents):
    client.force_login(cilla)
    url = origin_url(incidents, "incidents.stold", "mellanomraden/00", "2025-01-01") + "&t=2025-02-01"
    for row in ("3", "4", "99", "x", "-1", "9" * 30):
        assert "Hemliga" not in text_of(client.get(url + f"&rad={row}"))


def test_a_figure_of_a_superseded_file_is_still_explained(client, cilla, city, six):
    client.force_login(cilla)
    read_in(client, city, SIX.replace("120", "125"), file_name="rattad.csv", dataset=str(six.dataset_id))
    text = text_of(client.get(origin_url(six, "reported_crime", "stadsomraden/norr", "2023-01-01")))
    assert "Filen är ersatt av en nyare." in text
    assert "120 anmälda brott" in text


def test_the_incidents_page_counts_per_category_and_month_without_script(client, cilla, city, incidents):
    client.force_login(cilla)
    page = client.get(reverse("evidence:incidents") + "?stad=exempelstaden")
    text = text_of(page)
    assert "3 händelser i Exempelstaden 2025" in text
    assert "Stöld 2 0 – – – – – – – – – – 2" in text
    assert "Bråk 0 1 – – – – – – – – – – 1" in text
    assert "data-points=" in page.content.decode()


def test_points_come_as_json_behind_the_same_door_and_are_logged(client, cilla, city, incidents):
    client.force_login(cilla)
    response = client.get(reverse("evidence:points") + "?stad=exempelstaden")
    assert response["Content-Type"] == "application/json"
    features = response.json()["features"]
    assert len(features) == 3
    assert features[0]["properties"]["time"] == "2025-02-09"
    assert "Hemliga" not in response.content.decode()
    assert LogEntry.objects.filter(event="rows-seen", object_type="places.city").exists()
    ground = client.get(reverse("evidence:points-areas") + "?stad=exempelstaden").json()
    assert {one["properties"]["name"] for one in ground["features"]} == {"Norr", "Söder"}


def test_the_points_are_logged_once_an_hour_for_each_person(
    client, cilla, astrid, city, incidents, monkeypatch
):
    from datetime import timedelta

    from django.utils import timezone

    seen = LogEntry.objects.filter(event="rows-seen", object_type="places.city")
    for member in (cilla, cilla, astrid, cilla):
        client.force_login(member)
        assert client.get(reverse("evidence:points") + "?stad=exempelstaden").status_code == 200
    assert sorted(seen.values_list("by_id", flat=True)) == sorted([cilla.pk, astrid.pk])
    monkeypatch.setattr("samsyn.evidence.views.incidents.now", lambda: timezone.now() + timedelta(minutes=61))
    client.get(reverse("evidence:points") + "?stad=exempelstaden")
    assert seen.filter(by_id=cilla.pk).count() == 2


@pytest.mark.parametrize("name", ["incidents", "points", "points-areas"])
def test_one_who_may_not_see_rows_sees_no_incidents(client, hanna, lena, city, incidents, name):
    for member in (hanna, lena):
        client.force_login(member)
        assert client.get(reverse(f"evidence:{name}") + "?stad=exempelstaden").status_code == 403
    assert client.get(reverse(f"evidence:{name}") + "?stad=annanstans").status_code == 404


def test_a_city_without_incidents_says_what_belongs_there(client, cilla, city):
    client.force_login(cilla)
    text = text_of(client.get(reverse("evidence:incidents") + "?stad=exempelstaden"))
    assert "Inga händelser ännu" in text
    empty = client.get(reverse("evidence:points") + "?stad=exempelstaden").json()
    assert empty == {"type": "FeatureCollection", "features": []}


def test_the_latest_points_come_when_there_are_more_than_the_map_takes(
    client, cilla, city, incidents, monkeypatch
):
    monkeypatch.setattr("samsyn.evidence.views.incidents.MOST_POINTS", 2)
    client.force_login(cilla)
    features = client.get(reverse("evidence:points") + "?stad=exempelstaden").json()["features"]
    assert [one["properties"]["time"] for one in features] == ["2025-02-09", "2025-01-09"]
    assert date.fromisoformat(features[0]["properties"]["time"]) > date(2025, 1, 9)


def test_a_person_s_answers_are_counted_and_never_shown_one_by_one(client, cilla, city):
    from samsyn.evidence import services

    client.force_login(cilla)
    answers = "".join(f"{n};Norra 1;2024;Mycket trygg;hemligt {n}\n" for n in range(1, 41))
    row = read_in(
        client,
        city,
        f"löpnummer;område;år;trygg hemma;fritext\n{answers}",
        file_name="svar.csv",
        name="Enkät",
    )
    assert row.reader == "survey-answers"
    figure = queries.series("safe_in_area", Area.objects.get(key="exempelstaden/mellanomraden/00"))[0]
    page = text_of(client.get(queries.origin_url(figure) + "&rad=2"))
    assert "visas aldrig en och en" in page
    assert "hemligt" not in page and "Rad 2 i filen" not in page
    assert services.original_row(row, 2) == []
