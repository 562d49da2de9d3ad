"""Knox's test where rounding, memory and the types of numbers end: each found by changing the code a little (docs/dev/mutation.md)."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from samsyn.analysis import knox as module
from samsyn.analysis.knox import TooManyPairsError, is_snapped, knox
from samsyn.analysis.result import AnalysisError


def rng(seed=1):
    return np.random.default_rng(seed)


def both_ways(*columns, **limits):
    """The table counted by trees and the table from the list of pairs, which must be the same."""
    counted = knox(*columns, **limits, permutations=0).observed.tolist()
    listed = knox(*columns, **limits, permutations=2, rng=rng()).observed.tolist()
    assert counted == listed
    return counted


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"x": [1.0]}, "x, y and time must be of equal length"),
        ({"y": [1.0]}, "x, y and time must be of equal length"),
        ({"time": [1.0]}, "x, y and time must be of equal length"),
        ({"x": [np.nan, 1]}, "x, y and time must be finite"),
        ({"y": [np.inf, 1]}, "x, y and time must be finite"),
        ({"time": [np.inf, 1]}, "x, y and time must be finite"),
        ({"distances": []}, "distances must be finite, 0 or more, and rising"),
        ({"distances": [-1]}, "distances must be finite, 0 or more, and rising"),
        ({"times": [3, 2]}, "times must be finite, 0 or more, and rising"),
        ({"times": [2, 2]}, "times must be finite, 0 or more, and rising"),
        ({"times": [1, np.inf]}, "times must be finite, 0 or more, and rising"),
        ({"permutations": -1}, "permutations must be 0 or more, and more than 0 need rng"),
        ({"permutations": 1, "rng": None}, "permutations must be 0 or more, and more than 0 need rng"),
        ({"metric": "chebyshev"}, "metric must be euclidean or manhattan"),
    ],
)
def test_what_is_wrong_is_said(wrong, message):
    right = {"x": [0, 1], "y": [0, 1], "time": [0, 1], "distances": [1], "times": [1]}
    with pytest.raises(AnalysisError, match=f"^{message}$"):
        knox(**{**right, "permutations": 9, "rng": rng(), **wrong})


def test_a_pair_just_beyond_a_limit_stands_in_the_open_band():
    assert both_ways([0, 0], [0, 0], [0, 10_000_001], distances=[1], times=[10_000_000]) == [[0, 1], [0, 0]]
    assert both_ways([0, 10_000_001], [0, 0], [0, 0], distances=[10_000_000], times=[1]) == [[0, 0], [1, 0]]


def test_whole_times_are_compared_to_their_last_digit():
    # nanoseconds over decades: a float of this size steps by 256
    ends = [0, 2**60 + 127, 2**60 + 129]
    assert both_ways([0] * 3, [0] * 3, ends, distances=[1], times=[1]) == [[0, 3], [0, 0]]
    assert both_ways([0] * 3, [0] * 3, ends, distances=[1], times=[2]) == [[1, 2], [0, 0]]


def test_the_same_place_alone_and_a_limit_beyond_all_times():
    assert both_ways([0.25, 0.25, 0.5], [0] * 3, [0, 1, 1], distances=[0], times=[1]) == [[1, 0], [2, 0]]
    assert both_ways([0, 0.5], [0, 0], [0, 0], distances=[0.5], times=[1]) == [[1, 0], [0, 0]]
    # times that fit in two bytes, a limit that does not, and one that fits in no whole number at all
    for limit in (40_000, 1e19):
        found = both_ways([0] * 3, [0] * 3, [0, 1, 30_000], distances=[1], times=[1, limit])
        assert found == [[1, 2, 0], [0, 0, 0]]


@pytest.mark.parametrize("last", [2**15 - 1, 2**15, 2**31 - 1, 2**31, 2**40])
def test_times_are_kept_in_a_type_that_holds_them(last):
    times = [5, 5 + last, 5 + last, 6]
    expected = [[2, 4], [0, 0]]
    assert both_ways([0] * 4, [0] * 4, times, distances=[1], times=[1]) == expected
    assert both_ways([0] * 4, [0] * 4, [t + 0.5 for t in times], distances=[1], times=[1]) == expected
    before_1970 = [t - 40_000 for t in times]
    assert both_ways([0] * 4, [0] * 4, before_1970, distances=[1], times=[1]) == expected


def test_no_event_has_tables_of_the_shape_that_was_asked_for():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for n in (0, 1):
            found = knox([1] * n, [1] * n, [1] * n, distances=[1, 2], times=[1, 2, 3], permutations=0)
            for table in (found.observed, found.expected, found.sd):
                assert (table.shape, table.sum()) == ((3, 4), 0)
    assert found.observed.dtype == np.int64
    for table in (found.observed, found.expected, found.sd):
        assert not table.flags.writeable


def test_each_coordinate_may_err_by_rounding():
    large, nothing = [6_400_000.7, 6_400_000.7 + 150.4], [0, 0]
    assert large[1] - large[0] > 150.4
    assert both_ways(large, nothing, [0, 0], distances=[150.4], times=[1]) == [[1, 0], [0, 0]]
    assert both_ways(nothing, large, [0, 0], distances=[150.4], times=[1]) == [[1, 0], [0, 0]]
    assert both_ways(nothing, nothing, large, distances=[1], times=[150.4]) == [[1, 0], [0, 0]]


def test_three_events_by_hand():
    # one pair of three is near in place and one in time: they meet in a third of the orders
    found = knox([0, 0, 9], [0] * 3, [0, 0, 9], distances=[1], times=[1], permutations=0)
    assert found.expected[0, 0] == pytest.approx(1 / 3)
    assert found.sd[0, 0] == pytest.approx((1 / 3 * 2 / 3) ** 0.5)
    assert found.ratio(0, 0) == pytest.approx(3)


def test_bands_of_place_and_of_time_need_not_be_as_many():
    x, y, t = rng(2).integers(0, 9, (3, 20))
    columns, limits = (x, y, t), {"distances": [2, 5], "times": [0, 1, 4]}
    table = np.array(both_ways(*columns, **limits))
    found = knox(*columns, **limits, rng=rng())
    assert (table.shape, table.sum(), found.permutations) == ((3, 4), 190, 999)
    assert ((found.p > 0) & (found.p <= 1)).all()
    # what lies beyond the last limit of time does not depend on the limits before it
    whole = knox(*columns, distances=[2, 5], times=[4], rng=rng())
    assert whole.p[:, -1].tolist() == found.p[:, -1].tolist()


def test_as_many_permutations_as_were_asked_for_are_drawn():
    # all in one place: every order gives as many, so p is 1; 70 is more than are drawn at a time
    found = knox([5] * 6, [5] * 6, range(6), distances=[1], times=[1], permutations=70, rng=rng())
    assert (found.p == 1).all()
    assert (found.permutations, found.metric, found.n) == (70, "euclidean", 6)
    assert (repr(found.distances), repr(found.times), found.p.flags.writeable) == ("(1.0,)", "(1.0,)", False)


def test_the_pairs_of_all_bands_are_counted_before_they_are_listed(monkeypatch):
    # 4 events in each of two places, 1 apart: 12 pairs in one place, 28 within 1
    columns, limits = ([0, 1] * 4, [0] * 8, range(8)), {"distances": [0, 1], "times": [1]}
    monkeypatch.setattr(module, "MOST_PAIRS", 27)
    message = "^28 pairs lie within the longest distance, at most 27 can: permutations=0$"
    with pytest.raises(TooManyPairsError, match=message) as error:
        knox(*columns, **limits, permutations=1, rng=rng())
    assert error.value.many == 28
    monkeypatch.setattr(module, "MOST_PAIRS", 28)
    assert knox(*columns, **limits, permutations=1, rng=rng()).observed[:, 0].sum() == 7


def test_slabs_are_as_many_as_the_pairs_ask_for(monkeypatch):
    slabs, cut = [], module._slabs

    def watched(*given):
        slabs.extend(cut(*given))
        return iter(slabs)

    x, y = rng(5).uniform(0, 300, (2, 400))
    monkeypatch.setattr(module, "_slabs", watched)
    limits = {"distances": [50, 100], "times": [3, 9], "permutations": 0}
    knox(x, y, rng(6).integers(0, 60, 400), **limits)
    assert slabs == [(0, 400, 400)]
    slabs.clear()
    monkeypatch.setattr(module, "SLAB_PAIRS", 4000)
    knox(x, y, rng(6).integers(0, 60, 400), **limits)
    # within 100 m each way and 9 days: about 400 * 400 * (5 / 9) ** 2 * 0.29 = 14 400 pairs, each counted twice
    assert len(slabs) == 4


@pytest.mark.parametrize("rows", [0, 1, 254, 255, 256, 510, 511, 4080])
def test_trues_counted_in_bytes_are_the_trues(rows):
    assert module._trues(np.ones((rows, 2), dtype=bool)).tolist() == [rows, rows]
    some = rng().random((rows, 3)) < 0.5
    assert module._trues(some).tolist() == some.sum(axis=0).tolist()


def test_without_permutations_there_is_no_p_though_there_is_chance():
    assert knox([0, 1], [0, 0], [0, 1], distances=[1], times=[1], permutations=0, rng=rng()).p is None


def test_coordinates_of_a_small_type_do_not_run_over():
    x, nothing = np.array([-100, 100], dtype=np.int8), np.zeros(2, dtype=np.int8)
    assert both_ways(x, nothing, [0, 0], distances=[199], times=[1]) == [[0, 0], [1, 0]]
    assert both_ways(nothing, nothing, x, distances=[1], times=[199]) == [[0, 1], [0, 0]]


def test_places_that_come_as_objects_are_snapped_too():
    many = np.array([7] * 11 + list(range(5)), dtype=object)
    assert is_snapped(many, many)
