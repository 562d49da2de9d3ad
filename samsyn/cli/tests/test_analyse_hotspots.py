"""`samsyn analyse hotspots` and `classes`: new, lasting and former hot places headless."""

from __future__ import annotations

import re

import pytest

METRES = ("--x", "x", "--y", "y", "--crs", "EPSG:3006", "--time", "när")
TABLE = ("--place", "plats", "--time", "år", "--count", "antal")
CORNERS = ((319_100, 6_400_100), (323_600, 6_404_600))
HOT = tuple((x, y) for x in (320_600, 321_100) for y in (6_401_600, 6_402_100))


def write(folder, rows, heading="x,y,när"):
    (folder / "fil.csv").write_text("\n".join([heading, *(",".join(map(str, row)) for row in rows)]) + "\n")


def months(*, day="-15", hot=range(1, 11)):
    rows = [(*place, f"2024-{month:02d}{day}") for month in range(1, 11) for place in CORNERS]
    return rows + [(*place, f"2024-{month:02d}{day}") for month in hot for place in 3 * HOT]


def kinds(found):
    return {(row["x"], row["y"]): row["class"] for row in found["table"]}


@pytest.mark.parametrize("day", ["-15", "-15 13:45", ""])
@pytest.mark.parametrize(
    ("hot", "kind"), [(range(1, 11), "persistent"), ((9, 10), "emerging"), (range(1, 6), "former"), ((1, 5, 10), "intermittent")]
)  # fmt: skip
def test_the_classes_by_month(answer, tmp_path, hot, kind, day):
    write(tmp_path, months(hot=hot, day=day))
    found = answer("hotspots", "fil.csv", *METRES, "--cell", 500)
    assert (found["periods"], found["recent"], found["first"], found["last"]) == (
        10,
        2,
        "2024-01-01",
        "2024-10-01",
    )
    assert {kinds(found)[x + 150, y + 150] for x, y in HOT} == {kind}
    assert found["classes"][kind] == 4
    assert found["classes"]["none"] == len(found["table"]) - 4
    row = next(row for row in found["table"] if row["class"] == kind)
    assert (row["hot_periods"], row["count"]) == (len(hot), 3 * len(hot))
    assert row["recent_hot"] == sum(month > 8 for month in hot)


def test_months_without_events_between_are_periods(answer, analyse, tmp_path):
    write(tmp_path, [row for row in months() if "-04-" not in row[2]])
    found = answer("hotspots", "fil.csv", *METRES)
    assert (found["periods"], found["empty_periods"], found["classes"]["persistent"]) == (10, 1, 4)
    assert "I 1 period fanns ingen ruta att skilja ut." in analyse("hotspots", "fil.csv", *METRES)[1]


def test_periods_are_those_of_the_clocks_here(answer, tmp_path):
    # METHODS.md 4.5: 22:30 UTC on 31 May is June in Sweden
    rows = [
        (*place, time) for time in ("2024-05-31T22:30:00Z", "2024-06-02T10:00:00Z") for place in CORNERS + HOT
    ]
    write(tmp_path, rows)
    found = answer("hotspots", "fil.csv", *METRES)
    assert (found["first"], found["last"], found["reason"]) == ("2024-06-01", "2024-06-01", "too-few-periods")


def test_weeks_begin_on_monday_and_quarters_and_years_are_counted(answer, tmp_path):
    write(tmp_path, [(*place, day) for day in ("2024-12-29", "2024-12-30") for place in CORNERS + HOT])
    for period, first, last, many in (
        ("week", "2024-12-23", "2024-12-30", 2), ("quarter", "2024-10-01", "2024-10-01", 1), ("year", "2024-01-01", "2024-01-01", 1)
    ):  # fmt: skip
        found = answer("hotspots", "fil.csv", *METRES, "--period", period)
        assert (found["first"], found["last"], found["periods"]) == (first, last, many)


