"""Looking a file through before it is read in."""

import pytest
from django.urls import reverse

from samsyn.evidence.models import DataImport, Dataset, ImportRecipe, ImportState
from samsyn.evidence.tests.web import (
    CRIMES,
    ORIGIN,
    add_gothenburg,
    add_nottingham,
    add_squares,
    fields_of,
    hand_in,
    read_in,
    review,
    text_of,
)


def url(name, row):
    return reverse(f"evidence:{name}", args=[row.pk])


def test_the_page_says_what_the_file_is_and_how_each_row_is_read(client, cilla, city):
    client.force_login(cilla)
    _row, page = review(client, city, CRIMES)
    text = text_of(page)
    assert "Anmälda brott från Brå, som CSV. Det är vi säkra på." in text
    assert "UTF-8" in text and "komma" in text
    assert "omrade blir område" in text
    assert "Anmälda brott, alla, Norr, 2023: 120" in text
    assert "Anmälda brott, alla, Söder, 2024: 0 (noll, räknat av källan)" in text
    assert "Läs in 3 rader" in text


def test_a_row_with_a_fault_stands_among_the_first_with_what_to_do(client, cilla, city):
    client.force_login(cilla)
    _row, page = review(client, city, CRIMES + "2024,Norr,misshandel,12st\n2025,Norr,misshandel,..\n")
    text = text_of(page)
    assert "Raden läses inte in. Rad 5:" in text
    assert "12st" in text
    assert "Anmäld misshandel, Norr, 2025: dolt av källan" in text
    assert "Läs in 4 rader" in text


def test_an_unknown_area_gets_a_choice_and_the_choice_counts(client, cilla, city):
    client.force_login(cilla)
    row, page = review(client, city, CRIMES + "2025,Nord,alla_brott,140\n")
    text = text_of(page)
    assert "Området ”Nord” finns inte i Exempelstaden. Menar du Norr?" in text
    assert "1 rad får inget område och läses inte in." in text
    assert "Läs in 3 rader" in text
    fields = fields_of(page) | {"omrade-0": "exempelstaden/stadsomraden/norr"}
    page = client.post(url("review", row), fields)
    assert "Läs in 4 rader" in text_of(page)
    response = client.post(url("confirm", row), fields_of(page) | ORIGIN)
    assert response.status_code == 302
    row.refresh_from_db()
    assert (row.state, row.rows_taken, row.rows_refused) == (ImportState.IN_FORCE, 4, 0)


def test_an_area_of_another_city_cannot_be_pointed_out(client, cilla, city):
    other = add_gothenburg(cilla)
    client.force_login(cilla)
    row, page = review(client, city, CRIMES + "2025,Nord,alla_brott,140\n")
    key = other.divisions.get(slug="stadsomraden").areas.first().key
    page = client.post(url("review", row), fields_of(page) | {"omrade-0": key})
    assert "Läs in 3 rader" in text_of(page)


def test_looking_stores_nothing(client, cilla, city):
    client.force_login(cilla)
    row, page = review(client, city, CRIMES)
    client.post(url("review", row), fields_of(page) | {"reader": "incidents"})
    row.refresh_from_db()
    assert (row.state, row.reader, row.options, row.dataset) == (ImportState.RECEIVED, "", {}, None)


def test_the_form_may_be_changed_and_says_what_is_missing(client, cilla, city):
    client.force_login(cilla)
    row, page = review(client, city, CRIMES)
    page = client.post(url("review", row), fields_of(page) | {"reader": "population"})
    assert page.status_code == 422
    text = text_of(page)
    assert "saknar kolumnen" in text
    assert "Läs in 3 rader" not in text
    assert fields_of(page)["reader"] == "population"


def test_a_file_nobody_knows_is_shown_as_it_stands_and_its_columns_can_be_told(client, cilla, city):
    client.force_login(cilla)
    data = "nar;vad;lat2;lon2\n2025-01-03;Stöld;57.505;12.005\n2025-02-03;Bråk;57.515;12.015\n"
    row, page = review(client, city, data, name="eget.csv")
    assert "Så ser filen ut" in text_of(page)
    page = client.post(url("review", row), fields_of(page) | {"reader": "incidents"})
    assert "nar" in page.content.decode()
    told = {"val-start": "nar", "val-category": "vad", "val-x": "lon2", "val-y": "lat2"}
    page = client.post(url("review", row), fields_of(page) | told)
    text = text_of(page)
    assert "Stöld, 2025-01-03, latitud 57,5050, longitud 12,0050" in text
    assert "Läs in 2 rader" in text


