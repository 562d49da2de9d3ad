from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from samsyn.sources.bra_excel.reader import READER
from samsyn.sources.registry import recognise
from samsyn.sources.tests.reading import read, refused, write

SAMPLE = Path(__file__).parents[1] / "sample"


def book(folder, *rows, name="fil.xlsx"):
    made = Workbook()
    for row in rows:
        made.active.append(row)
    made.save(folder / name)
    return folder / name


def test_every_sample_is_recognised():
    for path in SAMPLE.glob("*.xlsx"):
        assert recognise(path)[0][1] is READER


def test_years_as_columns_with_merged_areas_and_hidden_cells():
    figures, errors = read(READER, SAMPLE / "ar_som_kolumner.xlsx")
    assert (len(figures), errors) == (48, [])
    by_key = {(f["area"], f["metric"], f["period_start"].year): f for f in figures}
    assert by_key["Centrum", "reported_crime", 2023]["value"] == 4000
    assert by_key["Centrum", "crime_vehicle_theft", 2025]["state"] == "suppressed"
    assert by_key["Nordost", "crime_assault", 2020]["state"] == "not-applicable"  # the area began in 2021
    assert by_key["Centrum", "crime_assault", 2023]["row"] == 6  # the area's cell is merged from row 5


def test_merged_cells_are_named():
    preview = READER.preview(SAMPLE / "ar_som_kolumner.xlsx")
    notes = [template.format(**facts) for template, facts in preview.notes]
    assert any(note.startswith("Sammanfogade celler lästes") and "A5:A7" in note for note in notes)
    assert any("Kontrollera några tal mot källan" in note for note in notes)


def test_months_under_merged_years():
    figures, errors = read(READER, SAMPLE / "manader_under_ar.xlsx")
    assert (len(figures), errors) == (24, [])
    assert {f["metric"] for f in figures} == {"crime_assault"}
    spans = [(str(f["period_start"]), f["value"]) for f in figures if f["area"] == "Centrum"]
    assert spans == [
        (f"{year}-0{month}-01", 180 + 3 * place + month - 1)
        for place, year in enumerate((2024, 2025))
        for month in (1, 2, 3)
    ]


def test_areas_as_columns():
    figures, errors = read(READER, SAMPLE / "omraden_som_kolumner.xlsx")
    assert (len(figures), errors) == (12, [])
    assert {f["area"] for f in figures} == {"Centrum", "Hisingen", "Nordost", "Sydväst"}


def test_a_tidy_table_under_titles(tmp_path):
    path = book(
        tmp_path,
        ["Anmälda brott"],
        [],
        ["År", "Område", "Brottstyp", "Antal"],
        [2024, "Nordost (Gbg)", "Misshandel", 7],
    )
    figures, errors = read(READER, path)
    assert errors == []
    assert [(f["area"], f["metric"], f["value"]) for f in figures] == [("Nordost", "crime_assault", 7)]


def test_an_older_area_of_the_same_name_keeps_its_zeros(tmp_path):
    path = book(
        tmp_path, ["Bilstold"], ["Område", 2015, 2016], ["Centrum (Gbg)", 0, 12], ["Nordost (Gbg)", 0, 0]
    )
    figures, _errors = read(READER, path)
    assert [f["state"] for f in figures] == ["zero", "value", "not-applicable", "not-applicable"]


def test_a_formula_without_value_is_a_row_error():
    figures, errors = read(READER, SAMPLE / "formler.xlsx")
    assert len(figures) == 4
    assert errors[0].startswith(
        "Rad 6: kolumnen ”2023” innehåller en formel utan värde. Vi hittade ”=SUM(B4:B5)”."
    )


def test_an_unknown_crime_type_is_a_row_error(tmp_path):
    path = book(
        tmp_path,
        ["Område", "Brottstyp", 2023, 2024],
        ["Centrum (Gbg)", "Trolldom", 1, 2],
        ["Centrum (Gbg)", "Misshandel", 3, 4],
    )
    figures, errors = read(READER, path)
    assert len(figures) == 2
    assert errors[0].startswith("Rad 2: brottstypen ”Trolldom” i kolumnen ”Brottstyp” känner vi inte igen.")


def test_a_table_that_does_not_say_its_crime_type_asks_for_it(tmp_path):
    path = book(tmp_path, ["Tabell 1"], ["Område", 2023, 2024], ["Centrum (Gbg)", 1, 2])
    assert refused(READER, path).startswith("Filen fil.xlsx säger inte vilken brottstyp den handlar om.")
    assert len(read(READER, path, metric="crime_theft")[0]) == 2


def test_a_table_that_does_not_say_its_area_asks_for_it(tmp_path):
    path = book(tmp_path, ["År", "Antal"], [2023, 5])
    assert "saknar kolumnen ”Område”" in refused(READER, path, metric="crime_theft")
    figures, _errors = read(READER, path, metric="crime_theft", area="Göteborg")
    assert figures[0]["area"] == "Göteborg"


def test_a_table_without_heading_says_what_to_fetch(tmp_path):
    assert "ingen rubrikrad som vi känner igen" in refused(
        READER, book(tmp_path, ["hej", "hopp"], ["a", "b"])
    )


def test_a_sheet_that_does_not_exist_names_those_that_do():
    message = refused(READER, SAMPLE / "formler.xlsx", sheet="Blad 9")
    assert (
        message
        == "Filen formler.xlsx har inget blad som heter ”Blad 9”. Bladen i filen är: Tabell. Välj ett av dem."
    )


def test_a_metric_that_does_not_exist_is_refused():
    assert "Valet ”Brottstyp” kan inte vara ”x”" in refused(READER, SAMPLE / "formler.xlsx", metric="x")


def test_an_empty_sheet_is_empty(tmp_path):
    assert "är tom" in refused(READER, book(tmp_path))


def test_a_broken_excel_file_is_half(tmp_path):
    path = tmp_path / "fil.xlsx"
    raw = (SAMPLE / "formler.xlsx").read_bytes()
    path.write_bytes(raw[: len(raw) // 2])
    assert refused(READER, path).startswith("Filen fil.xlsx")
    path.write_bytes(raw.replace(b"sheet1", b"shoot1"))
    assert refused(READER, path).startswith("Filen fil.xlsx")


@pytest.mark.parametrize(
    ("inside", "message"),
    [(b"", "gamla Excelformatet (.xls)"), ("EncryptedPackage".encode("utf-16-le"), "är låst med lösenord")],
)
def test_old_and_locked_files_say_what_to_save_as(tmp_path, inside, message):
    path = tmp_path / "fil.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000) + inside)
    assert message in refused(READER, path)


def test_a_text_file_is_no_excel_file(tmp_path):
    assert "Innehållet är: en textfil med kolumner" in refused(
        READER, write(tmp_path, "a,b\n1,2\n", "fil.xlsx")
    )


@settings(max_examples=50, deadline=None)
@given(st.lists(st.lists(st.integers(0, 10**6), min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_count_comes_out_as_it_stands(tmp_path_factory, rows):
    body = [[f"Område {place} (Gbg)", *counts] for place, counts in enumerate(rows)]
    path = book(
        tmp_path_factory.mktemp("excel"), ["Brottstyp: Misshandel"], [], ["Område", 2022, 2023, 2024], *body
    )
    figures, errors = read(READER, path)
    assert errors == []
    assert [f["value"] for f in figures] == [count for counts in rows for count in counts]
