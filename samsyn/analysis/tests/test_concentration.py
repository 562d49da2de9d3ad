from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.concentration import concentration, lorenz, lorenz_of_chance
from samsyn.analysis.result import AnalysisError, Caveat, Reason

COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=40).filter(any)


def rng(seed=1):
    return np.random.default_rng(seed)


@pytest.mark.parametrize(
    ("counts", "gini", "value"),
    [
        # METHODS.md 3
        ([1, 2, 3, 4], 0.25, 0.25),
        ([0, 0, 0, 1, 1], 0.6, 0),
        ([0, 0, 0, 0, 2], 0.8, 0.5),
        # Python: inequality (PySAL) Gini(x).g; R 4.2: G <- sum(abs(outer(x, x, "-"))) / (2 * n * sum(x)) and
        # max(n / c, 1) * (G - 1) + 1, with the examples of the R package lorenzgini of Bernasco & Steenbeek
        ([3, 1, 1, 0, 0, 0, 0, 0, 0, 0], 0.78, 0.56),
        ([22, 18, 17, 12, 11, 8, 6, 3, 2, 1], 0.392, 0.392),
        ([5, 2, 1, 0, 0, 0, 0, 0, 0, 0], 0.80, 0.75),
        ([10, 8, 2, 0, 0, 0, 0, 0, 0, 0], 0.78, 0.78),
    ],
)
def test_reference_values(counts, gini, value):
    found = concentration(counts)
    assert found.gini == pytest.approx(gini, rel=1e-9)
    assert found.value == pytest.approx(value, rel=1e-9, abs=1e-12)
    assert (found.n, found.places, found.low, found.p) == (sum(counts), len(counts), None, None)


@settings(max_examples=80, deadline=None)
@given(COUNTS)
def test_gini_is_half_the_mean_difference_over_the_mean(counts):
    x = np.array(counts, float)
    found = concentration(counts)
    by_pairs = np.abs(x[:, None] - x[None, :]).sum() / (2 * len(x) * x.sum())
    assert found.gini == pytest.approx(by_pairs, rel=1e-9, abs=1e-12)
    assert -1e-12 <= found.value <= found.gini + 1e-12


@settings(max_examples=60, deadline=None)
@given(COUNTS, st.integers(0, 200), st.randoms(use_true_random=False))
def test_empty_places_beyond_the_events_do_not_change_the_corrected_value(counts, empty, random):
    # why it is corrected: the border of the map decides how many empty places there are, and moves the plain Gini
    padded = counts + [0] * max(sum(counts) - len(counts), 0)
    first, more = concentration(padded), concentration(random.sample(padded, len(padded)) + [0] * empty)
    assert more.value == pytest.approx(first.value, abs=1e-9)
    assert more.gini >= first.gini - 1e-12


