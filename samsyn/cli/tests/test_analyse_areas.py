"""`samsyn analyse areas`: points to areas, counts and rates."""

from __future__ import annotations

import json
import re

import pytest

POINTS = ("--x", "x", "--y", "y", "--crs", "EPSG:4326")
BORDERS = ("--areas", "a.geojson", "--area-id", "kod")
# R 4.2, sf with sf_use_s2(FALSE): tabulate(unlist(st_intersects(points, wards)), 20); none in no ward, none in two
ROBBERY = dict(zip(
    (f"E050122{number}" for number in range(70, 90)),
    (21, 28, 29, 15, 17, 31, 16, 82, 23, 15, 15, 104, 8, 21, 14, 14, 28, 54, 16, 4), strict=True,
))  # fmt: skip
MARCH = (2, 3, 2, 1, 2, 1, 2, 6, 2, 3, 1, 16, 0, 1, 0, 1, 3, 9, 1, 0)  # the same of month == "2022-03-01"
BURGLARY = (63, 64, 113, 77, 79, 121, 35, 199, 80, 41, 71, 231, 41, 105, 65, 48, 112, 146, 70, 34)


def square(west, south, side=0.01):
    east, north = west + side, south + side
    return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]


def polygon(name, coordinates):
    geometry = {"type": "Polygon", "coordinates": coordinates}
    return {"type": "Feature", "properties": {"kod": name}, "geometry": geometry}


TWO = [polygon("N1", square(12.0, 57.5)), polygon("N2", square(12.01, 57.5))]


@pytest.fixture
def write(tmp_path):
    def put(rows, features=TWO, heading="x,y"):
        (tmp_path / "e.csv").write_text(heading + "\n" + "\n".join(rows) + "\n")
        (tmp_path / "a.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": features}))

    return put


def test_nottingham_as_in_r(answer, reference):
    folder = reference / "handelser"
    words = (
        "--x",
        "longitude",
        "--y",
        "latitude",
        "--crs",
        "EPSG:4326",
        "--areas",
        folder / "nottingham_wards.gpkg",
    )
    words += ("--area-id", "ward_code")
    found = answer("areas", folder / "nottingham_robbery.csv.gz", *words)
    assert {row["area"]: row["count"] for row in found["table"]} == ROBBERY
    assert (found["n"], found["dropped"]["outside"], found["areas"]) == (555, 0, 20)
    assert {row["rate"] for row in found["table"]} == {None}
    found = answer("areas", folder / "nottingham_burglary.csv.gz", *words)
    assert [row["count"] for row in found["table"]] == list(BURGLARY)
    found = answer("areas", folder / "nottingham_robbery.csv.gz", *words, "--by", "month")
    march = [row["count"] for row in found["table"] if row["month"] == "2022-03-01"]
    assert (march, len(found["table"])) == (list(MARCH), 240)
    derived = answer(
        "areas", folder / "nottingham_robbery.csv.gz", *words, "--by", "month", "--time", "month"
    )
    assert [row["count"] for row in derived["table"]] == [row["count"] for row in found["table"]]
    assert derived["table"][2]["month"] == "2022-03"


def test_a_point_on_a_border_falls_in_one_area(answer, write):
    # METHODS.md 4.1
    write(["12.01,57.505", "12.01,57.5", "12.0,57.5", "12.02,57.51", "12.005,57.51", "12.03,57.505"])
    found = answer("areas", "e.csv", *POINTS, *BORDERS)
    assert [(row["area"], row["count"]) for row in found["table"]] == [("N1", 4), ("N2", 1)]
    assert (found["n"], found["value"], found["dropped"]["outside"]) == (5, 5, 1)


