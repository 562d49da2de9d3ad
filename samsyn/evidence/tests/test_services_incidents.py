"""Incidents: points and codes to areas, counted with the zeros that belong there."""

from datetime import date

import pytest

from samsyn.evidence import queries, services
from samsyn.evidence.models import DatasetKind, ImportState
from samsyn.evidence.tests.conftest import incidents
from samsyn.ui.errors import UserError

NORR = (12.005, 57.515)  # Norra 1, in Norr and in Väst
NORR_3 = (12.025, 57.515)
SODER = (12.005, 57.505)
SEA = (11.5, 57.0)


def month(number, area, kind="stold", many=1, where=NORR):
    return [(f"2024-{number:02d}-{day + 1:02d} 12:00", kind, *where) for day in range(many)]


def monthly(metric, area):
    return [(row.start.month, row.value, row.state) for row in queries.series(metric, area, grain="month")]


def test_points_are_counted_per_month_with_zeros_and_summed_to_larger_areas(bring_in_incidents, area):
    rows = (
        month(1, "n", many=2) + month(3, "n") + month(2, "s", where=SODER) + month(2, "s", "ran", where=SODER)
    )
    made = bring_in_incidents(incidents(*rows))
    assert (made.rows_taken, made.rows_outside) == (5, 0)
    assert monthly("incidents.stold", area("mellanomraden/00")) == [
        (1, 2, "value"),
        (2, 0, "zero"),
        (3, 1, "value"),
    ]
    assert monthly("incidents.stold", area("stadsomraden/norr")) == [
        (1, 2, "value"),
        (2, 0, "zero"),
        (3, 1, "value"),
    ]
    assert monthly("incidents.stold", area("lokalpolisomraden/vast")) == [
        (1, 2, "value"),
        (2, 1, "value"),
        (3, 1, "value"),
    ]
    assert monthly("incidents", area("kommun/9999")) == [(1, 2, "value"), (2, 2, "value"), (3, 1, "value")]
    norr = queries.series("incidents.stold", area("stadsomraden/norr"), grain="month")[0]
    assert (norr.parts, norr.row, norr.import_id) == (3, None, made.pk)
    assert {c.division.slug for c in made.contents.all()} == {"mellanomraden"}


def test_a_year_is_the_sum_of_its_months_only_when_all_are_there(bring_in_incidents, area):
    rows = [row for number in range(1, 13) for row in month(number, "n")]
    rows += [("2025-01-05 12:00", "stold", *NORR), ("2025-03-05 12:00", "stold", *NORR)]
    bring_in_incidents(incidents(*rows))
    series = queries.series("incidents.stold", area("stadsomraden/norr"))
    assert [(row.start, row.end, row.value) for row in series] == [(date(2024, 1, 1), date(2025, 1, 1), 12)]
    quarters = queries.series("incidents.stold", area("mellanomraden/00"), grain="quarter")
    assert [(row.start.isoformat(), row.value) for row in quarters][-1] == ("2025-01-01", 2)


def test_points_outside_are_counted_and_said(bring_in_incidents, area):
    made = bring_in_incidents(
        incidents(*month(1, "n"), *month(1, "x", where=SEA), ("2024-01-09 10:00", "stold", "", ""))
    )
    assert made.rows_outside + made.rows_refused == 2
    assert any("ligger utanför stadens områden" in note["template"] for note in made.warnings)


def test_a_file_wholly_outside_is_stopped_with_advice(bring_in_incidents):
    made = bring_in_incidents(incidents(*month(1, "x", many=3, where=SEA)), state=ImportState.FAILED)
    assert made.message.startswith("Ingen händelse i filen ligger i Exempelstaden.")


def test_codes_are_taken_where_there_are_no_coordinates(bring_in, dataset, area, division):
    text = "tid,typ,omrade\n2024-01-05 10:00,stold,Norra 1\n2024-01-06 10:00,stold,Södra 2\n2024-02-07 10:00,stold,Norra 9\n"
    options = {"start": "tid", "category": "typ", "area": "omrade"}
    into = dataset("Händelser", DatasetKind.INCIDENTS, "incidents")
    made = bring_in(text, into=into, options=options, division=division("mellanomraden"))
    assert (made.rows_refused, made.rows_outside) == (1, 0)
    assert "Menas Norra" in services.error_text(services.row_errors(made).to_pylist()[0])
    assert [row.value for row in queries.series("incidents", area("stadsomraden/norr"), grain="month")] == [1]


