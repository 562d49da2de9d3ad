"""`samsyn import FILE`: the same preview, errors and result as in the web."""

import json

import pytest

from samsyn.cli.main import main
from samsyn.evidence.models import DataImport, Dataset, ImportState
from samsyn.evidence.tests.conftest import crimes

TEXT = crimes((2024, "norr (Exempelstaden)", "alla_brott", 5), (2024, "Nordpolen", "alla_brott", 6))


@pytest.fixture
def command(city, tmp_path, capsys):
    def run(text, *words, name="brott.csv"):
        path = tmp_path / name
        if text is not None:
            path.write_text(text)
        with pytest.raises(SystemExit) as ended:
            main(
                [
                    "import",
                    str(path),
                    "--city",
                    "exempelstaden",
                    "--source",
                    "Brå",
                    "--dataset",
                    "Brott",
                    *words,
                ]
            )
        return ended.value.code, capsys.readouterr().out

    return run


def test_without_yes_the_file_is_only_shown(command):
    code, out = command(TEXT)
    assert code == 0
    assert "Läsare: " in out
    assert "norr (Exempelstaden) tolkas som Norr" in out
    assert "Okänt område: Nordpolen." in out
    assert "Ingenting är inläst. Kör samma kommando med --yes" in out
    assert DataImport.objects.get().state == ImportState.DISCARDED
    assert not Dataset.objects.exists()


def test_with_yes_the_file_is_read_in_and_its_errors_shown(command):
    code, out = command(TEXT, "--yes", "--licence", "CC0")
    assert code == 0
    assert "Filen är inläst och gäller. 1 rader lästes in, 1 hade fel, 0 lämnades utanför." in out
    assert "Området ”Nordpolen” finns inte i Exempelstaden. Rad 3 lästes inte in." in out
    assert Dataset.objects.get().licence == "CC0"


def test_the_same_file_again_says_that_nothing_changed(command):
    command(TEXT, "--yes")
    code, out = command(TEXT, "--yes")
    assert code == 0
    assert "är redan inlämnad" in out
    assert DataImport.objects.count() == 1


def test_an_area_is_chosen_by_an_option_and_the_answer_is_json(command):
    chosen = "areas.Nordpolen=exempelstaden/stadsomraden/soder"
    code, out = command(TEXT, "--yes", "--json", "--option", chosen)
    answer = json.loads(out)
    assert code == 0
    assert (answer["state"], answer["rows_taken"], answer["rows_refused"], answer["changed"]) == (
        "in-force",
        2,
        0,
        True,
    )


@pytest.mark.parametrize(
    ("text", "words", "said"),
    [
        ("", (), "Filen brott.csv är tom."),
        ("x;y\n1;2\n", (), "Vi känner inte igen filen brott.csv."),
        (None, (), "Filen brott.csv gick inte att öppna."),
        (TEXT, ("--division", "finns-inte"), "Det finns ingen områdesindelning som heter ”finns-inte”."),
        (TEXT, ("--reader", "finns-inte"), "Det finns ingen läsare som heter ”finns-inte”."),
        (TEXT, ("--option", "utan"), "Det saknar likhetstecken."),
        (crimes((2024, "Månen", "alla_brott", 1)), ("--yes",), "Ingen rad i filen kunde läsas in."),
    ],
)
def test_what_cannot_be_read_in_ends_with_2_and_says_why(command, text, words, said):
    code, out = command(text, *words)
    assert code == 2
    assert said in out
    assert not DataImport.objects.filter(state__in=[ImportState.IN_FORCE, ImportState.RECEIVED]).exists()
