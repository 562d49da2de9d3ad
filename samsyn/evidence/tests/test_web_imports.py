"""The page of one import: progress, result, refused rows, origin of the file, and taking it away."""

import hashlib

import pytest
from django.urls import reverse

from samsyn.audit.models import LogEntry
from samsyn.evidence.models import DataImport, ImportState
from samsyn.evidence.tests.web import CRIMES, add_squares, fields_of, hand_in, read_in, review, text_of
from samsyn.releases.models import Release
from samsyn.secrecy.tests.test_marking import mark

FAULTS = CRIMES + "2024,Norr,misshandel,12st\n2024,Norr,bilstold,=1+1\n"


def test_the_page_shows_result_contents_and_where_the_file_is_from(client, cilla, city):
    client.force_login(cilla)
    row = read_in(client, city, FAULTS)
    text = text_of(client.get(row.get_absolute_url()))
    assert "Siffrorna i filen gäller sedan" in text
    assert "3 rader inlästa" in text
    assert "2 rader med fel, inte inlästa" in text
    assert hashlib.sha256(FAULTS.encode()).hexdigest() in text
    assert "Cilla" in text and "CC0" in text and "Brå, anmälda brott" in text
    assert "Anmälda brott, alla Stadsområden 2023–2024" in text
    assert "Ta bort filen" not in text


def test_refused_rows_stand_by_number_in_plain_swedish(client, cilla, city):
    client.force_login(cilla)
    row = read_in(client, city, FAULTS)
    text = text_of(client.get(row.get_absolute_url()))
    assert "Rad 1 till 2 i listan, av 2 rader med fel." in text
    assert "”12st”" in text
    assert "Ladda ner raderna med fel" in text


def test_many_refused_rows_come_a_hundred_a_page(client, cilla, city):
    client.force_login(cilla)
    many = CRIMES + "".join(f"{1900 + i // 2},Norr,alla_brott,{i}st\n" for i in range(250))
    row = read_in(client, city, many)
    text = text_of(client.get(row.get_absolute_url()))
    assert "Rad 1 till 100 i listan, av 250 rader med fel." in text and "Visa nästa 100" in text
    text = text_of(client.get(row.get_absolute_url() + "?sida=3"))
    assert "Rad 201 till 250 i listan" in text and "Visa föregående 100" in text
    for nonsense in ("0", "-1", "99999", "x", "³", "1" * 300):
        assert client.get(row.get_absolute_url(), {"sida": nonsense}).status_code == 200


def test_one_who_may_not_see_rows_sees_how_many_but_not_which(client, cilla, hanna, city):
    client.force_login(cilla)
    row = read_in(client, city, FAULTS)
    client.force_login(hanna)
    text = text_of(client.get(row.get_absolute_url()))
    assert "2 rader med fel, inte inlästa" in text
    assert "12st" not in text
    assert "Raderna visas för analytiker" in text
    assert client.get(reverse("evidence:errors", args=[row.pk])).status_code == 403


def test_the_rows_with_faults_come_as_a_file_to_save_and_the_log_knows(client, cilla, city):
    client.force_login(cilla)
    row = read_in(client, city, FAULTS, file_name='a"b<c>.csv')
    response = client.get(reverse("evidence:errors", args=[row.pk]))
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "<" not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    body = response.content.decode("utf-8-sig")
    assert "12st" in body
    assert "'=1+1" in body
    assert body.splitlines()[-1] == "Sekretess: ingen"
    assert LogEntry.objects.filter(event="rows-seen", object_id=str(row.pk), by_id=cilla.pk).exists()


def test_rows_of_a_dataset_that_may_not_leave_are_no_file(client, cilla, city):
    client.force_login(cilla)
    row = read_in(client, city, FAULTS)
    mark(row.dataset, cilla, "internal")
    answer = client.get(reverse("evidence:errors", args=[row.pk]))
    assert answer.content.decode().rstrip().endswith("Sekretess: intern (2 kap. tryckfrihetsförordningen)")
    Release.objects.all().delete()
    mark(row.dataset, cilla, "city-individuals")
    seen = LogEntry.objects.filter(event="rows-seen").count()
    answer = client.get(reverse("evidence:errors", args=[row.pk]))
    assert answer.status_code == 403 and "får inte lämna Samsyn" in answer.content.decode()
    assert LogEntry.objects.filter(event="rows-seen").count() == seen


@pytest.mark.parametrize("state", [ImportState.QUEUED, ImportState.RUNNING])
def test_an_import_under_way_can_be_followed_with_and_without_script(client, cilla, city, state):
    client.force_login(cilla)
    hand_in(client, city, CRIMES)
    DataImport.objects.update(state=state, rows_done=5, rows_total=10)
    row = DataImport.objects.get()
    html = client.get(row.get_absolute_url()).content.decode()
    assert '<noscript><meta http-equiv="refresh"' in html
    assert "evidence/progress.mjs" in html
    assert "Uppdatera" in html
    part = client.get(reverse("evidence:progress", args=[row.pk])).content.decode()
    assert f'data-state="{state}"' in part
    assert "<html" not in part


