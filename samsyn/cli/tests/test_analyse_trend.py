"""`samsyn analyse trend`."""

from __future__ import annotations

import numpy as np
import pytest

from samsyn.analysis.tests.test_trend import CLUMPED, HOLLOW, STEADY

SERIES = {("Norr", "stöld"): STEADY, ("Norr", "rån"): HOLLOW, ("Syd", "stöld"): CLUMPED}
LINES = [
    f"{area},{kind},{2019 + k // 12}-{k % 12 + 1:02d},{count}"
    for (area, kind), counts in SERIES.items()
    for k, count in enumerate(counts)
]
HEADING = "område,brott,månad,antal"
CALL = ("trend", "serier.csv", "--time", "månad", "--count", "antal")


@pytest.fixture
def write(tmp_path):
    def of(lines, heading=HEADING):
        (tmp_path / "serier.csv").write_text("\n".join([heading, *lines]) + "\n")

    of(LINES)
    return of


def test_every_series_in_a_table(write, answer):
    # R: see analysis/tests/test_trend.py
    found = answer(*CALL, "--by", "område,brott")
    rows = {(row["område"], row["brott"]): row for row in found["table"]}
    assert list(rows) == list(SERIES)
    assert rows["Norr", "stöld"]["coefficient"] == pytest.approx(-0.0870615306208, rel=1e-9)
    assert rows["Norr", "stöld"]["change_percent"] == pytest.approx(
        100 * np.expm1(-0.0870615306208), rel=1e-9
    )
    assert rows["Norr", "rån"]["empty_months"] == [5]
    assert rows["Syd", "stöld"]["p_adjusted"] == pytest.approx(3 * 0.00494909435287, rel=1e-7)
    assert (found["series"], found["estimable"], found["more_than_chance"]) == (3, 3, 2)
    assert (found["value"], found["p"], found["n"]) == (None, None, sum(STEADY) + sum(CLUMPED) + sum(HOLLOW))
    assert (found["period"], found["from"], found["to"]) == ("month", "2019-01", "2023-12")
    assert found["caveats"] == ["empty-calendar-month"]


def test_one_series_is_the_value_and_rows_of_one_series_are_summed(write, answer):
    found = answer(*CALL)
    whole = np.sum(list(SERIES.values()), axis=0)
    write([f"{2019 + k // 12}-{k % 12 + 1:02d},{count}" for k, count in enumerate(whole)], "månad,antal")
    alone = answer(*CALL)
    assert found["value"] == pytest.approx(alone["value"], rel=1e-12)
    assert found["low"] < found["value"] < found["high"]
    assert found["p"] == found["table"][0]["p"] == pytest.approx(alone["p"])


def test_order_of_rows_and_way_of_writing_time_do_not_matter(write, answer):
    here = answer(*CALL, "--by", "område,brott")["table"]
    key = lambda row: (row["område"], row["brott"])  # noqa: E731
    write(np.random.default_rng(1).permutation(LINES))
    there = answer(*CALL, "--by", "brott,område")["table"]
    for one, other in zip(sorted(here, key=key), sorted(there, key=key), strict=True):
        assert (other["område"], other["n"], other["empty_months"]) == (
            one["område"],
            one["n"],
            one["empty_months"],
        )
        assert [other[x] for x in ("change_percent", "low", "p")] == pytest.approx(
            [one[x] for x in ("change_percent", "low", "p")]
        )
    for way in ("{}-{:02d}-28", "{}M{:02d}", "{}-{:02d}-01 00:00:00"):
        write(
            [
                line.replace(line.split(",")[2], way.format(*map(int, line.split(",")[2].split("-"))))
                for line in LINES
            ]
        )
        assert answer(*CALL, "--by", "område,brott")["table"] == here
    write([line.replace(line.split(",")[2], str(k % 60)) for k, line in enumerate(LINES)])
    found = answer(*CALL, "--by", "område,brott")
    assert (found["period"], found["table"][0]["p"]) == ("unit", pytest.approx(here[0]["p"]))


def test_what_is_missing_is_no_zero_and_is_said(write, answer, analyse):
    write([LINES[0].replace(",5", ",.."), *LINES[2:], "Norr,stöld,,7"])
    found = answer(*CALL, "--by", "område,brott")
    assert found["dropped"] == {"no_time": 1, "no_count": 1, "wrong_width": 0}
    assert (found["absent"], found["table"][0]["n"]) == (1, sum(STEADY) - 15)
    out = analyse(*CALL, "--by", "område,brott")[1]
    assert "1 period saknar rad och räknas inte." in out
    assert "2 rader räknades inte" in out


def test_in_words(write, analyse):
    out = analyse(*CALL, "--by", "område,brott")[1]
    assert "2 serier av 3 ändras mer än slumpen. 3 gick att beräkna." in out
    assert (
        "Norr, stöld: minskar med 8,3 procent per år (−14,7 till −1,5, 95 % säkerhet), mer än slumpen" in out
    )
    assert "p justerat, så att högst 5 procent av de utpekade väntas vara falska." in out
    write([line for line in LINES if "rån" not in line] + [f"Öst,rån,{2019 + k}-01,0" for k in range(5)])
    assert (
        "Öst, rån: går inte att beräkna, det finns inga händelser."
        in analyse(*CALL, "--by", "område,brott")[1]
    )
    write([f"{2010 + k},{30 - k}" for k in range(12)], "månad,antal")
    assert "minskar med 4" in analyse(*CALL)[1]


@pytest.mark.parametrize(
    ("line", "words", "said"),
    [
        ("Norr,rån,2024-01,x", (), "där vi väntade oss ett tal"),
        ("Norr,rån,2024-01,-3", (), "ett antal, ett heltal från 0 och uppåt"),
        ("Norr,rån,i går,3", (), "I kolumnen ”månad” står ”i går”"),
        ("Norr,rån,2024-01,3", ("--by", "ort"), "saknar kolumnen ”ort”"),
        ("Norr,rån,2024-01,3", ("--family", "negbin"), "Valet --family"),
    ],
)
def test_what_cannot_be_is_said_in_swedish(line, words, said, write, analyse):
    write([*LINES, line])
    code, out, err = analyse(*CALL, *words)
    assert (code, out) == (2, "")
    assert said in err


def test_a_column_called_as_the_answers_own_and_broken_months(write, analyse, answer):
    write(["1,2,3"], "n,månad,antal")
    code, _out, err = analyse(*CALL, "--by", "n")
    assert (code, "heter som en kolumn i svaret" in err) == (2, True)
    write(["1.5,3", "2,3"], "månad,antal")
    assert "ett löpnummer, ett heltal" in analyse(*CALL)[2]
    write([",3", ",4"], "månad,antal")
    assert (answer(*CALL)["reason"], answer(*CALL)["dropped"]["no_time"]) == ("no-events", 2)
