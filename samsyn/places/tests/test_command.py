import argparse

import pytest

from samsyn.cli import import_areas, importing
from samsyn.places.models import City, Division

pytestmark = pytest.mark.django_db


def run(*words):
    parser = argparse.ArgumentParser()
    importing.arguments(parser)
    return importing.run(parser.parse_args(["areas", *map(str, words)]))


def test_the_wards_of_nottingham_become_a_second_city(reference, cilla, capsys):
    file = reference / "handelser" / "nottingham_wards.gpkg"
    words = (
        "--division",
        "Wards",
        "--valid-from",
        "2019-05-02",
        "--city",
        "Nottingham",
        "--kind",
        "city-area",
    )
    assert run(file, *words, "--country", "GB", "--licence", "OGL v3", "--by", cilla.email) == 0
    assert "Nottingham är tillagd, med indelningen Wards och 20 områden." in capsys.readouterr().out
    nottingham = City.objects.get(slug="nottingham")
    assert Division.objects.get(city=nottingham, slug="wards").licence == "OGL v3"
    assert cilla.roles.filter(city=nottingham).count() == 2
    assert run(file, *words) == 1
    assert "Indelningen Wards finns redan" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("/ingen/fil.geojson",), "finns inte"),
        (("/ingen/fil.geojson", "--kind", "by"), "Slaget by finns inte."),
    ],
)
def test_what_is_wrong_is_said_in_three_sentences(words, message, capsys):
    assert run(*words, "--division", "Delar", "--valid-from", "2020-01-01") == 1
    said = capsys.readouterr().err
    assert message in said
    assert said.count(". ") == 2


def test_an_unknown_member_is_refused_before_anything_is_read(tmp_path, capsys):
    file = tmp_path / "a.geojson"
    file.write_text("{}")
    words = ("--division", "Delar", "--valid-from", "2020-01-01", "--by", "nn@stad.se")
    assert run(file, *words) == 1
    assert "Ingen medarbetare har adressen nn@stad.se." in capsys.readouterr().err
    assert not City.objects.exists()


def test_the_command_is_found_among_the_verbs():
    from samsyn.cli import verbs

    assert {"import", "seed"} <= {verb.name for verb in verbs.all_verbs()}
    assert import_areas in importing.kinds()