def test_codes_of_larger_areas_are_counted_there(bring_in, dataset, area, division):
    text = "tid,typ,omrade\n2024-01-05 10:00,stold,Norr\n2024-01-06 10:00,stold,Söder\n"
    into = dataset("Händelser", DatasetKind.INCIDENTS, "incidents")
    options = {"start": "tid", "category": "typ", "area": "omrade"}
    bring_in(text, into=into, options=options, division=division("stadsomraden"))
    assert monthly("incidents", area("stadsomraden/norr")) == [(1, 1, "value")]
    assert monthly("incidents", area("kommun/9999")) == [(1, 2, "value")]


def test_several_rows_of_one_incident_count_once(bring_in, dataset, area):
    text = "id,tid,typ,longitud,latitud\n" + "".join(
        f"{n},2024-01-05 10:00,stold,{NORR[0]},{NORR[1]}\n" for n in "AAB"
    )
    options = {
        "incident": "id",
        "start": "tid",
        "category": "typ",
        "x": "longitud",
        "y": "latitud",
        "crs": "EPSG:4326",
    }
    bring_in(text, into=dataset("Händelser", DatasetKind.INCIDENTS, "incidents"), options=options)
    assert monthly("incidents", area("mellanomraden/00")) == [(1, 2, "value")]


def test_a_month_that_the_file_ends_in_the_middle_of_is_preliminary(bring_in_incidents, area):
    rows = [(f"2024-01-{day:02d} 10:00", "stold", *NORR) for day in range(1, 32)]
    rows += [(f"2024-02-{day:02d} 10:00", "stold", *NORR) for day in range(1, 15)]
    made = bring_in_incidents(incidents(*rows))
    assert monthly("incidents", area("mellanomraden/00")) == [(1, 31, "value"), (2, 14, "preliminary")]
    assert any("mitt i en månad" in note["template"] for note in made.warnings)


def test_whole_months_without_one_incident_are_missing_and_not_zero(bring_in_incidents, area):
    rows = [row for number in (1, 4) for row in month(number, "n", many=28)]
    made = bring_in_incidents(incidents(*rows))
    assert [found[0] for found in monthly("incidents", area("mellanomraden/00"))] == [1, 4]
    assert any("helt tomma" in note["template"] for note in made.warnings)


def test_two_files_of_different_kinds_add_up_and_a_correction_does_not(
    bring_in_incidents, area, city, division
):
    bring_in_incidents(incidents(*month(1, "n", "stold", many=2)))
    bring_in_incidents(incidents(*month(1, "n", "ran", many=3)))
    assert monthly("incidents", area("stadsomraden/norr")) == [(1, 5, "value")]
    bring_in_incidents(incidents(*month(1, "n", "ran", many=4)))
    assert monthly("incidents", area("stadsomraden/norr")) == [(1, 6, "value")]
    points = queries.incidents(
        city, division=division("stadsomraden"), start=date(2024, 1, 1), end=date(2025, 1, 1)
    )
    assert points.num_rows == 6
    assert set(points["area"].to_pylist()) == {"exempelstaden/stadsomraden/norr"}


def test_points_of_overlapping_files_come_once_from_the_newest(bring_in_incidents, city, division):
    first = bring_in_incidents(incidents(*month(1, "n"), *month(2, "n")))
    second = bring_in_incidents(incidents(*month(2, "n", many=3), *month(3, "n")))
    first.refresh_from_db()
    assert first.state == ImportState.IN_FORCE
    common = {"division": division("mellanomraden"), "start": date(2024, 1, 1), "end": date(2024, 12, 31)}
    rows = queries.incidents(city, **common).to_pylist()
    assert [row["import_id"] for row in rows] == [first.pk] + [second.pk] * 4
    assert queries.incidents(city, categories=["ran"], **common).num_rows == 0
    assert queries.incidents(city, **{**common, "start": date(2024, 3, 1)}).num_rows == 1
    found = queries.incident_year(city, 2024)
    assert found.rows == (("stold", (1, 3, 1, *[0] * 9)),)
    assert (found.total, found.unplaced) == (5, 0)


