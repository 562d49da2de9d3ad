"""`samsyn analyse survey` headless. Oracles: METHODS.md 3 and R survey 4.1-1."""

from __future__ import annotations

import re

import pytest

SMALL = "svar,vikt,grupp,storlek,klass\n" + "".join(
    f"{'ja' if k % 3 else 'nej'},{1 + k % 4},{'norr' if k % 2 else 'söder'},{400},{k % 7}\n"
    for k in range(120)
)


def three_sentences(text):
    return len(re.findall(r"[.?](?=\s|$)", text)) == 3 and text.endswith(".\n")


@pytest.fixture
def small(tmp_path):
    (tmp_path / "svar.csv").write_text(SMALL)
    return "svar.csv"


def test_the_reference_values(answer, reference, tmp_path):
    folder = reference / "undersokning"
    strat = (folder / "apistrat.csv", "--weight", "pw", "--strata", "stype", "--fpc", "fpc")
    found = answer("survey", *strat, "--variable", "awards", "--value", "Yes")
    assert [found[key] for key in ("value", "low", "high")] == pytest.approx(
        [0.63893606, 0.5687210989, 0.7036757794], rel=1e-8
    )
    assert (found["n"], found["df"], found["kind"], found["p"], found["caveats"]) == (
        200,
        197,
        "share",
        None,
        [],
    )
    found = answer("survey", *strat, "--variable", "awards", "--value", "Yes", "--interval", "beta")
    assert (found["low"], found["high"]) == pytest.approx((0.567219, 0.70635), abs=5e-6)
    found = answer("survey", *strat, "--variable", "api00", "--mean")
    assert (found["value"], found["se"]) == pytest.approx((662.28736, 9.40894), abs=5e-6)
    found = answer("survey", *strat, "--variable", "enroll", "--total")
    assert (found["value"], found["se"]) == pytest.approx((3687177.5, 114641.72), rel=1e-7)
    two = (folder / "apiclus2.csv", "--weight", "pw", "--cluster", "dnum,snum", "--fpc", "fpc1,fpc2")
    found = answer("survey", *two, "--variable", "api00", "--mean")
    assert (found["value"], found["se"]) == pytest.approx((670.81181, 30.09903), abs=5e-6)
    one = (folder / "apiclus1.csv", "--weight", "pw", "--cluster", "dnum", "--fpc", "fpc")
    found = answer("survey", *one, "--variable", "api.stu", "--ratio-to", "enroll")
    assert (found["value"], found["se"]) == pytest.approx((0.8497087417, 0.008386297169), rel=1e-9)
    (tmp_path / "pop.csv").write_text("stype,Freq\nM,1018\nE,4421\nH,755\n")
    found = answer("survey", *one, "--variable", "api00", "--mean", "--poststrata", "stype=pop.csv")
    assert (found["value"], found["se"]) == pytest.approx((642.31079, 23.92049), abs=5e-6)


def test_groups_and_conditions_keep_the_whole_design(answer, reference):
    # x <- subset(dstrat, cname == "Los Angeles"); svyby(~api00, ~stype, dstrat, svymean)
    strat = (reference / "undersokning/apistrat.csv", "--weight", "pw", "--strata", "stype", "--fpc", "fpc")
    found = answer(
        "survey", *strat, "--variable", "api00", "--mean", "--where", "cname=Los Angeles", "--by", "stype"
    )
    assert (found["value"], found["se"], found["n"]) == pytest.approx(
        (633.5112617781, 21.3911606958, 41), rel=1e-11
    )
    assert found["caveats"] == ["small-base"]
    assert [(row["stype"], row["value"], row["reason"]) for row in found["table"]] == [
        (kind, None, "hidden") for kind in "EHM"
    ]
    assert found["dropped"]["outside_where"] == 159
    found = answer("survey", *strat, "--variable", "api00", "--mean", "--by", "stype")
    assert [row["se"] for row in found["table"]] == pytest.approx(
        [12.3824797939, 14.9371291854, 16.2147073082]
    )
    assert [row["caveats"] for row in found["table"]] == [[], ["small-base"], ["small-base"]]


def test_it_is_said_in_words(analyse, small):
    code, out, _err = analyse("survey", small, "--variable", "svar", "--value", "ja", "--by", "grupp")
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == "Andel för svar = ja: 66,7 % (57,6 till 74,6, 95 % säkerhet), 120 svar."
    assert lines[1].startswith("norr: 66,7 % (")
    assert lines[1].endswith("60 svar (få svar).")
    assert "De som inte svarade kan tycka annat" in out
    _code, out, _err = analyse("survey", small, "--variable", "svar", "--value", "ja", "--where", "klass=3")
    assert "döljs, för få svar, 17 svar." in out
    assert "103 utanför villkoret" in out


def test_rows_without_answer_weight_or_design_are_counted(answer, tmp_path):
    rows = [
        "ja,1,a",
        "nej,2,a",
        "ja,,a",
        "..,1,b",
        ",1,b",
        "ja,1,",
        "nej,1,b",
        "NA,1,b",
        "ja,1,b,9",
        "ja,0,b",
    ]
    (tmp_path / "svar.csv").write_text("svar,vikt,stratum\n" + "\n".join(rows) + "\n")
    words = (
        "--variable",
        "svar",
        "--value",
        "ja",
        "--weight",
        "vikt",
        "--strata",
        "stratum",
        "--hide-under",
        "1",
    )
    found = answer("survey", "svar.csv", *words)
    assert found["dropped"] == {
        "no_weight": 1, "no_design": 1, "wrong_width": 1, "outside_where": 0, "no_answer": 3,
    }  # fmt: skip
    assert (found["value"], found["n"]) == (0.25, 3)
    assert answer("survey", "svar.csv", *words[:-1], "30")["reason"] == "hidden"


