"""`samsyn analyse kde`: surfaces headless."""

from __future__ import annotations

import re

import numpy as np
import pytest

METRES = ("--x", "x", "--y", "y", "--crs", "EPSG:3006")


@pytest.fixture
def file(tmp_path):
    rng = np.random.default_rng(1)
    rows = [f"{319_000 + a:.1f},{6_400_000 + b:.1f},{k}" for a, b, k in
            zip(rng.uniform(0, 2000, 90), rng.normal(900, 200, 90), ["rån", "klotter", "klotter"] * 30, strict=True)]  # fmt: skip
    (tmp_path / "fil.csv").write_text("x,y,slag\n" + "\n".join(rows) + "\n")
    return "fil.csv"


def test_the_surface_times_the_area_of_a_cell_is_the_number_of_events(answer, file):
    # METHODS.md 4.3
    found = answer("kde", file, *METRES)
    assert sum(row["density"] for row in found["table"]) * 50**2 == pytest.approx(90, rel=1e-12)
    assert (found["n"], found["cell"], found["kind"], found["value"]) == (90, 50, "exact", None)
    assert set(found["table"][0]) == {"x", "y", "density"}
    assert (found["bandwidth_rule"], found["counts"]) == ("scott", {"": 90})
    points = np.loadtxt(file, delimiter=",", skiprows=1, usecols=(0, 1))
    assert found["bandwidth"] == pytest.approx(
        90 ** (-1 / 6) * np.sqrt(points.var(axis=0, ddof=1).mean()), rel=1e-9
    )


def test_a_surface_for_each_kind(answer, file):
    found = answer("kde", file, *METRES, "--by", "slag", "--bandwidth", 200)
    assert (found["counts"], found["bandwidth"], found["bandwidth_rule"]) == (
        {"klotter": 60, "rån": 30},
        200,
        "given",
    )
    for kind, count in found["counts"].items():
        rows = [row for row in found["table"] if row["category"] == kind]
        assert sum(row["density"] for row in rows) * 50**2 == pytest.approx(count, rel=1e-12)
        assert len(rows) == len(found["table"]) / 2
    both = [row["density"] for row in answer("kde", file, *METRES, "--bandwidth", 200)["table"]]
    half = len(both)
    summed = [
        a["density"] + b["density"] for a, b in zip(found["table"][:half], found["table"][half:], strict=True)
    ]
    assert both == pytest.approx(summed, rel=1e-9)


def test_robberies_in_nottingham_keep_their_mass(answer, reference):
    words = ("--x", "longitude", "--y", "latitude", "--crs", "EPSG:4326", "--project", "EPSG:27700")
    found = answer(
        "kde",
        reference / "handelser" / "nottingham_robbery.csv.gz",
        *words,
        "--cell",
        100,
        "--bandwidth",
        300,
    )
    assert sum(row["density"] for row in found["table"]) * 100**2 == pytest.approx(555, rel=1e-12)


def test_it_says_where_it_is_densest_and_that_a_top_may_be_chance(analyse, file):
    code, out, err = analyse("kde", file, *METRES, "--by", "slag", "--bandwidth", 200)
    assert (code, err) == (0, "")
    assert "90 händelser, bandbredd 200 meter (vald, gemensam för alla slag)." in out
    assert re.search(
        r"  rån, 30 händelser: tätast vid x 3\d\d\xa0\d+, y 6\xa0\d+\xa0\d+, [\d,\xa0]+ händelser per kvadratkilometer",
        out,
    )
    assert "en topp kan vara slump, pröva den med gistar" in out
    assert "meter (Scotts regel)" in analyse("kde", file, *METRES)[1]


def test_events_in_one_place_need_a_bandwidth(answer, analyse, tmp_path):
    (tmp_path / "ett.csv").write_text("x,y\n319100,6400100\n")
    found = answer("kde", "ett.csv", *METRES)
    assert (found["reason"], found["table"], found["bandwidth"], found["n"]) == ("no-spread", [], None, 1)
    assert "Ange den med --bandwidth." in analyse("kde", "ett.csv", *METRES)[1]
    chosen = answer("kde", "ett.csv", *METRES, "--bandwidth", 100)
    assert [row["density"] for row in chosen["table"]] == pytest.approx([1 / 2500])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--bandwidth", "20"), "Bandbredden är för liten för rutorna."),
        (("--bandwidth", "nan"), "”nan” är inget tal över 0"),
        (("--cell", "0.1"), "Punkterna i filen fil.csv ligger för långt isär"),
        (("--cell", "10", "--by", "x"), "Filen fil.csv skulle ge för många värden."),
        (("--by", "sort"), "Filen fil.csv saknar kolumnen ”sort”."),
    ],
)
def test_what_cannot_be_used_is_said_in_three_sentences(analyse, file, words, said):
    code, out, err = analyse("kde", file, *METRES, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3


def test_no_spread_is_drawn_and_english_says_the_finding(analyse, answer, file, tmp_path):
    from django.utils.translation import override

    from samsyn.ui import results

    (tmp_path / "ett.csv").write_text("x,y\n319100,6400100\n")
    assert analyse("kde", "ett.csv", *METRES, "--chart", "k.svg")[0] == 0
    assert "Ytan går inte att beräkna" in (tmp_path / "k.svg").read_text()
    found = answer("kde", file, *METRES, "--by", "slag", "--cell", 100)
    with override("en"):
        assert "90" in results.say("kde", found)[0]
        picture = results.draw("kde", found)
    assert [row[0] for row in picture.rows] == ["klotter", "rån"]
    assert picture.title.startswith("klotter")