def test_the_rules_can_be_chosen(answer, tmp_path):
    write(tmp_path, months(hot=range(1, 8)))
    assert answer("hotspots", "fil.csv", *METRES)["classes"]["former"] == 4
    chosen = answer("hotspots", "fil.csv", *METRES, "--persistent-share", 0.7)
    assert (chosen["classes"]["persistent"], chosen["rules"]["persistent_share"]) == (4, 0.7)
    assert answer("hotspots", "fil.csv", *METRES, "--p", "0.000001")["classes"]["former"] == 0


def test_it_says_which_cells_in_words(analyse, tmp_path):
    write(tmp_path, months())
    code, out, err = analyse("hotspots", "fil.csv", *METRES)
    assert (code, err) == (0, "")
    assert "10 perioder (2024-01-01 till 2024-10-01); de 2 sista perioderna räknas som de senaste." in out
    assert (
        "4 rutor är bestående heta:\n  x 320\xa0750, y 6\xa0401\xa0750: het i 10 perioder av 10, 30 händelser"
        in out
    )
    assert "inte varför" in out
    write(tmp_path, months(hot=(9, 10)))
    assert "4 rutor är nyligen heta:\n" in analyse("hotspots", "fil.csv", *METRES)[1]
    write(tmp_path, months(hot=()))
    assert "Ingen ruta har varit het i så många perioder" in analyse("hotspots", "fil.csv", *METRES)[1]
    write(tmp_path, months()[:2])
    assert "Klasser går inte att beräkna: 2 händelser, 1 period" in analyse("hotspots", "fil.csv", *METRES)[1]


def test_burglaries_in_nottingham_by_month(answer, reference):
    words = (
        "--x",
        "longitude",
        "--y",
        "latitude",
        "--crs",
        "EPSG:4326",
        "--project",
        "EPSG:27700",
        "--time",
        "month",
    )
    found = answer("hotspots", reference / "handelser" / "nottingham_burglary.csv.gz", *words)
    assert (found["n"], found["periods"], found["recent"], found["first"]) == (1795, 12, 2, "2022-01-01")
    assert sum(found["classes"].values()) == len(found["table"])
    assert sum(row["count"] for row in found["table"]) == 1795


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--persistent-share", "0.05"), "Gränserna går inte ihop."),
        (("--hot-share", "1"), "”1” ligger inte mellan 0 och 1"),
        (("--period", "day"), "Valet --period kan inte vara 'day'"),
        (("--cell", "0.01"), "Punkterna i filen fil.csv ligger för långt isär"),
    ],
)
def test_what_cannot_be_used_is_said_in_three_sentences(analyse, tmp_path, words, said):
    write(tmp_path, months())
    code, out, err = analyse("hotspots", "fil.csv", *METRES, *words)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3


def test_months_are_not_counted_by_week(analyse, tmp_path):
    write(tmp_path, months(day=""))
    code, _out, err = analyse("hotspots", "fil.csv", *METRES, "--period", "week")
    assert code == 2
    assert "har bara månader" in err


# classes


def table(**places):
    return [(name, 2015 + k, many) for name, row in places.items() for k, many in enumerate(row)]


PLACES = table(
    Torget=[60] * 10, Parken=[9] * 8 + [60] * 2, Hamnen=[60] * 5 + [9] * 5, Skolan=[60, 9, 9] * 3 + [60],
    Gatan=[10] * 10, Backen=[11] * 10, Dalen=[9] * 10, Ängen=[8] * 10,
)  # fmt: skip


def test_a_table_of_counts_gets_its_classes(answer, analyse, tmp_path):
    write(tmp_path, PLACES[::-1], "plats,år,antal")
    found = answer("classes", "fil.csv", *TABLE)
    told = {row["place"]: row["class"] for row in found["table"]}
    assert told == {
        "Torget": "persistent", "Parken": "emerging", "Hamnen": "former", "Skolan": "intermittent",
        "Gatan": "none", "Backen": "none", "Dalen": "none", "Ängen": "none",
    }  # fmt: skip
    assert (found["n"], found["periods"], found["recent"]) == (sum(row[2] for row in PLACES), 10, 2)
    out = analyse("classes", "fil.csv", *TABLE)[1]
    assert "1 plats är bestående het: Torget (het i 10)." in out
    assert "1 plats är nyligen het: Parken (het i 2)." in out


