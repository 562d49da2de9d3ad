"""`samsyn analyse concentration`."""

from __future__ import annotations

import re

import numpy as np
import pytest
from pyproj import Transformer

PLANE = ("--x", "x", "--y", "y", "--crs", "EPSG:3006", "--project", "EPSG:3006")


@pytest.fixture
def write(tmp_path):
    def put(heading, rows):
        (tmp_path / "e.csv").write_text(heading + "\n" + "\n".join(rows) + "\n")

    return put


def test_a_file_of_places_gives_the_reference_values(answer, write):
    # METHODS.md 3: 0,0,0,1,1 gives 0.6 and corrected 0; 0,0,0,0,2 gives 0.8 and 0.5
    write("plats,antal", ["A,0", "B,0", "C,0", "D,1", "E,1"])
    words = ("concentration", "e.csv", "--place", "plats", "--count", "antal")
    found = answer(*words)
    assert [found[key] for key in ("gini", "value", "places", "n", "used")] == pytest.approx(
        [0.6, 0, 5, 2, 2]
    )
    write("plats,antal", ["A,0", "B,0", "C,0", "D,0", "E,1", "E,1"])
    assert [answer(*words)[key] for key in ("gini", "value", "n")] == pytest.approx([0.8, 0.5, 2])
    write("plats", ["E", "E"])
    found = answer("concentration", "e.csv", "--place", "plats", "--places", "5")
    assert [found[key] for key in ("gini", "value", "places")] == pytest.approx([0.8, 0.5, 5])


def test_cells_hold_their_left_and_lower_border(answer, write):
    write("x,y", ["319000,6399000", "319499,6399499", "319500,6399000", "319999,6400499"])
    found = answer("concentration", "e.csv", *PLANE, "--cell", "500")
    # cells with 2, 1, 0, 0, 0, 1 events of 4: plain Gini by hand 1 - 2 * (sum of ranks) ...
    x = np.array([2, 1, 0, 0, 0, 1])
    gini = np.abs(x[:, None] - x).sum() / (2 * 6 * 4)
    assert (found["places"], found["used"], found["n"], found["cell"]) == (6, 3, 4, 500)
    assert (found["gini"], found["value"]) == pytest.approx((gini, 1 - 6 / 4 * (1 - gini)))
    assert found["top_share"] == pytest.approx(0.05 * 6 * 2 / 4)
    assert found["table"][-1] == {"share_places": 1.0, "share_events": 1.0}


def test_robberies_of_nottingham_by_a_plain_count(answer, analyse, reference):
    import csv
    import gzip
    from collections import Counter

    file = reference / "handelser" / "nottingham_robbery.csv.gz"
    with gzip.open(file, "rt") as text:
        rows = [(float(r["longitude"]), float(r["latitude"])) for r in csv.DictReader(text)]
    x, y = Transformer.from_crs(4326, 27700, always_xy=True).transform(*zip(*rows, strict=True))
    many = Counter((a // 250, b // 250) for a, b in zip(x, y, strict=True))
    across, up = ({cell[axis] for cell in many} for axis in (0, 1))
    n = int((max(across) - min(across) + 1) * (max(up) - min(up) + 1))
    counts = sorted([*many.values(), *[0] * (n - len(many))])
    gini = 2 * sum(rank * value for rank, value in enumerate(counts, 1)) / (n * 555) - (n + 1) / n
    words = (
        "concentration",
        file,
        "--x",
        "longitude",
        "--y",
        "latitude",
        "--project",
        "EPSG:27700",
        "--cell",
        "250",
    )
    found = answer(*words, "--permutations", "99")
    assert (found["n"], found["places"], found["used"]) == (555, n, len(many))
    assert (found["gini"], found["value"]) == pytest.approx(
        (gini, 1 - max(n / 555, 1) * (1 - gini)), rel=1e-9
    )
    assert (found["p"], found["value"] > found["chance"]) == (0.01, True)
    assert answer(*words, "--permutations", "99") == found
    out = analyse(*words)[1]
    assert re.search(r"^[\d,]+ % av händelserna ligger på de 5 % av rutorna som har flest\.", out)
    assert "Rutorna är fler än händelserna." in out and "mer samlade än slumpen (p = 0,005)" in out


def test_what_is_left_out_is_said_and_nothing_is_a_result(answer, analyse, write):
    write("plats,antal", ["A,3", ",2", "B,1,x"])
    words = ("concentration", "e.csv", "--place", "plats", "--count", "antal")
    found = answer(*words)
    assert (found["n"], found["dropped"]) == (3, {"no_place": 1, "wrong_width": 1})
    assert "few-events" in found["caveats"]
    assert "1 rad saknar plats, 1 rad har fel antal celler" in analyse(*words)[1]
    write("plats,antal", ["A,0", "B,0"])
    found = answer(*words)
    assert (found["value"], found["p"], found["reason"], found["table"]) == (None, None, "no-events", [])
    assert "går inte att beräkna" in analyse(*words)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "Det fick varken --x och --y eller --place."),
        ((*PLANE, "--count", "antal"), "Valet --count går bara att använda tillsammans med --place."),
        (("--place", "plats", "--places", "1"), "Antalet platser går inte ihop."),
        (("--place", "plats", "--count", "x"), "där vi väntade oss ett antal"),
        ((*PLANE, "--cell", "0"), "”0” är inget tal över 0"),
        ((*PLANE, "--cell", "0.01"), "ligger för långt isär"),
        ((*PLANE, "--project", "EPSG:4326"), "Det räknar i grader, inte i meter."),
    ],
)
def test_what_cannot_be_is_said_in_swedish(words, said, analyse, write):
    write("plats,x,y,antal", ["A,319000.5,6399000,1", "B,329000,6499000,2"])
    code, out, err = analyse("concentration", "e.csv", *words)
    assert (code, out) == (2, "")
    assert said in err


def test_no_events_are_drawn_and_english_says_the_finding(analyse, answer, write, tmp_path):
    from django.utils.translation import override

    from samsyn.ui import results

    words = ("concentration", "e.csv", "--place", "plats", "--count", "antal")
    write("plats,antal", ["A,0", "B,0"])
    assert analyse(*words, "--chart", "e.svg")[0] == 0
    assert "Hur samlade händelserna är går inte" in (tmp_path / "e.svg").read_text()
    write("plats,antal", ["A,90", "B,5", "C,5", "D,0"])
    found = answer(*words)
    assert len(found["chance_curve"]) == len(found["table"])
    assert found["chance_curve"][-1] == 1
    with override("en"):
        assert results.say("concentration", found)[0].startswith("18")
        picture = results.draw("concentration", found)
    assert "%(" not in picture.title + picture.description
    assert answer(*words, "--permutations", "0")["chance_curve"] is None
