"""`samsyn analyse knox`, and the points of a file that the methods of place share."""

from __future__ import annotations

import re

import numpy as np
import pytest

from samsyn.analysis.tests.test_knox import BURKITT, by_hand

WORDS = ("--x", "x", "--y", "y", "--time", "t")
PLANE = ("--crs", "EPSG:3006", "--project", "EPSG:3006")


@pytest.fixture
def write(tmp_path):
    def put(rows, heading="x,y,t"):
        (tmp_path / "e.csv").write_text(heading + "\n" + "\n".join(rows) + "\n")

    return put


def cell(found, distance, days):
    return next(r for r in found["table"] if (r["distance_to"], r["days_to"]) == (distance, days))


def test_knox_of_burkitt(answer, write):
    # METHODS.md 3: 20 km and 5 days, 13 pairs; R surveillance::knox: mean 10.14382
    start = np.datetime64("1960-01-01T12:00")
    rows = [one.split(",") for one in BURKITT.split()]
    write([f"{int(x) * 1000},{int(y) * 1000},{start + np.timedelta64(int(t), 'D')}" for x, y, t in rows])
    found = answer(
        "knox", "e.csv", *WORDS, *PLANE, "--distances", "20000", "--days", "5", "--permutations", "199"
    )
    near = cell(found, 20_000, 5)
    assert (near["observed"], round(near["expected"], 5), found["time_kind"]) == (13, 10.14382, "elapsed")
    assert (near["distance_from"], near["days_from"]) == (0, 0)
    assert [row["observed"] for row in found["table"]] == [13, 3416, 39, 14110]
    assert sum(row["observed"] for row in found["table"]) == found["pairs"] == 17_578
    assert (found["value"], found["p"]) == (near["ratio"], near["p"])
    assert near["p"] == pytest.approx(0.1992, abs=0.12)


def test_the_table_of_degrees_is_that_of_their_metres(answer, write):
    from pyproj import Transformer

    made = np.random.default_rng(2)
    lon, lat = 11.97 + made.normal(0, 0.01, 60), 57.7 + made.normal(0, 0.006, 60)
    days = made.integers(0, 40, 60)
    write(
        [
            f"{a!r},{b!r},{np.datetime64('2024-03-10') + int(d)}"
            for a, b, d in zip(lon.tolist(), lat.tolist(), days, strict=True)
        ]
    )
    x, y = Transformer.from_crs(4326, 3006, always_xy=True).transform(lon, lat)
    for metric in ("euclidean", "manhattan"):
        found = answer(
            "knox", "e.csv", *WORDS, "--crs", "EPSG:4326", "--project", "EPSG:3006", "--distances", "200,400,600",
            "--days", "7,14,30", "--permutations", "99", "--seed", "1", "--metric", metric,
        )  # fmt: skip
        expected = by_hand(x, y, days, [200, 400, 600], [7, 14, 30], metric)
        assert [row["observed"] for row in found["table"]] == expected.ravel().tolist()
        assert (found["time_kind"], found["caveats"], found["n"]) == ("days", [], 60)
    again = answer(
        "knox", "e.csv", *WORDS, "--distances", "200,400,600", "--days", "7,14,30", "--permutations", "99",
        "--seed", "1", "--metric", "manhattan",
    )  # fmt: skip
    assert again == found


def test_time_is_elapsed_where_the_column_has_a_clock_else_whole_days(answer, write):
    def near(*times):
        write([f"319000,6400000,{time}" for time in times])
        found = answer(
            "knox", "e.csv", *WORDS, *PLANE, "--distances", "1", "--days", "1", "--permutations", "0"
        )
        return cell(found, 1, 1)["observed"], found["time_kind"]

    assert near("2024-05-06 08:00", "2024-05-07 09:00") == (0, "elapsed")  # 25 hours
    assert near("2024-05-06 08:00", "2024-05-07 08:00") == (1, "elapsed")
    assert near("2024-05-06", "2024-05-07") == (1, "days")
    assert near("2024-05-06 00:00", "2024-05-07 00:00") == (1, "days")
    # METHODS.md 4.5: a date stored as midnight Swedish time in UTC; the night of 25 hours
    assert near("2024-05-05T22:00Z", "2024-12-31T23:00Z", "2024-12-30T23:00Z") == (1, "days")
    assert near("2024-10-26T12:00+02:00", "2024-10-27T12:00+01:00") == (0, "elapsed")
    assert near("2024-10-26 12:00", "2024-10-27 12:00") == (1, "elapsed")  # as the clocks showed


def test_snapped_places_months_and_a_distorted_map_are_said(answer, analyse, reference):
    # METHODS.md 4.7
    base = ("--x", "longitude", "--y", "latitude", "--time", "month", "--distances", "200", "--days", "31")
    file = reference / "handelser" / "nottingham_robbery.csv.gz"
    words = (*base, "--permutations", "19")
    assert answer("knox", file, *words, "--project", "EPSG:27700")["caveats"] == ["month-only"]
    assert answer("knox", file, *words, "--project", "EPSG:3857")["caveats"] == [
        "distorted-distances",
        "month-only",
    ]
    out = analyse("knox", file, *words, "--project", "EPSG:27700")[1]
    assert "Tiderna är bara månader." in out