def test_rates_with_a_population_file(answer, analyse, write, tmp_path):
    # R: poisson.test(15, 400)$conf.int * 1000
    write(["12.005,57.505"] * 15 + ["12.015,57.505"] * 2)
    (tmp_path / "p.csv").write_text("område;invånare\nN1;400\nN2;..\nX;7\n")
    words = ("--population", "p.csv", "--population-id", "område", "--population-count", "invånare")
    found = answer("areas", "e.csv", *POINTS, *BORDERS, *words)
    first, second = found["table"]
    assert [round(first[key], 1) for key in ("rate", "low", "high", "population")] == [37.5, 21.0, 61.9, 400]
    # METHODS.md 4.10: .. is suppressed, no zero
    assert [second[key] for key in ("count", "rate", "low", "high", "population")] == [
        2,
        None,
        None,
        None,
        None,
    ]
    assert (found["no_population"], found["per"], found["level"]) == (["N2"], 1000, 0.95)
    out = analyse("areas", "e.csv", *POINTS, *BORDERS, *words)[1]
    assert "N1: 15; 37,5 per 1\xa0000 (21 till 61,9, 95 % säkerhet)" in out
    assert "N2: 2; per invånare går inte att beräkna" in out
    assert "Folkmängd saknas eller är 0, så tal per invånare går inte att beräkna: N2." in out
    half = answer("areas", "e.csv", *POINTS, *BORDERS, *words, "--per", "100000")
    assert half["table"][0]["rate"] == pytest.approx(3750)


def test_by_category_and_month_counts_every_combination_and_zero_too(answer, write, tmp_path):
    rows = [
        "12.005,57.505,rån,2024-05-31T22:30:00Z", "12.005,57.505,rån,2024-05-31 21:00", "12.015,57.505,inbrott,2024-05-01",
        "13,57.505,rån,2024-05-01",
    ]  # fmt: skip
    write(rows, heading="x,y,category,t")
    (tmp_path / "p.csv").write_text("id,n\nN1,100\nN2,200\n")
    words = ("--population", "p.csv", "--population-id", "id", "--population-count", "n")
    found = answer("areas", "e.csv", *POINTS, *BORDERS, "--by", "category,month", "--time", "t", *words)
    counts = {(row["area"], row["category"], row["month"]): row["count"] for row in found["table"]}
    # METHODS.md 4.5: 22.30 in UTC on the last of May is June in Sweden
    assert counts[("N1", "rån", "2024-06")] == counts[("N1", "rån", "2024-05")] == 1
    assert (counts[("N2", "inbrott", "2024-05")], counts[("N2", "rån", "2024-06")]) == (1, 0)
    assert (len(counts), sum(counts.values()), found["dropped"]["outside"]) == (8, 3, 1)
    assert {row["area"]: row["population"] for row in found["table"]} == {"N1": 100, "N2": 200}
    assert {row["rate"] for row in found["table"] if row["count"] and row["area"] == "N2"} == {5}


def test_a_broken_border_is_mended_or_left_out_and_named(answer, analyse, write):
    # METHODS.md 4.9
    bow = [[[12.02, 57.5], [12.03, 57.51], [12.03, 57.5], [12.02, 57.51], [12.02, 57.5]]]
    nothing = {"type": "Feature", "properties": {"kod": "S9"}, "geometry": None}
    empty = {
        "type": "Feature",
        "properties": {"kod": "S8"},
        "geometry": {"type": "Polygon", "coordinates": []},
    }
    second = polygon("N1", square(12.05, 57.5))  # an island of N1
    write(
        ["12.0215,57.505", "12.055,57.505", "12.005,57.505"],
        [*TWO, polygon("S1", bow), empty, nothing, second],
    )
    found = answer("areas", "e.csv", *POINTS, *BORDERS)
    assert [(row["area"], row["count"]) for row in found["table"]] == [("N1", 2), ("N2", 0), ("S1", 1)]
    assert (found["repaired"], found["left_out"]) == (["S1"], ["S8", "S9"])
    out = analyse("areas", "e.csv", *POINTS, *BORDERS)[1]
    assert "lagades: S1." in out
    assert "inte med: S8, S9." in out


def test_points_and_borders_may_lie_in_different_systems(answer, write):
    from pyproj import Transformer

    x, y = Transformer.from_crs(4326, 3007, always_xy=True).transform([12.005, 12.015], [57.505, 57.501])
    write([f"{a},{b}" for a, b in zip(x, y, strict=True)])
    found = answer("areas", "e.csv", "--x", "x", "--y", "y", "--crs", "EPSG:3007", *BORDERS)
    assert [row["count"] for row in found["table"]] == [1, 1]