def test_choices_that_nobody_has_seen_the_rows_of_are_not_read_in(client, cilla, city):
    client.force_login(cilla)
    data = "datum,typ,longitud,latitud\n2025-01-03,Stöld,12.005,57.505\n"
    row, page = review(client, city, data, name="h.csv")
    changed = fields_of(page) | ORIGIN | {"val-category": "", "val-category_text": "Annat"}
    response = client.post(url("confirm", row), changed)
    assert response.status_code == 422
    text = text_of(response)
    assert "Valen har ändrats sedan raderna visades." in text
    assert "Annat, 2025-01-03" in text
    row.refresh_from_db()
    assert row.state == ImportState.RECEIVED
    assert fields_of(response)["source_name"] == "Brå"


def test_a_new_dataset_without_a_source_keeps_what_was_typed(client, cilla, city):
    client.force_login(cilla)
    row, page = review(client, city, CRIMES)
    response = client.post(
        url("confirm", row), fields_of(page) | ORIGIN | {"source_name": "", "method": "Mitt"}
    )
    assert response.status_code == 422
    assert "Källan saknas." in text_of(response)
    assert fields_of(response)["method"].strip() == "Mitt"
    assert not Dataset.objects.exists()


def test_reading_in_makes_the_dataset_and_puts_the_figures_in_force(client, cilla, city):
    client.force_login(cilla)
    row = read_in(client, city, CRIMES)
    assert (row.state, row.rows_taken) == (ImportState.IN_FORCE, 3)
    dataset = Dataset.objects.get()
    assert (dataset.name, dataset.source.name, dataset.licence) == ("Anmälda brott", "Brå", "CC0")
    assert dataset.is_example


def test_a_form_of_one_publisher_goes_to_its_dataset_and_other_forms_must_be_chosen(client, cilla, city):
    client.force_login(cilla)
    read_in(client, city, CRIMES)
    _row, page = review(client, city, CRIMES.replace("120", "121"), name="ny.csv")
    assert fields_of(page)["dataset"] == str(Dataset.objects.get().pk)
    data = "datum,typ,longitud,latitud\n2025-01-03,Stöld,12.005,57.505\n"
    read_in(client, city, data, file_name="h.csv", name="Händelser")
    row, page = review(client, city, data.replace("Stöld", "Rån"), name="h2.csv")
    assert fields_of(page)["dataset"] == ""
    response = client.post(url("confirm", row), fields_of(page))
    assert response.status_code == 422
    assert "Datamängden är inte vald." in text_of(response)


def test_the_second_of_two_who_read_in_the_same_file_is_told(client, cilla, city):
    client.force_login(cilla)
    row, page = review(client, city, CRIMES)
    fields = fields_of(page) | ORIGIN
    assert client.post(url("confirm", row), fields).status_code == 302
    response = client.post(url("confirm", row), fields, follow=True)
    assert "Någon annan hann före: filen är nu ”gäller”." in text_of(response)
    assert DataImport.objects.count() == 1
    assert Dataset.objects.count() == 1


def test_a_saved_recipe_reads_the_next_file_of_the_same_form(client, cilla, city):
    client.force_login(cilla)
    data = "nar;vad;lat2;lon2\n2025-01-03;Stöld;57.505;12.005\n"
    row, page = review(client, city, data, name="eget.csv")
    told = {"reader": "incidents", "val-start": "nar", "val-category": "vad"}
    page = client.post(url("review", row), fields_of(page) | told | {"shown_reader": "incidents"})
    page = client.post(url("recipe", row), fields_of(page) | {"recipe_name": "Vårt utdrag"})
    assert "Receptet ”Vårt utdrag” är sparat." in text_of(page)
    recipe = ImportRecipe.objects.get()
    assert recipe.options["start"] == "nar"
    row, page = review(client, city, data.replace("01-03", "01-04"), name="nasta.csv")
    assert "Vårt utdrag" in text_of(page)
    page = client.post(url("review", row), fields_of(page) | {"do": "use-recipe", "recipe": recipe.pk})
    assert "Stöld, 2025-01-04" in text_of(page)


def test_a_recipe_without_a_name_is_not_saved(client, cilla, city):
    client.force_login(cilla)
    row, page = review(client, city, CRIMES)
    response = client.post(url("recipe", row), fields_of(page) | {"recipe_name": " "})
    assert response.status_code == 422
    assert "Receptet sparades inte." in text_of(response)
    assert not ImportRecipe.objects.exists()


@pytest.mark.parametrize("name", ["review", "confirm", "recipe", "discard"])
def test_one_who_may_only_read_can_neither_look_through_nor_read_in(client, cilla, astrid, city, name):
    client.force_login(cilla)
    row, _page = review(client, city, CRIMES)
    client.force_login(astrid)
    assert client.post(url(name, row), {}).status_code == 403
    row.refresh_from_db()
    assert row.state == ImportState.RECEIVED