def test_a_place_that_many_share_is_said(answer, analyse, write):
    write(
        ["319000,6400000,2024-05-06"] * 11
        + [f"{319_000 + 900 * k},6401000,2024-05-{k + 1:02d}" for k in range(20)]
    )
    words = ("knox", "e.csv", *WORDS, *PLANE, "--distances", "200", "--days", "7")
    assert answer(*words)["caveats"] == ["snapped-places"]
    out = analyse(*words)[1]
    assert "upprepningar på ”samma plats” säger inget" in out
    assert re.search(
        r"[\d,]+ gånger så många par som slumpen ger på 0–200 meters håll med 0–7 dygn emellan: 55 mot", out
    )


def test_rows_left_out_are_counted_by_reason(answer, analyse, write):
    write([
        "319000,6400000,2024-05-06", "319010,6400000,2024-05-07", ",6400000,2024-05-06", "0,0,2024-05-06",
        "319000,6400000,", "319000,norr,2024-05-06", "319000,6400000,i går", "319000,6400000,2024-05-06,1",
        "319000,inf,2024-05-06",
    ])  # fmt: skip
    words = ("knox", "e.csv", *WORDS, *PLANE, "--distances", "200", "--days", "7", "--permutations", "9")
    found = answer(*words)
    assert found["dropped"] == {
        "no_place": 2, "off_the_map": 0, "no_time": 1, "unreadable": 3, "wrong_width": 1,
    }  # fmt: skip
    assert (found["n"], found["value"]) == (2, 1.0)
    out = analyse(*words)[1]
    assert "Räknades inte: 2 rader saknar plats, 1 rad saknar tid, 3 rader går inte att läsa" in out


def test_one_event_cannot_come_back(answer, analyse, write):
    write(["319000,6400000,2024-05-06"])
    words = ("knox", "e.csv", *WORDS, *PLANE, "--distances", "200", "--days", "7")
    found = answer(*words)
    assert (found["n"], found["value"], found["p"], found["reason"]) == (1, None, None, "no-pairs")
    assert "det behövs minst två händelser" in analyse(*words)[1]


def test_in_words(analyse, write):
    write([f"{319_000 + 500 * (k // 2)},6400000,2024-05-{k + 1:02d}" for k in range(20)])
    words = ("knox", "e.csv", *WORDS, *PLANE, "--distances", "0,200", "--days", "0,1,14")
    out = analyse(*words)[1]
    assert "0, 1: 10 (1), 10, p = 0,001" in out
    assert "över 0 till 200, 0: 0 (0), går inte att beräkna" in out
    assert "över 200, 2–14: " in out
    assert "inte att samma person gjort dem" in out
    assert "Slumpen är inte prövad" in analyse(*words, "--permutations", "0")[1]


@pytest.mark.parametrize(
    ("rows", "words", "said"),
    [
        (["57.7,11.97,2024-05-06"], ("--crs", "EPSG:4326"), "tycks ha bytt plats"),
        (["11.97,57.7,2024-05-06"], PLANE, "ser ut som grader, men koordinatsystemet SWEREF99 TM räknar i meter"),
        (["319000,6400000,2024-05-06"], ("--crs", "EPSG:4326"), "är inte grader"),
        (["11.97,57.7,2024-05-06"], ("--project", "EPSG:4326"), "Det räknar i grader, inte i meter."),
        (["a,b,2024-05-06"], PLANE, "har ingen rad som går att räkna. På den första står x = ”a”, y = ”b”"),
        (["11.97,57.7,2024-05-06"], ("--crs", "EPSG:99999999"), "känner vi inte igen"),
        (["11.97,57.7,2024-05-06"], ("--distances", "400,200"), "”400,200” ska vara stigande tal"),
        (["11.97,57.7,2024-05-06"], ("--days", "-1"), "Valet --days"),
        (["11.97,57.7,2024-05-06"], ("--time", "tid"), "saknar kolumnen ”tid”"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_in_three_swedish_sentences(rows, words, said, analyse, write):
    write(rows)
    code, out, err = analyse("knox", "e.csv", *WORDS, "--distances", "200", "--days", "7", *words)
    assert (code, out) == (2, "")
    assert said in err
    plain = re.sub(r"\d\.\d", "1", err)
    assert len(re.findall(r"[.?](?=\s|$)", plain)) == 3, err


def test_too_many_pairs_are_said(analyse, write, monkeypatch):
    monkeypatch.setattr("samsyn.analysis.knox.MOST_PAIRS", 20)
    write(["319000,6400000,2024-05-06"] * 9)
    code, _out, err = analyse("knox", "e.csv", *WORDS, *PLANE, "--distances", "200", "--days", "7")
    assert code == 2
    assert "De är 36, gränsen är " in err and "--permutations 0" in err


def test_what_cannot_be_tested_is_drawn_and_english_says_the_finding(analyse, answer, write, tmp_path):
    from django.utils.translation import override

    from samsyn.ui import results

    words = ("knox", "e.csv", *WORDS, *PLANE, "--distances", "200", "--days", "7", "--permutations", "19")
    write(["319000,6400000,2024-05-06"])
    assert analyse(*words, "--chart", "e.svg")[0] == 0
    assert "Det går inte att pröva om händelser kommer tillbaka" in (tmp_path / "e.svg").read_text()
    write([f"{319_000 + 500 * (k // 2)},6400000,2024-05-{k + 1:02d}" for k in range(20)])
    found = answer(*words)
    with override("en"):
        assert "10" in results.say("knox", found)[0]
        picture = results.draw("knox", found)
    assert (len(picture.rows), "%(" in picture.title) == (4, False)
