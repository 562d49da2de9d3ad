from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis import glm
from samsyn.analysis.result import AnalysisError

T = 48
TIMES = np.arange(T)
DESIGN = np.column_stack([np.ones(T), TIMES >= 30, TIMES / 12]).astype(float)
MONTHS = np.column_stack([DESIGN, TIMES[:, None] % 12 == np.arange(1, 12)]).astype(float)


@pytest.fixture(autouse=True)
def _loud():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def test_two_groups_have_the_maximum_that_is_known_by_hand():
    # the coefficients are the logarithms of the means, the variances 1 / sum
    found = glm.fit([3, 5, 20, 24], [[1, 0], [1, 0], [0, 1], [0, 1]], offset=np.log([1, 1, 2, 2]))
    assert np.exp(found.coefficients[0]) == pytest.approx([4, 11], rel=1e-12)
    assert np.diagonal(found.covariance[0]) == pytest.approx([1 / 8, 1 / 44], rel=1e-12)
    assert found.dispersion[0] == pytest.approx((2 / 4 + 8 / 22) / 2, rel=1e-12)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.3, 2.0, 30.0]))
def test_a_poisson_fit_solves_its_equations_and_a_batch_is_its_series(seed, mean):
    y = np.random.default_rng(seed).poisson(mean, (4, T))
    found = glm.fit(y, MONTHS)
    for row, counts in enumerate(y):
        alone = glm.fit(counts, MONTHS)
        assert alone.is_fitted[0] == found.is_fitted[row]
        if alone.is_fitted[0]:
            assert alone.coefficients[0] == pytest.approx(found.coefficients[row], abs=1e-9)
            assert MONTHS.T @ (counts - alone.fitted[0]) == pytest.approx(0, abs=1e-7 * (1 + counts.sum()))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1), st.sampled_from([0.5, 3.0, 40.0]))
def test_theta_is_where_the_likelihood_is_largest(seed, size):
    from scipy.stats import nbinom

    rng = np.random.default_rng(seed)
    y = rng.negative_binomial(size, size / (size + 12), T)
    found = glm.fit(y, DESIGN, family="negbin")
    assert found.is_fitted[0]
    if np.isinf(found.theta[0]):
        return

    def likelihood(theta, beta):
        mu = np.exp(DESIGN @ beta)
        return nbinom.logpmf(y, theta, theta / (theta + mu)).sum()

    theta, beta = float(found.theta[0]), found.coefficients[0]
    best = likelihood(theta, beta)
    for other in (theta * 0.99, theta * 1.01):
        assert likelihood(other, beta) <= best + 1e-9
    for nudge in np.vstack([np.eye(3), -np.eye(3)]) * 1e-3:
        assert likelihood(theta, beta + nudge) <= best + 1e-9


@pytest.mark.parametrize("size", [0.05, 0.3, 1.0])
def test_very_clumped_counts_arrive_and_solve_their_equations(size):
    y = np.random.default_rng(3).negative_binomial(size, size / (size + 1e4), (200, T))
    found = glm.fit(y, MONTHS, family="negbin")
    assert (found.is_fitted == glm.has_maximum(y, MONTHS)).all()
    done = found.is_fitted
    assert np.abs(found.coefficients[done]).max() < 30
    slope = ((y - found.fitted) / (1 + found.fitted / found.theta[:, None]))[done] @ MONTHS
    assert np.abs(slope).max() < 1e-6


def test_counts_more_even_than_chance_have_a_poisson_law_as_their_negative_binomial():
    y = np.tile([10, 11, 10, 9], 12)
    found, poisson = glm.fit(y, DESIGN, family="negbin"), glm.fit(y, DESIGN)
    assert np.isinf(found.theta[0])
    assert found.coefficients == pytest.approx(poisson.coefficients)


@pytest.mark.parametrize(
    ("case", "change"),
    [
        ("no events", lambda y: y * 0),
        ("an empty calendar month", lambda y: np.where(TIMES % 12 == 5, 0, y)),
        ("an empty first month", lambda y: np.where(TIMES % 12 == 0, 0, y)),
        ("none after the change", lambda y: np.where(TIMES >= 30, 0, y)),
        ("none before the change", lambda y: np.where(TIMES < 30, 0, y)),
        ("events in one row", lambda y: np.where(TIMES == 7, y, 0)),
    ],
)
@pytest.mark.parametrize("family", glm.FAMILIES)
def test_a_series_without_a_maximum_is_found_and_never_gets_a_huge_coefficient(case, change, family):
    # METHODS.md 4.4
    y = np.random.default_rng(3).poisson(6, T) + 1
    found = glm.fit(np.vstack([change(y), y]), MONTHS, family=family)
    assert found.is_fitted.tolist() == [False, True], case
    assert np.isnan(found.coefficients[0]).all()
    assert np.abs(found.coefficients[1]).max() < 10


def test_separation_that_no_single_column_shows_is_found_by_its_geometry():
    x = np.column_stack([np.ones(6), np.arange(6.0)])
    assert glm.has_maximum([[0, 0, 0, 0, 0, 4], [0, 0, 1, 0, 0, 0], [0, 0, 3, 1, 0, 0]], x).tolist() == [
        False,
        True,
        True,
    ]


def test_the_unit_of_a_column_does_not_matter_however_odd():
    y = np.random.default_rng(5).poisson(20, T)
    odd = DESIGN * [1, 1e-6, 1e6] + np.outer(DESIGN[:, 0], [0, 0, 2e7])
    here, there = glm.fit(y, DESIGN), glm.fit(y, odd)
    assert there.fitted == pytest.approx(here.fitted, rel=1e-7)
    assert there.coefficients[0, 1] * 1e-6 == pytest.approx(here.coefficients[0, 1], rel=1e-6)


@pytest.mark.parametrize(
    "call",
    [
        lambda: glm.fit([1, 2, 3], [[1], [1]]),
        lambda: glm.fit([1, -2], [[1], [1]]),
        lambda: glm.fit([1, float("nan")], [[1], [1]]),
        lambda: glm.fit([1, 2], [[1, 1], [1, 1]]),
        lambda: glm.fit([1, 2], [[1, 0], [1, 0]]),
        lambda: glm.fit([1, 2], [[1], [1]], family="normal"),
        lambda: glm.fit([1.5, 2], [[1], [1]], family="negbin"),
        lambda: glm.fit([1, 2], [[1], [1]], offset=float("inf")),
        lambda: glm.fit([], []),
    ],
)
def test_what_cannot_be_is_refused(call):
    with pytest.raises(AnalysisError):
        call()
