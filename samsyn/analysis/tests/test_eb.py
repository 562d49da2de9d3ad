from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.eb import empirical_bayes
from samsyn.analysis.rates import rates
from samsyn.analysis.result import AnalysisError, Reason

CITY = st.lists(st.tuples(st.integers(0, 200), st.integers(1, 9000)), min_size=1, max_size=20)
ALIKE = ([3, 0, 12, 45, 7, 1, 88, 20], [120, 80, 900, 2100, 350, 15, 5200, 1400])


@pytest.fixture(autouse=True)
def _warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_the_smoothed_rates_are_those_of_spdep_and_esda():
    # R 4.2, spdep 1.2-7: EBest(c(0,10,40), c(100,1000,2000)) with its parameters a and b
    # esda 2.9.0: Empirical_Bayes(n, x).r gives the same: 0.0147929, 0.01322034, 0.01862069
    found = empirical_bayes([0, 10, 40], [100, 1000, 2000], per=1)
    assert found.value.tolist() == pytest.approx(
        [0.0147928994082840, 0.0132203389830508, 0.0186206896551724], rel=1e-12
    )
    assert found.raw.tolist() == [0, 0.01, 0.02]
    assert found.between == pytest.approx(1.45681581685744e-05, rel=1e-12)
    assert found.mean == pytest.approx(0.0161290322580645, rel=1e-12)
    assert found.rank.tolist() == [2, 3, 1]


def test_a_variance_under_nothing_is_nothing_and_then_no_area_is_ranked():
    # R 4.2, spdep 1.2-7: EBest(n, x) gives a = 0 and estmm 0.017314313821938 for all. Trap: esda 2.9.0 keeps the negative
    # variance and moves areas away from the mean, its largest raw rate (1 of 15) to 0.01729354
    found = empirical_bayes(*ALIKE, per=1)
    assert found.between == 0
    assert found.value.tolist() == pytest.approx([0.017314313821938] * 8, rel=1e-12)
    assert found.weight.tolist() == [0] * 8
    assert found.rank.tolist() == [0] * 8
    assert found.raw[5] == pytest.approx(1 / 15, rel=1e-12)


def test_areas_where_nobody_lives_are_said_and_move_no_other():
    found = empirical_bayes([0, 5, 10, 40, 0], [100, 0, 1000, 2000, 0])
    without = empirical_bayes([0, 10, 40], [100, 1000, 2000])
    assert found.is_known.tolist() == [True, False, True, True, False]
    assert found.value[found.is_known].tolist() == without.value.tolist()
    assert found.rank.tolist() == [2, 0, 3, 1, 0]
    assert (found.left_out, found.n) == (5, 50)
    for column in (found.value, found.raw, found.raw_low, found.raw_high, found.weight):
        assert np.isnan(column[[1, 4]]).all()


def test_nothing_happened_nobody_lives_or_nothing_given():
    nothing = empirical_bayes([0, 0], [10, 20])
    assert (nothing.reason, nothing.mean, nothing.between) == (Reason.NO_EVENTS, None, None)
    assert np.isnan(nothing.value).all()
    assert nothing.raw.tolist() == [0, 0]
    assert nothing.raw_high[0] == pytest.approx(368.8879454, rel=1e-9)
    nobody = empirical_bayes([3], [0])
    assert (nobody.reason, nobody.left_out, nobody.n) == (Reason.NO_EVENTS, 3, 0)
    assert empirical_bayes([], []).reason == Reason.NO_EVENTS
    alone = empirical_bayes([5], [1000])
    assert (alone.value.tolist(), alone.between, alone.rank.tolist()) == ([5], 0, [0])
    one = empirical_bayes([0, 1, 0], [500, 500, 500])
    assert one.value.tolist() == pytest.approx([1000 / 1500] * 3)


