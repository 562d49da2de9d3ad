"""The pictures and the English of trend, alarm, its, mannkendall and aoristic."""

from __future__ import annotations

from itertools import product

import pytest
from django.utils.translation import override

from samsyn.ui import results

QUARTERS = [f"{2019 + k // 4}K{k % 4 + 1}" for k in range(24)]
PLAIN = ("--time", "tid", "--count", "antal")
CALLS = {
    "trend": ("trend", "f.csv", *PLAIN),
    "alarm": ("alarm", "f.csv", *PLAIN),
    "its": ("its", "f.csv", *PLAIN, "--intervention", "på"),
    "mannkendall": ("mannkendall", "f.csv", *PLAIN),
    "aoristic": ("aoristic", "f.csv", "--start", "tid", "--end", "antal"),
}


@pytest.fixture
def write(tmp_path):
    def of(counts, times=QUARTERS):
        rows = [
            f"{time},{count},{int(k > 11)}" for k, (time, count) in enumerate(zip(times, counts, strict=True))
        ]
        (tmp_path / "f.csv").write_text("\n".join(["tid,antal,på", *rows]) + "\n")

    return of


@pytest.mark.parametrize("method", ["trend", "alarm", "its", "mannkendall", "aoristic"])
def test_what_cannot_be_estimated_is_drawn_all_the_same(method, write, analyse, tmp_path):
    write([3, 4], ["2024K1", "2024K2"]) if method != "aoristic" else write([""], ["okänd"])
    code, out, err = analyse(*CALLS[method], "--chart", "b.svg")
    assert (code, err) == (0, "")
    assert "går inte att" in out.lower()
    drawn = (tmp_path / "b.svg").read_text()
    assert drawn.startswith("<svg") and "NaN" not in drawn


def test_english_has_the_finding_and_every_field(write, answer, tmp_path):
    write([40 - k + 4 * (k % 4) for k in range(23)] + [95])
    found = {method: answer(*CALLS[method]) for method in ("trend", "alarm", "its", "mannkendall")}
    (tmp_path / "f.csv").write_text("tid,antal\n2024-05-06 10:45,2024-05-06 13:15\n")
    found["aoristic"] = answer(*CALLS["aoristic"])
    with override("en"):
        for method, one in found.items():
            told = "\n".join(results.say(method, one))
            picture = results.draw(method, one)
            for text in (told, picture.title, picture.description, picture.source):
                assert text and "%(" not in text and "None" not in text and "nan" not in text
        assert "95" in "\n".join(results.say("alarm", found["alarm"]))


def test_many_series_at_once_are_drawn_the_surest_25(tmp_path, answer):
    rows = [
        f"{name},{time},{5 + k % 4 + (80 if name == 'Område 7' and k == 23 else 0)}"
        for name, (k, time) in product([f"Område {n}" for n in range(30)], enumerate(QUARTERS))
    ]
    (tmp_path / "f.csv").write_text("\n".join(["namn,tid,antal", *rows]) + "\n")
    with override("sv"):
        picture = results.draw("alarm", answer(*CALLS["alarm"], "--by", "namn"))
        assert picture.rows[0][0] == "Område 7" and len(picture.rows) == 25
        assert picture.title == "Ovanligt högt i 1 av 30 serier, 2024K4"
        assert "25 av 30 serier ritas." in picture.description
        picture = results.draw("trend", answer(*CALLS["trend"], "--by", "namn"))
        assert len(picture.rows) == 25 and picture.title == "Ingen av 30 serier ändras mer än slumpen"


def test_the_curves_are_in_the_answer(write, answer):
    write([40 - k + 4 * (k % 4) for k in range(24)])
    trend, its = answer(*CALLS["trend"]), answer(*CALLS["its"])
    assert sum(row["fitted"] for row in trend["curve"]) == pytest.approx(
        trend["n"]
    )  # a likelihood with levels
    ratio = trend["curve"][4]["level"] / trend["curve"][0]["level"]
    assert ratio < 0.9  # forty falls by one a quarter: four of them are over a tenth
    assert 100 * (ratio - 1) == pytest.approx(trend["value"])
    for row in trend["curve"]:
        assert row["level_low"] <= row["level"] <= row["level_high"]
    before, after = its["curve"][11], its["curve"][12]
    assert before["fitted"] == pytest.approx(before["without"])
    assert after["fitted"] / after["without"] == pytest.approx(its["rate_ratio"])
    assert after["without_low"] < after["without"] < after["without_high"]
    assert (after["time"], after["at"]) == ("2022K1", 2022.125)
    rows = answer(*CALLS["mannkendall"])["curve"]
    assert [row["value"] for row in rows] == [40 - k + 4 * (k % 4) for k in range(24)]
    assert all(row["line_low"] <= row["line"] <= row["line_high"] for row in rows)
    assert [row["is_same"] for row in answer(*CALLS["alarm"])["curve"]][-5:] == [
        True,
        False,
        False,
        False,
        True,
    ]