def test_points_of_one_area_and_the_latest_of_many(bring_in_incidents, city, division, area):
    bring_in_incidents(incidents(*month(1, "n", many=3), *month(2, "s", where=SODER, many=2)))
    common = {"division": division("stadsomraden"), "start": date(2024, 1, 1), "end": date(2025, 1, 1)}
    norr = queries.incidents(city, area=area("stadsomraden/norr"), **common)
    assert set(norr["area"].to_pylist()) == {"exempelstaden/stadsomraden/norr"}
    assert norr.num_rows == 3
    assert queries.incidents(city, area="exempelstaden/stadsomraden/soder", **common).num_rows == 2
    latest = queries.incidents(city, most=3, **common)["start"].to_pylist()
    assert [(one.month, one.day) for one in latest] == [(1, 3), (2, 1), (2, 2)]


def test_a_newer_file_takes_a_month_over_also_where_it_has_nothing(bring_in_incidents, city, division, area):
    bring_in_incidents(incidents(*month(1, "n"), *month(2, "n", many=3)))
    bring_in_incidents(incidents(*month(2, "s", where=SODER), *month(3, "s", where=SODER)))
    common = {"division": division("stadsomraden"), "start": date(2024, 1, 1), "end": date(2025, 1, 1)}
    norr = queries.incidents(city, area=area("stadsomraden/norr"), **common)
    assert [one.month for one in norr["start"].to_pylist()] == [1]


def test_a_year_without_incidents_is_empty_and_not_an_error(city):
    assert queries.incident_year(city, 2024) == queries.IncidentYear((), 0, 0, None)


def test_a_division_that_came_later_gets_its_incidents_when_the_file_is_read_in_again(
    bring_in_incidents, city, area
):
    from samsyn.evidence.tests.web import add_squares

    first = bring_in_incidents(incidents(*month(1, "n", many=3)))
    assert services.divisions_without(first) == []
    add_squares(city, "Rutor", ["Ruta ett", "Ruta två"])
    assert [one.name for one in services.divisions_without(first)] == ["Rutor"]
    second = services.receive_again(data_import=first, by=None)
    assert (second.state, second.dataset, second.options) == (
        ImportState.RECEIVED,
        first.dataset,
        first.options,
    )
    services.confirm(data_import=second, by=None)
    first.refresh_from_db()
    assert (first.state, second.state) == (ImportState.SUPERSEDED, ImportState.IN_FORCE)
    assert services.divisions_without(second) == []
    assert monthly("incidents", area("stadsomraden/norr")) == [(1, 3, "value")]
    with pytest.raises(UserError, match="Filen lästes inte in igen"):
        services.receive_again(data_import=first, by=None)


def test_the_check_of_areas_counts_points_inside_and_sees_swapped_axes(receive):
    fine = services.check_areas(receive(incidents(*month(1, "n", many=4), *month(1, "x", where=SEA))))
    assert (fine.located, fine.outside, fine.are_swapped) == (4, 1, False)
    assert fine.is_whole


def test_a_city_without_areas_says_that_they_come_first(db):
    import io

    from samsyn.places.services import add_city

    bare = add_city(name="Tomstad")
    text = incidents(*month(1, "n"))
    received = services.receive_file(city=bare, upload=io.BytesIO(text.encode()), file_name="h.csv", by=None)
    made = services.add_dataset(
        city=bare, source_name="X", name="Y", kind="incidents", reader="incidents", licence="CC0", attribution="", by=None
    )  # fmt: skip
    options = dict(services.preview(received, "incidents").options)
    services.choose(
        data_import=received, dataset=made, reader="incidents", options=options, division=None, by=None
    )
    services.confirm(data_import=received, by=None)
    assert received.state == ImportState.FAILED
    assert received.message == (
        "Händelserna kan inte läsas in. Tomstad har inga områden att lägga dem i. Läs in stadens områden först och försök igen."
    )


@pytest.mark.parametrize("language", ["sv", "en"])
def test_a_recipe_fits_the_next_file_with_the_same_headings(receive, dataset, language):
    first = receive("A,B,C,D\n2024-01-05 10:00,stold,12.005,57.515\n")
    options = {"start": "A", "category": "B", "x": "C", "y": "D", "crs": "EPSG:4326"}
    into = dataset("Händelser", DatasetKind.INCIDENTS, "incidents")
    services.choose(
        data_import=first, dataset=into, reader="incidents", options=options, division=None, by=None
    )
    services.save_recipe(data_import=first, name="Polisens uttag", by=None)
    shown = services.preview(receive("A,B,C,D\n2024-02-05 10:00,ran,12.005,57.515\n"), "incidents")
    assert shown.options["category"] == "B"
    assert shown.notes[0] == ("Kolumnerna är valda med receptet ”{name}”.", {"name": "Polisens uttag"})
    assert shown.batch.table["category"].to_pylist() == ["ran"]