def test_rows_left_out_are_counted(answer, analyse, write):
    write(["12.005,57.505", ",57.505", "0,0", "x,57.505", "12.005,95", "12.005,57.505,1"])
    found = answer("areas", "e.csv", *POINTS, *BORDERS)
    assert found["dropped"] == {
        "no_place": 2, "off_the_map": 1, "no_time": 0, "unreadable": 1, "wrong_width": 1, "outside": 0,
    }  # fmt: skip
    out = analyse("areas", "e.csv", *POINTS, *BORDERS)[1]
    assert "Räknades inte: 2 rader saknar plats, 1 rad ligger utanför kartan, 1 rad går inte att läsa" in out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--areas", "borta.gpkg"), "Filen borta.gpkg finns inte."),
        (("--area-id", "namn"), "saknar kolumnen ”namn”"),
        (("--areas", "punkter.geojson"), "har inga områden som går att räkna i"),
        (("--areas", "meter.geojson"), "är inte grader"),
        (("--by", "typ"), "saknar kolumnen ”typ”"),
        (("--by", "count"), "Kolumnen ”count” går inte att dela upp efter."),
        (("--population", "p.csv"), "Ge --population, --population-id och --population-count tillsammans."),
        (("--population", "p.csv", "--population-id", "id", "--population-count", "n"), "står på flera rader i filen p.csv"),
        (("--population", "q.csv", "--population-id", "id", "--population-count", "n"), "Inget område finns i filen q.csv."),
        (("--population", "r.csv", "--population-id", "id", "--population-count", "n"), "I kolumnen ”n” står ”-4”"),
        (("--x", "y", "--y", "x"), "tycks ha bytt plats"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_three_swedish_sentences(words, said, analyse, write, tmp_path):
    write(["12.005,57.505", "12.015,57.505"])
    point = {
        "type": "Feature",
        "properties": {"kod": "N1"},
        "geometry": {"type": "Point", "coordinates": [12, 57]},
    }
    for name, features in (("punkter", [point]), ("meter", [polygon("N1", square(319000, 6399000, 500))])):
        (tmp_path / f"{name}.geojson").write_text(
            json.dumps({"type": "FeatureCollection", "features": features})
        )
    for name, rows in (("p", "N1,4\nN1,5"), ("q", "A,4"), ("r", "N1,-4")):
        (tmp_path / f"{name}.csv").write_text(f"id,n\n{rows}\n")
    code, out, err = analyse("areas", "e.csv", *POINTS, *BORDERS, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3, err


def test_too_many_rows_are_refused(analyse, write, monkeypatch):
    monkeypatch.setattr("samsyn.cli.analyses.areas.MOST_ROWS", 3)
    write(["12.005,57.505,a", "12.015,57.505,b"], heading="x,y,typ")
    code, _out, err = analyse("areas", "e.csv", *POINTS, *BORDERS, "--by", "typ")
    assert code == 2
    assert "kolumnen ”typ” har 2 olika värden" in err


def test_no_events_are_drawn_and_english_says_the_finding(analyse, answer, write, tmp_path):
    from django.utils.translation import override

    from samsyn.ui import results

    write(["13.5,57.505"])
    assert analyse("areas", "e.csv", *POINTS, *BORDERS, "--chart", "k.svg")[0] == 0
    assert "Inga händelser i områdena" in (tmp_path / "k.svg").read_text()
    write(["12.005,57.505,a"] * 30 + ["12.005,57.505,b"] * 3 + ["12.015,57.505,b"], heading="x,y,typ")
    (tmp_path / "p.csv").write_text("id,n\nN1,400\nN2,500\n")
    words = ("--population", "p.csv", "--population-id", "id", "--population-count", "n")
    found = answer("areas", "e.csv", *POINTS, *BORDERS, *words, "--by", "typ")
    with override("en"):
        picture = results.draw("areas", found)
        assert "34" in results.say("areas", found)[0]
    assert [row[0] for row in picture.rows] == ["N1", "N2"]
    assert picture.rows[0][1] == pytest.approx(82.5)  # 33 of 400, both kinds together
    assert "N1" in picture.title
