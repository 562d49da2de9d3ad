"""`samsyn analyse smr`: observed events beside those expected."""

from __future__ import annotations

import csv
import re

import pytest
from scipy.stats import chi2

from samsyn.analysis.counts import adjusted
from samsyn.cli.analyses import smr

STRATA = (
    "smr",
    "brott.csv",
    "--area",
    "område",
    "--count",
    "antal",
    "--population",
    "folkmängd",
    "--strata",
    "ålder",
)
PLAIN = ("smr", "b.csv", "--area", "a", "--count", "n", "--population", "N")
GIVEN = ("smr", "b.csv", "--area", "a", "--count", "n", "--expected", "N")


@pytest.fixture
def file(tmp_path):
    return lambda text, name="b.csv": (tmp_path / name).write_text(text)


def by_area(found):
    return {row["area"]: row for row in found["table"]}


def three_sentences(text):
    return len(re.findall(r"[.?](?=\s|$)", text)) == 3 and text.endswith(".\n")


def test_each_age_has_its_own_rate(answer, file):
    file(smr.FILE[1], "brott.csv")
    found = answer(*STRATA)
    # by hand: 98 of 4 400 aged 16-24, 110 of 17 000 older
    young, old = 98 / 4400, 110 / 17000
    rows = by_area(found)
    expected = [2000 * young + 6000 * old, 1500 * young + 7000 * old, 900 * young + 4000 * old]
    assert [rows[a]["expected"] for a in ("Centrum", "Öster", "Väster")] == pytest.approx(expected, rel=1e-12)
    # R 4.2: g <- glm(n ~ factor(age), poisson, offset = log(N), control = list(epsilon = 1e-14));
    # tapply(fitted(g), area, sum), Hamnen left out
    fitted = [83.3689839572193, 78.7032085561498, 45.9278074866311]
    assert [rows[a]["expected"] for a in ("Centrum", "Öster", "Väster")] == pytest.approx(fitted, rel=1e-12)
    one = rows["Centrum"]
    assert (one["count"], one["population"], one["ratio"]) == (110, 8000, pytest.approx(110 / expected[0]))
    assert one["low"] == pytest.approx(chi2.ppf(0.025, 220) / 2 / expected[0], rel=1e-9)
    assert one["high"] == pytest.approx(chi2.ppf(0.975, 222) / 2 / expected[0], rel=1e-9)
    known = [row for row in found["table"] if row["ratio"] is not None]
    assert [row["p_adjusted"] for row in known] == pytest.approx(
        adjusted([row["p"] for row in known]).tolist()
    )
    assert [rows[a]["class"] for a in ("Centrum", "Öster", "Väster")] == ["higher", "as-expected", "lower"]
    assert (found["strata"], found["areas"], found["n"], found["value"]) == (2, 3, 208, None)


def test_where_nobody_lives_the_ratio_cannot_be_computed_and_that_is_said(answer, analyse, file):
    file("a,n,N\nA,10,1000\nB,20,3000\nHamnen,7,0\nParken,0,0\n")
    found = answer(*PLAIN)
    rows = by_area(found)
    assert [rows["A"]["expected"], rows["B"]["expected"]] == pytest.approx([7.5, 22.5])
    for name in ("Hamnen", "Parken"):
        assert (rows[name]["ratio"], rows[name]["low"], rows[name]["reason"]) == (None, None, "no-population")
    assert (found["left_out"], rows["Hamnen"]["left_out"]) == (7, 7)
    _code, out, _err = analyse(*PLAIN)
    assert "Går inte att beräkna för Hamnen, Parken: ingen bor där." in out
    assert "7 händelser hör till rader där ingen bor och räknades inte." in out


def test_an_expected_count_of_one_s_own_gives_all_areas_together_too(answer, analyse, file):
    # R 4.2: poisson.test(15, 10)$conf.int; poisson.test(19, 12)$conf.int; 2 * ppois(18, 12, lower.tail = FALSE)
    file("a,n,N\nA,15,10\nB,4,2\nC,3,0\n")
    found = answer(*GIVEN)
    rows = by_area(found)
    one = [rows["A"][key] for key in ("ratio", "low", "high", "p")]
    assert one == pytest.approx([1.5, 0.839538613278331, 2.474021887148584, 0.166916945869326], rel=1e-9)
    assert (rows["C"]["reason"], rows["A"]["population"]) == ("no-expected", None)
    assert found["value"] == pytest.approx(19 / 12)
    whole = [found[key] for key in ("low", "high", "p")]
    assert whole == pytest.approx([0.953270097030561, 2.472571130965467, 0.0748329793267838], rel=1e-9)
    _code, out, _err = analyse(*GIVEN)
    assert "A: 1,5 gånger det väntade (0,84 till 2,47, 95 % säkerhet), 15 händelser mot 10 väntade." in out
    assert "Alla områden tillsammans: 1,58 gånger det väntade" in out
    assert "Går inte att beräkna för C: inget var att vänta." in out
    assert "Inget område skiljer sig från det väntade mer än vad som kan vara slumpen." in out


