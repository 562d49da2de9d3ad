from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.aoristic import aoristic
from samsyn.analysis.result import AnalysisError

SWEDEN = "Europe/Stockholm"
MINUTES = st.integers(27_000_000, 30_000_000)  # 2021 to 2027
EVENTS = st.lists(st.tuples(MINUTES, st.one_of(st.none(), st.integers(-50, 12_000))), min_size=0, max_size=12)


def _by_hand(start, end):
    """One minute after the other, as the rule says."""
    table = np.zeros((24, 7))
    for a, b in zip(start, end, strict=True):
        b = a if b is None or b < a else b
        if b - a >= timedelta(days=7):
            table += 1 / 168
            continue
        minutes = max(1, int((b - a) / timedelta(minutes=1)))
        for minute in range(minutes):
            at = a + timedelta(minutes=minute)
            table[at.hour, at.weekday()] += 1 / minutes
    return table


def _in_sweden(start, minutes):
    """One minute after the other from a UTC time, by zoneinfo."""
    table = np.zeros((24, 7))
    for minute in range(minutes):
        at = (start + timedelta(minutes=minute)).replace(tzinfo=ZoneInfo("UTC")).astimezone(ZoneInfo(SWEDEN))
        table[at.hour, at.weekday()] += 1 / minutes
    return table


def _arrays(events):
    start = np.array([a for a, _length in events], dtype="datetime64[m]")
    end = np.array(
        ["NaT" if length is None else np.datetime64(a + length, "m") for a, length in events],
        dtype="datetime64[m]",
    )
    return start, end


def test_the_example_of_the_package():
    # Ratcliffe's R package aoristic: 10:45 to 13:15 gives 1/10, 4/10, 4/10, 1/10; 6 May 2024 is a Monday
    table = aoristic(["2024-05-06T10:45"], ["2024-05-06T13:15"]).table
    assert table[10:14, 0] == pytest.approx([0.1, 0.4, 0.4, 0.1], rel=1e-12)
    assert np.count_nonzero(table) == 4


@settings(max_examples=40, deadline=None)
@given(EVENTS)
def test_it_equals_a_walk_minute_by_minute(events):
    start, end = _arrays(events)
    found = aoristic(start, end)
    assert found.table == pytest.approx(_by_hand(start.tolist(), end.tolist()), abs=1e-11)
    assert found.n == len(events)


@settings(max_examples=40, deadline=None)
@given(EVENTS, st.sampled_from([None, SWEDEN, "America/New_York", "Asia/Kolkata"]))
def test_each_event_weighs_one_whatever_its_order(events, zone):
    start, end = _arrays(events)
    found = aoristic(start, end, zone=zone)
    assert found.table.sum() == pytest.approx(len(events), rel=1e-12)
    assert (found.table >= 0).all()
    assert aoristic(start[::-1], end[::-1], zone=zone).table == pytest.approx(found.table, abs=1e-11)
    parts = [aoristic(start[one : one + 1], end[one : one + 1], zone=zone) for one in range(len(events))]
    for part in parts:
        assert part.table.sum() == pytest.approx(1, rel=1e-12)
    if parts:
        assert sum((part.table for part in parts), np.zeros((24, 7))) == pytest.approx(found.table, abs=1e-11)


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from([2023, 2024, 2025]), st.sampled_from([3, 10]), st.integers(0, 2880), st.integers(1, 2880)
)
def test_with_a_zone_the_minutes_are_those_that_passed(year, month, before, length):
    # the last Sunday of March and of October, against zoneinfo, minute by minute
    sunday = max(
        datetime(year, month, day) for day in range(25, 32) if datetime(year, month, day).weekday() == 6
    )
    start = sunday - timedelta(minutes=before - 1440)
    found = aoristic([start], [start + timedelta(minutes=length)], zone=SWEDEN)
    assert found.table == pytest.approx(_in_sweden(start, length), abs=1e-11)


def test_the_night_to_summer_time_is_an_hour_short_and_the_night_from_it_an_hour_long():
    # 01:30 to 03:30 Swedish time: one hour in March, three in October
    march = aoristic(["2024-03-31T00:30"], ["2024-03-31T01:30"], zone=SWEDEN).table[:, 6]
    assert march[:5] == pytest.approx([0, 1 / 2, 0, 1 / 2, 0])
    october = aoristic(["2024-10-26T23:30"], ["2024-10-27T02:30"], zone=SWEDEN).table[:, 6]
    assert october[:5] == pytest.approx([0, 1 / 6, 4 / 6, 1 / 6, 0])


def test_without_a_zone_an_hour_of_the_clock_is_an_hour():
    sunday = aoristic(["2024-03-31T01:30"], ["2024-03-31T03:30"]).table[:, 6]
    assert sunday[:5] == pytest.approx([0, 1 / 4, 1 / 2, 1 / 4, 0])


def test_a_missing_end_and_an_end_before_the_start_count_at_the_start():
    found = aoristic(["2024-05-06T10:45", "2024-05-07T14:30"], ["NaT", "2024-05-07T12:00"])
    assert (found.table[10, 0], found.table[14, 1], found.n) == (1, 1, 2)
    assert (found.no_end, found.end_before_start) == (1, 1)


