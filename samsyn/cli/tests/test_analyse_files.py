"""`samsyn analyse` on files of rows: when it happened, and whether a series rises."""

from __future__ import annotations

import csv
import gzip
from collections import defaultdict
from datetime import datetime, timedelta

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook
from scipy.stats import kendalltau

# aoristic


def hours(found, day, *wanted):
    return [found["table"][hour][day] for hour in wanted]


def test_aoristic_prints_the_week_as_24_objects(answer, tmp_path):
    # Ratcliffe's R package aoristic: 10:45 to 13:15 gives 1/10, 4/10, 4/10, 1/10
    (tmp_path / "e.csv").write_text("start,end\n2024-05-06 10:45,2024-05-06 13:15\n")
    found = answer("aoristic", "e.csv", "--start", "start", "--end", "end")
    assert [row["hour"] for row in found["table"]] == list(range(24))
    assert list(found["table"][0]) == ["hour", "mon", "tue", "wed", "thu", "fri", "sat", "sun"]
    assert hours(found, "mon", 10, 11, 12, 13) == pytest.approx([0.1, 0.4, 0.4, 0.1], rel=1e-12)
    assert (found["n"], found["value"], found["p"]) == (1, None, None)


def test_aoristic_says_what_was_left_out_and_why(answer, analyse, tmp_path):
    rows = [
        "2024-05-06 10:45,", "2024-05-07 14:30,2024-05-07 12:00", ",2024-05-07 12:00", "i maj,2024-05-07 12:00",
        "2024-05-01 00:00,2024-06-01 00:00", "2024-05-06 10:45,2024-05-06 10:50,x", "2024-05,2024-05-07 12:00",
    ]  # fmt: skip
    (tmp_path / "e.csv").write_text("start,end\n" + "\n".join(rows) + "\n")
    found = answer("aoristic", "e.csv", "--start", "start", "--end", "end")
    assert found["dropped"] == {"no_start": 1, "unreadable": 2, "wrong_width": 1}
    assert [found[key] for key in ("n", "no_end", "end_before_start", "a_week_or_more")] == [3, 1, 1, 1]
    assert hours(found, "tue", 14) == pytest.approx([1 + 1 / 168])
    _code, out, _err = analyse("aoristic", "e.csv", "--start", "start", "--end", "end")
    assert "4 rader räknades inte" in out
    assert "1 händelse slutar före sin start och räknas vid starten." in out


def test_aoristic_reads_the_clock_of_the_cell_and_turns_utc_into_swedish_time(answer, tmp_path):
    # METHODS.md 4.5: midnight Swedish time stored as UTC; the nights of 23 and 25 hours; a clock without zone is local
    def table(start, end, *words):
        (tmp_path / "e.csv").write_text(f"start;end\n{start};{end}\n")
        return answer("aoristic", "e.csv", "--start", "start", "--end", "end", *words)

    found = table("2024-05-05T22:00Z", "2024-05-05T23:00:00Z")
    assert (hours(found, "mon", 0), found["zone"]) == ([1], "Europe/Stockholm")
    march = table("2024-03-31T01:30+01:00", "2024-03-31T03:30+02:00")
    assert hours(march, "sun", 1, 2, 3) == pytest.approx([1 / 2, 0, 1 / 2])
    october = table("2024-10-27 01:30 +0200", "2024-10-27 03:30 +0100")
    assert hours(october, "sun", 1, 2, 3) == pytest.approx([1 / 6, 4 / 6, 1 / 6])
    twice = table("2024-10-27T02:30+02:00", "2024-10-27T02:30+01:00")  # one clock, an hour apart
    assert hours(twice, "sun", 1, 2, 3) == pytest.approx([0, 1, 0])
    local = table("2024-03-31 01:30", "2024-03-31 03:30")
    assert hours(local, "sun", 1, 2, 3) == pytest.approx([1 / 4, 1 / 2, 1 / 4])
    assert local["zone"] is None
    told = table("2024-10-27 01:30", "2024-10-27 03:30", "--zone", "Europe/Stockholm")
    assert hours(told, "sun", 1, 2, 3) == pytest.approx([1 / 6, 4 / 6, 1 / 6])
    york = table("2024-05-06T12:00Z", "", "--zone", "America/New_York")
    assert hours(york, "mon", 8) == [1]


def test_empty_lines_at_the_end_are_no_rows_and_a_file_may_end_without_a_line_break(answer, tmp_path):
    (tmp_path / "e.csv").write_text("start,end\n2024-05-06 10:45,\n2024-05-07 10:45,\n\n\n")
    found = answer("aoristic", "e.csv", "--start", "start", "--end", "end")
    assert (found["n"], found["dropped"]) == (2, {"no_start": 0, "unreadable": 0, "wrong_width": 0})
    (tmp_path / "e.csv").write_text("start,end\n2024-05-06 10:45,")
    assert answer("aoristic", "e.csv", "--start", "start", "--end", "start")["n"] == 1


def test_aoristic_spreads_dates_without_clock_over_their_days(answer, analyse, tmp_path):
    (tmp_path / "e.csv").write_text("start,end\n2024-05-06,2024-05-07\n2024-05-08,\n")
    found = answer("aoristic", "e.csv", "--start", "start", "--end", "end")
    assert found["no_clock"] == ["start", "end"]
    assert hours(found, "mon", 0, 23) + hours(found, "tue", 23) == pytest.approx([1 / 48] * 3)
    assert hours(found, "wed", 0, 23) == pytest.approx([1 / 24] * 2)
    (tmp_path / "e.csv").write_text("start,end\n2024-05-06 10:45,\n2024-05-08,\n")
    found = answer("aoristic", "e.csv", "--start", "start", "--end", "end")
    assert (found["no_clock"], hours(found, "wed", 0)) == ([], [1])