def test_the_raw_rate_stands_beside_with_its_exact_interval():
    counts, population = [0, 10, 40], [100, 1000, 2000]
    found, raw = empirical_bayes(counts, population, level=0.9), rates(counts, population, level=0.9)
    for mine, theirs in ((found.raw, raw.value), (found.raw_low, raw.low), (found.raw_high, raw.high)):
        assert mine.tolist() == pytest.approx(theirs.tolist(), rel=1e-12)
    assert found.is_few.tolist() == [True, True, True]
    assert empirical_bayes([100], [9]).is_few.tolist() == [False]
    with pytest.raises(ValueError, match="read-only"):
        found.rank[0] = 1


@pytest.mark.parametrize(
    ("counts", "population"),
    [
        ([-1], [2]),
        ([1.5], [2]),
        ([np.nan], [2]),
        ([1], [-2]),
        ([1], [np.inf]),
        ([1, 2], [1]),
        ([1], [5e-324]),
    ],
)
def test_what_cannot_be_is_an_error(counts, population):
    with pytest.raises(AnalysisError):
        empirical_bayes(counts, population)
    with pytest.raises(AnalysisError):
        empirical_bayes([1], [2], per=0)


@settings(max_examples=80, deadline=None)
@given(CITY, st.randoms())
def test_each_rate_lies_between_its_raw_one_and_the_whole_whatever_the_order_and_the_unit(city, random):
    counts, population = (np.array(column) for column in zip(*city, strict=True))
    found = empirical_bayes(counts, population)
    if found.mean is None:
        assert counts.sum() == 0
        return
    low, high = np.minimum(found.raw, found.mean), np.maximum(found.raw, found.mean)
    assert np.all((low * (1 - 1e-12) <= found.value) & (found.value <= high * (1 + 1e-12)))
    order = random.sample(range(len(city)), len(city))
    again = empirical_bayes(counts[order], population[order], per=100)
    assert again.value == pytest.approx(found.value[order] / 10, rel=1e-8)
    # the same events on residents counted in thousands
    scaled = empirical_bayes(counts, population * 1000, per=1_000_000)
    assert scaled.value == pytest.approx(found.value, rel=1e-6)


@settings(max_examples=40, deadline=None)
@given(CITY)
def test_it_is_the_mean_of_the_gamma_law_after_the_counts(city):
    # the same by another way: a gamma law with the mean m and the variance `between`, and Poisson counts
    counts, population = (np.array(column, float) for column in zip(*city, strict=True))
    found = empirical_bayes(counts, population, per=1)
    if not found.between or found.between < 1e-9:
        return
    shape, rate = found.mean**2 / found.between, found.mean / found.between
    assert found.value == pytest.approx((shape + counts) / (rate + population), rel=1e-9)


@pytest.mark.parametrize("areas", [20, 280])
def test_the_smoothed_rates_lie_nearer_the_truth_than_the_raw_ones(areas):
    rng, between, errors = np.random.default_rng(areas), [], []
    for _turn in range(200):
        population = rng.integers(50, 4000, areas)
        true = rng.gamma(4, 0.01 / 4, areas)  # mean 0.01, variance 2.5e-5
        found = empirical_bayes(rng.poisson(population * true), population, per=1)
        between.append(found.between)
        errors.append([np.mean((column - true) ** 2) for column in (found.value, found.raw)])
    smooth, raw = np.mean(errors, axis=0)
    assert smooth < 0.6 * raw
    if areas > 100:
        assert np.mean(between) == pytest.approx(2.5e-5, rel=0.1)


def test_the_smallest_areas_come_first_and_last_by_the_raw_rate_and_not_by_the_smoothed():
    rng, first = np.random.default_rng(5), []
    for _turn in range(100):
        population = np.array([60] * 20 + [5000] * 20)
        found = empirical_bayes(rng.poisson(population * rng.gamma(20, 0.01 / 20, 40)), population)
        if found.between:
            first.append((np.argmax(found.raw) < 20, np.argmin(found.rank) < 20))
    raw, smooth = np.mean(first, axis=0)
    assert raw > 0.95
    assert smooth < 0.3
