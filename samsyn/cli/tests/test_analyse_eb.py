"""`samsyn analyse eb`: smoothed rates beside the raw ones."""

from __future__ import annotations

import re

import pytest
from scipy.stats import chi2

WORDS = ("eb", "b.csv", "--area", "a", "--count", "n", "--population", "N")


@pytest.fixture
def file(tmp_path):
    return lambda text: (tmp_path / "b.csv").write_text(text)


def test_the_smoothed_rate_stands_beside_the_raw_one_and_alone_has_a_rank(answer, file):
    # R 4.2, spdep 1.2-7: EBest(c(0,10,40), c(100,1000,2000))
    file("a,n,N\nA,0,100\nB,10,1000\nC,40,2000\nHamnen,3,0\n")
    found = answer(*WORDS)
    rows = {row["area"]: row for row in found["table"]}
    smooth = [rows[name]["eb"] for name in "ABC"]
    assert smooth == pytest.approx([14.7928994082840, 13.2203389830508, 18.6206896551724], rel=1e-12)
    assert [rows[name]["raw"] for name in "ABC"] == [0, 10, 20]
    assert rows["C"]["raw_low"] == pytest.approx(chi2.ppf(0.025, 80) / 4, rel=1e-9)
    assert rows["C"]["raw_high"] == pytest.approx(chi2.ppf(0.975, 82) / 4, rel=1e-9)
    assert [rows[name]["rank"] for name in "ABC"] == [2, 3, 1]
    assert found["value"] == pytest.approx(16.1290322580645, rel=1e-12)
    assert found["low"] == pytest.approx(chi2.ppf(0.025, 100) / 2 / 3.1, rel=1e-9)
    assert found["between"] == pytest.approx(14.5681581685744, rel=1e-12)
    assert not any("rank" in key and "raw" in key for key in rows["A"])
    gone = rows["Hamnen"]
    assert [gone[key] for key in ("raw", "eb", "rank", "reason")] == [None, None, None, "no-population"]
    assert (found["left_out"], found["areas"], found["n"]) == (3, 3, 50)
    assert answer(*WORDS, "--per", "1")["table"][2]["eb"] == pytest.approx(0.0186206896551724, rel=1e-12)


def test_in_words_the_order_is_that_of_the_smoothed_rates(analyse, file):
    file("a,n,N\nLitet,1,10\nB,60,1000\nC,40,2000\nD,2,3000\nHamnen,3,0\n")
    _code, out, _err = analyse(*WORDS)
    assert out.index("\nB: ") < out.index("\nC: ") < out.index("\nD: ")
    assert out.index("\nB: ") < out.index("\nLitet: ")  # 100 per 1 000 raw, the highest of all, on one event
    assert "Det råa rangordnas aldrig" in out
    assert "Få händelser, stor osäkerhet." in out
    assert "Går inte att beräkna för Hamnen: ingen bor där." in out
    assert "3 händelser i områden där ingen bor räknades inte." in out
    assert "har inget eget intervall" in out


def test_areas_that_differ_no_more_than_chance_get_one_rate_and_no_rank(answer, analyse, file):
    # R 4.2, spdep 1.2-7: EBest(c(10,20,30,41), c(1000,2000,3000,4000)): a = 0, all 0.0101 (esda 2.9.0: 0.00949 to 0.0105)
    file("a,n,N\nA,10,1000\nB,20,2000\nC,30,3000\nD,41,4000\n")
    found = answer(*WORDS)
    assert [row["eb"] for row in found["table"]] == pytest.approx([10.1] * 4, rel=1e-12)
    assert [row["rank"] for row in found["table"]] == [None] * 4
    assert found["between"] == 0
    assert "Områdena skiljer sig inte mer än vad som kan vara slumpen." in analyse(*WORDS)[1]


def test_no_events_nobody_and_no_values(answer, analyse, file):
    file("a,n,N\nA,0,1000\nB,0,2000\n")
    found = answer(*WORDS)
    assert (found["reason"], found["value"], found["areas"]) == ("no-events", 0, 0)
    assert found["high"] == pytest.approx(3.688879454 / 3, rel=1e-9)
    assert [(row["eb"], row["raw"], row["reason"]) for row in found["table"]] == [(None, 0, "no-events")] * 2
    assert "Utjämnade tal går inte att beräkna." in analyse(*WORDS)[1]
    file("a,n,N\nA,2,0\n")
    assert (answer(*WORDS)["reason"], answer(*WORDS)["value"]) == ("no-population", None)
    file("a,n,N\nA,..,10\nB,3,\n,3,4\nC,1,2,3\n")
    found = answer(*WORDS)
    assert found["reason"] == "no-value"
    assert found["dropped"] == {"no_area": 1, "no_count": 1, "no_population": 1, "wrong_width": 1}
    assert [row["reason"] for row in found["table"]] == ["no-value"] * 2
    assert "4 rader räknades inte" in analyse(*WORDS)[1]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a,n,N\nA,1,2\nA,2,3\n", "Området ”A” står på flera rader i filen b.csv."),
        ("a,n,N\nA,1,2\nB,x,3\n", "I kolumnen ”n” står ”x”"),
        ("a,n,N\nA,1,-2\nB,1,3\n", "I kolumnen ”N” står ”-2”"),
        ("a,x\nA,1\n", "saknar kolumnen ”n”"),
        ("", "är tom"),
    ],
)
def test_what_cannot_be_is_said_in_three_sentences(text, said, analyse, file):
    file(text)
    code, out, err = analyse(*WORDS)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3
