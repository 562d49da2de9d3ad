"""What the sentences and titles may claim: no more than the widest interval, no more digits than the size is worth."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from django.utils.translation import override

from samsyn.analysis.counts import adjusted
from samsyn.cli.main import main
from samsyn.ui import results
from samsyn.ui.results import area_words, words
from samsyn.ui.results.knox import LIMIT, needed

CLUMPS = "Slumpen går inte att utesluta när händelserna kommer i klumpar"


def title(name, found):
    with override("sv"):
        return results.draw(name, found).title


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("etest", ("--first", 300, "--second", 245)),
        ("wdd", ("--control", "131,138", "--treated", "124,84")),
    ],
)
def test_clumps_that_leave_chance_open_are_said_first(name, counts, analyse, answer):
    plain, clumped = answer(name, *counts), answer(name, *counts, "--dispersion", 2)
    assert plain["p"] == clumped["p"] < 0.05  # by itself it is more than chance
    assert CLUMPS not in analyse(name, *counts)[1]
    out = analyse(name, *counts, "--dispersion", 2)[1]
    assert CLUMPS in out and "mer än slumpen" not in out
    assert "kan vara slumpen" not in title(name, plain)
    assert "kan vara slumpen" in title(name, clumped)
    assert CLUMPS not in analyse(name, *counts, "--dispersion", 1.01)[1]


def test_clumps_leave_all_open_when_there_is_no_ratio_to_widen(analyse):
    assert CLUMPS in analyse("etest", "--first", 0, "--second", 12, "--dispersion", 4)[1]
    assert "mer än slumpen" in analyse("etest", "--first", 0, "--second", 12)[1]


@pytest.mark.parametrize("bands", [1, 4, 6, 16, 25])
def test_so_many_permutations_let_one_band_be_found_alone(bands):
    for permutations, is_enough in ((needed(bands), True), (needed(bands) - 1, False)):
        least = 1 / (permutations + 1)
        fair = adjusted([least, *[1.0] * (bands - 1)])
        assert bool(fair[0] <= LIMIT + 1e-12) is is_enough
        assert fair[0] == pytest.approx(bands / (permutations + 1))


@pytest.mark.parametrize(("permutations", "is_said"), [(19, True), (99, False), (0, False)])
def test_too_few_permutations_are_said(permutations, is_said, analyse, tmp_path):
    rows = "".join(
        f"{319000 + 37 * k % 900},{6399000 + 91 * k % 700},2024-03-{k + 1:02d}\n" for k in range(28)
    )
    (tmp_path / "inbrott.csv").write_text("x,y,dag\n" + rows)
    place = ("--x", "x", "--y", "y", "--crs", "EPSG:3006", "--project", "EPSG:3006", "--time", "dag")
    bands = ("--distances", "200,400", "--days", "7,14", "--permutations", permutations)
    out = analyse("knox", "inbrott.csv", *place, *bands)[1]
    assert ("pekas ut bland 4: dess justerade p kan inte bli lägre än 0,2." in out) is is_said
    assert ("--permutations 79 eller fler" in out) is is_said
    rows_of_p = [line for line in out.splitlines() if ", p = " in line and "(" in line]
    assert sum("justerat p = " in line for line in rows_of_p) == (4 if permutations else 0)


def test_the_shared_of_a_group_are_its_own(answer, tmp_path):
    people = [("a", k) for k in range(6)] + [("b", k) for k in range(6, 16)]
    lines = ["wave,id,by,y"]
    for wave, left_out in ((1, {0, 7, 8}), (2, {1, 9})):
        lines += [f"{wave},{k},{group},{k % 3 + wave}" for group, k in people if k not in left_out]
    (tmp_path / "svar.csv").write_text("\n".join(lines) + "\n")
    told = ("--variable", "y", "--mean", "--respondent", "id", "--hide-under", 2)
    found = answer("survey-change", "svar.csv", "--wave", "wave", *told, "--by", "by")
    assert [(row["by"], row["shared"]) for row in found["table"]] == [("a", 4), ("b", 7)]
    assert found["shared"] == 11
    alone = answer("survey-change", "svar.csv", "--wave", "wave", *told, "--where", "by=a")
    assert alone["shared"] == 4


@pytest.fixture
def areas(tmp_path):
    rows = (f"Område {k},{(k * 7) % 23},{400 + 50 * (k % 9)}" for k in range(60))
    (tmp_path / "områden.csv").write_text("omr,n,pop\n" + "\n".join(rows) + "\n")
    return ("områden.csv", "--area", "omr", "--count", "n", "--population", "pop")


@pytest.mark.parametrize("name", ["eb", "smr"])
def test_of_many_areas_twenty_are_said_and_the_picture_has_a_gap(name, areas, analyse, answer):
    lines = analyse(name, *areas)[1].splitlines()
    assert sum(line.startswith("Område ") for line in lines) == area_words.SAID
    assert "… och 40 rader till; alla finns med --json." in lines
    found = answer(name, *areas)
    with override("sv"):
        picture = results.draw(name, found)
    gaps = [row[0] for row in picture.rows if row[0].startswith("…")]
    assert len(picture.rows) == area_words.ROOM + 1
    assert gaps == [{"eb": "… 35 områden däremellan", "smr": "… 35 områden skiljer sig mindre säkert"}[name]]
    assert all(gaps[0] in json.dumps(spec, ensure_ascii=False) for spec in (picture.wide, picture.narrow))
    assert "Bilden visar 25 av 60." in picture.description


def test_a_rate_per_head_is_said_so_and_with_figures_enough(areas, analyse):
    out = analyse("eb", *areas, "--per", 1)[1]
    assert "per invånare (0,0" in out and "per 1" not in out
    assert " per 1\u00a0000 (" in analyse("eb", *areas)[1]


def test_numbers_have_the_decimals_that_their_size_is_worth():
    with override("sv"):
        assert [words.number(x) for x in (3.14159, 314.159, 31415.9, 300)] == [
            "3,14",
            "314,2",
            "31\u00a0416",
            "300",
        ]
        assert words.span(98.765, 101.234, 0.95) == "98,8 till 101,2, 95 % säkerhet"
        assert [words.number(-0.04, 1), words.number(-0.0), words.fixed(-0.001, 2)] == ["0", "0", "0,00"]
        assert [words.amount(-0.04, 1), words.amount(0.05001, 1), words.amount(-3, 0)] == [
            "mindre än 0,1",
            "0,1",
            "3",
        ]


def test_a_change_that_rounds_to_nothing_is_said_as_less_than_the_least(analyse, tmp_path):
    rows = "".join(f"{year},{20000 + 3 * (year - 2000)}\n" for year in range(2000, 2020))
    (tmp_path / "år.csv").write_text("år,n\n" + rows)
    out = analyse("trend", "år.csv", "--time", "år", "--count", "n")[1]
    assert "ökar med mindre än 0,1 procent per år" in out and "−0 " not in out and "−0)" not in out


def test_the_season_is_named_only_where_there_is_one_and_the_axis_has_its_unit(answer, tmp_path):
    lines = [f"{year},{g},{40 + year % 7 + 9 * (g == 'A')}" for year in range(2000, 2016) for g in "AB"]
    (tmp_path / "år.csv").write_text("t,g,n\n" + "\n".join(lines) + "\n")
    lines = [f"{y}-{m:02d},{g},{40 + m}" for y in range(2018, 2024) for m in range(1, 13) for g in "AB"]
    (tmp_path / "månad.csv").write_text("t,g,n\n" + "\n".join(lines) + "\n")
    for file, has_season, unit in (
        ("år.csv", False, "Händelser per år"),
        ("månad.csv", True, "Händelser per månad"),
    ):
        with override("sv"):
            many = results.draw("trend", answer("trend", file, "--time", "t", "--count", "n", "--by", "g"))
            (tmp_path / "en.csv").write_text(
                "\n".join(row for row in (tmp_path / file).read_text().splitlines() if ",B," not in row)
            )
            one = results.draw("trend", answer("trend", "en.csv", "--time", "t", "--count", "n"))
        assert ("årstid" in many.description) is has_season
        assert ("årstid" in one.description) is has_season
        assert unit in one.description and one.columns[1].label == unit
        assert all(json.dumps(spec, ensure_ascii=False).count(unit) == 1 for spec in (one.wide, one.narrow))


def test_a_running_number_is_said_to_be_a_period(answer, tmp_path):
    rows = "".join(f"{t},{90 + 7 * t % 11 - 20 * (t >= 37)},{int(t >= 37)}\n" for t in range(1, 61))
    (tmp_path / "serie.csv").write_text("t,n,i\n" + rows)
    with override("sv"):
        picture = results.draw(
            "its", answer("its", "serie.csv", "--time", "t", "--count", "n", "--intervention", "i")
        )
    assert "Åtgärden börjar: period 37" in json.dumps(picture.wide, ensure_ascii=False)


def test_hidden_groups_are_counted_and_few_answers_are_hollow(answer, tmp_path):
    lines = [
        f"{300 + k % 9},{g}" for g, many in (("A", 120), ("B", 40), ("C", 8), ("D", 9)) for k in range(many)
    ]
    (tmp_path / "svar.csv").write_text("v,g\n" + "\n".join(lines) + "\n")
    with override("sv"):
        picture = results.draw(
            "survey", answer("survey", "svar.csv", "--variable", "v", "--mean", "--by", "g")
        )
    assert (
        "Ihålig prick: färre än 100 svar. 2 grupper döljs, för de har färre än 30 svar."
        in picture.description
    )
    drawn = [
        row for layer in picture.wide["layer"] for row in layer["data"]["values"] if row.get("is_hollow")
    ]
    assert {row["name"] for row in drawn} == {"B"}


@pytest.mark.parametrize("rest", [(), ("--json",)])
def test_nobody_who_reads_any_more_is_no_error(rest, monkeypatch, capfd):
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as nobody:
        monkeypatch.setattr(sys, "stdout", nobody)
        with pytest.raises(SystemExit) as ended:
            main(["analyse", "etest", "--first", "30", "--second", "20", *rest])
        monkeypatch.undo()
    assert ended.value.code == 1
    assert capfd.readouterr().err == ""


def test_a_pipe_that_is_closed_ends_the_command_quietly():
    command = f"{sys.executable} -m samsyn analyse --list | true; echo ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert (ended.stdout, ended.stderr) == ("1\n", "")
