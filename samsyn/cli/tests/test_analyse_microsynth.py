"""`samsyn analyse microsynth`."""

from __future__ import annotations

import re

import pytest

from samsyn.analysis.tests.test_microsynth import _blocks

COLUMNS = ("--unit", "id", "--time", "t", "--treated", "d", "--start", "5", "--outcome", "y")
MATCH = ("--match-outcomes", "y", "--match-covariates", "homes")


def _rows():
    y, treated, homes = _blocks()
    return [
        f"{unit},{t + 1},{int(y[unit, t])},{int(treated[unit] and t > 3)},{int(homes[unit])}"
        for unit in range(80)
        for t in range(6)
    ]


def _file(tmp_path, rows):
    (tmp_path / "kvarter.csv").write_text("id,t,y,d,homes\n" + "\n".join(rows) + "\n")
    return "kvarter.csv"


def test_the_twins_are_those_of_raking_in_r(answer, tmp_path):
    # R 4.2, survey::calibrate(calfun = "raking"): see samsyn/analysis/tests/test_microsynth.py
    found = answer("microsynth", _file(tmp_path, _rows()), *COLUMNS, *MATCH)
    assert found["relative_change"] == pytest.approx(0.0641883004242, rel=1e-8)
    assert (found["treated_total"], found["synthetic_total"]) == pytest.approx((230, 216.127164627))
    assert (found["treated"], found["controls"], found["n"]) == (14, 66, 80)
    assert [row["name"] for row in found["table"]] == ["y 1", "y 2", "y 3", "y 4", "homes"]
    assert all(row["synthetic"] == pytest.approx(row["treated"], rel=1e-6) for row in found["table"])
    assert [row["time"] for row in found["series"]] == ["1", "2", "3", "4", "5", "6"]


def test_in_words(analyse, tmp_path):
    out = analyse("microsynth", _file(tmp_path, _rows()), *COLUMNS, *MATCH)[1]
    assert "Efter starten: 230 där åtgärden gjordes, 216,1 i jämförelsen." in out
    assert "Det är 13,87 mer, 6,4 % (" in out
    assert "14 enheter med åtgärd och 66 utan" in out
    assert "Det visar inte att åtgärden är orsaken" in out


def test_units_with_gaps_are_left_out_and_counted(answer, tmp_path):
    rows = [*_rows(), "x,1,3,0,20", "x,2,..,0,20", ",1,2,0,3", "9,,2,0,3", "9,1"]
    found = answer("microsynth", _file(tmp_path, rows), *COLUMNS, *MATCH)
    assert found["left_out"] == 1
    assert found["dropped"] == {"no_unit": 1, "no_time": 1, "unit_left_out": 2, "wrong_width": 1}
    assert found["relative_change"] == pytest.approx(0.0641883004242, rel=1e-8)


def test_no_weights_in_words(analyse, answer, tmp_path):
    rows = [row[:-2] + "99" if int(row.split(",")[0]) % 6 == 1 else row for row in _rows()]
    name = _file(tmp_path, rows)
    assert answer("microsynth", name, *COLUMNS, *MATCH)["reason"] == "no-weights"
    assert "Matcha färre kolumner" in analyse("microsynth", name, *COLUMNS, *MATCH)[1]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([*_rows(), "3,1,1,0,20"], "Enheten ”3” har perioden ”1” på flera rader."),
        ([*_rows(), "81,1,x,0,20"], "I kolumnen ”y” står ”x”"),
        ([*_rows(), "81,1,inf,0,20"], "I kolumnen ”y” står ”inf”"),
        ([*_rows(), "81,1,1,7,20"], "I kolumnen ”d” står ”7”"),
        ([*_rows(), "81,igår,1,0,20"], "I kolumnen ”t” står ”igår”"),
        ([",1,2,0,3", ",5,2,0,3"], "Enheten är tom på varje rad."),
        (["1,1,2,0,3", "2,5,2,0,3"], "Ingen enhet i filen kvarter.csv gick att räkna."),
        (_rows()[:4], "Starten ”5” ligger inte bland perioderna"),
    ],
)
def test_what_cannot_be_is_said_in_three_sentences(rows, said, analyse, tmp_path):
    code, out, err = analyse("microsynth", _file(tmp_path, rows), *COLUMNS, *MATCH)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3, err
