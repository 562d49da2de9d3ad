from __future__ import annotations

import warnings

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from samsyn.analysis.microsynth import microsynth, rake
from samsyn.analysis.result import AnalysisError


@pytest.fixture(autouse=True)
def _no_warnings():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        yield


def _blocks():
    i, t = np.arange(80)[:, None], np.arange(6)[None, :]
    y = ((7 * i * i + 3 * i * (t + 1) + 5 * t * t) % 13 + i % 4).astype(float)
    i = i[:, 0]
    return y, i % 6 == 1, (20 + (11 * i) % 17).astype(float)


def test_the_weights_are_those_of_raking_in_r():
    # R 4.2, survey: calibrate(svydesign(ids = ~0, data = C, weights = rep(n1 / n0, n0)), ~ one + pop + V3 + V4 + V5 + V6 - 1,
    # population = T, calfun = "raking", epsilon = 1e-12): treated, synthetic, change, effective number, first, second, last weight
    y, treated, homes = _blocks()
    found = microsynth(y, treated, 4, np.column_stack([homes, y[:, :4]]))
    ours = (
        found.treated_total, found.synthetic_total, found.relative_change, found.effective, *found.weights[~treated][[0, 1, 65]],
    )  # fmt: skip
    theirs = (
        230,
        216.127164627,
        0.0641883004242,
        54.6949363817,
        0.105229119418,
        0.173653702896,
        0.14217536751,
    )
    assert ours == pytest.approx(theirs, rel=1e-8)
    assert (found.treated, found.controls, found.caveats) == (14, 66, ())
    assert found.misfit <= 1e-9
    assert found.value == pytest.approx(found.treated_total - found.synthetic_total)
    assert found.treated_by_period[:4] == pytest.approx(found.synthetic_by_period[:4])
    assert found.low < found.value < found.high


def test_by_hand():
    # one treated unit of 4 beside 2, 4 and 6: equal weights already match
    found = microsynth([[4, 3], [4, 9], [2, 5], [6, 5]], [True, False, False, False], 1, [[4], [4], [2], [6]])
    assert found.weights == pytest.approx([1, 1 / 3, 1 / 3, 1 / 3])
    assert (found.synthetic_total, found.relative_change) == pytest.approx((19 / 3, 9 / 19 - 1))
    assert (found.p, found.low, found.caveats) == (None, None, ("few-units",))
    # two of them: w on 6 is the share that gives the mean 5
    w, _misfit = rake(np.array([[1.0, 4], [1, 6]]), np.array([1.0, 4.5]), 0.5)
    assert w == pytest.approx([0.75, 0.25])


def test_nothing_to_match_gives_equal_weights():
    y, treated, _homes = _blocks()
    found = microsynth(y, treated, 4, np.empty((80, 0)))
    assert found.weights[~treated] == pytest.approx(np.full(66, 14 / 66))
    assert found.synthetic_total == pytest.approx(y[~treated, 4:].sum() * 14 / 66)


def test_what_cannot_be_matched_has_a_reason():
    # the treated have more than any other
    found = microsynth([[9, 1], [2, 1], [3, 1]], [True, False, False], 1, [[9], [2], [3]])
    assert (found.value, found.reason) == (None, "no-weights")
    # a column that is 0 in all the others
    assert (
        microsynth([[1, 1], [2, 1], [3, 1]], [True, False, False], 1, [[1], [0], [0]]).reason == "no-weights"
    )
    y = [[1, 2], [3, 4]]
    assert microsynth(y, [False, False], 1, y).reason == "no-treated"
    assert microsynth(y, [True, True], 1, y).reason == "no-controls"
    assert microsynth(y, [True, False], 2, y).reason == "no-after"


def test_nothing_after_in_the_twins_has_no_ratio():
    found = microsynth([[1, 2], [1, 0], [1, 0]], [True, False, False], 1, [[1], [1], [1]])
    assert (found.value, found.relative_change) == (2, None)


def test_the_same_column_twice_does_no_harm():
    y, treated, homes = _blocks()
    first = microsynth(y, treated, 4, np.column_stack([homes, y[:, :4]]))
    other = microsynth(
        y,
        treated,
        4,
        np.column_stack([homes, y[:, :4], 3 * homes, np.ones(80), y[:, 0] + y[:, 1], np.zeros(80)]),
    )
    assert other.synthetic_total == pytest.approx(first.synthetic_total, rel=1e-7)
    assert (other.low, other.high) == pytest.approx((first.low, first.high), rel=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 100_000), st.floats(0.01, 1000))
def test_totals_are_met_and_order_and_scale_do_not_matter(seed, scale):
    rng = np.random.default_rng(seed)
    y = rng.poisson(rng.gamma(3, 2, (120, 1)), (120, 5)).astype(float)
    treated = rng.permutation(120) < 12
    found = microsynth(y, treated, 3, y[:, :3])
    if found.reason:
        assert found.reason == "no-weights"
        return
    assert found.weights.min() > 0
    assert found.weights[~treated].sum() == pytest.approx(12)
    assert found.weights[~treated] @ y[~treated, :3] == pytest.approx(y[treated, :3].sum(axis=0), rel=1e-6)
    order = rng.permutation(120)
    other = microsynth(scale * y[order], treated[order], 3, scale * y[order, :3])
    assert other.value == pytest.approx(scale * found.value, rel=1e-5, abs=1e-6 * scale)
    assert other.weights == pytest.approx(found.weights[order], rel=1e-4, abs=1e-8)
    assert (other.p is None) == (found.p is None)


@pytest.mark.parametrize(
    "bad",
    [
        ([[1, np.nan], [1, 2]], [True, False], 1, [[1], [2]]), ([[1, 2], [1, 2]], [True], 1, [[1], [2]]),
        ([[1, 2], [1, 2]], [True, False], 1, [[1], [np.inf]]), ([[1, 2], [1, 2]], [True, False], 3, [[1], [2]]),
        ([[]], [], 0, [[]]), ([1, 2], [True, False], 1, [[1], [2]]),
    ],
)  # fmt: skip
def test_impossible_input_is_an_error(bad):
    with pytest.raises(AnalysisError):
        microsynth(*bad)


@pytest.mark.parametrize(("treated", "others"), [(10, 300), (40, 600)])
def test_the_intervals_hold_no_effect_where_there_is_none(treated, others):
    rng = np.random.default_rng(treated)
    runs, inside, told = 250, 0, 0
    for _run in range(runs):
        size = rng.gamma(3, 1, treated + others)
        size[:treated] *= 1.2
        y = rng.poisson(
            (size * rng.gamma(4, 0.25, treated + others))[:, None] * 2, (treated + others, 9)
        ).astype(float)
        found = microsynth(y, np.arange(treated + others) < treated, 6, np.column_stack([y[:, :6], size]))
        if found.p is not None:
            told += 1
            inside += found.low <= 0 <= found.high
    assert told > 0.9 * runs
    margin = 3 * np.sqrt(0.05 * 0.95 / told)
    assert 0.93 - margin < inside / told < 0.97 + margin
