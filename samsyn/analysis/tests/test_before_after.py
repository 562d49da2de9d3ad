from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.before_after import (
    before_after,
    difference_of_differences,
    expected_count,
    ratio_of_ratios,
)
from samsyn.analysis.counts import etest, etest_p
from samsyn.analysis.result import AnalysisError, Caveat, Reason
from samsyn.analysis.shares import share, share_difference

COUNTS = st.integers(0, 150)
SOME = st.integers(1, 150)


def test_the_p_of_before_and_after_is_the_e_test():
    found = before_after(14, 5)
    assert found.p == pytest.approx(0.039522738048, abs=1e-11)  # the reference value of counts.etest
    assert found.is_more_than_chance
    assert found.method == "e-test"


def test_the_interval_has_mid_p_ends():
    found = before_after(10, 5)
    # SciPy 1.15: brentq of binom.sf(5, 15, s) + binom.pmf(5, 15, s) / 2 - 0.025 (and - 0.975), as s / (1 - s)
    assert found.low == pytest.approx(0.154408894, abs=1e-8)
    assert found.high == pytest.approx(1.451759622, abs=1e-8)


def test_several_periods_after_are_set_against_as_many_before():
    found = before_after(20, 66, periods=3)
    assert found.value == pytest.approx(1.1)
    assert found.p == pytest.approx(float(etest_p([20], [66], second_exposure=3.0)[0]))
    assert expected_count(20, periods=3).value == 60


def test_nothing_before_cannot_be_a_ratio_but_is_tested():
    found = before_after(0, 5)
    assert (found.value, found.low, found.high, found.reason) == (None, None, None, Reason.NO_EVENTS)
    assert found.p == pytest.approx(float(etest_p([0], [5])[0]))
    assert before_after(0, 0).p == 1


def test_nothing_after_gives_a_ratio_of_nothing_with_an_upper_end():
    found = before_after(8, 0)
    assert (found.value, found.low) == (0, 0)
    assert 0 < found.high < 1


@settings(max_examples=150, deadline=None)
@given(SOME, COUNTS, st.integers(1, 4))
def test_interval_test_and_expected_span_tell_the_same(before, after, periods):
    found, span = before_after(before, after, periods=periods), expected_count(before, periods=periods)
    outside = not span.low <= after <= span.high
    assert found.is_more_than_chance == outside
    assert found.is_more_than_chance == (found.high <= 1 or found.low >= 1) or 1 in (found.low, found.high)
    assert found.low <= found.value <= found.high


def test_published_values_of_fishers_test():
    # R 4.2.2 ?fisher.test, Convictions: matrix(c(2, 10, 15, 3), nrow = 2); the test doubles the smaller tail here
    found = ratio_of_ratios(10, 2, 3, 15)
    # scipy 1.15: contingency.odds_ratio([[2, 10], [15, 3]]).confidence_interval(0.95)
    assert found.low == pytest.approx(0.00331716395, abs=1e-8)
    assert found.high == pytest.approx(0.36318960236, abs=1e-8)
    assert found.value == pytest.approx((2 / 10) / (15 / 3))


@settings(max_examples=30, deadline=None)
@given(SOME, SOME, SOME, SOME)
def test_the_exact_interval_is_that_of_scipy(before, after, control_before, control_after):
    from scipy.stats.contingency import odds_ratio

    found = ratio_of_ratios(before, after, control_before, control_after)
    known = odds_ratio([[after, before], [control_after, control_before]]).confidence_interval(0.95)
    assert found.low == pytest.approx(known.low, rel=1e-5)
    assert found.high == pytest.approx(known.high, rel=1e-5)


@settings(max_examples=100, deadline=None)
@given(SOME, COUNTS, SOME, SOME)
def test_with_a_control_interval_test_and_span_tell_the_same(before, after, control_before, control_after):
    found = ratio_of_ratios(before, after, control_before, control_after)
    span = expected_count(before, (control_before, control_after))
    outside = not span.low <= after <= span.high
    assert found.is_more_than_chance == outside == (found.high < 1 or found.low > 1)
    assert span.low <= span.value + 1 and span.value - 1 <= span.high


