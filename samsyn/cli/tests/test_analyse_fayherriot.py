"""`samsyn analyse fayherriot` headless. Oracles as in analysis/tests/test_fayherriot.py."""

from __future__ import annotations

import re

import pytest

from samsyn.analysis.tests.test_fayherriot import ORACLE, V, X, Y


@pytest.fixture
def areas(tmp_path):
    rows = [
        f"Område {k},{y},{v},{v**0.5},{x},{20 + 10 * k}"
        for k, (y, v, x) in enumerate(zip(Y, V, X, strict=True))
    ]
    (tmp_path / "a.csv").write_text("namn,y,v,se,x,svar\n" + "\n".join(rows) + "\n")
    return "a.csv"


@pytest.mark.parametrize(("method", "has_x"), list(ORACLE))
def test_it_gives_what_metafor_and_samplics_give(method, has_x, areas, answer):
    spread, coefficients, shrunk, mse = ORACLE[method, has_x]
    more = ("--covariates", "x") if has_x else ()
    found = answer("fayherriot", areas, "--estimate", "y", "--variance", "v", "--method", method, *more)
    assert (found["value"], found["n"], found["low"], found["p"]) == (
        pytest.approx(spread, rel=1e-9),
        12,
        None,
        None,
    )
    assert list(found["coefficients"].values()) == pytest.approx(coefficients, rel=1e-9)
    assert [row["shrunk"] for row in found["table"]] == pytest.approx(shrunk, rel=1e-9)
    assert [row["mse"] for row in found["table"]] == pytest.approx(mse, rel=1e-9)
    assert [row["raw"] for row in found["table"]] == Y.tolist()
    same = answer("fayherriot", areas, "--effect", "y", "--se", "se", "--method", method, *more)
    assert same["value"] == pytest.approx(spread, rel=1e-9)


def test_raw_values_on_few_answers_are_hidden_or_marked(areas, answer, analyse):
    words = ("fayherriot", areas, "--estimate", "y", "--variance", "v", "--area", "namn", "--base", "svar")
    rows = answer(*words)["table"]
    assert [row["reason"] for row in rows[:3]] == ["hidden", None, None]
    assert (rows[0]["raw"], rows[0]["raw_se"], rows[0]["area"], rows[0]["n"]) == (None, None, "Område 0", 20)
    assert [row["caveats"] for row in rows] == [[], *[["small-base"]] * 7, [], [], [], []]
    out = analyse(*words)[1]
    assert "rått döljs, för få svar" in out
    assert "rått 0,55 (få svar)" in out
    assert "Läs det bredvid det råa." in out


def test_areas_without_value_or_error_get_what_the_model_says_and_are_counted(
    areas, answer, analyse, tmp_path
):
    with (tmp_path / areas).open("a") as file:
        file.write("Tom,,,,2,\nUtan fel,0.5,,,2,\nAlla lika,1,0,0,2,\nUtan x,0.5,0.01,0.1,,\n")
    words = ("fayherriot", areas, "--estimate", "y", "--variance", "v", "--area", "namn", "--covariates", "x")
    found = answer(*words)
    assert found["dropped"] == {
        "no_covariate": 1, "no_estimate": 1, "no_variance": 1, "zero_variance": 1, "wrong_width": 0,
    }  # fmt: skip
    assert found["n"] == 12
    last = found["table"][-3:]
    assert [row["raw"] for row in last] == [None, 0.5, 1]
    assert all(row["caveats"] == ["synthetic"] and row["weight"] == 0 for row in last)
    assert "Tom: 0,617" in (out := analyse(*words)[1])
    assert "bara vad modellen säger" in out


def test_no_spread_and_too_few_areas_are_said(analyse, answer, tmp_path):
    (tmp_path / "lika.csv").write_text("y,v\n1,4\n1.1,4\n0.9,4\n1.2,4\n1,4\n1,4\n")
    found = answer("fayherriot", "lika.csv", "--estimate", "y", "--variance", "v")
    assert (found["value"], found["caveats"]) == (0, ["no-spread"])
    assert (
        "skiljer sig inte mer än deras egna fel"
        in analyse("fayherriot", "lika.csv", "--estimate", "y", "--variance", "v")[1]
    )
    (tmp_path / "två.csv").write_text("y,v\n1,4\n1.1,4\n")
    found = answer("fayherriot", "två.csv", "--estimate", "y", "--variance", "v")
    assert (found["value"], found["reason"], found["coefficients"]) == (None, "too-few-areas", {})
    assert [(row["raw"], row["shrunk"]) for row in found["table"]] == [(1, None), (1.1, None)]
    assert (
        "Värdena går inte att jämna ut."
        in analyse("fayherriot", "två.csv", "--estimate", "y", "--variance", "v")[1]
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--estimate", "y"), "Ge ett av dem."),
        (("--estimate", "y", "--variance", "v", "--se", "se"), "Ge ett av dem."),
        (("--variance", "v"), "Det saknas: --estimate"),
        (("--estimate", "y", "--variance", "minus"), "I kolumnen ”minus” står ”-1”"),
        (("--estimate", "namn", "--variance", "v"), "I kolumnen ”namn” står ”a”"),
        (("--estimate", "y", "--variance", "v", "--covariates", "lika"), "någon är densamma i alla områden"),
        (
            ("--estimate", "y", "--variance", "v", "--covariates", "tom"),
            "Inget område i filen b.csv går att använda.",
        ),
        (("--estimate", "y", "--variance", "borta"), "saknar kolumnen ”borta”"),
    ],
)
def test_what_cannot_be_is_said_in_three_sentences(words, said, analyse, tmp_path):
    rows = "".join(f"{name},{k},{1},-1,7,\n" for k, name in enumerate("abcdefgh"))
    (tmp_path / "b.csv").write_text("namn,y,v,minus,lika,tom\n" + rows)
    code, out, err = analyse("fayherriot", "b.csv", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3, err
