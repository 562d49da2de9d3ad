from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis import detectable
from samsyn.analysis.counts import etest_p
from samsyn.analysis.detectable import (
    answers_needed,
    count_chance,
    detectable_count,
    detectable_share,
    effective_base,
    share_chance,
)
from samsyn.analysis.result import AnalysisError, Caveat
from samsyn.analysis.shares import share, share_difference


@pytest.mark.parametrize(
    ("before", "is_up", "value"),
    [
        # scipy 1.17.1: the counts around `before` whose poisson_means_test(before, 1, x, 1).pvalue is at most 0.05
        (14, False, 5),
        (14, True, 27),
        (5, False, 0),
        (0, True, 4),
    ],
)
def test_the_nearest_outcome_that_stands_out(before, is_up, value):
    assert detectable_count(before, is_up=is_up).value == value


@pytest.mark.parametrize(
    ("before", "after", "chance"),
    [
        # scipy 1.17.1: a double sum of poisson.pmf over every pair whose poisson_means_test is at most 0.05
        (14, 2.9405879974, 0.80007),
        (14, 32.86555862, 0.80000),
    ],
)
def test_the_chance_to_find_a_change_of_a_count(before, after, chance):
    assert count_chance(before, after) == pytest.approx(chance, abs=1e-4)


@pytest.mark.parametrize(
    ("shares", "bases", "chance"),
    [
        # statsmodels 0.15.0: a double sum of binom.pmf over every pair whose
        # confint_proportions_2indep(x2, n2, x1, n1, compare="diff", method="newcomb") leaves 0 out
        ((0.47, 0.75), (40, 60), 0.8285103748),
        ((0.30, 0.12), (50, 50), 0.6091268906),
    ],
)
def test_the_chance_to_find_a_change_of_a_share(shares, bases, chance):
    assert share_chance(*shares, bases[0], second_base=bases[1]) == pytest.approx(chance, abs=1e-9)


def test_the_textbook_formula_comes_near():
    # n = (z(0.975) sqrt(2 p q) + z(0.8) sqrt(p1 q1 + p2 q2))^2 / d^2 gives 0.6165 for 0.47 and 180 answers, and
    # 0.056 for 1 207: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, 4.2
    assert detectable_share(0.47, 180, is_up=True).after == pytest.approx(0.6165, abs=0.002)
    assert detectable_share(0.47, 1207, is_up=True).mde == pytest.approx(0.057, abs=0.001)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60), st.sampled_from([0.5, 1.0, 2.0, 3.7]), st.booleans())
def test_no_nearer_outcome_stands_out(before, exposure, is_up):
    found = detectable_count(before, second_exposure=exposure, is_up=is_up)
    near, step = before * exposure, 1 if is_up else -1
    later = np.arange(0, int(near * 4) + 60, dtype=float)
    side = later[later > near] if is_up else later[later < near][::-1]
    p = etest_p(np.full(side.shape, float(before)), side, second_exposure=exposure)
    stands = side[p <= 0.05]
    assert found.value == (stands[0] if stands.size else None)
    if found.value is not None:
        assert (found.value - near) * step > 0


@settings(max_examples=25, deadline=None)
@given(st.integers(6, 400), st.sampled_from([0.5, 0.8, 0.9]), st.booleans())
def test_the_smallest_true_change_is_found_as_often_as_is_asked(before, power, is_up):
    found = detectable_count(before, is_up=is_up, power=power)
    if found.after is not None:
        assert count_chance(before, found.after) == pytest.approx(power, abs=1e-4)


@settings(max_examples=25, deadline=None)
@given(st.integers(20, 500), st.integers(1, 4))
def test_a_longer_later_period_never_sees_less(before, periods):
    """From 20 events on: see the next test."""
    shorter = detectable_count(before, second_exposure=periods).after
    longer = detectable_count(before, second_exposure=periods + 1).after
    assert shorter is None or (longer is not None and longer >= shorter - 1e-3)


def test_of_very_few_events_the_test_itself_sees_less_in_a_longer_period():
    """The E-test's statistic of (x, 0) is the same whatever the periods, but chance then makes (0, x) likelier."""
    even, twice = (etest_p(np.array([4.0]), np.array([0.0]), second_exposure=k)[0] for k in (1, 2))
    assert even < 0.05 < twice
    assert detectable_count(6).after is not None
    assert detectable_count(6, second_exposure=2).after is None


@settings(max_examples=25, deadline=None)
@given(st.floats(0.02, 0.98), st.integers(30, 900), st.booleans())
def test_more_answers_never_see_less_of_a_share(before, base, is_up):
    few = detectable_share(before, base, is_up=is_up).mde
    many = detectable_share(before, 4 * base, is_up=is_up).mde
    assert few is None or (many is not None and many <= few + 1e-9)


@settings(max_examples=25, deadline=None)
@given(st.integers(5, 95), st.integers(0, 100), st.integers(10, 300))
def test_a_share_is_judged_as_the_follow_up_judges_it(before, after, base):
    first, later = round(before / 100 * base), round(after / 100 * base)
    down, up = detectable._share_limits(np.array([first / base]), base, base, 0.95)
    compared = share_difference(
        share(first / base, base, hide_under=1), share(later / base, base, hide_under=1)
    )
    assert bool(later <= down[0] or later >= up[0]) == compared.is_more_than_chance


def test_between_the_nodes_the_limits_are_right_to_a_thousandth():
    whole = detectable._NODES
    few = count_chance(1200, 1100)
    detectable._count_line.cache_clear()
    try:
        detectable._NODES = 10_000
        assert few == pytest.approx(count_chance(1200, 1100), abs=2e-3)
    finally:
        detectable._NODES = whole
        detectable._count_line.cache_clear()


def test_too_few_events_show_no_fall_at_all():
    found = detectable_count(3)
    assert found.value is None and found.after is None and found.mde is None
    assert Caveat.FEW_EVENTS in found.caveats


def test_a_share_at_its_end_cannot_go_further():
    assert detectable_share(1.0, 50, is_up=True).after is None
    assert detectable_share(0.0, 50).after is None
    assert detectable_share(0.5, 60).caveats == (Caveat.SMALL_BASE,)


def test_answers_needed_is_the_first_number_that_is_enough():
    needed = answers_needed(0.47, 0.56, 1207)
    assert needed is not None
    assert share_chance(0.47, 0.56, 1207, second_base=needed) >= 0.8
    assert share_chance(0.47, 0.56, 1207, second_base=needed - 5) < 0.8


def test_no_later_survey_mends_a_thin_earlier_one():
    assert answers_needed(0.47, 0.56, 180) is None


@settings(max_examples=40, deadline=None)
@given(st.floats(0.0, 1.0), st.integers(5, 5000))
def test_the_effective_base_of_our_own_interval_is_the_base(value, base):
    found = share(value, base, hide_under=1)
    assert abs(effective_base(value, max(0.0, min(found.low, value)), max(found.high, value)) - base) <= 1


@pytest.mark.parametrize(
    "call",
    [
        lambda: detectable_count(-1),
        lambda: detectable_count(2.5),
        lambda: detectable_count(10, second_exposure=0),
        lambda: detectable_count(10, power=1.0),
        lambda: detectable_share(1.2, 50),
        lambda: detectable_share(0.5, 0),
        lambda: effective_base(0.5, 0.6, 0.7),
    ],
)
def test_numbers_that_cannot_be_are_refused(call):
    with pytest.raises(AnalysisError):
        call()