def test_areas_that_moved_alike_differ_by_nothing():
    found = ratio_of_ratios(40, 30, 400, 300)
    assert found.value == pytest.approx(1)
    assert found.p == 1
    assert expected_count(40, (400, 300)).value == 30


def test_a_control_without_events_gives_no_expectation():
    assert ratio_of_ratios(10, 5, 0, 4).reason is Reason.NO_EVENTS
    assert not ratio_of_ratios(10, 5, 4, 0).is_more_than_chance
    assert expected_count(10, (0, 4)).reason is Reason.NO_EVENTS


def test_few_events_are_said():
    assert Caveat.FEW_EVENTS in before_after(14, 5).caveats
    assert before_after(400, 300).caveats == ()


def test_two_changes_of_shares():
    treated = share_difference(share(0.5, 400), share(0.62, 400))
    control = share_difference(share(0.5, 400), share(0.51, 400))
    found = difference_of_differences(treated, control)
    assert found.value == pytest.approx(0.11)
    # SciPy 1.15: binomtest(k, 400).proportion_ci(method="wilson") of 200, 248 and 204; Newcombe's intervals of them are
    # (0.05122586, 0.18718385) and (-0.05902528, 0.07889077); 0.11 minus and plus the roots of the squared distances
    assert found.low == pytest.approx(0.01265616969, abs=1e-10)
    assert found.high == pytest.approx(0.20632320017, abs=1e-10)
    assert found.is_more_than_chance


def test_a_control_that_does_not_move_only_adds_doubt():
    treated = share_difference(share(0.5, 400), share(0.56, 400))
    control = share_difference(share(0.5, 400), share(0.5, 400))
    found = difference_of_differences(treated, control)
    assert found.value == pytest.approx(treated.value)
    assert found.low < treated.low and found.high > treated.high


def test_a_hidden_share_gives_no_difference():
    treated = share_difference(share(0.5, 12), share(0.6, 400))
    control = share_difference(share(0.5, 400), share(0.5, 400))
    assert difference_of_differences(treated, control).reason is Reason.HIDDEN
    assert difference_of_differences(control, treated).value is None


@pytest.mark.parametrize("counts", [(-1, 2), (1, -2)])
def test_counts_are_whole_and_not_below_nothing(counts):
    with pytest.raises(AnalysisError):
        before_after(*counts)
    with pytest.raises(AnalysisError):
        ratio_of_ratios(*counts, 1, 1)
    with pytest.raises(AnalysisError):
        expected_count(1, counts)


def test_events_in_clumps_give_a_wider_interval_beside():
    found, plain = before_after(30, 24, periods=2, dispersion=3), before_after(30, 24, periods=2)
    assert (found.low, found.high, found.p) == (plain.low, plain.high, plain.p)
    assert found.scaled_low < found.low < found.high < found.scaled_high
    assert found.scaled_low == pytest.approx(etest(30, 24, second_exposure=2, dispersion=3).scaled_low)
    assert Caveat.OVERDISPERSED in found.caveats
    assert plain.scaled_low is None


# How often ratio and interval keep their promises for counts: `calibration/counts.py`.


def test_the_interval_of_two_changes_of_shares_holds_the_truth_often_enough():
    """3 000 pairs of areas with 100 answers in each survey: a true difference of 0.1 is held in 93 to 97 %."""
    rng = np.random.default_rng(20261127)
    answers = rng.binomial(100, [0.5, 0.62, 0.7, 0.72], (3000, 4)) / 100
    held = 0
    for before, after, control_before, control_after in answers.tolist():
        treated = share_difference(share(before, 100), share(after, 100))
        control = share_difference(share(control_before, 100), share(control_after, 100))
        found = difference_of_differences(treated, control)
        held += found.low <= 0.1 <= found.high
    assert 0.93 <= held / len(answers) <= 0.97
