"""`samsyn analyse pool`."""

from __future__ import annotations

import re

import pytest

from samsyn.analysis.tests.test_pool import V, Y

COLUMNS = ("--effect", "yi", "--variance", "vi")


def _file(tmp_path, rows, head="yi,vi,id"):
    (tmp_path / "effekter.csv").write_text(f"{head}\n" + "\n".join(rows) + "\n")
    return "effekter.csv"


BCG = [f"{y!r},{v!r},{study}" for y, v, study in zip(Y.tolist(), V.tolist(), "aabbcddefghhh", strict=True)]


def test_bcg(answer, tmp_path):
    # metafor: rma(yi, vi, data = dat, method = …, test = "knha")
    name = _file(tmp_path, BCG)
    found = answer("pool", name, *COLUMNS)
    numbers = [found[key] for key in ("value", "low", "high", "tau2", "i2", "n")]
    assert numbers == pytest.approx(
        [-0.714532342158, -1.10844371369, -0.320620970631, 0.313243258136, 0.922213845213, 13]
    )
    assert found["table"][0]["shrunk"] == pytest.approx(-0.80023356197)
    assert answer("pool", name, *COLUMNS, "--method", "dl")["tau2"] == pytest.approx(0.308760262862)


def test_effects_of_one_study_are_marked(answer, analyse, tmp_path):
    name = _file(tmp_path, BCG)
    found = answer("pool", name, *COLUMNS, "--study", "id")
    assert (found["studies"], found["caveats"], found["predicted_low"]) == (8, ["dependent-effects"], None)
    assert found["low"] == pytest.approx(-1.30212274644)
    assert [row["study"] for row in found["table"]] == list("aabbcddefghhh")
    assert "Flera effekter kommer från samma studie." in analyse("pool", name, *COLUMNS, "--study", "id")[1]


def test_in_words(analyse, tmp_path):
    out = analyse("pool", _file(tmp_path, BCG), *COLUMNS)[1]
    assert "Sammanvägd effekt: −0,715 (−1,108 till −0,321, 95 % säkerhet)." in out
    assert "92 % av all varians ligger mellan platser" in out
    assert "På en ny plats kan man vänta sig" in out


def test_one_study_and_rows_left_out(answer, analyse, tmp_path):
    name = _file(tmp_path, ["0.2,0.1,a", "..,0.1,b", "0.3,,c", "0.3,0.1,", "1,2"])
    found = answer("pool", name, *COLUMNS, "--study", "id")
    assert (found["value"], found["reason"], found["table"]) == (None, "one-study", [])
    assert found["dropped"] == {"no_effect": 1, "no_variance": 1, "no_study": 1, "wrong_width": 1}
    assert "går inte att beräkna" in analyse("pool", name, *COLUMNS, "--study", "id")[1]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["0.2,0,a"], "I kolumnen ”vi” står ”0”"),
        (["0.2,-1,a"], "I kolumnen ”vi” står ”-1”"),
        (["x,1,a"], "I kolumnen ”yi” står ”x”"),
    ],
)
def test_what_cannot_be_is_said_in_three_sentences(rows, said, analyse, tmp_path):
    code, out, err = analyse("pool", _file(tmp_path, rows), *COLUMNS)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3, err