def test_hidden_and_missing_cells_are_counted_and_the_area_still_stands_in_the_table(answer, analyse, file):
    # METHODS.md 4.10: `..` is suppressed, an empty cell missing, neither is 0
    file("a,n,N\nA,10,1000\nB,20,3000\nC,..,500\nD,4,\n,3,100\nE,1,2,3\n")
    found = answer(*PLAIN)
    expected = {"no_area": 1, "no_strata": 0, "no_count": 1, "no_population": 1, "wrong_width": 1}
    assert found["dropped"] == expected
    rows = by_area(found)
    assert [(rows[name]["ratio"], rows[name]["reason"]) for name in "CD"] == [(None, "no-value")] * 2
    assert rows["A"]["expected"] == pytest.approx(7.5)
    _code, out, _err = analyse(*PLAIN)
    assert "4 rader räknades inte" in out
    assert "Går inte att beräkna för C, D: tal saknas." in out


def test_an_area_that_misses_a_stratum_is_marked(answer, file):
    text = "område,ålder,antal,folkmängd\nA,u,5,100\nA,v,..,200\nB,u,4,90\nB,v,9,300\nB,,9,300\n"
    file(text, "brott.csv")
    found = answer(*STRATA)
    rows = by_area(found)
    assert ("incomplete" in rows["A"]["caveats"], rows["A"]["count"], rows["A"]["population"]) == (
        True,
        5,
        100,
    )
    assert rows["A"]["expected"] == pytest.approx(100 * 9 / 190)
    assert found["dropped"]["no_strata"] == 1


def test_no_events_and_nobody_at_all(answer, analyse, file):
    file("a,n,N\nA,0,1000\nB,0,3000\n")
    found = answer(*PLAIN)
    assert (found["reason"], found["value"], found["areas"]) == ("no-events", None, 0)
    assert "Kvoten går inte att beräkna för något område." in analyse(*PLAIN)[1]
    file("a,n,N\nA,3,0\nB,0,0\n")
    assert answer(*GIVEN)["reason"] == "no-expected"


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        (PLAIN, "a,n,N\nA,1,2\nA,2,3\n", "Området ”A” står på flera rader i filen b.csv."),
        (PLAIN, "a,n,N\nA,1,2\n", "så det behövs minst två"),
        (PLAIN, "a,n,N\nA,1,0\nB,2,0\n", "så det behövs minst två"),
        (PLAIN, "a,n,N\nA,1,2\nB,x,3\n", "I kolumnen ”n” står ”x”"),
        (PLAIN, "a,n,N\nA,1,2\nB,1.5,3\n", "där vi väntade oss ett antal"),
        (PLAIN, "a,n,N\nA,1,-2\nB,1,3\n", "I kolumnen ”N” står ”-2”"),
        (PLAIN, "a,x\nA,1\n", "saknar kolumnen ”n”"),
        (PLAIN[:-2], "a,n,N\nA,1,2\n", "Kommandot fick inget av dem."),
        ((*PLAIN, "--expected", "n"), "a,n,N\nA,1,2\n", "Kommandot fick båda."),
        ((*GIVEN, "--strata", "a"), "a,n,N\nA,1,2\n", "Kommandot fick både --expected och --strata."),
        (PLAIN, "a,n,N\n", "Vi hittade bara en rubrikrad."),
    ],
)
def test_what_cannot_be_is_said_in_three_sentences(words, text, said, analyse, file):
    file(text)
    code, out, err = analyse(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert three_sentences(re.sub(r"[”(][^”)]*[”)]", "x", err)), err


def test_real_areas_sum_to_what_was_seen(answer, reference, tmp_path):
    # data/statistik: reported crimes and population of the four stadsområden, 2024
    folder = reference / "statistik"
    with (folder / "bra_anmalda_brott_stadsomraden.csv").open(encoding="utf-8") as file:
        counts = [row for row in csv.DictReader(file) if row["ar"] == "2024"]
    with (folder / "folkmangd.csv").open(encoding="utf-8") as file:
        people = {row["omrade"]: row["folkmangd"] for row in csv.DictReader(file) if row["ar"] == "2024"}
    kind = counts[0]["brottstyp"]
    rows = [
        row
        for row in counts
        if row["brottstyp"] == kind and row["omrade"] in people and "Göteborg" not in row["omrade"]
    ]
    lines = [f"{row['omrade']},{row['antal']},{people[row['omrade']]}" for row in rows]
    assert len(lines) == 4
    (tmp_path / "b.csv").write_text("a,n,N\n" + "\n".join(lines) + "\n")
    table = answer(*PLAIN)["table"]
    assert sum(row["expected"] for row in table) == pytest.approx(sum(row["count"] for row in table))
