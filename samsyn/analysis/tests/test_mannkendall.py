from __future__ import annotations

from itertools import permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import kendalltau, theilslopes

from samsyn.analysis.mannkendall import LONGEST, mann_kendall
from samsyn.analysis.result import AnalysisError

SERIES = st.lists(st.integers(0, 9), min_size=2, max_size=40)


def test_s_of_one_to_n_is_every_pair():
    # METHODS.md 3
    for n in (1, 2, 5, 10, 40):
        assert mann_kendall(range(n), range(1, n + 1)).s == n * (n - 1) // 2


def test_a_long_series_by_the_formula_of_the_books():
    # Gilbert (1987) 16.4.2: z = (S - 1) / sqrt(n(n-1)(2n+5) / 18), no ties: n = 20, 1..20 with two neighbours swapped
    y = np.arange(20.0)
    y[[3, 4]] = y[[4, 3]]
    found = mann_kendall(range(20), y)
    assert found.s == 188
    assert not found.is_exact
    from scipy.stats import norm

    assert found.p == pytest.approx(2 * norm.sf(187 / np.sqrt(20 * 19 * 45 / 18)), rel=1e-12)


@settings(max_examples=60, deadline=None)
@given(SERIES)
def test_s_and_tau_are_those_of_scipy(values):
    found = mann_kendall(range(len(values)), values)
    assert found.s == sum(
        (b > a) - (b < a) for place, a in enumerate(values) for b in values[place + 1 :]
    )  # as it is defined
    if len(set(values)) > 1:
        assert found.tau == pytest.approx(kendalltau(range(len(values)), values).statistic, rel=1e-12)
    else:
        assert (found.s, found.tau) == (0, None)


@pytest.mark.parametrize("n", range(5, 11))
def test_without_ties_a_short_series_has_the_exact_p_of_scipy(n):
    rng = np.random.default_rng(n)
    for _turn in range(5):
        y = rng.permutation(n)
        expected = kendalltau(range(n), y, method="exact").pvalue
        found = mann_kendall(range(n), y)
        assert found.is_exact
        assert found.p == pytest.approx(min(expected, 1), rel=1e-9)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 3), min_size=5, max_size=6))
def test_with_ties_the_exact_p_is_the_share_of_all_orders(values):
    def score(y):
        y = np.asarray(y)
        return int(np.sign(y[None, :] - y[:, None])[np.triu_indices(len(y), 1)].sum())

    scores = np.array([score(order) for order in permutations(values)])
    found = mann_kendall(range(len(values)), values)
    assert found.p == pytest.approx(np.mean(np.abs(scores) >= abs(found.s)), rel=1e-12)


@settings(max_examples=40, deadline=None)
@given(SERIES)
def test_the_slope_is_the_median_of_scipys_theil_sen_and_lies_in_its_interval(values):
    times = np.cumsum(np.arange(1, len(values) + 1))  # unevenly spaced
    found = mann_kendall(times, values)
    assert found.slope == pytest.approx(theilslopes(values, times).slope, abs=1e-12)
    if found.low is not None:
        assert found.low <= found.slope <= found.high


@settings(max_examples=40, deadline=None)
@given(SERIES, st.randoms(use_true_random=False), st.integers(1, 5))
def test_order_of_rows_does_not_matter_and_turning_the_series_flips_it(values, shuffle, factor):
    rows = list(enumerate(values))
    shuffle.shuffle(rows)
    one = mann_kendall(range(len(values)), values)
    assert mann_kendall([t for t, _y in rows], [y for _t, y in rows]) == one
    turned = mann_kendall(range(len(values)), [-factor * y for y in values])
    assert (turned.s, turned.p) == (-one.s, pytest.approx(one.p) if one.p is not None else None)
    assert turned.slope == pytest.approx(-factor * one.slope, abs=1e-12)


def test_so_short_a_series_can_never_be_told_from_chance():
    found = mann_kendall([1, 2, 3, 4], [1, 2, 3, 4])
    assert found.is_too_short
    assert (found.s, found.p, found.low) == (6, None, None)
    assert not found.is_more_than_chance
    assert mann_kendall(range(5), range(5)).p == pytest.approx(2 / 120)


def test_an_empty_series_and_a_flat_one():
    empty = mann_kendall([], [])
    assert (empty.s, empty.n, empty.tau, empty.p, empty.slope) == (0, 0, None, None, None)
    flat = mann_kendall(range(30), [4] * 30)
    assert (flat.s, flat.tau, flat.p, flat.slope, flat.low, flat.high) == (0, None, 1, 0, 0, 0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: mann_kendall([1, 1], [2, 3]),
        lambda: mann_kendall([1, 2], [2]),
        lambda: mann_kendall([1, 2], [2, float("nan")]),
        lambda: mann_kendall([1, 2], [2, 3], level=0),
        lambda: mann_kendall(range(LONGEST + 1), range(LONGEST + 1)),
    ],
)
def test_what_cannot_be_is_refused(call):
    with pytest.raises(AnalysisError):
        call()


def test_a_series_without_trend_seldom_seems_to_have_one():
    # exact: at most 5 %; normal: 3 to 7 % (METHODS.md 1); counts with many ties
    rng = np.random.default_rng(11)
    for n, least in ((8, 0.0), (24, 0.03)):
        share = np.mean([mann_kendall(range(n), rng.poisson(3, n)).p <= 0.05 for _ in range(400)])
        assert least <= share <= 0.07
