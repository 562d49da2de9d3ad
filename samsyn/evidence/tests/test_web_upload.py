"""Handing in a file: who may, what is taken, and what hostile files meet."""

import re

import pytest
from django.urls import reverse

from samsyn.audit.models import LogEntry
from samsyn.evidence.models import DataImport, ImportState
from samsyn.evidence.tests.web import CRIMES, fields_of, hand_in, read_in, review, text_of


def upload_url(city):
    return reverse("evidence:upload", args=[city.slug])


def test_the_page_says_which_files_are_known_and_how_large_they_may_be(client, cilla, city):
    client.force_login(cilla)
    text = text_of(client.get(upload_url(city)))
    assert "Anmälda brott från Brå, som CSV" in text
    assert "En händelse per rad" in text
    assert "Högst 2 048 MB." in text


def test_one_who_may_only_read_cannot_hand_in_a_file(client, astrid, city):
    client.force_login(astrid)
    assert client.get(upload_url(city)).status_code == 403
    assert hand_in(client, city, CRIMES).status_code == 403
    assert not DataImport.objects.exists()


def test_one_without_a_role_in_the_city_does_not_learn_that_it_exists(client, cilla, city):
    cilla.roles.all().delete()
    client.force_login(cilla)
    assert client.get(upload_url(city)).status_code == 404


def test_a_file_leads_to_the_page_where_it_is_looked_through_and_the_log_knows(client, cilla, city):
    client.force_login(cilla)
    row, page = review(client, city, CRIMES)
    assert row.state == ImportState.RECEIVED
    assert row.received_by == cilla
    assert "Granska filen" in text_of(page)
    assert LogEntry.objects.filter(event="file-received", object_id=str(row.pk), by_id=cilla.pk).exists()


def test_without_a_file_the_form_says_what_to_do(client, cilla, city):
    client.force_login(cilla)
    response = client.post(upload_url(city), {})
    assert response.status_code == 422
    assert "Ingen fil lämnades in." in text_of(response)


def test_an_empty_file_is_not_kept(client, cilla, city):
    client.force_login(cilla)
    response = hand_in(client, city, "", name="tom.csv")
    assert response.status_code == 422
    assert "Filen tom.csv är tom." in text_of(response)
    assert not DataImport.objects.exists()


def test_a_file_over_the_limit_is_refused_with_its_size(client, cilla, city, settings):
    settings.SAMSYN_MAX_FILE_MB = 1
    client.force_login(cilla)
    response = hand_in(client, city, "x" * 2_000_000)
    assert response.status_code == 422
    assert "Filen är för stor. Den är 2 MB och gränsen är 1 MB." in text_of(response)


@pytest.mark.parametrize(
    ("given", "kept"),
    [("../../etc/passwd.csv", "passwd.csv"), ("C:\\brott\\a.csv", "a.csv"), ("brott\x07.csv", "brott.csv")],
)
def test_a_name_with_a_path_is_cut_to_the_name_alone(client, cilla, city, given, kept):
    client.force_login(cilla)
    row, _page = review(client, city, CRIMES, name=given)
    assert row.file_name == kept


def test_a_name_with_markup_is_shown_as_text(client, cilla, city):
    client.force_login(cilla)
    row, page = review(client, city, CRIMES, name="<img src=x onerror=alert(1)>.csv")
    for response in (page, client.get(row.get_absolute_url()), client.get(reverse("evidence:start"))):
        assert "<img src=x" not in response.content.decode()


def test_markup_in_headings_and_cells_is_shown_as_text(client, cilla, city):
    client.force_login(cilla)
    data = "datum,<script>alert(1)</script>,typ\n2025-01-01,<b onclick=x>,<i>Stöld</i>\n"
    _row, page = review(client, city, data, name="h.csv")
    html = page.content.decode()
    assert "<script>alert" not in html and "<b onclick" not in html and "<i>Stöld" not in html
    assert "&lt;i&gt;Stöld" in html


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 not a table",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40,
        b"PK\x03\x04" + b"\0" * 400,
        b"<!doctype html><script>alert(1)</script>",
        b"\0" * 5000,
        b"\xff\xfe\x00",
        b"{",
        b'"' * 10_000,
    ],
    ids=["pdf", "png", "broken zip", "html", "zeros", "cut utf-16", "half json", "quotes"],
)
def test_a_file_that_is_no_table_meets_a_sentence_whatever_form_is_chosen(client, cilla, city, data):
    client.force_login(cilla)
    row, page = review(client, city, data, name="fil.csv")
    assert page.status_code == 200
    url = reverse("evidence:review", args=[row.pk])
    for reader in ("bra-csv", "population", "incidents", "survey-shares", "police-events", "bra-excel"):
        response = client.post(url, {"reader": reader, "shown_reader": ""})
        assert response.status_code in {200, 422}
        assert "Läs in" not in re.findall(
            r"<button[^>]*formaction=[^>]*las-in[^>]*>([^<]*)", response.content.decode()
        )
        assert "Filen" in text_of(response)


def wide(columns):
    heading = ["datum", "typ", "omrade", *(f"k{i}" for i in range(columns - 3))]
    cells = ["2025-01-01", "Stöld", "Norr", *("1" for _ in range(columns - 3))]
    return ",".join(heading) + "\n" + ",".join(cells) + "\n"


def test_a_file_with_hundreds_of_columns_shows_some_and_counts_the_rest(client, cilla, city):
    client.force_login(cilla)
    _row, page = review(client, city, wide(900), name="bred.csv")
    assert "860 kolumner till visas inte." in text_of(page)
    assert len(page.content) < 1_000_000


def test_a_file_with_thousands_of_columns_is_told_the_limit(client, cilla, city):
    client.force_login(cilla)
    row, page = review(client, city, wide(3000), name="bred.csv")
    assert "Gränsen är 1 000 kolumner." in text_of(page)
    assert len(page.content) < 1_000_000
    assert client.get(reverse("evidence:review", args=[row.pk])).status_code == 200


def test_the_same_file_again_changes_nothing_and_leads_to_the_earlier_one(client, cilla, city):
    client.force_login(cilla)
    earlier = read_in(client, city, CRIMES)
    response = hand_in(client, city, CRIMES, name="samma.csv")
    assert response.status_code == 422
    text = text_of(response)
    assert "Filen samma.csv är redan inlämnad." in text
    assert "Öppna den tidigare inläsningen" in text
    assert earlier.get_absolute_url() in response.content.decode()
    assert DataImport.objects.count() == 1


def test_the_same_file_may_be_read_anew_when_one_says_so(client, cilla, city):
    client.force_login(cilla)
    read_in(client, city, CRIMES)
    assert "again" not in fields_of(client.get(upload_url(city)))
    response = hand_in(client, city, CRIMES, again="on")
    assert response.status_code == 302
    assert DataImport.objects.filter(state=ImportState.RECEIVED).count() == 1
