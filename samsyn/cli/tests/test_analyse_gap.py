"""`samsyn analyse gap`: felt or recorded?"""

from __future__ import annotations

import re

import pytest

from samsyn.cli.analyses import gap

WORDS = (
    "gap",
    "b.csv",
    "--area",
    "a",
    "--share",
    "s",
    "--base",
    "svar",
    "--count",
    "x",
    "--population",
    "pop",
)
HELD = ("--share-reference", "0.7", "--rate-reference", "60")
OWN = (
    "gap", "b.csv", "--area", "a", "--share", "s", "--share-low", "sl", "--share-high", "sh", "--rate", "r",
    "--rate-low", "rl", "--rate-high", "rh", "--share-reference", "0.7", "--rate-reference", "20",
)  # fmt: skip
HEADING = "a,s,svar,x,pop\n"


@pytest.fixture
def file(tmp_path):
    return lambda text: (tmp_path / "b.csv").write_text(text)


def classes(found):
    return {row["area"]: row["class"] for row in found["table"]}


def test_the_intervals_are_those_of_r_and_decide_the_class(answer, analyse, file):
    # R 4.2: prop.test(121, 220, p = 0.7, correct = FALSE)$conf.int; poisson.test(410, 4)$conf.int; p see analysis/tests
    file(HEADING + "A,0.55,220,410,4000\nB,0.86,150,300,3000\nC,0.7,90,180,2900\n")
    found = answer(*WORDS, *HELD)
    assert classes(found) == {"A": "both", "B": "recorded", "C": "unclear"}
    one = found["table"][0]
    ends = [one[key] for key in ("share_low", "share_high", "rate_low", "rate_high")]
    wanted = [0.483963618348565, 0.614320230031921, 92.8173073001408, 112.918280827551]
    assert ends == pytest.approx(wanted, rel=1e-9)
    chances = [row["p"] for row in found["table"]]
    assert chances == pytest.approx([1.20361496340556e-06, 1.90127628178799e-05, 1], rel=1e-9)
    assert [row["is_more_than_chance"] for row in found["table"]] == [True, True, False]
    assert found["classes"] == {"both": 1, "felt": 0, "recorded": 1, "neither": 0, "unclear": 1}
    assert (found["n"], found["value"], found["table"][2]["caveats"]) == (3, None, ["small-base"])
    _code, out, _err = analyse(*WORDS, *HELD)
    assert (
        "Otryggare och fler brott:\n– A: 55 % trygga (48,4 till 61,4, 95 % säkerhet), 102,5 brott per 1\xa0000"
        in out
    )
    assert "Går inte att säga:\n– C: 70 % trygga" in out
    assert (
        "Intervallen avgör klassen. När det räknas in att 3 områden prövas samtidigt står 2 av 2 kvar" in out
    )


def test_without_a_reference_each_is_held_against_all_areas_together(answer, file):
    file(gap.FILE[1].replace("område,trygga,svar,antal,folkmängd", HEADING.strip()))
    found = answer(*WORDS)
    # by hand, the 12 answers of Hamnen are hidden and not in it
    safe = (0.55 * 220 + 0.58 * 180 + 0.86 * 150 + 0.84 * 260 + 0.74 * 90) / 900
    assert found["share_reference"] == {"": pytest.approx(safe, rel=1e-12)}
    assert found["rate_reference"] == pytest.approx(1150 / 18.7, rel=1e-12)
    expected = {
        "Centrum": "both",
        "Öster": "felt",
        "Väster": "recorded",
        "Norr": "neither",
        "Söder": "unclear",
    }
    assert classes(found) == {**expected, "Hamnen": "unclear"}
    hidden = found["table"][-1]
    assert [hidden[key] for key in ("share", "share_low", "p", "reason")] == [None, None, None, "hidden"]
    shown = answer(*WORDS, "--hide-under", "10")["table"][-1]
    assert (shown["share"], shown["reason"]) == (0.5, None)


def test_surveys_are_never_held_against_each_other(answer, analyse, file):
    # the same share is less safe in one survey and safer in the other; the crimes of an area are counted once
    rows = [
        "A,0.6,300,300,2000,X",
        "B,0.9,300,50,2000,X",
        "A,0.6,300,300,2000,Y",
        "C,0.3,300,90,2000,Y",
        "D,0.5,40,9,90,Z",
    ]
    file("a,s,svar,x,pop,u\n" + "\n".join(rows) + "\n")
    found = answer(*WORDS, "--survey", "u")
    assert found["share_reference"] == {"X": pytest.approx(0.75), "Y": pytest.approx(0.45)}
    assert found["rate_reference"] == pytest.approx(1000 * 449 / 6090)
    told = [(row["area"], row["survey"], row["class"], row["reason"]) for row in found["table"]]
    assert told[0] == ("A", "X", "both", None)
    assert told[2] == ("A", "Y", "recorded", None)
    assert told[4] == ("D", "Z", "unclear", "one-area")
    _code, out, _err = analyse(*WORDS, "--survey", "u")
    assert "Trygga i X hålls mot 75 %." in out
    assert "Går inte att beräkna för D: det finns inget annat område att jämföra med." in out
    assert "olika undersökningar hålls inte mot varandra" in out
    code, _out, err = analyse(*WORDS, "--survey", "u", "--share-reference", "0.7")
    assert code == 2
    assert "till 3 undersökningar" in err
    file("a,s,svar,x,pop,u\nA,0.6,300,300,2000,X\nA,0.6,300,301,2000,Y\n")
    assert "har olika antal brott eller folkmängd på sina rader" in analyse(*WORDS, "--survey", "u")[2]


