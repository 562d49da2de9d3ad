"""`samsyn analyse did`."""

from __future__ import annotations

import re

import pytest

COLUMNS = ("--outcome", "y", "--unit", "id", "--time", "t", "--treated", "d")


def _file(tmp_path, text, name="panel.csv"):
    (tmp_path / name).write_text(text)
    return name


def test_california(reference, answer):
    # METHODS.md 3
    found = answer(
        "did", reference / "utvardering" / "california_prop99.csv", "--outcome", "PacksPerCapita", "--unit", "State",
        "--time", "Year", "--treated", "treated",
    )  # fmt: skip
    assert found["value"] == pytest.approx(-27.35, abs=0.005)
    assert (found["units"], found["periods"], found["treated_clusters"]) == (39, 31, 1)
    assert (found["inference"], found["caveats"]) == ("permutation", ["few-clusters"])


def test_two_by_two_in_words(answer, analyse, tmp_path):
    name = _file(tmp_path, "id,t,y,d\na,2020,10,0\na,2021,12,0\nb,2020,20,0\nb,2021,27,1\n")
    found = answer("did", name, *COLUMNS)
    assert found["value"] == pytest.approx(5)
    assert (found["p"], found["low"], found["inference"]) == (None, None, "none")
    out = analyse("did", name, *COLUMNS)[1]
    assert "blev utfallet 5 mer per enhet och period" in out
    assert "Om det är mer än slumpen går inte att säga" in out
    assert "Det visar inte att åtgärden är orsaken" in out


def test_rows_left_out_are_counted_by_reason(answer, tmp_path):
    rows = [
        f"{u},{t},{(u * u + 3 * t) % 7},{int(u < 2 and t > 1)},{1 + u % 3}"
        for u in range(30)
        for t in range(4)
    ]
    text = "id,t,y,d,w\n" + "\n".join(
        [*rows, "5,1,..,0,1", ",1,3,0,1", "5,,3,0,1", "5,1,3,,1", "5,1,3,0,0", "5,1,3"]
    )
    found = answer("did", _file(tmp_path, text), *COLUMNS, "--weight", "w")
    assert found["dropped"] == {
        "no_outcome": 1, "no_unit": 1, "no_time": 1, "no_treated": 1, "no_cluster": 0, "no_weight": 1, "wrong_width": 1,
    }  # fmt: skip
    assert found["n"] == 120
    assert (found["p"], found["inference"]) == (None, "none")


def test_clusters_of_a_column_and_a_seed_that_repeats(answer, tmp_path):
    rows = [
        f"{u},{t},{(u * u + 3 * t * u) % 17},{int(u < 12 and t > 1)},{u // 2}"
        for u in range(50)
        for t in range(4)
    ]
    name = _file(tmp_path, "id,t,y,d,c\n" + "\n".join(rows))
    assert answer("did", name, *COLUMNS, "--cluster", "c")["clusters"] == 25
    first = answer("did", name, *COLUMNS, "--permutations", "199", "--seed", "4")
    assert first["permutations"] == 200
    assert first == answer("did", name, *COLUMNS, "--permutations", "199", "--seed", "4")


def test_no_contrast_in_words(analyse, tmp_path):
    name = _file(tmp_path, "id,t,y,d\na,1,1,0\na,2,2,0\nb,1,3,0\nb,2,4,0\n")
    code, out, _err = analyse("did", name, *COLUMNS)
    assert code == 0
    assert "Skillnaden går inte att beräkna." in out


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id,t,y\na,1,1\n", "saknar kolumnen ”d”"),
        ("id,t,y,d\na,1,1,2\n", "I kolumnen ”d” står ”2”"),
        ("id,t,y,d\na,1,x,0\n", "I kolumnen ”y” står ”x”"),
        ("id,t,y,d\na,sen,1,0\n", "I kolumnen ”t” står ”sen”"),
        ("id,t,y,d\na,1,,0\n", "Ingen rad i filen panel.csv gick att räkna."),
    ],
)
def test_what_cannot_be_is_said_in_three_sentences(text, said, analyse, tmp_path):
    code, out, err = analyse("did", _file(tmp_path, text), *COLUMNS)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3, err