def test_a_missing_start_is_left_out_and_counted():
    found = aoristic(["NaT", "2024-05-07T14:30"], ["2024-05-06T10:45", "2024-05-07T14:30"])
    assert (found.n, found.no_start, found.table.sum()) == (1, 1, 1)


def test_a_week_or_more_is_spread_evenly():
    ends = ["2024-05-13T10:44", "2024-05-13T10:45", "2024-07-01T00:00"]
    tables = [aoristic(["2024-05-06T10:45"], [end]).table for end in ends]
    assert np.ptp(tables[0]) > 0
    assert tables[1] == pytest.approx(np.full((24, 7), 1 / 168), rel=1e-12)
    assert tables[2] == pytest.approx(np.full((24, 7), 1 / 168), rel=1e-12)


def test_whole_hours_and_midnight_fall_in_one_hour_each():
    found = aoristic(["2024-05-12T23:00", "2024-05-12T23:59"], ["2024-05-13T00:00", "2024-05-13T00:01"])
    assert (found.table[23, 6], found.table[0, 0]) == pytest.approx((1.5, 0.5))


def test_seconds_are_cut_off():
    start = np.array(["2024-05-06T10:59:59"], dtype="datetime64[s]")
    end = np.array(["2024-05-06T11:00:01"], dtype="datetime64[s]")
    assert aoristic(start, end).table[10, 0] == 1


def test_no_events_give_zeros_and_nothing_is_changed():
    empty = np.array([], dtype="datetime64[m]")
    assert aoristic(empty, empty).table.sum() == 0
    assert aoristic(empty, empty, zone=SWEDEN).n == 0
    found = aoristic(["2024-05-06T10:45"], ["2024-05-06T13:15"])
    with pytest.raises(ValueError, match="read-only"):
        found.table[0, 0] = 1


def test_many_events_in_blocks_are_as_few_at_a_time():
    rng = np.random.default_rng(7)
    start = rng.integers(27_000_000, 30_000_000, 120_000)
    end = start + rng.integers(0, 12_000, start.size)
    a, b = start.astype("datetime64[m]"), end.astype("datetime64[m]")
    parts = [aoristic(a[cut : cut + 999], b[cut : cut + 999]).table for cut in range(0, a.size, 999)]
    assert aoristic(a, b).table == pytest.approx(np.sum(parts, axis=0), rel=1e-9)


def test_two_sets_of_events_are_added_as_if_they_were_one():
    start = ["2024-05-06T10:45", "2024-05-06T22:10", "NaT", "2024-05-07T14:30", "2024-05-09T08:00"]
    end = ["2024-05-06T13:15", "NaT", "2024-05-06T10:45", "2024-05-07T12:00", "2024-07-01T00:00"]
    both = aoristic(start[:2], end[:2]) + aoristic(start[2:], end[2:])
    whole = aoristic(start, end)
    assert both.table == pytest.approx(whole.table, rel=1e-12)
    for name, many in (
        ("n", 4), ("no_start", 1), ("no_end", 1), ("end_before_start", 1), ("a_week_or_more", 1)
    ):  # fmt: skip
        assert getattr(both, name) == getattr(whole, name) == many
    twice = both + both
    assert (twice.n, twice.no_start, twice.no_end, twice.end_before_start, twice.a_week_or_more) == (
        8, 2, 2, 2, 2
    )  # fmt: skip
    with pytest.raises(ValueError, match="read-only"):
        both.table[0, 0] = 1


def test_an_end_at_the_start_is_no_mistake_and_a_week_to_the_minute_is_long():
    at = "2024-05-06T10:45"
    found = aoristic([at] * 3, [at, "2024-05-13T10:44", "2024-05-13T10:45"])
    assert (found.n, found.end_before_start, found.no_end, found.a_week_or_more) == (3, 0, 0, 1)


@pytest.mark.parametrize(
    ("before", "length"), [(0, 90), (90, 90), (1440, 1500), (1439, 1500), (1441, 1500), (1, 2)]
)
@pytest.mark.parametrize("change", [datetime(2024, 3, 31, 1), datetime(2024, 10, 27, 1)])
def test_events_that_begin_or_end_at_the_change_of_the_clocks_or_whole_days_from_it(change, before, length):
    start = change - timedelta(minutes=before)
    found = aoristic([start], [start + timedelta(minutes=length)], zone=SWEDEN)
    assert found.table == pytest.approx(_in_sweden(start, length), abs=1e-12)


def test_the_changes_of_spring_and_of_autumn_count_in_the_same_set():
    starts = [datetime(2024, 3, 31, 0), datetime(2024, 10, 27, 0), datetime(2024, 10, 26, 23)]
    found = aoristic(starts, [start + timedelta(minutes=200) for start in starts], zone=SWEDEN)
    assert found.table == pytest.approx(sum(_in_sweden(start, 200) for start in starts), abs=1e-12)


def test_what_cannot_be_is_refused():
    with pytest.raises(AnalysisError, match=r"^there must be as many ends as starts$"):
        aoristic(["2024-05-06T10:45"], [])
    with pytest.raises(AnalysisError, match=r"^there is no time zone called Europe/Atlantis$"):
        aoristic(["2024-05-06T10:45"], ["2024-05-06T10:47"], zone="Europe/Atlantis")
