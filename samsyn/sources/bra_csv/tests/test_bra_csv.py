from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.sources.bra_csv.reader import READER
from samsyn.sources.registry import recognise
from samsyn.sources.tests.reading import read, refused, write

SAMPLE = Path(__file__).parents[1] / "sample"
HEADING = "ar,omrade,brottstyp,antal\n"


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("bra_anmalda_brott_ar.csv", 360),
        ("bra_anmalda_brott_kvartal.csv", 144),
        ("bra_anmalda_brott_stadsomraden.csv", 90),
    ],
)
def test_the_real_files_are_read_whole(reference, name, rows):
    path = reference / "statistik" / name
    figures, errors = read(READER, path)
    assert (len(figures), errors) == (rows, [])
    assert recognise(path)[0][1] is READER


def test_check_values_of_the_real_files(reference):
    figures, _errors = read(READER, reference / "statistik" / "bra_anmalda_brott_stadsomraden.csv")
    by_key = {(f["area"], f["metric"], f["period_start"].year): f["value"] for f in figures}
    assert by_key["Göteborg kommun", "reported_crime", 2023] == 90_659  # DOMAIN.md 3.2
    assert by_key["Nordost", "reported_crime", 2024] == 13_054
    assert by_key["Centrum", "reported_crime", 2025] == 35_597


def test_a_quarter_is_half_open_and_may_be_preliminary():
    figures, errors = read(READER, SAMPLE / "kvartal.csv")
    assert errors == []
    assert (str(figures[0]["period_start"]), str(figures[0]["period_end"])) == ("2014-01-01", "2014-04-01")
    assert [f["state"] for f in figures if f["period_start"].year == 2026] == ["preliminary", "preliminary"]


def test_preview_says_what_was_understood():
    preview = READER.preview(SAMPLE / "ar.csv", rows=3)
    assert [column.meaning for column in preview.columns] == ["", "area", "period", "metric", "value", ""]
    assert (preview.encoding, preview.delimiter, len(preview.rows)) == ("utf-8", ",", 3)
    assert preview.notes[0][0].startswith("Kolumnen ”{column}” läses inte")


def test_a_zero_before_the_area_existed_is_no_zero(tmp_path):
    path = write(
        tmp_path,
        HEADING + "2019,Nordost,bilstold,0\n2021,Nordost,bilstold,0\n2019,Göteborg kommun,bilstold,0\n",
    )
    figures, errors = read(READER, path)
    assert [(f["value"], f["state"]) for f in figures] == [(None, "not-applicable"), (0, "zero"), (0, "zero")]
    assert errors == []


def test_states_of_cells_are_kept_apart(tmp_path):
    path = write(
        tmp_path,
        HEADING + "2023,A,misshandel,..\n2023,B,misshandel,\n2023,C,misshandel,–\n2023,D,misshandel,12 705\n",
    )
    figures, _errors = read(READER, path)
    assert [f["state"] for f in figures] == ["suppressed", "missing", "not-applicable", "value"]
    assert figures[3]["value"] == 12_705


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "2023,Nordost,trolldom,3",
            "Rad 2: brottstypen ”trolldom” i kolumnen ”brottstyp” känner vi inte igen.",
        ),
        ("2023,Nordost,misshandel,många", "Rad 2: ”många” i kolumnen ”antal” är inte ett tal."),
        ("2023,Nordost,misshandel,-3", "Rad 2: ”-3” i kolumnen ”antal” är inte ett antal."),
        ("2023,Nordost,misshandel,3.5", "Rad 2: ”3.5” i kolumnen ”antal” är inte ett antal."),
        ("2023,Nordost,misshandel,=1+1", "Rad 2: kolumnen ”antal” innehåller en formel utan värde."),
        (
            "i fjol,Nordost,misshandel,3",
            "Rad 2: ”i fjol” i kolumnen ”ar” är ingen period som vi känner igen.",
        ),
        ("2023,,misshandel,3", "Rad 2: kolumnen ”omrade” är tom."),
        (f"2023,{'x' * 201},misshandel,3", "Rad 2: texten i kolumnen ”omrade” är längre än 200 tecken."),
        ("2023,Nordost", "Rad 2 har 2 celler men rubriken har 4."),
    ],
)
def test_a_wrong_row_is_said_and_the_others_are_read(tmp_path, row, message):
    figures, errors = read(READER, write(tmp_path, f"{HEADING}{row}\n2023,Centrum,misshandel,7\n"))
    assert [f["area"] for f in figures] == ["Centrum"]
    assert errors[0].startswith(message)


