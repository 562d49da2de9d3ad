"""`samsyn analyse similar`: areas like this one."""

from __future__ import annotations

import csv
import re

import numpy as np
import pytest
from scipy.spatial.distance import cdist

from samsyn.analysis.similar import rate_difference

BASE = ("similar", "b.csv", "--area", "a", "--for", "A", "--variables")
COUNTS = ("--count", "n", "--population", "pop")
CITY = "a,x,y,n,pop\nA,0,0,30,1000\nB,1,1,20,1500\nC,2,0,40,2500\nD,5,5,9,800\nE,9,1,3,0\n"
X = np.array([[0, 0], [1, 1], [2, 0], [5, 5], [9, 1]], float)


@pytest.fixture
def file(tmp_path):
    return lambda text=CITY: (tmp_path / "b.csv").write_text(text)


def areas(found):
    return [row["area"] for row in found["table"]]


def test_the_set_with_its_distances_and_the_difference_with_its_interval(answer, analyse, file):
    file()
    found = answer(*BASE, "x,y", "--number", "2", *COUNTS)
    assert areas(found) == ["C", "B"]
    scaled = X / X.std(axis=0, ddof=1)
    assert [row["distance"] for row in found["table"]] == pytest.approx(
        cdist(scaled, scaled)[0, [2, 1]], rel=1e-9
    )
    # statsmodels 0.15: confint_poisson_2indep(30, 1000, 60, 4000, method="mover", compare="diff", method_mover="exact-c")
    ends = [found[key] for key in ("value", "low", "high")]
    assert ends == pytest.approx([15, 4.332330420171563, 28.309968740197214], rel=1e-9)
    assert (found["rate"], found["set_rate"], found["set_count"], found["set_population"]) == (
        30,
        15,
        60,
        4000,
    )
    assert (found["beyond_chance"], found["n"], found["candidates"]) == (True, 90, 4)
    assert found["weights"] == {"x": 1, "y": 1}
    assert list(found["sd"].values()) == pytest.approx(X.std(axis=0, ddof=1))
    _code, out, _err = analyse(*BASE, "x,y", "--number", "2", *COUNTS)
    assert "A jämförs med områden som liknar det i: x (vikt 1), y (vikt 1)." in out
    assert "15 fler (skillnad 15; 4,33 till 28,31, 95 % säkerhet)" in out
    assert "Det är mer än slumpen." in out


def test_the_user_sets_the_weights_and_changes_the_set(answer, analyse, file):
    file()
    assert areas(answer(*BASE, "x,y", "--number", "1")) == ["C"]
    heavy = answer(*BASE, "x,y", "--number", "1", "--weights", "9,0.1")
    assert (areas(heavy), heavy["weights"]) == (["B"], {"x": 9, "y": 0.1})
    assert areas(answer(*BASE, "x,y", "--number", "2", "--exclude", "B")) == ["C", "E"]
    forced = answer(*BASE, "x,y", "--number", "2", "--include", "D")
    assert [(row["area"], row["how"]) for row in forced["table"]] == [("C", "nearest"), ("D", "included")]
    swapped = answer(*BASE, "x,y", "--set", "D, C", *COUNTS)
    assert [(row["area"], row["how"]) for row in swapped["table"]] == [("C", "set"), ("D", "set")]
    assert swapped["value"] == pytest.approx(rate_difference(30, 1000, 49, 3300).value)
    assert (
        "C: avstånd 0,55, valt av dig, 16 per 1\xa0000." in analyse(*BASE, "x,y", "--set", "D, C", *COUNTS)[1]
    )


def test_a_name_with_a_comma_and_variables_that_tell_nothing(answer, analyse, file):
    file('a,x,y,n,pop\nA,0,7,1,10\n"Berg, norra",1,7,2,10\nC,2,7,3,10\nD,2,7,1,9\n')
    found = answer(*BASE, "x,y", "--number", "1", "--exclude", "Berg, norra")
    assert (areas(found), found["tied"], found["unused"]) == (["C"], ["D"], ["y"])
    _code, out, _err = analyse(*BASE, "x,y", "--number", "1", "--exclude", "Berg, norra")
    assert "Lika nära men utanför jämförelsen: D." in out
    assert "Skiljer inte områdena åt, eller väger 0: y." in out
    assert "Ange --count och --population" in out
    found = answer(*BASE, "y", *COUNTS)
    assert (found["reason"], found["value"], found["table"]) == ("no-difference", None, [])
    assert "ingen variabel skiljer områdena åt" in analyse(*BASE, "y")[1]
    found = answer(*BASE, "x", "--exclude", "C,D", "--number", "1")
    assert areas(found) == ["Berg, norra"]


