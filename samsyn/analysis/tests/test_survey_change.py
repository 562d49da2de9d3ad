"""Change between waves. Oracles: R 4.2, survey 4.1-1, each with its call; cases by hand; waves from a known city."""

from __future__ import annotations

import csv
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.result import AnalysisError, Caveat, Reason
from samsyn.analysis.survey import survey
from samsyn.analysis.survey_change import survey_change
from samsyn.analysis.survey_design import survey_design


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def sample(reference):
    def read(name):
        with (reference / "undersokning" / f"{name}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        columns = {key: np.array([row[key] for row in rows]) for key in rows[0]}
        return columns, lambda key: np.array([float(x) if x else np.nan for x in columns[key]])

    return read


def test_waves_that_share_their_clusters(sample):
    # L <- the rows of apiclus1 twice, y = api99 in wave 1 and api00 in wave 2, hi = y > 700
    # d <- svydesign(id = ~dnum, weights = ~pw, fpc = ~fpc, data = L)
    text, number = sample("apiclus1")
    design = survey_design(number("pw"), clusters=[text["dnum"]], fpc=[number("fpc")])
    units = (text["dnum"], text["dnum"])
    values = (number("api99"), number("api00"))
    # b <- svyby(~y, ~wave, d, svymean, covmat = TRUE); svycontrast(b, c(-1, 1)); vcov(b)
    found = survey_change(design, design, values, units=units)
    assert (found.value, found.se) == pytest.approx((37.191256830601, 3.085196966899), rel=1e-11)
    assert found.covariance == pytest.approx(565.7856317316, rel=1e-11)
    assert (found.shared, found.df, found.n) == (15, 14, 366)
    assert found.is_more_than_chance
    # svyby(~hi, ~wave, subset(d, stype == "E"), svymean, covmat = TRUE)
    high = (values[0] > 700, values[1] > 700)
    here = text["stype"] == "E"
    found = survey_change(design, design, high, kind="share", keep=(here, here), units=units)
    assert (found.value, found.se) == pytest.approx((0.13888888888889, 0.03997903303549), rel=1e-11)
    assert found.covariance == pytest.approx(0.003728430529356, rel=1e-11)
    # svyby(~hi, ~wave, d, svytotal, covmat = TRUE)
    found = survey_change(design, design, high, kind="total", units=units)
    assert (found.value, found.se) == pytest.approx((778.4809150696, 263.5536741967), rel=1e-11)
    alone = survey_change(design, design, values)
    assert (alone.shared, alone.covariance) == (0, 0)
    assert alone.se > 10 * 3.085196966899


def test_a_panel_of_respondents_is_the_mean_of_their_own_changes(sample):
    # svymean(~I(api00 - api99), svydesign(id = ~1, strata = ~stype, weights = ~pw, fpc = ~fpc, data = apistrat))
    text, number = sample("apistrat")
    design = survey_design(number("pw"), strata=[text["stype"]], fpc=[number("fpc")])
    found = survey_change(
        design, design, (number("api99"), number("api00")), units=(text["cds"], text["cds"])
    )
    assert (found.value, found.se) == pytest.approx((32.892518375360, 2.051112407711), rel=1e-11)
    assert found.shared == 200


def test_independent_waves(sample):
    # a <- svymean(~api99, dstrat); b <- svymean(~api00, dsrs); Satterthwaite's degrees of freedom, qt, pt
    text, number = sample("apistrat")
    first = survey_design(number("pw"), strata=[text["stype"]], fpc=[number("fpc")])
    before = number("api99")
    _text, number = sample("apisrs")
    found = survey_change(first, survey_design(number("pw"), fpc=[number("fpc")]), (before, number("api00")))
    assert (found.value, found.se) == pytest.approx((27.19015521604, 13.59549938673), rel=1e-11)
    assert (found.df, found.p) == pytest.approx((393.52566349567, 0.04619380465334), rel=1e-9)
    assert (found.low, found.high) == pytest.approx((0.46126063135780, 53.91904980071995), rel=1e-9)


def test_waves_that_share_some_of_their_units_by_hand():
    # of 8 in the population, units 1 2 3 4 and 3 4 5: c - n1 n2 / N = 2 - 12 / 8; shared sums: y * N / n / N
    first = survey_design(clusters=[[1, 2, 3, 4]], fpc=[[8] * 4])
    second = survey_design(clusters=[[3, 4, 5]], fpc=[[8] * 3])
    values, units = ([1.0, 2, 3, 6], [4.0, 8, 3]), ([1, 2, 3, 4], [3, 4, 5])
    found = survey_change(first, second, values, units=units, hide_under=0)
    assert found.shared == 2
    by_hand = (2 - 12 / 8) * np.cov([3 / 4, 6 / 4], [4 / 3, 8 / 3])[0, 1]
    assert found.covariance == pytest.approx(by_hand)
    assert found.se**2 == pytest.approx(sum(survey(d, v, hide_under=0).se ** 2 for d, v in zip(
        (first, second), values, strict=True)) - 2 * by_hand)  # fmt: skip
    one = survey_change(first, second, values, units=([1, 2, 3, 4], [4, 5, 6]), hide_under=0)
    assert (one.shared, one.covariance) == (1, 0)  # one pair tells nothing of how the waves go together


def test_nobody_and_everybody():
    wave = survey_design(rows=120)
    found = survey_change(wave, wave, (np.zeros(120), np.arange(120) % 4 == 0), kind="share")
    own = [survey(wave, v, kind="share", interval="beta") for v in (np.zeros(120), np.arange(120) % 4 == 0)]
    low = 0.25 - np.hypot(0.25 - own[1].low, own[0].high)
    assert (found.value, found.low, found.p, found.interval) == (0.25, pytest.approx(low), None, "mover")
    assert found.is_more_than_chance
    assert found.caveats == ("interval-switched",)
    same = survey_change(wave, wave, (np.ones(120), np.ones(120)), kind="share")
    assert (same.value, same.is_more_than_chance) == (0, False)
    assert same.low == pytest.approx(-same.high)
    still = survey_change(wave, wave, (np.full(120, 7), np.full(120, 7)))
    assert (still.value, still.low, still.high, still.p) == (0, 0, 0, None)


def test_few_answers_and_one_cluster():
    small, large = survey_design(rows=29), survey_design(rows=50)
    found = survey_change(small, large, (np.zeros(29), np.zeros(50)))
    assert (found.value, found.reason, found.n) == (None, Reason.HIDDEN, 79)
    assert survey_change(large, large, (np.arange(50), np.arange(50))).caveats == (Caveat.SMALL_BASE,)
    one = survey_design(clusters=[[1] * 50])
    found = survey_change(one, large, (np.arange(50), np.arange(50)))
    assert (found.value, found.low, found.p, found.interval) == (0, None, None, None)
    assert "one-cluster" in found.caveats
    empty = survey_change(large, large, (np.full(50, np.nan), np.arange(50)))
    assert empty.reason is Reason.NO_VALUE


@pytest.mark.parametrize("units", [([1, 1], [1, 2]), ([1, 2, 3], [1, 2]), ([1, 1, 1], [1, 1, 1])])
def test_units_that_cannot_be_raise(units):
    wave = survey_design(clusters=[["a", "b", "b"]])
    with pytest.raises(AnalysisError):
        survey_change(wave, wave, ([1, 2, 3], [1, 2, 3]), units=units, hide_under=0)


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=3, max_size=25),
    st.integers(0, 2**32 - 1),
)
def test_turned_around_the_sign_turns_and_order_does_not_matter(rows, seed):
    first, second = np.array(rows, dtype=float).T
    wave, unit = survey_design(rows=first.size), np.arange(first.size)
    there = survey_change(wave, wave, (first, second), units=(unit, unit), hide_under=0)
    back = survey_change(wave, wave, (second, first), units=(unit, unit), hide_under=0)
    order = np.random.default_rng(seed).permutation(first.size)
    mixed = survey_change(wave, wave, (first[order], second), units=(order, unit), hide_under=0)
    differences = second - first
    expected = (differences.mean(), differences.std(ddof=1) / np.sqrt(first.size))
    assert (there.value, there.se) == pytest.approx(expected, abs=1e-7)
    assert (-back.value, back.se) == pytest.approx(expected, abs=1e-7)
    assert (mixed.value, mixed.se) == pytest.approx(expected, abs=1e-7)


# Calibration: nothing changes in a city of 200 blocks; 30 blocks a wave, of which all, half or a few by chance come back


@pytest.mark.parametrize("again", [30, 15, None])
def test_no_change_is_seldom_taken_for_one(again):
    rng = np.random.default_rng(11)
    levels = np.clip(rng.normal(0.4, 0.12, 200), 0.05, 0.95)
    false, rounds = 0, 400
    for _ in range(rounds):
        drawn = rng.choice(200, 60 - (again or 30), replace=False)
        later = rng.choice(200, 30, replace=False) if again is None else drawn[30 - again :]
        blocks = [np.repeat(part, 12) for part in (drawn[:30], later)]
        designs = [survey_design(clusters=[block], fpc=[np.full(block.size, 200)]) for block in blocks]
        values = [rng.random(block.size) < levels[block] for block in blocks]
        found = survey_change(*designs, values, kind="share", units=None if again is None else blocks)
        assert found.shared == (again or 0)
        false += found.is_more_than_chance
    assert 0.03 <= false / rounds <= 0.07
