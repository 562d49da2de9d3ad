from __future__ import annotations

import warnings
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis import knox as module
from samsyn.analysis.knox import TooManyPairsError, is_snapped, knox
from samsyn.analysis.result import AnalysisError

EVENTS = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 20)), min_size=0, max_size=25
)


def rng(seed=1):
    return np.random.default_rng(seed)


def columns(events):
    return np.array(events, dtype=float).reshape(-1, 3).T


def by_hand(x, y, t, distances, times, metric="euclidean"):
    """Every pair by the definition: (lower, upper], the first also holds 0, the last open."""
    table = np.zeros((len(distances) + 1, len(times) + 1), int)
    for i in range(len(x)):
        for j in range(i):
            dx, dy = abs(x[i] - x[j]), abs(y[i] - y[j])
            d = (dx * dx + dy * dy) ** 0.5 if metric == "euclidean" else dx + dy
            row = sum(d > limit for limit in distances)
            table[row, sum(abs(t[i] - t[j]) > limit for limit in times)] += 1
    return table


def burkitt():
    return np.array([[float(number) for number in one.split(",")] for one in BURKITT.split()]).T


@pytest.mark.parametrize(
    ("km", "days", "pairs"),
    [
        (20, 5, 13),  # METHODS.md 3
        (10, 3, 2),  # pointpats 2.5.5: knox(points, T[:, None], 10, 3)["stat"]
        (50, 30, 148),  # pointpats 2.5.5: knox(points, T[:, None], 50, 30)["stat"]
    ],
)
def test_burkitts_lymphoma(km, days, pairs):
    x, y, t = burkitt()
    found = knox(x, y, t, distances=[km], times=[days], permutations=0)
    assert found.observed[0, 0] == pairs
    assert found.observed.sum() == found.pairs == 188 * 187 // 2
    assert found.expected[0, 0] == pytest.approx(
        found.observed[0].sum() * found.observed[:, 0].sum() / found.pairs, rel=1e-12
    )


def test_the_table_of_burkitt_is_that_of_r():
    # R 4.2, surveillance 1.20.3, set.seed(1): knox(dt = dist(b[, 3]), ds = dist(b[, 1:2]), eps.t = 5, eps.s = 20,
    # simulate.p.value = TRUE, B = 9999): 13, 39, 3416, 14110; mean 10.14382; p 0.1992
    found = knox(*burkitt(), distances=[20], times=[5], permutations=1999, rng=rng())
    assert found.observed.tolist() == [[13, 3416], [39, 14110]]
    assert round(float(found.expected[0, 0]), 5) == 10.14382
    assert found.p[0, 0] == pytest.approx(0.1992, abs=3 * (0.1992 * 0.8008 * (1 / 1999 + 1 / 9999)) ** 0.5)


def test_p_is_never_folded_to_the_smaller_tail():
    # METHODS.md 4.2: pointpats 2.5.5 says 0.349 of 10 km and 3 days, where 2 pairs are fewer than the mean of 2.25.
    # R surveillance as above, B = 9999: p 0.6686 (10 km, 3 days), 0.019 and mean 132.3479 (50 km, 30 days)
    x, y, t = burkitt()
    for km, days, mean, p in ((10, 3, 2.247582, 0.6686), (50, 30, 132.3479, 0.019)):
        found = knox(x, y, t, distances=[km], times=[days], permutations=1999, rng=rng())
        assert found.expected[0, 0] == pytest.approx(mean, rel=1e-6)
        assert found.p[0, 0] == pytest.approx(p, abs=3 * (p * (1 - p) * (1 / 1999 + 1 / 9999)) ** 0.5)