def test_a_place_without_all_periods_is_named_and_left_out(answer, analyse, tmp_path):
    # METHODS.md 4.10: what is suppressed, or empty, is no zero
    rows = [
        *PLACES,
        ("Ny", 2024, 900),
        ("Dold", 2015, ".."),
        ("", 2015, 4),
        ("Utan", "", 4),
        *table(Lucka=[9] * 9),
    ]
    write(tmp_path, rows, "plats,år,antal")
    found = answer("classes", "fil.csv", *TABLE)
    assert (len(found["table"]), found["incomplete"]) == (8, ["Lucka", "Ny"])
    assert found["dropped"] == {
        "no_place": 1,
        "no_time": 1,
        "no_count": 1,
        "incomplete": 10,
        "wrong_width": 0,
    }
    out = analyse("classes", "fil.csv", *TABLE)[1]
    assert "2 platser klassas inte, för någon period saknas: Lucka, Ny." in out
    assert "3 rader räknades inte" in out


def test_tables_that_tell_nothing(answer, analyse, tmp_path):
    for rows, reason in (
        (table(A=[3], B=[4]), "too-few-periods"),
        (table(A=[3, 4]), "too-few-places"),
        (table(A=[0, 0], B=[0, 0]), "no-events"),
        ([("A", 2020, 3), ("B", 2021, 3)], "too-few-places"),
        ([("A", 2020, "..")], "too-few-places"),
    ):
        write(tmp_path, rows, "plats,år,antal")
        assert answer("classes", "fil.csv", *TABLE)["reason"] == reason
        assert "Klasser går inte att beräkna" in analyse("classes", "fil.csv", *TABLE)[1]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("A", 2020, -1), "där vi väntade oss ett antal"),
        (("A", 2020, "1.5"), "där vi väntade oss ett antal"),
        (("A", 2020, "hej"), "där vi väntade oss ett tal"),
        (("A", "i fjol", 3), "där vi väntade oss ett tal, ett datum eller en period"),
        (("Torget", 2015, 3), "Platsen ”Torget” har två antal för samma period"),
    ],
)
def test_cells_that_cannot_be_used(analyse, tmp_path, row, said):
    write(tmp_path, [*PLACES, row], "plats,år,antal")
    code, out, err = analyse("classes", "fil.csv", *TABLE)
    assert (code, out) == (2, "")
    assert said in err
    assert len(re.findall(r"[.?](?=\s|$)", err)) == 3


def test_what_cannot_be_told_is_drawn_and_english_says_the_finding(analyse, answer, tmp_path):
    from django.utils.translation import override

    from samsyn.ui import results

    write(tmp_path, months()[:2])
    assert analyse("hotspots", "fil.csv", *METRES, "--chart", "k.svg")[0] == 0
    assert "Klasser går inte att beräkna" in (tmp_path / "k.svg").read_text()
    write(tmp_path, months())
    hot = answer("hotspots", "fil.csv", *METRES)
    write(tmp_path, PLACES, "plats,år,antal")
    places = answer("classes", "fil.csv", *TABLE)
    assert places["times"] == [str(year) for year in range(2015, 2025)]
    row = next(row for row in places["table"] if row["place"] == "Parken")
    assert (row["counts"][-2:], row["hot"]) == ([60, 60], [False] * 8 + [True] * 2)
    with override("en"):
        drawn = results.draw("hotspots", hot), results.draw("classes", places)
        assert "4" in results.say("hotspots", hot)[1]
    assert drawn[0].title.startswith("4")
    assert drawn[1].title.startswith("Torget")
    assert len(drawn[1].rows) == 8
    write(tmp_path, table(A=[3]), "plats,år,antal")
    assert analyse("classes", "fil.csv", *TABLE, "--chart", "k.svg")[0] == 0
