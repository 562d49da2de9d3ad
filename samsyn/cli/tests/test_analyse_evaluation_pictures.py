"""The answers of the evaluations as pictures, and in English: also those that cannot be estimated."""

import json

import pytest
from django.utils.translation import override

from samsyn.ui import results

TWO = "id,t,y,d\na,2020,10,0\na,2021,12,0\nb,2020,20,0\nb,2021,27,{last}\n"
DID = ("did", "a.csv", "--outcome", "y", "--unit", "id", "--time", "t", "--treated", "d")
SYNTH = ("synth", "a.csv", "--outcome", "y", "--unit", "id", "--time", "t", "--treated-unit", "b")
MICRO = ("microsynth", "a.csv", "--outcome", "y", "--unit", "id", "--time", "t", "--treated", "d")
POOL = ("pool", "a.csv", "--effect", "y", "--variance", "t")


@pytest.fixture
def found(answer, tmp_path):
    def run(*words, last=1, text=TWO):
        (tmp_path / "a.csv").write_text(text.format(last=last))
        return answer(*words)

    return run


def title(one):
    with override("sv"):
        return results.draw(one["method"], one).title


def test_what_cannot_be_estimated_is_drawn_with_its_reason(found, analyse, tmp_path):
    found(*DID, last=0)
    code, _out, _err = analyse(*DID, "--chart", "ut.svg")
    assert code == 0
    drawn = (tmp_path / "ut.svg").read_text()
    assert "Skillnaden går inte att beräkna" in drawn
    assert "Ingen enhet fick åtgärden medan en annan var utan." in drawn


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*SYNTH, "--start", "2020"), "Gapet går inte att beräkna"),
        ((*MICRO, "--start", "2021", "--match-outcomes", "y"), "Skillnaden går inte att beräkna"),
        ((*POOL[:-1], "d"), "Den sammanvägda effekten går inte att beräkna"),
        (("wdd", "--control", "0,0", "--treated", "0,0"), "WDD går inte att beräkna"),
        (("wdq", "--control", "0,5", "--treated", "5,3", "--treated-buffer", "4,4"), "Kvoten går inte att beräkna"),
        (("etest", "--first", "0", "--second", "4"), "Fler sedan än först, mer än slumpen ger: 0 mot 4"),
    ],
)  # fmt: skip
def test_other_answers_without_a_value_are_drawn_too(words, said, found):
    text = TWO if words[0] != "pool" else "y,d\n0.2,0.1\n..,1\n"
    assert title(found(*words, text=text)) == said


def test_the_gap_of_did_is_its_value(found):
    one = found(*DID)
    assert one["before"] == 1
    assert one["series"][-1] == {"time": "2021", "treated": 27, "controls": 12, "expected": 22}
    assert title(one).startswith("5 mer per enhet och period")


def test_did_without_a_unit_of_all_periods_is_drawn_as_a_number(found):
    one = found(*DID, text=TWO + "b,2022,7,1\n".replace("7", "31"))
    assert one["series"] == []
    with override("sv"):
        assert "för få enheter har alla perioder" in results.draw("did", one).description


def test_the_placebos_of_synth_lie_behind(found):
    rows = [f"{u},{t},{(3 * k + t * (k + 1)) % 5}" for k, u in enumerate("bacde") for t in range(8)]
    one = found(*SYNTH, "--start", "5", "--placebo", text="id,t,y\n" + "\n".join(rows))
    assert [len(row["gaps"]) for row in one["placebo_gaps"]] == [8] * 5
    assert one["treated_unit"] == "b"
    with override("sv"):
        assert "De andra" in json.dumps(results.draw("synth", one).wide, ensure_ascii=False)


def test_forty_evaluations_are_all_in_the_table_and_some_in_the_picture(found):
    rows = [f"{k / 40},{1 + k % 3},Plats {k}" for k in range(40)]
    one = found(*POOL, "--name", "n", text="y,t,n\n" + "\n".join(rows))
    assert one["table"][3]["name"] == "Plats 3"
    with override("sv"):
        picture = results.draw("pool", one)
    assert len(picture.rows) == 42
    assert "16 effekter till står bara i tabellen." in picture.description


def test_wdd_draws_the_counts_behind_it(found):
    one = found("wdd", "--control", "130,150", "--treated", "120,100", "--control-buffer", "30,25",
                "--treated-buffer", "20,20", "--area-weights", "1,2,1,1")  # fmt: skip
    assert one["areas"][1] == {"area": "treated", "before": 60, "after": 50}
    with override("sv"):
        picture = results.draw("wdd", one)
    assert "delat med periodens längd" in picture.description
    assert picture.rows[0][:4] == ("Området", 60, 50, 80)
    assert one["inside_low"] < one["inside"] < one["inside_high"]


def test_clumps_take_certainty_from_the_title(found):
    one = found("wdd", "--control", "90,90", "--treated", "90,50", "--dispersion", "9")
    assert one["p"] < 0.05
    assert title(one) == "40 färre än väntat, men det kan vara slumpen"
    one = found("etest", "--first", "46", "--second", "24", "--dispersion", "3")
    assert title(one) == "Skillnaden kan vara slumpen: 46 först, 24 sedan"
    with override("sv"):
        assert any(
            line.startswith("När händelserna kommer i klumpar: 0,2") for line in results.say("etest", one)
        )


@pytest.mark.parametrize(
    ("words", "amount"),
    [
        (DID, "5"),
        ((*SYNTH, "--start", "2021"), "5"),
        (("wdd", "--control", "20,20", "--treated", "20,10"), "10"),
        (("wdq", "--control", "9,9", "--treated", "50,30", "--treated-buffer", "40,45"), "-0.25"),
        (("etest", "--first", "46", "--second", "24"), "46"),
    ],
)
def test_english_says_the_finding(words, amount, found):
    one = found(*words)
    with override("en"):
        said = "\n".join(results.say(one["method"], one))
        drawn = results.draw(one["method"], one)
    assert amount.replace("-", "−") in said
    assert "%(" not in said + drawn.title + drawn.description + drawn.source