@settings(max_examples=60, deadline=None)
@given(EVENTS, st.sampled_from(["euclidean", "manhattan"]), st.booleans())
def test_every_pair_stands_in_one_cell_whichever_way_it_is_counted(events, metric, has_parts):
    x, y, t = columns(events)
    if has_parts:
        t = t + 0.1  # no whole numbers: 7.1 - 6.1 is 1 all the same
    limits = {"distances": [0, 1, 5], "times": [0, 2, 7]}
    listed = knox(x, y, t, **limits, metric=metric, permutations=2, rng=rng())
    counted = knox(x, y, t, **limits, metric=metric, permutations=0)
    expected = by_hand(x, y, np.rint(t), *limits.values(), metric)
    assert listed.observed.tolist() == counted.observed.tolist() == expected.tolist()
    assert listed.observed.sum() == listed.pairs
    assert (listed.p is None) == (len(events) < 2)
    assert len(events) < 2 or np.isfinite(listed.p).all()
    assert np.isfinite(listed.expected).all() and np.isfinite(listed.sd).all()


@pytest.mark.parametrize("n", [2, 3, 4, 5, 6])
def test_mean_and_sd_are_those_of_all_orders_of_the_times(n):
    x, y, t = rng(n).integers(0, 4, (3, n))
    limits = {"distances": [1, 2], "times": [0, 2], "permutations": 0}
    every = np.array([knox(x, y, t[list(order)], **limits).observed for order in permutations(range(n))])
    found = knox(x, y, t, **limits)
    assert found.expected == pytest.approx(every.mean(axis=0), rel=1e-12, abs=1e-14)
    assert found.sd == pytest.approx(every.std(axis=0), rel=1e-9, abs=1e-12)


def test_p_is_the_share_of_all_orders_within_what_chance_leaves():
    # n = 7: all 5 040 orders; p one-sided, upwards, with +1
    x, y, t = rng(3).integers(0, 5, (3, 7))
    limits = {"distances": [1.5], "times": [1]}
    now = knox(x, y, t, **limits, permutations=0).observed
    tables = [by_hand(x, y, t[list(o)], [1.5], [1]) for o in permutations(range(7))]
    share = np.mean([table >= now for table in tables], axis=0)
    found = knox(x, y, t, **limits, permutations=1999, rng=rng())
    assert np.all(np.abs(found.p - share) <= 4 * np.sqrt(share * (1 - share) / 1999) + 2 / 2000)


def test_bands_hold_their_upper_limit_and_the_first_also_zero():
    # METHODS.md 4.2: 0 days is in 0 to 1; 1 is not in the next
    x, t = [0, 0, 0, 100], [0, 0, 1, 5]
    found = knox(x, [0] * 4, t, distances=[100], times=[1, 5], permutations=0)
    assert found.observed.tolist() == [[3, 3, 0], [0, 0, 0]]
    same_place = knox([5, 5, 6], [5, 5, 5], [1, 3, 3], distances=[0, 1], times=[0, 2], permutations=0)
    assert same_place.observed.tolist() == [[0, 1, 0], [1, 1, 0], [0, 0, 0]]
    assert knox([0, 3], [0, 4], [0, 0], distances=[5], times=[1], permutations=0).observed[0, 0] == 1
    assert (
        knox([0, 3], [0, 4], [0, 0], distances=[5], times=[1], metric="manhattan", permutations=0).observed[
            1, 0
        ]
        == 1
    )


def test_a_limit_holds_what_is_longer_by_rounding_alone():
    x, y = [319_000.1, 319_200.1, 319_000.3], [6_400_000.7, 6_400_000.7, 6_400_200.7]
    found = knox(x, y, [20_000.1, 20_007.1, 20_014.1], distances=[200, 200.1], times=[7], permutations=0)
    assert (found.observed[0, 0], found.observed[1, 1]) == (1, 1)


