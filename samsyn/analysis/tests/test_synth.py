from __future__ import annotations

import csv
import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.result import AnalysisError
from samsyn.analysis.synth import simplex_weights, synth


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


@pytest.fixture
def california(reference):
    with (reference / "utvardering" / "california_prop99.csv").open() as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    names = sorted({row["State"] for row in rows})
    y = np.zeros((39, 31))
    for row in rows:
        y[names.index(row["State"]), int(row["Year"]) - 1970] = float(row["PacksPerCapita"])
    return names, y


def test_california(california):
    # METHODS.md 3: about -19.5. R 4.2, quadprog::solve.QP(crossprod(A) + diag(1e-7, 38), crossprod(A, b), cbind(1, diag(38)),
    # c(1, rep(0, 38)), meq = 1): -19.5136297681, MSPE before 2.74366165675. pysyncon 1.7: -19.51350, 2.74366, Utah 0.39392
    names, y = california
    found = synth(y, names.index("California"), 19, placebo=True)
    assert found.value == pytest.approx(-19.5136297681, abs=1e-8)
    assert found.mspe_before == pytest.approx(2.74366165675, abs=1e-9)
    weights = {name: round(float(w), 3) for name, w in zip(names, found.weights, strict=True) if w > 0}
    assert weights == {
        "Colorado": 0.015, "Connecticut": 0.109, "Montana": 0.232, "Nevada": 0.205, "New Hampshire": 0.045, "Utah": 0.394,
    }  # fmt: skip
    assert found.kkt_gap <= 1e-8
    ratios = found.placebo.mspe_after / found.placebo.mspe_before
    assert found.p == pytest.approx(np.mean(ratios >= found.ratio - 1e-9))
    assert found.low < found.value < found.high


def test_the_interval_holds_the_effects_that_the_test_does_not_reject(california):
    names, y = california
    place = names.index("California")
    found = synth(y, place, 19, placebo=True, level=0.8)
    for effect, is_inside in (
        (found.low - 1e-6, False), (found.low + 1e-6, True), (found.high - 1e-6, True), (found.high + 1e-6, False),
    ):  # fmt: skip
        moved = y.copy()
        moved[place, 19:] -= effect
        assert (synth(moved, place, 19, placebo=True).p > 0.2) == is_inside


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 100_000), st.integers(2, 30), st.integers(2, 25), st.sampled_from([0.01, 1, 1e5]))
def test_the_weights_are_optimal(seed, donors, periods, scale):
    rng = np.random.default_rng(seed)
    y = rng.gamma(2, 2, (donors + 1, periods)).round(1) * scale
    weights, gap = simplex_weights(y, 0)
    assert weights[0] == 0
    assert weights.min() >= 0
    assert weights.sum() == pytest.approx(1, abs=1e-12)
    points = (y[1:] - y[0]) / max(np.sqrt(np.mean(np.sum((y[1:] - y[0]) ** 2, axis=1))), 1e-300)
    slopes = points @ (weights[1:] @ points)
    assert 2 * (weights[1:] @ slopes - slopes.min()) <= 1e-8  # the gap, reckoned here
    assert gap <= 1e-8


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000), st.integers(3, 12))
def test_a_convex_mix_of_donors_is_found_again(seed, donors):
    rng = np.random.default_rng(seed)
    y = rng.gamma(4, 5, (donors + 1, 20))
    mix = rng.dirichlet(np.full(donors, 0.5))
    y[0] = mix @ y[1:]
    y[0, 15:] -= 3
    found = synth(y, 0, 15)
    assert found.mspe_before == pytest.approx(0, abs=1e-18)
    assert found.weights[1:] == pytest.approx(mix, abs=1e-6)
    assert found.value == pytest.approx(-3, abs=1e-6)
    assert found.caveats == ("perfect-fit",)
    assert found.ratio is None


def test_more_donors_than_periods_still_hit_exactly():
    rng = np.random.default_rng(5)
    y = rng.gamma(4, 5, (80, 12))
    y[0] = rng.dirichlet(np.ones(79)) @ y[1:]
    found = synth(y, 0, 8, placebo=True)
    assert found.mspe_before == 0
    assert found.p is not None


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(-1000, 1000))
def test_order_unit_and_level_of_the_outcome_do_not_matter(seed, scale, shift):
    rng = np.random.default_rng(seed)
    y = rng.normal(size=(22, 14)).cumsum(axis=1)
    order = rng.permutation(22)
    first = synth(y, 3, 10, placebo=True)
    other = synth(scale * y[order] + shift, int(np.flatnonzero(order == 3)[0]), 10, placebo=True)
    assert other.value == pytest.approx(scale * first.value, rel=1e-4, abs=1e-6 * scale)
    assert other.weights == pytest.approx(first.weights[order], abs=1e-4)
    assert other.p == first.p


def test_equal_donors_and_equal_series_are_no_trouble():
    y = np.tile([4.0, 5, 6, 7], (5, 1))
    found = synth(y, 0, 2)
    assert (found.value, found.mspe_before, found.kkt_gap) == (0, 0, 0)
    y[1:] += 3
    found = synth(y, 0, 2)
    assert found.value == -3
    assert set(found.caveats) == {"poor-fit", "short-before"}


def test_too_few_units_are_refused():
    rng = np.random.default_rng(1)
    y = rng.normal(size=(21, 12))
    assert synth(y, 0, 8, placebo=True).p is not None
    found = synth(y[:20], 0, 8, placebo=True)  # 1/20 is not under 0.05
    assert (found.p, found.low, found.caveats) == (None, None, ("too-few-units",))
    assert found.placebo is not None
    assert synth(y, 0, 8).p is None


def test_what_cannot_be_estimated_has_a_reason():
    assert synth([[1, 2, 3]], 0, 2).reason == "no-donors"
    assert synth([[1, 2], [3, 4]], 0, 0).reason == "no-before"
    assert synth([[1, 2], [3, 4]], 0, 2).reason == "no-after"
    found = synth([[1, 2], [3, 4]], 0, 1)
    assert (found.value, found.caveats) == (-2, ("short-before",))


@pytest.mark.parametrize(
    "bad",
    [
        ([[]], 0, 0),
        ([[1, np.nan], [1, 2]], 0, 1),
        ([1, 2], 0, 1),
        ([[1, 2], [3, 4]], 2, 1),
        ([[1, 2], [3, 4]], 0, 3),
    ],
)
def test_impossible_input_is_an_error(bad):
    with pytest.raises(AnalysisError):
        synth(*bad)


def test_results_are_read_only_and_the_input_is_left_as_it_was():
    y = np.arange(12.0).reshape(3, 4) ** 1.5
    kept = y.copy()
    found = synth(y, 0, 2, placebo=True)
    assert np.array_equal(y, kept)
    with pytest.raises(ValueError, match="read-only"):
        found.weights[0] = 1


def test_the_placebo_test_and_its_interval_keep_their_level():
    rng = np.random.default_rng(7)
    runs, alarms, inside, bounded = 120, 0, 0, 0
    for _run in range(runs):
        y = (
            rng.normal(size=(24, 1)) * 2
            + rng.normal(size=(24, 14)).cumsum(axis=1) * 0.3
            + rng.normal(size=(24, 14))
        )
        found = synth(y, 0, 10, placebo=True)
        alarms += found.p <= 0.05
        bounded += found.low is not None
        inside += found.low is not None and found.low <= 0 <= found.high
    assert alarms / runs <= 1 / 24 + 3 * np.sqrt(0.04 / runs)
    assert bounded > 0.6 * runs
    assert inside / bounded >= 0.95 - 3 * np.sqrt(0.05 / bounded)