def test_the_same_table_as_csv_gzip_parquet_and_excel_gives_the_same_answer(answer, tmp_path):
    pairs = [("2024-05-06 10:45", "2024-05-06 13:15"), ("2024-05-10 22:00", "2024-05-11 06:00")]
    text = "början;slut\n" + "".join(f"{a};{b}\n" for a, b in pairs)
    (tmp_path / "e.csv").write_text(text, encoding="cp1252")
    (tmp_path / "e.csv.gz").write_bytes(gzip.compress(text.encode()))
    times = [[datetime.fromisoformat(pair[k]) for pair in pairs] for k in (0, 1)]
    pq.write_table(pa.table({"början": times[0], "slut": times[1]}), tmp_path / "e.parquet")
    book = Workbook()
    for row in (["Stölder i maj"], [], ["början", "slut"], *map(list, zip(*times, strict=True))):
        book.active.append(row)
    book.save(tmp_path / "e.xlsx")
    answers = [
        answer("aoristic", name, "--start", "början", "--end", "slut")
        for name in ("e.csv", "e.csv.gz", "e.parquet", "e.xlsx")
    ]
    assert answers[0]["n"] == 2
    assert all(one == answers[0] for one in answers)


def test_aoristic_of_real_thefts_as_a_plain_loop_gives_them(answer, reference, tmp_path):
    # data/handelser/nyc_vehicle_thefts_2014_2017.csv.gz, every 20th row; a loop over the hours of each row
    with gzip.open(reference / "handelser" / "nyc_vehicle_thefts_2014_2017.csv.gz", "rt") as file:
        rows = list(csv.DictReader(file))[::20]
    expected = defaultdict(float)
    for row in rows:
        start = datetime.fromisoformat(row["date_start"])
        end = datetime.fromisoformat(row["date_end"] or row["date_start"])
        if end - start >= timedelta(days=7):
            for cell in range(168):
                expected[cell // 24, cell % 24] += 1 / 168
        elif end <= start:
            expected[start.weekday(), start.hour] += 1
        else:
            at = start
            while at < end:
                until = min(at.replace(minute=0) + timedelta(hours=1), end)
                expected[at.weekday(), at.hour] += (until - at) / (end - start)
                at = until
    (tmp_path / "nyc.csv").write_text(
        "a,b\n" + "".join(f"{row['date_start']},{row['date_end']}\n" for row in rows)
    )
    found = answer("aoristic", "nyc.csv", "--start", "a", "--end", "b")
    assert found["n"] == len(rows)
    for day, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun")):
        for hour in range(24):
            assert found["table"][hour][name] == pytest.approx(expected[day, hour], rel=1e-9)


# mannkendall


def test_mannkendall_of_a_real_series(answer, reference):
    # data/utvardering/sicily.csv; S by its definition, tau by scipy.stats.kendalltau
    path = reference / "utvardering" / "sicily.csv"
    with path.open() as file:
        counts = [float(row["aces"]) for row in csv.DictReader(file)]
    found = answer("mannkendall", path, "--time", "time", "--count", "aces")
    assert (
        found["value"]
        == found["s"]
        == sum((b > a) - (b < a) for i, a in enumerate(counts) for b in counts[i:])
    )
    assert found["tau"] == pytest.approx(kendalltau(range(len(counts)), counts).statistic, rel=1e-12)
    assert (found["p_kind"], found["n"], found["slope_per"]) == ("normal", 59, "unit")
    assert found["slope_low"] < found["slope"] < found["slope_high"]


@pytest.mark.parametrize(
    "times",
    [
        ["2019", "2020", "2021", "2022", "2023", "2024"],
        ["2019-01-01", "2019-02-01", "2019-03-01", "2019-04-01", "2019-05-01", "2019-06-01"],
        ["2019K1", "2019K2", "2019K3", "2019K4", "2020K1", "2020K2"],
        ["2019-01-07", "2019-01-14", "2019-01-21", "2019-01-28", "2019-02-04", "2019-02-11"],
    ],
)
def test_mannkendall_takes_years_dates_months_and_quarters_in_any_order(times, answer, tmp_path):
    rows = [f"{time};{count}" for time, count in zip(times, (1, 2, 3, 4, 5, 6), strict=True)]
    (tmp_path / "s.csv").write_text("t;n\n" + "\n".join(reversed(rows)) + "\n")
    found = answer("mannkendall", "s.csv", "--time", "t", "--count", "n")
    assert (found["value"], found["n"], found["tau"]) == (15, 6, 1)  # S of 1..n is n(n-1)/2, METHODS.md 3
    assert found["p"] == pytest.approx(2 / 720)
    assert found["p_kind"] == "exact"


def test_mannkendall_counts_the_gaps_and_says_when_a_series_is_too_short(answer, analyse, tmp_path):
    (tmp_path / "s.csv").write_text("t,n\n2019,1\n2020,..\n2021,3\n,4\n2023,5\n2024,\n")
    found = answer("mannkendall", "s.csv", "--time", "t", "--count", "n")
    assert (found["n"], found["value"], found["p"], found["reason"]) == (3, 3, None, "too-short")
    assert found["dropped"] == {"no_time": 1, "no_count": 2, "wrong_width": 0}
    _code, out, _err = analyse("mannkendall", "s.csv", "--time", "t", "--count", "n")
    assert "Minst 5 värden behövs." in out
