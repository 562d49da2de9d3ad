from __future__ import annotations

import doctest

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from samsyn.analysis import counts, rates, shares
from samsyn.analysis.rates import is_few, poisson_interval, rate, rate_per_1000
from samsyn.analysis.result import AnalysisError, Caveat


def test_the_examples_in_the_docstrings_hold():
    for module in (rates, counts, shares):
        assert doctest.testmod(module).failed == 0


def test_fifteen_events_among_four_hundred():
    # R 4.3, DescTools::PoissonCI(x = 15, n = 400); R 4.2.2, poisson.test(15, 400): 20.9884653320 to 61.8505471787
    found = rate_per_1000(15, 400)
    assert (found.value, round(found.low, 1), round(found.high, 1)) == (37.5, 21.0, 61.9)
    assert (found.count, found.population, found.method, found.level) == (15, 400.0, "garwood", 0.95)


def test_no_events_have_an_upper_limit():
    # Garwood (1936): minus the natural logarithm of 0.025
    found = rate(0, 1, per=1)
    assert found.low == 0
    assert found.high == pytest.approx(3.688879454113936, rel=1e-12)


@pytest.mark.parametrize(
    ("count", "low", "high"),
    [
        # R 4.2.2: poisson.test(x)$conf.int
        (1, 0.0253178079843, 5.5716433909389),
        (10, 4.79538869613, 18.39035604202),
        (100, 81.3639912509, 121.6267937924),
    ],
)
def test_exact_intervals_of_r(count, low, high):
    ends = poisson_interval([count])
    assert ends[0][0] == pytest.approx(low, rel=1e-9)
    assert ends[1][0] == pytest.approx(high, rel=1e-9)


def test_no_counts_give_no_intervals():
    low, high = poisson_interval([])
    assert low.size == high.size == 0


@pytest.mark.parametrize(
    ("count", "population", "message"),
    [
        (1, 0, "^populations must be finite and above 0$"),
        (1, -5, "^populations must be finite and above 0$"),
        (1, float("nan"), "^populations must be finite and above 0$"),
        (-1, 10, "^counts must be finite and 0 or more$"),
    ],
)
def test_a_rate_needs_residents_and_a_count(count, population, message):
    with pytest.raises(AnalysisError, match=message):
        rate(count, population)


def test_the_level_that_was_asked_for_is_the_one_that_is_given():
    # the other road, by chi-squared (scipy 1.17): chi2.ppf(0.05, 20) / 2 and chi2.ppf(0.95, 22) / 2
    ends = pytest.approx((5.425405697091, 16.962219235722), rel=1e-12)
    found = rate(10, 1000, level=0.9)
    assert (found.low, found.high) == ends
    assert (found.value, found.per, found.n, found.level) == (10, 1000, 10, 0.9)
    yearly, batch = rate_per_1000(10, 1000, level=0.9), rates.rates([10], [1000], level=0.9)
    assert (yearly.low, yearly.high, yearly.level) == (found.low, found.high, 0.9)
    assert (batch.low[0], batch.high[0], batch.level) == (found.low, found.high, 0.9)


def test_whether_a_count_is_few_follows_the_level():
    # half the interval of 50 is 14.4 at 95 % and 12.2 at 90 %; a quarter of 50 is 12.5
    assert is_few(50) and not is_few(50, level=0.9)
    assert rate(50, 1000).caveats == (Caveat.FEW_EVENTS,)
    assert rate(50, 1000, level=0.9).caveats == ()
    assert rate(50, 1000, level=0.9, per=10).per == 10


def test_columns_of_small_or_unnamed_types_are_counted_as_numbers():
    # a byte ends at 255, and a column that had gaps often comes as objects
    low, high = poisson_interval(np.array([255], dtype=np.uint8))
    assert (low[0], high[0]) == tuple(end[0] for end in poisson_interval([255]))
    whole = rates.rates([15, 3], [200, 100])
    for counts_of, people_of in ((np.uint8, np.uint8), (object, object)):
        batch = rates.rates(np.array([15, 3], counts_of), np.array([200, 100], people_of))
        for one, other in zip(
            (batch.value, batch.low, batch.high), (whole.value, whole.low, whole.high), strict=True
        ):
            assert one.dtype == np.float64 and one.tolist() == other.tolist()


@given(st.integers(0, 100_000), st.floats(1, 1e7), st.floats(0.5, 0.999))
def test_the_interval_holds_the_rate_and_widens_with_its_level(count, population, level):
    found, wider = rate(count, population, level=level), rate(count, population, level=(1 + level) / 2)
    assert found.low <= found.value <= found.high
    assert wider.low <= found.low and wider.high >= found.high


def test_the_ends_are_the_means_that_make_the_count_just_too_rare():
    from scipy.stats import poisson

    low, high = poisson_interval(np.arange(1, 200))
    assert poisson.sf(np.arange(1, 200) - 1, low) == pytest.approx(0.025, rel=1e-9)
    assert poisson.cdf(np.arange(1, 200), high) == pytest.approx(0.025, rel=1e-9)


def test_a_wide_interval_is_said():
    assert Caveat.FEW_EVENTS in rate(57, 100_000).caveats
    assert rate(200, 100_000).caveats == ()
    assert is_few(0)


def test_a_batch_is_read_only_and_like_the_single_ones():
    batch = rates.rates([15, 0], [400, 10])
    assert batch.value.tolist() == [37.5, 0.0]
    with pytest.raises(ValueError, match="read-only"):
        batch.low[0] = 1