def test_what_is_missing_is_said(answer, analyse, file):
    file("a,x,y,n,pop\nA,0,0,3,10\nB,..,1,2,10\nC,2,,3,10\nD,5,5,..,8\n,1,1,1,1\nE,9,1,3,0\nF,1,1,1,1,1\n")
    found = answer(*BASE, "x,y", *COUNTS)
    assert (areas(found), found["reason"]) == (["E", "D"], "no-value")
    assert found["dropped"] == {"no_area": 1, "no_variable": 2, "wrong_width": 1}
    _code, out, _err = analyse(*BASE, "x,y", *COUNTS)
    assert "Skillnaden går inte att beräkna: antal eller folkmängd saknas" in out
    assert "4 rader räknades inte" in out
    assert answer(*BASE, "x,y", *COUNTS, "--set", "E")["reason"] == "no-population"
    forced = answer(*BASE, "x,y", "--set", "B")
    assert forced["table"][0]["distance"] is None
    file("a,x,y,n,pop\nA,0,0,3,10\n")
    assert answer(*BASE, "x", *COUNTS)["reason"] == "no-difference"
    file("a,x,y,n,pop\nA,0,0,3,10\nB,1,1,1,1\n")
    assert answer(*BASE, "x", *COUNTS, "--exclude", "B")["reason"] == "no-areas"
    assert "inget område finns kvar att välja" in analyse(*BASE, "x", "--exclude", "B")[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--variables", "x,x"), "Variablerna gick inte att använda."),
        (("--variables", ","), "Variablerna gick inte att använda."),
        (("--variables", "x,y", "--weights", "1"), "Vikterna gick inte att använda."),
        (("--variables", "x,y", "--weights", "1,-1"), "Vikterna gick inte att använda."),
        (("--variables", "x,y", "--weights", "0,0"), "Vikterna gick inte att använda."),
        (("--variables", "x,y", "--weights", "1,nan"), "Vikterna gick inte att använda."),
        (("--variables", "x,n", *COUNTS), "är både det som ska jämföras och en av variablerna"),
        (("--variables", "x", "--count", "n"), "Kommandot fick bara det ena."),
        (("--variables", "x", "--number", "0"), "Kommandot fick --number 0."),
        (("--variables", "x", "--for", "Z"), "Området ”Z” finns inte i filen."),
        (("--variables", "x", "--for", ""), "finns inte i filen."),
        (("--variables", "x", "--exclude", "Z"), "Området ”Z” finns inte i filen."),
        (("--variables", "x", "--set", ","), "finns inte i filen."),
        (("--variables", "x", "--include", "A"), "Området ”A” kan inte ingå i jämförelsen."),
        (("--variables", "x", "--include", "B", "--exclude", "B"), "Området ”B” kan inte ingå"),
        (("--variables", "x", "--set", "B", "--exclude", "C"), "Kommandot fick --set tillsammans med"),
        (("--variables", "x", "--for", "M"), "Det saknar värde för: x."),
        (("--variables", "z"), "saknar kolumnen ”z”"),
        (("--variables", "t"), "I kolumnen ”t” står ”hej”"),
    ],
)
def test_what_cannot_be_is_said_in_three_sentences(words, said, analyse, file):
    file("a,x,y,n,pop,t\nA,0,0,3,10,hej\nB,1,1,2,10,1\nC,2,1,3,10,1\nM,,1,2,3,1\n")
    code, out, err = analyse(
        "similar", "b.csv", "--area", "a", *(() if "--for" in words else ("--for", "A")), *words
    )
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", re.sub(r"”[^”]*”", "x", err))) == 3, err


def test_an_area_on_two_rows_is_refused(analyse, file):
    file("a,x\nA,1\nA,2\n")
    assert "Området ”A” står på flera rader" in analyse(*BASE, "x")[2]


def test_real_areas_by_a_plain_loop(answer, reference, tmp_path):
    # data/statistik/goteborg_ekonomisk_sarbarhet.csv: the nearest of one variable are the nearest by plain subtraction
    with (reference / "statistik" / "goteborg_ekonomisk_sarbarhet.csv").open(encoding="utf-8") as file:
        rows = [
            (row["primaromrade"], float(row["iesg_index"]))
            for row in csv.DictReader(file)
            if row["iesg_index"]
        ]
    (tmp_path / "b.csv").write_text("a,x\n" + "".join(f"{name},{value}\n" for name, value in rows))
    name, value = rows[10]
    found = answer("similar", "b.csv", "--area", "a", "--for", name, "--variables", "x", "--number", "7")
    gaps = sorted(abs(other - value) for one, other in rows if one != name)[:7]
    values = dict(rows)
    assert [abs(values[row["area"]] - value) for row in found["table"]] == pytest.approx(gaps, abs=1e-9)