def test_a_finished_import_no_longer_asks_the_browser_to_come_back(client, cilla, city):
    client.force_login(cilla)
    row = read_in(client, city, CRIMES)
    assert "http-equiv" not in client.get(row.get_absolute_url()).content.decode()


def test_a_correction_supersedes_and_both_pages_say_so(client, cilla, city):
    client.force_login(cilla)
    first = read_in(client, city, CRIMES)
    second = read_in(
        client, city, CRIMES.replace("120", "121"), file_name="rattad.csv", dataset=str(first.dataset_id)
    )
    first.refresh_from_db()
    assert first.state == ImportState.SUPERSEDED
    assert "Ersatt av rattad.csv" in text_of(client.get(first.get_absolute_url()))
    assert "Ersätter brott.csv" in text_of(client.get(second.get_absolute_url()))
    assert "Filen är ersatt av en nyare." in text_of(client.get(first.get_absolute_url()))


def test_a_file_not_in_force_can_be_taken_away(client, cilla, city):
    client.force_login(cilla)
    row, _page = review(client, city, CRIMES)
    response = client.post(reverse("evidence:discard", args=[row.pk]), follow=True)
    assert "Filen brott.csv är borttagen." in text_of(response)
    row.refresh_from_db()
    assert row.state == ImportState.DISCARDED
    assert "Filen togs bort innan den lästes in." in text_of(client.get(row.get_absolute_url()))


def test_figures_in_force_cannot_be_taken_away(client, cilla, city):
    client.force_login(cilla)
    row = read_in(client, city, CRIMES)
    response = client.post(reverse("evidence:discard", args=[row.pk]))
    assert response.status_code == 422
    assert "Filen togs inte bort." in text_of(response)


def test_taking_away_asks_for_a_post(client, cilla, city):
    client.force_login(cilla)
    row, _page = review(client, city, CRIMES)
    assert client.get(reverse("evidence:discard", args=[row.pk])).status_code == 405
    assert client.get(reverse("evidence:confirm", args=[row.pk])).status_code == 405


def test_a_failed_import_says_why_and_can_be_looked_through_again(client, cilla, city):
    client.force_login(cilla)
    row = read_in(client, city, "ar,omrade,brottstyp,antal\n2024,Ingenstans,alla_brott,1\n")
    text = text_of(client.get(row.get_absolute_url()))
    assert "Varför den stoppades" in text
    assert "Ingen rad i filen kunde läsas in." in text
    assert "Granska filen igen" in text
    assert client.get(reverse("evidence:review", args=[row.pk])).status_code == 200


POINTS = (
    "datum,typ,longitud,latitud\n2024-01-05 10:00,Stöld,12.005,57.515\n2024-01-06 10:00,Stöld,12.005,57.505\n"
)


def test_areas_that_came_after_the_incidents_are_said_with_a_way_to_read_the_file_again(
    client, cilla, astrid, elsa, city
):
    client.force_login(cilla)
    row = read_in(client, city, POINTS, file_name="handelser.csv")
    assert "Nya områden sedan filen lästes in" not in text_of(client.get(row.get_absolute_url()))
    add_squares(city, "Rutor", ["Ruta ett", "Ruta två"])
    text = text_of(client.get(row.get_absolute_url()))
    assert "Staden har fått en indelning efter att filen lästes in." in text
    assert "Rutor" in text and "Läs in filen igen" in text
    url = reverse("evidence:again", args=[row.pk])
    client.force_login(astrid)  # may read, not read in
    assert "Läs in filen igen" not in text_of(client.get(row.get_absolute_url()))
    assert client.post(url).status_code == 403
    client.force_login(cilla)
    page = client.post(url, follow=True)
    assert page.status_code == 200
    made = DataImport.objects.latest("pk")
    fields = fields_of(page)
    client.post(reverse("evidence:confirm", args=[made.pk]), fields)
    made.refresh_from_db()
    row.refresh_from_db()
    assert (made.state, row.state) == (ImportState.IN_FORCE, ImportState.SUPERSEDED)
    response = client.post(url)
    assert response.status_code == 422
    assert "Den gäller inte längre, eller är inte inläst ännu." in text_of(response)


def test_one_without_a_role_in_the_city_cannot_read_a_file_in_again(client, cilla, city):
    client.force_login(cilla)
    row = read_in(client, city, POINTS, file_name="handelser.csv")
    cilla.roles.all().delete()
    assert client.post(reverse("evidence:again", args=[row.pk])).status_code == 404


def test_rows_left_out_are_told_apart_from_rows_with_errors(client, cilla, city):
    client.force_login(cilla)
    text = (
        "kommunkod,kommun,ar,brottsgrupp,antal\n9999,Exempelstaden,2024,total,90\n1481,Mölndal,2024,total,9\n"
    )
    said = text_of(client.get(read_in(client, city, text).get_absolute_url()))
    assert "1 rader inlästa 0 rader med fel, inte inlästa" in said
    assert "1 rader lämnade utanför De är inte fel." in said
    assert "1 rader gäller en annan kommun och är inte inlästa (Mölndal)." in said
    assert "Rader med fel Raderna är inte inlästa." not in said