@settings(max_examples=40, deadline=None)
@given(COUNTS, st.integers(2, 5))
def test_copies_of_the_city_change_nothing(counts, copies):
    one, many = concentration(counts), concentration(counts * copies)
    for name in ("value", "gini", "top_share", "half_share"):
        assert getattr(one, name) == pytest.approx(getattr(many, name), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(COUNTS)
def test_shares_are_those_of_the_sorted_places(counts):
    ordered = np.sort(counts)[::-1]
    parts = np.arange(1, len(counts) + 1) / len(counts)
    assert lorenz(counts, parts) == pytest.approx(np.cumsum(ordered) / ordered.sum(), abs=1e-12)
    half = concentration(counts).half_share
    assert lorenz(counts, [half])[0] == pytest.approx(0.5, abs=1e-9)


def test_the_top_five_per_cent_by_hand():
    # 40 places: the top 2 have 10 + 6 of 40 events; half the events lie at 10 + 6 + 4 = 3 places
    counts = [10, 6, 4, *[1] * 20, *[0] * 17]
    found = concentration(counts)
    assert (found.top_share, found.half_share, found.used) == pytest.approx((0.4, 3 / 40, 23))
    assert concentration(counts, top=0.5).top_share == pytest.approx(37 / 40)
    # 10 places: 5 % is half a place, and half of its events
    assert concentration([8, *[1] * 8, 0]).top_share == pytest.approx(4 / 16)


def test_even_places_have_no_concentration_and_one_place_has_all():
    assert concentration([3] * 7).value == pytest.approx(0, abs=1e-12)
    assert concentration([0] * 99 + [500]).value == pytest.approx(0.99)
    assert concentration([0] * 99 + [1]).value == pytest.approx(
        0, abs=1e-12
    )  # a single event cannot be concentrated
    assert concentration([4]).value == 0


def test_chance_alone_gives_few_false_alarms_and_its_own_concentration():
    alarms, made = 0, rng(7)
    for _turn in range(400):
        counts = np.bincount(made.integers(0, 60, 90), minlength=60)
        alarms += concentration(counts, permutations=39, rng=made).p <= 0.05
    assert alarms <= 35  # R: qbinom(0.999, 400, 0.05); 0.0475 of 4 000 with other seeds
    found = concentration(np.r_[[40] * 3, [1] * 57], permutations=199, rng=rng())
    assert (found.p, found.value > found.chance) == (1 / 200, True)
    # 500 events on 100 places: the mean Gini of Poisson(5) counts by its law, mean difference over twice the mean
    from scipy.stats import poisson

    k = np.arange(60)
    pair = np.outer(poisson.pmf(k, 5), poisson.pmf(k, 5))
    expected = (pair * np.abs(k[:, None] - k[None, :])).sum() / 10
    made = concentration(rng().multinomial(500, [0.01] * 100), permutations=400, rng=rng())
    assert made.chance == pytest.approx(expected, rel=0.02)


def test_the_same_seed_gives_the_same_answer():
    first, again = (concentration([5, 1, 0, 0], permutations=50, rng=rng(3)) for _turn in range(2))
    assert first == again


def test_no_events_is_a_result_and_few_a_caveat():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for counts in ([], [0], [0, 0, 0]):
            found = concentration(counts, permutations=9, rng=rng())
            assert (found.value, found.gini, found.top_share, found.reason) == (
                None,
                None,
                None,
                Reason.NO_EVENTS,
            )
            assert (found.n, found.places) == (0, len(counts))
    assert concentration([3, 4]).caveats == (Caveat.FEW_EVENTS,)
    assert concentration([300, 400]).caveats == ()


@pytest.mark.parametrize("counts", [[-1, 2], [0.5, 1], [np.nan, 1], [np.inf, 1], [2**53, 1]])
def test_what_is_no_count_is_refused(counts):
    with pytest.raises(AnalysisError):
        concentration(counts)


def test_other_wrong_input_is_refused():
    for wrong in ({"top": 0}, {"top": 1}, {"permutations": -1}, {"permutations": 9}):
        with pytest.raises(AnalysisError):
            concentration([1, 2], **wrong)
    with pytest.raises(AnalysisError):
        lorenz([0, 0], [0.5])
    with pytest.raises(AnalysisError):
        lorenz([1, 0], [1.5])
    with pytest.raises(ValueError, match="read-only"):
        lorenz([1, 0], [0.5])[0] = 1


def test_the_curve_of_chance_is_that_of_many_throws_and_rises():
    rng = np.random.default_rng(4)
    at = [0.05, 0.2, 0.5, 1]
    found = lorenz_of_chance(200, 300, at, permutations=200, rng=rng)
    thrown = [lorenz(np.bincount(rng.integers(0, 200, 300), minlength=200), at) for _turn in range(200)]
    assert found == pytest.approx(np.mean(thrown, axis=0), abs=0.01)
    assert np.all(np.diff(found) > 0)
    with pytest.raises(AnalysisError):
        lorenz_of_chance(0, 3, at, permutations=1, rng=rng)
