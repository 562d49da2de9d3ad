"""Which area a name means: names before codes, the division that knows the file, and the year of the figure."""

import io
from datetime import date

import pytest
import shapely

from samsyn.evidence import queries, services
from samsyn.evidence.models import Dataset, DatasetKind, ImportState
from samsyn.evidence.services.areas import AreaBook
from samsyn.evidence.tests.conftest import crimes
from samsyn.places.models import Area, AreaKind
from samsyn.places.services import NewArea, add_city, add_division

CITY_AREAS = ("Nordost", "Centrum", "Sydväst", "Hisingen")
DISTRICTS = ("Angered", "Östra Göteborg", "Centrum", "Lundby")
POLICE = ("Nordost", "City", "Syd", "Hisingen")


@pytest.fixture
def goteborg(db):
    """Göteborg in small: stadsdelar until 2020, stadsområden from 2021, local police districts coded by their names."""
    city = add_city(name="Göteborg", code="1480")
    common = {"city": city, "source": "Prov", "licence": "CC0"}
    after = {"valid_from": date(2021, 1, 1)}
    kinds = (
        ("Stadsområden", AreaKind.CITY_AREA, CITY_AREAS, after, lambda n, name: f"0{n}"),
        ("Lokalpolisområden", AreaKind.LOCAL_POLICE_DISTRICT, POLICE, after, lambda n, name: name.lower()),
        (
            "Stadsdelar", AreaKind.CITY_DISTRICT, DISTRICTS, {"valid_from": date(2011, 1, 1), "valid_to": date(2021, 1, 1)},
            lambda n, name: name.lower().replace(" ", "-"),
        ),
        ("Kommun", AreaKind.MUNICIPALITY, ("Göteborg",), {"valid_from": date(1996, 1, 1)}, lambda n, name: "1480"),
    )  # fmt: skip
    for name, kind, names, span, code in kinds:
        boxes = [shapely.box(11.8 + n / 10, 57.7, 11.9 + n / 10, 57.8) for n in range(4)]
        shapes = [shapely.union_all(boxes)] if kind == AreaKind.MUNICIPALITY else boxes
        areas = [
            NewArea(code(n, one), one, shapely.to_wkb(shape))
            for n, (one, shape) in enumerate(zip(names, shapes, strict=True), 1)
        ]
        add_division(name=name, kind=kind, areas=areas, **common, **span)
    return city


@pytest.fixture
def read_in(goteborg):
    def run(
        text, *, reader="bra-csv", kind=DatasetKind.OBSERVATIONS, name="brott.csv", state=ImportState.IN_FORCE
    ):
        received = services.receive_file(
            city=goteborg, upload=io.BytesIO(text.encode()), file_name=name, by=None
        )
        into = services.add_dataset(
            city=goteborg, source_name="Brå", name=name, kind=kind, reader=reader, licence="CC0", attribution="Brå", by=None
        )  # fmt: skip
        Dataset.objects.update(shared="whole")
        options = dict(services.preview(received, reader).options)
        services.choose(
            data_import=received, dataset=into, reader=reader, options=options, division=None, by=None
        )
        services.confirm(data_import=received, by=None)
        assert received.state == state, received.message
        return received

    return run


def where(made):
    return {
        (line.division.slug, line.period_start.year, line.period_end.year) for line in made.contents.all()
    }


def years(area):
    return [
        row.start.year for row in queries.series("reported_crime", Area.objects.get(key=f"goteborg/{area}"))
    ]


@pytest.mark.parametrize("name", ["Nordost", "Hisingen", "Centrum"])
def test_a_name_goes_to_the_stadsomrade_and_not_to_what_has_it_as_a_code(goteborg, name):
    names = [(one, date(2024, 1, 1)) for one in ("Göteborg kommun", *CITY_AREAS)]
    area, how = AreaBook(goteborg, names=names).match(name, date(2024, 1, 1))
    assert (area.division.slug, area.name, how) == ("stadsomraden", name, "name")


def test_a_single_name_that_three_divisions_have_goes_to_the_largest_in_force(goteborg):
    assert AreaBook(goteborg).match("Nordost")[0].division.slug == "stadsomraden"
    assert AreaBook(goteborg).match("Centrum")[0].division.slug == "stadsomraden"


def test_the_names_of_the_police_go_to_the_local_police_districts(goteborg):
    book = AreaBook(goteborg, names=[(one, date(2024, 1, 1)) for one in POLICE])
    assert {book.match(one, date(2024, 1, 1))[0].division.slug for one in POLICE} == {"lokalpolisomraden"}


def test_a_division_that_is_chosen_decides_whatever_the_file_says(goteborg):
    division = goteborg.divisions.get(slug="lokalpolisomraden")
    book = AreaBook(goteborg, division=division, names=[(one, date(2024, 1, 1)) for one in CITY_AREAS])
    assert book.match("Nordost", date(2024, 1, 1))[0].division == division
    assert book.match("Sydväst", date(2024, 1, 1)) == (None, "")


