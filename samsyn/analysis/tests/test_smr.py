from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import chi2, poisson

from samsyn.analysis.result import AnalysisError
from samsyn.analysis.smr import expected_counts, smr

ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 60), st.integers(0, 900)),
    min_size=1,
    max_size=25,
)


@pytest.fixture(autouse=True)
def _warnings_are_errors():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def expected_of(rows):
    area, stratum, count, population = (list(column) for column in zip(*rows, strict=True))
    return expected_counts(area, count, population, stratum=stratum)


def test_ratios_and_intervals_are_those_of_r():
    # R 4.2: O <- c(15,2,40,0,9); E <- c(10,6.5,31.2,4,9.3); poisson.test(15, 10)$conf.int for the first, all:
    # qchisq(.025, 2*O)/2/E; qchisq(.975, 2*O+2)/2/E; p <- pmin(1, 2*pmin(ppois(O,E), ppois(O-1,E,lower.tail=FALSE)));
    # p.adjust(p, "BH")
    found = smr([15, 2, 40, 0, 9], [10, 6.5, 31.2, 4, 9.3])
    assert found.value.tolist() == pytest.approx([1.5, 2 / 6.5, 40 / 31.2, 0, 9 / 9.3], rel=1e-12)
    low = [0.8395386132783313, 0.0372629659298407, 0.9159162321086206, 0, 0.4425132362772400]
    high = [2.474021887148584, 1.111490410419071, 1.745789966794361, 0.922219863528484, 1.837075639937545]
    p = [0.1669169458693257, 0.0860718937979660, 0.1456221037714035, 0.0366312777774684, 1]
    p_adjusted = [0.208646182336657, 0.208646182336657, 0.208646182336657, 0.183156388887342, 1]
    assert found.low.tolist() == pytest.approx(low, rel=1e-9)
    assert found.high.tolist() == pytest.approx(high, rel=1e-9)
    assert found.p.tolist() == pytest.approx(p, rel=1e-9)
    assert found.p_adjusted.tolist() == pytest.approx(p_adjusted, rel=1e-9)
    # the fourth alone would stand out; among five areas it does not
    assert not found.is_more_than_chance.any()
    assert smr([0], [4]).is_more_than_chance.tolist() == [True]


def test_the_expected_counts_by_hand():
    # stratum 0: 6 of 150, stratum 1: 24 of 400; area 0: 100 * 0.04 + 100 * 0.06, area 1: 50 * 0.04 + 300 * 0.06
    found = expected_counts([0, 0, 1, 1], [4, 6, 2, 18], [100, 100, 50, 300], stratum=[0, 1, 0, 1])
    assert found.expected.tolist() == pytest.approx([10, 20], rel=1e-12)
    assert found.count.tolist() == [10, 20]
    crude = expected_counts([0, 1], [10, 20], [200, 350])
    assert crude.expected.tolist() == pytest.approx([200 * 30 / 550, 350 * 30 / 550], rel=1e-12)


def test_standardising_takes_away_what_the_ages_alone_explain():
    # every age has the same rate everywhere: all ratios are 1, though the crude rates are 16 and 34 per 1 000
    young, old, rates = np.array([100, 300]), np.array([400, 200]), (0.1, 0.02)
    counts = np.concatenate([young * rates[0], old * rates[1]]).round()
    found = expected_counts([0, 1, 0, 1], counts, np.concatenate([young, old]), stratum=[0, 0, 1, 1])
    assert smr(found.count, found.expected).value.tolist() == pytest.approx([1, 1], rel=1e-12)


def test_nothing_expected_is_said_and_rows_without_residents_are_left_out():
    found = expected_counts([0, 1, 2, 2], [5, 7, 3, 2], [100, 0, 100, 0])
    assert (found.count.tolist(), found.left_out.tolist()) == ([5, 0, 3], [0, 7, 2])
    assert found.expected.tolist() == pytest.approx([4, 0, 4], rel=1e-12)
    ratios = smr(found.count, found.expected)
    assert ratios.is_known.tolist() == [True, False, True]
    assert np.isnan([ratios.value[1], ratios.low[1], ratios.high[1], ratios.p[1], ratios.p_adjusted[1]]).all()
    assert ratios.is_more_than_chance.tolist() == [False] * 3
    # an area that cannot be tested is no test: the adjusted p of the others do not change
    assert ratios.p_adjusted[[0, 2]].tolist() == smr([5, 3], [4, 4]).p_adjusted.tolist()
    nothing = smr([0, 3], [0, 0])
    assert not nothing.is_known.any()


