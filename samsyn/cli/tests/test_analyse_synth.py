"""`samsyn analyse synth`."""

from __future__ import annotations

import re

import pytest

COLUMNS = ("--outcome", "y", "--unit", "id", "--time", "t", "--treated-unit", "A")


def _file(tmp_path, rows):
    (tmp_path / "panel.csv").write_text("id,t,y\n" + "\n".join(rows) + "\n")
    return "panel.csv"


def _mix():
    """A is a quarter of B and three quarters of C, then 2 lower from 2014-04."""
    b, c = (3, 8, 2, 9, 5, 6), (7, 1, 6, 2, 8, 4)
    a = [0.25 * x + 0.75 * z - 2 * (place > 2) for place, (x, z) in enumerate(zip(b, c, strict=True))]
    series = {"A": a, "B": b, "C": c}
    return [
        f"{name},2014-0{place + 1},{value}"
        for name, values in series.items()
        for place, value in enumerate(values)
    ]


def test_california(reference, answer):
    # METHODS.md 3
    found = answer(
        "synth", reference / "utvardering" / "california_prop99.csv", "--outcome", "PacksPerCapita", "--unit", "State",
        "--time", "Year", "--treated-unit", "California", "--start", "1989", "--placebo",
    )  # fmt: skip
    assert found["value"] == pytest.approx(-19.5, abs=0.05)
    assert found["kkt_gap"] <= 1e-8
    assert (found["units"], found["before"], found["after"]) == (39, 19, 12)
    assert found["table"][0]["unit"] == "Utah"
    assert sum(row["weight"] for row in found["table"]) == pytest.approx(1)
    assert found["p"] == found["rank"] / 39
    last = found["series"][-1]
    assert (last["time"], last["gap"]) == ("2000", pytest.approx(last["treated"] - last["synthetic"]))


def test_a_mix_is_found_again_and_said(answer, analyse, tmp_path):
    name = _file(tmp_path, _mix())
    found = answer("synth", name, *COLUMNS, "--start", "2014-04")
    assert found["value"] == pytest.approx(-2)
    assert {row["unit"]: round(row["weight"], 9) for row in found["table"]} == {"A": 0, "B": 0.25, "C": 0.75}
    assert (found["mspe_before"], found["ratio"], found["p"]) == (0, None, None)
    assert set(found["caveats"]) == {"perfect-fit", "short-before"}
    out = analyse("synth", name, *COLUMNS, "--start", "2014-04")[1]
    assert "Efter starten låg området i snitt 2 under sin jämförelse." in out
    assert "C 75 %, B 25 %" in out
    assert "Lägg till --placebo" in out


def test_too_few_units_in_words(answer, analyse, tmp_path):
    name = _file(tmp_path, _mix())
    found = answer("synth", name, *COLUMNS, "--start", "2014-04", "--placebo")
    assert (found["p"], "too-few-units" in found["caveats"]) == (None, True)
    assert {"gap", "ratio", "rank"} < set(found["table"][0])
    assert "minst 21 behövs" in analyse("synth", name, *COLUMNS, "--start", "2014-04", "--placebo")[1]


def test_units_with_gaps_are_left_out_and_counted(answer, tmp_path):
    rows = [*_mix(), "D,2014-01,3", "D,2014-02,..", ",2014-01,3", "B,,4", "x,y"]
    found = answer("synth", _file(tmp_path, rows), *COLUMNS, "--start", "2014-04")
    assert found["left_out"] == ["D"]
    assert found["dropped"] == {
        "no_unit": 1,
        "no_time": 1,
        "no_outcome": 1,
        "wrong_width": 1,
        "unit_left_out": 1,
    }
    assert found["value"] == pytest.approx(-2)


def test_a_year_as_start_among_months_is_its_first_month(analyse, tmp_path):
    code, out, _err = analyse("synth", _file(tmp_path, _mix()), *COLUMNS, "--start", "2014")
    assert code == 0
    assert "Det finns ingen period före starten." in out


@pytest.mark.parametrize(
    ("rows", "start", "said"),
    [
        (_mix(), "2019", "Starten ”2019” ligger inte bland perioderna i filen."),
        (_mix(), "igår", "Starten ”igår” ligger inte"),
        (_mix()[6:], "2014-04", "Enheten ”A” finns inte i filen."),
        (_mix()[1:], "2014-04", "Enheten ”A” saknar utfall i någon period som andra har."),
        ([*_mix(), "B,2014-01,3"], "2014-04", "Enheten ”B” har perioden ”2014-01” på flera rader."),
        ([*_mix(), "B,2014-07,x"], "2014-04", "I kolumnen ”y” står ”x”"),
        ([*_mix(), "B,nyss,1"], "2014-04", "I kolumnen ”t” står ”nyss”"),
    ],
)
def test_what_cannot_be_is_said_in_three_sentences(rows, start, said, analyse, tmp_path):
    code, out, err = analyse("synth", _file(tmp_path, rows), *COLUMNS, "--start", start)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3, err
