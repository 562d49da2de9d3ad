import json
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from samsyn.people.models import Organisation
from samsyn.places import intake
from samsyn.places.models import Area, AreaPair, City, Division
from samsyn.ui.errors import UserError

pytestmark = pytest.mark.django_db


def square(x, *, code, name):
    ring = [[x, 59], [x + 0.1, 59], [x + 0.1, 59.1], [x, 59.1], [x, 59]]
    return {
        "type": "Feature",
        "properties": {"kod": code, "namn": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


TWO = collection(square(15, code="V1", name="Västra delen"), square(15.1, code="Ö1", name="Östra delen"))
ANSWERS = {
    "name": "Provstad",
    "code": "",
    "country": "SE",
    "division": "Stadsdelar",
    "kind": "city-area",
    "valid_from": "2022-01-01",
    "source": "Provstads kommun",
    "licence": "CC0",
}


def upload(data=TWO, name="delar.geojson"):
    return SimpleUploadedFile(name, data)


def read(tmp_path, data, **options):
    path = tmp_path / "fil.geojson"
    path.write_bytes(data)
    return intake.read_areas(path, options=options)


def test_a_file_of_areas_becomes_a_city_with_its_pair(client, cilla):
    client.force_login(cilla)
    answer = client.post("/platser/ny-stad/", {**ANSWERS, "file": upload()})
    assert answer.status_code == 302
    review = client.get("/platser/ny-stad/granska/")
    page = review.content.decode()
    assert "Vi läste 2 områden i filen delar.geojson. Inget är sparat än." in page
    assert "Västra delen" in page
    assert "Spara Provstad med 2 områden" in page
    assert not City.objects.filter(slug="provstad").exists()

    saved = client.post("/platser/ny-stad/granska/")
    assert saved.headers["Location"] == "/platser/provstad/par/nytt/"
    whole = Area.objects.get(division__city__slug="provstad", division__kind="municipality")
    assert whole.name == "Provstad"
    assert {part.name for part in whole.parts.all()} == {"Västra delen", "Östra delen"}
    names = set(Organisation.objects.filter(city__slug="provstad").values_list("name", flat=True))
    assert names == {"Provstad stad", "Polisområde Provstad"}
    assert set(cilla.roles.filter(city__slug="provstad").values_list("role", flat=True)) == {
        "administrator",
        "analyst",
    }

    west = Area.objects.get(key="provstad/stadsdelar/V1")
    opened = client.post(
        "/platser/provstad/par/nytt/",
        {"city_area": west.pk, "police_area": "hela", "valid_from": "2024-01-01", "name": "Väst"},
    )
    assert opened.status_code == 302
    pair = AreaPair.objects.get(slug="provstad-vast")
    assert pair.city_area == west
    assert pair.police_area.name == "Provstad"
    assert "Områdesparet Väst är öppnat." in client.get("/platser/provstad/").content.decode()


def test_what_was_typed_and_the_file_are_kept_when_something_is_wrong(client, cilla):
    client.force_login(cilla)
    answer = client.post("/platser/ny-stad/", {**ANSWERS, "code_column": "finns inte", "file": upload()})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "finns inte" in page
    assert "Provstads kommun" in page
    assert "Filen du valde finns kvar." in page
    kept = client.session["places-draft"]["token"]
    again = client.post("/platser/ny-stad/", {**ANSWERS, "code_column": "kod", "kept": kept})
    assert again.status_code == 302


def test_a_form_without_a_file_says_so(client, cilla):
    client.force_login(cilla)
    answer = client.post("/platser/ny-stad/", ANSWERS)
    assert answer.status_code == 422
    assert "Välj en fil med stadens områden." in answer.content.decode()


@pytest.mark.parametrize("address", ["/platser/ny-stad/", "/platser/ny-stad/granska/"])
def test_only_an_administrator_may_add_a_city(client, astrid, address):
    client.force_login(astrid)
    assert client.get(address).status_code == 403
    assert client.post(address, ANSWERS).status_code == 403


def test_a_pair_is_opened_by_the_administrator_only(client, astrid, cilla, gun, city):
    address = "/platser/exempelstaden/par/nytt/"
    for reader in (astrid, gun):
        client.force_login(reader)
        assert client.get(address).status_code == 403
    cilla.roles.all().delete()
    client.force_login(cilla)
    assert client.get(address).status_code == 404


def test_a_review_without_a_file_leads_back_to_the_form(client, cilla):
    client.force_login(cilla)
    answer = client.get("/platser/ny-stad/granska/", follow=True)
    assert "Välj filen igen." in answer.content.decode()


def test_a_pair_of_the_same_name_is_refused(client, cilla, norr):
    client.force_login(cilla)
    answer = client.post(
        "/platser/exempelstaden/par/nytt/",
        {
            "city_area": norr.city_area_id,
            "police_area": norr.police_area_id,
            "valid_from": "2024-01-01",
            "name": "Norr",
        },
    )
    assert answer.status_code == 422
    assert "Det finns redan ett par som heter Norr i staden." in answer.content.decode()


def test_a_city_of_the_same_name_is_refused(tmp_path, city, cilla):
    with pytest.raises(UserError, match="Staden Exempelstaden lades inte till"):
        intake.add_city_with_areas(
            city=intake.NewCity("Exempelstaden"),
            division=intake.NewDivision("Delar", "other", date(2022, 1, 1)),
            draft=read(tmp_path, TWO),
            by=cilla,
            since=date(2024, 1, 1),
        )


def test_a_division_may_follow_another_of_its_name_but_not_overlap_it(tmp_path, city):
    draft = read(tmp_path, TWO)
    first = intake.NewDivision("Valkretsar", "other", date(2014, 1, 1), date(2018, 1, 1))
    intake.add_areas(city=city, division=first, draft=draft, by=None)
    later = intake.NewDivision("Valkretsar", "other", date(2018, 1, 1))
    made = intake.add_areas(city=city, division=later, draft=draft, by=None)
    assert made.slug == "valkretsar-2018-01-01"
    with pytest.raises(UserError, match="finns redan för en del av perioden"):
        intake.add_areas(
            city=city,
            division=intake.NewDivision("valkretsar", "other", date(2020, 1, 1)),
            draft=draft,
            by=None,
        )
    assert Division.objects.filter(city=city, name__iexact="valkretsar").count() == 2


def test_two_areas_of_one_code_stop_the_file(tmp_path):
    with pytest.raises(UserError, match="finns redan"):
        read(
            tmp_path,
            collection(square(15, code="A", name="Ett"), square(15.1, code="A", name="Två")),
            code="kod",
        )


def test_a_polygon_that_crosses_itself_is_mended_and_named(tmp_path):
    tie = square(15, code="K", name="Korset")
    tie["geometry"]["coordinates"] = [[[15, 59], [15.1, 59.1], [15.1, 59], [15, 59.1], [15, 59]]]
    draft = read(tmp_path, collection(tie, square(15.2, code="B", name="Bredvid")))
    assert len(draft.areas) == 2
    assert any("Korset" in note for note in draft.notes)


def test_an_empty_polygon_is_left_out_and_named(tmp_path):
    empty = square(15, code="T", name="Tomten")
    empty["geometry"] = {"type": "Polygon", "coordinates": []}
    draft = read(tmp_path, collection(empty, square(15.2, code="B", name="Bredvid")))
    assert [area.name for area in draft.areas] == ["Bredvid"]
    assert any("Tomten" in problem for problem in draft.problems)


@pytest.mark.parametrize("data", [b"", b"{", b"nej, inget", collection()])
def test_a_file_that_holds_no_areas_says_what_to_do(tmp_path, data):
    with pytest.raises(UserError) as error:
        read(tmp_path, data)
    assert error.value.message.count(". ") >= 1


def test_a_city_outside_sweden_gets_its_zone_of_utm(tmp_path, cilla):
    made = intake.add_city_with_areas(
        city=intake.NewCity("Provtown", country="GB"),
        division=intake.NewDivision("Wards", "other", date(2022, 1, 1)),
        draft=read(tmp_path, TWO),
        by=cilla,
        since=date(2024, 1, 1),
    )
    assert made.local_crs == "EPSG:32633"
