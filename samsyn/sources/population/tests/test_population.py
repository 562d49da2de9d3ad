from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.sources.population.reader import READER
from samsyn.sources.registry import recognise
from samsyn.sources.tests.reading import read, refused, write

SAMPLE = Path(__file__).parents[1] / "sample" / "folkmangd.csv"
HEADING = "ar,omrade,niva,folkmangd\n"


def test_the_real_file_is_read_whole(reference):
    path = reference / "statistik" / "folkmangd.csv"
    figures, errors = read(READER, path)
    assert (len(figures), errors) == (50, [])
    assert recognise(path)[0][1] is READER
    total = {f["area"]: f["value"] for f in figures if f["period_start"].year == 2025}
    assert total["Göteborg kommun"] == 613_278  # DOMAIN.md 3.2


def test_a_figure_belongs_to_its_year():
    figure = read(READER, SAMPLE)[0][0]
    assert (figure["metric"], str(figure["period_start"]), str(figure["period_end"])) == (
        "population",
        "1996-01-01",
        "1997-01-01",
    )


def test_one_level_may_be_chosen():
    figures, errors = read(READER, SAMPLE, level="stadsomrade")
    assert {f["area"] for f in figures} == {"Centrum", "Hisingen", "Nordost", "Sydväst"}
    assert errors == []


def test_an_area_without_name_and_a_count_in_words_are_said(tmp_path):
    _figures, errors = read(READER, write(tmp_path, HEADING + "2024,,kommun,5\n2024,Norr,kommun,fem\n"))
    assert errors[0].startswith("Rad 2: kolumnen ”omrade” är tom.")
    assert errors[1].startswith("Rad 3: ”fem” i kolumnen ”folkmangd” är inte ett tal.")


def test_the_same_area_and_year_twice_names_the_first_row(tmp_path):
    _figures, errors = read(READER, write(tmp_path, HEADING + "2024,Norr,a,5\n2024,Norr,b,6\n"))
    assert errors[0].startswith("Rad 3: ”Norr” har redan ett värde")
    assert "Det står på rad 2." in errors[0]


def test_wrong_columns_are_named(tmp_path):
    assert "saknar kolumnen ”folkmangd”" in refused(READER, write(tmp_path, "ar,omrade,antal\n2024,Norr,3\n"))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=20))
def test_every_count_comes_out_as_it_stands(tmp_path_factory, counts):
    body = "".join(f"{2000 + place},Norr,a,{count}\n" for place, count in enumerate(counts))
    figures, errors = read(READER, write(tmp_path_factory.mktemp("folk"), HEADING + body))
    assert ([f["value"] for f in figures], errors) == (counts, [])