def test_a_name_before_2021_is_the_stadsdel_and_from_2021_the_stadsomrade(read_in):
    rows = [(year, name, "alla_brott", year) for year in range(2018, 2021) for name in DISTRICTS]
    rows += [(year, name, "alla_brott", year) for year in range(2021, 2024) for name in CITY_AREAS]
    made = read_in(crimes(*rows))
    assert (made.rows_taken, made.rows_refused) == (24, 0)
    assert where(made) == {("stadsdelar", 2018, 2021), ("stadsomraden", 2021, 2024)}
    assert years("stadsdelar/centrum") == [2018, 2019, 2020]
    assert years("stadsomraden/02") == [2021, 2022, 2023]


def test_the_only_name_of_a_file_follows_the_reform_too(read_in):
    made = read_in(crimes(*[(year, "Centrum", "alla_brott", 5) for year in (2019, 2020, 2021, 2022)]))
    assert where(made) == {("stadsdelar", 2019, 2021), ("stadsomraden", 2021, 2023)}


def test_figures_recounted_backwards_for_all_stadsomraden_stay_with_them(read_in):
    rows = [(year, name, "alla_brott", year) for year in (2019, 2020, 2021) for name in CITY_AREAS]
    assert where(read_in(crimes(*rows))) == {("stadsomraden", 2019, 2022)}
    assert years("stadsomraden/02") == [2019, 2020, 2021]


def test_the_check_says_both_areas_of_a_name_that_a_reform_moved(goteborg):
    text = crimes(*[(year, "Centrum", "alla_brott", 5) for year in (2020, 2021, 2022)])
    received = services.receive_file(
        city=goteborg, upload=io.BytesIO(text.encode()), file_name="brott.csv", by=None
    )
    found = {(one.name, one.area.division.slug, one.rows) for one in services.check_areas(received).matches}
    assert found == {("Centrum", "stadsdelar", 1), ("Centrum", "stadsomraden", 2)}


PER_YEAR = "kommunkod,kommun,ar,brottsgrupp,antal,per_100000\n"


def test_rows_of_other_municipalities_are_counted_apart_and_are_no_errors(read_in):
    made = read_in(
        PER_YEAR
        + "1480,Göteborg,2024,total,90,1\n1481,Mölndal,2024,total,9,1\n1481,Mölndal,2023,total,8,1\n1482,Kungälv,2024,total,4,1\n"
    )
    assert (made.rows_taken, made.rows_refused, made.rows_left_out) == (1, 0, 3)
    assert services.row_errors(made).num_rows == 0
    assert {
        "template": "{count} rader gäller en annan kommun och är inte inlästa ({names}). De är inte fel, men hör inte till {city}.",
        "facts": {"count": 3, "names": "Mölndal, Kungälv", "city": "Göteborg"},
        "kind": "note",
    } in made.warnings


def test_the_citys_own_name_misspelled_is_an_error_and_not_another_municipality(read_in):
    made = read_in(PER_YEAR + "1480,Göteborg,2024,total,90,1\n1480,Götebrg,2023,total,80,1\n")
    assert (made.rows_refused, made.rows_left_out) == (1, 0)
    (error,) = services.row_errors(made).to_pylist()
    assert "Menas Göteborg?" in services.error_text(error)


def test_a_file_only_of_other_municipalities_is_stopped_and_says_so(read_in):
    made = read_in(PER_YEAR + "1481,Mölndal,2024,total,9,1\n", state=ImportState.FAILED)
    assert made.message == (
        "Ingen rad i filen gäller Göteborg. Vi läste 1 rader, och alla gäller andra kommuner eller är inte valda. "
        "Kontrollera att det är rätt fil, och att den hör till rätt stad."
    )


def test_the_files_of_bra_give_no_errors_in_goteborg(reference, read_in):
    yearly = read_in((reference / "statistik" / "bra_anmalda_brott_ar.csv").read_text())
    quarterly = read_in(
        (reference / "statistik" / "bra_anmalda_brott_kvartal.csv").read_text(), name="kvartal.csv"
    )
    areas = read_in(
        (reference / "statistik" / "bra_anmalda_brott_stadsomraden.csv").read_text(), name="so.csv"
    )
    assert (yearly.rows_taken, yearly.rows_refused, yearly.rows_left_out) == (180, 0, 180)
    assert (quarterly.rows_taken, quarterly.rows_refused, quarterly.rows_left_out) == (48, 0, 96)
    assert (areas.rows_taken, areas.rows_refused, areas.rows_left_out) == (90, 0, 0)
    assert where(areas) == {("stadsomraden", 2023, 2026), ("kommun", 2023, 2026)}


def test_only_rows_that_became_figures_are_counted_as_taken(read_in):
    text = "omrade,ar,procent_trygga,undersokning\n" + "".join(
        f"{name},2023,{share},{survey}\n"
        for name, share, survey in (
            ("Nordost", 61, "SOM"), ("Centrum", 80, "SOM"), ("Hisingen", 77, "SOM"), ("Nordost", 55, "Bostadsbolaget"),
        )
    )  # fmt: skip
    made = read_in(text, reader="survey-shares", kind=DatasetKind.SAFETY_SURVEY)
    assert (made.rows_taken, made.rows_refused, made.rows_left_out) == (3, 0, 1)
    assert any("Bostadsbolaget (1)" in note["facts"].get("others", "") for note in made.warnings)
