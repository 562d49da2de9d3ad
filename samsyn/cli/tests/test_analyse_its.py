"""`samsyn analyse its`."""

from __future__ import annotations

import re
import shutil

import pytest

ROWS = "månad,antal,insats\n" + "".join(
    f"{2022 + place // 12}-{place % 12 + 1:02d},{40 + 7 * place % 5 - (18 if place >= 15 else 0)},{int(place >= 15)}\n"
    for place in range(30)
)
CALL = ("its", "serie.csv", "--count", "antal", "--time", "månad", "--intervention", "insats")


@pytest.fixture
def serie(tmp_path):
    (tmp_path / "serie.csv").write_text(ROWS)
    return tmp_path / "serie.csv"


def test_sicily_headless(answer, reference, tmp_path):
    # METHODS.md 3
    shutil.copy(reference / "utvardering" / "sicily.csv", tmp_path / "sicily.csv")
    words = (
        "its",
        "sicily.csv",
        "--count",
        "aces",
        "--time",
        "time",
        "--intervention",
        "smokban",
        "--exposure",
        "stdpop",
    )
    found = answer(*words)
    assert (found["value"], found["se"]) == pytest.approx((-0.11162844256, 0.0172247816), rel=1e-8)
    ratios = [found[key] for key in ("rate_ratio", "rate_ratio_low", "rate_ratio_high")]
    assert ratios == pytest.approx([0.894377, 0.864686, 0.925086], abs=5e-7)
    assert (found["n"], found["rows"], found["caveats"]) == (48914, 59, ["overdispersed"])
    found = answer(*words, "--month", "month", "--harmonics", "2", "--family", "quasipoisson")
    assert (found["value"], found["se"]) == pytest.approx((-0.122086793, 0.0270311), abs=1e-7)
    found = answer(*words, "--month", "month", "--family", "quasipoisson")
    assert found["value"] == pytest.approx(-0.125007594029, rel=1e-8)  # R, see analysis/tests/test_its.py


def test_in_words(serie, analyse):
    _code, out, _err = analyse(*CALL)
    assert re.search(
        r"Nivån är \d+,\d procent lägre efter åtgärdens start än trenden lät vänta \(kvot 0,\d+;", out
    )
    assert "Det är mer än slumpen (p " in out
    assert "Det visar inte att åtgärden var orsaken" in out
    _code, out, _err = analyse(*CALL, "--slope")
    assert "lägre när åtgärden började än" in out
    assert "procent mer per tidsenhet än förut" in out or "procent mindre per tidsenhet än förut" in out


def test_the_calendar_is_read_from_the_times_and_rows_with_gaps_are_counted(serie, answer, analyse):
    serie.write_text(ROWS.replace("2022-03,44", "2022-03,..").replace("2022-05", ""))
    found = answer(*CALL, "--harmonics", "1")
    assert (found["rows"], found["dropped"]["no_time"], found["dropped"]["no_count"]) == (28, 1, 1)
    assert "2 rader räknades inte" in analyse(*CALL)[1]
    assert found["value"] == pytest.approx(answer(*CALL, "--month", "månad", "--harmonics", "1")["value"])


def test_days_of_a_month_each_count_and_a_month_without_events_is_said(serie, answer, analyse):
    serie.write_text(
        "månad,antal,insats\n"
        + "".join(f"2024-0{1 + k // 9}-0{1 + k % 9},{9 + k % 3},{int(k > 8)}\n" for k in range(18))
    )
    assert answer(*CALL)["rows"] == 18
    serie.write_text(re.sub(r"(-07),\d+", r"\1,0", ROWS))
    found = answer(*CALL, "--month", "månad")
    assert (found["empty_months"], found["caveats"][-1]) == ([7], "empty-calendar-month")
    assert abs(found["value"]) < 2
    assert "Kalendermånad 7 har inga händelser alls." in analyse(*CALL, "--month", "månad")[1]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (re.sub(r",\d+,", ",0,", ROWS), "no-events"),
        (ROWS.replace(",1\n", ",0\n"), "no-before-or-after"),
        (re.sub(r",\d+,1\n", ",0,1\n", ROWS), "no-events-before-or-after"),
        ("".join(ROWS.splitlines(keepends=True)[15:18]).join(["månad,antal,insats\n", ""]), "too-short"),
    ],
)
def test_what_cannot_be_estimated_is_said(text, reason, serie, answer, analyse):
    serie.write_text(text)
    found = answer(*CALL)
    assert (found["value"], found["p"], found["reason"]) == (None, None, reason)
    assert "går inte att beräkna" in analyse(*CALL)[1]


@pytest.mark.parametrize(
    ("change", "words", "said"),
    [
        (lambda text: text.replace(",1\n", ",ja\n", 1), (), "där vi väntade oss ett tal"),
        (
            lambda text: text.replace(",1\n", ",2\n", 1),
            (),
            "där vi väntade oss 0 (före) eller 1 (från start)",
        ),
        (lambda text: text.replace("2022-02,", "2022-01,"), (), "står på flera rader"),
        (lambda text: text.replace("2022-02,", "igår,"), (), "I kolumnen ”månad” står ”igår”"),
        (lambda text: re.sub(r"2022-02,\d+", "2022-02,1.5", text), (), "ett antal, ett heltal"),
        (lambda text: text, ("--exposure", "insats"), "ett tal över 0"),
        (lambda text: text, ("--month", "antal"), "en månad, 1 till 12"),
        (lambda text: text, ("--harmonics", "9"), "”9” är inte 1, 2, 3, 4 eller 5"),
        (lambda text: text, ("--family", "normal"), "Valet --family"),
        (lambda text: text, ("--exposure", "folk"), "saknar kolumnen ”folk”"),
        (
            lambda text: re.sub(r"20(\d\d)-(\d\d)", r"\1\2", text),
            ("--harmonics", "1"),
            "inga kalendermånader",
        ),
    ],
)
def test_what_cannot_be_is_said_in_swedish(change, words, said, serie, analyse):
    serie.write_text(change(ROWS))
    code, out, err = analyse(*CALL, *words)
    assert (code, out) == (2, "")
    assert said in err