@settings(max_examples=30, deadline=None)
@given(EVENTS, st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_scale_nor_place_changes_the_table(events, random):
    shuffled = random.sample(events, len(events))
    first = knox(*columns(events), distances=[2, 6], times=[1, 4], permutations=0)
    x, y, t = columns(shuffled)
    again = knox(8 * x + 4e5, 8 * y + 6e6, 16 * t + 1e6, distances=[16, 48], times=[16, 64], permutations=0)
    assert first.observed.tolist() == again.observed.tolist()
    assert first.sd == pytest.approx(again.sd, rel=1e-9, abs=1e-9)


def test_the_slabs_of_a_long_series_count_each_pair_once(monkeypatch):
    x, y = rng(5).uniform(0, 300, (2, 400))
    t = rng(6).integers(0, 60, 400)
    whole = knox(x, y, t, distances=[50, 100], times=[3, 9], permutations=0)
    monkeypatch.setattr(module, "SLAB_PAIRS", 900)
    assert (
        knox(x, y, t, distances=[50, 100], times=[3, 9], permutations=0).observed.tolist()
        == whole.observed.tolist()
    )
    assert whole.observed.tolist() == by_hand(x, y, t, [50, 100], [3, 9]).tolist()


def test_large_counts_keep_their_digits():
    # with one band each way the marginal sums are fixed, so all four cells vary alike
    x, y = rng(7).normal(0, 300, (2, 30_000))
    found = knox(x, y, rng(8).integers(0, 3650, 30_000), distances=[50], times=[14], permutations=0)
    assert found.sd == pytest.approx(np.full((2, 2), found.sd[0, 0]), rel=1e-9)


def test_pure_chance_gives_few_false_alarms_and_contagion_is_found():
    alarms = found = 0
    for turn in range(300):
        made = rng(turn)
        x, y = np.concatenate([made.uniform(0, 4000, (2, 40)), made.normal(2000, 150, (2, 40))], axis=1)
        t = made.integers(0, 365, 80)
        alarms += knox(x, y, t, distances=[200], times=[14], permutations=99, rng=made).p[0, 0] <= 0.05
        if turn < 30:
            x, y, t = (np.concatenate([column, column[:30] + made.uniform(1, 9, 30)]) for column in (x, y, t))
            found += knox(x, y, t, distances=[200], times=[14], permutations=99, rng=made).p[0, 0] <= 0.05
    assert alarms <= 25  # R: 1 - pbinom(25, 300, 0.05) is 0.005
    assert found >= 27


def test_nothing_one_event_and_all_in_one_place_are_results():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for n in (0, 1):
            found = knox([5.0] * n, [5.0] * n, [1] * n, distances=[1], times=[1], permutations=9, rng=rng())
            assert (found.n, found.pairs, found.observed.sum(), found.ratio(0, 0)) == (n, 0, 0, None)
        found = knox([5.0] * 9, [5.0] * 9, range(9), distances=[1], times=[1], permutations=9, rng=rng())
        assert (found.observed[0, 0], found.ratio(0, 0), found.p[0, 0]) == (8, 1.0, 1.0)
        found = knox(range(9), range(9), [5] * 9, distances=[2], times=[1], permutations=9, rng=rng())
        assert (found.observed[0, 0], found.p[0, 0], found.sd[0, 0]) == (8, 1.0, 0.0)
    with pytest.raises(ValueError, match="read-only"):
        found.observed[0, 0] = 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"x": [1.0]}, {"x": [np.nan, 1]}, {"time": [np.inf, 1]}, {"distances": []}, {"distances": [-1]},
        {"distances": [2, 2]}, {"times": [3, 2]}, {"times": [np.nan]}, {"permutations": -1}, {"rng": None},
        {"metric": "chebyshev"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused(wrong):
    right = {
        "x": [0, 1],
        "y": [0, 1],
        "time": [0, 1],
        "distances": [1],
        "times": [1],
        "permutations": 9,
        "rng": rng(),
    }
    with pytest.raises(AnalysisError):
        knox(**{**right, **wrong})


def test_too_many_pairs_for_a_list_are_refused(monkeypatch):
    monkeypatch.setattr(module, "MOST_PAIRS", 20)
    with pytest.raises(TooManyPairsError):
        knox([0] * 8, [0] * 8, range(8), distances=[1], times=[1], permutations=9, rng=rng())
    assert knox([0] * 8, [0] * 8, range(8), distances=[1], times=[1], permutations=0).observed.sum() == 28


def test_points_are_snapped_when_over_30_per_cent_share_a_place_with_10_others():
    # METHODS.md 4.7
    apart = np.arange(25.0)
    assert is_snapped([*[99.0] * 11, *apart], [1.0] * 36)  # 11 of 36
    assert not is_snapped([*[99.0] * 10, *apart[:15]], [1.0] * 25)  # each shares with 9
    assert not is_snapped([*[99.0] * 12, *np.arange(28.0)], [1.0] * 40)  # 30 % and no more
    assert not is_snapped([], [])


# Days and kilometres of Burkitt's lymphoma (Williams et al. 1978, Br. J. Cancer 37, 109-122): x,y,t. From libpysal's
# example burkitt (BSD 3-Clause, Copyright (c) 2007-2015, PySAL Developers)
BURKITT = """
300,302,413 291,270,472 326,263,511 299,376,689 267,327,730 266,356,847 267,345,871 262,338,899
268,335,921 335,275,1134 302,272,1190 301,304,1214 302,272,1224 324,337,1322 260,338,1399 306,385,1480
284,362,1503 293,332,1549 274,353,1567 263,333,1607 307,386,1615 274,357,1657 297,282,1688 288,365,1695
283,366,1714 290,352,1811 284,341,1813 286,341,1910 282,350,1986 292,278,1996 305,381,2049 298,378,2053
299,381,2075 287,342,2081 276,380,2103 261,345,2204 273,347,2209 284,357,2215 266,361,2239 285,360,2272
278,350,2281 305,321,2349 293,332,2351 297,375,2373 332,273,2377 256,345,2388 275,357,2411 267,350,2412
267,301,2419 286,379,2424 322,332,2488 278,349,2510 280,356,2512 276,354,2533 261,343,2545 323,298,2588
260,346,2616 283,352,2617 282,361,2629 308,390,2658 293,275,2695 331,272,2715 266,308,2766 280,354,2772
301,271,2800 279,361,2888 321,280,2996 292,391,3027 315,307,3118 323,333,3153 282,302,3149 269,348,3149
330,349,3173 281,302,3237 330,396,3245 328,341,3266 264,323,3275 303,382,3286 264,285,3302 259,337,3308
329,350,3323 328,351,3342 284,351,3346 309,370,3422 329,270,3453 273,347,3453 295,267,3500 262,353,3530
281,352,3570 325,335,3576 288,341,3614 302,248,3636 315,273,3661 295,377,3693 284,358,3716 272,376,3773
305,369,3790 279,318,3806 290,339,3843 311,376,3848 288,256,3848 324,284,3851 287,353,3973 283,364,3976
267,337,3878 280,298,3963 275,326,3985 281,299,4079 313,365,4080 273,332,4107 283,363,4118 304,366,4133
308,387,4156 330,275,4194 260,339,4195 289,335,4207 268,314,4212 329,268,4213 264,298,4213 274,342,4216
286,373,4235 263,346,4258 265,335,4273 269,340,4277 260,359,4290 279,355,4336 284,399,4339 270,337,4352
267,363,4383 320,282,4385 282,315,4441 303,377,4492 303,247,4518 264,297,4554 303,337,4565 289,380,4610
270,330,4628 262,335,4637 274,342,4638 262,333,4700 262,333,4700 267,369,4701 255,290,4708 267,336,4750
273,309,4751 270,328,4764 270,339,4780 265,334,4806 276,360,4822 276,360,4848 283,363,4858 305,374,4861
264,326,4862 286,361,4888 278,333,4891 257,344,4914 302,395,4918 275,378,4932 290,361,4944 279,362,4948
300,255,4964 270,357,4975 290,356,5001 291,368,5002 283,361,5072 270,325,5135 266,332,5199 267,367,5353
300,364,5358 268,390,5361 276,337,5489 293,396,5495 273,345,5505 267,338,5530 278,367,5578 310,387,5583
298,268,5588 266,332,5599 279,340,5641 266,361,5643 267,344,5650 272,370,5661 327,383,5702 265,335,5728
310,387,5752 279,339,5753 277,379,5755 258,350,5775
"""