def test_empty_gives_empty_and_arrays_cannot_be_changed():
    assert smr([], []).value.size == expected_counts([], [], []).expected.size == 0
    found = smr([3], [2])
    with pytest.raises(ValueError, match="read-only"):
        found.value[0] = 1
    counts = np.array([3.0])
    smr(counts, [2])
    counts[0] = 4  # the input is left as it was


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([-1], [2]),
        ([1.5], [2]),
        ([np.nan], [2]),
        ([1], [-2]),
        ([1], [np.inf]),
        ([1, 2], [1]),
        ([1], [np.nan]),
    ],
)
def test_what_cannot_be_is_an_error(counts, expected):
    with pytest.raises(AnalysisError):
        smr(counts, expected)


@pytest.mark.parametrize(
    "columns",
    [
        ([0], [1], [-1]),
        ([0], [1], [np.nan]),
        ([-1], [1], [1]),
        ([0.5], [1], [1]),
        ([0], [1, 2], [1]),
        ([0], [-1], [1]),
    ],
)
def test_rows_that_cannot_be_are_an_error(columns):
    with pytest.raises(AnalysisError):
        expected_counts(*columns)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_as_many_are_expected_as_were_seen_and_order_and_splitting_change_nothing(rows):
    found = expected_of(rows)
    assert found.expected.sum() == pytest.approx(found.count.sum(), rel=1e-9, abs=1e-9)
    assert (found.count.sum() + found.left_out.sum()) == sum(row[2] for row in rows)
    assert expected_of(rows[::-1]).expected == pytest.approx(found.expected, rel=1e-9, abs=1e-12)
    lived = [row for row in rows if row[3]]
    if lived:  # a row may be cut in two, its events anyhow, as long as both parts have residents
        area, stratum, count, population = lived[0]
        cut = [
            (area, stratum, count // 3, population / 4),
            (area, stratum, count - count // 3, population * 3 / 4),
        ]
        again = expected_of([*lived[1:], *cut])
        assert again.expected == pytest.approx(expected_of(lived).expected, rel=1e-9, abs=1e-12)
        assert again.count.tolist() == expected_of(lived).count.tolist()


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 3000), st.floats(0.01, 3000))
def test_interval_and_p_never_contradict_each_other(count, expected):
    found = smr([count], [expected])
    low, high, p = float(found.low[0]), float(found.high[0]), float(found.p[0])
    assert low <= count / expected <= high
    if abs(p - 0.05) > 1e-9:
        assert (p < 0.05) == (not low <= 1 <= high)
    assert high == pytest.approx(chi2.ppf(0.975, 2 * count + 2) / 2 / expected, rel=1e-9)
    twice = 2 * min(poisson.cdf(count, expected), poisson.sf(count - 1, expected))
    assert p == pytest.approx(min(1, twice), rel=1e-8, abs=1e-300)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 99), st.floats(0.1, 99)), min_size=2, max_size=9))
def test_the_order_of_the_areas_means_nothing(pairs):
    counts, expected = zip(*pairs, strict=True)
    there, back = smr(counts, expected), smr(counts[::-1], expected[::-1])
    assert back.p_adjusted[::-1] == pytest.approx(there.p_adjusted, rel=1e-12)
    assert back.value[::-1].tolist() == there.value.tolist()


@pytest.mark.parametrize("mean", [0.5, 2, 10, 50, 500])
def test_the_interval_holds_the_true_ratio_at_least_as_often_as_it_says(mean):
    # METHODS.md 1: exact methods for counts cover >= 95 %, alarm <= 5 %; the share is exact, summed over all counts
    counts = np.arange(0, int(mean + 12 * np.sqrt(mean) + 30))
    mass = poisson.pmf(counts, mean)
    for ratio in (1.0, 1.7):
        found = smr(counts, np.full(counts.shape, mean / ratio))
        assert mass[(found.low <= ratio) & (ratio <= found.high)].sum() >= 0.95
    assert mass[smr(counts, np.full(counts.shape, mean)).p <= 0.05].sum() <= 0.05


@pytest.mark.parametrize(("areas", "different"), [(4, 0), (40, 0), (280, 0), (40, 8), (280, 70)])
def test_the_list_of_areas_that_stand_out_is_seldom_wrong(areas, different):
    # METHODS.md 1: lists with false-discovery control, realised rate <= 6 %; expected counts by the areas' own rate
    rng, shares = np.random.default_rng(areas + different), []
    for _turn in range(300):
        population = rng.integers(200, 9000, areas)
        true = np.where(np.arange(areas) < different, np.where(np.arange(areas) % 2, 1.6, 0.5), 1.0)
        counts = rng.poisson(population * 0.01 * true)
        # held against the known rate: beside their own common rate the others are no longer exactly 1
        found = smr(counts, population * 0.01) if different else None
        if found is None:
            internal = expected_counts(np.arange(areas), counts, population)
            found = smr(internal.count, internal.expected)
        listed = found.is_more_than_chance
        shares.append(listed[different:].sum() / max(1, listed.sum()))
    assert np.mean(shares) <= 0.06
