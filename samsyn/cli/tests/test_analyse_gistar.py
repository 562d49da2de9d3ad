"""`samsyn analyse gistar`: hot cells headless."""

from __future__ import annotations

import re

import numpy as np
import pytest
from scipy.stats import norm

from samsyn.analysis.gistar import g_star

METRES = ("--x", "x", "--y", "y", "--crs", "EPSG:3006")
NOTTINGHAM = ("--x", "longitude", "--y", "latitude", "--crs", "EPSG:4326", "--project", "EPSG:27700")


def write(folder, rows, heading="x,y"):
    (folder / "fil.csv").write_text("\n".join([heading, *(",".join(map(str, row)) for row in rows)]) + "\n")
    return "fil.csv"


def city(hot=30, seed=1):
    rng = np.random.default_rng(seed)
    x = np.concatenate([rng.uniform(319_000, 324_000, 60), rng.uniform(320_000, 321_000, hot)])
    y = np.concatenate([rng.uniform(6_400_000, 6_405_000, 60), rng.uniform(6_402_000, 6_403_000, hot)])
    return np.column_stack([x, y]).round(1)


def test_robberies_in_nottingham_have_the_z_of_esda(answer, reference):
    # esda 2.9.0: G_Local(counts, lat2W(27, 21, rook=False), transform="B", star=True).Zs of the 567 counts
    found = answer(
        "gistar", reference / "handelser" / "nottingham_robbery.csv.gz", *NOTTINGHAM, "--cell", 500
    )
    z = np.array([row["z"] for row in found["table"]])
    assert (found["n"], found["cells"], found["project"]) == (555, 567, "EPSG:27700")
    assert (np.abs(z).sum(), z.max(), z.min()) == pytest.approx(
        [615.0166959662962, 13.68945721031624, -0.9263165998202283], rel=1e-8
    )
    p = np.array([row["p"] for row in found["table"]])
    assert p == pytest.approx(2 * norm.sf(np.abs(z)), rel=1e-9)
    assert found["value"] == found["hot"] == sum(row["hot"] for row in found["table"])
    assert 0 < found["value"] < 567
    assert sum(row["count"] for row in found["table"]) == 555


def test_the_table_holds_every_cell_by_its_centre_with_the_numbers_of_the_library(answer, tmp_path):
    points = city()
    write(tmp_path, points)
    found = answer("gistar", "fil.csv", *METRES, "--cell", 500, "--permutations", 99, "--seed", 3)
    cells = np.floor(points / 500).astype(int)
    low = cells.min(axis=0)
    counts = np.zeros((cells.max(axis=0) - low + 1)[::-1], int)
    np.add.at(counts, (cells[:, 1] - low[1], cells[:, 0] - low[0]), 1)
    right = g_star(counts, permutations=99, rng=np.random.default_rng(3))
    assert [row["count"] for row in found["table"]] == counts.ravel().tolist()
    assert [(row["x"], row["y"]) for row in found["table"][:2]] == [
        ((low[0] + 0.5) * 500, (low[1] + 0.5) * 500),
        ((low[0] + 1.5) * 500, (low[1] + 0.5) * 500),
    ]
    for name in ("z", "p", "p_exact", "p_adjusted", "p_permutation", "hot"):
        assert [row[name] for row in found["table"]] == pytest.approx(getattr(right, name).ravel().tolist())
    assert (found["value"], found["permutations"], found["caveats"]) == (int(right.hot.sum()), 99, [])
    again = answer("gistar", "fil.csv", *METRES, "--cell", 500, "--permutations", 99, "--seed", 3)
    assert again == found
    assert {row["p_permutation"] for row in answer("gistar", "fil.csv", *METRES)["table"]} == {None}


def test_it_says_what_is_hot_how_sure_and_what_it_does_not_mean(analyse, tmp_path):
    write(tmp_path, city())
    code, out, err = analyse("gistar", "fil.csv", *METRES)
    assert (code, err) == (0, "")
    assert re.search(
        r"\d+ rutor är heta, alltså har med sina grannar fler händelser än slumpen ger: 90 händelser", out
    )
    assert re.search(r"  x 320\xa0\d+, y 6\xa0402\xa0\d+: \d+ händelser, z = \d+,\d+, justerat p", out)
    assert "hänsyn är tagen till att många rutor prövas på en gång" in out
    assert "Det säger inte varför det är hett" in out
    write(tmp_path, city(hot=0))
    assert (
        "Ingen ruta har med sina grannar fler händelser än vad som kan vara slumpen"
        in analyse("gistar", "fil.csv", *METRES)[1]
    )


def test_points_in_one_cell_cannot_be_told_from_chance(answer, analyse, tmp_path):
    write(tmp_path, [(319_100, 6_400_100)] * 3)
    found = answer("gistar", "fil.csv", *METRES, "--permutations", 9)
    assert (found["value"], found["reason"], found["n"], found["cells"]) == (None, "no-variation", 3, 1)
    assert [found["table"][0][key] for key in ("z", "p", "p_exact", "p_adjusted", "hot")] == [None] * 4 + [
        False
    ]
    assert "Heta rutor går inte att beräkna" in analyse("gistar", "fil.csv", *METRES)[1]


def test_rows_without_a_place_are_counted(answer, analyse, tmp_path):
    write(tmp_path, [*city().tolist(), ("", 6_400_100), ("hej", 6_400_100)])
    found = answer("gistar", "fil.csv", *METRES)
    assert (found["n"], found["dropped"]["no_place"], found["dropped"]["unreadable"]) == (90, 1, 1)
    assert "1 rad saknar plats" in analyse("gistar", "fil.csv", *METRES)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*METRES, "--cell", "0"), "”0” är inget tal över 0"),
        (
            (*METRES, "--cell", "0.01"),
            "Punkterna i filen fil.csv ligger för långt isär för rutor om 0,01 meter.",
        ),
        ((*METRES, "--permutations", "1000000"), "”1000000” är fler än 99999"),
        (("--x", "x", "--y", "z", "--crs", "EPSG:3006"), "Filen fil.csv saknar kolumnen ”z”."),
        (("--x", "x", "--crs", "EPSG:3006"), "Det fick --x x."),
        ((*METRES, "--project", "EPSG:4326"), "Avstånd går inte att räkna"),
    ],
)
def test_what_cannot_be_used_is_said_in_three_sentences(analyse, tmp_path, words, said):
    write(tmp_path, city())
    code, out, err = analyse("gistar", "fil.csv", *words)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3


def test_what_cannot_be_estimated_is_drawn_and_english_says_the_finding(analyse, answer, tmp_path):
    from django.utils.translation import override

    from samsyn.ui import results

    write(tmp_path, [(319_100, 6_400_100)] * 3)
    assert analyse("gistar", "fil.csv", *METRES, "--chart", "k.svg")[0] == 0
    assert "Heta rutor går inte att beräkna" in (tmp_path / "k.svg").read_text()
    write(tmp_path, city())
    found = answer("gistar", "fil.csv", *METRES)
    with override("en"):
        assert str(found["hot"]) in results.say("gistar", found)[0]
        picture = results.draw("gistar", found)
    assert picture.title.startswith(str(found["hot"]))
    assert len(picture.rows) == min(found["hot"], 25)