def test_the_source_s_own_intervals_are_taken_as_they_stand(answer, analyse, file):
    rows = [
        "A,.5,.45,.6,35,30,40",
        "B,.5,.45,.6,7,5,10",
        "C,.85,.8,.9,35,30,40",
        "D,.85,.8,.9,7,5,10",
        "E,.7,.6,.8,35,30,40",
    ]
    file(
        "a,s,sl,sh,r,rl,rh\n"
        + "\n".join(rows).replace(".", "0.")
        + "\nF,0.5,,,35,30,40\nG,0.5,0.4,0.6,35,,40\n"
    )
    found = answer(*OWN)
    expected = ["both", "felt", "recorded", "neither", "unclear", "unclear", "unclear"]
    assert list(classes(found).values()) == expected
    assert [row["reason"] for row in found["table"]] == [None] * 5 + ["no-base", "no-value"]
    assert all(row["p"] is None and row["is_more_than_chance"] is None for row in found["table"])
    assert "Att många områden prövas samtidigt är inte inräknat" in analyse(*OWN)[1]


def test_percent_and_unsafe_say_the_same_as_safe_shares(answer, file):
    file(HEADING + "A,0.55,220,410,4000\nB,0.86,150,300,3000\nC,0.7,90,180,2900\n")
    safe = answer(*WORDS, *HELD)
    file(HEADING + "A,45,220,410,4000\nB,14,150,300,3000\nC,30,90,180,2900\n")
    unsafe = answer(*WORDS, "--percent", "--unsafe", "--share-reference", "30", "--rate-reference", "60")
    assert classes(unsafe) == classes(safe)
    for one, other in zip(safe["table"], unsafe["table"], strict=True):
        for key in ("share", "share_low", "share_high", "p"):
            assert other[key] == pytest.approx(one[key], rel=1e-6, abs=1e-9)


def test_what_is_missing_is_said(answer, analyse, file):
    rows = [
        "A,0.5,200,40,1000",
        "B,..,200,40,1000",
        "C,0.5,,40,1000",
        "D,0.5,200,40,0",
        "E,0.5,200,..,9",
        ",1,1,1,1",
        "F,1,1",
    ]
    file(HEADING + "\n".join(rows) + "\nG,0.9,0,3,100\n")
    found = answer(*WORDS)
    reasons = {row["area"]: row["reason"] for row in found["table"]}
    assert reasons == {
        "A": None,
        "B": "no-value",
        "C": "no-base",
        "D": "no-population",
        "E": "no-value",
        "G": "hidden",
    }
    assert found["dropped"] == {"no_area": 1, "wrong_width": 1}
    _code, out, _err = analyse(*WORDS)
    assert "Går inte att beräkna för D: ingen bor där." in out
    assert "2 rader räknades inte" in out
    file(HEADING + "A,0.5,200,0,1000\nB,0.9,200,0,1000\n")
    none = answer(*WORDS)
    assert (classes(none), none["rate_reference"]) == ({"A": "unclear", "B": "unclear"}, 0)
    file(HEADING + "A,0.5,200,9,1000\n")
    alone = answer(*WORDS)
    assert (alone["table"][0]["reason"], alone["share_reference"], alone["rate_reference"]) == (
        "one-area",
        {},
        None,
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (WORDS[:-2], "Brotten behöver antingen antal och folkmängd"),
        ((*WORDS, "--rate", "x"), "Brotten behöver antingen antal och folkmängd"),
        ((*WORDS[:6], *WORDS[8:]), "Andelen behöver antal svar eller"),
        ((*WORDS, "--share-low", "s"), "Andelen behöver antal svar eller"),
        ((*WORDS[:-4], "--rate", "x", "--rate-low", "x", "--rate-high", "x"), "Brottstalet behöver något"),
        (
            (*WORDS[:6], "--share-low", "s", "--share-high", "s", *WORDS[8:]),
            "Andelen behöver något att hållas mot.",
        ),
        ((*WORDS, "--share-reference", "70"), "Andelen att hålla områdena mot gick inte att använda."),
        ((*WORDS, "--share-reference", "nan"), "Andelen att hålla områdena mot gick inte att använda."),
        ((*WORDS[:5], "pct", *WORDS[6:]), "I kolumnen ”pct” står ”55”"),
        ((*WORDS[:5], "t", *WORDS[6:]), "I kolumnen ”t” står ”hej”"),
        ((*WORDS, "--share-low", "hi", "--share-high", "hi"), "I kolumnen ”s” står ”0.5”"),
        ((*WORDS[:-1], "borta"), "saknar kolumnen ”borta”"),
    ],
)
def test_what_cannot_be_is_said_in_three_sentences(words, said, analyse, file):
    file("a,s,svar,x,pop,pct,t,hi\nA,0.5,100,3,10,55,hej,0.9\nB,0.6,100,2,10,60,1,0.9\n")
    code, out, err = analyse(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", re.sub(r"”[^”]*”|\([^)]*\)", "x", err))) == 3, err


def test_an_area_on_two_rows_of_one_survey_is_refused(analyse, file):
    file(HEADING + "A,0.5,100,3,10\nA,0.5,100,3,10\n")
    assert "Området ”A” står på flera rader" in analyse(*WORDS)[2]
