"""`samsyn analyse survey-change` headless. Oracles: R survey 4.1-1, as in analysis/tests/test_survey_change.py."""

from __future__ import annotations

import csv
import re

import pytest


@pytest.fixture
def long_file(reference, tmp_path):
    """The clusters of schools twice: api99 is the wave of 1999, api00 that of 2000."""
    with (reference / "undersokning/apiclus1.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    lines = ["wave,dnum,cds,stype,pw,fpc,y,hi"]
    for wave, name in ((1999, "api99"), (2000, "api00")):
        lines += [
            f"{wave},{r['dnum']},{r['cds']},{r['stype']},{r['pw']},{r['fpc']},{r[name]},{int(float(r[name]) > 700)}"
            for r in rows
        ]
    (tmp_path / "lång.csv").write_text("\n".join(lines) + "\n")
    return "lång.csv"


DESIGN = ("--wave", "wave", "--weight", "pw", "--cluster", "dnum", "--fpc", "fpc")


def test_shared_clusters_take_down_the_error(answer, long_file):
    # svycontrast(svyby(~y, ~wave, d, svymean, covmat = TRUE), c(-1, 1))
    found = answer("survey-change", long_file, *DESIGN, "--variable", "y", "--mean")
    assert (found["value"], found["se"]) == pytest.approx((37.191256830601, 3.085196966899), rel=1e-11)
    assert (found["shared"], found["more_than_chance"], found["caveats"]) == (15, True, [])
    assert [wave["wave"] for wave in found["waves"]] == ["1999", "2000"]
    apart = answer("survey-change", long_file, *DESIGN, "--variable", "y", "--mean", "--independent")
    assert (apart["shared"], apart["covariance"]) == (0, 0)
    assert apart["se"] ** 2 == pytest.approx(586.8526069038 + 554.2370968839, rel=1e-11)
    words = ("--variable", "hi", "--value", "1", "--where", "stype=E")
    found = answer("survey-change", long_file, *DESIGN, *words)
    assert (found["value"], found["se"]) == pytest.approx((0.13888888888889, 0.03997903303549), rel=1e-11)
    back = answer("survey-change", long_file, *DESIGN, *words, "--first", "2000", "--second", "1999")
    assert back["value"] == pytest.approx(-0.13888888888889)


def test_groups_are_tested_at_once_and_it_is_said(analyse, answer, long_file):
    words = (
        "survey-change",
        long_file,
        *DESIGN,
        "--variable",
        "y",
        "--mean",
        "--by",
        "stype",
        "--hide-under",
        "20",
    )
    found = answer(*words)
    assert [row["stype"] for row in found["table"]] == ["E", "H", "M"]
    assert [row["reason"] for row in found["table"]] == [None, "hidden", None]
    tested = [row for row in found["table"] if row["p"] is not None]
    assert sorted(row["p_adjusted"] for row in tested) == pytest.approx(
        [
            min(2 * min(row["p"] for row in tested), max(row["p"] for row in tested)),
            max(row["p"] for row in tested),
        ]
    )
    out = analyse(*words)[1]
    assert "Benjamini–Hochberg" in out
    assert "H: döljs, för få svar." in out


def test_it_is_said_in_words(analyse, long_file):
    code, out, _err = analyse("survey-change", long_file, *DESIGN, "--variable", "hi", "--value", "1")
    assert code == 0
    assert re.search(r"^Förändring: 12,6 procentenheter \(.+ till .+, 95 % säkerhet\)\.$", out, re.MULTILINE)
    assert "mer än vad urvalens slump brukar ge (p = " in out
    assert "15 kluster eller svarande gemensamt" in out


def test_persons_who_answered_twice(answer, tmp_path):
    rows = [f"{n},{year},{n % 5 + (year - 2020) * (n % 2)}" for year in (2020, 2021) for n in range(40)]
    (tmp_path / "p.csv").write_text("id,år,y\n" + "\n".join([*rows, "3,2019,1", "4,2021,"]) + "\n")
    words = (
        "survey-change",
        "p.csv",
        "--wave",
        "år",
        "--variable",
        "y",
        "--mean",
        "--first",
        "2020",
        "--second",
        "2021",
    )
    found = answer(*words, "--respondent", "id")
    assert (found["value"], found["shared"]) == (0.5, 40)
    assert found["se"] == pytest.approx((0.25 / 39) ** 0.5)  # half of them by 1, half by 0
    assert found["dropped"] == {
        "no_weight": 0, "no_design": 0, "wrong_width": 0, "other_wave": 1, "outside_where": 0, "no_answer": 1,
    }  # fmt: skip
    alone = answer(*words)
    assert (alone["shared"], alone["n"]) == (0, 80)
    assert alone["se"] > found["se"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--wave", "år", "--mean"), "I kolumnen ”år” står: 2019, 2020, 2021. Ge både"),
        (("--wave", "år", "--mean", "--first", "2020"), "Ge både --first och --second."),
        (
            ("--wave", "år", "--mean", "--first", "2020", "--second", "2022"),
            "Omgångarna 2020 och 2022 går inte",
        ),
        (("--wave", "år", "--mean", "--first", "2020", "--second", "2020"), "Ge två olika av dem."),
        (("--wave", "år"), "Det fick inget av dem"),
        (
            ("--wave", "år", "--mean", "--cluster", "id", "--respondent", "id"),
            "både --respondent och --cluster",
        ),
        (("--wave", "x", "--mean"), "saknar kolumnen ”x”"),
    ],
)
def test_what_cannot_be_is_said_in_three_sentences(words, said, analyse, tmp_path):
    (tmp_path / "p.csv").write_text("id,år,y\n1,2020,3\n2,2021,2\n3,2019,1\n")
    code, out, err = analyse("survey-change", "p.csv", "--variable", "y", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3, err