@pytest.mark.parametrize("name", ["review", "confirm", "recipe", "discard", "import", "progress", "errors"])
def test_one_of_another_city_does_not_learn_that_the_file_exists(client, cilla, city, name):
    client.force_login(cilla)
    row, _page = review(client, city, CRIMES)
    add_gothenburg(cilla)
    cilla.roles.filter(city=city).delete()
    method = client.post if name in {"confirm", "recipe", "discard"} else client.get
    assert method(url(name, row)).status_code == 404


def test_the_real_files_of_gothenburg_go_in(client, cilla, reference):
    city = add_gothenburg(cilla)
    client.force_login(cilla)
    statistics = reference / "statistik"
    files = {
        "folkmangd.csv": (50, 0),
        "bra_anmalda_brott_stadsomraden.csv": (90, 0),
        "bra_anmalda_brott_ar.csv": (180, 0),
        "bra_anmalda_brott_kvartal.csv": (48, 0),
    }
    for name, (taken, refused) in files.items():
        data = (statistics / name).read_bytes()
        row = read_in(client, city, data, file_name=name, name=name)
        assert (name, row.state, row.rows_taken, row.rows_refused) == (name, "in-force", taken, refused)
    text = text_of(client.get(reverse("evidence:metric", args=["reported_crime"]) + "?stad=goteborg"))
    assert "Anmälda brott är inte alla brott" in text
    assert "Stadsområden" in text and "Kommun" in text


def test_the_real_survey_of_gothenburg_goes_in_as_shares(client, cilla, reference):
    data = (reference / "lagesbild" / "trygghet_mellanomraden.csv").read_bytes()
    city = add_gothenburg(cilla)
    names = sorted({line.split(",")[1] for line in data.decode().splitlines()[1:]})
    add_squares(city, "Mellanområden", names)
    client.force_login(cilla)
    _row, page = review(client, city, data, name="trygghet_mellanomraden.csv")
    text = text_of(page)
    assert "Bara ”SOM-undersökningen” läses in." in text
    assert "mellanomrade blir område" in text
    assert "Trygga i sitt bostadsområde, Kålltorp-Torpa-Björkekärr, 2021: 87 %" in text
    assert "Läs in 12 rader" in text
    DataImport.objects.all().delete()
    row = read_in(client, city, data, file_name="trygghet_mellanomraden.csv", name="Trygghet")
    assert (row.state, row.rows_refused) == (ImportState.IN_FORCE, 0)
    assert row.dataset.kind == "safety-survey"
    text = text_of(client.get(reverse("evidence:metric", args=["safe_in_area"]) + "?stad=goteborg"))
    assert "92 %" in text


def test_the_real_incidents_of_nottingham_go_in_and_their_column_can_be_told(client, cilla, reference):
    city = add_nottingham(cilla, reference / "handelser" / "nottingham_wards.gpkg")
    client.force_login(cilla)
    data = (reference / "handelser" / "nottingham_robbery.csv.gz").read_bytes()
    _row, page = review(client, city, data, name="nottingham_robbery.csv.gz")
    text = text_of(page)
    assert "Händelser, en per rad" in text
    assert "Läs in 555 rader" in text
    DataImport.objects.all().delete()
    row = read_in(client, city, data, file_name="nottingham_robbery.csv.gz")
    assert (row.state, row.rows_taken) == (ImportState.IN_FORCE, 555)


def test_a_map_is_shown_the_way_to_the_room_for_areas(client, cilla, city, reference):
    client.force_login(cilla)
    data = (reference / "geo" / "goteborg_stadsomraden_2021.geojson").read_bytes()
    _row, page = review(client, city, data, name="stadsomraden.geojson")
    text = text_of(page)
    assert "Filen är en karta med områden." in text and "Öppna Platser" in text
    assert "Läs in filen" not in text


def test_hidden_fields_and_get_parameters_of_nonsense_do_no_harm(client, cilla, city):
    client.force_login(cilla)
    hand_in(client, city, CRIMES)
    row = DataImport.objects.get()
    nonsense = {"reader": "../x", "division": "9" * 40, "recipe": "9" * 40, "do": "use-recipe", "seen": "é"}
    assert client.post(url("review", row), nonsense).status_code == 200
    assert client.post(url("confirm", row), nonsense).status_code == 422


def test_rows_of_another_municipality_are_told_apart_and_not_shown_as_errors(client, cilla, city):
    client.force_login(cilla)
    text = (
        "kommunkod,kommun,ar,brottsgrupp,antal\n9999,Exempelstaden,2024,total,90\n1481,Mölndal,2024,total,9\n"
    )
    _row, response = review(client, city, text)
    words = text_of(response)
    assert "1 rad gäller en annan kommun (Mölndal) och läses inte in." in words
    assert "Annan kommun. Raden läses inte in." in words
    assert "Läs in 1 rad" in words
    assert "Vilket område är det?" not in words