def test_an_unknown_crime_type_names_the_known_ones(tmp_path):
    _figures, errors = read(READER, write(tmp_path, HEADING + "2023,Nordost,trolldom,3\n"))
    assert "alla_brott" in errors[0] and "bostadsinbrott_villa" in errors[0]


def test_a_mark_of_preliminary_is_one_or_zero(tmp_path):
    path = write(tmp_path, "kommun,kvartal,antal,preliminar\nGöteborg,2024K1,5,kanske\n")
    assert read(READER, path)[1][0].startswith(
        "Rad 2: ”kanske” i kolumnen ”preliminar” säger inte om talet är"
    )


def test_the_same_key_twice_names_the_first_row(tmp_path):
    path = write(
        tmp_path,
        HEADING + "2023,Nordost,misshandel,3\n2023,Centrum,misshandel,5\n2023,Nordost,misshandel,4\n",
    )
    figures, errors = read(READER, path)
    assert len(figures) == 2
    assert errors[0].startswith(
        "Rad 4: ”Nordost” har redan ett värde för samma mått och period. Det står på rad 2."
    )


def test_a_file_cut_in_the_middle_of_a_line_says_so(tmp_path):
    whole = (SAMPLE / "stadsomraden.csv").read_text()
    _figures, errors = read(READER, write(tmp_path, whole[: whole.rindex(",")]))
    assert "Kontrollera att raden är hel" in errors[0]


def test_wrong_columns_are_named(tmp_path):
    message = refused(READER, write(tmp_path, "ar,omrade,antal\n2023,Nordost,3\n"))
    assert message.startswith(
        "Filen fil.csv saknar kolumnen ”brottstyp”. Kolumnerna i filen är: ar, omrade, antal."
    )


def test_a_heading_that_stands_twice_is_refused(tmp_path):
    message = refused(
        READER, write(tmp_path, "ar,omrade,brottstyp,antal,antal\n2023,Nordost,misshandel,3,4\n")
    )
    assert "Rubriken ”antal” står mer än en gång" in message


def test_a_heading_alone_is_no_figures(tmp_path):
    assert "Vi hittade bara en rubrikrad" in refused(READER, write(tmp_path, HEADING))


def test_a_file_of_another_form_is_named(tmp_path):
    assert "Innehållet är: JSON" in refused(READER, write(tmp_path, '{"a": 1}', "fil.csv"))


def test_the_content_counts_and_not_the_suffix(tmp_path):
    path = tmp_path / "fil.pdf"
    path.write_bytes((SAMPLE / "ar.csv").read_bytes())
    assert READER.recognises(path) > 0.9
    assert len(read(READER, path)[0]) == 12


@settings(max_examples=50, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1990, 2030), st.integers(0, 10**6)), unique_by=lambda row: row[0], min_size=1
    )
)
def test_every_count_comes_out_as_it_stands(tmp_path_factory, rows):
    body = "".join(f"{year};Öster;misshandel;{count:,}\n".replace(",", " ") for year, count in rows)
    path = write(tmp_path_factory.mktemp("bra"), HEADING.replace(",", ";") + body, encoding="cp1252")
    figures, errors = read(READER, path)
    assert errors == []
    assert [(f["period_start"].year, f["value"]) for f in figures] == rows