def test_totals_of_answers_several_answers_and_numbers_written_otherwise(answer, small):
    total = answer(
        "survey",
        small,
        "--variable",
        "klass",
        "--value",
        "3.0",
        "--total",
        "--weight",
        "vikt",
        "--hide-under",
        "0",
    )
    assert total["value"] == sum(1 + k % 4 for k in range(120) if k % 7 == 3)
    found = answer("survey", small, "--variable", "klass", "--value", "1", "--value", "2")
    assert found["value"] == pytest.approx(sum(k % 7 in (1, 2) for k in range(120)) / 120)
    found = answer("survey", small, "--variable", "klass", "--mean", "--by", "klass", "--hide-under", "1")
    assert [row["klass"] for row in found["table"]] == list("0123456")


def test_strata_with_one_cluster_are_said(analyse, answer, tmp_path):
    (tmp_path / "a.csv").write_text("y,s,k\n" + "".join(f"{n % 5},{n < 40},{n // 20}\n" for n in range(60)))
    words = ("survey", "a.csv", "--variable", "y", "--mean", "--strata", "s", "--cluster", "k")
    found = answer(*words)
    assert (found["lonely_strata"], found["df"]) == (1, 1)
    assert found["caveats"] == ["small-base", "lonely-strata", "few-clusters"]
    assert "bara ett kluster" in analyse(*words)[1]
    one = answer("survey", "a.csv", "--variable", "y", "--mean", "--cluster", "s", "--where", "s=True")
    assert (one["low"], one["caveats"]) == (None, ["small-base", "one-cluster"])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--variable", "svar"), "Det fick inget av dem"),
        (("--variable", "svar", "--mean", "--total"), "Det fick --mean, --total"),
        (("--variable", "svar", "--value", "ja", "--mean"), "Det fick --mean, --value"),
        (("--variable", "svar", "--value", "Ja"), "I kolumnen står: ja, nej."),
        (("--variable", "svar", "--mean"), "I kolumnen ”svar” står ”nej”"),
        (("--variable", "klass", "--mean", "--where", "grupp=öst"), "Ingen rad har värdet ”öst”"),
        (("--variable", "klass", "--mean", "--where", "grupp"), "”grupp” ska skrivas kolumn=värde"),
        (("--variable", "klass", "--mean", "--weight", "borta"), "saknar kolumnen ”borta”"),
        (("--variable", "klass", "--mean", "--weight", "grupp"), "I kolumnen ”grupp” står ”söder”"),
        (
            ("--variable", "klass", "--mean", "--fpc", "vikt"),
            "skiljer sig inom ett stratum. På rad 3 i filen",
        ),
        (("--variable", "klass", "--mean", "--fpc", "klass"), "storlekar och andelar"),
        (("--variable", "klass", "--mean", "--fpc", "liten"), "mindre än urvalet. På rad 2"),
        (("--variable", "klass", "--mean", "--fpc", "storlek,vikt"), "Valet --fpc har fler steg"),
        (("--variable", "klass", "--mean", "--weight", "minus"), "där vi väntade oss ett tal från 0"),
        (("--variable", "klass", "--mean", "--weight", "noll"), "Vikterna går inte att använda."),
        (("--variable", "klass", "--mean", "--weight", "tom"), "Ingen rad i filen svar.csv går att använda."),
        (("--variable", "klass", "--mean", "--poststrata", "grupp=borta.csv"), "Filen borta.csv finns inte."),
        (
            ("--variable", "klass", "--mean", "--poststrata", "grupp=fel.csv"),
            "Kolumnerna i filen är: ort, antal.",
        ),
        (("--variable", "klass", "--mean", "--poststrata", "grupp=en.csv"), "”söder” finns i enkäten"),
        (("--variable", "klass", "--mean", "--poststrata", "grupp=tre.csv"), "”öst” finns i tre.csv"),
        (("--variable", "klass", "--mean", "--poststrata", "grupp=dubbel.csv"), "”norr” står på flera rader"),
    ],
)
def test_what_cannot_be_is_said_in_three_sentences(words, said, analyse, tmp_path):
    head, *rows = SMALL.splitlines()
    wide = [f"{head},liten,minus,noll,tom", *(f"{row},50,-1,0," for row in rows)]
    (tmp_path / "svar.csv").write_text("\n".join(wide) + "\n")
    for name, text in {
        "fel": "ort,antal\nnorr,5\n", "en": "grupp,antal\nnorr,5\n", "tre": "grupp,antal\nnorr,5\nsöder,5\nöst,5\n",
        "dubbel": "grupp,antal\nnorr,5\nnorr,5\nsöder,5\n",
    }.items():  # fmt: skip
        (tmp_path / f"{name}.csv").write_text(text)
    code, out, err = analyse("survey", "svar.csv", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert three_sentences(err), err
