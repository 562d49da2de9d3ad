"""`samsyn analyse alarm`."""

from __future__ import annotations

import numpy as np
import pytest

from samsyn.analysis.alarm import alarms
from samsyn.analysis.tests.test_alarm import SERIES

NAMES = ("Norr", "Syd", "Öst", "Väst")
LINES = [
    f"{name},{2019 + k // 12}-{k % 12 + 1:02d},{count}"
    for name, counts in zip(NAMES, SERIES, strict=True)
    for k, count in enumerate(counts)
]
CALL = ("alarm", "serier.csv", "--time", "månad", "--count", "antal")


@pytest.fixture
def write(tmp_path):
    def of(lines, heading="område,månad,antal"):
        (tmp_path / "serier.csv").write_text("\n".join([heading, *lines]) + "\n")

    of(LINES)
    return of


def test_every_series_is_judged_and_the_list_counts_them_all(write, answer):
    found = answer(*CALL, "--by", "område")
    assert [row["område"] for row in found["table"]] == list(NAMES)
    # R: surveillance, see analysis/tests/test_alarm.py
    assert [row["expected"] for row in found["table"]] == pytest.approx(
        [10.0157304171, 22.9028014041, 50.1478683866, 11.5099533939], rel=2e-7
    )
    assert [row["status"] for row in found["table"]] == [None, None, "low", "high"]
    assert [row["count"] for row in found["table"]] == [14, 25, 6, 25]
    assert (found["at"], found["period"]) == ("2024-02", "month")
    assert (found["series"], found["estimable"], found["alarms"], found["alarms_high"]) == (4, 4, 1, 1)
    assert found["value"] is None


def test_one_series_is_the_value_and_rows_in_any_order_do(write, answer):
    write([line for line in LINES if "Väst" in line][::-1])
    found = answer(*CALL)
    whole = alarms(SERIES[3], np.arange(62))
    assert (found["value"], found["low"], found["high"]) == pytest.approx(
        (float(whole.expected[0]), float(whole.low[0]), float(whole.high[0]))
    )
    assert (found["count"], found["status"], found["p"]) == (25, "high", pytest.approx(float(whole.p[0])))


def test_in_words(write, analyse):
    out = analyse(*CALL, "--by", "område")[1]
    assert "2024-02: 1 av 4 serier är ovanlig. Ovanligt höga: 1, ovanligt låga: 0. 4 gick att pröva." in out
    assert (
        "Väst: 25 händelser, ovanligt högt. Väntat: 11,5 (5 till 20, 95 % säkerhet; justerat p = 0,0" in out
    )
    assert "högst 5 procent av larmen väntas vara falska." in out
    write([line for line in LINES if "Öst" in line])
    assert "2024-02: 6 händelser, ovanligt lågt. Väntat: 50,1" in analyse(*CALL)[1]
    write([line for line in LINES if "Norr" in line])
    assert "2024-02: 14 händelser, inte ovanligt." in analyse(*CALL)[1]


def test_what_cannot_be_judged_is_said(write, answer, analyse):
    write(
        [line for line in LINES if not line.startswith("Norr,2024-02")] + ["Norr,2024-02,..", "Ny,2024-02,3"]
    )
    found = answer(*CALL, "--by", "område")
    rows = {row["område"]: row for row in found["table"]}
    assert (rows["Norr"]["reason"], rows["Norr"]["count"], rows["Norr"]["expected"]) == (
        "no-value",
        None,
        None,
    )
    assert (rows["Ny"]["reason"], rows["Ny"]["count"]) == ("too-short", 3)
    assert (found["absent"], found["dropped"]["no_count"], found["estimable"]) == (61, 1, 3)
    out = analyse(*CALL, "--by", "område")[1]
    assert "Norr: går inte att beräkna, tal saknas." in out
    assert "61 perioder saknar rad och räknas inte." in out
    write([f"Norr,{2019 + k // 12}-{k % 12 + 1:02d},0" for k in range(62)])
    assert answer(*CALL)["reason"] == "no-events"
    write(["Norr,2024-02,3"])
    assert answer(*CALL)["reason"] == "too-short"
    write([f"Norr,{2019 + k // 12}-{k % 12 + 1:02d},{int(k % 12 not in (1, 2))}" for k in range(62)])
    assert answer(*CALL)["caveats"] == ["no-season"]
    assert "utan egen årstid" in analyse(*CALL)[1]


@pytest.mark.parametrize(
    ("lines", "words", "said"),
    [
        (["Norr,2019,3", "Norr,2020,3"], (), "Larm behöver månader eller kvartal."),
        ([*LINES, "Norr,2024-03,x"], (), "där vi väntade oss ett tal"),
        ([*LINES, "Norr,2024-03,-1"], (), "ett antal, ett heltal från 0 och uppåt"),
        ([*LINES, "Norr,snart,1"], (), "I kolumnen ”månad” står ”snart”"),
        (LINES, ("--by", "ort"), "saknar kolumnen ”ort”"),
        (LINES, ("--level", "95"), "ligger inte mellan 0 och 1"),
    ],
)
def test_what_cannot_be_is_said_in_swedish(lines, words, said, write, analyse):
    write(lines)
    code, out, err = analyse(*CALL, *words)
    assert (code, out) == (2, "")
    assert said in err
