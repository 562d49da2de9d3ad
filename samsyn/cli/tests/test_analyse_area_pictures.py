"""The pictures and the English of the methods of surveys and of areas: what is tricky is drawn, and says what it is."""

from __future__ import annotations

import shlex

import pytest
from django.utils.translation import override

from samsyn.cli.analyses import eb, fayherriot, gap, similar, smr, survey, survey_change
from samsyn.ui import results

AREAS = ("--area", "a", "--count", "n", "--population", "N")
TRICKY = {
    "survey": ("svar,vikt\nja,1\nnej,1\n", ("--variable", "svar", "--value", "ja"), "för få för att visas"),
    "survey-change": (
        "svar,år\nja,1\nnej,1\nja,2\nnej,2\n",
        ("--variable", "svar", "--value", "ja", "--wave", "år"),
        "går inte att beräkna",
    ),
    "fayherriot": ("y,v\n1,4\n1.1,4\n", ("--estimate", "y", "--variance", "v"), "för få områden"),
    "gap": (
        "a,s,b,n,N\nA,0.5,5,3,10\n",
        ("--share", "s", "--base", "b", *AREAS),
        "Inget område går att dela in",
    ),
    "smr": ("a,n,N\nA,0,1000\nB,0,3000\n", AREAS, "Kvoten går inte att beräkna"),
    "eb": ("a,n,N\nA,0,1000\nB,0,3000\n", AREAS, "Utjämnade tal går inte att beräkna"),
    "similar": (
        "a,x\nA,1\nB,1\n",
        ("--area", "a", "--for", "A", "--variables", "x"),
        "Liknande områden går inte",
    ),
}


@pytest.mark.parametrize("method", TRICKY)
def test_what_cannot_be_estimated_is_drawn_and_says_so(method, analyse, tmp_path):
    text, words, title = TRICKY[method]
    (tmp_path / "fil.csv").write_text(text)
    code, out, err = analyse(method, "fil.csv", *words, "--chart", "bild.svg")
    assert (code, err) == (0, "")
    assert out.strip()
    drawn = (tmp_path / "bild.svg").read_text(encoding="utf-8")
    assert title in drawn
    assert "NaN" not in drawn


def test_no_change_of_a_small_count_can_be_seen_and_the_curve_says_it(analyse, tmp_path):
    assert analyse("detectable", "--before", "3", "--chart", "bild.svg")[0] == 0
    assert "Från 3 syns ingen minskning säkert" in (tmp_path / "bild.svg").read_text(encoding="utf-8")


def test_an_area_without_events_stands_at_the_edge_of_the_ratio_s_axis(analyse, tmp_path):
    (tmp_path / "b.csv").write_text("a,n,N\nA,0,10\nB,22,12\n")
    assert analyse("smr", "b.csv", *AREAS[:4], "--expected", "N", "--chart", "bild.svg")[0] == 0
    drawn = (tmp_path / "bild.svg").read_text(encoding="utf-8")
    assert "Infinity" not in drawn
    assert "A (färre)" in drawn


@pytest.mark.parametrize("module", [survey, survey_change, fayherriot, gap, smr, eb, similar])
def test_the_examples_say_and_draw_the_same_in_english(module, answer, tmp_path):
    (tmp_path / module.FILE[0]).write_text(module.FILE[1])
    found = answer(*shlex.split(module.EXAMPLE)[2:])
    with override("sv"):
        swedish = results.say(module.NAME, found)
    with override("en"):
        lines, picture = results.say(module.NAME, found), results.draw(module.NAME, found)
    assert len(lines) == len(swedish)
    for line in [*lines, picture.title, picture.description]:
        assert line
        assert "%(" not in line
        assert "%%" not in line


def test_counts_are_said_and_drawn_in_english(answer):
    for words in (("rate", "--count", "15", "--population", "400"), ("detectable", "--before", "14", "--up")):
        found = answer(*words)
        with override("en"):
            lines, picture = results.say(words[0], found), results.draw(words[0], found)
        assert not any("%(" in line for line in [*lines, picture.title, picture.description])
        assert picture.rows
    assert found["curve"][0][0] == 14
    assert found["curve"][-1][1] > found["power"]


def test_hidden_values_stay_out_of_the_picture(answer, tmp_path):
    rows = "".join(f"{'ja' if k % 3 else 'nej'},{'norr' if k < 60 else 'söder'}\n" for k in range(70))
    (tmp_path / "s.csv").write_text("svar,grupp\n" + rows)
    found = answer("survey", "s.csv", "--variable", "svar", "--value", "ja", "--by", "grupp")
    with override("sv"):
        picture = results.draw("survey", found)
    assert picture.rows[1] == ("söder", None, (None, None), 10)
    assert "10 svar, visas inte (färre än 30)" in str(picture.wide)
