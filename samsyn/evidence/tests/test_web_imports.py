"""The page of one import: progress, result, refused rows, origin of the file, and taking it away."""

import hashlib

import pytest
from django.urls import reverse

from samsyn.audit.models import LogEntry
from samsyn.evidence.models import DataImport, ImportState
from samsyn.evidence.tests.web import CRIMES, hand_in, read_in, review, text_of

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
    assert LogEntry.objects.filter(event="rows-seen", object_id=str(row.pk), by_id=cilla.pk).exists()


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
