from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.sources.registry import recognise
from samsyn.sources.survey_shares.reader import READER
from samsyn.sources.tests.reading import read, refused, write

SAMPLE = Path(__file__).parents[1] / "sample"
HEADING = "område;år;andel trygga;antal svar;nedre;övre\n"


def test_the_real_file_reads_one_survey_and_names_the_others(reference):
    path = reference / "lagesbild" / "trygghet_mellanomraden.csv"
    assert recognise(path)[0][1] is READER
    preview = READER.preview(path)
    notes = [template.format(**facts) for template, facts in preview.notes]
    assert notes[0].startswith("Bara ”SOM-undersökningen” läses in. Andra undersökningar")
    assert "Poseidons trygghetsindex (2)" in notes[0]
    assert "Raderna avser enligt filen: mellanområdet." in notes
    figures, errors = read(READER, path, **preview.options)
    assert (len(figures), errors) == (12, [])
    first = figures[0]
    assert (first["metric"], first["area"], first["value"]) == (
        "safe_in_area",
        "Kålltorp-Torpa-Björkekärr",
        0.87,
    )


def test_another_survey_is_read_as_another_metric(reference):
    path = reference / "lagesbild" / "trygghet_mellanomraden.csv"
    figures, _errors = read(READER, path, survey_name="Torgundersökning", metric="safe_at_square")
    assert [(f["metric"], f["value"]) for f in figures] == [
        ("safe_at_square", 0.635),
        ("safe_at_square", 0.719),
    ]


def test_base_and_interval_are_kept():
    figures, errors = read(READER, SAMPLE / "andelar.csv")
    assert errors == []
    first = figures[0]
    assert (first["value"], first["base"], first["low"], first["high"]) == (0.815, 132, 0.742, 0.873)
    assert (figures[2]["state"], figures[2]["base"]) == ("suppressed", 12)


def test_columns_may_be_chosen_by_hand(tmp_path):
    path = write(tmp_path, "plats;tid;svar\nNorr;2023;0,8\n")
    figures, _errors = read(READER, path, area="plats", period="tid", value="svar", unit="share")
    assert (figures[0]["area"], figures[0]["value"]) == ("Norr", 0.8)


def test_pooled_years_are_one_period(tmp_path):
    figures, _errors = read(READER, write(tmp_path, HEADING + "Norr;2021–2023;80;10;;\n"))
    assert (str(figures[0]["period_start"]), str(figures[0]["period_end"])) == ("2021-01-01", "2024-01-01")


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            "Norr;2023;180;10;;",
            "Rad 2: ”180” i kolumnen ”andel trygga” är ingen andel. En andel är mellan 0 och 100.",
        ),
        ("Norr;2023;bra;10;;", "Rad 2: ”bra” i kolumnen ”andel trygga” är inte ett tal."),
        ("Norr;2023;80;tio;;", "Rad 2: ”tio” i kolumnen ”antal svar” är inte ett tal."),
        ("Norr;2023;80;10;85;90", "Rad 2: andelen ”80” ligger utanför sitt eget intervall."),
        (";2023;80;10;;", "Rad 2: kolumnen ”område” är tom."),
        ("Norr;nyss;80;10;;", "Rad 2: ”nyss” i kolumnen ”år” är ingen period"),
    ],
)
def test_a_wrong_row_is_said_and_the_others_are_read(tmp_path, row, message):
    figures, errors = read(READER, write(tmp_path, f"{HEADING}{row}\nSöder;2023;70;10;;\n"), unit="percent")
    assert [f["area"] for f in figures] == ["Söder"]
    assert errors[0].startswith(message)


def test_the_same_area_and_year_twice_names_the_first_row(tmp_path):
    _figures, errors = read(READER, write(tmp_path, HEADING + "Norr;2023;80;;;\nNorr;2023;81;;;\n"))
    assert "Det står på rad 2." in errors[0]


def test_wrong_columns_are_named(tmp_path):
    assert "saknar kolumnen ”procent_trygga”" in refused(READER, write(tmp_path, "område;år\nNorr;2023\n"))


def test_a_unit_that_does_not_exist_is_refused():
    assert "kan inte vara ”promille”" in refused(READER, SAMPLE / "andelar.csv", unit="promille")


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=20))
def test_per_cent_and_shares_are_the_same(tmp_path_factory, values):
    folder = tmp_path_factory.mktemp("andelar")
    per_cent = "".join(f"Norr;{2000 + place};{value / 10}\n" for place, value in enumerate(values))
    shares = "".join(f"Norr;{2000 + place};{value / 1000}\n" for place, value in enumerate(values))
    one, errors = read(READER, write(folder, "område;år;procent\n" + per_cent))
    two, _errors = read(READER, write(folder, "område;år;andel\n" + shares), unit="share")
    assert errors == []
    assert [f["value"] for f in one] == pytest.approx([f["value"] for f in two])
